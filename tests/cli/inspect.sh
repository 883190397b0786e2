#!/bin/sh
# inspect: what a file is, what it holds, what it looks like and which options it needs; text and JSON.
. "${srcdir:-.}/tests/cli/lib.sh"
needs_archives
run inspect data/good-npy-f4-hwc.npy data/good-npy-u1-hw.npy data/good-npy-f4-nhwc.npy data/good-npz-deflated-c1hw.npz
run inspect data/good-npz-keys.npz
run inspect data/good-npz-keys.npz:net/b
run inspect data/bad-npy-nan.npy data/bad-npy-negative.npy data/good-npy-f4-scaled.npy data/good-npy-u1-hwc.npy
run inspect data/good-npy-f4-hw.npy data/good-npy-b1-onehot.npy data/bad-npy-rank-1.npy data/good-npy-be-u2-chw.npy
run inspect data/good-npy-f4-3x3x3.npy
run inspect --layout=hwc data/good-npy-f4-3x3x3.npy
run inspect data/good-png-gray4.png data/good-png-pal8-gray-offset.png data/good-png-rgb.png data/bad-png-label-255.png
run inspect -c data/good-classes-gray4-scaled.json data/good-png-gray4.png
run inspect -c data/good-classes-3.json -i 1 data/good-npy-u1-hw.npy
run inspect -f json data/good-npy-f4-nhwc.npy data/bad-npy-nan.npy data/good-png-gray4.png data/missing.png
note "# what cannot be read does not keep the others from it"
run inspect data/bad-png-empty.png data/missing.npy data/good-npy-f4-hw.npy
note "# what eval says is what inspect says"
run inspect data/good-npy-u1-nhw.npy
run inspect --truth-layout=labels data/good-npy-u1-nhw.npy
cp data/good-npy-f4-hwc.npy z.npy
run inspect -o z.npy z.npy
run inspect data/good-npy-f4-hwc.npy -o /dev/null
echo before >kept.txt
run inspect -o kept.txt data/good-npy-f4-hwc.npy data/bad-npy-magic.npy data/good-npy-f4-hw.npy
run inspect -f json -o kept.txt data/good-npy-f4-hwc.npy data/bad-npy-magic.npy data/good-npy-f4-hw.npy
note "the file of the output is as it was: $(cat kept.txt)"
note "# usage"
run inspect
run inspect -f tsv data/good-npy-f4-hw.npy
run inspect -c data/missing.json data/good-npy-f4-hw.npy
run inspect -o no-such-folder/x data/good-npy-f4-hw.npy
finish
