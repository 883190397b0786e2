#!/bin/sh
# Peak memory of a 2048 x 2048 x 19 image (319 MB), and of smaller ones in archives: its truth plane and a band.
if grep -q __asan_init "$MASKLOSS" || [ -n "${NO_MEMORY_TEST:-}" ]; then
    echo "SKIP: memory: a build with a sanitizer, or under valgrind"
    exit 77
fi
set -e
peak() { "${PYTHON3:-python3}" "${srcdir:-.}/tests/memory.py" --maskloss "$MASKLOSS" "$@"; }
peak --side 2048 --limit-mib 24
data=${srcdir:-.}/tests/data
if "$MASKLOSS" eval -o /dev/null "$data/good-png-gray8.png" "$data/good-npz-stored-hwc.npz"; then
    peak --side 1024 --archive deflated --limit-mib 16
    peak --side 1024 --archive stored --layout chw --limit-mib 16
fi
