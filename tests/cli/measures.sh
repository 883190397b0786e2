#!/bin/sh
# Measures: regions that can be measured by hand, streams that give the same bytes, gates, and what is refused. SPEC 11's numbers.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/worked/shapes-truth.png p=data/worked/shapes-prediction.png
# PATH...: these figures, a line each, in the shapes with class 255 ignored.
figures() {
    measure=$1
    shift
    note "$ maskloss eval -M $measure"
    for path; do
        printf '%s: ' "$path" >>"$got"
        "$MASKLOSS" eval -q -i 255 -M "$measure" -p "$path" $t $p >>"$got" 2>&1
    done
}
run eval --list-measures
run eval -q -i 255 -M band,band:width=2 -L dice $t $p
figures band measures.band.pixels measures.band.raw.metrics.accuracy measures.band.masked.metrics.accuracy \
    measures.band.raw.metrics.miou measures.band.masked.metrics.miou image_mean.masked.measures.band.metrics.miou.mean
figures band:width=2 'measures["band:width=2"].pixels'
figures band:width=1000 'measures["band:width=1000"].pixels'
note "$ maskloss eval -f json -M band (the matrix)"
"$MASKLOSS" eval -q -s -f json -i 255 -M band $t $p | sed -n '/^    "measures"/,/^      }/{/confusion/,/\]$/p;}' >>"$got"

# Streams: merged they give the bytes of an evaluation, with another mask too; cut in shards, and gone on with.
set="-q -c sample/classes.json -M band,band:width=3"
"$MASKLOSS" eval $set -f jsonl -o all.jsonl sample/truth sample/pred
"$MASKLOSS" eval $set -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval $set -m car,person -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -m car,person -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval $set -s --intervals -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -s --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
shards_are_same $set
resumed_is_same $set
groups_are_same $set
"$MASKLOSS" eval $set -f jsonl -o new.jsonl sample/truth sample/pred-new
run compare -q -p delta:measures.band.masked.metrics.miou -p low:measures.band.masked.metrics.miou all.jsonl new.jsonl
run compare -q all.jsonl new.jsonl
run compare -q -f markdown all.jsonl new.jsonl
run eval $set -s -L dice -f text sample/truth sample/pred
run eval $set -L dice -f markdown sample/truth sample/pred
run eval $set -s -L dice --views=raw -o /dev/null -g 'measures["band:width=3"].raw.per_class.car.iou>=0.9' \
    -g 'image_mean.raw.measures.band.metrics.accuracy.mean>=0.5' sample/truth sample/pred

"$MASKLOSS" eval -q -c sample/classes.json -f jsonl -o plain.jsonl --shard=0/2 sample/truth sample/pred
# Paths whose view is missing or stands elsewhere, and measures that there are not.
for path in measures.band.metrics.miou raw.measures.band.metrics.miou image_mean.measures.band.metrics.miou.mean \
    measures.surface.raw.hd; do
    run eval $set -p "$path" sample/truth sample/pred
done
run merge --partial -p measures.band.pixels plain.jsonl

# Streams with other measures, or with what cannot be.
"$MASKLOSS" eval $set -f jsonl -o band.jsonl --shard=1/2 sample/truth sample/pred
run merge -s plain.jsonl band.jsonl
run compare all.jsonl plain.jsonl
run eval $set -M band:width=2 -f jsonl -o all.jsonl --resume sample/truth sample/pred
change() { without_crc all.jsonl | sed "$1" >odd.jsonl && run merge -s odd.jsonl; }
change '1s/"width":1}/"width":2}/'
change '1s/"key":"band",/"key":"bands",/'
change '1s/"key":"band:width=3"/"key":"band:width=3.0"/'
change '2s/"band":{"hard":\[\[[0-9]*/"band":{"hard":[[99999/'
change '2s/"band":{"hard":/"band":{"harder":/'
run merge -M band all.jsonl
run compare --measure=band all.jsonl all.jsonl
for spec in bant band, band:width band:width=0 band:width=x band:width=1.5 band:depth=1 band,band band:width=1:width=1 all,band; do
    run eval "-M$spec" $t $p
done
run eval -q -i 255 -M band --max-memory=100 $t $p
# Intervals stand below the figures; of a measure without views in one pair of columns.
for form in text markdown html; do
    "$MASKLOSS" eval -q -c sample/classes.json -M band,objects,surface --intervals -s -L dice -f $form -o report sample/truth sample/pred
    case $form in
    text) sed -n '/^band/,/^  class/p' report >>"$got" ;;
    markdown) sed -n '/interval/,/^$/p' report >>"$got" ;;
    html) grep -o '<th[^>]*>recall</th>.*</tr>' report | head -n 1 >>"$got" ;;
    esac
done
# A page has room for all measures of a comparison.
for network in pred pred-new; do
    "$MASKLOSS" eval -q -c sample/classes.json -M all -L dice -f jsonl -o $network.jsonl sample/truth sample/$network
done
"$MASKLOSS" compare -q -f html -o page.html pred.jsonl pred-new.jsonl
grep -c 'more of the' page.html >>"$got"
for figure in masked.metrics.mcc raw.metrics.mcc; do
    grep -o "\"delta:measures.band.$figure\"" page.html | uniq >>"$got"
done
finish
