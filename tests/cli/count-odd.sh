#!/bin/sh
# Without a class set: whose fault is told where several pairs are faulty, which images do not tell how many classes there are, and
# what may be gray values. Labels of 16 bits are read twice, those of 8 counted ahead.
. "${srcdir:-.}/tests/cli/lib.sh"
print='-L cce -p pixels.total -p raw.metrics.miou'
labels() { npy "$1" '1, 4' '|u1' $2; }
wide() { npy "$1" '1, 4' '<u2' $2; }
pairs() {
    fresh
    labels t/a.npy '0 1 2 1'
    labels p/a.npy '0 1 1 1'
    wide t/b.npy '0 0 1 0 2 0 1 0'
    wide p/b.npy '0 0 1 0 1 0 1 0'
    labels t/c.npy '0 1 2 1'
    labels p/c.npy '0 1 2 2'
}
pairs
note "# the last pair is faulty"
copy data/bad-npy-cut-header.npy p/c.npy
run eval -j1 $print t p
note "# and so is the one before, in its data: it is told"
wide p/b.npy '0 0 1 0 1 0'
run eval -j1 $print t p
run eval -j1 $print --keep-going t p
note "# and the first, whose labels are of 8 bits"
labels p/a.npy '0 1 1'
run eval -j1 $print t p
run eval -j2 $print t p
note "# a label that would make too many classes, of an image that belongs to no group, does not count"
pairs
printf 'a\tone\nc\tone\n' >groups
wide t/b.npy '0 0 377 0 2 0 1 0'
run eval -j1 $print --group=list:groups t p
run eval -j1 $print --keep-going --group=list:groups t p
note "# neither does a larger one, and 8 bits are alike"
wide t/b.npy '0 0 5 0 2 0 1 0'
run eval -j1 $print --keep-going --group=list:groups t p
labels t/b.npy '0 377 2 1'
labels p/b.npy '0 1 2 1'
run eval -j1 $print --keep-going --group=list:groups t p
labels t/b.npy '0 1 2 1'
labels p/b.npy '0 6 2 1'
run eval -j1 $print --keep-going --group=list:groups t p
note "# two predictions that may be gray values, or are labels where that is said"
pairs
labels t/a.npy '0 1 0 1'
labels t/b.npy '0 1 0 1'
labels t/c.npy '0 1 0 1'
labels p/a.npy '0 310 220 1'
labels p/b.npy '0 311 220 1'
run eval -j1 $print t p
run eval -j1 $print --prediction-as=labels t p
wide t/b.npy '0 0 1 0 0 0 1 0'
wide p/b.npy '0 0 311 0 220 0 1 0'
wide p/c.npy '0 0 311 0 220 0 1 0'
run eval -j1 $print t p
run eval -j1 $print --prediction-as=labels t p
run eval -j1 $print -i 201,144 t p
note "# labels of other types, and through a pipe"
pairs
npy p/b.npy '1, 4' '<i4' 0 0 0 0 310 0 0 0 202 0 0 0 1 0 0 0
run eval -j1 $print t p
npy p/c.npy '1, 4' '|b1' 0 1 1 1
rm t/b.npy p/b.npy
run eval -j1 $print t p
printf '$ maskloss eval t/a.npy - (p/a.npy)\n' >>"$got"
"$MASKLOSS" eval -j1 $print t/a.npy - <p/a.npy >>"$got" 2>&1
printf '$ maskloss eval - p/a.npy (t/a.npy)\n' >>"$got"
"$MASKLOSS" eval -j1 $print - p/a.npy <t/a.npy >>"$got" 2>&1
finish
