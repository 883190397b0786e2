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
    large-f4-hwc large-f4-chw large-f2-hwc planes-u2-chw 150-f4-hwc >bench-test.txt
lines=$(grep -c 'floor' bench-test.txt)
"$python" "$srcdir/tests/bench/resampling.py" --maskloss "$MASKLOSS" --rounds 1 --shrink 1000 >bench-test.txt
grep -q '^ten times the images take' bench-test.txt
"$python" "$srcdir/tests/bench/drawing.py" --maskloss "$MASKLOSS" --rounds 1 --shrink 64 >bench-test.txt
grep -q '^page, 12 images .* adds ' bench-test.txt
rm -f bench-test.txt
[ "$lines" -eq 6 ] || {
    echo "bench: $lines lines name the floor" >&2
    exit 1
}
