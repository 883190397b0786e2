#!/usr/bin/env python3
"""Signals that end the program at random moments, full disks and limits on the size of files: nothing partial, nothing left behind.

    killed.py --maskloss PROGRAM [--rounds N] [--seed N]

Evaluates a small set of large images with maps by several threads, into a report, a page, a record stream, and one that is
gone on with and filled, and ends it at a moment that is drawn at random. After each:
  the program has ended as the signal does, or had been done before
  no file of it is left under another name, but after SIGKILL
  a report is what it was or what it becomes, and every map is whole
  a record stream is gone on with to the same bytes, and what SIGKILL left beside it goes then
Then a limit on the size of files, and, where it may be mounted, a file system that is full: exit 4, and the same.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "data"))
sys.dont_write_bytecode = True

from make import npy  # noqa: E402  (the writer of the test fixtures)

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGALRM, signal.SIGPIPE,
           signal.SIGXCPU, signal.SIGABRT, signal.SIGKILL]
SIDE, IMAGES = 96, 12


class Failed(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failed(text)


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in SIGNALS:
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)


def limited(n_bytes):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    return limit


def read(path):
    with open(path, "rb") as file:
        return file.read()


def left(folder):
    return [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if name.startswith(".maskloss-")]


def make_set(rng):
    for side in ("t", "p"):
        os.mkdir(side)
    for i in range(IMAGES):
        labels = bytes(rng.choices(range(4), k=SIDE * SIDE))
        guess = bytes(x if rng.random() < 0.8 else rng.randrange(4) for x in labels)
        for side, values in (("t", labels), ("p", guess)):
            with open(f"{side}/{i:02d}.npy", "wb") as file:
                file.write(npy("|u1", (SIDE, SIDE), values))


class Way:
    """One way to write: arguments, and what has to be there at last."""

    def __init__(self, maskloss, name, arguments, output=None, before=None, resumes=False):
        self.name, self.output, self.resumes = name, output, resumes
        self.command = [maskloss, "eval", "-q", "-j2", "-m", "none", *arguments, "t", "p"]
        self.before = before
        self.folder = "out"
        started = time.monotonic()
        self.prepare()
        done = subprocess.run(self.command, capture_output=True, text=True)
        self.seconds = time.monotonic() - started
        check(done.returncode == 0, f"{name}: {done.stderr}")
        check(not left(self.folder), f"{name}: {left(self.folder)}")
        self.whole = {path: read(path) for path in self.files()}

    def prepare(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        if self.before is not None:
            with open(self.output, "wb") as file:
                file.write(self.before)

    def files(self):
        return [os.path.join(root, name) for root, _, names in os.walk(self.folder) for name in names]

    def judge(self, killed, when):
        rest = left(self.folder)
        check(killed or not rest, f"{when}: left behind: {rest}")
        for path in self.files():
            if path in rest:
                continue
            check(path in self.whole, f"{when}: {path} is none of the files")
            now = read(path)
            if path == self.output and self.resumes:
                continue
            check(now == self.whole[path] or (path == self.output and now == self.before), f"{when}: {path} is partial")
        if self.resumes:
            again = subprocess.run([*self.command, "--resume"], capture_output=True, text=True)
            check(again.returncode == 0, f"{when}: --resume: {again.stderr}")
            check(read(self.output) == self.whole[self.output], f"{when}: other bytes after --resume")


def ways(maskloss):
    yield Way(maskloss, "maps", ["--maps=out/m", "--kinds=error,loss,decision", "-s", "-o", "out/report"], "out/report", b"old\n")
    yield Way(maskloss, "page", ["-f", "html", "-o", "out/page.html"], "out/page.html", b"old\n")
    stream = Way(maskloss, "stream", ["-f", "jsonl", "-o", "out/s.jsonl"], "out/s.jsonl", resumes=True)
    yield stream
    lines = stream.whole["out/s.jsonl"].splitlines(keepends=True)
    gap = b"".join(lines[:2] + lines[4:-1])
    filled = Way(maskloss, "filled", ["-f", "jsonl", "-o", "out/s.jsonl", "--resume"], "out/s.jsonl", before=gap, resumes=True)
    check(filled.whole == stream.whole, "filled: other bytes")
    yield filled


def kill(way, rng, number, seed):
    way.prepare()
    when = f"{way.name}, {signal.Signals(number).name}, seed {seed}"
    process = subprocess.Popen(way.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=no_core)
    time.sleep(rng.random() * way.seconds * 1.1)
    process.send_signal(number)
    _, message = process.communicate(timeout=60)
    check(process.returncode in (0, -number), f"{when}: exit {process.returncode}, {message}")
    way.judge(number == signal.SIGKILL, when)
    return process.returncode != 0


def limit(way):
    n_refused = 0
    largest = max(len(content) for content in way.whole.values())
    for n_bytes in (0, 1, 100, largest // 2, largest - 1):
        way.prepare()
        when = f"{way.name}, at most {n_bytes} bytes"
        done = subprocess.run(way.command, capture_output=True, text=True, preexec_fn=limited(n_bytes))
        check(done.returncode == 4 and "ulimit -f" in done.stderr, f"{when}: exit {done.returncode}, {done.stderr}")
        n_refused += 1
        way.judge(False, when)
    return n_refused


def fill(way):
    """On a file system of 64 KiB; 0 where none may be mounted."""
    shutil.rmtree(way.folder, ignore_errors=True)
    os.mkdir(way.folder)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", way.folder], capture_output=True)
    if mounted.returncode:
        return 0
    try:
        with open("out/filler", "wb") as file:
            file.write(bytes(60 << 10))
        done = subprocess.run(way.command, capture_output=True, text=True)
        check(done.returncode == 4 and "No space left" in done.stderr, f"{way.name}, full: {done.returncode}, {done.stderr}")
        check(not left("out"), f"{way.name}, full: {left('out')}")
        check(way.resumes or not os.path.exists(way.output), f"{way.name}, full: a partial result")
    finally:
        subprocess.run(["umount", way.folder], check=True)
    return 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    maskloss = os.path.abspath(arguments.maskloss)
    n_ended = n_refused = n_full = 0
    with tempfile.TemporaryDirectory(prefix="maskloss-killed.") as folder:
        os.chdir(folder)
        try:
            make_set(random.Random(arguments.seed))
            all_ways = list(ways(maskloss))
            for k in range(arguments.rounds):
                seed = arguments.seed * 1000003 + k
                rng = random.Random(seed)
                n_ended += kill(all_ways[k % len(all_ways)], rng, SIGNALS[k // len(all_ways) % len(SIGNALS)], seed)
            for way in all_ways:
                n_refused += limit(way)
                n_full += fill(way) if way.before is None or not way.resumes else 0
        except Failed as problem:
            print(f"killed: {problem}", file=sys.stderr)
            return 1
        finally:
            os.chdir("/")
    print(f"{arguments.rounds} runs, of which {n_ended} were ended by a signal; {n_refused} limits, {n_full} full file systems")
    return 0


if __name__ == "__main__":
    sys.exit(main())
