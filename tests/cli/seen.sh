#!/bin/sh
# A run of each thing that is to be looked at: all kinds of maps with a page and photos, a page of a comparison, an explanation. Short,
# so that it runs where a program is slow; maps.sh, page.sh and explain.sh say what is in them.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
mkdir photos
cp $t photos
"$MASKLOSS" eval -q -f html -o page.html -d m --photos=photos \
    --kinds=error,loss,loss:brier,decision,truth,probability:1,masked,gradient:focal,gradient:dice,gradient:gdice,overlay $t $p ||
    fail "no page"
note "a page with $(grep -o '<img ' page.html | wc -l) pictures, and maps:"
show ls m
"$MASKLOSS" eval -f jsonl -o stream $t $p || fail "no stream"
"$MASKLOSS" compare -q -f html -o compared.html stream stream || fail "no page of a comparison"
note "its headline: $(grep -o '<h1[^/]*' compared.html | sed 's/<[^>]*>//; s/<$//')"
run explain -L cce,dice $t $p 0,3
finish
