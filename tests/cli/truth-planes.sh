#!/bin/sh
# Truths that are one mask per class, --truth-layout=planes: which file is which plane of which key, and what is in doubt.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
"$PYTHON3" -c '' 2>/dev/null || skip "no Python"
cat >masks.py <<'END'
import struct, sys, zlib
# masks.py KIND FILE ROW...: a PNG of these digits: gray of 1 to 16 bits; p, q: a palette that begins with black, with white;
# t: with black, white and gray; r, s: ones of colours; c: RGB
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
kind, name, rows = sys.argv[1], sys.argv[2], [[int(d) for d in row] for row in sys.argv[3:]]
depth = int(kind) if kind.isdigit() else 8
lines = b""
for row in rows:
    text = "".join(format(v, "0%db" % depth) * (3 if kind == "c" else 1) for v in row)
    text += "0" * (-len(text) % 8)
    lines += b"\0" + bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), depth, {"c": 2}.get(kind, 0 if kind.isdigit() else 3), 0, 0, 0)
colors = {"p": b"\0\0\0\xff\xff\xff", "q": b"\xff\xff\xff\0\0\0", "r": b"\0\0\0\xff\0\0", "s": b"\0\0\0\xff\0\0\0\xff\0",
          "t": b"\0\0\0\xff\xff\xff\xfe\xfe\xfe"}.get(kind)
open(name, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + (chunk(b"PLTE", colors) if colors else b"")
                       + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))
END
mask() { "$PYTHON3" masks.py "$@"; }
labels() { # labels ARGUMENT...: ids and confusion matrices against a prediction with a class per column, which tell the truth
    printf '$ %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -f json --views=raw -q --truth-layout=planes "$@" 2>&1 |
        sed -n '/"id"/p; /"confusion"/,/^ *]/p; /^maskloss/p; /"aggregate"/q' | sed '/^maskloss/!s/ //g' | tr '\n' ' ' >>"$got"
    note ""
}
begin() {
    fresh
    mask 8 p/i0.png 0120 0120
}
begin; mkdir -p t/i0
note "# folders and flat names, by index and by name, of any depth; what is in no mask is class 0; a class without a mask is absent"
printf x >t/readme.txt
mask 1 t/i0/1.png 0100 0100; mask 16 t/i0/2.png 0030 0000
labels t p
labels t/i0 p/i0.png
labels -c data/good-classes-numbers.json t p
rm -r t/i0; mask 4 t/i0_1.png 0100 0100; mask 2 t/i0_2.png 0030 0000
labels t p
labels t/i0 p/i0.png
run eval -f jsonl -q --truth-layout=planes -L cce --views=raw t p
run eval -v -s -L cce --views=raw --truth-layout=planes t/i0 p/i0.png
note "# the longest class wins; prefixes, suffixes and other folders; lists; standard input"
begin; printf '{"classes": [{"name": "bg"}, {"name": "b_a"}, {"name": "a"}]}' >set.json
mask 8 t/i0_b_a.png 0100 0100
labels -c ./set.json t p
begin; mask 8 t/gt_i0_1_mask.png 0100 0100; mask 8 t/gt_i0_2_mask.png 0010 0000; mask 8 t/gt_i0_1.png 1111 1111
labels -c ./set.json --truth-prefix=gt_ --truth-suffix=_mask.png t p
begin; mkdir -p t/x/y; mask 8 t/x/y/i0_2.png 0010 0000
labels -c ./set.json --match=name t p
printf 't/x/y/i0\tp/i0.png\n' >list
labels -c ./set.json -l list
labels -c ./set.json t/x/y/i0 - <p/i0.png
note "# palettes: index 0 is where the class is not, if that is black; or --samples says what is meant"
begin; mask p t/i0_1.png 0100 0100; labels t p
begin; mask r t/i0_1.png 0100 0100; labels t p
begin; mask q t/i0_1.png 1011 1011; labels t p
labels --samples=scaled t p
labels --samples=raw t p
note "# ignored classes, one-hot planes of predictions beside, weights, shards, --keep-going, merge"
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/k_1.png 0100 0100; mask 8 p/k.png 0120 0120
labels -i 1 -c data/good-classes-numbers.json t p
labels --shard=1/2 -c data/good-classes-numbers.json t p
"$MASKLOSS" eval -q -f json --truth-layout=planes -w inverse t p | grep '"weights"' >>"$got"
for k in 0 1; do
    "$MASKLOSS" eval -q -f jsonl --truth-layout=planes --shard=$k/2 -c data/good-classes-numbers.json -o s$k t p
