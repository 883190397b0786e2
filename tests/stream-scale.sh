#!/bin/sh
# Memory does not grow with the number of images that are merged.
# In make check: runs the program often
set -e
for classes in 3 150; do
    "${PYTHON3:-python3}" "$srcdir/tests/stream_scale.py" --maskloss "$MASKLOSS" --classes $classes --images $((12000 / classes))
done
