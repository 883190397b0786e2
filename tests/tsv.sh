#!/bin/sh
# The TSV report holds what the JSON report holds, and pandas reads it.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-tsv.XXXXXX")
trap 'rm -rf "$folder"' EXIT
data=$srcdir/tests/data sample=$srcdir/data/sample n=0
document() {
    n=$((n + 1))
    for form in json tsv; do
        status=0
        "$MASKLOSS" eval -q -f $form -o "$folder/$n.$form" "$@" 2>/dev/null || status=$?
        [ "$status" -eq "${expected:-0}" ] || { echo "tsv: exit $status of: eval $*" && exit 1; }
    done
}
document -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s -L all --views=raw,masked,excluded -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document -s --intervals -L cce,dice --views=raw,excluded -c "$sample/classes.json" "$sample/truth" "$sample/pred"
document --intervals -m none -i 0,1,2 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document -L focal:alpha=0.1/0.2/0.3,tversky:fp=1e-9,dice:smooth=0 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
document "$data/good-png-gray8.png" "$data/good-pairs/hard/a.png"
printf '{"classes": [{"name": "a\\\\b"}, {"name": "\\"c d\\""}, {"name": "NA"}]}' >"$folder/odd.json"
printf '%s\t%s\t"x\\\r\n\377\303\251\0%s\t%s\t007\0' "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy" \
    "$data/good-png-gray8.png" "$data/good-npy-f4-chw.npy" >"$folder/list"
document -0 -l "$folder/list" -c "$folder/odd.json"
document --worst=2 --by=forgiven.rate -g 'images==4' -c "$sample/classes.json" "$sample/truth" "$sample/pred"
for set in pred pred-new; do
    "$MASKLOSS" eval -f jsonl -L 'cce,tversky:fp=0.1' -o "$folder/$set.jsonl" -c "$sample/classes.json" "$sample/truth" "$sample/$set"
done
for form in json tsv; do
    "$MASKLOSS" compare -f $form -o "$folder/1.compare.$form" --by=-raw.metrics.miou -g 'delta:raw.losses["tversky:fp=0.1"].mean<=0' \
        -g 'rel:images==1' "$folder/pred.jsonl" "$folder/pred-new.jsonl" 2>/dev/null || [ $? -eq 1 ]
done
expected=1
document -g 'masked.losses["tversky:fp=0.1"].mean<=0' -g 'images==1' -L tversky:fp=0.1 "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy"
printf '%s\t%s\ta\n' "$data/good-png-gray8.png" "$data/bad-npy-nan.npy" >"$folder/bad"
expected=3
document --keep-going -l "$folder/bad" -c "$data/good-classes-3.json"
exec "${PYTHON3:-python3}" "$srcdir/tests/tsv_check.py" "$folder"/*.tsv
