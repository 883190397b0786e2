#!/bin/sh
# --worst and --by: which images are reported, in every form, and that the set's figures stay those of all images.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
images() { sed -n '/^The worst/,$p'; } # the last part of a text
set_of() { "$MASKLOSS" eval -c sample/classes.json "$@" sample/truth sample/pred; }
note "# the order of all four images by cce, then of the worst two"
set_of -f tsv | awk -F '\t' '$1 != "" && $2 == "masked" && $4 == "losses.cce.mean" { print $5, $1 }' | sort -rn >>"$got"
for form in text json jsonl tsv; do
    set_of -f $form --worst=2 >worst.$form || fail "$form"
    set_of -f $form >all.$form || fail "$form"
    set_of -s -f $form >set.$form || fail "$form"
done
images <worst.text >>"$got"
grep '"id"\|"worst"' worst.json | cut -d , -f 1-2 >>"$got"
sed -n 's/.*\("worst":{[^}]*}\).*/\1/p; s/^{\("id":[^,]*\).*/\1/p' worst.jsonl >>"$got"
cut -f 1 worst.tsv | uniq >>"$got"
note "# the rest is that of all"
tail -n 1 worst.jsonl >worst.last
tail -n 1 set.jsonl | cmp - worst.last && note "jsonl: the last line is that of --summary"
echo >>set.text
sed '/^The worst/,$d' worst.text | cmp - set.text && note "text: the same"
sed -n '/"aggregate"/,$p' worst.json >a
sed -n '/"aggregate"/,$p' all.json | cmp - a && note "json: the same"
note "# --by, the lowest, and nulls, which are never among the worst"
set_of --worst=1 --by=forgiven.rate | images >>"$got"
set_of --worst=9 --by=-masked.metrics.miou | images >>"$got"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
printf '%s\t%s\tb\n%s\t%s\ta\n%s\t%s\tc\n' $png $npy $png $npy $png $npy >equal
"$MASKLOSS" eval -l equal --worst=2 | images >>"$got"
"$MASKLOSS" eval -i 0,1,2 -c data/good-classes-3.json --worst=2 $png $npy >>"$got"
note "# all: for reading all are listed; json, jsonl and tsv have all anyway"
awk 'BEGIN { for (k = 0; k < 45; k++) printf "data/good-png-gray8.png\tdata/good-npy-f4-hwc.npy\t%02d\n", k }' >many
for form in text markdown; do
    "$MASKLOSS" eval -f $form -l many | grep -c '[^0-9]44[^0-9]*$\|<code>44</code>' >>"$got"
    "$MASKLOSS" eval -f $form --worst=all -l many | grep -c '[^0-9]44[^0-9]*$\|<code>44</code>' >>"$got"
done
for form in json jsonl tsv; do
    set_of -f $form --worst=all --by=forgiven.rate >same.$form || fail "$form"
    cmp all.$form same.$form && note "$form: the same"
done
note "# of a comparison, all that got worse"
awk 'BEGIN { for (k = 0; k < 14; k++) printf "data/good-png-gray8.png\tdata/good-png-gray8.png\t%02d\n", k }' >right
"$MASKLOSS" eval -q -f jsonl -c data/good-classes-3.json -l right -o right.jsonl
"$MASKLOSS" eval -q -f jsonl -c data/good-classes-3.json -l many -o many.jsonl
for worst in 3 all; do
    "$MASKLOSS" compare -q --common -f json --worst=$worst right.jsonl many.jsonl | grep -c '"id"' >>"$got"
done
run eval --worst=all -s $png $npy
run eval -f json --worst=all --by=wdth $png $npy
note "# without cce, or without the masked view, the first loss of a view that is there"
"$MASKLOSS" eval -f json -L dice,jaccard --views=excluded --worst=2 $png $npy | grep '"worst"' >>"$got"
note "# what it does not go with"
run eval --worst=0 $png $npy
run eval --worst=x $png $npy
run eval --by=width $png $npy
run eval --worst=1 --by=wdth $png $npy
run eval --worst=1 --by=aggregate.width $png $npy
run eval --worst=1 --by=width.[ $png $npy
run eval --worst=1 -s $png $npy
run eval --worst=1 -f jsonl -o x --resume $png $npy
note "# such a stream has the sums of all: merge takes it as it takes one of --summary"
run merge worst.jsonl
run merge -s -L dice -m none worst.jsonl
{ "$MASKLOSS" merge -s worst.jsonl && echo; } | cmp - set.text && note "merge -s: the same"
"$MASKLOSS" merge --worst=2 -f json all.jsonl | cmp - worst.json && note "merge --worst: the same"
sed '$d' worst.jsonl >cut.jsonl
run merge -s cut.jsonl
without_crc worst.jsonl | sed '$s/,"exact".*,"errors"/},"errors"/' >odd.jsonl
run merge -s odd.jsonl
finish
