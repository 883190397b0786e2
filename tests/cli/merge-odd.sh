#!/bin/sh
# merge and compare of streams that end early where that cannot be seen before, that have no images, bad pixels or failures, and
# more than is named.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
pairs="data/good-pairs/truth data/good-pairs/npy"
# Runs maskloss with standard input from a file.
run_from() {
    file=$1
    shift
    printf '$ maskloss %s <%s\n' "$*" "$file" >>"$got"
    "$MASKLOSS" "$@" >>"$got" 2>&1 <"$file"
    printf '[exit %d]\n\n' $? >>"$got"
}
"$MASKLOSS" eval -q -f jsonl -o plain.jsonl $pairs || fail "exit $?"
"$MASKLOSS" eval -q -f jsonl -o weighed.jsonl -w inverse $pairs || fail "exit $?"
"$MASKLOSS" eval -q -f jsonl --bad-pixels=ignore -o bad.jsonl $png data/bad-npy-nan.npy || fail "exit $?"
"$MASKLOSS" eval -q -f jsonl --bad-pixels=ignore -o good.jsonl $png $npy || fail "exit $?"
"$MASKLOSS" eval -q -f jsonl -o other.jsonl $png $npy || fail "exit $?"
head -n 2 plain.jsonl >cut.jsonl

note "# cut off, which standard input does not show before"
run_from cut.jsonl merge -p masked.metrics.miou -
run_from cut.jsonl merge --partial -p masked.metrics.miou -
run_from cut.jsonl compare plain.jsonl -
run_from cut.jsonl compare --partial --common -p delta:masked.metrics.miou plain.jsonl -
run_from plain.jsonl merge -p masked.metrics.miou -
run_from plain.jsonl merge -w inverse -p masked.metrics.miou -

note "# no images, but failures"
printf '%s\tdata/bad-npy-%s.npy\t%s\n' $png zeros a $png nan b >faulty
"$MASKLOSS" eval -q -f jsonl --keep-going -o none.jsonl -l faulty 2>/dev/null
run merge none.jsonl
run merge --partial -p coverage.evaluated none.jsonl
run compare none.jsonl none.jsonl
run compare -q --partial -p delta:masked.metrics.miou none.jsonl none.jsonl

note "# weights of pixels whose classes are not told"
run merge -w inverse bad.jsonl
printf '%s\t%s\tgood\n' $png $npy | cat faulty - >some
"$MASKLOSS" eval -q -f jsonl --keep-going -o some.jsonl -l some 2>/dev/null
run merge -w median some.jsonl
run merge -w median --partial some.jsonl

note "# bad pixels on one side are no other truth, another size is"
run compare -q -p delta:masked.metrics.miou bad.jsonl good.jsonl
run compare -q -p delta:masked.metrics.miou good.jsonl bad.jsonl
npy wide-t.npy '1, 2, ' '|u1' 001 002
npy wide-p.npy '1, 2, 3, ' '|u1' 001 002 003 003 002 001
npy tall-t.npy '2, 1, ' '|u1' 001 002
npy tall-p.npy '2, 1, 3, ' '|u1' 001 002 003 003 002 001
npy twice-t.npy '2, 2, ' '|u1' 001 002 001 002
npy twice-p.npy '2, 2, 3, ' '|u1' 001 002 003 003 002 001 001 002 003 003 002 001
for shape in wide tall twice; do
    printf '%s-t.npy\t%s-p.npy\timage\n' $shape $shape | "$MASKLOSS" eval -q -f jsonl -o $shape.jsonl -l - || fail "exit $?"
done
run compare wide.jsonl tall.jsonl
run compare wide.jsonl twice.jsonl
run compare tall.jsonl twice.jsonl

note "# a figure that one side does not have tells of no change"
run compare -q --by='masked.per_class.0.iou' -p delta:masked.metrics.miou wide.jsonl wide.jsonl
run compare -q --by='masked.per_class.2.iou' -p delta:masked.metrics.miou wide.jsonl wide.jsonl

npy two-p.npy '1, 2, 3, ' '|u1' 001 002 003 001 003 002
printf 'wide-t.npy\ttwo-p.npy\timage\n' | "$MASKLOSS" eval -q -f jsonl -o two.jsonl -l - || fail "exit $?"
for sides in "two.jsonl wide.jsonl" "wide.jsonl two.jsonl" "two.jsonl two.jsonl"; do
    "$MASKLOSS" compare -q --by=raw.per_class.0.iou $sides | grep 'worse\|better\|same' >>"$got"
    "$MASKLOSS" compare -q -f json --by=raw.per_class.0.iou $sides | sed -n '/"worse"/,$p' | head -n 4 >>"$got"
