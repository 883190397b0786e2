#!/bin/sh
# The measure objects with worst=N: which objects are listed, in which order, with which boxes; the same bytes from streams of all
# kinds; names of any bytes; and what is refused. SPEC 11's image.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
# Writes labels, a digit each, x for 255: labels FILE 'SHAPE, ' DIGITS
labels() {
    npy "$1" "$2" '|u1'
    printf '%s' "$3" | tr 0123459x '\000\001\002\003\004\005\011\377' >>"$1"
}
# The list: worst MEASURE ARGUMENT...
worst() {
    measure=$1
    shift
    note "$ maskloss eval -M $measure $*"
    "$MASKLOSS" eval -q -f json -M "$measure" "$@" 2>&1 | awk '
        /^maskloss/ { print; next }
        /"worst": \[/ { within = 1 }
        within { sub(/^ */, "    "); print; if (/\]$/) within = 0 }' >>"$got"
}
worked="-i 255 data/worked/shapes-truth.png data/worked/shapes-prediction.png"
set="-q -c sample/classes.json -M objects:worst=3,objects:min=40:worst=100,objects"

worst objects:worst=100 $worked
worst objects:worst=2 $worked
worst objects:min=5:worst=1 -m 1 $worked
worst objects:worst=3 -m none $worked
worst objects:worst=3 -m 0,1,2 $worked
worst objects $worked
note "$ maskloss eval -f jsonl (the parts)"
"$MASKLOSS" eval -q -M objects:worst=2 -f jsonl $worked | sed -n 's/.*"left_out":\[0,0,0\],"worst":\(\[\[.*\]\]\).*/\1/p' >>"$got"
"$MASKLOSS" eval -q -M objects:worst=2 -s -f jsonl $worked | sed -n 's/.*"left_out":\[0,0,0\],"worst":\(\[\[".*\]\]\)},"class_images.*/\1/p' >>"$got"
for form in text markdown; do
    note "$ maskloss eval -f $form (the list)"
    "$MASKLOSS" eval -q -M objects:worst=3 -f $form $worked | sed -n '/worst objects/,/^$/p' >>"$got"
