#!/bin/sh
# Documents of all kinds are valid under data/result.schema.json.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-schema.XXXXXX")
trap 'rm -rf "$folder"' EXIT
data=$srcdir/tests/data sample=$srcdir/data/sample n=0
document() {
    n=$((n + 1))
    "$MASKLOSS" eval -f json -o "$folder/$n.report.json" "$@" || [ $? -eq "${expected:-0}" ]
    "$MASKLOSS" eval -q -f jsonl -o "$folder/$n.jsonl" "$@" 2>/dev/null || [ $? -eq "${expected:-0}" ]
}
document -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s -L all --views=raw,masked,excluded -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document --views=excluded -m 0,1,2 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document -m none -i 0,1,2 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document -L focal:alpha=0.1/0.2/0.3,tversky:fp=1e-9,dice:smooth=0 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document --absent=keep --average=1,2 -c "$data/good-classes-ignore-colour.json" "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document "$data/good-png-gray8.png" "$data/good-pairs/hard/a.png"
document -c "$data/good-classes-names.json" "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document --shard=0/3 --smooth=1 -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s --shard=7/8 -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document --worst=2 --by=-raw.metrics.miou -c "$sample/classes.json" "$sample/truth" "$sample/pred"
mkdir "$folder/none"
mkdir "$folder/binary"
cp "$data/good-npy-f4-hw.npy" "$folder/binary/a.npy"
document --missing-truth=0 --threshold=0.25 --no-data=nan --no-data=9 -c binary "$folder/none" "$folder/binary"
document -s --missing-truth=0 --unknown=miss -i 0 --prediction-as=labels --samples=raw "$folder/none" "$data/good-pairs/hard"
document --intervals -L all --views=raw,masked,excluded -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -M all,objects:worst=3 --intervals --views=raw,masked,excluded -c "$sample/classes.json" "$sample/truth" "$sample/pred"
printf '%s\ta\n' crossing high-street park ring-road >"$folder/groups"
document -M all --intervals --group=list:"$folder/groups" -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s -M all,objects:worst=3 -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s -g 'low:raw.losses.cce.mean>0' -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document --intervals -m 0,1 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
expected=1
document -g 'images==4' -g 'masked.metrics.miou>=1.5' -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -L cce -i 0,1,2 -c "$data/good-classes-3.json" -g 'masked.losses.cce.mean<1' "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
expected=0
cp "$data/good-png-gray8.png" "$folder/good.png"
cp "$data/bad-npy-nan.npy" "$folder/bad.npy"
printf '%s\t%s\n' "$folder/good.png" "$data/good-npy-f4-hwc.npy" >"$folder/list"
printf '%s\t%s\t"\\\377\n' "$folder/good.png" "$folder/bad.npy" >>"$folder/list"
printf '%s\tnone.npy\tmissing\n' "$folder/good.png" >>"$folder/list"
document --partial -l "$folder/list" -i 0,1,2
expected=3
document --keep-going -l "$folder/list"
document --keep-going -c "$data/good-classes-3.json" "$folder/good.png" "$folder/bad.npy"
"$MASKLOSS" compare -f json -g 'delta:images==1' -o "$folder/1.comparison.json" "$folder/1.jsonl" "$folder/1.jsonl" 2>/dev/null || [ $? -eq 1 ]
"$MASKLOSS" compare -f json -o "$folder/2.comparison.json" "$folder/5.jsonl" "$folder/5.jsonl"
# Every file of the fixtures is inspected by itself, which makes a document of many kinds of entries, and all as a directory.
"$MASKLOSS" inspect -f json "$data"/good-*.[pnt]* "$data/bad-npy-nan.npy" "$folder/none.png" >"$folder/1.inspection.json" 2>/dev/null || [ $? -eq 3 ]
"$MASKLOSS" inspect -f json "$data" "$sample/truth" "$sample/pred" >"$folder/2.inspection.json" 2>/dev/null || [ $? -eq 3 ]
"$MASKLOSS" inspect -f json -c "$sample/classes.json" -o "$folder/3.inspection.json" "$sample/truth" "$sample/truth/park.png"
explained() {
    n=$((n + 1))
    "$MASKLOSS" explain -f json -o "$folder/$n.explanation.json" "$@"
}
for place in 0,0 13,45 20,30 30,10; do
    explained --views=raw,masked,excluded -c "$sample/classes.json" "$sample/truth/park.png" "$sample/pred/park.npy" $place
done
explained -L focal:alpha=0.1/0.2/0.3:gamma=1,dice:smooth=0 -m 1 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy" 4,6
explained -i 2 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy" 4,6
explained -A sigmoid "$data/good-npy-u1-nhw.npy[1]" "$data/good-npy-f4-nhwc.npy[1]" 0,6
explained "$data/good-png-gray8.png" "$data/bad-npy-nan.npy" 2,4
explained "$data/good-png-gray8.png" "$data/good-pairs/hard/a.png" 1,1
explained -m none "$data/good-png-gray1.png" "$data/good-npy-f4-hw.npy" 0,0
# Gradients that are too large for a number.
array() { printf '\223NUMPY\001\000\166\000%-117s\n%b' "{'descr': '$1', 'fortran_order': False, 'shape': ($2), }" "$3" >"$folder/$4"; }
array '|u1' '1, 1, ' '\001' tiny-t.npy
array '<f8' '1, 1, 2, ' '\001\0\0\0\0\0\0\0\002\0\0\0\0\0\0\0' tiny-p.npy
explained -m none "$folder/tiny-t.npy" "$folder/tiny-p.npy" 0,0
grep -q '"cce": \[null, null\]' "$folder/$n.explanation.json" || exit 1
exec "${PYTHON3:-python3}" "$srcdir/tests/schema_check.py" "$srcdir/data/result.schema.json" "$folder"/*.json "$folder"/*.jsonl
