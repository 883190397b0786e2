#!/bin/sh
# The same values give the same bytes, whether stored as HWC, CHW or planes, as float or double, and the figures of one loss do
# not depend on which others are asked for.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png
figures() {
    "$MASKLOSS" eval -f json -s -L all "$@" >figures || fail "no result: $*"
    without_notes figures
}
figures $t data/good-npy-f4-hwc.npy >one
for f in f4-chw f8-hwc f8-chw f4-keys f4-blanks f4-scaled; do
    figures $t data/good-npy-$f.npy >other
    cmp one other >>"$got" && note "$f: the same bytes"
done
figures $t data/good-pairs/planes8/a >other
cmp one other >>"$got" && note "planes8: the same bytes"
for loss in $("$MASKLOSS" eval --list-losses | sed -n 's/^\([a-z_]\{1,\}\)  *\*\{0,1\} .*/\1/p'); do
    "$MASKLOSS" eval -f json -s -L $loss $t data/good-npy-f4-hwc.npy | grep -A 12 "^        \"$loss\": {" | sed '/^        }/q; s/,$//' >alone
    head -1 alone | sed 's/,$//' >line
    sed 's/,$//' one | grep -F -x -f line >/dev/null && note "$loss: alone as with all"
done
finish
