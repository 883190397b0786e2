#!/bin/sh
# Hard predictions: labels through the class set, void as no class, and how many classes there are without a class set.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png h=data/good-pairs/hard/a.png
part() { sed -n '/"aggregate"/,$p' | sed -n '/"pixels": {"total/p; /"metrics": {"acc/p; /"brier"/p; /"cce": {"sum/p; /^        *\[/p'; }
shape() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f json -L cce,brier "$@" 2>>"$got" | part >>"$got"
    note
}
shape $t $h
shape -c data/good-classes-3.json $t $h
note "# a label that the class set does not know is a miss of its true class and nobody's false positive"
shape -c data/good-classes-3.json $t data/bad-png-label-255.png
shape -i 255 $t data/bad-png-label-255.png
note "# without a class set the largest label would tell the number of classes; 255 hardly does"
run eval $t data/bad-png-label-255.png
run eval $t data/good-png-gray8-3x3.png
note "# what is at ignored pixels of the truth is not looked at when classes are counted; elsewhere it is"
npy t.npy '2, 2' '|u1' 0 1 377 2; npy u.npy '2, 2' '|u1' 0 1 144 2
npy f.npy '2, 2' '<f4' 0 0 0 0 0 0 200 77 0 0 300 177 0 0 0 100
for label in 377 310; do
    npy p.npy '2, 2' '|u1' 0 1 $label 2
    shape -i 255 t.npy p.npy
    shape --no-data=100 u.npy p.npy
    shape --no-data=nan f.npy p.npy
done
npy p.npy '2, 2' '<u2' 0 0 270 17 0 0 2 0
run eval -i 255 t.npy p.npy
npy p.npy '2, 2' '|u1' 0 310 0 2
run eval -i 255 -s -f tsv --views=raw -L cce -o /dev/null t.npy p.npy
npy tb.npy '2, 2, 2' '|u1' 0 1 377 2 0 1 0 377; npy pb.npy '2, 2, 2' '<u2' 0 0 1 0 270 17 2 0 0 0 1 0 0 0 1 4
shape -i 255 --truth-layout=labels tb.npy pb.npy
npy p.npy '2, 2' '<u2' 0 0 1 0 270 17 2 0
shape -i 255 t.npy p.npy
note "# gray values are no labels of classes: 255 is then no void, and where truths are 0 and 1 it is in doubt"
npy b.npy '2, 3' '|u1' 0 1 1 0 0 1
for last in 377 376; do
    npy p.npy '2, 3' '|u1' 3 310 $last 1 0 200
    run eval -q b.npy p.npy
    shape --prediction-as=probabilities b.npy p.npy
done
"$MASKLOSS" eval -q -f json --prediction-as=labels b.npy p.npy | grep -c '"name": "[0-9]' >>"$got"
npy p.npy '2, 3' '|u1' 3 310 1 1 0 1
"$MASKLOSS" eval -q -f json b.npy p.npy | grep -c '"name": "[0-9]' >>"$got"
npy t.npy '2, 3' '|u1' 0 1 2 0 0 1; npy p.npy '2, 3' '|u1' 3 310 376 1 0 1
"$MASKLOSS" eval -q -f json t.npy p.npy | grep -c '"name": "[0-9]' >>"$got"
npy p.npy '2, 3' '<i2' 3 0 310 0 376 0 1 0 0 0 1 0
"$MASKLOSS" eval -q -f json b.npy p.npy | grep -c '"name": "[0-9]' >>"$got"
note "# one class present: there are two at least"
shape data/good-png-gray1.png data/good-png-gray1.png
finish
