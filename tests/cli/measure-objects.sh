#!/bin/sh
# The measure objects: regions that can be counted by hand, sizes, pixels that are ignored, bad or of no class, streams that give
# the same bytes, and what is refused. SPEC 11's numbers.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
# Writes labels, a digit each, x for 255: labels FILE 'SHAPE, ' DIGITS
labels() {
    npy "$1" "$2" '|u1'
    printf '%s' "$3" | tr 0123459x '\000\001\002\003\004\005\011\377' >>"$1"
}
# So many of a digit.
many() { printf "%0$1d" 0 | tr 0 "$2"; }
# The measure's counts, of all classes together and of each: counts MEASURE ARGUMENT...
counts() {
    measure=$1
    shift
    note "$ maskloss eval -M $measure $*"
    "$MASKLOSS" eval -q -f tsv -M "$measure" "$@" 2>&1 | awk -F '\t' -v OFS='\t' '
        /^maskloss/
        $1 == "" && $4 ~ /^measures/ && $5 != "0" && $5 != "" {
            sub(/^measures[^o]*objects[^.]*\./, "", $4)
            print "    " ($3 == "" ? "all" : $3) " " $4 " " $5
        }' >>"$got"
}
worked="-i 255 data/worked/shapes-truth.png data/worked/shapes-prediction.png"
set="-q -c sample/classes.json -M objects,objects:min=40"

counts objects $worked
counts objects:min=4 $worked
counts objects:min=25 $worked
counts objects -m none $worked
counts objects -m 1,2 $worked
note "$ maskloss eval -f text (the table)"
"$MASKLOSS" eval -q -M objects -L dice -f text $worked | sed -n '/^objects:/,/^$/p' >>"$got"

note "# sizes: 32 x 32 and 96 x 96 pixels begin the next; half is at least half"
labels sizes-t.npy '1, 20482, ' "$(many 1023 1)0$(many 1024 1)0$(many 9215 1)0$(many 9216 1)x"
labels sizes-p.npy '1, 20482, ' "$(many 511 1)$(many 512 0)0$(many 512 1)$(many 512 0)0$(many 9215 0)0$(many 9216 1)0"
counts objects --prediction-as=labels -i 255 sizes-t.npy sizes-p.npy
counts objects:min=1024 --prediction-as=labels -i 255 sizes-t.npy sizes-p.npy
counts objects:min=9216 --prediction-as=labels -i 255 sizes-t.npy sizes-p.npy

note "# a corner connects, ignored pixels do not; the image's edge is nothing special"
labels corners-t.npy '4, 5, ' 1x120"11x02"000x01x00x
labels corners-p.npy '4, 5, ' 1122011002"0000012000"
counts objects -i 255 corners-t.npy corners-p.npy

note "# a bad pixel is of its object, and no hit; so is one that is called no class"
one='000 000 200 077' zero='000 000 000 000' nan='000 000 300 177'
labels bad-t.npy '1, 4, ' 1120
npy bad-p.npy '1, 4, 3, ' '<f4' $nan $zero $one $zero $one $zero $nan $nan $nan $one $zero $zero
counts objects --bad-pixels=ignore bad-t.npy bad-p.npy
counts objects:min=2 --bad-pixels=ignore bad-t.npy bad-p.npy
labels none-t.npy '1, 7, ' 1110220
labels none-p.npy '1, 7, ' 9910990
printf '{"classes": [{"name": "zero", "labels": [0]}, {"name": "one", "labels": [1]}, {"name": "two", "labels": [2]}]}' >set.json
counts objects -c ./set.json --unknown=miss none-t.npy none-p.npy
labels ignored.npy '1, 4, ' xxxx
counts objects --classes=./set.json -i 255 ignored.npy bad-p.npy

note "# streams: merged they give the bytes of an evaluation, with another mask too; cut in shards, and gone on with"
"$MASKLOSS" eval $set -f jsonl -o all.jsonl sample/truth sample/pred
for form in json tsv text markdown; do
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
"$MASKLOSS" eval $set -s --intervals -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -s --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
for k in 0 1 2; do
    "$MASKLOSS" eval $set --shard=$k/3 -s -f jsonl -o sums-$k.jsonl sample/truth sample/pred
    "$MASKLOSS" eval $set --shard=$k/3 -f jsonl -o shard-$k.jsonl sample/truth sample/pred
done
"$MASKLOSS" eval $set -s -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -s -f json -o merge.json sums-2.jsonl sums-0.jsonl sums-1.jsonl
same_files eval.json merge.json
"$MASKLOSS" merge -q -f jsonl -o merge.jsonl shard-1.jsonl shard-2.jsonl shard-0.jsonl
same_files all.jsonl merge.jsonl
resumed_is_same $set
printf '%s\t%s\n' crossing west high-street west park east ring-road east >groups
"$MASKLOSS" eval $set --group=list:groups --intervals -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q --group=list:groups --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
run eval $set --group=list:groups --intervals -p group_mean.measures.objects.recall.min -p intervals.measures.objects.recall.low \
    -p 'groups["east"].measures.objects.per_class.car.found' sample/truth sample/pred

