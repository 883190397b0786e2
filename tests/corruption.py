#!/usr/bin/env python3
"""Truncated and bit-flipped inputs never crash: exit 0 with a report, or exit 3 with one message and no output. Archives (.npz)
have check sums: with them the report must be that of the sound file.

    corruption.py --maskloss PATH --data tests/data [--every N]

Small good files are cut at every length and flipped in every bit (every N-th, from 0). Standard library only.
"""

import argparse
import os
import subprocess
import sys
import tempfile

TRUTH, NPY, PLANES, CLASSES = "good-png-gray8.png", "good-npy-f4-hwc.npy", "good-pairs/planes8/a", "good-classes-3.json"


def variants(content, every):
    for length in range(0, len(content), max(1, every // 8)):
        yield "cut to %d bytes" % length, content[:length]
    for bit in range(0, 8 * len(content), every):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        yield "bit %d flipped" % bit, bytes(flipped)


def call(program, data, path, role):
    """The command line in which a broken file takes the role."""
    truth, prediction, classes = os.path.join(data, TRUTH), os.path.join(data, NPY), os.path.join(data, CLASSES)
    command = [program, "eval", "-s", "-f", "json"]
    if role == "truth":
        return command + [path, prediction]
    if role == "classes":
        return command + ["-c", path, truth, prediction]
    if role == "hard":
        return command + ["-c", classes, truth, path]
    return command + [truth, path]


def verdict(done, sound):
    """What is wrong, or None; sound is the only report allowed, or None."""
    message = done.stderr.decode("utf-8", "replace")
    if done.returncode == 0:
        return "exit 0 without a report" if not done.stdout else "another report" if sound not in (None, done.stdout) else None
    if done.returncode != 3:
        return "exit %d: %s" % (done.returncode, message)
    if done.stdout:
        return "partial output"
    if message.count("\n") != 1 or not message.startswith("maskloss: "):
        return "not one message: %s" % message
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--every", type=int, default=1)
    arguments = parser.parse_args()
    passed = failed = 0
    sources = [(TRUTH, "truth"), ("good-png-pal4-adam7.png", "truth"), ("good-png-gray16.png", "hard"),
               ("good-png-rgb-adam7.png", "hard"), (NPY, "prediction"),
               ("good-npy-f8-chw.npy", "prediction"), ("good-npy-f4-fortran.npy", "prediction"),
               ("good-npy-f4-c1hw.npy", "prediction"), ("good-npy-u1-hw.npy", "truth"),
               (CLASSES, "classes"), ("good-npz-stored-chw.npz", "prediction"), ("good-npz-deflated-hwc.npz", "prediction"),
               ("good-npz-probabilities.npz", "prediction"), ("good-npz-zip64.npz", "prediction"),
               ("good-npz-labels.npz", "truth")]
    with tempfile.TemporaryDirectory() as folder:
        for name, role in sources:
            with open(os.path.join(arguments.data, name), "rb") as file:
                content = file.read()
            path, sound = os.path.join(folder, name), None
            if name.endswith(".npz"):
                with open(path, "wb") as file:
                    file.write(content)
                done = subprocess.run(call(arguments.maskloss, arguments.data, path, role), capture_output=True, check=False)
                sound = done.stdout if done.returncode == 0 else b"none"
            for what, broken in variants(content, arguments.every):
                with open(path, "wb") as file:
                    file.write(broken)
                done = subprocess.run(call(arguments.maskloss, arguments.data, path, role), capture_output=True, check=False)
                problem = verdict(done, sound)
                passed += problem is None
                failed += problem is not None
                if problem:
                    print("FAIL %s %s: %s" % (name, what, problem))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
