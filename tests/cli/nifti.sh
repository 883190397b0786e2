#!/bin/sh
# NIfTI gives the bytes that the other encodings of the same values give; what it says of its axes and of where it lies is
# obeyed; and files that lie are refused.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
tt=data/good-npy-u1-nhw.npy pp=data/good-npy-f4-nhwc.npy
figures() { "$MASKLOSS" eval -q -f json -s -L all --group=none "$@" 2>err || fail "no result: $*: $(cat err)"; }
same() { # same NAME ARGUMENT...: the figures in the file `one`
    name=$1
    shift
    figures "$@" >other
    cmp one other >>"$got" && note "$name: the same bytes"
}
figures $tt $pp >one
for f in u1.nii u2.nii u4.nii u8.nii i1.nii i2.nii i4.nii i8.nii be.nii 2.nii 2-be.nii u1.nii.gz members.nii.gz extension.nii slope.nii \
    slope-nan.nii slope-0.nii 4d.nii; do
    same $f data/good-nifti-$f $pp
done
for f in f4-4d.nii f8-4d.nii f4-5d.nii.gz u1-slope.nii; do
    same $f $tt data/good-nifti-$f
done
note "# hard predictions"
figures data/good-nifti-u1.nii data/good-nifti-hard.nii.gz >one
same "unpacked truth" data/good-nifti-u1.nii.gz data/good-nifti-hard.nii.gz
note "# one slice is an image"
t=data/good-png-gray8.png
figures $t data/good-npy-f4-hwc.npy >one
same f4-slice.nii $t data/good-nifti-f4-slice.nii
figures $t data/good-npy-u1-hw.npy >one
same hard-slice.nii $t data/good-nifti-hard-slice.nii
note "# a folder of nnU-Net: a volume's probabilities decide, not its labels"
mkdir truth pred
cp data/good-nifti-u1.nii.gz truth/case_1.nii.gz
cp data/good-nifti-hard.nii.gz pred/case_1.nii.gz
cp $pp pred/case_1.npy
"$MASKLOSS" eval -v -f tsv truth pred 2>err >out || fail "$(cat err)"
cut -f 1 out | uniq >>"$got"
grep -c passed err >>"$got"
note "# each volume is a group, unless the result is of sums alone or the rule is another"
cp data/good-nifti-u1.nii.gz truth/case_2.nii.gz
cp $pp pred/case_2.npy
"$MASKLOSS" eval -q -f jsonl -o groups.jsonl truth pred || fail "no stream"
cut -d , -f 1,2 groups.jsonl | grep '^{"id"' >>"$got"
grep -o '"group":"file"' groups.jsonl >>"$got"
for form in text markdown json; do
    "$MASKLOSS" eval -q -f $form -o one truth pred
    "$MASKLOSS" merge -q -f $form -o other groups.jsonl
    cmp one other >>"$got" && note "$form: merge prints the same bytes"
    grep -o -i 'mean of \(the [0-9]* \)*groups' one | uniq >>"$got"
done
"$MASKLOSS" eval -q -s -f jsonl truth pred | grep -c group >>"$got"
"$MASKLOSS" eval -q --worst=1 -f jsonl truth pred | grep -c group >>"$got"
"$MASKLOSS" eval -q -f json --group=index truth pred | grep '"group":' | uniq >>"$got"
"$MASKLOSS" eval -q -f json --group=none truth pred | grep -c group >>"$got"
for k in 0 1; do "$MASKLOSS" eval -q -f jsonl -o $k.jsonl --shard=$k/2 truth pred; done
"$MASKLOSS" merge -q -f json -o other 0.jsonl 1.jsonl
cmp one other >>"$got" && note "shards: the same bytes"
note "# places in a body"
figures data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy >one
same "the same axes" data/good-nifti-u1.nii.gz data/good-nifti-f4-lps.nii
same "no affine" data/good-nifti-u1.nii.gz data/good-nifti-f4-4d.nii
same "the identity" data/good-nifti-u1.nii.gz data/good-nifti-f4-identity.nii
run eval data/good-nifti-u1.nii.gz data/good-nifti-f4-ras.nii
note "# axes that a file tells are no question"
row='0 1 2 0 1 0 0 2 1 1'
npy t.npy '2, 5, 7' '|u1' $row $row $row $row $row $row $row
figures --truth-layout=labels t.npy data/good-nifti-hard.nii.gz >one
same "a prediction of slices" t.npy data/good-nifti-hard.nii.gz
note "# what they are"
for f in f4-lps.nii f4-5d.nii.gz slope.nii; do
    run inspect data/good-nifti-$f
done
"$MASKLOSS" inspect -f json data/good-nifti-f4-lps.nii | grep axes_point_to >>"$got"
run eval $tt data/good-nifti-rgb.nii
note "# files that lie"
refused data/bad-nifti-* -- $pp
finish
