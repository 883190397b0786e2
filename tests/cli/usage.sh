#!/bin/sh
# Wrong calls: each exits 2, prints nothing but one message, and the message says what to do.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
run
run evaluate $t $p
run --frobnicate
run --version now
run --help eval
run help frobnicate
run help eval merge
run eval
run eval $t
run eval $t $p $p
run eval --frobnicate $t $p
run eval -Z $t $p
run eval --summary=yes $t $p
run eval $t $p --mask
run eval $t $p -m
run eval --s=raw $t $p
for option in --mask=7 --mask= --mask=0,sky --mask=0, --ignore=16777216 --ignore=-1 --ignore=x --ignore= \
    --weights=1,2 --weights=1,2,x --weights=1,,2,3 --weights=1,2,3, --weights=,1,2,3 --weights=-1,1,1 --weights=average --weights=1e999,1,1 --average=some --average=0,9 \
    --absent=never --bad-pixels=maybe --epsilon=0 --epsilon=0.5 --epsilon=nan --epsilon=1e-7x --epsilon= --smooth=-1 --smooth=inf \
    --views=raw,blurred --views= --array= --layout=whc --samples=cooked --samples=auto --format=xml --output= --truth-suffix= \
    --prediction-suffix= --max-pixels=lots --max-pixels=-1 --max-memory=1T --max-memory=G --max-memory=18446744073709551615K \
    --classes=cityscape --classes=; do
    run eval "$option" $t $p
done
run eval -i 0 -i x $t $p
run eval data $p
finish
