#!/bin/sh
# More planes than file descriptors: 256 classes, one PNG each, under ulimit -n 64. The figures are those of any other limit.
. "${srcdir:-.}/tests/cli/lib.sh"
# many FOLDER FIXTURES: planes 0.png to 255.png; class c has the fixture's plane c mod 3.
many() {
    mkdir -p "$1"
    c=0
    while [ $c -lt 256 ]; do
        cp "$2/$((c % 3)).png" "$1/$c.png"
        c=$((c + 1))
    done
}
limited() ( # limited DESCRIPTORS ARGUMENT...
    ulimit -n "$1" || exit 1
    shift
    "$MASKLOSS" "$@"
)
mkdir t flat
cp data/good-png-gray8.png t/a.png
many p/a data/good-pairs/planes8/a
for f in p/a/*; do ln "$f" "flat/a_${f##*/}"; done
limited 1024 eval -f json t p >whole || fail "256 planes"
limited 64 eval -f json t p >few || fail "256 planes with 64 descriptors"
cmp whole few && note "folder: the same figures with 64 descriptors"
limited 64 eval -f json t flat >few || fail "256 flat planes with 64 descriptors"
sed 's|flat/a_\*.png|p/a|' few | cmp whole - && note "flat: the same"
printf '$ maskloss eval -s --views=raw -L cce,dice t p (64 descriptors)\n' >>"$got"
limited 64 eval -s --views=raw -L cce,dice t p >>"$got" 2>&1
note "# a fault in the last of many"
cp data/bad-png-cut-idat.png p/a/255.png
printf '$ maskloss eval t p (64 descriptors)\n' >>"$got"
limited 64 eval t p >>"$got" 2>&1
note "[exit $?]"
finish
