#!/bin/sh
# TIFF gives the bytes that the other encodings of the same values give; what it is is said; and files that lie are refused. So
# are all where it was built without libtiff, and that alone is tested there.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy tt=data/good-npy-u1-nhw.npy pp=data/good-npy-f4-nhwc.npy
without=', and this maskloss was built without libtiff (--without-libtiff); man maskloss-formats, "TIFF", converts it'
for f in u8-hard f32-chunky; do
    said=$("$MASKLOSS" eval $t data/good-tiff-$f.tif 2>&1)
    status=$?
    case $said in
    *without-libtiff*)
        [ $status -eq 3 ] && [ "$said" = "maskloss: data/good-tiff-$f.tif: is a TIFF$without" ] || fail "exit $status: $said"
        ;;
    esac
done
needs_tiff
figures() {
    "$MASKLOSS" eval -q -f json -s -L all "$@" >figures || fail "no result: $*"
    without_notes figures
}
same() { # same FILE ARGUMENT...: the figures in the file `one`
    file=$1
    shift
    figures "$@" >other
    cmp one other >>"$got" && note "$file: the same bytes"
}
figures $t $p >one
for f in u2 u3 u4 u8 u12 u16 u24 u32 i8 i16 i32 i64 lzw deflate packbits zstd predictor tiles big big-be white reversed palette257 \
    palette256 palette1 palette-odd overview geo; do
    same $f data/good-tiff-$f.tif $p
done
for f in f32-chunky f32-planar f32-tiles f32-planar-tiles f32-planar-strips f16 f64 u8-chunky u16-planar u32-chunky f32-pages; do
    same $f $t data/good-tiff-$f.tif
done
note "# colours"
figures -c data/good-classes-3.json $t $p >one
for f in rgb rgb-planar rgba; do
    same $f -c data/good-classes-3.json data/good-tiff-$f.tif $p
done
figures -c data/good-classes-3.json --samples=color data/good-tiff-palette257.tif $p >by-color
cp one plain
cp by-color one
same palette-odd -c data/good-classes-3.json --samples=color data/good-tiff-palette-odd.tif $p
cp plain one
note "# pages are read as files of their own are"
for f in rgb palette u4; do
    same $f-pages[1] -c data/good-classes-3.json "data/good-tiff-$f-pages.tif[1]" $p
done
printf '{"classes": [{"name": "a", "labels": [70]}, {"name": "b", "labels": [128]}, {"name": "c", "labels": [0]}]}' >red.json
figures -c red.json --truth-code=red data/good-tiff-palette257.tif $p >one
same "palette-pages[0] by code" -c red.json --truth-code=red "data/good-tiff-palette-pages.tif[0]" $p
printf '{"classes": [{"name": "x", "color": [70, 130, 180]}, {"name": "y", "color": [0, 0, 142]},' >turned.json
printf ' {"name": "z", "color": [128, 64, 128]}]}' >>turned.json
for f in palette257.tif 'palette-pages.tif[1]'; do
    run eval -c turned.json "data/good-tiff-$f" $p
    run eval -c turned.json $t "data/good-tiff-$f"
    run eval --prediction-as=probabilities -m none $t "data/good-tiff-$f"
done
run eval -c data/good-classes-3.json $t 'data/good-tiff-rgb-pages.tif[0]'
figures -c data/good-classes-3.json --prediction-as=labels $t data/good-tiff-rgb.tif >one
same "rgb-pages[0] as a hard prediction" -c data/good-classes-3.json --prediction-as=labels $t 'data/good-tiff-rgb-pages.tif[0]'
for f in palette-pages rgb-pages; do
    run inspect -c data/good-classes-3.json data/good-tiff-$f.tif
done
note "# batches"
figures $tt $pp >one
same pages data/good-tiff-u8-pages.tif data/good-tiff-f32-pages2.tif
note "# hard predictions"
figures $t data/good-npy-u1-hw.npy >one
same u8-hard $t data/good-tiff-u8-hard.tif
note "# photographs beside images, as before"
mkdir t p
cp $t t/a.png
cp data/good-tiff-rgb.tif t/a_photo.tif
cp $p p/a.npy
cp data/good-tiff-rgb.tif p/b.tif
"$MASKLOSS" eval -f tsv t p | cut -f 1 | uniq >>"$got"
note "# what they are"
for f in u12 palette256 f32-planar f32-pages2; do
    run inspect data/good-tiff-$f.tif
done
run eval $t 'data/good-tiff-f32-pages2.tif[1]' -s -L cce --views=raw -f tsv
note "# files that lie"
refused data/bad-tiff-*.tif -- $p
finish
