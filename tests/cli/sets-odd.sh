#!/bin/sh
# What sets of images seldom are: maps and a result in one folder, names of maps that meet, streams that are gone on with and whose
# images are others now, bad values of logits, labels below 0, missing truths that are tried first.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
# The message and exit status alone; no message is none.
said() {
    printf '$ maskloss %s (said)\n' "$*" >>"$got"
    "$MASKLOSS" "$@" 2>&1 >/dev/null </dev/null | grep -v 'classes, because\|all predictions are labels\|calling everything' >>"$got"
}

note "# the result among the maps, below them, beside them"
mkdir -p m/below mm
said eval -f json -d m -o m/result.json $png $npy
said eval -f json -d m -o m/below/result.json $png $npy
said eval -f json -d m -o mm/result.json $png $npy
said eval -f json -d mm -o m/result.json $png $npy
said eval -f json -d m -o m/other.error.png $png $npy
said eval -f json -d m -o m/error.png $png $npy
said eval -f json -d m -o m/.error.png $png $npy
(cd m && "$MASKLOSS" eval -f json -d . -o result.json ../$png ../$npy) 2>>"$got"
find m mm -type f | sort >>"$got"

note "# kinds whose names in files are one"
printf '{"classes": [{"name": "a b", "labels": [0]}, {"name": "a-b", "labels": [1]}, {"name": "c", "labels": [2]}]}' >alike.json
said eval -c ./alike.json -f json -d m "--kinds=probability:a b,probability:a-b" $png $npy
said eval -c ./alike.json -f json -d m --kinds=probability:0,probability:1 $png $npy

note "# ids that end like those of images of a batch"
for id in 'a[]' 'a[x]' '[1]' 'b]' 'a[1]' './[1]' '12]' 'a[12'; do
    printf '%s\t%s\t%s\n' $png $npy "$id" >list
    note "$id"
    said eval -f json -d ids --kinds=error -l list
done
find ids -type f | sort >>"$got"

note "# images that a stream has, and that are there no longer"
copy data/good-npy-u1-nhw.npy t/v.npy
copy data/good-npy-f4-nhwc.npy p/v.npy
"$MASKLOSS" eval -q -f jsonl -o batch.jsonl t p || fail "exit $?"
sed -n '1p; 2,3s/"id":"v\[\([01]\)\]"/"id":"v[7\1]"/p' batch.jsonl | without_crc >later.jsonl
said eval -f jsonl --resume -o later.jsonl t p
sed -n '1p; 2s/"id":"v\[0\]"/"id":"w[0]"/p' batch.jsonl | without_crc >none.jsonl
said eval -f jsonl --resume -o none.jsonl t p
for k in 0 1; do "$MASKLOSS" eval -q -f jsonl -o shard$k.jsonl --shard=$k/2 data/good-pairs/truth data/good-pairs/npy; done
said eval -f jsonl --resume -o shard0.jsonl --shard=1/2 data/good-pairs/truth data/good-pairs/npy
said eval -f jsonl --resume -o shard0.jsonl --shard=0/3 data/good-pairs/truth data/good-pairs/npy
said eval -f jsonl --resume -o shard0.jsonl data/good-pairs/truth data/good-pairs/npy
said eval -f jsonl --resume -o shard0.jsonl --shard=0/2 data/good-pairs/truth data/good-pairs/npy
printf 'a\tone\nb/c\ttwo\n' >groups
said eval -f jsonl --resume -o shard0.jsonl --group=list:groups --shard=0/2 data/good-pairs/truth data/good-pairs/npy
"$MASKLOSS" eval -q -f jsonl -o grouped.jsonl --group=list:groups data/good-pairs/truth data/good-pairs/npy
said eval -f jsonl --resume -o grouped.jsonl data/good-pairs/truth data/good-pairs/npy

note "# bad values of logits and of one channel"
npy one.npy '1, 2, ' '<f4' 000 000 300 177 000 000 000 077
npy one-t.npy '1, 2, ' '|u1' 001 000
npy fraction.npy '1, 2, ' '<f4' 000 000 300 077 000 000 000 077
for activation in none sigmoid; do
    said eval -A $activation one-t.npy one.npy
    said eval -A $activation one-t.npy fraction.npy
done
said eval -A softmax $png data/bad-npy-nan.npy
said eval -A softmax $png data/bad-npy-infinite.npy
said eval $png data/bad-npy-infinite.npy
said eval $png data/bad-npy-zeros.npy

note "# labels below 0, and values that are none"
npy below-t.npy '1, 3, ' '<i2' 377 377 001 000 002 000
npy below-p.npy '1, 3, 3, ' '|u1' 001 002 003 003 002 001 001 001 002
said eval below-t.npy below-p.npy
for column in 0 1; do
    said explain --no-data=-1 below-t.npy below-p.npy 0,$column
    "$MASKLOSS" explain --no-data=-1 -i 1 below-t.npy below-p.npy 0,$column | grep '^label' >>"$got"
done
npy nan-t.npy '1, 2, ' '<f4' 000 000 300 177 000 000 200 077
npy nan-p.npy '1, 2, 3, ' '|u1' 001 002 003 003 002 001
for column in 0 1; do "$MASKLOSS" explain --no-data=nan nan-t.npy nan-p.npy 0,$column 2>&1 | grep '^label\|^maskloss' >>"$got"; done

note "# missing truths: the class has to be one of those that the others have"
mkdir some
copy $png some/x.png
copy $npy all/x.npy all/y.npy
said eval --keep-going --missing-truth=1 some all
said eval --keep-going --missing-truth=7 some all
said eval --keep-going --missing-truth=road some all
rm some/x.png
said eval --keep-going --missing-truth=1 some all
said eval --keep-going --missing-truth=1 some data/good-pairs/hard
said eval --partial some all
said eval --partial $png all
cp $png some/x.png
said eval --partial some all
copy $npy all/z.npy
said eval --partial some all
finish
