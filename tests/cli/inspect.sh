#!/bin/sh
# inspect: what a file is, what it holds, what it looks like and which options it needs; text and JSON; files that are not read.
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
note "# files that are not read, the others are said all the same"
printf 'II*\0\10\0\0\0' >map.tif
printf '\211HDF\r\n\032\n' >map.h5
printf '\200\004K\001.' >map.pkl
printf 'hello' >map.txt
run inspect map.tif map.h5 map.pkl map.txt data/bad-png-empty.png data/missing.npy data/good-npy-f4-hw.npy
run eval data/good-png-gray8.png map.tif
run eval data/good-png-gray8.png map.h5
run eval map.tif data/good-npy-f4-hwc.npy
cp map.tif map.npy
run eval data/good-png-gray8.png map.npy
note "# usage"
run inspect
run inspect -f tsv data/good-npy-f4-hw.npy
run inspect -c data/missing.json data/good-npy-f4-hw.npy
run inspect -o no-such-folder/x data/good-npy-f4-hw.npy
finish
