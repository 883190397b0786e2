#!/bin/sh
# Volumes as arrays: (N, H, W, C), (N, C, H, W) and (C, N, H, W) give the same figures, also where there are as many slices as
# classes; what is in doubt is an error.
. "${srcdir:-.}/tests/cli/lib.sh"
# Half precision, little-endian, by octal bytes: 0, 1/4, 1/2, 3/4, 1.
o='000 000' q='000 064' h='000 070' r='000 072' l='000 074'
# Class 0 and class 1 in slices a and b, each 2 high and 3 wide.
a0="$l $q $r $h $o $l" a1="$o $r $q $h $l $o" b0="$q $q $h $o $o $r" b1="$r $r $h $l $l $q"
x="$h $q $r $h $q $l" y="$q $q $h $r $r $h"
npy t.npy '2, 2, 3' '|u1' 0 1 0 0 1 0 1 1 0 1 0 1
npy nchw.npy '2, 2, 2, 3' '<f2' $a0 $a1 $b0 $b1
npy cnhw.npy '2, 2, 2, 3' '<f2' $a0 $b0 $a1 $b1
npy both.npy '2, 2, 2, 3' '<f2' $a0 $a1 $a1 $a0
npy neither.npy '2, 2, 2, 3' '<f2' $x $y $x $x
npy whole.npy '2, 2, 2, 3' '|u1' 1 0 0 1 0 1 3 1 1 2 1 1 1 1 1 2 1 1 0 1 0 1 1 1
npy nan.npy '2, 2, 2, 3' '<f2' 000 176 $q $r $h $o $l $b0 $a1 $b1
figures() { "$MASKLOSS" eval -q -f json -s -L all "$@" 2>err || fail "no result: $*: $(cat err)"; }
same() { # same NAME ARGUMENT...: as the file `one`
    name=$1
    shift
    if figures "$@" | cmp -s - one; then note "$name: the same"; else note "$name: others"; fi
}
note "# as many slices as classes"
figures --layout=chw t.npy nchw.npy >one
same "(N, C, H, W)" t.npy nchw.npy
same "(C, N, H, W)" t.npy cnhw.npy
same "(C, N, H, W), said" --layout=cnhw t.npy cnhw.npy
for f in both neither whole; do
    figures --layout=chw t.npy $f.npy >one
    same "$f, not said" t.npy $f.npy
    same "$f, said to be (C, N, H, W)" --layout=cnhw t.npy $f.npy
done
figures -A softmax --layout=chw t.npy cnhw.npy >one
same "logits, not said" -A softmax t.npy cnhw.npy
run eval t.npy nan.npy
note "# one slice"
figures --layout=cnhw 't.npy[1]' 'cnhw.npy[1]' >one
same "(C, N, H, W)" 't.npy[1]' 'cnhw.npy[1]'
same "(N, C, H, W)" 't.npy[1]' 'nchw.npy[1]'
npy t3.npy '3, 2, 3' '|u1' 0 1 0 0 1 0 1 1 0 1 0 1 0 0 0 1 1 1
npy cnhw3.npy '2, 3, 2, 3' '<f2' $a0 $b0 $a1 $a1 $b1 $a0
npy b.npy '2, 3' '|u1' 1 1 0 1 0 1
npy b-chw.npy '2, 2, 3' '<f2' $b0 $b1
figures b.npy b-chw.npy >one
figures -c binary b.npy b-chw.npy >named
same "by the number of slices of the truth" 't3.npy[1]' 'cnhw3.npy[1]'
same "one image" --layout=cnhw b.npy b-chw.npy
cp named one
same "by the number of classes" -c binary b.npy 'cnhw3.npy[1]'
run eval -s -L cce --views=raw 't3.npy[2]' 'cnhw3.npy[3]'
note "# a binary volume"
npy bin.npy '2, 2, 3' '<f2' $a1 $b1
npy bin1.npy '1, 2, 2, 3' '<f2' $a1 $b1
figures --truth-layout=labels t.npy bin.npy >one
same "(1, N, H, W)" t.npy bin1.npy
same "(1, N, H, W), said" --layout=cnhw t.npy bin1.npy
npy onehot.npy '2, 2, 3' '|u1' 1 0 0 0 1 0 0 1 0 0 0 1
npy hwc.npy '1, 2, 2, 3' '<f2' $a0 $y
figures --truth-layout=onehot onehot.npy hwc.npy >one
same "(1, H, W, C), with a one-hot truth" onehot.npy hwc.npy
note "# all orders fit, or none"
npy t2.npy '2, 2, 2' '|u1' 0 1 0 0 1 0 1 1
npy all.npy '2, 2, 2, 2' '<f2' $a0 $a0 $h $h $h $h
run eval t2.npy all.npy
figures --layout=cnhw t2.npy all.npy >one
same "said" --layout=cnhw t2.npy all.npy
run eval --layout=cnhw t3.npy nchw.npy
run eval --layout=cnhw b.npy bin1.npy
run eval --layout=nchw t.npy nchw.npy
note "# what inspect says"
run inspect --layout=cnhw cnhw3.npy
run inspect -c binary cnhw3.npy
run inspect --layout=cnhw b-chw.npy
finish
