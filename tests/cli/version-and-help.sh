#!/bin/sh
# What the program says about itself. The version is that of configure.ac.
. "${srcdir:-.}/tests/cli/lib.sh"
version=$(sed -n 's/^AC_INIT(\[maskloss\], \[\(.*\)\])$/\1/p' "$srcdir/configure.ac")
[ "$("$MASKLOSS" --version)" = "maskloss $version" ] || fail "--version is not $version"
run --help
run help
run eval --help
run help eval
run help merge
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
