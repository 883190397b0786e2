#!/bin/sh
# Shipped class sets, wherever the program is called; labels that are remapped all at once.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
classes() { sed -n '/"classes": \[/,/^  \],\{0,1\}$/s/^    {"index": \([0-9]*\), "name": \("[^"]*"\), "labels": \(\[[^]]*\]\).*/\1 \2 \3/p'; }
for set in binary camvid cityscapes cityscapes-train voc ade20k; do
    note "# $set"
    case $set in
    binary) label=data/good-png-gray1.png ;;
    *) label=$t ;;
    esac
    "$MASKLOSS" eval -s -f json -c $set -L cce $label $label 2>>"$got" >result.json
    classes <result.json >names
    case $set in
    ade20k) sed -n '1,3p;$p' names >>"$got" ;;
    *) cat names >>"$got" ;;
    esac
    grep -E '"(mask|ignore)": \[|"pixels": \{"total"' result.json >>"$got"
    note
done
note "# the sets of the program are those of data/classes"
for file in "$srcdir"/data/classes/*.json; do
    set=$(basename "$file" .json)
    for classes in "$set" "$file"; do
        "$MASKLOSS" eval -s -f json -c "$classes" -L cce $t $t >"$(basename "$classes")" 2>&1
    done
    cmp "$set" "$set.json" && note "$set"
done
note "# an unknown name; a file needs / or .json"
run eval -c cityscape $t $p
run eval -c Pascal $t $p
run eval -c '' $t $p
cp data/good-classes-3.json voc
run eval -s -L cce -c ./voc $t $p
note "# the name of a set is no file that must not be overwritten"
run eval -s -L cce -c binary -o binary data/good-png-gray1.png data/good-png-gray8-mask.png
note "# 0 and 1, and 0 and 255"
"$MASKLOSS" eval -s -c binary data/good-png-gray1.png data/good-npy-f4-hwc-2.npy | without_paths >usual
for truth in gray8-mask pal1; do
    "$MASKLOSS" eval -s -c binary data/good-png-$truth.png data/good-npy-f4-hwc-2.npy | without_paths | cmp usual - && note "$truth: the figures of gray1"
done
note "# labels are remapped all at once: 1 to class 0, 2 to class 1, 0 to class 2"
confusion() { "$MASKLOSS" eval -s -f json -m none -L cce "$@" | sed -n '/"confusion"/,/]$/p'; }
confusion $t $p >usual
confusion --samples=raw -c data/good-classes-rotated.json data/good-png-pal8-gray-permuted.png $p >rotated
cmp usual rotated && note "the usual confusion matrix"
finish
