#!/bin/sh
# --intervals: of eval and merge, the same bytes by every way; gates on their ends; what has none; those of a comparison.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
sample() { # sample [OPTION]... : evaluates the sample set
    "$MASKLOSS" eval -q -c sample/classes.json "$@" sample/truth sample/pred || fail "$*"
}
same() { # same FILE WHAT : whether what comes in is the file
    cmp - "$1" && note "$2: the same"
}
run eval -L cce,dice --intervals -c sample/classes.json sample/truth sample/pred
note "# in the forms for programs, all figures have them"
sample -f json --intervals >whole.json
sed -n '/"intervals"/,/"masked"/p' whole.json | head -70 >>"$got"
sample -f tsv -s --intervals --views=excluded -L dice | grep -e intervals | head -20 >>"$got"
sample -f markdown -s --intervals -L dice | sed -n '/95 %/,/^$/p' >>"$got"
note "# they change nothing else, and note that there are few images"
sample -f json >plain.json
diff plain.json whole.json | sed -n '/^[<>]/p' | grep -v -e '"low"' -e '{$' -e '}[]},]*$' >>"$got"
note "# whatever the threads, and by way of streams, shards and what is resumed"
for jobs in 1 2 7; do sample -f json --intervals -j $jobs | same whole.json "$jobs threads"; done
sample -f jsonl --intervals -o with.jsonl
sample -f jsonl -o without.jsonl
sed 1q with.jsonl | grep -o '"views".*"intervals":true' >>"$got"
"$MASKLOSS" merge -q -f json with.jsonl | same whole.json "merge"
"$MASKLOSS" merge -q -f json --intervals without.jsonl | same whole.json "merge --intervals"
sample -f jsonl --shard=0/2 -o 0.jsonl
sample -f jsonl --shard=1/2 --intervals -o 1.jsonl
"$MASKLOSS" merge -q -f json 0.jsonl 1.jsonl | same whole.json "one shard has them"
"$MASKLOSS" merge -q -f json 1.jsonl 0.jsonl | same whole.json "the first shard has them"
sed 3q with.jsonl >cut.jsonl
sample -f jsonl --intervals --resume -o cut.jsonl
same with.jsonl "resumed" <cut.jsonl
sample -f jsonl --intervals --resume -o without.jsonl
same with.jsonl "a stream without them, gone on with" <without.jsonl
sample -f json -s --intervals | sed -n '/"aggregate"/,$p' >summary.json
sed -n '/"aggregate"/,$p' whole.json | same summary.json "--summary"
sample -f json --worst=1 --intervals | sed -n '/"aggregate"/,$p' | same summary.json "--worst"
note "# merge scores again"
sample -f json --intervals -m car -L dice,focal --views=masked --average=foreground --empty=one >again.json
"$MASKLOSS" merge -q -f json -m car -L dice,focal --views=masked --average=foreground --empty=one with.jsonl | same again.json "scored again"
note "# gates on the ends, for which nothing else has to be said"
run eval -s -o /dev/null -c sample/classes.json -g 'low:masked.metrics.miou>=0.68' -g 'high:raw.losses.cce.mean<=0.7' \
    -g 'high:masked.per_class.road.iou >= 0.9' sample/truth sample/pred
run eval -s -q -f json -o gates.json -c sample/classes.json -g 'low:masked.metrics.miou>=0.69' -g 'masked.metrics.miou>=0.69' \
    -g 'intervals.masked.metrics.miou.low<0.69' sample/truth sample/pred
sed -n '/"gates"/,$p' gates.json >>"$got"
grep -c '"intervals"' gates.json >>"$got"
run merge -q -o /dev/null -g 'low:raw.metrics.kappa<0' with.jsonl
run eval -g 'low:image_mean.masked.metrics.miou.mean>=0' -c sample/classes.json sample/truth sample/pred
run eval -g 'low:masked.per_class.road.fn>=0' -c sample/classes.json sample/truth sample/pred
run eval -g 'low:excluded.metrics.miou>=0' -c sample/classes.json sample/truth sample/pred
run eval -g 'high:masked.metrics.mio>=0' -c sample/classes.json sample/truth sample/pred
run eval -g 'intervals.masked.metrics.miou.low>=0' -c sample/classes.json sample/truth sample/pred
run eval -g 'rel:masked.metrics.miou>=0' -c sample/classes.json sample/truth sample/pred
note "# of one image there is none, and of what has no value; a gate on it fails"
run eval -s -f json -o one.json --intervals -L dice --views=raw -g 'low:raw.losses.dice.mean>=0' $png $npy
sed -n '/"intervals"/,/"metrics"/p;/"notes"/,$p' one.json >>"$got"
note "# of a class that some resamples lack, the others have a value"
sample -f tsv --intervals -s --views=raw -L cce -m none | grep -e 'person.*intervals.*iou' >>"$got"
note "# images that failed are not in them"
mkdir broken
cp sample/pred/* broken
head -c 1000 sample/pred/park.npy >broken/park.npy
run eval -q -s --keep-going --intervals -f json -o failed.json -c sample/classes.json sample/truth broken
mkdir three
cp sample/truth/crossing.png sample/truth/high-street.png sample/truth/ring-road.png three
run eval -q -s --partial --intervals -f json -o three.json -c sample/classes.json three sample/pred
sed -n '/"intervals"/,/^    }/p' failed.json >failed
sed -n '/"intervals"/,/^    }/p' three.json | same failed "of the three that are left"
note "# streams of sums alone have no images to draw"
sample -f jsonl -s --intervals -o sums.jsonl
run merge -s -o /dev/null --intervals sums.jsonl
run merge -s -o /dev/null -g 'low:masked.metrics.miou>=0' sums.jsonl
run merge -s -f json -o sums.json sums.jsonl
sample -f json -s | sed -n '/"aggregate"/,$p' >none.json
sed -n '/"aggregate"/,$p' sums.json | same none.json "without them"
note "# a comparison always has those of differences, and lists no side's own"
"$MASKLOSS" eval -q -f jsonl -o new.jsonl -c sample/classes.json sample/truth sample/pred-new || fail new
run compare -f tsv -o pair.tsv with.jsonl new.jsonl
grep -e '^id' -e 'metrics.miou' -e 'car.iou' -e 'car.fn' -e 'dice.sum' -e 'masked.losses.dice' pair.tsv >>"$got"
grep -c intervals pair.tsv >>"$got"
run compare -q -f json -o pair.json with.jsonl new.jsonl
sed -n '/"worse"/,$p' pair.json >>"$got"
for jobs in 1 7; do "$MASKLOSS" compare -q -f json -j $jobs with.jsonl new.jsonl | same pair.json "compare, $jobs threads"; done
run compare -q -o /dev/null -g 'low:masked.metrics.miou>0' -g 'low:raw.metrics.miou>0' -g 'high:masked.per_class.car.iou>0' with.jsonl new.jsonl
run compare -q -g 'low:masked.per_class.car.fn>0' with.jsonl new.jsonl
"$MASKLOSS" compare -q -f tsv with.jsonl with.jsonl | awk -F '\t' '$8 != "" && ($8 < 0 || $8 > 0 || $9 != $8)' >>"$got"
note "# wrong usage"
run eval --intervals=yes $png $npy
run compare --intervals with.jsonl new.jsonl
run inspect --intervals $png
sed '1s/"intervals":true/"intervals":1/' with.jsonl | sed '1s/,"crc32".*}/}/' >wrong.jsonl
run merge wrong.jsonl
finish
