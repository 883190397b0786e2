#!/bin/sh
# Without a class set the labels of hard predictions are counted ahead, by all threads: what they tell, and who is at fault, is what
# one thread finds that goes through the pairs in order, and figures are those of an evaluation that looks at each pixel.
. "${srcdir:-.}/tests/cli/lib.sh"
print='-L cce,brier -p pixels.total -p pixels.ignored -p raw.losses.cce.mean -p raw.losses.brier.mean -p raw.metrics.miou -p raw.metrics.mcc'
figures() {
    note "\$ maskloss eval $*"
    status=0
    # shellcheck disable=SC2086 # a list of words
    "$MASKLOSS" eval -j1 $print "$@" t p >out 2>err </dev/null || status=$?
    cat err out >wanted
    cat wanted >>"$got"
    note "[exit $status]"
    for more in -j2 -j7 '-v -j2' '-d maps -j1' '-d maps -j3'; do
        # shellcheck disable=SC2086 # a list of words
        "$MASKLOSS" eval $more $print "$@" t p >out 2>err </dev/null || [ $? -eq $status ] || fail "$more: exit status"
        grep -v ': [0-9]* x [0-9]*, ' err | cat - out >both
        cmp -s both wanted || fail "$more $*: $(cat both)"
        rm -rf maps
    done
}
# Pair 20 alone has label 6, pair 12 the first 5; and 11 where the truth is ignored.
many() {
    fresh
    for i in 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
        npy "t/$i.npy" '2, 6' '|u1' 0 1 2 $((i % 3)) 376 1 $((i % 2)) 2 2 0 1 1
        npy "p/$i.npy" '2, 6' '|u1' 0 1 $((i % 3)) 2 1 1 $((i % 2)) 2 0 0 1 $((i < 12 ? 0 : 5))
    done
    npy p/20.npy '2, 6' '|u1' 0 1 6 2 11 1 0 2 2 0 1 1
    copy data/good-png-gray8.png t/30.png p/30.png t/31.png
    copy data/good-png-pal8.png p/31.png
}
many
figures -i 254
figures -i 254 --shard=1/3
note "# what is ignored in a prediction is no class"
figures -i 6,254
note "# a label that is no class's"
npy p/16.npy '2, 6' '|u1' 0 1 377 2 1 1 0 2 2 0 1 1
figures -i 254
figures -i 254 --keep-going
note "# the first of two faulty ones is told, whichever was read first"
many
cp data/bad-png-cut-idat.png p/30.png
npy p/22.npy '2, 3' '|u1' 0 1 2 0 1 2
figures -i 254
figures -i 254 --keep-going
note "# wider labels, and predictions with channels, among them"
many
npy p/21.npy '2, 6' '<u2' 0 0 1 0 7 0 2 0 1 0 1 0 0 0 2 0 0 0 0 0 1 0 1 0
figures -i 254
npy p/22.npy '2, 6, 4' '<f2'
i=0
while [ $i -lt 12 ]; do
    printf '\000\074\000\000\000\000\000\000' >>p/22.npy
    i=$((i + 1))
done
figures -i 254
finish