done
"$MASKLOSS" eval -q -f json --truth-layout=planes -c data/good-classes-numbers.json t p >whole
"$MASKLOSS" merge -q -f json s0 s1 | cmp - whole && note "the same"
note "# a stream that was cut off goes on with the images that it lacks; -s; labels above 65535; codes and values have no meaning"
"$MASKLOSS" eval -q -f jsonl --truth-layout=planes -o stream t p; head -n 2 stream >part
"$MASKLOSS" eval -q -f jsonl --truth-layout=planes --resume -o part t p; cmp part stream && note "the same"
"$MASKLOSS" eval -q -s -f jsonl --truth-layout=planes t p >sums; "$MASKLOSS" eval -q -s -f json --truth-layout=planes t p >whole
"$MASKLOSS" merge -q -s -f json sums | cmp - whole && note "the same"
"$MASKLOSS" merge -q -s -f json part | cmp - whole && note "the same"
printf '{"classes": [{"name": "a", "labels": [2]}, {"name": "b", "labels": [70000]}, {"name": "c", "labels": [1]}]}' >large.json
labels --prediction-as=indices -c ./large.json t p
labels --prediction-as=indices -c ./large.json -i 70000 t p
printf '{"classes": [{"name": "a", "labels": [2]}, {"name": "b", "labels": [70000]}], "ignore": [0]}' >large.json
labels -c ./large.json t p
labels -c ./large.json -i 70000 t p
run eval --truth-layout=planes --truth-code=/128 t p
run eval --truth-layout=planes --no-data=255 t p
note "# if class 0 has a mask anywhere, all images must have one, and it says where it is"
mask 8 t/i0_0.png 1011 1011
labels t p
run eval -s -f tsv -L cce --views=raw --keep-going --truth-layout=planes -o /dev/null t p
mask 8 t/k_0.png 1011 1001
labels t p
run eval -s -f tsv -L cce --views=raw --keep-going --truth-layout=planes -o /dev/null t p
note "# a pixel in two masks; sizes; kinds; names"
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_2.png 0110 0100; labels t p
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_2.png 011; labels t p
begin; mask 8 t/i0_1.png 010; labels t p
begin; mask c t/i0_1.png 0100 0100; labels t p
begin; printf x >t/i0_1.png; labels t p
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_other.png 0100 0100; labels t p
labels -c data/good-classes-numbers.json t p
labels t/i0_1.png p/i0.png
labels t/i1 p/i0.png
labels t p/i0.png
begin; mkdir t/i0; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0/2.png 0010 0000; labels t p
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_b.png 0010 0000
printf '{"classes": [{"name": "a"}, {"name": "b"}]}' >two.json; labels -c ./two.json t p
begin; mask 8 t/i0_7.png 0100 0100; labels -c data/good-classes-numbers.json t p
labels t data/good-pairs/npy
begin; labels t p
note "# endings of any case; masks of two directories; what has a class's name is read, or an error, but beside its mask"
begin; mask 8 t/i0_1.PNG 0100 0100; mask 8 t/i0_2.png 0010 0000; labels t p
labels t/i0 p/i0.png
mask 8 t/i0_1.png 0100 0100; labels t p
rm t/i0_1.PNG t/i0_2.png; mkdir t/x; mask 8 t/x/i0_2.png 0010 0000; labels --match=name t p
for file in 2.npy 2.npz 2.jpg 2.nii.gz 2.txt b.jpg; do
    begin; mask 8 t/i0_1.png 0100 0100; printf x >t/i0_$file; labels t p
    labels t/i0 p/i0.png
done
begin; mkdir t/i0; mask 8 t/i0/1.png 0100 0100; printf x >t/i0/2.npy; labels t p
labels t/i0 p/i0.png
mask 8 t/i0/2.png 0010 0000; labels t p
labels t/i0 p/i0.png
labels --truth-suffix=.png t p
begin; printf x >t/i0_1.npy; labels t p
labels t/i0 p/i0.png
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_cc.png 0010 0000; labels t/i0 p/i0.png
labels -c data/good-classes-numbers.json t/i0 p/i0.png
begin; mask 8 t/i0_1.png 0100 0100; mask 8 t/i0_x_2.png 0010 0000; mask 8 t/i0_all.png 0120 0120; labels t/i0 t/i0_all.png
printf 't/i0\tt/i0_all.png\n' >list
labels -l list
begin; mask 8 t/i0_1.png 0100 0100; printf x >t/i_3.jpg; labels t p
note "# gray: two values are the most, and 0 is one of two"
begin; mask 8 t/i0_1.png 0900 0900; labels t p
begin; mask 8 t/i0_1.png 1911 1911; labels t p
begin; mask 8 t/i0_1.png 0910 0910; labels t p
begin; mask 16 t/i0_1.png 0123 0456; labels t p
begin; mask t t/i0_1.png 0120 0000; labels t p
labels --samples=raw t p
begin; mask s t/i0_1.png 0120 0000; labels t p
labels --samples=raw t p
begin; mask 8 t/i0_1.png 0100 0100; run eval --truth-layout=planes -o t/i0_1.png t/i0 p/i0.png
finish
