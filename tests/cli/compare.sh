#!/bin/sh
# maskloss compare: the forms, gates on differences and intervals, which images got worse, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
# the sample's predictions with the images exchanged: another model, so to say
mkdir other
cp sample/pred/crossing.npy other/park.npy
cp sample/pred/park.npy other/crossing.npy
cp sample/pred/high-street.npy other/high-street.npy
cp sample/pred/ring-road.npy other/ring-road.npy
stream() { # stream NAME PREDICTIONS [OPTION]...
    name=$1 predictions=$2
    shift 2
    "$MASKLOSS" eval -q -c sample/classes.json -f jsonl -o "$name" "$@" sample/truth "$predictions" || fail "$name"
}
stream a.jsonl sample/pred
stream b.jsonl other
run compare a.jsonl b.jsonl
note "# all gates are judged; of differences, relative ones and the ends of intervals"
run compare -o /dev/null -g 'delta:masked.metrics.miou>=-0.005' -g 'rel:raw.metrics.accuracy<0' -g 'images==4' \
    -g 'low:image_mean.masked.losses.cce.mean<=0' -g 'high:image_mean.masked.losses.cce.mean<=0.01' a.jsonl b.jsonl
run compare -f json -o ab.json -g 'delta:masked.metrics.miou < 0' a.jsonl b.jsonl
grep -e '"image_mean.masked.metrics.miou.mean"' -e '"masked.per_class.car.iou"' -e '"pixels.bad"' ab.json >>"$got"
sed -n '/"by"/,$p' ab.json >>"$got"
"$MASKLOSS" compare -f tsv -g 'images==4' -g 'images==5' a.jsonl b.jsonl 2>/dev/null >ab.tsv
grep -e '^id' -e 'image_mean.masked.metrics.miou.mean' -e '^[a-z]' -e 'gates' ab.tsv >>"$got"
awk -F '\t' 'NF != 10 { wrong++ } END { print wrong + 0 " of " NR " lines have not ten fields" }' ab.tsv >>"$got"
note "# the other way round, the differences change their signs; with itself, nothing does"
"$MASKLOSS" compare b.jsonl a.jsonl | grep -e '^miou' -e '^cce' -e 'got worse' >>"$got"
"$MASKLOSS" compare a.jsonl a.jsonl | grep -e '^miou' -e '^cce' -e 'got worse' >>"$got"
note "# which images got worse: by a metric less is worse; how many are named"
"$MASKLOSS" compare --by=raw.metrics.miou a.jsonl b.jsonl | sed -n '/^By/,$p' >>"$got"
"$MASKLOSS" compare --by=raw.per_class.car.fp --worst=1 a.jsonl b.jsonl | sed -n '/^By/,$p' >>"$got"
"$MASKLOSS" compare --by=-masked.losses.cce.mean a.jsonl b.jsonl | sed -n '/^By/,$p' >>"$got"
note "# scored again: another mask, other losses and views"
run compare -m none -L dice --views=masked a.jsonl b.jsonl
note "# threads change nothing"
"$MASKLOSS" compare -f json -j 1 a.jsonl b.jsonl >1.json
for jobs in 2 7; do
    "$MASKLOSS" compare -f json -j $jobs a.jsonl b.jsonl | cmp - 1.json && note "$jobs threads: the same"
done
note "# images that one stream lacks"
sed 3d b.jsonl | without_crc | sed '$s/"images":4,"coverage":{"expected":4,"evaluated":4}/"images":3,"coverage":{"expected":3,"evaluated":3}/' >three.jsonl
run compare a.jsonl three.jsonl
run compare three.jsonl a.jsonl
"$MASKLOSS" compare --common a.jsonl three.jsonl | sed 4q >>"$got"
"$MASKLOSS" compare --common -f json a.jsonl three.jsonl | grep -e '"left_out"' -e '"coverage' >>"$got"
"$MASKLOSS" eval -q -f jsonl -o one.jsonl $png $npy
"$MASKLOSS" eval -q -f jsonl -o two.jsonl --list=- <<L
$png	$npy	other
L
run compare --common one.jsonl two.jsonl
note "# of one image there is no interval"
"$MASKLOSS" compare -f tsv one.jsonl one.jsonl | grep image_mean.raw.losses.cce.mean >>"$got"
run compare -o /dev/null -g 'high:image_mean.raw.losses.cce.mean<=1' one.jsonl one.jsonl
note "# what cannot be compared"
stream masked.jsonl sample/pred -m car
run compare a.jsonl masked.jsonl
run compare a.jsonl one.jsonl
stream sums.jsonl sample/pred -s
run compare a.jsonl sums.jsonl
sed '$d' b.jsonl >cut.jsonl
run compare a.jsonl cut.jsonl
"$MASKLOSS" compare --partial -q a.jsonl cut.jsonl | sed 1q >>"$got"
mkdir turned
for image in sample/truth/*; do cp sample/truth/park.png "turned/${image##*/}"; done
"$MASKLOSS" eval -q -c sample/classes.json -f jsonl -o turned.jsonl turned sample/pred
run compare a.jsonl turned.jsonl
note "# images that failed: the result is there, and the exit status says that it is incomplete"
mkdir broken
cp sample/pred/* broken
head -c 1000 sample/pred/park.npy >broken/park.npy
"$MASKLOSS" eval -q -c sample/classes.json -f jsonl -o broken.jsonl --keep-going sample/truth broken 2>/dev/null
run compare -o none.json a.jsonl broken.jsonl
test -e none.json && note "none.json was written"
run compare -o common.json -f json --common -g 'images==4' a.jsonl broken.jsonl
grep -c . common.json >>"$got"
run compare -o /dev/null --common --partial a.jsonl broken.jsonl
note "# wrong usage"
run compare
run compare a.jsonl
run compare a.jsonl b.jsonl c.jsonl
run compare - -
run compare a.jsonl none.jsonl
run compare -o a.jsonl a.jsonl b.jsonl
run compare -f jsonl a.jsonl b.jsonl
run compare -g 'mean:images==4' a.jsonl b.jsonl
run compare -g 'delta:image==4' a.jsonl b.jsonl
run compare -g 'low:masked.per_class.car.fn>=0' a.jsonl b.jsonl
run compare --by=masked.metric.miou a.jsonl b.jsonl
run compare --epsilon=0.1 a.jsonl b.jsonl
finish
