#!/bin/sh
# Record streams on the command line: what they look like, how they are merged, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"
set_=sample/classes.json
evaluate() { "$MASKLOSS" eval -q -c $set_ "$@" sample/truth sample/pred; }
for k in 0 1 2; do evaluate -f jsonl --shard=$k/3 -o $k.jsonl; done
evaluate -f jsonl -o all.jsonl
evaluate -f jsonl -s -o sums.jsonl
note "# the text of one evaluation"
run merge -s 2.jsonl 0.jsonl 1.jsonl
evaluate -s >one
"$MASKLOSS" merge -s 2.jsonl 0.jsonl 1.jsonl >merged
cmp one merged && note "the same" && note ""
note "# a stream in short"
short() { sed -e 's/"settings".*"views"/"settings":...,"views"/' -e 's/"truth".*"record":{"hard":\(\[\[[^]]*\]\).*$/...{"hard":\1.../' -e 's/"coverage".*"errors"/...,"errors"/' -e 's/"crc32":"[0-9a-f]\{8\}"/"crc32":.../' "$@"; }
show short 1.jsonl
"$MASKLOSS" merge -q --partial -f jsonl 0.jsonl 2.jsonl >two.jsonl
show short two.jsonl
note ""
note "# what is missing"
run merge 0.jsonl 2.jsonl
run merge -s --partial -o /dev/null 0.jsonl 2.jsonl
head -c 20000 all.jsonl >cut.jsonl
run merge cut.jsonl
run merge --partial -o /dev/null cut.jsonl
: >empty.jsonl
run merge empty.jsonl
run merge --partial empty.jsonl
run merge none.jsonl
note "# what was changed: each line has a check sum, also where a part is taken, or images are compared"
sed '3s/"total":3456,/"total":3457,/' all.jsonl >changed.jsonl
run merge changed.jsonl
run merge -s --partial changed.jsonl
run compare all.jsonl changed.jsonl
cp changed.jsonl kept.jsonl
run eval -f jsonl --resume -o changed.jsonl -c $set_ sample/truth sample/pred
cmp changed.jsonl kept.jsonl && note "it is left alone" && note ""
sed '1s/"mask":\[0\]/"mask":[1]/' all.jsonl >changed.jsonl
run merge changed.jsonl
sed 's/"evaluated":4/"evaluated":3/' sums.jsonl >changed.jsonl
run merge -s changed.jsonl
sed '2s/"crc32":"./"crc32":"x/' all.jsonl >changed.jsonl
run merge changed.jsonl
sed '2s/,"crc32":/, "crc32": /' all.jsonl >changed.jsonl
run merge changed.jsonl
note "# what has none is taken as it is, and has one afterwards; ends of lines do not matter"
without_crc all.jsonl >old.jsonl
"$MASKLOSS" merge -f jsonl old.jsonl | cmp - all.jsonl && note "merge: the same"
"$MASKLOSS" eval -q -f jsonl --resume -o old.jsonl -c $set_ sample/truth sample/pred && cmp old.jsonl all.jsonl && note "eval --resume: the same"
sed "s/\$/$(printf '\r')/" all.jsonl >crlf.jsonl
"$MASKLOSS" merge -f jsonl crlf.jsonl | cmp - all.jsonl && note "merge of lines with a carriage return: the same" && note ""
note "# but has to be possible"
without_crc all.jsonl | sed '3s/"valid":3456,/"valid":3455,/' >odd.jsonl
run merge odd.jsonl
without_crc all.jsonl | sed '3s/"masked":[0-9]*,/"masked":3457,/' >odd.jsonl
run merge odd.jsonl
without_crc all.jsonl | sed '3s/"prediction":/"id":"other","prediction":/' >odd.jsonl
run merge odd.jsonl
without_crc all.jsonl | sed '3s/"sums":{"cce":\[[^,]*,/"sums":{"cce":[1e300,/' >odd.jsonl
run merge odd.jsonl
run compare all.jsonl odd.jsonl
without_crc sums.jsonl | sed 's/"sums":{"cce":\["0/"sums":{"cce":["7/' >odd.jsonl
run merge -s odd.jsonl
without_crc sums.jsonl | sed 's/"accuracy":\["0/"accuracy":["7/' >odd.jsonl
run merge -s odd.jsonl
note "# members of the last line in another order, and blank lines behind it"
without_crc all.jsonl | sed '$s/^{\("aggregate":.*\),\("errors":.*\)}$/{\2,\1}/' >odd.jsonl
"$MASKLOSS" merge -f jsonl odd.jsonl | cmp - all.jsonl && note "the same" && note ""
(cat all.jsonl && echo) >odd.jsonl
run merge odd.jsonl
run merge --partial odd.jsonl
run eval -f jsonl --resume -o odd.jsonl -c $set_ sample/truth sample/pred
note "# what does not belong together"
run merge 0.jsonl 0.jsonl
run merge all.jsonl 1.jsonl
run merge 0.jsonl 1.jsonl 2.jsonl all.jsonl
for option in --mask=1 --epsilon=1e-6 --weights=1,2,3,4,5,6 --absent=keep --average=1,2 --smooth=1 --loss=cce --views=raw --ignore=9; do
    evaluate -f jsonl --shard=1/3 $option -o other.jsonl
    run merge 0.jsonl other.jsonl 2.jsonl
