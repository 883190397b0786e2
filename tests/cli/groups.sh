#!/bin/sh
# --group: rules and lists, good and bad; groups in all forms, in streams, merges, comparisons and gates; volumes by default.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy c=sample/classes.json
eval_sample() { # eval_sample PREDICTIONS ARGUMENT...
    predictions=$1
    shift
    "$MASKLOSS" eval -q -c $c sample/truth "sample/$predictions" "$@" || fail "exit $?: $*"
}
names() { # the groups of images and their sizes in a JSON report, and the worst by masked mIoU
    sed -n 's/^      "\(id\|group\)": \("[^"]*"\),/  \1 \2/p' "$1" | paste -sd ' ' >>"$got"
    sed -n '/"groups": \[/,/"aggregate"/s/^      "images": /  images /p' "$1" >>"$got"
}
same() { # same WHAT FILE FILE
    cmp "$2" "$3" >>"$got" 2>&1 && note "$1: the same bytes"
}
fresh
copy $png t/a/x_1.png t/a/x_2.png t/b/c/y_1.png t/b/c/y_2.png
copy $npy p/a/x_1.npy p/a/x_2.npy p/b/c/y_1.npy
copy data/good-npy-f4-minus-zero.npy p/b/c/y_2.npy
printf 'a/x_1\tone\nb/c/y_1\ttwo words\na/x_2\tone\nb/c/y_2\t\303\244"\n' >list
printf '%s\t%s\n' crossing west high-street west park east ring-road east >towns

note "# rules"
for rule in dir dir:1 before:_ file list:list none; do
    note "$rule"
    "$MASKLOSS" eval -q -f json -o out.json --group=$rule t p 2>>"$got" || { note "[exit $?]" && continue; }
    names out.json
