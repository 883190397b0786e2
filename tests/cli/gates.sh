#!/bin/sh
# --gate: exit statuses alone and together with errors, what is shown, and usage errors before anything is evaluated.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
gates() { # the gates of a JSON result
    sed -n '/"gates"/,$p' "$1" >>"$got"
}
note "# a gate that holds, and one that does not"
run eval -s -o /dev/null -g 'masked.metrics.accuracy>=0' $png $npy
run eval -s -o /dev/null -g 'masked.metrics.accuracy>=0.99' $png $npy
note "# all are judged and shown, whatever the first says; a null fails"
run eval -s -f json -o all.json -g 'masked.metrics.accuracy > 2' -g 'images==1' -L cce,tversky:fp=0.1 -i 0,1,2 -c data/good-classes-3.json \
    -g 'masked.losses["tversky:fp=0.1"].mean<=0.2' -g 'forgiven.rate!=7' $png $npy
gates all.json
run eval -s -q -f tsv -o all.tsv -g 'images==1' -g 'images!=1' $png $npy
grep gates all.tsv >>"$got"
note "# an unknown path names the nearest, before anything is read or written"
run eval -o none.json -f json -g 'masked.metrics.miuo>=0.7' $png $npy
run eval -o none.json -f json -g 'excluded.metrics.miou>=0.7' $png $npy
run eval -o none.json -f json -g 'masked.confusion>=0.7' $png $npy
test -e none.json && note "none.json was written"
run eval -g 'masked.metrics.miou=0.7' $png $npy
run eval -g 'masked.metrics.miou>=70%' $png $npy
run eval -g 'masked.losses.tversky:fp=0.1.mean<=1' $png $npy
run eval -g 'delta:masked.metrics.miou>=0' $png $npy
run inspect -g 'masked.metrics.miou>=0' $png
note "# failures and errors: the largest status wins, both are said"
mkdir t p
cp $png t/a.png
cp $png t/b.png
cp $npy p/a.npy
cp data/bad-npy-cut-data.npy p/b.npy
run eval -s -o /dev/null --keep-going -g 'images==2' t p
run eval -s -o /dev/null --keep-going -g 'images==1' t p
run eval -s -o /dev/null -g 'images==1' t p
run eval -s -o /dev/full -g 'images==2' $png $npy
note "# in a stream; merge has its own"
run eval -f jsonl -o a.jsonl -g 'images==2' $png $npy
tail -n 1 a.jsonl | without_crc | sed 's/.*"errors"/"errors"/' >>"$got"
run merge -f jsonl -o b.jsonl a.jsonl
tail -n 1 b.jsonl | without_crc | sed 's/.*"errors"/"errors"/' >>"$got"
run merge -s -o /dev/null -m none -g 'forgiven.pixels>0' -g 'pixels.masked==0' a.jsonl
run merge -s -o /dev/null -g 'pixel.masked==0' a.jsonl
note "# a stream that is complete is still judged when it is resumed"
run eval -f jsonl -o a.jsonl --resume -g 'images==3' $png $npy
tail -n 1 a.jsonl | without_crc | sed 's/.*"errors"/"errors"/' >>"$got"
finish
