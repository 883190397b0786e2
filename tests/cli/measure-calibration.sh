#!/bin/sh
# The measure calibration: figures that can be counted by hand, SPEC 11's numbers among them; streams that give the same bytes,
# with another mask too; and numbers of a record that no pixels can have.
. "${srcdir:-.}/tests/cli/lib.sh"
views=--views=raw,masked,excluded
# A is SPEC 7's image; B has four pixels of two classes, in bytes of a sum of 10.
mkdir t p
cp data/worked/truth.png t/a.png
cp data/worked/prediction.npy p/a.npy
npy t/b.npy '1, 4' '|u1' 0 0 1 1
npy p/b.npy '1, 4, 3' '|u1' 10 1 1 3 1 6 2 7 1 4 5 1
# MEASURE TRUTH PREDICTION [OPTION...]: its figures in each view, mask {0}.
figures() {
    measure=$1 truth=$2 prediction=$3
    shift 3
    note "$ maskloss eval -M $measure $* $truth $prediction"
    for view in raw masked excluded; do
        printf '%s:' $view >>"$got"
        for figure in ece mce gap pixels; do
            printf ' %s' "$("$MASKLOSS" eval -q $views -m 0 -M "$measure" "$@" \
                -p "measures[\"$measure\"].$view.$figure" "$truth" "$prediction" 2>>err)" >>"$got"
        done
        printf '\n' >>"$got"
    done
    grep -v warning err >>"$got"
    rm -f err
}
figures calibration t/a.png p/a.npy
figures calibration t p
figures calibration:bins=1 t/a.png p/a.npy
figures calibration:bins=1000 t/a.png p/a.npy
note "$ maskloss eval -f markdown -M calibration:bins=5"
"$MASKLOSS" eval -q -s $views -m 0 -M calibration:bins=5 -L dice -f markdown t p 2>err | grep -A 6 "^| calibration" >>"$got"
note "$ maskloss eval -f json -M calibration:bins=5 (its bins)"
"$MASKLOSS" eval -q $views -m 0 -M calibration:bins=5 -f json t p 2>err | grep '"bins": \[' >>"$got"
"$MASKLOSS" eval -q $views -m 0 -M calibration:bins=5 -f tsv t p 2>err | grep -c "[.]bins\>" >>"$got"

# Labels have no confidence: of them alone there is nothing, and beside others they count for nothing, masked or not.
mkdir with-labels labels
cp p/* with-labels
cp t/a.png t/c.png
cp t/a.png with-labels/c.png
cp t/a.png labels/a.png
figures calibration t/a.png labels/a.png
figures calibration t with-labels
rm t/c.png

# A threshold changes what is right, not how sure it is.
npy binary-truth.npy '1, 4' '|u1' 0 0 1 1
npy binary.npy '1, 4' '<f4' 0 0 200 76 0 0 0 77 0 0 100 77 0 0 100 77
for threshold in 0.1 0.5 0.9; do
    figures calibration binary-truth.npy binary.npy --threshold=$threshold
done

# Pixels that are bad, or ignored, are left out.
npy bad.npy '1, 4, 3' '|u1' 10 1 1 0 0 0 2 7 1 4 5 1
figures calibration t/b.npy bad.npy --bad-pixels=ignore
figures calibration t/b.npy p/b.npy --ignore=1

# Groups, the worst of which is the one whose gap is farthest from 0.
note '$ maskloss eval -M calibration --group (gap)'
"$MASKLOSS" eval -q -s -f json --group=file -m 0 -M calibration t p 2>err | sed 's/^ *//' | grep '^"gap"' >>"$got"

# Streams: merged they give the bytes of an evaluation, with another mask too; cut in shards, and gone on with; of any kernel
# and number of threads.
set="-q -c sample/classes.json -M calibration,calibration:bins=100"
"$MASKLOSS" eval $set -f jsonl -o all.jsonl sample/truth sample/pred
"$MASKLOSS" eval $set -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -f json -o merge.json all.jsonl
cp eval.json any.json
same_files eval.json merge.json
for kernel in baseline avx2 avx512; do
    MASKLOSS_KERNEL=$kernel "$MASKLOSS" eval $set -j 3 -f json -o kernel.json sample/truth sample/pred 2>/dev/null || continue
    cmp any.json kernel.json >>"$got" 2>&1
