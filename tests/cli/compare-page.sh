#!/bin/sh
# compare -f html: what a small page says, of the sample set and of hostile names; tests/pages-compared.sh looks at more of them.
. "${srcdir:-.}/tests/cli/lib.sh"
# What is between the style and the script.
words() { awk 'sub(/.*<body>/, "") { inside = 1 } inside && sub(/<script>.*/, "") { print; exit } inside' "$1" >>"$got"; }
stream() { # stream NAME PREDICTIONS [OPTION]...
    name=$1 predictions=$2
    shift 2
    "$MASKLOSS" eval -q -c sample/classes.json -f jsonl -o "$name" "$@" sample/truth "$predictions" || fail "$name"
}
stream old.jsonl sample/pred
stream new.jsonl sample/pred-new
note "# the sample set, one loss and one view"
run compare -f html -o page.html -L cce --views=masked old.jsonl new.jsonl
words page.html
note "# a gate that fails, groups, another figure, and names that are markup"
printf '%s\t%s\n' crossing west high-street west park '<b>&"' ring-road '<b>&"' >towns
cp new.jsonl "<i>'.jsonl"
run compare -f html -o page.html -L dice --views=raw --group=list:towns --by=raw.metrics.miou --worst=1 -g 'delta:raw.metrics.miou>=0.1' -g 'images==4' \
    old.jsonl "<i>'.jsonl"
sed -n '/<header>/s/.*<main>//p; /id="gates"/,/id="figures"/p; /id="spread"/,/id="settings"/{/id="settings"/!p;}' page.html >>"$got"
note "# nothing differs"
"$MASKLOSS" compare -q -f html -L dice old.jsonl old.jsonl >same.html || fail same
grep -o '<h1>[^<]*\|<td class="verdict">[^/]*/' same.html | uniq -c >>"$got"
grep 'id="images"' same.html >>"$got"
note "# sides that lack images, and that were read differently"
stream scaled.jsonl sample/pred --activation=softmax
sed 3d scaled.jsonl | without_crc | sed '$s/"images":4,"coverage":{"expected":4,"evaluated":4}/"images":3,"coverage":{"expected":3,"evaluated":3}/' >three.jsonl
run compare -f html -o page.html --common -L dice old.jsonl three.jsonl
sed -n '/id="set"/,/id="notes"/p; /id="settings"/,$p' page.html | sed 's/<script>.*//' | grep -o '<dt>.*' >>"$got"
note "# threads do not matter"
"$MASKLOSS" compare -q -j 1 -f html old.jsonl new.jsonl >1.html
"$MASKLOSS" compare -q -j 3 -f html old.jsonl new.jsonl | cmp - 1.html && note "the same bytes"
note "# a failing write leaves no page"
run compare -f html -o /dev/full old.jsonl new.jsonl
run compare -f html -o no/page.html old.jsonl new.jsonl
finish