done
note "$ maskloss eval -f html (the list, and that of the image)"
"$MASKLOSS" eval -q -M objects:worst=3 -f html $worked | sed -n 's/data:image[^"]*//g
/<caption>objects:worst=3: worst/,/<\/table>/{s/.*<caption>\(objects:worst=3: worst\)/\1/; s/<\/tbody>.*//; p; }
s/.*<p class="quiet">\(objects:worst=3: worst objects<\/p>.*\)<\/div><div class="pictures.*/\1/p' >>"$got"
note "$ maskloss eval -f tsv: $("$MASKLOSS" eval -q -M objects:worst=3 -f tsv $worked | grep -c 'worst=3\.worst') lines of it"

note "# order: pixels that are not right, image, box, class; what the others are called: the lowest of equals, null for none"
mkdir truth prediction
for name in b a 'a b'; do
    labels "truth/$name.npy" '3, 6, ' 110220110220000033
    labels "prediction/$name.npy" '3, 6, ' 119009103002000022
done
labels truth/c.npy '3, 6, ' 110220110220000033
labels prediction/c.npy '3, 6, ' 990990990990000033
printf '{"classes": [{"name": "zero", "labels": [0]}, {"name": "one", "labels": [1]}, {"name": "two", "labels": [2]}, {"name": "three", "labels": [3]}]}' >set.json
worst objects:worst=100 -c ./set.json --unknown=miss truth prediction
worst objects:worst=4 -c ./set.json --unknown=miss -m one truth prediction
note "# the last ones of the list, of equal classes"
worst objects:worst=3 -c ./set.json --unknown=miss -m two,zero truth prediction
note "# objects around others, over corners, at edges; of bad pixels"
labels around-t.npy '5, 7, ' 1111111100000110111011000001111111x
labels around-p.npy '5, 7, ' 11111111000001100000110000011110000
worst objects:worst=5 -i 255 -m none around-t.npy around-p.npy
labels corners-t.npy '4, 5, ' 1x120"11x02"000x01x00x
labels corners-p.npy '4, 5, ' 00220000020000002000
worst objects:worst=9 -i 255 corners-t.npy corners-p.npy
one='000 000 200 077' zero='000 000 000 000' nan='000 000 300 177'
labels bad-t.npy '1, 4, ' 1120
npy bad-p.npy '1, 4, 3, ' '<f4' $nan $zero $one $zero $one $zero $nan $nan $nan $one $zero $zero
worst objects:worst=9 --bad-pixels=ignore bad-t.npy bad-p.npy

note "# streams: merged they give the bytes of an evaluation, with another mask too; cut in shards, and gone on with"
"$MASKLOSS" eval $set -f jsonl -o all.jsonl sample/truth sample/pred
worst objects:worst=3 -c sample/classes.json sample/truth sample/pred
for form in json text markdown; do
    for mask in background car,person none; do
        "$MASKLOSS" eval $set -m $mask -f $form -o eval.$form sample/truth sample/pred
        "$MASKLOSS" merge -q -m $mask -f $form -o merge.$form all.jsonl
        cmp eval.$form merge.$form >>"$got" 2>&1
    done
    same_files eval.$form merge.$form
done
"$MASKLOSS" eval $set -m car -f jsonl -o eval.jsonl sample/truth sample/pred
"$MASKLOSS" merge -q -m car -f jsonl -o merge.jsonl all.jsonl
same_files eval.jsonl merge.jsonl
for k in 0 1 2; do
    "$MASKLOSS" eval $set --shard=$k/3 -s -f jsonl -o sums-$k.jsonl sample/truth sample/pred
    "$MASKLOSS" eval $set --shard=$k/3 -f jsonl -o shard-$k.jsonl sample/truth sample/pred
done
"$MASKLOSS" eval $set -s -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -s -f json -o merge.json sums-2.jsonl sums-0.jsonl sums-1.jsonl
same_files eval.json merge.json
"$MASKLOSS" merge -q -s --partial -f jsonl -o some.jsonl sums-2.jsonl sums-0.jsonl
"$MASKLOSS" merge -q -s -f json -o merge.json sums-1.jsonl some.jsonl
same_files eval.json merge.json
"$MASKLOSS" merge -q -f jsonl -o merge.jsonl shard-1.jsonl shard-2.jsonl shard-0.jsonl
same_files all.jsonl merge.jsonl
resumed_is_same $set
"$MASKLOSS" eval $set --weights=inverse -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q --weights=inverse -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval $set --worst=2 -f jsonl -o few.jsonl sample/truth sample/pred
"$MASKLOSS" eval $set -s -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -s -f json -o merge.json few.jsonl
same_files eval.json merge.json
printf '%s\t%s\n' crossing west high-street west park east ring-road east >groups
"$MASKLOSS" eval $set --group=list:groups --intervals -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q --group=list:groups --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval $set -f jsonl -o new.jsonl sample/truth sample/pred-new
run compare -q -p 'delta:measures["objects:worst=3"].found' all.jsonl new.jsonl
for form in json tsv text markdown html; do
    "$MASKLOSS" compare -q -f $form all.jsonl new.jsonl >compared 2>&1 && note "compare -f $form: $(grep -c '"box"\|worst objects' compared)"
done

note "# threads, of a large image"
awk 'BEGIN { for (y = 0; y < 520; y++) for (x = 0; x < 600; x++) printf "%d", int((x * x + y * y) / 4000) % 3 }' >digits
labels large-t.npy '520, 600, ' "$(cat digits)"
awk 'BEGIN { for (y = 0; y < 520; y++) for (x = 0; x < 600; x++) printf "%d", int((x * x + 9 * x + y * y) / 4100) % 3 }' >digits
labels large-p.npy '520, 600, ' "$(cat digits)"
worst objects:min=10:worst=5 large-t.npy large-p.npy
for j in 1 2 7; do "$MASKLOSS" eval -q -j $j -M objects:worst=50 -f jsonl -o threads-$j.jsonl large-t.npy large-p.npy; done
same_files threads-1.jsonl threads-2.jsonl
same_files threads-1.jsonl threads-7.jsonl

note "# names of any bytes"
mkdir odd-truth odd-prediction
odd=$(printf '<i>\033[1m|`x\n\377&')
cp truth/a.npy "odd-truth/$odd.npy"
cp prediction/a.npy "odd-prediction/$odd.npy"
printf '{"classes": [{"name": "zero", "labels": [0]}, {"name": "<b>|&`", "labels": [1]}, {"name": "two", "labels": [2]}, {"name": "th\\u00e9", "labels": [3]}]}' >odd.json
for form in text markdown; do
    note "$ maskloss eval -f $form (the list)"
    "$MASKLOSS" eval -q -c ./odd.json --unknown=miss -M objects:worst=3 -f $form odd-truth odd-prediction | sed -n '/worst objects/,/^$/p' >>"$got"
done
worst objects:worst=1 -c ./odd.json --unknown=miss odd-truth odd-prediction
"$MASKLOSS" eval -q -c ./odd.json --unknown=miss -M objects:worst=3 -f html odd-truth odd-prediction | sed -n 's/data:image[^"]*//g
/<caption>objects:worst=3: worst/,/<\/table>/{s/.*<caption>\(objects:worst=3: worst\)/\1/; s/<\/tbody>.*//; p; }' >>"$got"
"$MASKLOSS" eval -q -c ./odd.json --unknown=miss -M objects:worst=3 -s -f jsonl -o odd.jsonl odd-truth odd-prediction
"$MASKLOSS" eval -q -c ./odd.json --unknown=miss -M objects:worst=3 -s -f json -o eval.json odd-truth odd-prediction
"$MASKLOSS" merge -q -s -f json -o merge.json odd.jsonl
same_files eval.json merge.json

note "# more than a report has room for"
awk 'BEGIN { for (i = 0; i < 400; i++) printf "%s", i % 2 ? 1 : 0 }' >digits
labels many-t.npy '1, 400, ' "$(cat digits)"
labels many-p.npy '1, 400, ' "$(printf '%0400d' 0)"
for form in text markdown; do
    "$MASKLOSS" eval -q -M objects:worst=1000 -f $form many-t.npy many-p.npy >report
    note "$form: $(grep -c 'many-[tp]' report) lines, $(grep 'more[,:]' report)"
done
"$MASKLOSS" eval -q -M objects:worst=1073741824 -f html many-t.npy many-p.npy | grep -o '[^>]*more of the worst objects[^<]*' >>"$got"
note "json: $("$MASKLOSS" eval -q -M objects:worst=1073741824 -f json many-t.npy many-p.npy | grep -c '"box"')"

note "# what is refused"
run eval $set -p 'measures["objects:worst=3"].worst' sample/truth sample/pred
run eval $set -g 'measures["objects:worst=3"].worst<=1' sample/truth sample/pred
for spec in objects:worst objects:worst=-1 objects:worst=1.5 objects:worst=1073741825 objects,objects:worst=0; do
    run eval -q "-M$spec" -o /dev/null sample/truth sample/pred
done
note "$ maskloss eval --max-memory=3000"
"$MASKLOSS" eval -q -M objects:worst=1 --max-memory=3000 $worked 2>&1 | sed 's/takes [0-9]* bytes/takes N bytes/' >>"$got"
"$MASKLOSS" eval -q -M objects --max-memory=3000 -o /dev/null $worked && note "objects alone has room"

note "# what is refused: of lists those that cannot be"
"$MASKLOSS" eval -q -M objects:worst=2 -f jsonl $worked | without_crc >plain.jsonl
"$MASKLOSS" eval -q -M objects:worst=2 -s -f jsonl $worked | without_crc >sums.jsonl
change() {
    sed "$2" "$1" >odd.jsonl
    cmp -s odd.jsonl "$1" && note "nothing was changed: $2"
    run merge -q -s -p pixels.total odd.jsonl
}
run merge -q -s -p pixels.total plain.jsonl sums.jsonl
run merge -q -s -p pixels.total sums.jsonl
for from in 'no class/\[1,1,1,5,4,/[3,1,1,5,4,' 'null as class/\[1,1,1,5,4,/[null,1,1,5,4,' 'out of order/\(\[0,[^]]*\]\),\(\[1,[^]]*\]\)/\2,\1' 'another class/\[0,0,0,8,11,/[1,0,0,8,11,' \
    'fewer/\[\[0,0,0,8,11,61,52,1\],/[' 'rows/\[1,1,1,5,4,/[1,6,1,5,4,' 'columns/\[1,1,1,5,4,/[1,1,5,5,4,' 'outside/\[1,1,1,5,4,/[1,1,1,9,4,' \
    'outside/\[1,1,1,5,4,/[1,1,1,5,12,' 'null/\[1,1,1,5,4,/[1,null,1,5,4,' 'too small/\[1,1,1,5,4,/[1,1,1,3,4,' 'too thin/\[2,7,0,8,3,/[2,2,0,8,3,' \
    'all hit/5,4,20,14,0/5,4,20,20,0' 'wraps/5,4,20,14,0/5,4,20,21,0' 'too many hit/5,4,20,14,0/5,4,20,19,0' 'half/5,4,20,14,0/5,4,20,9,0' \
    'none hit/5,4,20,14,0/5,4,20,0,0' 'itself/5,4,20,14,0/5,4,20,14,1' 'never/3,5,3,1\]/3,5,3,7]' 'nothing/5,4,20,14,0/5,4,20,14,null' \
    'another number/5,4,20,14,0/5,4,20,14' 'another number/5,4,20,14,0/5,4,20,14,0,0' 'negative/5,4,20,14,0/5,4,20,-14,0' \
    'a word/5,4,20,14,0/5,4,20,14,nil' 'too large/5,4,20,14,0/5,4,20,14,99999999999999999999' 'twice/\[1,1,1,5,4,20,14,0\]/&,&' \
    'too many/\[2,1,9,3,10,5,4,0\]/&,[2,6,6,6,6,1,0,0]' 'no list/"worst":\[\[/"worst":5,"was":[[' 'missing/,"worst":\[\[[^}]*//' \
    'unknown/"worst":\[\[/"wurst":[['; do
    note "${from%%/*}"
    change plain.jsonl "2s/${from#*/}/"
done
note "one that is missed, of all that are wrong"
"$MASKLOSS" eval -q -M objects:worst=9 -f jsonl $worked | without_crc >whole.jsonl
change whole.jsonl '2s/,\[2,6,6,6,6,1,0,0\]//'
for from in 'no image/\["shapes-truth",1,/[1,' 'a number/\["shapes-truth",1,/[5,1,' 'no name/\["shapes-truth",1,/["\\\\q",1,' \
    'out of order/\["shapes-truth",0,/["shapes-truth",1,' 'too many hit/5,4,20,14,0/5,4,20,19,0' 'columns/1,1,1,5,4,/1,1,5,5,4,' \
    'outside/,1,1,1,5,4,/,1,1,1,2147483648,4,' 'the same twice/\["shapes-truth",1,1,1,5,4,20,14,0\]/&,&' 'missing/,"worst":\[\[[^}]*},"class_images/},"class_images'; do
    note "${from%%/*}, of sums"
    change sums.jsonl "2s/${from#*/}/"
done
finish
