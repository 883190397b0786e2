#!/usr/bin/env python3
"""Inputs are read once, with any number of threads.

    reading.py --maskloss PATH

Of a stored .npz no more bytes are read than of the same .npy: the check sum is that of the bytes that are evaluated anyway.
How much a program has read, Linux tells in /proc/PID/io, for one that has ended until it is waited for. Standard library only.
"""

import argparse
import array
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

WIDTH, HEIGHT, CLASSES = 640, 512, 4  # large enough for several threads; planes begin at odd places of the archive


def write_png(path, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 1)) + chunk(b"IEND", b""))


def write_arrays(folder, layout):
    """NAME.npy and, stored, NAME.npz."""
    shape = (HEIGHT, WIDTH, CLASSES) if layout == "hwc" else (CLASSES, HEIGHT, WIDTH)
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': %r, }" % (shape,)
    header = header.ljust(117) + "\n"
    values = array.array("f", [1 + i * 7 % 5 for i in range(1000)] * (WIDTH * HEIGHT * CLASSES // 1000 + 1))
    values = values[:WIDTH * HEIGHT * CLASSES]
    if sys.byteorder == "big":
        values.byteswap()
    content = b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header.encode() + values.tobytes()
    with open(os.path.join(folder, layout + ".npy"), "wb") as file:
        file.write(content)
    with zipfile.ZipFile(os.path.join(folder, layout + ".npz"), "w", zipfile.ZIP_STORED) as file:
        file.writestr("arr_0.npy", content)


def bytes_read(command):
    """What the program prints, and how many bytes it has read; None where the system does not tell."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        try:
            with open("/proc/%d/io" % process.pid) as file:
                n = int(file.readline().split()[1])
        except OSError:
            n = None
        output.seek(0)
        text = output.read()
        if process.wait() != 0:
            sys.exit("reading: %s: %s" % (" ".join(command), text.decode("utf-8", "replace")))
        return text, n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    program = parser.parse_args().maskloss
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        truth = os.path.join(folder, "truth.png")
        write_png(truth, [bytes((row // 64 + column // 64) % CLASSES for column in range(WIDTH)) for row in range(HEIGHT)])
        for layout in ("hwc", "chw"):
            write_arrays(folder, layout)
            for threads in (1, 2, 5, 16):
                command = [program, "eval", "-f", "tsv", "-j%d" % threads, "--layout=" + layout, truth]
                path = os.path.join(folder, layout)
                plain, n_plain = bytes_read(command + [path + ".npy"])
                packed, n_packed = bytes_read(command + [path + ".npz"])
                if b"without-libzip" in packed:
                    print("SKIP: reading: built without libzip")
                    return 77
                if n_plain is None or n_plain < os.path.getsize(path + ".npy"):
                    print("SKIP: reading: the system does not tell how much a program reads (/proc/PID/io)")
                    return 77
                if plain.replace(b".npy", b".npz") != packed:
                    problems.append("%s, %d threads: other figures" % (layout, threads))
                # libzip looks for the directory in the last 64 KiB; each thread looks at the start of the file
                if n_packed > n_plain + 73728 + 512 * threads:
                    problems.append("%s, %d threads: %d bytes are read of an archive, and %d of the array in it" %
                                    (layout, threads, n_packed, n_plain))
    for problem in problems:
        print("reading: " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
