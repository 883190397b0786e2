#!/bin/sh
# Small files cut and flipped: a sample of what corruption.py can do.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/corruption.py" --maskloss "$MASKLOSS" --data "${srcdir:-.}/tests/data" \
    --every "${CORRUPTION_EVERY:-23}"
