#!/usr/bin/env python3
"""Measures the resampling of intervals, from record streams that are made up.

    resampling.py --maskloss PROGRAM [--rounds N] [--shrink N]

merge of 5000 images of 19 classes in two views, without --intervals and with it: the difference is what they cost, on as many
processors as there are. compare of 10000 and of 100000 images, in one thread: the second should take ten times as long as the
first. Medians of N rounds (of 100000: one), on the clock and of the processors. --shrink N divides the numbers of images by N. The
streams are made in a temporary folder (TMPDIR) of about 300 MB.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

SETTINGS = {
    "mask": [0], "ignore": [], "activation": "none", "epsilon": 1e-07, "absent": "skip", "average": "all",
    "losses": [{"key": "cce", "name": "cce"}, {"key": "dice", "name": "dice", "smooth": 1e-07}],
}


def image(number, n_classes, rng, skill):
    """A line; the truth follows from the number alone, how much of it is found from the skill."""
    truth = random.Random(number)
    support = [truth.randrange(1000) for _ in range(n_classes)]
    hard, soft, cce = [], [], []
    for y, n in enumerate(support):
        right = int(n * min(1, rng.random() * skill))
        row = [0] * n_classes
        row[y] = right
        row[(y + 1) % n_classes] += n - right
        hard.append(row if n else [])
        soft.append([0.5 * x + 0.5 * n / n_classes for x in row] if n else [])
        cce.append((n - right) * 2.5)
    total = sum(support)
    return {"id": "%07d" % number, "truth": "t", "prediction": "p", "width": total, "height": 1,
            "pixels": {"total": total, "valid": total, "ignored": 0, "masked": support[0], "bad": 0, "none": 0},
            "record": {"hard": hard, "none": [0] * n_classes, "soft": soft, "sums": {"cce": cce}}}


def make_stream(path, n, n_classes, seed, skill):
    rng = random.Random(seed)
    settings = {**SETTINGS, "weights": [1] * n_classes}
    classes = [{"index": c, "name": str(c), "labels": [c], "weight": 1} for c in range(n_classes)]
    with open(path, "w", encoding="ascii") as file:
        def line(value):
            file.write(json.dumps(value, separators=(",", ":")) + "\n")
        line({"maskloss": {"version": "bench", "schema": 1}, "settings": settings, "classes": classes,
              "views": ["raw", "masked"]})
        for number in range(n):
            line(image(number, n_classes, rng, skill))
        line({"aggregate": {"images": n, "coverage": {"expected": n, "evaluated": n}}, "errors": [], "gates": []})
    return path


def measure(command, rounds):
    """Median seconds on the clock and of processors, peak memory in MiB."""
    times, peak = [], 0
    for number in range(rounds + 1):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit("resampling: %s fails" % " ".join(command[:4]))
        if number or rounds == 1:  # the first round warms up
            times.append((time.perf_counter() - start, usage.ru_utime + usage.ru_stime))
        peak = max(peak, usage.ru_maxrss / 1024)
    return (*map(statistics.median, zip(*times)), peak)


def measure_all(program, rounds, shrink, say):
    """{"merge", "intervals", "compare", "compare_more": (images, seconds, seconds of processors, MiB)}."""
    results = {}

    def row(key, name, n, command, times):
        results[key] = (n, *measure([program, *command], times))
        say("%-38s %8.2f s %8.2f s CPU %7.0f MiB" % (name % n, *results[key][1:]))
    with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
        n = 5000 // shrink
        stream = make_stream(os.path.join(top, "19"), n, 19, 1, 2)
        merge = ["merge", "-q", "-s", "-f", "json", "-L", "cce,dice"]
        row("merge", "merge, %d images, 19 classes", n, [*merge, stream], rounds)
        row("intervals", "the same %d with --intervals", n, [*merge, "--intervals", stream], rounds)
        os.remove(stream)
        for key, n, times in (("compare", 10000 // shrink, rounds), ("compare_more", 100000 // shrink, 1)):
            streams = [make_stream(os.path.join(top, str(seed)), n, 2, seed, 1 + seed) for seed in (1, 2)]
            row(key, "compare, %d images, 2 classes", n, ["compare", "-q", "-f", "json", "-j1", *streams], times)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--maskloss", required=True, metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--shrink", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    results = measure_all(os.path.abspath(arguments.maskloss), arguments.rounds, arguments.shrink, print)
    print("ten times the images take %.1f times as long" % (results["compare_more"][2] / results["compare"][2]))


if __name__ == "__main__":
    main()
