#!/bin/sh
# Labels stored as floats, and values that stand for no data.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
# Half precision, little-endian, by octal bytes: 0, 1, 2, 0.5, -1, NaN.
zero='000 000' one='000 074' two='000 100' half='000 070' minus='000 274' nan='000 176'
npy t.npy '1, 4' '|u1' 0 1 2 2
npy p.npy '1, 4, 3' '|u1' 1 0 0 0 1 0 0 0 1 1 0 0
npy labels.npy '1, 4' '<f2' $zero $one $two $two
npy half.npy '1, 4' '<f2' $zero $one $half $two
npy nan.npy '1, 4' '<f2' $zero $nan $two $two
npy minus.npy '1, 4' '<f2' $zero $minus $two $two
npy signed.npy '1, 4' '|i1' 0 377 2 2
npy onehot.npy '1, 1, 4, 3' '<f2' $one $zero $zero $zero $one $zero $zero $zero $one $zero $zero $one
npy nohot.npy '1, 1, 4, 3' '<f2' $one $zero $zero $zero $nan $zero $zero $zero $one $zero $zero $one
npy p4.npy '1, 1, 4, 3' '|u1' 1 0 0 0 1 0 0 0 1 1 0 0
accuracy() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f json -m none -L cce "$@" 2>>"$got" | grep -E '"no_data"|"prediction_as"|"pixels"|"accuracy"|"code"' | head -n 4 >>"$got"
    note
}
note "# a truth of floats"
accuracy labels.npy p.npy
accuracy --truth-layout=onehot onehot.npy p4.npy
for f in half nan minus; do run eval $f.npy p.npy; done
run eval --truth-layout=onehot nohot.npy p4.npy
note "# a prediction of floats"
printf '{"classes": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}' >classes.json
accuracy -c classes.json --prediction-as=labels t.npy labels.npy
run eval -c classes.json t.npy labels.npy
run eval t.npy labels.npy
run eval -c classes.json --prediction-as=labels t.npy half.npy
note "# no data"
accuracy --no-data=nan nan.npy p.npy
accuracy --no-data=-1 minus.npy p.npy
accuracy --no-data=-1 --no-data=nan --no-data=-1 signed.npy p.npy
accuracy --no-data=2 --no-data=none t.npy p.npy
accuracy --no-data=0 data/good-png-gray8.png data/good-npy-f4-hwc.npy
run eval signed.npy p.npy
for value in x '' 1e999; do run eval --no-data="$value" t.npy p.npy; done
note "# at most 256 of them"
many=$(i=10 && while [ $i -lt 266 ]; do printf ' --no-data=%d' $i && i=$((i + 1)); done)
for more in 10 266; do
    # shellcheck disable=SC2086 # options, and no blanks in them
    "$MASKLOSS" eval -q -s $many --no-data=$more --print=raw.metrics.accuracy t.npy p.npy >>"$got" 2>&1
done
note "# of one-hot vectors all channels have no data, or none; channels that lack the background"
npy void.npy '1, 2, 2' '<f4' 0 0 200 77 0 0 0 0 0 0 300 177 0 0 300 177
npy zeros.npy '1, 2, 2' '|i1' 1 0 0 0
npy gone.npy '1, 2, 2' '|i1' 377 377 0 1
npy half-gone.npy '1, 2, 2' '|i1' 377 0 0 1
npy two.npy '1, 2, 2' '<f4' 0 0 200 77 0 0 0 0 0 0 0 0 0 0 200 77
accuracy --truth-layout=onehot --no-data=nan void.npy two.npy
accuracy --truth-layout=onehot --no-data=0 zeros.npy two.npy
accuracy --truth-layout=onehot --no-data=-1 gone.npy two.npy
run eval --truth-layout=onehot void.npy two.npy
run eval --truth-layout=onehot zeros.npy two.npy
run eval --truth-layout=onehot --no-data=-1 half-gone.npy two.npy
npy three.npy '1, 4' '|u1' 0 1 2 2
npy four.npy '1, 4, 2' '|u1' 1 0 0 1 1 0 0 1
run eval three.npy four.npy
note "# what is infinite no option can say"
npy infinite.npy '2, 2' '<f4' 0 0 0 0 0 0 200 77 0 0 200 177 0 0 0 100
run eval infinite.npy infinite.npy
note "# what inspect says"
for f in labels half nan minus onehot; do run inspect $f.npy; done
run inspect --no-data=-1 minus.npy
note "# streams keep what was said"
"$MASKLOSS" eval -q -f jsonl -o a.jsonl --no-data=-1 --no-data=nan minus.npy p.npy
"$MASKLOSS" eval -q -f json -o eval.json --no-data=-1 --no-data=nan minus.npy p.npy
"$MASKLOSS" merge -q -f json -o merge.json a.jsonl
show cmp eval.json merge.json
run eval --resume -q -f jsonl -o a.jsonl --no-data=-1 minus.npy p.npy
without_crc a.jsonl | sed 's/"nan"/"none of these"/' >odd.jsonl
run merge odd.jsonl
finish
