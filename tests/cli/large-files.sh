#!/bin/sh
# One image of batches of more than 4 GiB, which on 32 bits no size of memory can count: its figures are those of the image in a file
# of its own. The files are sparse, and only the part that is needed is read.
. "${srcdir:-.}/tests/cli/lib.sh"
p=data/good-npy-f4-hwc.npy t=data/good-npy-u1-hw.npy
# A batch in which the image is the last of so many that the file is beyond SIZE: batch IMAGE SIZE FILE
batch() {
    "$PYTHON3" - "$1" "$2" "$3" <<'E2'
import ast, sys
data = open(sys.argv[1], "rb").read()
start = 10 + int.from_bytes(data[8:10], "little")
header, image = ast.literal_eval(data[10:start].decode("latin-1")), data[start:]
n = int(sys.argv[2]) // len(image) + 1
text = "{'descr': '%s', 'fortran_order': False, 'shape': %r, }" % (header["descr"], (n, *header["shape"]))
text = text.ljust(117) + "\n"
with open(sys.argv[3], "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode())
    file.seek(128 + (n - 1) * len(image))
    file.write(image)
print(n - 1)
E2
}
last_p=$(batch $p 5368709120 p.npy 2>&1) && last_t=$(batch $t 4294967296 t.npy 2>&1) || {
    echo "SKIP: large-files: no sparse file of 5 GiB can be made here: $last_p $last_t"
    exit 77
}
figures() { { "$MASKLOSS" eval -q -f json -s -L all "$@" >figures 2>messages && without_notes figures; } || cat messages; }
figures $t $p >usual
note "prediction, image $last_p: $(figures $t "p.npy[$last_p]" | cmp - usual 2>&1 && echo the same)"
note "truth, image $last_t: $(figures "t.npy[$last_t]" $p | cmp - usual 2>&1 && echo the same)"
note "# beyond the end"
run eval $t "p.npy[$((last_p + 1))]"
run eval -s $t p.npy
truncate -s 5368709120 p.npy
run eval $t "p.npy[$last_p]"
finish
