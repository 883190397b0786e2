#!/usr/bin/env python3
"""Compare maskloss with the NumPy oracle on generated cases.

    run.py --maskloss PATH [--family NAME[,NAME]...] [--short] [--cases N] [--seed S] [--only K] [--keep] [--jobs N]
    run.py --self-test [--short]
    run.py --list

Each case is a folder of files, a call of `maskloss eval -f json` and the document that oracle.py expects, or the exit
status and message of a failure.  The whole document is compared.  Exit status: 0 all passed, 1 some failed, 2 usage,
77 skipped because NumPy is missing.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import numpy  # noqa: F401 - asked for here so that its absence is a skip, not a traceback
except ImportError as error:
    print("SKIP: the oracle needs NumPy (Debian: python3-numpy): %s" % error)
    sys.exit(77)

sys.dont_write_bytecode = True      # the source folder stays as it is

import built  # noqa: E402
import selftest  # noqa: E402
import through  # noqa: E402
from families import FAMILIES, numbers  # noqa: E402
from judge import judge  # noqa: E402
from workers import pool  # noqa: E402

TIMEOUT_SECONDS = 120
SEED = 1                            # other seeds may miss a tag
MEMORY = "/dev/shm"                 # thousands of small files that live for a moment


def run_program(program, case, folder):
    """Lines that say what is wrong."""
    command = [program, "eval", *case.arguments]
    try:
        done = subprocess.run(command, cwd=folder, input=case.stdin, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ["no answer within %d s" % TIMEOUT_SECONDS]
    except OSError as error:
        return ["cannot be run: %s" % error]
    lines = judge(case, done.returncode, done.stdout, done.stderr)
    return lines or through.follow(program, case, folder, done.stdout) or case.look(program, folder, done.stdout)


def run_case(program, seed, family, number, top, keep):
    """(family, the case's tags, its failures as text, seconds)"""
    start = time.monotonic()
    folder = os.path.join(top, "%s-%03d" % (family, number))
    case = FAMILIES[family].make(seed, number, folder)
    lines = run_program(program, case, folder)
    text = ""
    if lines:
        text = "%s %d: maskloss eval %s\n" % (family, number, " ".join(map(shlex.quote, case.arguments)))
        text += "".join("    %s\n" % line for line in lines)
    if not keep:
        shutil.rmtree(folder)
    return family, case.tags, text, time.monotonic() - start


def run_all(options, program, top):
    """True if every case passed."""
    work = []
    for family in options.family:
        chosen = [options.only] if options.only else numbers(family, options.short)[:options.cases]
        work += [(family, number) for number in chosen]
    passed, failed, seconds = dict.fromkeys(options.family, 0), dict.fromkeys(options.family, 0), {}
    tags = {family: set() for family in options.family}
    with pool(options.jobs) as workers:
        running = [workers.submit(run_case, program, options.seed, family, number, top, options.keep)
                   for family, number in work]
        for one in running:
            family, had, text, took = one.result()
            print(text, end="", flush=True)
            tags[family] |= had
            (failed if text else passed)[family] += 1
            seconds[family] = seconds.get(family, 0) + took
    for family in options.family:
        print("%-12s %4d passed, %d failed (%.1f s)" % (family, passed[family], failed[family], seconds[family]))
    print("%d passed, %d failed" % (sum(passed.values()), sum(failed.values())))
    missing = [] if options.only or options.cases or options.seed != SEED else uncovered(tags)
    print("".join(line + "\n" for line in missing), end="")
    return not any(failed.values()) and not missing


def uncovered(tags):
    """What the families promise to cover and their cases did not have; lines."""
    lines = []
    for family, had in tags.items():
        missing = [tag for tag in FAMILIES[family].WANTED if tag not in had]
        if missing:
            lines.append("%s: no case has: %s" % (family, ", ".join(missing)))
    return lines


def needs(family):
    return getattr(family, "NEEDS", ())


def arguments():
    parser = argparse.ArgumentParser(description="compare maskloss with the NumPy oracle")
    parser.add_argument("--maskloss", metavar="PATH", help="the program")
    parser.add_argument("--family", metavar="NAME[,NAME]...", help="these families alone")
    parser.add_argument("--short", action="store_true", help="one case of three of the families that take long")
    parser.add_argument("--cases", type=int, metavar="N", help="at most N cases of each family")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="of the generator (default 1)")
    parser.add_argument("--only", type=int, metavar="K", help="case K alone")
    parser.add_argument("--keep", action="store_true", help="leave the cases' files where they are, and say where")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="cases at a time")
    parser.add_argument("--self-test", action="store_true", help="check the oracle itself; runs no program")
    parser.add_argument("--list", action="store_true", help="print the families and how many cases they have")
    parser.add_argument("--built", metavar="PART[,PART]...|all", help="parts of SPEC 8 that the program has as well")
    options = parser.parse_args()
    if options.built:
        built.take(options.built)
    able = [name for name, family in FAMILIES.items() if options.self_test or not built.lacks(needs(family))]
    options.family = options.family.split(",") if options.family else able
    unknown = [name for name in options.family if name not in FAMILIES]
    if unknown:
        parser.error("no such family: %s; there are %s" % (", ".join(unknown), ", ".join(FAMILIES)))
    lacking = [name for name in options.family if name not in able]
    if lacking:
        parser.error("the program lacks what these need (--built): %s" % ", ".join(lacking))
    if not options.self_test and not options.list and not options.maskloss:
        parser.error("--maskloss=PATH is missing")
    return options


def main():
    options = arguments()
    if options.list:
        for name, family in FAMILIES.items():
            print("%-12s %4d  %s" % (name, family.COUNT, family.__doc__.split("\n")[0]))
        return 0
    in_memory = MEMORY if not options.keep and os.access(MEMORY, os.W_OK) else None
    top = tempfile.mkdtemp(prefix="maskloss-oracle-", dir=in_memory)
    try:
        if options.self_test:
            return selftest.run(options, top)
        program = os.path.abspath(options.maskloss)
        if not os.access(program, os.X_OK):
            print("run.py: %s: not an executable file" % options.maskloss, file=sys.stderr)
            return 2
        if "measures" in options.family:
            built.ask_for_measures(program)
        return 0 if run_all(options, program, top) else 1
    finally:
        if options.keep:
            print("files are in %s" % top)
        else:
            shutil.rmtree(top)


if __name__ == "__main__":
    sys.exit(main())
