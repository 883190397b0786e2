#!/bin/sh
# Arrays in archives give the bytes that the same arrays give on their own; which array is meant, and what is refused.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npz-deflated-hwc.npz
figures() { "$MASKLOSS" eval -q -f json -s -L all "$@" 2>&1; }
if figures $t $p | grep -q without-libzip; then
    [ "$(figures $t $p)" = "maskloss: $p: is a NumPy archive, and this maskloss was built without libzip (--without-libzip): \
save the array as .npy" ] || fail "$(figures $t $p)"
fi
needs_archives
same() { # same FIGURES NAME ARGUMENT...: says whether the figures are those in the file
    wanted=$1 name=$2
    shift 2
    if figures "$@" | cmp - "$wanted" >difference 2>&1; then note "$name: the same"; else note "$name: $(figures "$@" | head -1)"; fi
}
figures $t data/good-npy-f4-hwc.npy >usual
for f in data/good-npz-*.npz; do
    case $f in
    *-labels.npz | *-decided.npz | *-batch*.npz) ;;
    *) same usual "$f" $t "$f" ;;
    esac
done
note "# the array that is asked for, with --array or in the name, which is stronger; .npy has no arrays to choose from"
same usual --array $t data/good-npz-keys.npz --array=net/a
same usual KEY $t data/good-npz-keys.npz:net/a
same usual "KEY and --array" --array=net/b $t data/good-npz-keys.npz:net/a
same usual "--array and .npy" --array=net/a $t data/good-npy-f4-hwc.npy
run eval -s -L cce $t data/good-npz-keys.npz:net/b
run eval $t data/good-npz-keys.npz:net/aa
run eval --array=probabilities $t data/good-npz-arr_0.npz
run eval $t data/missing.npz:a
run eval $t data/good-npy-f4-hwc.npy:a
printf '%s\tdata/good-npz-keys.npz:net/a\tgood-png-gray8\n' $t >list
same usual "KEY in a list" -l list
note "# a file that has that very name is no part of another"
cp data/good-npz-keys.npz k.npz
mkdir k.npz:net
cp data/good-npy-f4-hwc.npy k.npz:net/b
same usual "the file" $t k.npz:net/b
same usual "the array" $t k.npz:net/a
note "# labels: hard predictions, and truth"
figures $t data/good-pairs/hard/a.png >hard
same hard "prediction" $t data/good-npz-decided.npz
same hard "prediction and truth" data/good-npz-labels.npz data/good-npz-decided.npz:arr_0
same usual "truth" data/good-npz-labels.npz $p
printf '$ maskloss eval data/good-npz-labels.npz:arr_0 data/good-npz-keys.npz:net/a (id, truth, prediction)\n' >>"$got"
"$MASKLOSS" eval -f json data/good-npz-labels.npz:arr_0 data/good-npz-keys.npz:net/a |
    sed -n 's/^      "\(id\|truth\|prediction\)": /  \1: /p' >>"$got"
run eval data/good-npz-stored-hwc.npz $t
run eval data/good-npz-keys.npz $p
note "# batches, and images of them"
figures data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy >batch
same batch batch data/good-npy-u1-nhw.npy data/good-npz-batch.npz
same batch "channel first" data/good-npy-u1-nhw.npy data/good-npz-batch-chw.npz:probabilities
same usual "image 1" $t "data/good-npz-batch.npz[1]"
same usual "image 1, channel first" $t "data/good-npz-batch-chw.npz:probabilities[1]"
note "# the folders that nnU-Net writes need no option"
figures data/good-pairs/truth data/good-pairs/npy >pairs
same pairs nnunet data/good-pairs/truth data/good-pairs/nnunet
run eval -o /dev/null data/good-pairs/truth data/good-pairs/nnunet
mkdir truth both
cp $t truth/a.png
cp data/good-npy-f4-hwc.npy both/a.npy
cp $p both/a.npz
run eval truth both
same usual "the suffix decides" --prediction-suffix=.npz truth both
cp $p both/a.npy
run eval --prediction-suffix=.npy truth both
cp $p both/a.probabilities
same usual "any name" --prediction-suffix=.probabilities truth both
note "# what has to be held whole"
for f in stored-hwc stored-chw deflated-hwc deflated-chw stored-fortran deflated-fortran; do
    printf '%s: ' $f >>"$got"
    "$MASKLOSS" eval --max-memory=419 -s -o /dev/null $t data/good-npz-$f.npz >>"$got" 2>&1 && note "not"
done
note "# an input is not overwritten"
cp data/good-npz-keys.npz out.npz
run eval -o out.npz $t out.npz:net/a
note "# every fault and its message"
for f in data/bad-npz-*.npz; do
    "$MASKLOSS" eval $t "$f" >>"$got" 2>&1
    status=$?
    [ $status -eq 3 ] || note "$f: exit $status"
done
note "# sizes in fields of Zip64, which are not there: of the second of two members, at byte 1221 of the file"
for at in 1241 1245; do
    cp data/good-npz-arr_0.npz zip64.npz
    printf '\377\377\377\377' | dd of=zip64.npz bs=1 seek=$at conv=notrunc 2>/dev/null
    run inspect zip64.npz
done
finish
