#!/bin/sh
# The measure boundary_iou: SPEC 11's numbers, bad and ignored pixels, streams that give the same bytes, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/worked/shapes-truth.png p=data/worked/shapes-prediction.png
# D VIEW...: what the classes of the shapes have, a line a view.
figures() {
    d=$1 key="measures[\"boundary_iou:d=$1\"]"
    shift
    for view; do
        printf 'd=%s, %s:' "$d" "$view" >>"$got"
        for figure in iou min classes per_class.0.iou per_class.1.iou per_class.2.iou per_class.1.min per_class.2.min; do
            printf ' %s' "$("$MASKLOSS" eval -q -i 255 -M "boundary_iou:d=$d" --views=raw,masked,excluded \
                -p "$key.$view.$figure" $t $p 2>&1)" >>"$got"
        done
        printf '\n' >>"$got"
    done
}
note "iou, min, classes; iou of classes 0, 1, 2; min of classes 1, 2"
figures 1 raw masked excluded
figures 2 raw masked excluded
figures 1000 raw masked
note "the usual width of a rim is 1 here"
for key in boundary_iou boundary_iou:d=1; do
    "$MASKLOSS" eval -q -i 255 -M $key -p "measures[\"$key\"].raw.iou" $t $p >>"$got" 2>&1
done
run eval -q -i 255 --average=1,2 -M boundary_iou -p measures.boundary_iou.raw.iou $t $p
run eval -q -i 255 -m none -M boundary_iou -p measures.boundary_iou.masked.iou $t $p

# A bad pixel stays in the true region, and is in no predicted one.
"$PYTHON3" - <<'END'
import numpy as np
truth = np.zeros((4, 4), np.uint8)
truth[1:3, 1:3] = 1
p = np.zeros((4, 4, 2), np.float32)
p[..., 0] = truth == 0
p[..., 1] = truth == 1
np.save("truth.npy", truth)
np.save("whole.npy", p)
p[1, 1] = np.nan
np.save("bad.npy", p)
p[...] = np.nan
np.save("all-bad.npy", p)
END
for prediction in whole bad all-bad; do
    for figure in raw.per_class.0.iou raw.per_class.1.iou raw.per_class.1.min masked.per_class.0.iou masked.per_class.0.min; do
        printf '%s: %s ' $prediction $figure >>"$got"
        "$MASKLOSS" eval -q --bad-pixels=ignore -M boundary_iou -p measures.boundary_iou.$figure truth.npy $prediction.npy \
            >>"$got" 2>&1
    done
done

# Streams: merged they give the bytes of an evaluation; cut in shards, gone on with, by several threads.
set="-q -c sample/classes.json -M boundary_iou,boundary_iou:d=3"
"$MASKLOSS" eval $set -f jsonl -o all.jsonl sample/truth sample/pred
"$MASKLOSS" eval $set -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" merge -q -m background -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval $set --average=foreground --views=raw,masked,excluded -s --intervals -f json -o eval.json sample/truth \
    sample/pred
"$MASKLOSS" merge -q --average=foreground --views=raw,masked,excluded -s --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
sed -n '/"intervals"/,$p' eval.json | sed -n '/"boundary_iou": {/,/"iou"/p' | head -n 2 >>"$got"
shards_are_same $set
resumed_is_same $set
groups_are_same $set
"$PYTHON3" - <<'END'
import numpy as np
y, x = np.mgrid[0:700, 0:600]
truth = ((y // 90 + (x + y // 7) // 110) % 5).astype(np.uint8)
truth[300:310] = 255
np.save("large-truth.npy", truth)
shifted = np.roll(truth, (3, 5), (0, 1))
shifted[shifted == 255] = 1
np.save("large.npy", np.eye(5, dtype=np.float32)[shifted])
END
for j in 1 2 7; do
    "$MASKLOSS" eval -q -j $j -i 255 -M boundary_iou -f json -o large-$j.json large-truth.npy large.npy
done
same_files large-1.json large-2.json
same_files large-1.json large-7.json
"$MASKLOSS" eval $set -f jsonl -o new.jsonl sample/truth sample/pred-new
run compare -q -p delta:measures.boundary_iou.masked.iou -p low:measures.boundary_iou.masked.iou all.jsonl new.jsonl
run eval $set -s -L dice -f text sample/truth sample/pred

# Another mask needs the pixels, and so does a stream with what cannot be.
run merge -q -m car,person all.jsonl
run merge -q -m none -s all.jsonl
run compare -q -m none all.jsonl new.jsonl
change() { without_crc all.jsonl | sed "$1" >odd.jsonl && run merge -s odd.jsonl; }
change '2s/"boundary_iou":{"raw":\[\[[0-9]*,/"boundary_iou":{"raw":[[99999,/'
change '2s/"boundary_iou":{"raw":\[\[\([0-9]*\),[0-9]*/"boundary_iou":{"raw":[[\1,99999/'
change '2s/"boundary_iou":{"raw":\[\[[0-9]*,\([0-9]*\)/"boundary_iou":{"raw":[[\1,0/'
change '2s/"boundary_iou":{"raw":\[\[[0-9]*,[0-9]*/"boundary_iou":{"raw":[[0,0/'
change '2s/"boundary_iou":{"raw":\[/"boundary_iou":{"rare":[/'
run eval -q -i 255 -M boundary_iou:d=-1 $t $p
run eval -q -i 255 -M boundary_iou:d=0.5 $t $p
run eval -q -i 255 -M boundary_iou:d=2 --max-memory=100 $t $p
finish
