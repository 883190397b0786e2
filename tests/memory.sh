#!/bin/sh
# Peak memory of a 2048 x 2048 x 19 image (319 MB), and of smaller ones in archives: its truth plane and a band. And a stack of
# 96 KiB, as small as that of threads of some systems, is enough.
if grep -q __asan_init "$MASKLOSS" || [ -n "${NO_MEMORY_TEST:-}" ]; then
    echo "SKIP: memory: a build with a sanitizer or counters, or under valgrind"
    exit 77
fi
set -e
peak() { "${PYTHON3:-python3}" "${srcdir:-.}/tests/memory.py" --maskloss "$MASKLOSS" "$@"; }
peak --side 2048 --limit-mib 24
data=${srcdir:-.}/tests/data
# shellcheck disable=SC3045 # not of POSIX, and looked for
small_stack() { (ulimit -s 96 && exec "$MASKLOSS" "$@") >/dev/null; }
# shellcheck disable=SC3045
if (ulimit -s 96) 2>/dev/null; then
    small_stack eval -q -j1 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
    small_stack explain "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy" 0,0
fi
if "$MASKLOSS" eval -o /dev/null "$data/good-png-gray8.png" "$data/good-npz-stored-hwc.npz"; then
    peak --side 1024 --archive deflated --limit-mib 16
    peak --side 1024 --archive stored --layout chw --limit-mib 16
fi
