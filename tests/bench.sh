#!/bin/sh
# The bench runs: on tiny images, once, all sides agree about the figures; of few images, intervals are made.
# In make check: runs the program often
set -eu
python=${PYTHON3:-}
if [ -z "$python" ] || ! "$python" -c 'import numpy' 2>/dev/null; then
    echo "SKIP: bench: needs Python with NumPy" >&2
    exit 77
fi
srcdir=$(cd "${srcdir:-.}" && pwd)
MASKLOSS=${MASKLOSS:-$PWD/maskloss}
[ -x tests/bench/floor ] || {
    echo "bench: tests/bench/floor is not built" >&2
    exit 1
}
"$python" "$srcdir/tests/bench/run.py" --maskloss "$MASKLOSS" --floor tests/bench/floor --rounds 1 --shrink 32 --without-torch \
    --result bench-test.json hard-png-set hard-npy f4-hwc f4-chw f2-hwc softmax-chw u1-hwc npz-stored npz-noise planes 150-small measure-band \
    >bench-test.txt 2>/dev/null
lines=$(grep -c '^|.*[0-9]' bench-test.txt)
printf 'before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n' >bench-test.md
"$python" "$srcdir/tests/bench/page.py" bench-test.json bench-test.md
[ "$(sed '1,3d' bench-test.md | sed '$d' | sed '$d' | sed '$d')" = "$(cat bench-test.txt)" ] || {
    echo "bench: the page has not what was printed" >&2
    exit 1
}
"$python" "$srcdir/tests/bench/resampling.py" --maskloss "$MASKLOSS" --rounds 1 --shrink 1000 >bench-test.txt
grep -q '^ten times the images take' bench-test.txt
"$python" "$srcdir/tests/bench/drawing.py" --maskloss "$MASKLOSS" --rounds 1 --shrink 64 >bench-test.txt
grep -q '^page, 12 images .* adds ' bench-test.txt
rm -f bench-test.txt bench-test.json bench-test.md
[ "$lines" -eq 12 ] || {
    echo "bench: $lines rows were measured" >&2
    exit 1
}
