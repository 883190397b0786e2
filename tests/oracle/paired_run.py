#!/usr/bin/env python3
"""Compare `maskloss compare` with its oracle on generated pairs of sets.

    paired_run.py --maskloss PATH [--cases N] [--seed S] [--only K] [--keep] [--jobs N]
    paired_run.py --self-test

Both sets are evaluated to record streams and to reports; the reports are compared with oracle.py's, pixel by pixel, and
what `compare -f json` prints of the streams with what paired.py makes of the reports.  Then what must be refused
(paired_refusals.py).  Exit status: 0 all passed, 1 some failed, 2 usage, 77 skipped because NumPy is missing.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy  # noqa: F401 - asked for here so that its absence is a skip, not a traceback
except ImportError as error:
    print("SKIP: the oracle needs NumPy (Debian: python3-numpy): %s" % error)
    sys.exit(77)

sys.dont_write_bytecode = True

import built  # noqa: E402
import compare  # noqa: E402
import oracle  # noqa: E402
import paired_cases  # noqa: E402
import paired_refusals  # noqa: E402
import paired_selftest  # noqa: E402
from paired_judge import judge, shown_differences  # noqa: E402
from workers import pool  # noqa: E402

TIMEOUT_SECONDS = 60
MEMORY = "/dev/shm"


class Failed(Exception):
    pass


class Runner:
    """The program, in a case's folder."""

    def __init__(self, program, folder):
        self.program, self.folder, self.last = program, folder, []

    def run(self, *words, stdin=b""):
        self.last = words
        return subprocess.run([self.program, *words], cwd=self.folder, input=stdin, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)

    def good(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise Failed("maskloss %s: exit status %d: %s" % (
                " ".join(map(shlex.quote, words)), done.returncode, done.stderr.decode("utf-8", "replace").strip()))
        return done.stdout


def operands(case, name, images, list_name):
    if not case.is_list:
        return ["truth", name]
    with open(os.path.join(case.folder, list_name), "w", encoding="utf-8") as file:
        file.writelines("%s\n" % paired_cases.unsaid("\t".join((image.truth, image.prediction, image.id)))
                        for image in images)
    return ["--list=" + list_name]


def write_stream(runner, case, side):
    path = side.name + ".jsonl"
    runner.good("eval", "-q", "-f", "jsonl", "-o", path, *case.evaluation,
                *operands(case, side.name, side.images, side.name + ".list"))
    if side.kept is not None:
        full = os.path.join(case.folder, path)
        with open(full, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        begun = lines[1 + side.kept]
        with open(full, "wb") as file:
            file.write(b"".join(lines[:1 + side.kept]) + begun[:case.rng.randint(len(begun))])


def report_of(runner, case, side, images, plan_side):
    """eval's report on the images compared; its coverage as the stream has it."""
    text = runner.good("eval", "-q", "-f", "json", *case.evaluation, *case.scoring,
                       *operands(case, side.name, images, side.name + ".compared"))
    report = compare.parse(text.decode("utf-8"))
    found = list(compare.differences(oracle.report(images, case.options), report))
    if found:
        raise Failed("%s's report:\n%s" % (side.name, shown_differences(found)))
    report["aggregate"]["coverage"]["expected"] = plan_side["images"]
    return report


def run_case(program, seed, number, top, keep):
    """(tags, the case's failures as text)"""
    folder = os.path.join(top, "paired-%03d" % number)
    case = paired_cases.make(seed, number, folder)
    runner = Runner(program, folder)
    try:
        lines = judge_case(runner, case)
    except (Failed, OSError, ValueError, subprocess.TimeoutExpired) as failure:
        lines = [str(failure)]
    if not keep:
        shutil.rmtree(folder)
    head = "%d (%s): maskloss %s\n" % (number, case.kind, " ".join(map(shlex.quote, runner.last)))
    return case.tags, head + "".join("    %s\n" % line for line in lines) if lines else ""


def judge_case(runner, case):
    plan, right = case.plan(), case.judge()
    for side in case.sides:
        write_stream(runner, case, side)
    reports = [report_of(runner, case, side, images, known)
               for side, images, known in zip(case.sides, case.compared(), plan.sides)]
    asked = paired_cases.ask(case, plan, *reports, right.figures(*reports, plan.order))
    names, stdin = [side.name + ".jsonl" for side in case.sides], b""
    if case.stdin:
        with open(os.path.join(case.folder, case.stdin + ".jsonl"), "rb") as file:
            stdin = file.read()
        place = paired_cases.SIDES.index(case.stdin)
        names[place], plan.sides[place]["name"] = "-", re.compile("")
    done = runner.run("compare", "-f", "json", *case.comparison, *case.scoring, *asked, *names, stdin=stdin)
    return judge(right.document(*reports, plan), done.returncode, done.stdout, done.stderr)


def run_all(options, program, top):
    everything = paired_cases.numbers()
    numbers = everything[:options.cases or sys.maxsize]
    tags, failed = set(), 0
    with pool(options.jobs) as workers:
        running = [workers.submit(run_case, program, options.seed, number, top, options.keep)
                   for number in ([options.only] if options.only else numbers)]
        for one in running:
            found, text = one.result()
            print(text, end="", flush=True)
            tags |= found
            failed += bool(text)
    missing = [tag for tag in paired_cases.wanted() if tag not in tags]
    if missing and not failed and len(running) == len(everything):
        print("no case has: %s" % ", ".join(missing))
        failed += 1
    refused, lines = (0, []) if options.only else paired_refusals.run(Runner(program, os.path.join(top, "refusals")))
    print("".join(line + "\n" for line in lines), end="")
    print("paired: %d cases and %d refusals, %d failed" % (len(running), refused, failed + len(lines)))
    return not failed and not lines


def arguments():
    parser = argparse.ArgumentParser(description="compare `maskloss compare` with its oracle")
    parser.add_argument("--maskloss", metavar="PATH", help="the program")
    parser.add_argument("--cases", type=int, metavar="N", help="the first N cases")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the generator (default 1)")
    parser.add_argument("--only", type=int, metavar="K", help="case K alone")
    parser.add_argument("--keep", action="store_true", help="leave the cases' files where they are, and say where")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="cases at a time")
    parser.add_argument("--self-test", action="store_true", help="check the oracle itself; runs no program")
    options = parser.parse_args()
    if not options.self_test and not options.maskloss:
        parser.error("--maskloss=PATH is missing")
    return options


def main():
    options = arguments()
    in_memory = MEMORY if not options.keep and os.access(MEMORY, os.W_OK) else None
    top = tempfile.mkdtemp(prefix="maskloss-paired-", dir=in_memory)
    try:
        if options.self_test:
            return paired_selftest.run(options.seed, top)
        program = os.path.abspath(options.maskloss)
        if not os.access(program, os.X_OK):
            print("paired_run.py: %s: not an executable file" % options.maskloss, file=sys.stderr)
            return 2
        return 0 if run_all(options, program, top) else 1
    finally:
        if options.keep:
            print("files are in %s" % top)
        else:
            shutil.rmtree(top)


if __name__ == "__main__":
    sys.exit(main())
