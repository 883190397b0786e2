#!/bin/sh
# Names of files are bytes: what is not UTF-8 is written \xHH, and a hostile name cannot drive the terminal.
. "${srcdir:-.}/tests/cli/lib.sh"
mkdir t p
for name in 'back\slash' 'quote"d' "$(printf 'latin\374')" "$(printf 'esc\033[31m')" "$(printf 'new\nline')" 'ünicode' ' blank '; do
    cp data/good-png-gray8.png "t/$name.png" && cp data/good-npy-f4-hwc.npy "p/$name.npy" || skip "the file system refuses such names"
done
"$MASKLOSS" eval -f json -L cce t p | grep '"\(id\|truth\|prediction\)":' >>"$got"
run eval -L cce t p
note "# names of classes, in texts for reading"
printf '{"classes": [{"name": "a\\u202eb"}, {"name": "c\\u2028d"}, {"name": "e"}]}' >odd.json
run eval -c ./odd.json -m 0,1 -L cce data/good-png-gray8.png data/good-npy-f4-hwc.npy
run inspect -c ./odd.json data/good-png-gray8.png
for m in 0 1,2; do
    "$MASKLOSS" eval -c ./odd.json -m $m -f jsonl -o r.jsonl data/good-png-gray8.png data/good-npy-f4-hwc.npy
    for form in text markdown tsv; do "$MASKLOSS" merge -f $form r.jsonl; done
    for form in text markdown; do "$MASKLOSS" compare -f $form r.jsonl r.jsonl; done
done 2>&1 | grep -c "$(printf '\342\200[\250\256]')" >>"$got"
printf '{"classes": [{"name": "<b> @me"}, {"name": "c"}, {"name": "e"}]}' >markup.json
"$MASKLOSS" eval -c ./markup.json -m 1,2 -L cce -f markdown data/good-png-gray8.png data/good-npy-f4-hwc.npy | grep Note >>"$got"
rm p/*
run eval t p
finish
