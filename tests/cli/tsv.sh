#!/bin/sh
# -f tsv: one figure a line, five fields in each whatever the names are; awk finds figures without any parsing.
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy tab=$(printf '\t')
run eval -f tsv -L wcce,tversky:fp=0.1 --views=excluded $png $npy
note "# a figure of the set, and of each image"
"$MASKLOSS" eval -f tsv -c sample/classes.json sample/truth sample/pred >all.tsv || fail "no result"
awk -F '\t' '$1 == "" && $2 == "masked" && $4 == "metrics.miou" { print $5 }' all.tsv >>"$got"
awk -F '\t' '$2 == "raw" && $3 == "car" && $4 == "per_class.iou" { print $1 ": " $5 }' all.tsv >>"$got"
note "# the set alone is what it is with the images"
"$MASKLOSS" eval -f tsv -s -c sample/classes.json sample/truth sample/pred >set.tsv || fail "no summary"
sed -n "1p; /^$tab/p" all.tsv | cmp - set.tsv && note "the same"
note "# names that would break a line, a field or a quotation"
cat >odd.json <<'J'
{"classes": [{"name": "a\\b"}, {"name": "\"c d\""}, {"name": "\u00e9 NA"}]}
J
printf '%s\t%s\t"x\\\r\n\377\303\251\0' $png $npy >list
"$MASKLOSS" eval -0 -l list -c odd.json -f tsv >odd.tsv || fail "odd names"
grep 'per_class.iou' odd.tsv >>"$got"
awk -F '\t' 'NF != 5 { wrong++ } END { print wrong + 0 " of " NR " lines have not five fields" }' odd.tsv >>"$got"
note "# nor can those of classes turn or break a line"
printf '{"classes": [{"name": "a\\u202eb"}, {"name": "c\\u2028d"}, {"name": "e"}]}' >odd.json
"$MASKLOSS" eval -c ./odd.json -f tsv -s -L cce $png $npy | grep 'raw.*per_class.iou' >>"$got"
note "# figures without a value are empty; errors are counted"
mkdir t p
cp $png t/a.png
cp $png t/b.png
cp $npy p/a.npy
cp data/bad-npy-cut-data.npy p/b.npy
"$MASKLOSS" eval --keep-going -f tsv -i 0,1,2 -c data/good-classes-3.json t p 2>>"$got" >null.tsv
note "[exit $?]"
grep -e "^$tab$tab$tab\(coverage\|errors\|images\)" -e "masked$tab${tab}losses.cce" -e 'forgiven' -e "image_mean.losses.dice" null.tsv >>"$got"
grep -ic 'null\|nan\|inf' null.tsv >>"$got"
finish
