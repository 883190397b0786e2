#!/bin/sh
# Batches, one image of a batch, one-hot truth: the same figures as the single images give; what is in doubt is an error.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
figures() { { "$MASKLOSS" eval -q -f json -s -L all "$@" >figures 2>messages && without_notes figures; } || cat messages; }
same() { # same NAME ARGUMENT...: says whether the figures are those of the single image
    name=$1
    shift
    if figures "$@" | cmp - usual >difference 2>&1; then note "$name: the same"; else note "$name: $(figures "$@" | head -1)"; fi
}
p=data/good-npy-f4-hwc.npy
figures data/good-png-gray8.png $p >usual
note "# one image"
same "PNG, image of a batch" data/good-png-gray8.png 'data/good-npy-f4-nhwc.npy[1]'
same "image of a batch twice" 'data/good-npy-u1-nhw.npy[0]' 'data/good-npy-f4-nhwc.npy[1]'
same "image of a batch, one file" 'data/good-npy-u1-nhw.npy[1]' $p
same "in Fortran order" 'data/good-npy-fortran-u1-nhw.npy[1]' $p
same "integers of 64 bits" data/good-npy-i8-hw.npy $p
same "one-hot" --truth-layout=onehot data/good-npy-b1-onehot.npy $p
same "image of a one-hot batch" 'data/good-npy-u1-nhwc-onehot.npy[1]' $p
same "one-hot, planes" data/good-npy-b1-onehot.npy data/good-pairs/planes8/a
figures data/good-png-gray8.png data/good-pairs/hard/a.png >usual
same "one-hot, hard PNG" data/good-npy-b1-onehot.npy data/good-pairs/hard/a.png
note "# two images"
figures data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy >usual
same "one-hot batch" data/good-npy-u1-nhwc-onehot.npy data/good-npy-f4-nhwc.npy
same "batch in Fortran order" data/good-npy-fortran-u1-nhw.npy data/good-npy-f4-nhwc.npy
run eval --views=masked --loss=cce data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy
mkdir t p
cp data/good-npy-u1-nhw.npy t/b.npy
cp data/good-npy-f4-nhwc.npy p/b.npy
cp data/good-png-gray8.png t/a.png
cp data/good-npy-f4-hwc.npy p/a.npy
note "# a batch among images"
run eval -v --views=masked --loss=cce t p
note "# a file that has that very name wins"
cp data/good-png-gray8.png 't[1].png'
cp $p 'p[1]'
run eval -s --views=masked --loss=cce 't[1].png' 'p[1]'
note "# errors"
run eval 'data/good-npy-u1-nhw.npy[2]' $p
run eval data/good-png-gray8.png 'data/good-npy-f4-nhwc.npy[2]'
run eval 'data/good-png-gray8.png[0]' $p
run eval data/good-png-gray8.png data/good-npy-f4-nhwc.npy
run eval data/good-npy-u1-nhw.npy $p
run eval data/good-npy-u1-nhw.npy data/good-pairs/hard/a.png
run eval data/good-npy-b1-onehot.npy $p
run eval --truth-layout=labels data/good-npy-b1-onehot.npy $p
run eval --truth-layout=onehot data/good-npy-i8-hw.npy $p
run eval --truth-layout=onehot data/bad-npy-onehot-two.npy $p
run eval --truth-layout=onehot data/bad-npy-onehot-none.npy $p
run eval -c data/good-classes-mask.json --truth-layout=onehot data/good-npy-b1-onehot.npy data/good-npy-f4-hwc-2.npy
note "# activations are of floats"
run eval -A softmax data/good-png-gray8.png data/good-npy-u1-hwc.npy
run eval -A sigmoid data/good-png-gray8.png data/good-pairs/planes8/a
run eval -A sigmoid data/good-png-gray8.png data/good-png-gray8.png
run eval -A softmax data/good-png-gray1.png data/good-npy-f4-hw.npy
run eval -A sigmod data/good-png-gray1.png data/good-npy-f4-hw.npy
run eval -A softmax data/good-png-gray8.png data/bad-npy-nan.npy
finish
