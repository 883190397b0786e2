#!/usr/bin/env python3
"""Measures maskloss, NumPy and PyTorch, and the floor (reading the same files and decoding the labels, see floor.c), and checks
that all give the same figures.

    run.py --maskloss PROGRAM --floor PROGRAM [--rounds N] [--shrink N] [CASE]...

The sides of a case run in turn, N rounds; medians are printed, of the time on the clock and, for a machine that others use too,
of the processors. "to ours" and "to floor" are ratios of the former, "CPU" to the floor of the latter. Of maskloss and the floor the time is that of the whole process, of
the others that of the work alone. Peak memory below that of this program, some 12 MiB, is not seen. Everything is read from the page cache. The data are made in a temporary folder (TMPDIR) of
about 1 GB. --shrink N divides heights and widths by N, for a quick look.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

from agreement import largest_difference, of_maskloss  # noqa: E402

TOLERANCE = 2e-5  # single precision


def run(command, **environment):
    """Standard output, seconds on the clock and of processors, peak memory."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ, **environment)) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("bench: %s fails" % " ".join(command[:6]))
    return output, (time.perf_counter() - start, usage.ru_utime + usage.ru_stime), usage.ru_maxrss * 1024


class Maskloss:
    def __init__(self, program, jobs):
        self.name, self.program, self.jobs = "maskloss -j%d" % jobs, program, jobs

    def measure(self, truths, predictions):
        folders = [os.path.dirname(paths[0]) for paths in (truths, predictions)]
        command = [self.program, "eval", "-q", "-s", "-f", "json", "-i", "255", "-j", str(self.jobs), "--layout=hwc"]
        command[-1] = "--layout=" + ("chw" if "chw" in folders[1] else "hwc")
        output, seconds, peak = run(command + folders)
        return seconds, peak, of_maskloss(json.loads(output))


class Peer:
    def __init__(self, name, script, threads):
        self.name, self.script, self.threads = name, os.path.join(HERE, script), str(threads)

    def measure(self, truths, predictions):
        paths = [path for pair in zip(truths, predictions) for path in pair]
        environment = {"BENCH_THREADS": self.threads, "OPENBLAS_NUM_THREADS": self.threads, "OMP_NUM_THREADS": self.threads,
                       "PYTHONDONTWRITEBYTECODE": "1"}
        output, _, _ = run([sys.executable, self.script] + paths, **environment)
        result = json.loads(output)
        return (result["seconds"], result["cpu"]), result["peak"], result["figures"]


class Floor:
    name = "floor"

    def __init__(self, program):
        self.program = program

    def measure(self, truths, predictions):
        stored = [p + "/" if os.path.isdir(p) else p for p in predictions]
        _, seconds, peak = run([self.program, "1"] + [path for pair in zip(truths, stored) for path in pair])
        return seconds, peak, None


def make_data(*arguments):
    command = [sys.executable, os.path.join(HERE, "data.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_case(top, name, shrink):
    """Paths of truths and predictions."""
    make_data(top, name, str(shrink))
    folders = [os.path.join(top, kind, name) for kind in ("truth", "prediction")]
    return [[os.path.join(folder, entry) for entry in sorted(os.listdir(folder))] for folder in folders]


def has_torch():
    return subprocess.run([sys.executable, "-c", "import torch"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def size_of(path):
    return sum(size_of(os.path.join(path, name)) for name in os.listdir(path)) if os.path.isdir(path) else os.path.getsize(path)


def measure(sides, files, rounds):
    """{side: (seconds, processor seconds, peak)}; stops where figures differ."""
    times, peaks, wanted = {side: [] for side in sides}, {}, None
    for number in range(rounds + 1):
        for side in sides:
            seconds, peaks[side], figures = side.measure(*files)
            if number or rounds == 1:  # the first round warms up
                times[side].append(seconds)
            wanted = wanted or figures
            if figures and largest_difference(wanted, figures) > TOLERANCE:
                sys.exit("bench: the figures of %s differ from those of %s: %s, %s" % (side.name, sides[0].name, figures, wanted))
    return {side: (*map(statistics.median, zip(*times[side])), peaks[side]) for side in sides}


def report(name, sides, files, results):
    n = len(files[0])
    n_bytes = sum(map(size_of, files[0] + files[1]))
    own = results[sides[0]][0]
    floor = next((results[side] for side in sides if side.name == "floor"), None)
    for side in sides:
        seconds, cpu, peak = results[side]
        print("%-14s %-14s %9.2f %9.2f %7.2f %9.2f %9s %9s %8.0f" % (
            name, side.name, 1000 * seconds / n, 1000 * cpu / n, n_bytes / seconds / 1e9, seconds / own,
            "%.2f" % (seconds / floor[0]) if floor else "-", "%.2f" % (cpu / floor[1]) if floor else "-", peak / 2 ** 20),
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--maskloss", required=True, metavar="PROGRAM")
    parser.add_argument("--floor", required=True, metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--shrink", type=int, default=1, metavar="N")
    parser.add_argument("--without-peers", action="store_true", help="measure maskloss and the floor alone")
    parser.add_argument("--without-torch", action="store_true", help="leave PyTorch out even where it is")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.maskloss)
    sides = [Maskloss(program, 1), Maskloss(program, 2)]
    if not arguments.without_peers:
        sides += [Peer("numpy, best", "numpy_best.py", 1), Peer("numpy, plain", "numpy_plain.py", 1)]
        if not arguments.without_torch and has_torch():
            sides += [Peer("pytorch, 1", "pytorch.py", 1), Peer("pytorch, 2", "pytorch.py", 2)]
        elif not arguments.without_torch:
            print("PyTorch cannot be imported by %s and is left out" % sys.executable)
    names = make_data("--list").split()
    unknown = set(arguments.cases) - set(names)
    if unknown:
        sys.exit("bench: there is no case %s" % ", ".join(sorted(unknown)))
    print("%-14s %-14s %9s %9s %7s %9s %9s %9s %8s" % ("case", "side", "ms/image", "CPU ms", "GB/s", "to ours", "to floor",
                                                       "CPU", "peak MiB"))
    for name in names:
        if arguments.cases and name not in arguments.cases:
            continue
        with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
            files = make_case(top, name, arguments.shrink)
            here = sides + ([] if name.startswith("npz") else [Floor(os.path.abspath(arguments.floor))])
            report(name, here, files, measure(here, files, arguments.rounds))


if __name__ == "__main__":
    main()
