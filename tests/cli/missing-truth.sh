#!/bin/sh
# Predictions without truth, --missing-truth: which they are, their size, what results say of them, and what is in doubt.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
"$PYTHON3" -c '' 2>/dev/null || skip "no Python"
cat >arrays.py <<'END'
import struct, sys, zlib
# arrays.py NAME SHAPE [DTYPE]: a .npy that counts 1, 2, ..., or a gray .png of zeros with 2 in its last pixel (SHAPE height,width)
name, shape, dtype = sys.argv[1], [int(n) for n in sys.argv[2].split(",")], (sys.argv[3:] or ["<f4"])[0]
n = 1
for length in shape:
    n *= length
if name.endswith(".png"):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = bytearray(n)
    pixels[-1] = 2
    rows = b"".join(b"\0" + bytes(pixels[at:at + shape[1]]) for at in range(0, n, shape[1]))
    text = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", shape[1], shape[0], 8, 0, 0, 0, 0)) \
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
else:
    head = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (dtype, "".join("%d, " % length for length in shape))
    head += " " * (-(len(head) + 11) % 64) + "\n"
    body = struct.pack("<%df" % n, *range(1, n + 1)) if dtype == "<f4" else bytes(i % 3 for i in range(n))
    text = b"\x93NUMPY\1\0" + struct.pack("<H", len(head)) + head.encode() + body
