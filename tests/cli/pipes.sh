#!/bin/sh
# A truth or a prediction that comes through a FIFO or standard input: read once, with the other file's id; and what is no pipe.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
figures() { sed -n '/"pixels"/,$p' "$1"; }
result() { # result NAME: the names in the result, and whether its figures are the usual ones
    printf '%s: ' "$1" >>"$got"
    sed -n 's/^      "\(id\|truth\|prediction\)": /\1 /p' result | tr '\n' ' ' >>"$got"
    figures usual >usual.figures && figures result >result.figures
    if cmp -s usual.figures result.figures; then note "the same"; else note "differs: $(head -1 result)"; fi
}
"$MASKLOSS" eval -q -f json -L all $t $p >usual
note "# standard input: a file, a pipe"
"$MASKLOSS" eval -q -f json -L all - $p <$t >result 2>&1; result truth
"$MASKLOSS" eval -q -f json -L all $t - <$p >result 2>&1; result prediction
cat $t | "$MASKLOSS" eval -q -f json -L all - $p >result 2>&1; result "truth, pipe"
cat $p | "$MASKLOSS" eval -q -f json -L all $t - >result 2>&1; result "prediction, pipe"
(head -c 9 $p; sleep 0.1; tail -c +10 $p) | "$MASKLOSS" eval -q -f json -L all $t - >result 2>&1; result "in pieces"
for more in '-w inverse' '-j 3' '--prediction-suffix=-f4-hwc.npy --prediction-prefix=good-'; do
    # shellcheck disable=SC2086 # several options
    "$MASKLOSS" eval -q -f json -L all $more - $p <$t >result 2>&1; sed -n 's/^      "id": /id /p' result >>"$got"
done
note "# FIFOs, both of them in any order of writing; images and arrays in them"
mkfifo a b
cat $t >a & "$MASKLOSS" eval -q -f json -L all a $p >result 2>&1; result truth
cat $p >b & "$MASKLOSS" eval -q -f json -L all $t b >result 2>&1; result prediction
(cat $p >b; cat $t >a) & "$MASKLOSS" eval -q -f json -L all a b >result 2>&1; result both
cat $p >b & "$MASKLOSS" eval -q -f json -L all - b <$t >result 2>&1; result "both, one standard input"
cat data/good-npy-f4-nhwc.npy >b & "$MASKLOSS" eval -q -f json -L all $t 'b[1]' >result 2>&1; result "an image of a batch"
note "# planes beside, colours, interlaced"
"$MASKLOSS" eval -f json -q - data/good-pairs/planes8/a <data/good-pairs/truth/a.png | sed -n 's/^      "id": /id /p' >>"$got"
"$MASKLOSS" eval -q -f json -L all - $p <data/good-png-gray8-adam7.png >result 2>&1; result interlaced
note "# lists may come from standard input instead, a file of that name is ./-; what is in folders and lists is no pipe"
printf '%s\t%s\n' $t $p | "$MASKLOSS" eval -q -f json -L all -l - >result 2>&1; result list
cp $t ./-; "$MASKLOSS" eval -q -f json -L all ./- $p >result 2>&1 </dev/null; result "./-"
rm ./-; printf -- '-\t%s\n' $p >list; run eval -l list
fresh; copy $p p/a.npy; mkfifo t/a.png; run eval t p
note "# what is wrong"
run eval - -
run eval - $p
run eval $t -
run eval - nothing.npy
run eval sample/truth -
run eval --max-memory=100 - $p
"$MASKLOSS" eval --max-memory=100 - $p <$p >>"$got" 2>&1
note "[exit $?]"
head -c 70 $t | "$MASKLOSS" eval - $p >>"$got" 2>&1
note "[exit $?]"
"$MASKLOSS" eval - $p <&- >>"$got" 2>&1
note "[exit $?]"
"$MASKLOSS" eval - $p <p >>"$got" 2>&1
note "[exit $?]"
run eval /dev/zero $p
finish
