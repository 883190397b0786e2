#!/bin/sh
# -L: the registry, keys in the output, and wrong specifications with their place.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
run eval --list-losses
keys() {
    note "$ maskloss eval $* (keys)"
    "$MASKLOSS" eval -f json -s "$@" $t $p | sed -n 's/.*{"key": \("[^"]*"\).*/\1/p' >>"$got"
}
keys
keys -L all
keys -L brier,cce
keys -L tversky:fp=0.3:fn=0.7,dice:smooth=0.0000001
keys -L tversky:fn=0.9:fp=0.10,tversky:smooth=1 -L focal:gamma=0,focal:alpha=1,focal:alpha=0.1/0.20/3e-1
keys --smooth=1 -L dice,dice:smooth=1e-7,focal_tversky:exponent=1
for spec in kce dice: dice:smooth dice:smooth= dice:smooth=x dice:smooth=-1 dice:alpha=1 cce:gamma=1 cce,cce all,cce \
    tversky:fp=0.3,tversky dice,,cce '' , focal:gamma=1:gamma=2 focal:gamma=1/2 focal:alpha=1/2 focal:alpha=1/2/ \
    focal_tversky:exponent=0 dice:smooth=1e400 dice:smooth=0x1 Dice; do
    run eval "-L$spec" $t $p
done
finish
