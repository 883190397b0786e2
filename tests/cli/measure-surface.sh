#!/bin/sh
# The measure surface: SPEC 11's numbers, spacing, missing regions, volumes, streams that give the same bytes, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/worked/shapes-truth.png p=data/worked/shapes-prediction.png
# KEY VIEW CLASS [OPTION]...: hd, hd95, assd and nsd of a class of the shapes' image, whose means over images are its own.
figures() {
    key=$1 view=$2 class=$3
    shift 3
    printf '%s %s of class %s %s:' "$key" "$view" "$class" "$*" >>"$got"
    for figure in hd hd95 assd nsd; do
        printf ' %s' "$("$MASKLOSS" eval -q -i 255 -M "$key" --views=raw,masked,excluded "$@" \
            -p "image_mean.$view.measures[\"$key\"].per_class.$class.$figure.mean" $t $p 2>&1)" >>"$got"
    done
    printf '\n' >>"$got"
}
for view in raw masked excluded; do
    for class in 0 1 2; do
        figures surface $view $class
    done
done
figures surface:tau=2 raw 1
figures surface raw 1 --spacing=2,1
figures surface raw 1 --spacing=1,1
figures surface masked 1 -m none
run eval -q -i 255 -M surface -p measures.surface.raw.hd -p measures.surface.raw.per_class.1.hd95 \
    -p measures.surface.raw.per_class.1.nsd -p measures.surface.raw.classes -p measures.surface.excluded.missed \
    -p measures.surface.excluded.per_class.0.missed --views=raw,excluded $t $p
run eval -q -i 255 -M surface --spacing=2.5,0.5 -L dice $t $p

# A region that is missed, one that is spurious, and a bad pixel, which stays in the true region.
"$PYTHON3" - <<'END'
import numpy as np
truth = np.zeros((3, 4), np.uint8)
truth[1, 1] = 1
truth[1, 2] = 2
np.save("truth.npy", truth)
decided = np.where(truth == 1, 3, truth)
decided[0, 0] = 2
p = np.eye(4, dtype=np.float32)[decided]
np.save("lost.npy", p)
p[1, 2] = np.nan
np.save("bad.npy", p)
END
for prediction in lost bad; do
    note "# $prediction"
    "$MASKLOSS" eval -q -m none --bad-pixels=ignore -M surface --spacing=1,2 -f jsonl truth.npy $prediction.npy |
        sed -n '/"id"/s/.*\("surface":{.*\]\]}\).*/\1/p' >>"$got"
    "$MASKLOSS" eval -q -m none --bad-pixels=ignore -M surface --spacing=1,2 -f tsv truth.npy $prediction.npy |
        grep '^truth.*raw.*measures.surface' >>"$got"
    run eval -q -m none --bad-pixels=ignore -M surface --spacing=1,2 -p measures.surface.raw.missed \
        -p measures.surface.raw.spurious -p measures.surface.raw.classes -p measures.surface.raw.nsd truth.npy $prediction.npy
done

# Slices of a volume, whose file says how far its rows and columns are apart.
"$PYTHON3" - <<'END'
import struct
import numpy as np

def volume(path, values, columns_apart, rows_apart):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *values.shape[::-1], 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, 2, 8)
    struct.pack_into("<8f", header, 76, 1, columns_apart, rows_apart, 3, 1, 1, 1, 1)
    struct.pack_into("<f", header, 108, 352)
    header[344:348] = b"n+1\0"
    with open(path, "wb") as file:
        file.write(bytes(header) + values.tobytes())

