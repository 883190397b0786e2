#!/bin/sh
# What sets of images seldom are: maps and a result in one folder, names of maps that meet, streams that are gone on with and whose
# images are others now, bad values of logits, labels below 0, missing truths that are tried first.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
# What is said of it, but for notes that are the same of many.
said() {
    printf '$ maskloss %s (said)\n' "$*" >>"$got"
    "$MASKLOSS" "$@" 2>&1 >/dev/null </dev/null |
        grep -v 'classes, because\|all predictions are labels\|calling everything' >>"$got"
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
for id in 'a[-]' '1234]' 'ab12]' '.b/c' '../d' 'e/../f' '.../g'; do
    printf '%s\t%s\t%s\n' $png $npy "$id" >list
    said eval -f json -d ids --kinds=error -l list
done
printf '%s\t%s\t%s\n' $png $npy a $png $npy 'a[1]' >list
said eval -f json -d ids --kinds=error -l list
printf '%s\t%s\t%s\n' $png $npy a $png $npy a.error.png/b/c >list
said eval -f json -d ids --kinds=error -l list
printf '{"classes": [{"name": "{A~9:@", "labels": [0]}, {"name": "b", "labels": [1]}, {"name": "c", "labels": [2]}]}' >marks.json
said eval -c ./marks.json -f json -d ids "--kinds=probability:{A~9:@" $png $npy
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

note "# the class set ignores a label, the file says what stands for no data"
printf '{"classes": [{"name": "a", "labels": [0]}, {"name": "b", "labels": [1]}], "ignore": [2]}' >ignoring.json
npy ignored-p.npy '1, 3, 2, ' '|u1' 001 002 003 003 002 001
npy ignored-t.npy '1, 3, ' '|u1' 002 001 000
"$MASKLOSS" explain -c ./ignoring.json ignored-t.npy ignored-p.npy 0,0 2>&1 | grep '^label\|^maskloss\|ignored' >>"$got"
"$MASKLOSS" explain -c ./ignoring.json -i 2 ignored-t.npy ignored-p.npy 0,0 2>&1 | grep '^label\|^maskloss\|ignored' >>"$got"

note "# maps where suffixes tell truths and predictions apart"
copy $png both/x_t.png both/notes.png
copy $npy both/x_p.npy
said eval -f json -d both --truth-suffix=_t.png --prediction-suffix=_p.npy both both
copy $png both/x.error.png
said eval -f json -d both --kinds=error --truth-suffix=_t.png --prediction-suffix=_p.npy both both
find both -type f | sort >>"$got"

note "# overlays of images that all have photos, or only some"
copy $png twins/t/a.png twins/t/b.png
copy $npy twins/p/a.npy twins/p/b.npy
copy data/good-png-rgb.png twins/photos/a.png
for more in "" --partial --keep-going "--partial --worst=2" "--keep-going --worst=2"; do
    said eval -f html -o page.html -d over --kinds=overlay,error --photos=twins/photos $more twins/t twins/p
done
said eval -f html -o page.html --keep-going --photos=twins/photos twins/t twins/p
said eval -f json --keep-going -d over --kinds=error --photos=twins/photos twins/t twins/p
said eval -f html -o page.html --map-scale=1 twins/t twins/p
find over -type f | sort >>"$got"

note "# a large image, of which a page shows some pixels"
npy wide.npy '64, 8192, ' '|u1'
head -c 524288 /dev/zero >>wide.npy
said eval -f html -o page.html -j 1 wide.npy wide.npy
said eval -f html -o page.html -j 2 wide.npy wide.npy

note "# planes of which some lack class 0, with a class set"
copy data/good-png-gray8.png zero/t/a.png zero/t/b.png
for c in 0 1 2; do
    copy data/good-pairs/planes8/a/$c.png zero/p/a/$c.png
    [ $c = 0 ] || copy data/good-pairs/planes8/a/$c.png zero/p/b/$c.png
done
said eval --keep-going -c data/good-classes-3.json zero/t zero/p
said eval --keep-going zero/t zero/p

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

note "# an image that has got a truth since"
rm -r all
copy $npy all/x.npy all/y.npy
"$MASKLOSS" eval -q -f jsonl --layout=hwc -o since.jsonl --missing-truth=1 some all || fail "exit $?"
head -n 3 since.jsonl >begun.jsonl
cp begun.jsonl lost.jsonl
cp $png some/y.png
said eval -f jsonl --layout=hwc --resume -o begun.jsonl --missing-truth=1 some all
mv some/x.png x.png
said eval -f jsonl --layout=hwc --resume -o lost.jsonl --missing-truth=1 some all
said merge -q --group=file since.jsonl
said merge -q --group=dir since.jsonl
if [ -w /dev/full ]; then
    note "# what failed cannot even be told"
    "$MASKLOSS" eval -f junit -o /dev/full data/good-png-gray8.png data/bad-npy-nan.npy 2>err >out
    [ $? -eq 4 ] || fail "/dev/full: exit status"
    grep -q 'is NaN.*; and /dev/full: cannot be written: No space left on device' err || fail "/dev/full: $(cat err)"
fi
note "# wrong usage that shows late is told by no report"
run eval -f junit -w 1,2 data/good-png-gray8.png data/good-npy-f4-hwc.npy
note "# names that are shorter than a suffix"
rm -rf t p maps
mkdir t p
cp data/good-png-gray8.png t/a_truth.png
cp data/good-npy-f4-hwc.npy p/a_prediction.npy
: >t/x
: >p/y
run eval -d maps --truth-suffix=_truth.png --prediction-suffix=_prediction.npy -p pixels.total t p
finish
