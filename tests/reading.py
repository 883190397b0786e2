#!/usr/bin/env python3
"""Inputs are read once, with any number of threads.

    reading.py --maskloss PATH

Of a stored .npz no more bytes are read than of the same .npy: the check sum is that of the bytes that are evaluated anyway.
How much a program has read, Linux tells in /proc/PID/io, for one that has ended until it is waited for. And each plane of a
prediction is opened twice at most: once to look at it, and once to evaluate it, which inotify counts. Standard library only.
"""

import argparse
import array
import ctypes
import os
import random
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
        if process.wait() != 0 and b"without-libzip" not in text:
            sys.exit("reading: %s: %s" % (" ".join(command), text.decode("utf-8", "replace")))
        return text, n


class Opens:
    """Counts how often each of the files is opened; available: whether the system tells."""

    def __init__(self, paths):
        self.paths = paths
        self.c = ctypes.CDLL(None, use_errno=True)
        self.fd = self.c.inotify_init() if hasattr(self.c, "inotify_init") else -1
        opened = 0x20  # IN_OPEN
        self.numbers = {self.c.inotify_add_watch(self.fd, path.encode(), opened): path for path in paths} if self.fd >= 0 else {}
        self.available = self.fd >= 0 and -1 not in self.numbers and len(self.numbers) == len(paths)

    def count(self):
        """Since the last call, of each path."""
        counts = dict.fromkeys(self.paths, 0)
        os.set_blocking(self.fd, False)
        try:
            while True:
                events = os.read(self.fd, 65536)
                while events:
                    number, _, _, n_name = struct.unpack_from("=iIII", events)
                    counts[self.numbers[number]] += 1
                    events = events[16 + n_name:]
        except BlockingIOError:
            return counts


def plane_problems(program, folder):
    """Planes of an image that is large enough for several threads: figures and openings."""
    truths, planes = os.path.join(folder, "truths"), os.path.join(folder, "planes", "a")
    os.mkdir(truths)
    os.makedirs(planes)
    paths = [os.path.join(planes, "%d.png" % c) for c in range(CLASSES)]
    write_png(os.path.join(truths, "a.png"), [bytes(column // 9 % CLASSES for column in range(WIDTH)) for _ in range(HEIGHT)])
    for c, path in enumerate(paths):
        noise = random.Random(c)  # or they would be read at once
        write_png(path, [bytes(noise.choices(range(1, 200), k=WIDTH)) for _ in range(HEIGHT)])
    opens = Opens(paths)
    if not opens.available:
        print("reading: openings are not counted: no inotify here")
    texts, problems = set(), []
    for threads in (1, 2, 5):
        text, _ = bytes_read([program, "eval", "-f", "tsv", "-j%d" % threads, truths, os.path.dirname(planes)])
        texts.add(text)
        counts = opens.count() if opens.available else {}
        problems += ["%d threads: %s is opened %d times" % (threads, os.path.basename(path), n) for path, n in counts.items()
                     if not 1 <= n <= 2]
    return problems + ["planes: figures depend on threads"] * (len(texts) > 1)


def report(problems, status):
    """Prints the problems; the exit status, which is `status` where there are none."""
    for problem in problems:
        print("reading: " + problem)
    return 1 if problems else status


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    program = parser.parse_args().maskloss
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        truth = os.path.join(folder, "truth.png")
        write_png(truth, [bytes((row // 64 + column // 64) % CLASSES for column in range(WIDTH)) for row in range(HEIGHT)])
        problems += plane_problems(program, folder)
        for layout in ("hwc", "chw"):
            write_arrays(folder, layout)
            for threads in (1, 2, 5, 16):
                command = [program, "eval", "-f", "tsv", "-j%d" % threads, "--layout=" + layout, truth]
                path = os.path.join(folder, layout)
                plain, n_plain = bytes_read(command + [path + ".npy"])
                packed, n_packed = bytes_read(command + [path + ".npz"])
                if b"without-libzip" in packed:
                    print("SKIP: reading: built without libzip")
                    return report(problems, 77)
                if n_plain is None or n_plain < os.path.getsize(path + ".npy"):
                    print("SKIP: reading: the system does not tell how much a program reads (/proc/PID/io)")
                    return report(problems, 77)
                if plain.replace(b".npy", b".npz") != packed:
                    problems.append("%s, %d threads: other figures" % (layout, threads))
                # libzip looks for the directory in the last 64 KiB; each thread looks at the start of the file
                if n_packed > n_plain + 73728 + 512 * threads:
                    problems.append("%s, %d threads: %d bytes are read of an archive, and %d of the array in it" %
                                    (layout, threads, n_packed, n_plain))
    return report(problems, 0)


if __name__ == "__main__":
    sys.exit(main())
