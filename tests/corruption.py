#!/usr/bin/env python3
"""Truncated and bit-flipped inputs never crash: exit 0 with a report, or exit 3 with one message and no output. Archives (.npz)
have check sums: with them the report must be that of the sound file.

    corruption.py --maskloss PATH --data tests/data [--every N]

Small good files are cut at every length and flipped in every bit (every N-th, from 0), several at a time. Standard library only.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

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


def verdict(status, report, message, sound):
    """What is wrong, or None; sound is the only report allowed, or None."""
    if status == 0:
        return "exit 0 without a report" if not report else "another report" if sound not in (None, report) else None
    if status != 3:
        return "exit %d: %s" % (status, message)
    if report:
        return "partial output"
    if message.count("\n") != 1 or not message.startswith("maskloss: "):
        return "not one message: %s" % message
    return None


class Corrupter:
    def __init__(self, program, data, folder):
        self.program, self.data, self.folder = program, data, folder

    def evaluate(self, name, role, what, content):
        """Exit status, output and message for the content in this role; its file lives as long as that."""
        path = os.path.join(self.folder, what + " " + name)
        with open(path, "wb") as file:
            file.write(content)
        done = subprocess.run(call(self.program, self.data, path, role), capture_output=True, check=False)
        os.remove(path)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def problems(self, name, role, every, threads):
        """For each variant of the file what is wrong, or None."""
        with open(os.path.join(self.data, name), "rb") as file:
            content = file.read()
        sound = None
        if name.endswith(".npz"):
            status, report, _ = self.evaluate(name, role, "sound", content)
            sound = report if status == 0 else b"none"

        def problem(variant):
            what, broken = variant
            wrong = verdict(*self.evaluate(name, role, what, broken), sound)
            return wrong and "%s %s: %s" % (name, what, wrong)

        return threads.map(problem, variants(content, every))


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
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as threads:
        corrupter = Corrupter(arguments.maskloss, arguments.data, folder)
        for name, role in sources:
            for problem in corrupter.problems(name, role, arguments.every, threads):
                passed += problem is None
                failed += problem is not None
                if problem:
                    print("FAIL " + problem)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
