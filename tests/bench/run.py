#!/usr/bin/env python3
"""Measures maskloss, its peers and the floor (reading the same files and decoding the labels, see floor.c), and checks that all
give the same figures.

    run.py --maskloss PROGRAM --floor PROGRAM [--rounds N] [--shrink N] [--result FILE] [CASE]...

The sides of a case run in turn, N rounds; medians are printed, of the processors' time in milliseconds an image (user and system,
so that others on the machine matter less) and, of two threads, on the clock. Of maskloss and the floor the time is that of the
whole process, of the others that of the work alone, without the first image, which warms them up. Peak memory below that of
this program, some 12 MiB, is not seen. Everything is read from the page cache, where large files are put again and again until
they are read as fast as the fastest. --shrink N divides heights and widths by N, for a quick look, and leaves out what is measured
besides the cases; --result FILE keeps everything as JSON, of which page.py makes doc/performance.md's tables. The data are made in
a temporary folder (TMPDIR) of about 2 GB.
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

import besides  # noqa: E402
from agreement import largest_difference, of_maskloss  # noqa: E402
from cases import CASES, WITHOUT  # noqa: E402
from page import tables  # noqa: E402
from placement import place  # noqa: E402

TOLERANCE = 2e-5  # single precision
PEERS = {"NumPy": "numpy_best.py", "NumPy, plain": "numpy_plain.py", "PyTorch": "pytorch.py", "OpenCV": "hard_opencv.py",
         "PIL": "hard_pil.py"}
NEEDS = {"PyTorch": "torch", "OpenCV": "cv2", "PIL": "PIL"}


def run(command, **environment):
    """Standard output, seconds on the clock and of processors, peak memory."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ, **environment)) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("bench: %s fails" % " ".join(command[:8]))
    return output, (time.perf_counter() - start, usage.ru_utime + usage.ru_stime), usage.ru_maxrss * 1024


class Side:
    """One that is measured; `name` may end in @FORM."""

    def __init__(self, name, case, top, programs):
        self.name, self.case, self.top, self.programs = name, case, top, programs
        self.who, _, form = name.partition("@")
        self.folders = (os.path.join(top, "truth", case.name), os.path.join(top, "prediction", case.name, form or case.forms[0]))
        names = [sorted(os.listdir(folder)) for folder in self.folders]
        stored = [[os.path.join(folder, name) for name in part] for folder, part in zip(self.folders, names)]
        self.truths, self.predictions = stored[0], [p + "/" if os.path.isdir(p) else p for p in stored[1]]

    def pairs(self):
        return [path for pair in zip(self.truths, self.predictions) for path in pair]

    def maskloss(self):
        options = [os.path.join(self.top, "set.json") if word == "SET" else word for word in self.case.options]
        if self.who == WITHOUT:
            options = options[:options.index("-M")]
        layout = "hwc" if "chw" not in self.folders[1] else "chw"
        jobs = self.who.partition("-j")[2] or "1"
        void = "255" if self.case.shape[2] < 255 else "65535"
        output, seconds, peak = run([self.programs["maskloss"], "eval", "-q", "-s", "-f", "json", "-i", void, "-j", jobs,
                                     "--layout=" + layout, *options, *self.folders])
        return seconds, peak, of_maskloss(json.loads(output))

    def peer(self):
        environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1",
                       "BENCH_ACTIVATION": "softmax" if "softmax" in self.case.options else "none"}
        output, _, _ = run([sys.executable, os.path.join(HERE, PEERS[self.who]), *self.pairs()], **environment)
        result = json.loads(output)
        return (result["seconds"], result["cpu"]), result["peak"], result["figures"]

    def measure(self):
        """Seconds on the clock and of processors, peak memory, figures."""
        if self.who.startswith("maskloss"):
            return self.maskloss()
        if self.who in PEERS:
            return self.peer()
        counts = self.who != "floor"
        output, seconds, peak = run([self.programs["floor"], *(["--count"] if counts else []), *self.pairs()])
        return seconds, peak, {"raw": {"accuracy": float(output)}} if counts else None


def make_data(top, name, shrink):
    subprocess.run([sys.executable, os.path.join(HERE, "data.py"), top, name, str(shrink)], check=True)


def can_import(name):
    return subprocess.run([sys.executable, "-c", "import " + name], stderr=subprocess.DEVNULL, check=False).returncode == 0


def size_of(path):
    return sum(size_of(os.path.join(path, name)) for name in os.listdir(path)) if os.path.isdir(path) else os.path.getsize(path)


def measure(sides, rounds):
    """{name of the side: (seconds, processor seconds, peak)}; stops where figures differ."""
    times, peaks, wanted = {side.name: [] for side in sides}, {}, None
    for number in range(rounds + 1):
        for side in sides:
            seconds, peaks[side.name], figures = side.measure()
            if number or rounds == 1:  # the first round warms up
                times[side.name].append(seconds)
            wanted = wanted or figures
            if figures and largest_difference(figures, wanted) > TOLERANCE:
                sys.exit("bench: the figures of %s differ from those of %s: %s, %s" % (side.name, sides[0].name, figures, wanted))
    return {side.name: (*map(statistics.median, zip(*times[side.name])), peaks[side.name]) for side in sides}


def row(case, top, programs, rounds, shrink, available):
    make_data(top, case.name, shrink)
    if shrink == 1:
        place(os.path.join(top, kind, case.name) for kind in ("truth", "prediction"))
    sides = [Side(name, case, top, programs) for name in case.sides if available.get(name, True)]
    n = len(sides[0].truths)
    results = {name: {"ms": 1000 * clock / n, "cpu_ms": 1000 * cpu / n, "peak": peak}
               for name, (clock, cpu, peak) in measure(sides, rounds).items()}
    return {"name": case.name, "what": case.what, "images": n,
            "bytes": sum(map(size_of, sides[0].truths + sides[0].predictions)) // n, "sides": results,
            "ratios": [list(ratio) for ratio in case.ratios]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--maskloss", required=True, metavar="PROGRAM")
    parser.add_argument("--floor", required=True, metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--shrink", type=int, default=1, metavar="N")
    parser.add_argument("--result", metavar="FILE", help="keep everything that was measured as JSON")
    parser.add_argument("--without-peers", action="store_true", help="measure maskloss and the floor alone")
    parser.add_argument("--without-torch", action="store_true", help="leave PyTorch out even where it is")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    arguments = parser.parse_args()
    programs = {"maskloss": os.path.abspath(arguments.maskloss), "floor": os.path.abspath(arguments.floor)}
    unknown = set(arguments.cases) - {case.name for case in CASES}
    if unknown:
        sys.exit("bench: there is no case %s" % ", ".join(sorted(unknown)))
    available = {name: not arguments.without_peers and can_import(NEEDS.get(name, "numpy")) for name in PEERS}
    available["PyTorch"] &= not arguments.without_torch
    result = {"machine": besides.machine(programs["maskloss"]), "rows": []}
    for case in CASES:
        if arguments.cases and case.name not in arguments.cases:
            continue
        with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
            result["rows"].append(row(case, top, programs, arguments.rounds, arguments.shrink, available))
        line = result["rows"][-1]
        print("%-14s %s" % (line["name"], "  ".join("%s %.3f" % (who, side["cpu_ms"]) for who, side in line["sides"].items())),
              file=sys.stderr, flush=True)
    if not arguments.cases and arguments.shrink == 1:
        result["besides"] = besides.measure(programs["maskloss"])
    if arguments.result:
        with open(arguments.result, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
    print(tables(result))


if __name__ == "__main__":
    main()
