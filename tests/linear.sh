#!/bin/sh
# Work in proportion to what is asked for: twice as many losses, or options --ignore, cost about twice the instructions, where each
# compared with each would cost four times as many; and directories whose links make many paths are refused before all are listed.
# Counted by callgrind, which knows no clock.
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

i=0
while [ $i -lt 20 ]; do
    mkdir -p chain/$i
    ln -s ../$((i + 1)) chain/$i/a
    ln -s ../$((i + 1)) chain/$i/b
    i=$((i + 1))
done
mkdir chain/20
status=0
"$MASKLOSS" inspect chain/0 >result 2>message || status=$?
if [ $status -ne 3 ] || [ -s result ] || ! grep -q '^maskloss: chain/0/[ab/]*: leads to directories' message; then
    echo "linear: links: exit $status: $(cat message)"
    exit 1
fi

command -v valgrind >/dev/null || { echo "SKIP: linear: no valgrind" && exit 77; }
# Instructions that the program executes: count ARGUMENT...
count() {
    valgrind --tool=callgrind --callgrind-out-file=counted "$MASKLOSS" "$@" >result 2>said || {
        cat said >&2
        exit 1
    }
    sed -n 's/^.*Collected : \([0-9]*\)$/\1/p' said
}
# What n, 2n and 4n cost; the part that grows with n has to be about twice as much each time: grows NAME N COMMAND
grows() {
    small=$("$3" "$2") middle=$("$3" $((2 * $2))) large=$("$3" $((4 * $2)))
    echo "$small $middle $large" | awk -v name="$1" 'NF != 3 || $3 - $2 > 2.6 * ($2 - $1) || $2 <= $1 {
        print "linear: " name ": " $0 " instructions"
        exit 1
    }'
}
losses() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%stversky:fp=%d", i ? "," : "", 1 + i }'; }
stream() { "$MASKLOSS" eval -q -f jsonl -o s.jsonl -L "$(losses "$1")" "$t" "$p"; }
evaluated() { count eval -q -f jsonl -o s.jsonl -L "$(losses "$1")" "$t" "$p"; }
merged() { stream "$1" && count merge -q s.jsonl; }
compared() { stream "$1" && count compare s.jsonl s.jsonl; }
# shellcheck disable=SC2046 # options, and no blanks in them
ignored() { count eval -q $(awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print "-i" 100 + i }') "$t" "$p"; }

grows losses 150 evaluated
grows "losses, merged" 150 merged
grows "losses, compared" 80 compared
grows ignored 700 ignored
