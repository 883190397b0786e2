#!/usr/bin/env python3
"""The peak memory of one large image: its truth plane and a band, not its size.

    memory.py --maskloss PATH [--side 4096] [--classes 19] [--limit-mib 64] [--layout hwc|chw]
              [--archive none|stored|deflated]

Writes a float32 array of side x side x classes and its truth into a temporary folder (the defaults: 1.3 GB), as .npy or as
the member of an .npz, evaluates it, and asks the kernel for the peak. Needs NumPy.
"""

import argparse
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

try:
    import numpy
except ImportError as error:
    print("SKIP: needs NumPy (Debian: python3-numpy): %s" % error)
    sys.exit(77)


def write_truth(path, side, n_classes):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squares = numpy.arange((side // 64 + 1) ** 2).reshape(side // 64 + 1, -1) * 7 % n_classes
    labels = squares.repeat(64, 0).repeat(64, 1)[:side, :side].astype(numpy.uint8)
    rows = numpy.concatenate([numpy.zeros((side, 1), numpy.uint8), labels], axis=1)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows.tobytes(), 1)) + chunk(b"IEND", b""))


def write_array(file, side, n_classes, layout):
    rng = numpy.random.default_rng(1)
    shape = (side, side, n_classes) if layout == "hwc" else (n_classes, side, side)
    numpy.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
    band = rng.integers(1, 9, (64, side, n_classes)).astype(numpy.float32).tobytes()
    left = 4 * side * side * n_classes
    while left > 0:
        file.write(band[:left])
        left -= len(band)


def write_prediction(folder, side, n_classes, layout, archive):
    """Writes the array as it is to be stored; returns its path."""
    if archive == "none":
        path = os.path.join(folder, "prediction.npy")
        with open(path, "wb") as file:
            write_array(file, side, n_classes, layout)
        return path
    path = os.path.join(folder, "prediction.npz")
    method = zipfile.ZIP_DEFLATED if archive == "deflated" else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as file, file.open("arr_0.npy", "w", force_zip64=True) as member:
        write_array(member, side, n_classes, layout)
    return path


# A process inherits the peak of the one it was started from, so a small one has to start the program.
STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_mib(command):
    done = subprocess.run([sys.executable, "-S", "-c", STARTER, *command], stdout=subprocess.PIPE, check=True)
    return int(done.stdout) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--side", type=int, default=4096)
    parser.add_argument("--classes", type=int, default=19)
    parser.add_argument("--limit-mib", type=float, default=64)
    parser.add_argument("--layout", choices=("hwc", "chw"), default="hwc")
    parser.add_argument("--archive", choices=("none", "stored", "deflated"), default="none")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        truth = os.path.join(folder, "truth.png")
        write_truth(truth, arguments.side, arguments.classes)
        prediction = write_prediction(folder, arguments.side, arguments.classes, arguments.layout, arguments.archive)
        peak = peak_mib([arguments.maskloss, "eval", "-s", "-o", "/dev/null", truth, prediction])
    print("%d x %d x %d %s, archive %s: peak %.1f MiB, limit %.1f MiB" % (
        arguments.side, arguments.side, arguments.classes, arguments.layout, arguments.archive, peak, arguments.limit_mib))
    ok = peak <= arguments.limit_mib
    print("%d passed, %d failed" % (ok, not ok))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
