#!/bin/sh
# One channel of unsigned integers as the probability of class 1 of two, and --threshold.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
# The lines of the output that match; and what is said.
look() {
    pattern=$1
    shift
    printf '$ maskloss %s (%s)\n' "$*" "$pattern" >>"$got"
    "$MASKLOSS" "$@" 2>>"$got" | grep -E "$pattern" >>"$got"
}
npy t.npy '1, 6' '|u1' 0 0 0 1 1 1
npy jpeg.npy '1, 6' '|u1' 0 2 1 372 377 376
npy signed.npy '1, 6' '|i1' 0 2 1 1 2 3
npy two.npy '1, 3, 2' '|u1' 3 1 1 1 1 3
npy t2.npy '1, 3' '|u1' 0 1 1
figures() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f json -m none -L cce "$@" 2>>"$got" | grep -E '"(threshold|prediction_as)"|"sum"|^        \[' | head -n 7 >>"$got"
    note
}
note "# labels, unless it is said; the message names the option"
run eval -c binary t.npy jpeg.npy
figures --prediction-as=probabilities t.npy jpeg.npy
figures --prediction-as=probabilities --threshold=0 t.npy jpeg.npy
figures --prediction-as=probabilities --threshold=1 t.npy jpeg.npy
note "# two channels, whose p_1 is 1/4, 1/2, 3/4: above the threshold, not at it"
figures t2.npy two.npy
figures --threshold=0.5 t2.npy two.npy
figures --threshold=0.25 t2.npy two.npy
figures --threshold=0.2 t2.npy two.npy
note "# what cannot be"
run eval --prediction-as=probabilities t.npy signed.npy
run eval --prediction-as=probabilities data/good-png-gray8.png data/good-png-rgb.png
run eval --prediction-as=probabilities -c data/good-classes-3.json t.npy jpeg.npy
run eval --prediction-as=probabilities -A sigmoid t.npy jpeg.npy
run eval --threshold=0.5 t.npy t.npy
run eval --threshold=0.5 -i 255 data/good-png-gray8.png data/good-npy-f4-hwc.npy
for value in 1.5 -0.1 nan ''; do run eval --threshold=$value t2.npy two.npy; done
note "# comparisons show what was read differently"
"$MASKLOSS" eval -f jsonl -o a.jsonl t2.npy two.npy
"$MASKLOSS" eval -f jsonl -o b.jsonl --threshold=0.2 t2.npy two.npy
look 'differently' compare a.jsonl b.jsonl
look 'differently' compare -f markdown a.jsonl b.jsonl
run merge a.jsonl b.jsonl
finish
