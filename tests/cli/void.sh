#!/bin/sh
# Hard predictions that are no class (void), whether ignored or unknown: a miss of the true class, nobody's false positive, with p = 0,
# counted under "none"; forgiven where the true class is masked; not looked at where the truth is ignored.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png void=data/bad-png-label-255.png
counts() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f json -L cce,brier "$@" 2>>"$got" | sed -n '/"aggregate"/,/"image_mean"/p' |
        grep -E '"pixels": \{"total|"support"|"(cce|brier)"|^        \[|"forgiven"|"pixels": [0-9]|"rate"' >>"$got"
    note
}
note "# ignored by the class set, by an option, and unknown"
counts -c data/good-classes-3.json $t $void
counts -i 255 $t $void
run eval -q -s -i 300 -i 255 -i 7,255,4 --print=raw.metrics.accuracy $t $void
run eval -c data/good-classes-numbers.json $t $void
counts --unknown=miss -c data/good-classes-numbers.json $t $void
note "# the true class of that pixel is masked"
counts --unknown=miss -c data/good-classes-numbers.json -m 2 $t $void
note "# the truth of that pixel is void too"
counts -c data/good-classes-3.json $void $void
note "# in the truth an unknown label is an error"
run eval -c data/good-classes-numbers.json $void $t
note "# the text says so"
"$MASKLOSS" eval -s -c data/good-classes-3.json $t $void | grep 'no class' >>"$got"
finish
