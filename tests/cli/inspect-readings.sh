#!/bin/sh
# inspect: which of two readings of samples eval takes, or whether it has to be said; the two never disagree.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
cat >one-bit.json <<'JSON'
{"classes": [{"name": "bg", "labels": [0]}, {"name": "fg", "labels": [1, 255]}], "mask": []}
JSON
cat >void.json <<'JSON'
{"classes": [{"name": "bg", "labels": [0]}, {"name": "fg", "labels": [1]}], "ignore": [255], "mask": []}
JSON

# What inspect says of an image and what eval does with it.
both() {
    image=$1
    shift
    run inspect "$@" "$image"
    run eval -v -o /dev/null "$@" "$image" "$image"
}
note "# labels 1 and 255 are the same class: there is nothing to ask"
both data/good-png-gray1.png -c one-bit.json
run inspect -f json -c one-bit.json data/good-png-gray1.png
note "# 1 is a class and 255 is void: both readings are of known labels"
both data/good-png-gray1.png -c void.json
both data/good-png-gray1.png -c void.json --samples=raw
both data/good-png-gray1.png -c void.json --samples=scaled
note "# one reading only, or none"
both data/good-png-gray1.png -c data/good-classes-mask.json
both data/good-png-gray4.png -c data/good-classes-gray4-scaled.json
both data/good-png-gray4.png -c data/good-classes-numbers.json
both data/bad-png-label-3-gray4.png -c data/good-classes-numbers.json
both data/good-png-gray4.png -c data/good-classes-numbers.json --samples=scaled
note "# palettes of grays"
both data/good-png-pal8-gray-permuted.png -c data/good-classes-numbers.json
both data/good-png-pal8-gray-identity.png -c data/good-classes-numbers.json
both data/good-png-pal8-gray-offset.png -c data/good-classes-numbers.json
note "# without a class set"
run inspect data/good-png-gray1.png
run inspect --samples=scaled data/good-png-gray1.png
run inspect --samples=raw data/good-png-gray1.png
finish
