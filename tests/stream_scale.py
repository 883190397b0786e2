#!/usr/bin/env python3
"""Merging streams of many images: time, and memory that does not grow with their number.

    stream_scale.py --maskloss PROGRAM [--images N] [--classes N] [--streams N] [--write FOLDER]

Makes records of N images from a few real ones, under as many ids, spread over the streams, and merges them, with and without
writing them again. Fails when four times as many images need more memory. --write keeps the streams in FOLDER and
does nothing else.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "data"))
sys.dont_write_bytecode = True

from make import npy, png  # noqa: E402

N_REAL = 16
SLACK = 8 << 20  # bytes


def real_stream(program, folder, classes):
    """Header and image lines of a few real images."""
    rng = random.Random(classes)
    for part in ("t", "p"):
        os.makedirs(os.path.join(folder, part))
    height, width = 8, 64
    for n in range(N_REAL):
        labels = [[rng.randrange(classes) for _ in range(width)] for _ in range(height)]
        values = [rng.random() for _ in range(height * width * classes)]
        with open(os.path.join(folder, "t", "%d.png" % n), "wb") as file:
            file.write(png(labels, depth=16 if classes > 256 else 8))
        with open(os.path.join(folder, "p", "%d.npy" % n), "wb") as file:
            file.write(npy("<f4", (height, width, classes), values))
    text = subprocess.run([program, "eval", "-q", "-f", "jsonl", "--layout=hwc", "t", "p"], cwd=folder, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    lines = text.splitlines(keepends=True)
    return lines[0], [line[line.index(b",", 1):line.rindex(b',"crc32"')] for line in lines[1:-1]]


def write_streams(program, folder, images, classes, streams):
    """Streams without a last line; returns their paths and their size in bytes."""
    real = os.path.join(folder, "real")
    os.makedirs(real)
    header, bodies = real_stream(program, real, classes)
    paths = [os.path.join(folder, "%d.jsonl" % k) for k in range(streams)]
    size = 0
    for k, path in enumerate(paths):
        with open(path, "wb") as file:
            file.write(header)
            for n in range(k, images, streams):
                line = b'{"id":"%09d"%s' % (n, bodies[n * 7 % N_REAL])
                file.write(b'%s,"crc32":"%08x"}\n' % (line, zlib.crc32(line)))
            size += file.tell()
    return paths, size


def timed(command):
    """Seconds and peak memory of a command."""
    start = time.time()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status) if hasattr(os, "waitstatus_to_exitcode") else status
    if process.returncode:
        sys.exit("stream_scale: %s failed" % command)
    return time.time() - start, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--images", type=int, default=4000)
    parser.add_argument("--classes", type=int, default=3)
    parser.add_argument("--streams", type=int, default=4)
    parser.add_argument("--write")
    options = parser.parse_args()
    program = os.path.abspath(options.maskloss)
    if options.write:
        write_streams(program, options.write, options.images, options.classes, options.streams)
        return
    memory = []
    for images in (options.images // 4, options.images):
        folder = tempfile.mkdtemp(prefix="maskloss-scale.")
        try:
            paths, size = write_streams(program, folder, images, options.classes, options.streams)
            read = timed(["cat"] + paths)
            merge = [program, "merge", "-q", "--partial"]
            summed = timed(merge + ["-s", "-f", "json"] + paths)
            written = timed(merge + ["-f", "jsonl"] + paths)
        finally:
            shutil.rmtree(folder)
        print("%d images of %d classes in %d streams, %.1f MB: cat %.2f s; merge -s %.2f s, %.0f MB/s, %.1f MB held; "
              "merge -f jsonl %.2f s, %.0f MB/s, %.1f MB held" %
              (images, options.classes, options.streams, size / 1e6, read[0], summed[0], size / 1e6 / summed[2],
               summed[1] / 1e6, written[0], size / 1e6 / written[2], written[1] / 1e6))
        memory.append((summed[1], written[1]))
    for less, more in zip(*memory):
        if more > less + SLACK:
            sys.exit("stream_scale: memory grows with the number of images: %d to %d bytes" % (less, more))


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
main()