z, y, x = np.mgrid[0:3, 0:9, 0:11]
truth = ((y // 3 + x // 4 + z) % 3).astype(np.uint8)
prediction = np.roll(truth, 1, 2)
np.save("truth-array.npy", truth)
np.save("prediction-array.npy", prediction)
volume("truth.nii", truth, .5, 2)
volume("prediction.nii", prediction, .25, 4)
volume("unknown.nii", truth, 0, 0)
END
assd() {
    "$MASKLOSS" eval -q -M surface -p measures.surface.raw.assd --truth-layout=labels --prediction-as=labels "$@" >>"$got" 2>&1
}
note "# what the truth says, or the prediction, or neither; and what is said counts more"
assd truth.nii prediction.nii
assd --spacing=2,.5 truth-array.npy prediction-array.npy
assd unknown.nii prediction.nii
assd --spacing=4,.25 truth-array.npy prediction-array.npy
assd unknown.nii prediction-array.npy
assd truth-array.npy prediction-array.npy
assd --spacing=1,1 truth.nii prediction.nii
"$MASKLOSS" eval -q -M surface -f json -o eval.json truth.nii prediction.nii
sed -n '/"notes": \[$/,/\]/p' eval.json >>"$got"
"$MASKLOSS" eval -q -M surface -f jsonl -o volume.jsonl truth.nii prediction.nii
"$MASKLOSS" merge -q -f json -o merge.json volume.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval -q -M surface --group=none -s -f json -o eval.json truth.nii prediction.nii
"$MASKLOSS" eval -q -M surface -s -f jsonl -o sums.jsonl truth.nii prediction.nii
"$MASKLOSS" merge -q -s -f json -o merge.json sums.jsonl
same_files eval.json merge.json
note "notes without surface, of one slice, and of arrays:"
"$MASKLOSS" eval -q -M band -f json truth.nii prediction.nii | grep -c slices-2d >>"$got"
"$MASKLOSS" eval -q -M surface -f json 'truth.nii[1]' 'prediction.nii[1]' | grep -c '"code": "slices-2d"' >>"$got"
"$MASKLOSS" eval -q -M surface -f json --truth-layout=labels --prediction-as=labels truth-array.npy prediction-array.npy | grep -c slices-2d >>"$got"

# Streams: merged they give the bytes of an evaluation; cut in shards, gone on with, by several threads.
set="-q -c sample/classes.json -M surface,surface:tau=2.5 --spacing=1,0.5"
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
sed -n '/"intervals"/,$p' eval.json | sed -n '/"surface": {/,/"nsd"/p' | head -n 3 >>"$got"
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
shifted[::50, ::50] = 3
np.save("large.npy", np.eye(5, dtype=np.float32)[shifted])
END
for j in 1 2 7; do
    "$MASKLOSS" eval -q -j $j -i 255 -M surface -f json -o large-$j.json large-truth.npy large.npy
done
same_files large-1.json large-2.json
same_files large-1.json large-7.json
"$MASKLOSS" eval $set -f jsonl -o new.jsonl sample/truth sample/pred-new
run compare -q -p delta:measures.surface.masked.assd -p low:measures.surface.masked.nsd all.jsonl new.jsonl
run compare -q -p delta:image_mean.masked.measures.surface.hd95.mean all.jsonl new.jsonl
run eval $set -s -L dice -f text sample/truth sample/pred
run eval $set -q -g 'measures.surface.masked.nsd>=0.99' -g 'image_mean.masked.measures.surface.hd95.max<5' -o /dev/null \
    sample/truth sample/pred

# Another mask needs the pixels, spacings belong together, and so does a stream with what cannot be.
run merge -q -m car,person all.jsonl
run merge -q --spacing=1,1 all.jsonl
run compare -q -M surface all.jsonl new.jsonl
"$MASKLOSS" eval -q -c sample/classes.json -M surface,surface:tau=2.5 -f jsonl -o other.jsonl sample/truth sample/pred
run merge -q all.jsonl other.jsonl
change() { without_crc all.jsonl | sed "$1" >odd.jsonl && run merge -s odd.jsonl; }
change '2s/"surface":{"raw":\[\[[0-9]*,/"surface":{"raw":[[99999,/'
change '2s/"surface":{"raw":\[\[\([0-9]*\),[0-9]*/"surface":{"raw":[[\1,99999/'
change '2s/"surface":{"raw":\[\[\([0-9]*,[0-9]*\),[0-9]*/"surface":{"raw":[[\1,99999/'
change '2s/"surface":{"raw":\[\[[^]]*/"surface":{"raw":[[0,0,0,0/;2s/"raw_distances":\[\[[^]]*/"raw_distances":[[0,0,0/'
change '2s/"surface":{"raw":\[/"surface":{"rare":[/'
change '2s/"raw_distances":\[\[[^,]*,/"raw_distances":[[1e9,/'
change '2s/"raw_distances":\[\[[^,]*,/"raw_distances":[[-1,/'
change '2s/"surface":{"raw":\[\[\([0-9]*\),[0-9]*,[0-9]*/"surface":{"raw":[[\1,\1,1/'
change '2s/"raw_distances":\[\[[^,]*,[^,]*/"raw_distances":[[1,14/'
change '2s/"raw_distances":\[\[[^,]*,[^,]*/"raw_distances":[[1e19,1e19/'
change '2s/"masked_distances":\[\[\([^,]*,[^,]*\),[^]]*/"masked_distances":[[\1,1e6/'
change '1s/"spacing":\[1,0.5\]/"spacing":[1,0]/'
change '1s/"spacing":\[1,0.5\]/"spacing":[1]/'
change '1s/"spacing":\[1,0.5\]/"spacing":[1,"0.5"]/'
for spacing in 1 1,2,3 0,1 1,-1 nan,1 1,inf 1e-10,1 '1,' x; do
    run eval -q -i 255 -M surface --spacing=$spacing $t $p
done
run eval -q -i 255 -M surface:tau=-1 $t $p
run eval -q -i 255 -M surface:tau=inf $t $p
run eval -q -i 255 -M surface:tau=2 --max-memory=100 $t $p
run eval -q -i 255 -M surface:tau=2 --max-memory=1000 $t $p
finish