done

note "# the first of two gates or figures that are none"
run merge -g 'masked.none>=0' -g 'masked.metrics.miou>=0' plain.jsonl
run merge -p masked.none -p masked.metrics.miou plain.jsonl
run compare -p masked.none -p masked.metrics.miou plain.jsonl plain.jsonl
run compare -g 'delta:masked.none>=0' -g 'masked.metrics.miou>=0' plain.jsonl plain.jsonl

note "# volumes"
"$MASKLOSS" eval -q -f jsonl -o volumes.jsonl data/good-nifti-u1.nii data/good-nifti-f4-4d.nii || fail "exit $?"
"$MASKLOSS" compare -q volumes.jsonl volumes.jsonl | grep -i group >>"$got"

note "# streams of which nothing is there, and of sums"
: >empty.jsonl
run merge --partial -p masked.metrics.miou plain.jsonl empty.jsonl
run merge --partial -w inverse -p masked.metrics.miou plain.jsonl empty.jsonl
run_from empty.jsonl merge --partial -p masked.metrics.miou plain.jsonl -
"$MASKLOSS" eval -q -s -f jsonl -o sums.jsonl $pairs || fail "exit $?"
run merge -s -w inverse sums.jsonl
run merge other.jsonl sums.jsonl
empty=$(i=0 && while [ $i -lt 99 ]; do echo empty.jsonl && i=$((i + 1)); done)
run merge -q --partial -p coverage.evaluated plain.jsonl $empty
for k in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
    "$MASKLOSS" eval -q -f jsonl -o one$k.jsonl --shard=$k/20 -l - 2>/dev/null <<EOF || fail "exit $?"
$(i=0 && while [ $i -lt 20 ]; do printf '%s\t%s\t%d\n' $png $npy $i && i=$((i + 1)); done)
EOF
done
run merge -p coverage.evaluated one?.jsonl one1?.jsonl

note "# with groups and without"
printf 'a\tone\nb/c\ttwo\n' >groups
"$MASKLOSS" eval -q -f jsonl -o grouped.jsonl --group=list:groups $pairs || fail "exit $?"
run compare grouped.jsonl plain.jsonl
run compare plain.jsonl grouped.jsonl
run merge -q grouped.jsonl other.jsonl
run merge -q other.jsonl grouped.jsonl

sed '3s/"group":"two",*//' grouped.jsonl | without_crc >half.jsonl
run merge -q half.jsonl
sed '2s/"group":"one",*//' grouped.jsonl | without_crc >half.jsonl
run merge -q half.jsonl
run merge -q --group=list:groups -p masked.metrics.miou half.jsonl

note "# how the weights were found is kept where all found them alike"
weights=$("$MASKLOSS" merge -q -f json weighed.jsonl | "$PYTHON3" -c 'import json, sys
print(",".join(repr(w) for w in json.load(sys.stdin)["settings"]["weights"]))')
"$MASKLOSS" eval -q -f jsonl -o given.jsonl -w "$weights" $png $npy || fail "exit $?"
for streams in "weighed.jsonl" "weighed.jsonl given.jsonl" "given.jsonl weighed.jsonl"; do
    note "$streams: $("$MASKLOSS" merge -q -f jsonl $streams | sed -n '1s/.*\("weighing":"[a-z]*"\).*/\1/p')"
done

note "# of many missing shards some are named"
i=0
while [ $i -lt 30 ]; do
    printf '%s\t%s\t%d\n' $png $npy $i
    i=$((i + 1))
done >many
for k in 3 29; do "$MASKLOSS" eval -q -f jsonl -o shard$k.jsonl --shard=$k/30 -l many || fail "exit $?"; done
run merge shard3.jsonl shard29.jsonl
run merge --partial -p coverage.evaluated shard3.jsonl shard29.jsonl

note "# of many gates that fail, too"
gates=$(i=11 && while [ $i -le 22 ]; do printf -- '-g masked.metrics.miou>=0.99%d ' $i && i=$((i + 1)); done)
run merge -q -p masked.metrics.miou $gates plain.jsonl
run compare -q -p masked.metrics.miou $gates plain.jsonl plain.jsonl
finish
