#!/bin/sh
# inspect: arrays of odd shapes, batches, values that no one should have, masks of 0 and 255, class sets that do not fit,
# archives with something unreadable in them, directories and FIFOs.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
needs_archives
[ -n "$PYTHON3" ] || skip "no python3 with numpy"
"$PYTHON3" - <<'EOF' || skip "no python3 with numpy"
import struct
import zipfile
import zlib

import numpy

pixels = numpy.arange(4 * 8 * 9 * 3, dtype="float32").reshape(4, 8, 9, 3) % 7 + 1
batch = pixels / pixels.sum(-1, keepdims=True)
one_hot = numpy.eye(3)[numpy.arange(72).reshape(8, 9) % 3]
zeros = batch[0].copy()
zeros[1, 2] = 0
zeros[3, 4, 1] = numpy.nan
labels = (numpy.arange(5 * 72) ** 2 // 7 % 5).reshape(5, 8, 9)
arrays = {
    "1x1": batch[:1, :1, :1][0], "1x1-first": batch[:1, 0, 0, :].reshape(3, 1, 1), "scalar": numpy.array(3.0),
    "rank-1": numpy.ones(9), "rank-5": numpy.ones((2, 3, 4, 5, 6)), "empty": numpy.ones((0, 4, 5)),
    "all-nan": numpy.full((4, 5, 3), numpy.nan), "all-0": numpy.zeros((4, 5, 3)), "zeros": zeros,
    "nchw": numpy.moveaxis(batch, -1, 1), "nc1hw": numpy.moveaxis(batch, -1, 1)[:, :, None],
    "c1hw": numpy.moveaxis(batch[0], -1, 0)[:, None], "n1hw": batch[..., :1].reshape(4, 1, 8, 9), "nhw1": batch[..., :1],
    "logits": numpy.log(batch[0]), "positive-logits": pixels[0] * 9, "floats-one-hot": one_hot,
    "negative": numpy.full((4, 5, 3), -1, "i2"), "labels-nhw": labels, "labels-void": labels[0] - 1,
    "labels-large": labels[0] * 20000, "mask": (labels[0] > 2) * numpy.uint8(255), "2000": numpy.ones((40, 50, 2000), "u1"),
}
for name, array in arrays.items():
    numpy.save(name + ".npy", array)
numpy.savez("mixed.npz", a=batch[0], names=numpy.array(["x"]), z=numpy.array(1))
numpy.savez("usual.npz", probabilities=batch[0], spare=batch[1])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + bytes(range(20 * row, 20 * row + 20)) for row in range(10))
with open("plane.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 20, 10, 8, 0, 0, 0, 0)) +
               chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
zipfile.ZipFile("map.pt", "w").writestr("map/data.pkl", "")
EOF
note "# shapes"
run inspect 1x1.npy 1x1-first.npy scalar.npy rank-1.npy rank-5.npy empty.npy 2000.npy
note "# images in front, or none"
run inspect nchw.npy nc1hw.npy c1hw.npy n1hw.npy nhw1.npy labels-nhw.npy
run inspect 'labels-nhw.npy[2]' 'labels-nhw.npy[5]' 'nchw.npy[3]' 'n1hw.npy[0]' '1x1.npy[0]' 'rank-1.npy[0]' 'data/good-png-gray8.png[0]'
note "# values"
run inspect all-nan.npy all-0.npy zeros.npy logits.npy positive-logits.npy floats-one-hot.npy negative.npy
run inspect -f json zeros.npy
note "# labels"
run inspect labels-void.npy labels-large.npy mask.npy
run inspect -f json labels-void.npy data/bad-png-rgb-smooth.png
run inspect -i 255 data/bad-png-label-255.png
note "# a mask of 0 and 255 is evaluated with the option that inspect and eval name"
run eval mask.npy 'n1hw.npy[0]'
run eval -f json -o mask.json --classes=binary mask.npy 'n1hw.npy[0]'
note "# a plane of a prediction"
run inspect plane.png
run inspect -f json plane.png
note "# class sets: what they do not know, channels of another number"
run inspect -c data/good-classes-3.json mask.npy labels-void.npy zeros.npy n1hw.npy 2000.npy
run inspect -c data/good-classes-3.json -i 3,4 labels-nhw.npy
run inspect -c camvid data/good-png-rgb.png
run inspect data/bad-png-rgb-smooth.png data/bad-png-gray-alpha-clear.png data/good-png-gray16.png
run inspect -c cityscapes data/good-png-rgb.png
run inspect -c data/good-classes-ignore-colour.json -f json data/good-png-rgb.png
note "# archives: the others are inspected all the same; which needs --array"
run inspect mixed.npz usual.npz
run inspect -f json mixed.npz
run inspect --array=spare usual.npz
run inspect --array=spar usual.npz
run inspect map.pt
note "# no files"
mkdir folder
mkfifo fifo
run inspect folder folder/ fifo /dev/null
run inspect -f json folder
finish
