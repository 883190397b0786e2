#!/bin/sh
# Labels of hard predictions that the class set does not know: an error that says what helps, or no class, with a note in every form
# that travels through streams; and files that can be read as labels and as class indices.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
# An array of bytes: npy FILE HEIGHT WIDTH TYPE OCTAL...
npy() {
    file=$1 shape="($2, $3)" type=$4
    shift 4
    header=$(printf "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" "$type" "$shape")
    printf '\223NUMPY\001\000\166\000%-117s\n' "$header" >"$file"
    for byte; do printf '%b' "\\0$byte" >>"$file"; done
}
# The lines of the output that match; and what is said.
look() {
    pattern=$1
    shift
    printf '$ maskloss %s (%s)\n' "$*" "$pattern" >>"$got"
    "$MASKLOSS" "$@" 2>>"$got" | grep -E "$pattern" >>"$got"
}
printf '{"classes": [{"name": "a", "labels": [1]}, {"name": "b", "labels": [2]}, {"name": "c", "labels": [3]}], "ignore": [0]}' >shifted.json
npy t.npy 2 3 '|u1' 1 2 3 1 2 0
npy far.npy 2 3 '|u1' 1 2 11 1 12 143
npy index.npy 2 3 '|u1' 0 1 2 0 1 2
npy four.npy 2 3 '|u1' 1 2 4 1 2 3
npy signed.npy 2 3 '|i1' 1 2 377 1 2 3

note "# none of the classes: first place, pixels, labels; what is at ignored pixels does not matter"
run eval -c shifted.json t.npy far.npy
run eval -c shifted.json t.npy four.npy
run eval -c shifted.json t.npy signed.npy
note "# two readings: one has to be said, whatever is done about unknown labels"
run eval -c shifted.json t.npy index.npy
run eval -c shifted.json --unknown=miss t.npy index.npy
look 'accuracy|prediction_as' eval -s -f json -L cce -c shifted.json --prediction-as=indices t.npy index.npy
look 'accuracy|prediction_as' eval -s -f json -L cce -c shifted.json --prediction-as=labels t.npy index.npy
look 'prediction_as' eval -s -f json -L cce -c shifted.json --prediction-labels=indices t.npy index.npy
run eval -c shifted.json --prediction-as=indices t.npy four.npy

note "# counted as no class: a hint, and a note where people read, or on standard error"
run eval -s -L cce --views=masked --unknown=miss -c shifted.json t.npy far.npy
look 'hints|notes|code|none' eval -f json -L cce --unknown=miss -c shifted.json t.npy far.npy
look 'notes' eval -q -f json -L cce --unknown=miss -c shifted.json t.npy far.npy
look 'Note' eval -f markdown -L cce --unknown=miss -c shifted.json t.npy far.npy
run eval -o a.jsonl -f jsonl -L cce --unknown=miss -c shifted.json t.npy far.npy
show grep -o '"hints":[^]]*]' a.jsonl
run eval -q -s -o s.jsonl -f jsonl -L cce --unknown=miss -c shifted.json t.npy far.npy
show grep -o '"hints":[^}]*}' s.jsonl
note "# merge prints what eval prints, from records and from sums"
"$MASKLOSS" eval -q -f json -o eval.json -L cce --unknown=miss -c shifted.json t.npy far.npy
"$MASKLOSS" merge -q -f json -o merge.json a.jsonl
show cmp eval.json merge.json
"$MASKLOSS" eval -s -q -f json -o eval.json -L cce --unknown=miss -c shifted.json t.npy far.npy
"$MASKLOSS" merge -s -q -f json -o merge.json s.jsonl
show cmp eval.json merge.json
without_crc a.jsonl | sed 's/unknown-labels/unheard-of/' >odd.jsonl
run merge odd.jsonl
without_crc s.jsonl | sed 's/unknown-labels/unheard-of/' >odd.jsonl
run merge -s odd.jsonl

run eval --unknown=maybe t.npy far.npy
run eval --prediction-as=names t.npy far.npy
run merge --unknown=miss a.jsonl
finish
