#!/bin/sh
# Optimisers change the samples of label images: packed gray and palettes of grays have two readings, and silence is no option.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
p=data/good-npy-f4-hwc.npy
usual=$("$MASKLOSS" eval -s data/good-png-gray8.png $p | without_paths | cksum)
for f in data/good-png-*.png; do
    case $f in
    *wide* | *mask* | *3x3* | *gray1* | *pal1* | *rgb*) continue ;;
    esac
    case $("$MASKLOSS" eval -s "$f" $p 2>>"$got" | without_paths | cksum) in
    "$usual") note "$f: the usual figures" ;;
    *) note "$f: other figures or none" ;;
    esac
done
g=data/good-png-pal8-gray-permuted.png
run eval -s $g $p
for reading in raw scaled; do
    note "--samples=$reading: $("$MASKLOSS" eval -s --samples=$reading $g $p | without_paths | cksum | grep -c "^$usual\$") as usual"
done
for set in scaled both differ; do
    run eval -v -s -L cce -c data/good-classes-gray4-$set.json data/good-png-gray4.png $p
done
mask=data/good-classes-mask.json
run eval -v -s -L cce -c $mask data/good-png-gray8-mask.png data/good-npy-f4-hwc-2.npy
run eval -v -s -L cce -c $mask data/good-png-gray1.png data/good-npy-f4-hwc-2.npy
note "# packed gray has colours too; a palette of white and black says what its index does not"
printf '{"classes": [{"name": "cell", "color": [255, 255, 255]}, {"name": "wall", "color": [0, 0, 0]}]}' >white.json
for options in '' --samples=raw --samples=color; do
    run eval -q -s -L cce -c white.json $options data/good-png-gray1.png data/good-npy-f4-hwc-2.npy
    run eval -q -s -L cce -c white.json $options data/good-png-gray8-mask.png data/good-png-gray1.png
done
run eval -q -s -L cce -c data/good-classes-3.json --samples=color data/good-png-gray4.png $p
for options in '' '-c white.json' --samples=raw '--samples=scaled --classes=binary'; do
    run eval -q -s -L cce -m none $options data/good-png-pal1-white.png data/good-npy-f4-hwc-2.npy
done
run inspect data/good-png-pal1-white.png
finish
