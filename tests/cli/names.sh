#!/bin/sh
# Names of files are bytes: what is not UTF-8 is written \xHH, and a hostile name cannot drive the terminal.
. "${srcdir:-.}/tests/cli/lib.sh"
mkdir t p
for name in 'back\slash' 'quote"d' "$(printf 'latin\374')" "$(printf 'esc\033[31m')" "$(printf 'new\nline')" 'ünicode' ' blank '; do
    cp data/good-png-gray8.png "t/$name.png" && cp data/good-npy-f4-hwc.npy "p/$name.npy" || skip "the file system refuses such names"
done
"$MASKLOSS" eval -f json -L cce t p | grep '"\(id\|truth\|prediction\)":' >>"$got"
run eval -L cce t p
rm p/*
run eval t p
finish
