#!/bin/sh
# What a TIFF says besides its samples: which value is no data, where the image lies, that it is RGB.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
needs_tiff
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
figures() { "$MASKLOSS" eval -q -f json -s -L all "$@" 2>err || fail "no result: $*: $(cat err)"; }
same() { # same NAME ARGUMENT...: as the file `one`
    name=$1
    shift
    if figures "$@" | cmp -s - one; then note "$name: the same"; else note "$name: others"; fi
}
pixels() { # what is ignored, and the notes
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -f json -L cce "$@" 2>>"$got" | grep -E '"(pixels|hints|code|no_data|truth)":' >>"$got"
    note
}
note "# the nodata tag"
pixels data/good-tiff-nodata.tif $p
pixels --no-data=-9999 data/good-tiff-nodata.tif $p
run eval --no-data=none data/good-tiff-nodata.tif $p
run eval --no-data=0 data/good-tiff-nodata.tif $p
run eval data/good-tiff-nodata-class.tif $p
run eval -c data/good-classes-3.json data/good-tiff-nodata-class.tif $p
pixels --no-data=none data/good-tiff-nodata-class.tif $p
pixels --no-data=0 data/good-tiff-nodata-class.tif $p
pixels --no-data=7 data/good-tiff-nodata-class.tif $p
note "# colours are not compared with numbers"
printf '{"classes": [{"name": "a", "color": [70, 130, 180]}, {"name": "b", "color": [128, 64, 128]},' >gray.json
printf ' {"name": "c", "color": [0, 0, 142]}, {"name": "d", "color": [9, 9, 9]}]}' >>gray.json
for options in '' --no-data=none --no-data=9 '--truth-code=red --no-data=9'; do
    pixels -q -c gray.json $options data/good-tiff-rgb-nodata.tif data/good-npy-u1-hw.npy
done
run eval -c data/good-classes-3.json --samples=color --no-data=9 data/good-tiff-palette257.tif $p
note "# in predictions it is not looked at"
figures data/good-npy-u1-hw.npy $t >one
same "nodata-class" data/good-npy-u1-hw.npy data/good-tiff-nodata-class.tif
run eval $t data/good-tiff-nodata.tif
note "# places on the ground"
figures $t $p >one
same "no transform" data/good-tiff-geo.tif $p
same "less than half a pixel off" data/good-tiff-geo.tif data/good-tiff-f32-near.tif
same "one transform only" $t data/good-tiff-f32-far.tif
run eval data/good-tiff-geo.tif data/good-tiff-f32-far.tif
note "# pages may be channels"
row='0 1 2 0 1 0 0 2 1 1'
npy t.npy '2, 5, 7' '|u1' $row $row $row $row $row $row $row
run eval t.npy data/good-tiff-u8-pages.tif
note "# RGB: colours or channels"
printf '{"classes": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}' >plain.json

pixels -c plain.json $t data/good-tiff-rgb.tif
run eval -c data/good-classes-3.json $t data/good-tiff-rgb.tif
pixels -c data/good-classes-3.json --prediction-as=labels $t data/good-tiff-rgb.tif
pixels -c data/good-classes-3.json --layout=hwc $t data/good-tiff-rgb.tif
run eval -c binary $t data/good-tiff-rgb.tif
note "# what inspect says"
for f in tiff-nodata.tif tiff-f32-far.tif; do
    run inspect data/good-$f
    "$MASKLOSS" inspect -f json data/good-$f | grep -E 'no_data|axes_point_to|transform' >>"$got"
done
note "# what the file says of no data, of one pixel and where labels tell the classes"
run explain data/good-tiff-nodata.tif data/good-npy-f4-hwc.npy 0,0
run eval -p pixels.ignored data/good-tiff-nodata.tif data/good-png-gray16.png
finish
