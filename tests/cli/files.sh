#!/bin/sh
# Inputs that are missing, unreadable, of the wrong kind, size or shape: exit 3, a message with the file and the remedy, no output.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
run eval missing.png $p
run eval $t missing.npy
run eval $t nowhere/missing.npy
run eval -c missing.json $t $p
run eval -w missing.txt $t $p
run eval -w $t $t $p
run eval $t /dev/null
: >empty
run eval empty $p
run eval $t empty
run eval $p $p
run eval data/good-png-rgb.png $p
run eval data/good-png-rgba.png $p
run eval data/bad-png-gray-alpha-clear.png $p
run eval data/worked/truth.png $p
run eval data/worked/truth.png $t
run eval $t data/worked/prediction.npy
run eval --layout=chw $t $p
run eval -c data/good-classes-3.json $t data/good-npy-f4-hwc-2.npy
run eval data/good-png-gray8-3x3.png data/good-npy-f4-3x3x3.npy
run eval -s --layout=chw data/good-png-gray8-3x3.png data/good-npy-f4-3x3x3.npy
run eval data/bad-png-label-255.png $p
run eval --max-pixels=34 $t $p
run eval --max-memory=34 data/good-png-gray8-adam7.png $p
run eval --max-memory=104 $t data/good-pairs/planes8/a
cp -R -L data/good-pairs/planes8/a interlaced
for c in 0 1 2; do cp data/good-png-gray8-adam7.png interlaced/$c.png; done
run eval --max-memory=104 $t interlaced
for value in nan infinite negative zeros sum-infinite; do
    run eval $t data/bad-npy-$value.npy
done
note "bad pixels left out:"
for value in nan nan-chw infinite negative zeros sum-infinite; do
    "$MASKLOSS" eval -s -f json --bad-pixels=ignore $t data/bad-npy-$value.npy | grep '"pixels": {' >>"$got"
done
note "the bad pixel is an ignored one:"
"$MASKLOSS" eval -s -f json -i 255 data/bad-png-label-255.png data/bad-npy-nan.npy | grep '"pixels": {' >>"$got"
run eval $t data/bad-npy-complex.npy
run eval $t data/good-npy-f4-nhwc.npy
run eval -c data/good-classes-3.json $t data/good-npy-f4-hw.npy
finish
