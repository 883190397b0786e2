#!/usr/bin/env python3
"""Situations from the field: files that people have, read with the option that they need, and without it.

    field_cases.py --maskloss PATH [--only NAME[,NAME]...] [--keep]
    field_cases.py --list

With its options every situation has to give the figures that plain counting gives.  Without them it must be right as
well, or be refused with a message that names the way out.  Exit status: 0 all passed, 1 some failed, 2 usage, 77
skipped because NumPy is missing.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

try:
    import numpy  # noqa: F401 - asked for here so that its absence is a skip, not a traceback
except ImportError as error:
    print("SKIP: the field cases need NumPy (Debian: python3-numpy): %s" % error)
    sys.exit(77)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

from field_situations import SITUATIONS, Folder  # noqa: E402

LONGEST_MESSAGE = 240             # but for names


def fill(path, data):
    try:
        with open(path, "wb") as pipe:
            pipe.write(data)
    except BrokenPipeError:
        pass                      # the program says what it thinks of it


def run(program, folder, words, pipe=None):
    if pipe:
        path = os.path.join(folder, pipe[0])
        if not os.path.exists(path):
            os.mkfifo(path)
        threading.Thread(target=fill, args=(path, pipe[1]), daemon=True).start()
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def look_up(report, path):
    value = report["aggregate"]
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return "nothing"
        value = value[key]
    return value


def wrong_figures(output, right):
    """Lines for what is not as counted."""
    try:
        report = json.loads(output)
    except ValueError as error:
        return ["not JSON: %s" % error]
    lines = []
    for path, expected in right.items():
        got = look_up(report, path)
        if got == "nothing" or (got is None) != (expected is None) or (
                expected is not None and abs(got - expected) > 1e-12):
            lines.append("%s is %s, not %s" % (path, got, expected))
    return lines


def without_names(text, folder):
    """The message without what belongs to the user: names of files and folders."""
    names = {"classes.json"}
    for _, folders, files in os.walk(folder):
        names |= set(files) | set(folders)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(r"\S*" + re.escape(name), "", text)
    return text


def wrong_refusal(found, case, folder):
    """Lines for what an error lacks."""
    status, output, text = found
    if status != 3:
        return ["exit status %d, not 3: %s" % (status, text)]
    lines = [] if not output else ["a failure that prints a result"]
    if not re.search(r"^maskloss: ", text, re.MULTILINE):
        lines.append("no message begins with 'maskloss: ': %s" % text)
    for wanted in case.asks + case.says:
        if not re.search(wanted.replace("labels|indices", r"labels\|indices"), text, re.MULTILINE):
            lines.append("no message has /%s/: %s" % (wanted, text))
    lines += ["a message has /%s/: %s" % (one, text) for one in case.never if re.search(one, text)]
    for line in without_names(text, folder).split("\n"):
        if len(line) > LONGEST_MESSAGE:
            lines.append("%d characters long, names aside: %s" % (len(line), line))
    return lines


def check(program, build, folder):
    """{way: lines that say what is wrong}"""
    case = build(Folder(folder))
    words = [*case.options, "-f", "json", case.truth, case.prediction]
    failures = {}
    if case.with_:
        status, output, text = run(program, folder, ["eval", *case.with_, *words])
        failures["with " + " ".join(case.with_)] = (
            wrong_figures(output, case.right) if status == 0 else ["exit status %d: %s" % (status, text)])
    found = run(program, folder, ["eval", *words], case.pipe)
    if case.without == "right":
        lines = wrong_figures(found[1], case.right) if found[0] == 0 else ["exit status %d: %s" % (found[0], found[2])]
    elif case.without == "error" or found[0] != 0:
        lines = wrong_refusal(found, case, folder)
    else:
        lines = []
    failures["without options" if case.with_ else "as it is"] = lines
    failures["inspect"] = wrong_inspection(program, folder, case, words[:-4])
    return failures


def wrong_inspection(program, folder, case, options):
    """inspect reads every file that eval read without help."""
    if case.without != "right":
        return []
    files = [one for one in (case.truth, case.prediction) if os.path.isfile(os.path.join(folder, one))]
    if not files:
        return []
    known = [word for i, word in enumerate(options) if word == "-c" or i and options[i - 1] == "-c"]
    status, _, text = run(program, folder, ["inspect", *known, *files])
    return [] if status == 0 else ["exit status %d: %s" % (status, text)]


def arguments():
    parser = argparse.ArgumentParser(description="situations from the field, with the options they need and without")
    parser.add_argument("--maskloss", metavar="PATH", help="the program")
    parser.add_argument("--only", metavar="NAME[,NAME]...", help="these situations alone")
    parser.add_argument("--keep", action="store_true", help="leave the files where they are, and say where")
    parser.add_argument("--list", action="store_true", help="print the situations")
    options = parser.parse_args()
    if not options.list and not options.maskloss:
        parser.error("--maskloss=PATH is missing")
    names = [name for name, _, _ in SITUATIONS]
    options.only = options.only.split(",") if options.only else names
    unknown = [name for name in options.only if name not in names]
    if unknown:
        parser.error("no such situation: %s; there are %s" % (", ".join(unknown), ", ".join(names)))
    return options


def main():
    options = arguments()
    if options.list:
        for name, section, build in SITUATIONS:
            print("%-5s %-36s %s" % (section, name, (build.__doc__ or "").split("\n")[0]))
        return 0
    program = os.path.abspath(options.maskloss)
    top = tempfile.mkdtemp(prefix="maskloss-field-")
    passed = failed = 0
    try:
        for name, section, build in SITUATIONS:
            if name not in options.only:
                continue
            folder = os.path.join(top, name)
            os.makedirs(folder)
            for way, lines in check(program, build, folder).items():
                passed, failed = passed + (not lines), failed + bool(lines)
                if lines:
                    print("%s %s, %s:\n%s" % (section, name, way, "".join("    %s\n" % line for line in lines)), end="")
    finally:
        if options.keep:
            print("files are in %s" % top)
        else:
            shutil.rmtree(top)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
