#!/bin/sh
# -f html: what a small page says, whatever the classes, images and gates are called; that merge writes the same; --by alone.
# tests/pages.sh looks at pages as browsers do.
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
# A page without its pictures and what their colours mean, which tests/pages.sh looks at.
without_pictures() {
    sed 's|<div class="pictures">.*</figure></div>||; s|card pictured|card|; s|<ul class="legend"><li class="name">.*<div class="cards">|<div class="cards">|' "$1"
}
# What is between the style and the script.
words() { without_pictures "$1" | awk 'sub(/.*<body>/, "") { inside = 1 } inside && sub(/<script>.*/, "") { print; exit } inside' >>"$got"; }
note "# one image, all there is"
cat >classes.json <<'J'
{"classes": [{"name": "sky"}, {"name": "<b>&\"'\u202e", "color": [1, 2, 3]}, {"name": "car"}]}
J
printf '%s\t%s\ta<script>\377\033\n%s\tnone\t<i>\n' $png $npy $png >list
run eval -l list --keep-going -c classes.json -f html -o page.html -L cce --views=masked -g 'masked.metrics.miou>=0.9' -g 'images==1'
words page.html
note "# two views and intervals: the head of the table, and a row"
"$MASKLOSS" eval -q -f html -L dice --intervals -c classes.json -o page.html $png $npy || fail intervals
sed -n '/id="figures"/p; /<th scope="row">miou/p' page.html >>"$got"
note "# no pixel is left, and no image is shown"
run eval -f html -o page.html -s -i 0,1,2 -c classes.json -L dice --views=raw $png $npy
words page.html
note "# merge writes the same, but for the line of paths"
printf '%s\t%s\n' crossing west high-street west park '<east>' ring-road '<east>' >towns
for k in 0 1 2; do
    "$MASKLOSS" eval -q -f jsonl -o $k.jsonl --shard=$k/3 --group=list:towns -c sample/classes.json sample/truth sample/pred || fail "shard $k"
done
"$MASKLOSS" eval -q -f html -o eval.html --group=list:towns -c sample/classes.json sample/truth sample/pred || fail eval
"$MASKLOSS" merge -q -f html -o merge.html 0.jsonl 1.jsonl 2.jsonl || fail merge
without_pictures eval.html >eval.words
diff eval.words merge.html | grep '^[<>]' >>"$got"

note "# threads do not matter"
"$MASKLOSS" eval -q -j 3 -f html --group=list:towns -c sample/classes.json sample/truth sample/pred | cmp - eval.html && note "the same bytes"
note "# --by alone, where each image has its figure"
for form in text markdown html; do
    "$MASKLOSS" eval -f $form --by=-raw.metrics.miou -L dice -c sample/classes.json sample/truth sample/pred >by.$form || fail $form
done
sed -n '/^Images by/,$p' by.text >>"$got"
sed -n '/^### Worst/,$p' by.markdown >>"$got"
tr '\n' ' ' <by.html | grep -o 'The figure is.*<section id="settings"' | grep -o '<h3>[^<]*</h3>\|data-path="images[^<]*<' >>"$got"
run eval -f html --by=masked.miou -c sample/classes.json sample/truth sample/pred
note "# above 100 images there is a table, and so there is for all of them"
for many in 101 all; do
    "$MASKLOSS" eval -f html --worst=$many -L dice -c sample/classes.json sample/truth sample/pred >many.html || fail $many
    grep -o 'data-image="[^"]*"\|The figure is [^.]*' many.html >>"$got"
done
note "# a failing write leaves no page"
run eval -f html -o /dev/full $png $npy
run eval -f html -o no/page.html $png $npy
finish
