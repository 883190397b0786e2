#!/bin/sh
# Files in formats that are not read: what they are and how to convert them, whether inspected, evaluated alone, or found in a
# directory where a truth or a prediction is missing.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
printf '\211HDF\r\n\032\n' >map.h5
printf 'MATLAB 5.0 MAT-file, Platform: GLNXA64' >map.mat
printf 'MATLAB 7.3 MAT-file, Platform: GLNXA64' >map73.mat
{ head -c 344 /dev/zero && printf 'ni1\0'; } >map.hdr
printf '\037\213\10\0' >map.json.gz
printf '\200\004K\001.' >map.pkl
printf '\377\330\377\340' >map.jpg
printf 'GIF89a' >map.gif
printf 'hello' >map.txt
printf 'ImageId,EncodedPixels\na.png,1 3\n' >map.csv
printf '{"version": "5.2.1", "shapes": []}' >labelme.json
printf '{"images": [], "annotations": []}' >coco.json
cp map.txt old.mat
mkdir map.zarr
echo '{"zarr_format": 2}' >map.zarr/.zgroup
cp map.h5 map.npy
for file in map.h5 map.mat map73.mat map.hdr map.json.gz map.pkl map.jpg map.gif map.txt map.npy map.csv labelme.json coco.json \
    old.mat map.zarr; do
    run inspect $file
done
run eval data/good-png-gray8.png map.h5
run eval map.h5 data/good-npy-f4-hwc.npy
run eval data/good-png-gray8.png map.npy
run eval data/good-png-gray8.png map.txt
run eval data/good-png-gray8.png map.zarr
run eval map.zarr data/good-npy-f4-hwc.npy
run eval map.csv data/good-npy-f4-hwc.npy
note "# directories"
mkdir truth pred
cp data/good-png-gray8.png truth/a.png
cp data/good-png-gray8.png truth/b.png
cp map.h5 pred/a.h5
cp map.h5 pred/b.h5
echo '{}' >pred/a.json
run eval truth pred
run eval --match=name truth pred
run eval --partial truth pred
note "# truths"
run eval pred truth
note "# one of them is there, and something beside it that is no prediction of any"
cp data/good-npy-f4-hwc.npy pred/a.npy
cp map.pkl pred/a.pkl
run eval truth pred
note "# double extensions; predictions in directories"
rm pred/*
mkdir pred/deep
cp map.json.gz pred/a.json.gz
cp map.json.gz pred/deep/b.json.gz
run eval --match=name truth pred
note "# another name: of unknown kind, and not of interest where there are predictions"
rm -r pred/*
cp map.h5 pred/c.h5
run eval truth pred
cp data/good-npy-f4-hwc.npy pred/a.npy
run eval truth pred
note "# other kinds are just counted"
rm pred/*
echo '{}' >pred/a.json
run eval truth pred
finish