done
note "batches, and a file that is only called like an image of one"
fresh_batch() {
    rm -rf bt bp
    copy data/good-npy-u1-nhw.npy bt/v/w.npy
    copy data/good-npy-f4-nhwc.npy bp/v/w.npy
}
fresh_batch
for rule in dir file index before:[; do
    note "$rule"
    "$MASKLOSS" eval -q -f json -o out.json --group=$rule bt bp 2>>"$got" || note "[exit $?]"
    names out.json
done
copy $png 'bt/x[3].png'
copy $npy 'bp/x[3].npy'
"$MASKLOSS" eval -q -f json -o out.json --group=file bt bp || fail "exit $?"
names out.json
printf 'v/w\tall\nv/w[1]\tthe second\nx[3]\tone' >batch-list
"$MASKLOSS" eval -q -f json -o out.json --group=list:batch-list bt bp || fail "exit $?"
names out.json

note "# rules that are none"
for rule in '' dirs dir:0 dir:x before before: file:x index:1 list list: none:; do
    run eval --group="$rule" $png $npy
done
note "# ids without a group, before anything is evaluated"
for rule in dir:2 before:x dir:5 index list:no-such-list; do
    run eval -f jsonl -o none.jsonl --group=$rule t p
done
test -e none.jsonl && note "none.jsonl was written"
run eval -f jsonl -o some.jsonl --group=index bt bp
grep -c '"group"' some.jsonl >>"$got"
run eval --group=dir $png $npy
run eval -s -f tsv -o out.tsv --keep-going --group=dir:2 t p
grep -e "^	*images" -e '^b' out.tsv | head -n 2 >>"$got"
note "# lists that are wrong"
for text in 'a/x_1' 'a/x_1\t' '\tone' 'a/x_1\tone\n\na/x_2\tone' 'a/x_1\tone\ttwo' 'a/x_1\tone\r' 'a/x_1\tone\na/x_1\ttwo'; do
    printf "$text\n" >wrong
    run eval --group=list:wrong t p
done
run eval --list=- --group=list:- t p
run eval -o list -f json --group=list:list t p
cut -f 2 list >>"$got"

note "# forms"
eval_sample pred -s -f tsv --group=list:towns | grep -e '^[we].*masked		group.metrics.miou' -e 'group_mean.metrics.miou' >>"$got"
eval_sample pred -s --group=list:towns | sed -n '/^Groups/,$p' >>"$got"
eval_sample pred -f markdown -s --group=list:towns | sed -n '/^### Groups/,$p' >>"$got"
eval_sample pred -f markdown --by=-raw.metrics.miou --group=list:towns | sed -n '/^### Groups/,/^### W/p' >>"$got"
eval_sample pred -s -f junit --group=list:towns -g 'groups["west"].masked.metrics.miou>=0.6' | grep testcase >>"$got"
note "# streams, merges, comparisons"
eval_sample pred -f json -o all.json --group=list:towns
eval_sample pred -f jsonl -o all.jsonl --group=list:towns
head -n 1 all.jsonl | grep -o '"group":"[^"]*"' >>"$got"
sed -n 2,5p all.jsonl | cut -d , -f 1,2 >>"$got"
tail -n 1 all.jsonl | grep -c -e '"groups":\[' >>"$got"
"$MASKLOSS" merge -f json all.jsonl >merged.json || fail merge
same "one stream" all.json merged.json
for k in 0 1 2; do eval_sample pred -f jsonl -o $k.jsonl --shard=$k/3 --group=list:towns; done
"$MASKLOSS" merge -f json 2.jsonl 0.jsonl 1.jsonl >merged.json || fail merge
same "shards" all.json merged.json
"$MASKLOSS" merge -f jsonl -o again.jsonl 0.jsonl 1.jsonl 2.jsonl || fail merge
same "a merged stream" all.jsonl again.jsonl
head -n 3 all.jsonl >cut.jsonl
eval_sample pred -f jsonl -o cut.jsonl --resume --group=list:towns
same "a resumed stream" all.jsonl cut.jsonl
run eval -q -f jsonl -o cut.jsonl --resume -c $c sample/truth sample/pred
run eval -q -f jsonl -o cut.jsonl --resume --group=file -c $c sample/truth sample/pred
sed -i.old 's/^park.*/park	south/' towns
run eval -q -f jsonl -o cut.jsonl --resume --group=list:towns -c $c sample/truth sample/pred
mv towns.old towns
eval_sample pred -f jsonl -o none.jsonl
"$MASKLOSS" merge -f json --group=list:towns none.jsonl >merged.json || fail merge
same "a rule in merge" all.json merged.json
eval_sample pred -f json -o none.json
"$MASKLOSS" merge -f json --group=none all.jsonl >merged.json || fail merge
same "none in merge" none.json merged.json
eval_sample pred -f jsonl -o 1none.jsonl --shard=1/3
run merge -f json 0.jsonl 1none.jsonl 2.jsonl
"$MASKLOSS" merge -f json --group=list:towns 0.jsonl 1none.jsonl 2.jsonl >merged.json || fail merge
same "a rule for some that have none" all.json merged.json
cp towns towns2
eval_sample pred -f jsonl -o 1.jsonl --shard=1/3 --group=list:towns2
"$MASKLOSS" merge -f jsonl -o other.jsonl 0.jsonl 1.jsonl 2.jsonl || fail merge
head -n 1 other.jsonl | grep -c '"group":' >>"$got"
"$MASKLOSS" merge -f json other.jsonl >merged.json || fail merge
same "a stream of several rules" all.json merged.json
(sed 2q all.jsonl && sed -n 3,5p all.jsonl | without_crc | sed 's/"group":"[a-z]*",//' && tail -n 1 all.jsonl) >half.jsonl
run merge half.jsonl
without_crc all.jsonl | sed 's/"group":"west"/"group":""/' >half.jsonl
run merge half.jsonl
eval_sample pred-new -f jsonl -o new.jsonl --group=list:towns
"$MASKLOSS" compare -f tsv all.jsonl new.jsonl | cut -f 2-5 | grep -e 'groups.*metrics.miou' -e 'group_mean.*metrics.miou.m' >>"$got"
note "# text and Markdown have a table of them, by the images' figure, or where groups are not compared by that, by mean IoU"
"$MASKLOSS" compare -q -L dice all.jsonl new.jsonl | sed -n '/^Groups/,/^$/p' >>"$got"
"$MASKLOSS" compare -q -L dice --by=raw.per_class.car.iou all.jsonl new.jsonl | sed -n '/^Groups/,/^$/p' >>"$got"
"$MASKLOSS" compare -q -f markdown -L dice --views=masked all.jsonl new.jsonl | sed -n '/^| group/,/^$/p' >>"$got"
"$MASKLOSS" compare -q -f markdown -L dice --views=raw --by=raw.metrics.miou all.jsonl new.jsonl | sed -n '/^| group/,/^$/p' >>"$got"
i=0
while [ $((i += 1)) -le 23 ]; do
    printf 'data/good-png-gray8.png\tdata/good-npy-f4-hwc.npy\tg%02d\n' $i
done >many.list
"$MASKLOSS" eval -q -f jsonl --group=file --list=many.list -o many.jsonl || fail many
"$MASKLOSS" compare -q many.jsonl many.jsonl | sed -n '/^Groups/,/^$/p' | sed '4,$s/  g.*/  g/' | uniq -c >>"$got"
run compare -f junit -g 'delta:groups["west"].masked.metrics.miou>=0.1' -g 'groups["east"].raw.metrics.miou>1' all.jsonl new.jsonl
run compare -g 'groups["south"].masked.metrics.miou>=0.1' all.jsonl new.jsonl
run compare -g 'groups["west"].pixels.valid>=0.1' all.jsonl new.jsonl
run compare -g 'low:groups["west"].raw.metrics.miou>=0.1' all.jsonl new.jsonl
run compare all.jsonl none.jsonl
without_crc new.jsonl | sed 's/"park","group":"east"/"park","group":"west"/' >other.jsonl
run compare all.jsonl other.jsonl
"$MASKLOSS" compare -f tsv --group=before:- --common all.jsonl other.jsonl 2>>"$got" || note "[exit $?]"
"$MASKLOSS" compare -f tsv --group=list:towns all.jsonl other.jsonl | grep -c groups >>"$got"

note "# gates"
run eval -s -o /dev/null -c $c -g 'groups["west"].masked.metrics.miou>=0.6' -g 'group_mean.masked.metrics.miou.min>=0.8' --group=list:towns \
    sample/truth sample/pred
run eval -f json -c $c -g 'groups["north"].masked.metrics.miou>=0.6' --group=list:towns sample/truth sample/pred
run eval -f json -c $c -g 'groups["west"].masked.metrics.miuo>=0.6' --group=list:towns sample/truth sample/pred
run eval -f json -c $c -g 'groups["west"].masked.metrics.miou>=0.6' sample/truth sample/pred
run eval -f json -c $c -g 'group_mean.masked.metrics.miou.mean>=0.6' sample/truth sample/pred
note "# printed alone"
run eval -q -c $c -p 'groups["west"].masked.metrics.miou' -p group_mean.masked.metrics.miou.worst -p 'groups["east"].raw.constant.metrics.miou.class' \
    -p group_mean.masked.per_class.car.iou.groups --group=list:towns sample/truth sample/pred
run eval -q -c $c -p 'groups["north"].masked.metrics.miou' --group=list:towns sample/truth sample/pred
run merge -q -p 'groups["east"].masked.metrics.miou' all.jsonl
run compare -q -p 'delta:groups["east"].masked.metrics.miou' -p 'high:group_mean.raw.metrics.miou.mean' all.jsonl new.jsonl
note "# sums alone cannot have groups"
run eval -s -f jsonl --group=dir t p
run eval --worst=1 -f jsonl --group=dir t p
run merge -s -f jsonl --group=list:towns all.jsonl
eval_sample pred -s -f jsonl -o sums.jsonl
run merge -s --group=list:towns sums.jsonl
run merge -s -g 'groups["west"].masked.metrics.miou>=0.6' sums.jsonl
run merge -s --partial sums.jsonl 0.jsonl
"$MASKLOSS" merge -q -s -f jsonl -o sums2.jsonl all.jsonl || fail "a merge without groups"
same "sums of images with groups" sums.jsonl sums2.jsonl
note "# where all images failed there are groups, but none"
fresh
copy $png t/a.png
copy data/bad-npy-cut-data.npy p/a.npy
run eval -f jsonl -o failed.jsonl --keep-going --group=file -c data/good-classes-3.json t p
"$MASKLOSS" eval -q -f json -o failed.json --keep-going --group=file -c data/good-classes-3.json t p 2>>"$got"
grep '"groups": \[' failed.json >>"$got"
"$MASKLOSS" merge -q --partial -f json -o merged.json failed.jsonl 2>>"$got"
same "a merge" failed.json merged.json
finish
