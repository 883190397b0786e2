#!/bin/sh
# -f markdown and -f junit: what they say, with and without gates, errors and images, and names that are neither Markdown nor XML.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
run eval -f markdown -L cce,dice -g 'masked.metrics.miou>=0.9' -g 'images == 4' -c sample/classes.json sample/truth sample/pred
note "# without gates the title has the figures; --summary has no images, --worst and --by choose them"
run eval -f markdown -s -L dice --views=raw -c sample/classes.json sample/truth sample/pred
"$MASKLOSS" eval -f markdown --worst=1 --by=-raw.metrics.miou -c sample/classes.json sample/truth sample/pred | sed -n '/^### Worst/,$p' >>"$got"
run eval -f junit -g 'masked.metrics.miou>=0.9' -g 'images == 4' -c sample/classes.json sample/truth sample/pred
run eval -f junit $png $npy
note "# merge prints the same; compare has its own figures"
for set in pred pred-new; do
    "$MASKLOSS" eval -f jsonl -L cce,dice -c sample/classes.json -o $set.jsonl sample/truth sample/$set || fail $set
done
for form in markdown junit; do
    "$MASKLOSS" eval -f $form -L cce,dice -g 'images==5' -c sample/classes.json sample/truth sample/pred >eval.$form 2>/dev/null
    "$MASKLOSS" merge -f $form -g 'images==5' pred.jsonl 2>/dev/null | cmp - eval.$form && note "$form: the same"
done
run compare -f markdown -g 'delta:masked.metrics.miou>=0' -g 'low:image_mean.masked.losses.cce.mean>=0' pred.jsonl pred-new.jsonl
run compare -f markdown --views=raw pred-new.jsonl pred-new.jsonl
run compare -f junit -g 'delta:masked.metrics.miou>=0' -g 'low:image_mean.masked.losses.cce.mean>=0' pred.jsonl pred-new.jsonl
note "# odd names, errors and a null"
cat >odd.json <<'J'
{"classes": [{"name": "a|b`<script>&amp;"}, {"name": "*c*_d_ [e](f) \\ ]]>"}, {"name": "\u00e9 \u65e5\u672c \"q\""}]}
J
printf '%s\t%s\t|<b>\377\033[31m\n%s\tnone|<b>.npy\t*x*\n' $png $npy $png >list
for form in markdown junit; do
    run eval -l list -c odd.json --keep-going -L cce --views=masked -f $form -g 'masked.per_class["*c*_d_ [e](f) \\ ]]>"].iou<0.1' \
        -g 'masked.per_class["a|b`<script>&amp;"].recall>=1' -i 0,1,2
done
note "# a title without gates whose figures have no value"
"$MASKLOSS" eval -f markdown -s -i 0,1,2 -c data/good-classes-3.json $png $npy | head -n 1 >>"$got"
run eval -f markdown -o x --resume $png $npy
run inspect -f markdown $png
finish
