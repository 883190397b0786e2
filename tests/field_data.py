#!/usr/bin/env python3
"""Small files that people have and that were misread once: the cases that ../shared/data/field/make.py writes.

    field_data.py --maskloss PATH [--data FOLDER]

With the options that a case names the figures must be right; without them, right as well, or an error that names the option,
as the case says. The program that writes them lies beside the checkout on machines that have it; elsewhere the test is skipped,
loudly. It needs NumPy and Pillow, and leaves out what it cannot write.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from open_data import PLACES, Checker, end  # noqa: E402

# What a build without that library has to say of such files.
LIBRARIES = {"tiff-colours": "--without-libtiff"}


def write_cases(given, top):
    """Runs make.py; {name: case}."""
    for place in [given] if given else [os.path.join(place, "field") for place in PLACES]:
        program = os.path.join(place, "make.py")
        if os.path.exists(program):
            break
    else:
        print("SKIP: no ../shared/data/field beside the checkout: its files are NOT tested")
        sys.exit(77)
    done = subprocess.run([sys.executable, program, top], capture_output=True, text=True, check=False)
    if "ModuleNotFoundError" in done.stderr:
        print("SKIP: %s needs NumPy and Pillow: its files are NOT tested\n%s" % (program, done.stderr))
        sys.exit(77)
    if done.returncode:
        sys.exit("%s: %s" % (program, done.stderr))
    print(done.stdout, end="")
    with open(os.path.join(top, "EXPECTED.json"), encoding="utf-8") as file:
        return json.load(file)


def evaluate(program, folder, case, more):
    """Exit status, report or None, messages."""
    options = ["./" + word if word == "classes.json" else word for word in case["options"]]
    done = subprocess.run([program, "eval", *more, *options, "-f", "json", case["truth"], case["prediction"]], cwd=folder,
                          capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else None, done.stderr


def check_figures(checker, where, report, right):
    raw = report["aggregate"]["raw"]
    for figure, expected in right.items():
        if figure == "miou":
            got = raw["metrics"]["miou"]
        elif figure == "iou":
            got = [one["iou"] for one in raw["per_class"].values()]
        else:
            got = report["aggregate"]
            for key in figure.split("."):
                got = got.get(key) if isinstance(got, dict) else None
        checker.same("%s %s" % (where, figure), got, expected)


def check_with(checker, name, found, right):
    status, report, messages = found
    checker.same(name + " exit status", status, 0)
    if report:
        check_figures(checker, name, report, right)
    else:
        print(messages, end="")


def check_refusal(checker, name, found, options):
    status, _, messages = found
    checker.same(name + " exit status", status, 3)
    for option in options:
        named = option in messages or option.split("=")[0] + "=" in messages and option.split("=")[1] in messages
        checker.same("%s: %s in: %s" % (name, option, messages), named, True)


def check(checker, program, top, name, case):
    folder = os.path.join(top, name)
    bare = evaluate(program, folder, case, [])
    if LIBRARIES.get(name, "no library") in bare[2]:
        checker.same(name + " exit status (built without the library)", bare[0], 3)
        return
    if "with" in case:
        check_with(checker, name + " " + " ".join(case["with"]), evaluate(program, folder, case, case["with"]), case["right"])
    if case["without"] == "right":
        check_with(checker, name, bare, case["right"])
    elif case["without"] == "error":
        check_refusal(checker, name, bare, case["with"])
    else:
        checker.same(name + " exit status, 0 or 3", bare[0] in (0, 3), True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--data")
    arguments = parser.parse_args()
    program, checker = os.path.abspath(arguments.maskloss), Checker()
    with tempfile.TemporaryDirectory(prefix="maskloss-field-") as top:
        for name, case in write_cases(arguments.data, top).items():
            check(checker, program, top, name, case)
    end(checker.passed, checker.failed)


if __name__ == "__main__":
    main()
