#!/usr/bin/env python3
"""What reaches a terminal: colour, and lines as wide as it is.

    terminal.py --maskloss PROGRAM --sample data/sample

Runs the program on pseudo-terminals. Colour is there where it should be and nowhere else, and without it the text is the one that
a pipe gets; a wider terminal shows longer names; no line is wider than the terminal, or in comparisons than 80 columns where that is narrower.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios

import pseudo_terminal

SEQUENCE = re.compile(r"\033\[[0-9;]*m")
problems = []


def expect(holds, text):
    if not holds:
        problems.append(text)


def on_terminal(arguments, columns=80, error_too=False, **environment):
    """What the program writes to a terminal as its standard output (and error), with LF for its CRLF."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS")}
    variables.update({"TERM": "xterm"}, **environment)
    program = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=theirs, env=variables,
                               stderr=theirs if error_too else subprocess.DEVNULL)
    os.close(theirs)
    written = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:
            block = b""
        if not block:
            break
        written += block
    program.wait()
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def is_cut(text):
    """Whether a name ends in dots; a path's dots are no such."""
    return re.search(r"\.\.(?!/)", text) is not None


def in_pipe(arguments):
    return subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False).stdout.decode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--sample", required=True)
    options = parser.parse_args()
    if pseudo_terminal.why_none():
        print("SKIP: terminal: " + pseudo_terminal.why_none(), file=sys.stderr)
        return 77
    folder = tempfile.TemporaryDirectory()
    classes = os.path.join(folder.name, "long.json")
    with open(os.path.join(options.sample, "classes.json"), encoding="utf-8") as file:
        long_set = json.load(file)
    long_set["classes"][3]["name"] = "a kind of tree that has a very long name indeed"
    with open(classes, "w", encoding="utf-8") as file:
        json.dump(long_set, file)
    truth, predictions = (os.path.join(options.sample, name) for name in ("truth", "pred"))
    evaluate = [options.maskloss, "eval", "-c", classes, "-g", "images==4", "-g", "images==5", truth, predictions]
    streams = [os.path.join(folder.name, name) for name in ("a.jsonl", "b.jsonl")]
    for stream, name in zip(streams, ("pred", "pred-new")):
        subprocess.run([options.maskloss, "eval", "-q", "-f", "jsonl", "-c", classes, "-o", stream, truth,
                        os.path.join(options.sample, name)], check=True)
    for command in (evaluate, [options.maskloss, "merge", streams[0]], [options.maskloss, "compare"] + streams):
        name, plain = command[1], in_pipe(command)
        expect(plain and not SEQUENCE.search(plain), "%s: colour in a pipe" % name)
        shown = on_terminal(command)
        expect(SEQUENCE.search(shown), "%s: no colour on a terminal" % name)
        expect(SEQUENCE.sub("", shown) == plain, "%s: another text on a terminal of 80 columns than in a pipe" % name)
        narrow = on_terminal(command, 40, NO_COLOR="1")
        expect(name != "compare" or narrow.split() == plain.split(), "%s: another text on a narrow terminal" % name)
        expect(on_terminal(command, NO_COLOR="") == shown, "%s: an empty NO_COLOR counts" % name)
        expect(on_terminal(command, TERM="dumb") == plain, "%s: colour on a dumb terminal" % name)
        expect(on_terminal(command[:2] + ["--color=never"] + command[2:]) == plain, "%s: --color=never" % name)
        always = in_pipe(command[:2] + ["--color=always"] + command[2:])
        expect(always == shown, "%s: --color=always in a pipe" % name)
        for line in shown.split("\n"):
            open_now = [s for s in SEQUENCE.findall(line)]
            expect(not open_now or open_now[-1] == "\033[0m", "%s: colour runs past the end of %r" % (name, line))
        expect(is_cut(plain), "%s: a long name is not cut at 80 columns" % name)
        for columns in (100, 160, 300):
            wide = on_terminal(command, columns, NO_COLOR="1")
            longest = max(len(line) for line in wide.split("\n"))
            expect(longest <= min(columns, 200), "%s: a line of %d at %d columns" % (name, longest, columns))
            expect(columns < 160 or not is_cut(wide), "%s: a long name is cut at %d columns" % (name, columns))
    target = os.path.join(folder.name, "report.txt")
    on_terminal(evaluate + ["-o", target], 160)
    with open(target, encoding="utf-8") as file:
        expect(file.read() == in_pipe(evaluate), "a file gets another text when there is a terminal")
    failed = on_terminal(evaluate, error_too=True)
    expect("\033[1;31mmaskloss:\033[0m 1 of 2 gates fails" in failed, "the error is not coloured: %r" % failed[-200:])
    expect(not SEQUENCE.search(on_terminal(evaluate, error_too=True, NO_COLOR="1")), "NO_COLOR: the error is coloured")
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
