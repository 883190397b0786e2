#!/usr/bin/env python3
"""Instructions per pixel and class, counted by callgrind: fixed inputs give the same counts on every run of a build.

    profile.py --maskloss PROGRAM [--height N]

Each case is run on an image and on one of twice its height; the difference, which start and output are no part of, is divided by
pixels and classes. Reading and decoding are part of it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np  # noqa: E402

from data import channels_first, make_image  # noqa: E402
from images import write_png  # noqa: E402

WIDTH = 256


def as_integers(scale, dtype):
    return lambda values: np.round(values * scale).astype(dtype) + dtype(1)


CASES = [  # name, classes, options, how values are stored
    ("f4 HWC", 19, [], lambda v: v),
    ("f4 CHW", 19, ["--layout=chw"], channels_first),
    ("f2 HWC", 19, [], lambda v: v.astype(np.float16)),
    ("f2 CHW", 19, ["--layout=chw"], lambda v: channels_first(v.astype(np.float16))),
    ("f8 HWC", 19, [], lambda v: v.astype(np.float64)),
    ("u1 HWC", 19, [], as_integers(250, np.uint8)),
    ("u2 HWC", 19, [], as_integers(65000, np.uint16)),
    ("f4 HWC, softmax", 19, ["-A", "softmax"], lambda v: np.log(v + 1e-9)),
    ("f4 HWC, sigmoid", 19, ["-A", "sigmoid"], lambda v: np.log(v + 1e-9)),
    ("f4 HWC, brier", 19, ["-L", "all"], lambda v: v),
    ("f4 HWC", 6, [], lambda v: v),
    ("f4 HWC", 150, [], lambda v: v),
    ("labels", 19, ["--classes=classes.json"], lambda v: v.argmax(2).astype(np.uint8)),
]


def count(program, kernel, options, folder):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "eval", "-q", "-s", "-j", "1", "-i",
               "255", *options, "truth.png", "values.npy"]
    done = subprocess.run(command, cwd=folder, env=dict(os.environ, MASKLOSS_KERNEL=kernel), capture_output=True, text=True,
                          check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit("profile: %s\n%s" % (" ".join(command), done.stderr))
    return int(found.group(1))


def kernels(program):
    """Those that valgrind knows too: it has no AVX-512."""
    done = subprocess.run([program, "--version", "-v"], capture_output=True, text=True, check=True)
    names = re.search("^kernels: (.*)", done.stdout, re.MULTILINE).group(1).split()
    return [name for name in names if name != "avx512"]


def per_value(program, kernel, case, height):
    _, n_classes, options, store = case
    counts = []
    for factor in (1, 2):
        with tempfile.TemporaryDirectory(prefix="maskloss-profile-") as folder:
            rng = np.random.default_rng(1)
            labels, values = make_image(rng, height * factor, WIDTH, n_classes)
            write_png(os.path.join(folder, "truth.png"), labels)
            np.save(os.path.join(folder, "values.npy"), store(values))
            with open(os.path.join(folder, "classes.json"), "w", encoding="ascii") as file:
                file.write('{"classes": [%s]}' % ", ".join('{"name": "c%d"}' % c for c in range(n_classes)))
            counts.append(count(program, kernel, options, folder))
    return (counts[1] - counts[0]) / (height * WIDTH * n_classes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--maskloss", required=True, metavar="PROGRAM")
    parser.add_argument("--height", type=int, default=128, metavar="N")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.maskloss)
    names = kernels(program)
    print("%-18s %7s " % ("stored as", "classes") + " ".join("%10s" % name for name in names))
    for case in CASES:
        print("%-18s %7d " % case[:2] + " ".join("%10.2f" % per_value(program, name, case, arguments.height) for name in names),
              flush=True)


if __name__ == "__main__":
    main()
