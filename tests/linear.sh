#!/bin/sh
# Time in proportion to what is asked for: many losses, many times --ignore, and links that make many paths, each within 20 s of
# processor time, of which it takes about one, and took from 40 to more than all where each was compared with each.
# In make check: runs the program often
if grep -q __asan_init "$MASKLOSS" || [ -n "${NO_MEMORY_TEST:-}" ]; then
    echo "SKIP: linear: a build with a sanitizer, or under valgrind"
    exit 77
fi
set -e
data=$(cd "${srcdir:-.}/tests/data" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-linear.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
t=$data/good-png-gray8.png p=$data/good-npy-f4-hwc.npy
# shellcheck disable=SC3045 # not of POSIX, and looked for
(ulimit -t 20) 2>/dev/null || { echo "SKIP: linear: ulimit has no -t" && exit 77; }
# shellcheck disable=SC3045
soon() { (ulimit -t 20 && exec "$MASKLOSS" "$@") >/dev/null; }

losses() { awk -v first="$1" 'BEGIN { for (i = 0; i < 5000; i++) printf "%stversky:fp=%d", i ? "," : "", first + i }'; }
soon eval -q -f jsonl -o s.jsonl -L "$(losses 1)" -L "$(losses 5001)" -L "$(losses 10001)" -L "$(losses 15001)" "$t" "$p"
soon merge -q s.jsonl
soon compare s.jsonl s.jsonl

# shellcheck disable=SC2046 # options, and no blanks in them
soon eval -q $(awk 'BEGIN { for (i = 0; i < 60000; i++) print "-i" 100 + i }') "$t" "$p"

i=0
while [ $i -lt 20 ]; do
    mkdir -p chain/$i
    ln -s ../$((i + 1)) chain/$i/a
    ln -s ../$((i + 1)) chain/$i/b
    i=$((i + 1))
done
mkdir chain/20
status=0
soon inspect chain/0 2>message || status=$?
if [ $status -ne 3 ] || ! grep -q '^maskloss: chain/0/[ab/]*: leads to directories' message; then
    echo "linear: links: exit $status: $(cat message)"
    exit 1
fi