open(name, "wb").write(text)
END
array() { "$PYTHON3" arrays.py "$@"; }
short() { # short ARGUMENT...: ids, truths, sizes and confusion matrices, which tell the classes of the truth
    printf '$ %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -f json --views=raw "$@" 2>&1 |
        sed -n '/^maskloss: warning/d; /"id"/p; /"truth"/p; /"width"/p; /"height"/p; /"confusion"/,/^ *]/p; /^maskloss/p; /"aggregate"/q' |
        sed '/^maskloss/!s/ //g' | tr '\n' ' ' >>"$got"
    note ""
}
set3='{"classes": [{"name": "sky", "labels": [7]}, {"name": "road", "labels": [0]}, {"name": "car", "labels": [2]}]}'
begin() {
    fresh
    printf '%s' "$set3" >set.json
}
note "# no truth at all: sizes from the axis that has the channels; hard labels; batches; other axes of length 1"
begin
array p/chw.npy 3,2,4; array p/hwc.npy 2,4,3; array p/one.npy 3,1,2,4; array p/label.npy 2,4 '|u1'; array p/png.png 2,4
short -c ./set.json --missing-truth=road --prediction-as=indices t p
short -c ./set.json --missing-truth=1 --prediction-as=indices t p
begin; array p/batch.npy 2,2,4,3; array p/slices.npy 3,2,2,4; array p/labels.npy 2,2,4 '|u1'
short -c ./set.json --missing-truth=sky --prediction-as=indices t p
printf 't/none.png\tp/batch.npy[1]\n' >list; short -c ./set.json --missing-truth=sky -l list
printf 't/none.png\tp/batch.npy[2]\n' >list; short -c ./set.json --missing-truth=sky -l list
printf 't/none.png\tp/none.npy\n' >list; short -c ./set.json --missing-truth=sky -l list
note "# without a class set the others tell how many classes there are; of two, one channel is enough"
begin; array p/a.npy 2,4,3; array p/b.npy 2,4,3; array t/b.png 2,4
short --missing-truth=2 t p
begin; array p/a.png 2,4; array p/b.png 3,3; array t/b.png 3,3
short --missing-truth=2 t p
short --missing-truth=3 t p
begin; array p/a.npy 2,4
short -c binary --missing-truth=0 t p
begin; array p/a.npy 1,2,2,4
short -c binary --missing-truth=0 t p
note "# in doubt: --layout, --prediction-as"
begin; array p/a.npy 3,4,3
short -c ./set.json --missing-truth=sky t p
short -c ./set.json --missing-truth=sky --layout=hwc t p
short -c ./set.json --missing-truth=sky --layout=chw t p
short --missing-truth=0 t p
begin; array p/a.npy 3,2,3,3
short -c ./set.json --missing-truth=sky t p
short -c ./set.json --missing-truth=sky --layout=cnhw t p
begin; array p/a.npy 3,2,4 '|u1'
short -c ./set.json --missing-truth=sky t p
short -c ./set.json --missing-truth=sky --layout=chw t p
short -c ./set.json --missing-truth=sky --prediction-as=labels --unknown=miss t p
begin; array p/a.npy 5,2,4
short -c ./set.json --missing-truth=sky t p
short -c ./set.json --missing-truth=sky --layout=chw t p
note "# planes or label images: those that have a truth tell"
begin; for c in 0 1 2; do array p/a_$c.png 2,4; array p/b_$c.png 2,4; done; array t/a.png 2,4
short -c ./set.json --missing-truth=car --bad-pixels=ignore t p
begin; for c in 0 1 2; do array p/a_$c.png 2,4; done; array t/b.png 2,4; array p/b.png 2,4
short -c ./set.json --missing-truth=car --unknown=miss t p
begin; for c in 0 1 2; do array p/a_$c.png 2,4; done
short -c ./set.json --missing-truth=car --unknown=miss t p
short -c ./set.json --missing-truth=car --unknown=miss --prediction-suffix=.png t p
printf 't/none.png\tp/a\ta\n' >list; short -c ./set.json --missing-truth=car --bad-pixels=ignore -l list
begin; mkdir p/a; for c in 0 1 2; do array p/a/$c.png 2,4; done
short -c ./set.json --missing-truth=car --unknown=miss t p
rm p/a/2.png; short -c ./set.json --missing-truth=car --unknown=miss t p
note "# prefixes, suffixes, names; files that yield; unknown kinds; partners"
begin; mkdir p/x; array p/x/pred_a_prob.npy 2,4,3; array p/b.npy 2,4,3
short -c ./set.json --missing-truth=car --prediction-prefix=pred_ --prediction-suffix=_prob.npy t p
short -c ./set.json --missing-truth=car --match=name t p
cp p/b.npy p/c.nii; cp p/b.npy p/b.tif; printf x >p/notes.txt; short -c ./set.json --missing-truth=car t p
begin; array t/gt_a.png 2,4; array p/a.npy 2,4,3
short -c ./set.json --missing-truth=car t p
short -c ./set.json --missing-truth=car --partial t p
begin; short -c ./set.json --missing-truth=car t p
note "# other truths, in planes too; ignored classes; weights; bad input of one image"
begin; array t/a_0.png 2,4; array p/a.npy 2,4,3; array p/b.npy 2,4,3
short -c ./set.json --truth-layout=planes --missing-truth=sky t p
begin; array t/a_1.png 2,4; array p/a.npy 2,4,3; array p/b.npy 2,4,3
short -c ./set.json --truth-layout=planes --missing-truth=sky t p
short -i 7 -c ./set.json --truth-layout=planes --missing-truth=sky t p
"$MASKLOSS" eval -q -f json -A softmax --truth-layout=planes -w inverse -c ./set.json --missing-truth=sky t p | grep '"weights"' >>"$got"
array p/c.npy 7,7; run eval -s -f tsv -A softmax -L cce --views=raw --keep-going --truth-layout=planes -c ./set.json --missing-truth=sky -o /dev/null t p
note "# the forms; the same bytes from streams, shards, sums and --resume; the worst"
begin; array t/a.png 2,4; array p/a.npy 2,4,3; array p/b.npy 2,4,3; array p/c.npy 3,2,4
run eval -s -A softmax -L cce --views=raw -c ./set.json --unknown=miss --missing-truth=car t p
run eval -q -s -f tsv -A softmax -L cce --views=raw -g coverage.without_truth==2 -c ./set.json -m none --missing-truth=car -o /dev/null t p
run eval -q -g coverage.without_truth==0 -A softmax -c ./set.json -o /dev/null t/a.png p/a.npy
"$MASKLOSS" eval -v -f json -A softmax -o whole -c ./set.json --missing-truth=2 t p 2>>"$got"
grep -E 'missing_truth|"truth"|coverage|notes|without' whole >>"$got"
same() { cmp - "$1" && note "$2: the same"; }
"$MASKLOSS" eval -q -f jsonl -A softmax -o stream -c ./set.json --missing-truth=car t p
"$MASKLOSS" merge -q -f json stream | same whole merge
for k in 0 1 2; do "$MASKLOSS" eval -q -f jsonl -A softmax --shard=$k/3 -o s$k -c ./set.json --missing-truth=car t p; done
"$MASKLOSS" merge -q -f jsonl s2 s0 s1 | same stream shards
head -n 3 stream >part; "$MASKLOSS" eval -q -f jsonl -A softmax --resume -o part -c ./set.json --missing-truth=car t p
same stream "--resume" <part
"$MASKLOSS" eval -q -s -f json -A softmax -o short.json -c ./set.json --missing-truth=car t p
"$MASKLOSS" eval -q -s -f jsonl -A softmax -o sums -c ./set.json --missing-truth=car t p
"$MASKLOSS" merge -q -s -f json sums | same short.json sums
"$MASKLOSS" eval -q -f json -A softmax --worst=2 -o worst -c ./set.json --missing-truth=car t p
"$MASKLOSS" merge -q -f json --worst=2 stream | same worst "--worst"
grep -E '"id"|"truth"' worst >>"$got"
run compare -f tsv -o /dev/null stream stream
note "# other settings, streams that do not go together"
"$MASKLOSS" eval -q -f jsonl -A softmax -o other -c ./set.json --missing-truth=sky t p
run merge -o /dev/null stream other
run compare -o /dev/null stream other
run eval -q -f jsonl -A softmax --resume -o part -c ./set.json --missing-truth=sky t p
without_crc stream | sed 's/,"missing_truth":"car"//' >odd; run merge -o /dev/null odd
array t/b.png 2,4
run eval -q -f jsonl -A softmax --resume -o part -c ./set.json --missing-truth=car t p
note "# usage"
run eval -c ./set.json --missing-truth=tree t p
run eval -c ./set.json --missing-truth=3 t p
run eval -c ./set.json --missing-truth= t p
run eval -c ./set.json --missing-truth=car t/none.png p/b.npy
run eval -c ./set.json --missing-truth=car none p
run merge --missing-truth=car stream
finish
