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
note "# one class present: there are two at least"
shape data/good-png-gray1.png data/good-png-gray1.png
finish
