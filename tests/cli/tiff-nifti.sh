#!/bin/sh
# TIFF and NIfTI give the bytes that the other encodings of the same values give; what they are is said; and files that lie are
# refused.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy tt=data/good-npy-u1-nhw.npy pp=data/good-npy-f4-nhwc.npy
needs_tiff
figures() { "$MASKLOSS" eval -q -f json -s -L all "$@" || fail "no result: $*"; }
same() { # same FILE ARGUMENT...: the figures in the file `one`
    file=$1
    shift
    figures "$@" >other
    cmp one other >>"$got" && note "$file: the same bytes"
}
figures $t $p >one
for f in u2 u3 u4 u8 u12 u16 u24 u32 i8 i16 i32 i64 lzw deflate packbits zstd predictor tiles big big-be white reversed palette257 \
    palette256 palette1 overview geo; do
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
note "# batches"
figures $tt $pp >one
same pages data/good-tiff-u8-pages.tif data/good-tiff-f32-pages2.tif
for f in u1.nii u2.nii u4.nii u8.nii i1.nii i2.nii i4.nii i8.nii be.nii 2.nii 2-be.nii u1.nii.gz members.nii.gz extension.nii slope.nii \
    slope-nan.nii slope-0.nii 4d.nii; do
    same $f data/good-nifti-$f $pp
done
for f in f4-4d.nii f8-4d.nii f4-5d.nii.gz u1-slope.nii; do
    same $f $tt data/good-nifti-$f
done
note "# hard predictions"
figures $t data/good-npy-u1-hw.npy >one
same u8-hard $t data/good-tiff-u8-hard.tif
figures data/good-nifti-u1.nii data/good-nifti-hard.nii.gz >one
same "unpacked truth" data/good-nifti-u1.nii.gz data/good-nifti-hard.nii.gz
note "# a folder of nnU-Net: a volume's probabilities decide, not its labels"
mkdir truth pred
cp data/good-nifti-u1.nii.gz truth/case_1.nii.gz
cp data/good-nifti-hard.nii.gz pred/case_1.nii.gz
cp $pp pred/case_1.npy
"$MASKLOSS" eval -v -f tsv truth pred 2>err >out || fail "$(cat err)"
cut -f 1 out | uniq >>"$got"
grep -c passed err >>"$got"
note "# photographs beside images, as before"
mkdir t p
cp $t t/a.png
cp data/good-tiff-rgb.tif t/a_photo.tif
cp $p p/a.npy
cp data/good-tiff-rgb.tif p/b.tif
"$MASKLOSS" eval -f tsv t p | cut -f 1 | uniq >>"$got"
note "# what they are"
for f in tiff-u12.tif tiff-palette256.tif tiff-f32-planar.tif tiff-f32-pages2.tif nifti-f4-5d.nii.gz nifti-slope.nii; do
    run inspect data/good-$f
done
run eval $tt data/good-nifti-rgb.nii
run eval $t 'data/good-tiff-f32-pages2.tif[1]' -s -L cce --views=raw -f tsv
note "# files that lie"
for f in data/bad-tiff-*.tif data/bad-nifti-*; do
    case $f in
    *nifti*) set -- "$f" $pp ;;
    *) set -- "$f" $p ;;
    esac
    "$MASKLOSS" eval "$@" >out 2>err
    status=$?
    [ $status -eq 3 ] || fail "$f: exit $status: $(cat err)"
    [ ! -s out ] || fail "$f: partial output"
    grep -q "^maskloss: $f" err || fail "$f: not named: $(cat err)"
    cat err >>"$got"
done
finish
