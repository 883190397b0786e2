#!/bin/sh
# The same values in every dtype, byte order, axis order and container version give the same bytes; labels may be arrays too.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png
figures() { { "$MASKLOSS" eval -q -f json -s -L all "$@" >figures 2>messages && without_notes figures; } || cat messages; }
same() { # same FIGURES NAME ARGUMENT...: says whether the figures are those in the file
    wanted=$1 name=$2
    shift 2
    if figures "$@" | cmp - "$wanted" >difference 2>&1; then note "$name: the same"; else note "$name: $(figures "$@" | head -1)"; fi
}
figures $t data/good-npy-f4-hwc.npy >usual
for f in data/good-npy-*.npy; do
    case $f in
    *-hw.npy | *-hw1.npy | *-hwc-2.npy | *-3x3x3.npy | *-nhw.npy | *onehot.npy) continue ;;
    esac
    same usual "$f" $t "$f"
done
note "# one channel of floats is class 1 of two"
figures data/good-png-gray1.png data/good-npy-f4-hwc-2.npy >two
for f in f4-hw f4-hw1; do same two $f data/good-png-gray1.png data/good-npy-$f.npy; done
note "# integers of one channel are labels, as prediction and as truth"
figures $t data/good-pairs/hard/a.png >hard
same hard u1-hw $t data/good-npy-u1-hw.npy
figures data/good-pairs/hard/a.png data/good-npy-f4-hwc.npy >decided
same decided "u1-hw as truth" data/good-npy-u1-hw.npy data/good-npy-f4-hwc.npy
run eval data/good-npy-f4-hwc.npy $t
run eval data/good-npy-f4-hw.npy $t
run eval data/good-npy-u1-hwc.npy $t
finish
