#!/bin/sh
# What a NIfTI file says besides its samples: where its axes point, and what they are.
. "${srcdir:-.}/tests/cli/lib.sh"
figures() { "$MASKLOSS" eval -q -f json -s -L all "$@" 2>err || fail "no result: $*: $(cat err)"; }
same() { # same NAME ARGUMENT...: as the file `one`
    name=$1
    shift
    if figures "$@" | cmp -s - one; then note "$name: the same"; else note "$name: others"; fi
}
note "# places in a body"
figures data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy >one
same "the same axes" data/good-nifti-u1.nii.gz data/good-nifti-f4-lps.nii
same "no affine" data/good-nifti-u1.nii.gz data/good-nifti-f4-4d.nii
same "the identity" data/good-nifti-u1.nii.gz data/good-nifti-f4-identity.nii
run eval data/good-nifti-u1.nii.gz data/good-nifti-f4-ras.nii
note "# axes that a file tells are no question"
npy t.npy '2, 5, 7' '|u1' $(for i in 0 1 2 3 4 5 6; do echo 0 1 2 0 1 0 0 2 1 1; done)
figures --truth-layout=labels t.npy data/good-nifti-hard.nii.gz >one
same "a prediction of slices" t.npy data/good-nifti-hard.nii.gz
note "# what inspect says"
run inspect data/good-nifti-f4-lps.nii
"$MASKLOSS" inspect -f json data/good-nifti-f4-lps.nii | grep axes_point_to >>"$got"
finish
