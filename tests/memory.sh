#!/bin/sh
# Peak memory of a 2048 x 2048 x 19 image (319 MB): its truth plane and a band.
if grep -q __asan_init "$MASKLOSS" || [ -n "${NO_MEMORY_TEST:-}" ]; then
    echo "SKIP: memory: a build with a sanitizer, or under valgrind"
    exit 77
fi
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/memory.py" --maskloss "$MASKLOSS" --side 2048 --limit-mib 24
