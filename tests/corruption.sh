#!/bin/sh
# Small files cut and flipped: a sample of what corruption.py can do, a smaller one if FULL_LENGTH is not set. The fuzz
# targets (tests/fuzz/replay.c) do so with each byte, but inside one process.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/corruption.py" --maskloss "$MASKLOSS" --data "${srcdir:-.}/tests/data" \
    --every "${CORRUPTION_EVERY:-$([ -n "${FULL_LENGTH:-}" ] && echo 23 || echo 97)}"
