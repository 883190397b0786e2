#!/bin/sh
# Label images in colours: the class set's colours tell the classes, exactly or not at all.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
p=data/good-npy-f4-hwc.npy set=data/good-classes-3.json
usual=$("$MASKLOSS" eval -c $set data/good-png-gray8.png $p | sed 's/good-png-.*//' | cksum)
for f in data/good-png-rgb*.png; do
    case $("$MASKLOSS" eval -c $set "$f" $p 2>>"$got" | sed 's/good-png-.*//' | cksum) in
    "$usual") note "$f: the usual figures" ;;
    *) note "$f: other figures or none" ;;
    esac
done
note "# without colours in the class set, or without a class set, it is an error that says what to do"
run eval -c data/good-classes-numbers.json data/good-png-rgb.png $p
run eval data/good-png-rgba.png $p
run eval data/good-png-gray8.png data/good-png-rgb.png
run eval data/good-png-rgb.png data/good-png-gray8.png
note "# in a truth, unknown colours, alpha that is not opaque and 16 bits that are not 8 are errors"
for f in rgb-unknown rgb-unknown-2 rgb-smooth rgba-clear rgba16-clear rgb16-odd; do
    run eval -c $set data/bad-png-$f.png $p
done
run eval -c data/good-classes-ignore-colour.json data/bad-png-rgb-unknown.png $p
note "# memory for an interlaced image is bounded: 35 pixels of 3 bytes"
run eval -s -L cce -c $set --max-memory=104 data/good-png-rgb-adam7.png $p
note "# a hard prediction in colours: what is unknown is a miss of its class and nobody's false positive"
counts() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f json -L cce --views=raw "$@" 2>>"$got" | sed -n '/"aggregate"/,$p' |
        sed -n '/"pixels": {"total/p; /"support"/p; /^        *\[/p' >>"$got"
    note
}
counts -c $set data/good-png-gray8.png data/good-png-rgb16.png
run eval -c $set data/good-png-gray8.png data/bad-png-rgb-unknown-2.png
counts --unknown=miss -c $set data/good-png-gray8.png data/bad-png-rgb-unknown-2.png
run eval -c $set data/good-png-gray8.png data/bad-png-rgba-clear.png
note "# and a colour that is ignored is no class either"
counts -c data/good-classes-ignore-colour.json data/good-png-gray8.png data/good-png-rgb.png
note "# in the truth it is void"
counts -c data/good-classes-ignore-colour.json data/good-png-rgb.png data/good-png-gray8.png
note "# a class whose labels are all ignored is ignored in colours too; one that has another label is not"
counts -i 2,8 -c $set data/good-png-rgb.png data/good-png-gray8.png
counts -i 2 -c $set data/good-png-rgb.png data/good-png-rgba.png
note "# colours are no indices: --prediction-labels has no effect on them"
counts --prediction-labels=indices -c $set data/good-png-gray8.png data/good-png-rgb.png
note "# gray with alpha, gray of 16 bits and arrays are not read by colour"
printf '{"classes": [{"name": "cell", "color": [255, 255, 255]}, {"name": "rest", "color": [0, 0, 0]}]}' >gray.json
npy white.npy '2, 2' '|u1' 0 377 377 0
npy black.npy '2, 2' '|u1' 0 0 0 0
run eval -c ./gray.json white.npy black.npy
note "# colours of an array have no bad pixels"
npy colours.npy '1, 2, 3' '|u1' 0 0 0 377 377 377
run inspect -c ./gray.json colours.npy
note "# an array of integers is a prediction in colours where it has not as many channels as there are classes: if all are those
# of classes, or if it is said; what is at ignored pixels is not looked at"
printf '{"classes": [{"name": "a", "color": [0, 0, 0]}, {"name": "b", "color": [255, 0, 0]}, {"name": "c", "color": [0, 9, 0]},
 {"name": "d", "color": [9, 9, 9]}]}' >four.json
npy t.npy '1, 3' '|u1' 0 1 2
npy hwc.npy '1, 3, 3' '|u1' 0 0 0 377 0 0 0 11 0
npy chw.npy '3, 1, 3' '<i2' 0 0 377 0 0 0 0 0 0 0 11 0 0 0 0 0 0 0
npy far.npy '1, 3, 3' '|u1' 0 0 0 377 0 0 0 12 0
npy float.npy '1, 3, 3' '<f4' 0 0 0 0 0 0 0 0 0 0 200 77 0 0 0 0 0 0 200 77 0 0 0 0 0 0 200 77 0 0 0 0 0 0 0 0
counts -c ./four.json t.npy hwc.npy
counts -c ./four.json --prediction-as=labels t.npy chw.npy
counts -c ./four.json --prediction-as=labels -i 2 t.npy far.npy
counts -c ./four.json --prediction-as=labels --unknown=miss t.npy far.npy
for colours in far float; do run eval -c ./four.json t.npy $colours.npy; done
run eval -c ./four.json --prediction-as=labels t.npy far.npy
run eval -c ./four.json --prediction-as=probabilities t.npy hwc.npy
npy minus.npy '1, 3, 3' '<i2' 0 0 0 0 0 0 377 0 373 377 0 0 0 0 11 0 0 0
run eval -c ./four.json --truth-layout=colors minus.npy t.npy
note "# two classes of one colour"
run eval -c data/bad-classes-color-twice.json data/good-png-gray8.png $p
finish
