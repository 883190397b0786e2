#!/usr/bin/env python3
"""Measures what maps and pages cost, beside an evaluation without them.

    drawing.py --maskloss PROGRAM [--rounds N] [--shrink N]

The sides run in turn, N rounds; medians are printed, in milliseconds of the processors per image, and as a ratio to the plain
evaluation in one thread: of the large images of the bench (1024 x 2048, 19 classes), and a page with 12 of them, in total, on the
clock as well, with as many threads as there are processors. The data are made in a temporary folder (TMPDIR) of about 500 MB, the
maps too. --shrink N divides heights and widths by N.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True


def measure(command):
    """Seconds on the clock, and of the processors."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("drawing: %s fails" % " ".join(command[:6]))
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def in_turn(commands, rounds):
    """{name: (median on the clock, median of the processors)}; the first round warms up."""
    times = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds = measure(command)
            if number or rounds == 1:
                times[name].append(seconds)
    return {name: tuple(map(statistics.median, zip(*values))) for name, values in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--maskloss", required=True, metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--shrink", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
        case = "f4-hwc"
        subprocess.run([sys.executable, os.path.join(HERE, "data.py"), top, case, str(arguments.shrink)], check=True)
        folders = [os.path.join(top, "truth", case), os.path.join(top, "prediction", case, case)]
        for folder in folders:  # 12 images for the page
            first = os.path.join(folder, sorted(os.listdir(folder))[0])
            for k in range(4, 12):
                os.link(first, first.replace("-00.", "-%02d." % k))
        n = len(os.listdir(folders[0]))
        program = [os.path.abspath(arguments.maskloss), "eval", "-q", "-o", os.path.join(top, "report"), "-i", "255",
                   "--layout=hwc"]
        maps = "--maps=" + os.path.join(top, "maps")
        one = {
            "eval": [],
            "error maps": [maps, "--kinds=error"],
            "loss maps, --map-scale": [maps, "--kinds=loss", "--map-scale=5"],
            "error and loss maps": [maps],
            "decision maps": [maps, "--kinds=decision"],
        }
        results = in_turn({name: [*program, "-s", "-j1", *more, *folders] for name, more in one.items()}, arguments.rounds)
        plain = results["eval"][1]
        for name, (_, cpu) in results.items():
            print("%-28s %9.1f ms CPU/image, adds %.2f times the evaluation" % (name, 1000 * cpu / n, (cpu - plain) / plain),
                  flush=True)
        pages = in_turn({name: [*program, *more, *folders] for name, more in {
            "text": [], "page, figures alone": ["-f", "html", "--worst=101"], "page, 12 images": ["-f", "html"]}.items()},
                        arguments.rounds)
        for name, (clock, cpu) in pages.items():
            print("%-28s %9.3f s, %.3f s CPU; adds %.3f s, %.3f s CPU" % (name, clock, cpu, clock - pages["text"][0],
                                                                         cpu - pages["text"][1]), flush=True)


if __name__ == "__main__":
    main()
