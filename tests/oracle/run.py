#!/usr/bin/env python3
"""Compare maskloss with the NumPy oracle on generated cases.

    run.py --maskloss PATH [--cases N] [--seed S] [--only K] [--keep]
    run.py --self-test

Each case is a folder of files, a call of `maskloss eval -f json` and the document that oracle.py expects.  The whole
document is compared.  Exit status: 0 all passed, 1 some failed, 2 usage, 77 skipped because NumPy is missing.
"""

import argparse
import os
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

sys.dont_write_bytecode = True      # the source folder stays as it is

import cases  # noqa: E402
import compare  # noqa: E402
import oracle  # noqa: E402
import selftest  # noqa: E402

SHOWN_PER_CASE = 8
TIMEOUT_SECONDS = 120


def run_program(program, case, folder):
    """(stdout or None, message)"""
    command = [program, "eval", *case.arguments]
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None, "no answer within %d s" % TIMEOUT_SECONDS
    except OSError as error:
        return None, "cannot be run: %s" % error
    if done.returncode != 0:
        return None, "exit status %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8"), ""


def check(program, case, folder):
    """Lines that say what is wrong; none if all is well."""
    text, message = run_program(program, case, folder)
    if text is None:
        return [message]
    try:
        got = compare.parse(text)
    except ValueError as error:
        return ["not the JSON it should be: %s" % error]
    lines = []
    for path, expected, value in compare.differences(oracle.report(case.images, case.options), got):
        if len(lines) == SHOWN_PER_CASE:
            lines.append("... and more")
            break
        lines.append("%s\n      expected %s\n      got      %s"
                     % (path.lstrip("."), compare.shown(expected), compare.shown(value)))
    return lines


def run_case(program, seed, number, top, keep):
    """True if the case passed."""
    folder = os.path.join(top, "case-%03d" % number)
    case = cases.make(seed, number, folder)
    lines = check(program, case, folder)
    if lines:
        print("case %d: maskloss eval %s" % (number, " ".join(map(shlex.quote, case.arguments))))
        for line in lines:
            print("    " + line)
        sys.stdout.flush()
    if not keep:
        shutil.rmtree(folder)
    return not lines


def arguments():
    parser = argparse.ArgumentParser(description="compare maskloss with the NumPy oracle")
    parser.add_argument("--maskloss", metavar="PATH", help="the program")
    parser.add_argument("--cases", type=int, default=240, metavar="N", help="how many (default 240)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the generator (default 1)")
    parser.add_argument("--only", type=int, metavar="K", help="case K alone")
    parser.add_argument("--keep", action="store_true", help="leave the cases' files where they are, and say where")
    parser.add_argument("--self-test", action="store_true", help="check the oracle itself; runs no program")
    options = parser.parse_args()
    if not options.self_test and not options.maskloss:
        parser.error("--maskloss=PATH is missing")
    return options


def main():
    options = arguments()
    top = tempfile.mkdtemp(prefix="maskloss-oracle-")
    try:
        if options.self_test:
            return selftest.run(options.seed, options.cases, top)
        program = os.path.abspath(options.maskloss)
        if not os.access(program, os.X_OK):
            print("run.py: %s: not an executable file" % options.maskloss, file=sys.stderr)
            return 2
        numbers = [options.only] if options.only else range(1, options.cases + 1)
        passed = [run_case(program, options.seed, number, top, options.keep) for number in numbers]
        print("%d passed, %d failed" % (passed.count(True), passed.count(False)))
        return 0 if all(passed) else 1
    finally:
        if options.keep:
            print("files are in %s" % top)
        else:
            shutil.rmtree(top)


if __name__ == "__main__":
    sys.exit(main())
