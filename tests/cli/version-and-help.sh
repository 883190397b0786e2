#!/bin/sh
# What the program says about itself. The version is that of configure.ac.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
version=$(sed -n 's/^AC_INIT(\[maskloss\], \[\(.*\)\])$/\1/p' "$srcdir/configure.ac")
[ "$("$MASKLOSS" --version)" = "maskloss $version" ] || fail "--version is not $version"
run --help
run help
run eval --help
run help eval
run help merge
run -h
run eval -h
run merge -h
run compare -h
run inspect -h
run explain -h
[ "$("$MASKLOSS" eval -h --help)" = "$("$MASKLOSS" help eval)" ] || fail "the last of -h and --help does not count"
for command in '' eval merge compare inspect explain; do
    "$MASKLOSS" $command -h >brief
    awk 'length > 80 || NR > 24 { exit 1 }' brief || fail "$command -h is more than a screen"
    [ "$(grep -c '^  maskloss ' brief)" -eq 3 ] || fail "$command -h has not three examples"
    [ "$(grep -c '^  -' brief)" -eq 10 ] || fail "$command -h has not ten options"
done
note "the examples of -h can be run:"
mkdir examples
cp -r sample/truth sample/pred sample/classes.json examples
(
    cd examples || exit 1
    "$MASKLOSS" eval -q -c classes.json -f jsonl -o old.jsonl truth pred
    "$MASKLOSS" eval -q -c classes.json -f jsonl --shard=0/2 -o shard-0.jsonl truth pred
    "$MASKLOSS" eval -q -c classes.json -f jsonl --shard=1/2 -o shard-1.jsonl truth pred
    for command in '' eval compare merge inspect explain; do
        "$MASKLOSS" $command -h | sed -n 's/^  maskloss /"$MASKLOSS" /p'
    done >commands
    while read -r line; do
        eval "$line" >/dev/null 2>&1 </dev/null || echo "exit $? of $line"
    done <commands
    wc -l <commands
) >>"$got"
"$MASKLOSS" --help | awk 'length > 80 { exit 1 }' || fail "--help is wider than 80 columns"
"$MASKLOSS" help eval | awk 'length > 80 { exit 1 }' || fail "help eval is wider than 80 columns"
"$MASKLOSS" help merge | awk 'length > 80 { exit 1 }' || fail "help merge is wider than 80 columns"
note "the options stand first or last, also with POSIXLY_CORRECT:"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
"$MASKLOSS" eval -s $t $p >first
"$MASKLOSS" eval $t $p -s >last
POSIXLY_CORRECT=1 "$MASKLOSS" eval -s $t $p >posix
cmp first last && cmp first posix && note "the same"
finish