note "# threads, of a large image"
awk 'BEGIN { for (y = 0; y < 520; y++) for (x = 0; x < 600; x++) printf "%d", int((x * x + y * y) / 4000) % 3 }' >digits
labels large-t.npy '520, 600, ' "$(cat digits)"
awk 'BEGIN { for (y = 0; y < 520; y++) for (x = 0; x < 600; x++) printf "%d", int((x * x + 9 * x + y * y) / 4100) % 3 }' >digits
labels large-p.npy '520, 600, ' "$(cat digits)"
counts objects:min=100 large-t.npy large-p.npy
for j in 1 2 7; do "$MASKLOSS" eval -q -j $j -M objects -f jsonl -o threads-$j.jsonl large-t.npy large-p.npy; done
same_files threads-1.jsonl threads-2.jsonl
same_files threads-1.jsonl threads-7.jsonl

note "# gates, values, comparisons"
"$MASKLOSS" eval $set -f jsonl -o new.jsonl sample/truth sample/pred-new
run compare -q -p delta:measures.objects.found -p low:measures.objects.recall -p delta:image_mean.measures.objects.small.recall.mean \
    -p high:measures.objects.per_class.car.recall all.jsonl new.jsonl
for form in text markdown; do
    note "$ maskloss compare -f $form (measures without views)"
    "$MASKLOSS" compare -q -f $form all.jsonl new.jsonl | sed -n '/^[| ]*measures  *.*mean .*of/,/^$/p' >>"$got"
done
"$MASKLOSS" compare -q -f html -o page.html all.jsonl new.jsonl
note "the page has a part for them: $(grep -c 'measures without views' page.html)"
run eval $set -s -o /dev/null -g measures.objects.per_class.car.recall==1 -g 'measures["objects:min=40"].left_out<=3' \
    -g low:measures.objects.small.recall==1 -g image_mean.measures.objects.recall.min==1 sample/truth sample/pred
run eval $set -p measures.objects.masked.recall sample/truth sample/pred
run eval $set -p measures.objects.per_class.background.recall sample/truth sample/pred
run eval $set -p image_mean.measures.objects.missed.mean sample/truth sample/pred
note "$ maskloss eval -f markdown (the table)"
"$MASKLOSS" eval -q -c sample/classes.json -M objects -s -f markdown sample/truth sample/pred | sed -n '/^| objects/,/^$/p' >>"$got"
"$MASKLOSS" eval $set -s -L dice -f html -o page.html sample/truth sample/pred
tr '>' '\n' <page.html | sed -n 's/^\(objects[^<]*\): .*/the page shows \1/p' >>"$got"

note "# what is refused: of numbers those that cannot be"
change() {
    without_crc all.jsonl | sed "$1" >odd.jsonl
    cmp -s odd.jsonl plain.jsonl && note "nothing was changed: $1"
    run merge -s odd.jsonl
}
without_crc all.jsonl >plain.jsonl
run merge -q -s -p measures.objects.found plain.jsonl
change '2s/"objects":{"small":\[\[\([0-9]*\),\([0-9]*\),[0-9]*/"objects":{"small":[[\1,\2,99/'
change '2s/"objects":{"small":\[\[\([0-9]*\),\([0-9]*\)/"objects":{"small":[[\1,99/'
change '2s/"objects":{"small":\[\[[0-9]*/"objects":{"small":[[9999999/'
change '2s/"objects":{"small":\[\[[0-9]*/"objects":{"small":[[18446744073709551615/'
change '2s/"objects":{"small":\[\[[0-9]*,[0-9]*,[0-9]*/"objects":{"small":[[5000,5000,5000/'
change '2s/\("objects":{"small":[^}]*"large":\[\[\)0/\11/'
change '2s/\("objects":{"small":[^}]*"left_out":\[\)0/\11/'
change '2s/"objects:min=40":{"small":\[\[[0-9]*/"objects:min=40":{"small":[[200/'
change '2s/"objects":{"small":/"objects":{"tiny":/'
change '2s/"objects":{"small":\[/"objects":{"small":[[0,0,0],/'
change '1s/"min":40/"min":41/'
run merge -M objects all.jsonl
for spec in object objects:min objects:min=0 objects:min=1.5 objects:max=3 objects,objects:min=1; do
    run eval -q "-M$spec" -o /dev/null sample/truth sample/pred
done
note "$ maskloss eval --max-memory=100"
"$MASKLOSS" eval -q -M objects --max-memory=100 $worked 2>&1 | sed 's/takes [0-9]* bytes/takes N bytes/' >>"$got"
run eval -q -M objects --max-memory=3000 -o /dev/null $worked
finish