done
"$MASKLOSS" eval -q -f jsonl --shard=1/3 sample/truth sample/pred -o other.jsonl
run merge 0.jsonl other.jsonl 2.jsonl
evaluate -f jsonl --shard=1/4 -o other.jsonl
run merge 0.jsonl other.jsonl
note "# what a stream cannot tell"
for option in --epsilon=1e-6 -Asoftmax --activation=softmax --classes=voc -i255 --bad-pixels=ignore --loss=brier --loss=focal:gamma=3 \
    --shard=0/2 --resume --layout=hwc --weigths=1; do
    run merge "$option" all.jsonl
done
for option in --mask=1 --weights=1,2,3,4,5,6 --weights=inverse --absent=one --average=1 --smooth=1 --loss=dice:smooth=1 --views=excluded; do
    run merge -s "$option" sums.jsonl
done
run merge sums.jsonl
"$MASKLOSS" merge -s --loss=dice,cce --views=masked sums.jsonl >merged
evaluate -s --loss=dice,cce --views=masked >one
cmp one merged && note "but it tells other losses and views that it has" && note ""
note "# other wrong calls"
run merge
run merge - -
run merge sample
run merge $set_
run merge sample/pred/park.npy
run merge -o all.jsonl all.jsonl
run eval -f jsonl --resume -c $set_ sample/truth sample/pred
run eval --resume -o x.jsonl -c $set_ sample/truth sample/pred
run eval -f jsonl -s --resume -o x.jsonl -c $set_ sample/truth sample/pred
run eval -f jsonl --resume -o /dev/null -c $set_ sample/truth sample/pred
for shard in 1 1/ /1 1/1 2/1 -1/2 0/0 a/b 0/1048577; do run eval --shard=$shard sample/truth sample/pred; done
run eval --shard=0/2 --weights=median sample/truth sample/pred
note "# what cannot be gone on with"
cp all.jsonl go.jsonl
run eval -f jsonl --resume -o go.jsonl -c $set_ sample/truth sample/pred
cmp all.jsonl go.jsonl && note "the same"
run eval -f jsonl --resume -o go.jsonl -c $set_ -m 1 sample/truth sample/pred
run eval -f jsonl --resume -o go.jsonl -c $set_ --shard=0/2 sample/truth sample/pred
run eval -f jsonl --resume -o go.jsonl -c $set_ sample/truth/park.png sample/pred/park.npy
run eval -f jsonl --resume -o go.jsonl -c $set_ sample/truth/ ./sample/pred
cp $set_ not.jsonl
run eval -f jsonl --resume -o not.jsonl -c $set_ sample/truth sample/pred
cp sums.jsonl go.jsonl
run eval -f jsonl --resume -o go.jsonl -c $set_ sample/truth sample/pred
finish
