#!/bin/sh
# Classes that are sums of channels: the figures of the sums, however the channels are stored; what is wrong with a set or file.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
figures() { { "$MASKLOSS" eval -q -f json -s -L all "$@" >figures 2>messages && without_notes figures; } || cat messages; }
same() { # same NAME ARGUMENT...: says whether the figures are the usual ones
    name=$1
    shift
    if figures "$@" | cmp - usual >difference 2>&1; then note "$name: the same"; else note "$name: $(figures "$@" | head -1)"; fi
}
set_of() { printf '{"classes": [%s]}' "$1" >set.json; }
set_of '{"name": "a", "labels": [0, 2], "channels": [2, 0]}, {"name": "b", "labels": [1], "channels": [1]}'
note "# hwc, chw, planes, a batch"
figures -c ./set.json $t $p >usual
grep -A 20 '"raw": {' usual | grep -E '"(cce|dice|metrics|a|b)": ' >>"$got"
same chw -c ./set.json $t data/good-npy-f4-chw.npy
same planes -c ./set.json $t data/good-pairs/planes8/a
same "planes of 16 bits" -c ./set.json $t data/good-pairs/planes16/a
same "of a batch" -c ./set.json $t 'data/good-npy-f4-nhwc.npy[1]'
for kernel in baseline avx2 avx512; do
    MASKLOSS_KERNEL=$kernel "$MASKLOSS" eval -q -f json -s -L all -c ./set.json $t $p >other 2>/dev/null && ! cmp -s other usual &&
        note "$kernel differs"
done
note "# the other order of classes; each channel a class; mask, weights and averages are about classes"
set_of '{"name": "b", "labels": [1], "channels": [1]}, {"name": "a", "labels": [0, 2], "channels": [0, 2]}'
figures -c ./set.json -m a -w 1,3 $t $p | head -1 >>"$got"
figures -c ./set.json -m a --average=foreground $t $p | grep -m 1 '"miou"' >>"$got"
set_of '{"name": "x", "channels": [0]}, {"name": "y", "channels": [1]}, {"name": "z", "channels": [2]}'
figures $t $p | sed 's/"0"/"x"/g; s/"1"/"y"/g; s/"2"/"z"/g' >usual
same "one each" -c ./set.json $t $p
note "# activation comes first"
set_of '{"name": "a", "labels": [0, 2], "channels": [0, 2]}, {"name": "b", "labels": [1], "channels": [1]}'
for activation in softmax sigmoid; do
    figures -c ./set.json -A $activation $t $p | grep -m 1 '"cce": ' >>"$got"
done
note "# a set whose channels do not go together"
set_of '{"name": "a", "channels": [0, 1]}, {"name": "b", "channels": [1]}'; run eval -c ./set.json $t $p
set_of '{"name": "a", "channels": [0, 0]}, {"name": "b", "channels": [1]}'; run eval -c ./set.json $t $p
set_of '{"name": "a", "channels": [0, 3]}, {"name": "b", "channels": [1]}'; run eval -c ./set.json $t $p
set_of '{"name": "a", "channels": [0, 2]}, {"name": "b"}'; run eval -c ./set.json $t $p
for value in '[]' '"0"' '[-1]' '[0.5]' '[1024]' 'null'; do
    set_of "{\"name\": \"a\", \"channels\": $value}, {\"name\": \"b\", \"channels\": [1]}"; run eval -c ./set.json $t $p
done
note "# another number of channels"
set_of '{"name": "a", "labels": [0, 2], "channels": [0, 3]}, {"name": "b", "labels": [1], "channels": [1, 2]}'
run eval -c ./set.json $t $p
run eval -c ./set.json $t data/good-pairs/planes8/a
run inspect -c ./set.json $p
set_of '{"name": "a", "labels": [0, 2], "channels": [0]}, {"name": "b", "labels": [1], "channels": [1]}'
run eval -c ./set.json $t data/good-npy-f4-hw.npy
note "# a bad value; hard labels beside"
set_of '{"name": "a", "labels": [0, 2], "channels": [2, 0]}, {"name": "b", "labels": [1], "channels": [1]}'
run eval -c ./set.json $t data/bad-npy-negative.npy
fresh; copy $t t/h.png t/s.png; copy $t p/h.png; copy $p p/s.npy
"$MASKLOSS" eval -q -f tsv -c ./set.json t p | grep -E '^[hs].*raw.*accuracy' >>"$got"
note "# streams: --resume, -s, shards, merge"
"$MASKLOSS" eval -q -f jsonl -c ./set.json -o stream t p; head -n 2 stream >part
"$MASKLOSS" eval -q -f jsonl -c ./set.json --resume -o part t p; cmp part stream && note "the same"
"$MASKLOSS" eval -q -s -f jsonl -c ./set.json t p >sums; "$MASKLOSS" eval -q -s -f json -c ./set.json t p >whole
"$MASKLOSS" merge -q -s -f json sums | cmp - whole && note "the same"
for k in 0 1; do "$MASKLOSS" eval -q -f jsonl -c ./set.json --shard=$k/2 -o s$k t p; done
"$MASKLOSS" merge -q -s -f json s1 s0 | cmp - whole && note "the same"
finish