done
"$MASKLOSS" eval $set -m car,person --intervals -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q -m car,person --intervals -f json -o merge.json all.jsonl
same_files eval.json merge.json
shards_are_same $set
resumed_is_same $set
"$MASKLOSS" eval $set -j 3 --group=file -f json -o eval.json sample/truth sample/pred
"$MASKLOSS" merge -q --group=file -f json -o merge.json all.jsonl
same_files eval.json merge.json
"$MASKLOSS" eval -q -c sample/classes.json -M calibration -L dice -f jsonl -o old.jsonl sample/truth sample/pred
"$MASKLOSS" eval -q -c sample/classes.json -M calibration -L dice -f jsonl -o new.jsonl sample/truth sample/pred-new
note "$ maskloss compare old.jsonl new.jsonl"
"$MASKLOSS" compare -q old.jsonl new.jsonl | grep -A 3 "^calibration" >>"$got"
# An image got worse where its gap went away from 0; the page does not say which end of the axis is better.
note '$ maskloss compare --by=measures.calibration.raw.gap old.jsonl new.jsonl'
printf '%s\t%s\n' crossing west high-street west park east ring-road east >groups
by='--by=measures.calibration.raw.gap'
"$MASKLOSS" compare -q $by old.jsonl new.jsonl | sed -n '/got worse/,$p' >>"$got"
"$MASKLOSS" compare -q $by -f html old.jsonl new.jsonl | grep -c '(worse)\|(better)' >>"$got"
"$MASKLOSS" eval -q -c sample/classes.json -M calibration $by --group=list:groups -f html sample/truth sample/pred |
    grep -o 'Groups of images, the [a-z]* first' | sort -u >>"$got"
note "$ maskloss eval --intervals (intervals)"
"$MASKLOSS" eval -q -s -c sample/classes.json -M calibration --intervals -f json sample/truth sample/pred |
    sed -n '/"intervals"/,$s/^ *"\([emg][ca][ep]"\)/"\1/p' >>"$got"
run eval -q -s -c sample/classes.json -M calibration -L dice -o /dev/null -g 'measures.calibration.raw.ece<=0.05' \
    -g 'high:measures.calibration.raw.gap<=0' sample/truth sample/pred

# Numbers that no pixels can have.
"$MASKLOSS" eval -q -m 0 -M calibration:bins=3 -L dice -f jsonl -o small.jsonl t/a.png p/a.npy
sed -n 's/.*\("calibration:bins=3":{"pixels".*\),"crc32.*/\1/p' small.jsonl >>"$got"
change() {
    without_crc small.jsonl | sed "$1" >odd.jsonl
    cmp -s odd.jsonl unchanged.jsonl && fail "nothing is changed by $1"
    note "$1"
    run merge -s odd.jsonl
}
without_crc small.jsonl >unchanged.jsonl
change '2s/"pixels":\[\[0,0,2\]/"pixels":[[0,0,3]/'
change '2s/"pixels":\[\[0,0,2\]/"pixels":[[0,0,0]/'
change '2s/"pixels":\[\[0,0,2\]/"pixels":[[0,2]/'
change '2s/"right":\[\[0,0,1\],\[0,0,1\]/"right":[[0,0,2],[0,0,1]/'
change '2s/"right":\[\[0,0,1\],\[0,0,1\]/"right":[[0,0,1],[0,0,2]/'
change '2s/"conf":\[\[0,0,1.6\]/"conf":[[0,0,2.1]/'
change '2s/"conf":\[\[0,0,1.6\]/"conf":[[0,0,1.3]/'
change '2s/"conf":\[\[0,0,1.6\]/"conf":[[1e-3,0,1.6]/'
change '2s/"conf":\[\[0,0,1.6\]/"conf":[[-1e-3,0,1.6]/'
change '2s/"truth":"[^"]*"/&,"hints":["hard"]/;2s/"hints":\["hard"\],\("prediction":"[^"]*"\)/\1,"hints":["hard"]/'
change '1s/"bins":3}/"bins":4}/'
for spec in bins=0 bins=1001 bins=1.5 bins=; do run eval -M "calibration:$spec" t p; done
finish
