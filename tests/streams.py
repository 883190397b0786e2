#!/usr/bin/env python3
"""Record streams: whatever is split, merged, scored again or interrupted has to print the bytes of one evaluation.

    streams.py --maskloss PROGRAM [--seed N] [--rounds N] [--kills N] [--images N]

Makes a set of small images, a batch and odd names among them, and compares with what eval prints of it:
  every option of merge, in every output form       eval OPTIONS == eval | merge OPTIONS
  weights from the numbers of pixels, computed here from the records
  random splits, merged in any order and any tree   with and without images
  --resume after kill -9 at random moments, after cutting the stream anywhere, and after failed images
  streams cut, flipped and with members changed     a result, or exit 3 (2) with one message
  streams with a digit changed anywhere             the same result, or exit 3 with file and line, and a stream left alone
"""

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "data"))
sys.dont_write_bytecode = True

from make import npy, png  # noqa: E402  (the writers of the test fixtures)

CLASSES = 5
FORMS = ("text", "json", "jsonl", "tsv", "markdown")
NAMES = ["road", "side walk", "car\u00e9", "3", "\"quote\\"]

# What merge may change; alternatives of one kind exclude each other.
CHOICES = [
    ["--mask=none", "--mask=1,road", "--mask=4", "--mask=0"],
    ["--weights=1,2,3.5,0,1e-3", "--weights=inverse", "--weights=median"],
    ["--loss=all", "--loss=dice,cce", "--loss=tversky:fp=0.1:fn=0.9,focal:alpha=0.1/0.2/0.3/0.4/0.5,wcce",
     "--loss=focal_tversky:exponent=0.5:smooth=1,brier"],
    ["--absent=one", "--absent=zero", "--absent=keep", "--absent=skip"],
    ["--average=foreground", "--average=1,3", "--average=all"],
    ["--smooth=1", "--smooth=0"],
    ["--views=raw", "--views=masked,excluded", "--views=excluded", "--views=raw,masked,excluded"],
]


def rewritten(line):
    """A line as another program writes it."""
    return json.dumps({key: value for key, value in json.loads(line).items() if key != "crc32"}).encode() + b"\n"


class Failed(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failed(text)


def make_image(rng, height, width):
    labels = rng.sample(range(CLASSES), rng.randint(1, CLASSES))
    truth = [[rng.choice(labels) if rng.random() > 0.05 else 255 for _ in range(width)] for _ in range(height)]
    values = []
    for row in truth:
        for label in row:
            values.append([rng.random() ** 3 + (1.5 if c == label and rng.random() < 0.7 else 0) for c in range(CLASSES)])
    return truth, values


def make_set(folder, rng, n_images):
    """Images in t/ and p/: arrays, label images, one batch, folders, names that need care. Returns their number."""
    names = ["a", "a b", "a-b", "B", "deep/er/x", "deep/y", "z[1", "z]", "\u00fc", "back\\slash", "a[x]"]
    names += ["n%04d" % n for n in range(n_images)]
    for name in names:
        truth, values = make_image(rng, rng.randint(1, 4), rng.randint(1, 9))
        for part in ("t", "p"):
            os.makedirs(os.path.dirname(os.path.join(folder, part, name)) or ".", exist_ok=True)
        with open(os.path.join(folder, "t", name + ".png"), "wb") as file:
            file.write(png(truth))
        if rng.random() < 0.2:
            hard = [[rng.choice(range(CLASSES)) if rng.random() > 0.1 else 255 for _ in row] for row in truth]
            with open(os.path.join(folder, "p", name + ".png"), "wb") as file:
                file.write(png(hard))
        else:
            shape = (len(truth), len(truth[0]), CLASSES)
            with open(os.path.join(folder, "p", name + ".npy"), "wb") as file:
                file.write(npy("<f4", shape, [x for pixel in values for x in pixel]))
    n_batch = 12
    truths, values = [], []
    for _ in range(n_batch):
        truth, pixels = make_image(rng, 3, 4)
        truths += [label for row in truth for label in row]
        values += [x for pixel in pixels for x in pixel]
    with open(os.path.join(folder, "t", "batch.npy"), "wb") as file:
        file.write(npy("|u1", (n_batch, 3, 4), truths))
    with open(os.path.join(folder, "p", "batch.npy"), "wb") as file:
        file.write(npy("<f4", (n_batch, 3, 4, CLASSES), values))
    with open(os.path.join(folder, "classes.json"), "w", encoding="utf-8") as file:
        json.dump({"classes": [{"name": name} for name in NAMES], "ignore": [255]}, file)
    return len(names) + n_batch


class Tester:
    def __init__(self, options):
        self.program = os.path.abspath(options.maskloss)
        self.options = options
        self.rng = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="maskloss-streams.")
        self.n_images = make_set(self.folder, random.Random(options.seed), options.images)
        self.n_files = 0
        self.n_checks = 0

    def path(self, name=None):
        self.n_files += 1
        return os.path.join(self.folder, name or "f%d" % self.n_files)

    def run(self, *arguments, status=0, stdin=None):
        """Standard output of maskloss; fails when the exit status is none of those."""
        statuses = status if isinstance(status, tuple) else (status,)
        done = subprocess.run([self.program] + list(arguments), cwd=self.folder, input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        check(done.returncode in statuses, "exit %d of %s: %s" % (done.returncode, arguments, done.stderr[-500:]))
        check(b"AddressSanitizer" not in done.stderr and b"runtime error" not in done.stderr, done.stderr.decode())
        return done.stdout

    def eval(self, *options, status=0):
        return self.run("eval", "-q", "-c", "classes.json", *options, "t", "p", status=status)

    def stream(self, *options):
        path = self.path()
        with open(path, "wb") as file:
            file.write(self.eval("-f", "jsonl", *options))
        return path

    def same(self, got, wanted, what):
        self.n_checks += 1
        if got != wanted:
            at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
            raise Failed("%s: differs at byte %d: %r, not %r" % (what, at, got[max(at - 40, 0):at + 40],
                                                               wanted[max(at - 40, 0):at + 40]))

    # Every option, crosswise.
    def crosswise(self):
        everything = self.stream("--loss=all")
        for form in FORMS:
            for summary in ([], ["-s"]):
                self.same(self.run("merge", "-f", form, *summary, everything),
                          self.eval("--loss=all", "-f", form, *summary), "merge -f %s" % form)
        for kind in CHOICES:
            for option in kind:
                self.one_option([option], everything, FORMS)
        for _ in range(self.options.rounds):
            chosen = [self.rng.choice(kind) for kind in CHOICES if self.rng.random() < 0.5]
            self.one_option(chosen, everything, [self.rng.choice(FORMS)])
        # From a stream with other settings, all of which are set again.
        other = self.stream("--loss=all", "--mask=2", "--absent=keep", "--average=2,3", "--smooth=3", "--views=excluded",
                            "--weights=5,4,3,2,1")
        for _ in range(self.options.rounds // 4 + 1):
            chosen = [self.rng.choice(kind) for kind in CHOICES]
            self.one_option(chosen, other, [self.rng.choice(FORMS)])

    def one_option(self, chosen, stream, forms):
        losses = [] if any(option.startswith("--loss") for option in chosen) else ["--loss=all"]
        for form in forms:
            summary = [] if self.rng.random() < 0.7 else ["-s"]
            self.same(self.run("merge", "-f", form, *summary, *chosen, stream),
                      self.eval(*losses, *chosen, "-f", form, *summary), "merge -f %s %s" % (form, chosen))

    # --weights=inverse and median, from their definitions.
    def weights(self):
        with open(self.stream(), "rb") as file:
            records = [json.loads(line)["record"] for line in file.read().splitlines()[1:-1]]
        counts = [[sum(row) + none for row, none in zip(record["hard"], record["none"])] for record in records]
        of_class = [sum(image[c] for image in counts) for c in range(CLASSES)]
        around = [sum(sum(image) for image in counts if image[c]) for c in range(CLASSES)]
        shares = [n / m if n else None for n, m in zip(of_class, around)]
        wanted = {"inverse": [sum(of_class) / (CLASSES * n) if n else 0 for n in of_class],
                  "median": [statistics.median(s for s in shares if s) / s if s else 0 for s in shares]}
        for kind, weights in wanted.items():
            got = json.loads(self.eval("-s", "-f", "json", "--weights=" + kind))["settings"]["weights"]
            check(all(abs(a - b) <= 1e-12 * abs(b) for a, b in zip(got, weights)), "--weights=%s: %s" % (kind, got))
            self.n_checks += 1

    # Splits and trees.
    def lists(self, n):
        """n streams of random, disjoint parts of the set (a batch stays whole)."""
        pairs = []
        for root, _, files in os.walk(os.path.join(self.folder, "t")):
            for name in files:
                truth = os.path.relpath(os.path.join(root, name), self.folder)
                stem = truth[2:].rsplit(".", 1)[0]
                kind = "npy" if os.path.exists(os.path.join(self.folder, "p", stem + ".npy")) else "png"
                pairs.append("%s\tp/%s.%s\t%s\n" % (truth, stem, kind, stem))
        parts = [[] for _ in range(n)]
        for pair in pairs:
            self.rng.choice(parts).append(pair)
        return ["".join(part) for part in parts if part]

    def splits(self):
        summaries = self.rng.random() < 0.5
        wanted = {form: self.eval("-f", form, *(["-s"] if summaries else [])) for form in FORMS}
        if self.rng.random() < 0.5:
            n = self.rng.randint(1, 9)
            streams = [self.stream("--shard=%d/%d" % (k, n), *(["-s"] if summaries and self.rng.random() < 0.7 else []))
                       for k in range(n)]
            self.run("merge", "-s", *streams[1:], status=3 if n > 1 else 2)
        else:
            streams = []
            for text in self.lists(self.rng.randint(1, 6)):
                path = self.path()
                with open(self.path("list"), "w", encoding="utf-8") as file:
                    file.write(text)
                summary = ["-s"] if summaries and self.rng.random() < 0.7 else []
                with open(path, "wb") as file:
                    file.write(self.run("eval", "-q", "-c", "classes.json", "-f", "jsonl", *summary, "-l", "list"))
                streams.append(path)
        for form in FORMS:
            left = list(streams)
            self.rng.shuffle(left)
            while len(left) > 1 and self.rng.random() < 0.7:  # an inner node
                taken = [left.pop() for _ in range(self.rng.randint(1, len(left)))]
                path = self.path()
                with open(path, "wb") as file:
                    inner = self.run("merge", "-q", "-f", "jsonl", "--partial", *(["-s"] if summaries else []), *taken)
                    file.write(inner)
                left.insert(self.rng.randint(0, len(left)), path)
            self.same(self.run("merge", "-f", form, *(["-s"] if summaries else []), *left), wanted[form],
                      "merge of %d of %d streams, %s" % (len(left), len(streams), form))

    # Shards of a set with faulty images and missing partners: the errors and the coverage of one evaluation.
    def faulty_shards(self):
        kept = []
        for name in self.rng.sample(sorted(os.listdir(os.path.join(self.folder, "p"))), 6):
            path = os.path.join(self.folder, "p", name)
            if os.path.isfile(path) and not name.startswith("batch"):
                kept.append(path)
                shutil.move(path, path + ".kept")
                if len(kept) % 2:
                    with open(path, "wb") as file:
                        file.write(b"broken")
        try:
            for options, status in ((["--keep-going"], 3), (["--keep-going", "--partial"], 3)):
                wanted = self.eval("-f", "json", *options, status=status)
                streams = []
                for k in range(4):
                    streams.append(self.path())
                    self.eval("-f", "jsonl", "-o", streams[-1], "--shard=%d/4" % k, *options, status=(0, 3))
                self.same(self.run("merge", "-f", "json", *streams, status=3), wanted, "shards with %s" % options)
        finally:
            for path in kept:
                shutil.move(path + ".kept", path)

    # Interruptions.
    def resume(self, path, *options, status=0):
        return self.eval("-f", "jsonl", "-o", path, "--resume", *options, status=status)

    def kill(self, wanted, path, jobs):
        """Runs until a random moment, kills, and goes on, perhaps several times."""
        if os.path.exists(path):
            os.unlink(path)
        n_kills = 0
        while n_kills < self.rng.randint(1, 3):
            command = [self.program, "eval", "-q", "-c", "classes.json", "-f", "jsonl", "-o", path, "--resume", "-j", jobs,
                       "t", "p"]
            with subprocess.Popen(command, cwd=self.folder, stderr=subprocess.DEVNULL) as process:
                time.sleep(self.rng.random() * self.duration)
                process.send_signal(signal.SIGKILL)
            n_kills += 1
        self.resume(path)
        with open(path, "rb") as file:
            self.same(file.read(), wanted, "resumed after kill -9")

    def interruptions(self):
        wanted = self.eval("-f", "jsonl")
        path = self.path("resumed.jsonl")
        start = time.time()
        self.resume(path)
        self.duration = 1.2 * (time.time() - start)
        with open(path, "rb") as file:
            self.same(file.read(), wanted, "resumed from nothing")
        before = os.stat(path)
        self.resume(path)
        check(os.stat(path).st_mtime_ns == before.st_mtime_ns, "a complete stream was written again")
        for n in range(self.options.kills):
            self.kill(wanted, path, str(1 + n % 2))
        for _ in range(self.options.rounds):
            cut = self.rng.randint(0, len(wanted))
            with open(path, "wb") as file:
                file.write(wanted[:cut])
            self.resume(path)
            with open(path, "rb") as file:
                self.same(file.read(), wanted, "resumed after %d bytes" % cut)
        lines = wanted.splitlines(keepends=True)
        for _ in range(self.options.rounds):  # gaps, and lines that were written by another program
            kept = [line for line in lines[1:-1] if self.rng.random() < 0.6]
            spoilt = [rewritten(line) if self.rng.random() < 0.1 else line for line in kept]
            with open(path, "wb") as file:
                file.write(lines[0] + b"".join(spoilt))
            self.resume(path)
            with open(path, "rb") as file:
                self.same(file.read(), wanted, "resumed with gaps")
        self.failures(wanted, path)

    def failures(self, wanted, path):
        """Images that fail are tried again."""
        os.unlink(path)
        broken = os.path.join(self.folder, "p", "deep", "y.npy")
        kind = broken if os.path.exists(broken) else broken[:-3] + "png"
        shutil.move(kind, kind + ".kept")
        with open(kind, "wb") as file:
            file.write(b"broken")
        self.resume(path, "--keep-going", status=3)
        with open(path, "rb") as file:
            first = file.read()
        check(b'"errors":[{"id":"deep/y"' in first, "the failure is not in the stream")
        self.run("merge", path, status=3)
        self.run("merge", "--partial", path)
        self.resume(path, "--keep-going", status=3)
        with open(path, "rb") as file:
            self.same(file.read(), first, "resumed with the same failure")
        shutil.move(kind + ".kept", kind)
        self.resume(path)
        with open(path, "rb") as file:
            self.same(file.read(), wanted, "resumed after a failure")
        left = [name for name in os.listdir(self.folder) if name.startswith(".maskloss")]
        check(not left, "left behind: %s" % left)

    # Hostile streams.
    def hostile(self):
        for summary in ([], ["-s"]):
            with open(self.stream("--loss=cce,dice,focal", *summary), "rb") as file:
                whole = file.read()
            path = self.path("hostile.jsonl")
            for _ in range(20 * self.options.rounds):
                changed = self.spoil(whole)
                with open(path, "wb") as file:
                    file.write(changed)
                for options in ([], ["--partial"]):
                    done = subprocess.run([self.program, "merge", "-q", "-s", *options, path], stdout=subprocess.PIPE,
                                          stderr=subprocess.PIPE, check=False)
                    check(done.returncode in (0, 3) or (done.returncode == 4 and b"overflow" in done.stderr + b"exceeds"),
                          "exit %d of a spoilt stream: %s" % (done.returncode, done.stderr[-300:]))
                    check(done.returncode == 0 or (not done.stdout and done.stderr.count(b"\n") == 1),
                          "a spoilt stream: %r" % done.stderr[-300:])
                    self.n_checks += 1

    def spoil(self, whole):
        rng = self.rng
        kind = rng.randint(0, 3)
        if kind == 0:
            return whole[:rng.randint(0, len(whole))]
        at = rng.randint(0, len(whole) - 1)
        if kind == 1:
            return whole[:at] + bytes([rng.randint(0, 255)]) + whole[at + 1:]
        if kind == 2:
            return whole[:at] + whole[at + rng.randint(1, 30):]
        token = rng.choice([b"-1", b"1e999", b"18446744073709551616", b"NaN", b"null", b"[]", b"{}", b"[[[[", b'"\\u0000"',
                            b"9007199254740993", b"1e308", b"0.5", b"\xff", b"\n"])
        return whole[:at] + token + whole[at:]

    # A digit that is another one, on a disk or by hand.
    def digits(self):
        whole = {}
        for summary in ([], ["-s"]):
            with open(self.stream("--loss=cce,dice,focal", *summary), "rb") as file:
                whole[bool(summary)] = file.read()
        path, sound = self.path("digit.jsonl"), self.path("sound.jsonl")
        with open(sound, "wb") as file:
            file.write(whole[False])
        resume = ["eval", "-q", "-c", "classes.json", "-f", "jsonl", "-o", path, "--resume", "--loss=cce,dice,focal", "t", "p"]
        ways = [(False, ["merge", "-q", "-f", "json", path]), (False, ["merge", "-q", "-f", "json", "--partial", path]),
                (True, ["merge", "-q", "-s", "-f", "json", path]), (False, ["compare", "-q", "-f", "json", sound, path]),
                (False, ["compare", "-q", "-f", "json", "--partial", path, sound]), (False, resume)]
        for summary, words in ways:
            text = whole[summary]
            with open(path, "wb") as file:
                file.write(text)
            wanted = self.run(*words)
            for at in self.places(text):
                changed = text[:at] + bytes([48 + (text[at] - 48 + self.rng.randint(1, 9)) % 10]) + text[at + 1:]
                with open(path, "wb") as file:
                    file.write(changed)
                self.digit(words, path, changed, text, wanted, at)

    def places(self, text):
        """Digits: of the head, of anywhere, and of the last line, for lines differ in length."""
        digits = [at for at, byte in enumerate(text) if 48 <= byte < 58]
        head, last = text.index(b"\n"), text.rindex(b"\n", 0, -1)
        parts = [[at for at in digits if at < head], digits, [at for at in digits if at > last]]
        return [self.rng.choice(part) for part in parts for _ in range(5 * self.options.rounds)]

    def digit(self, words, path, changed, text, wanted, at):
        """A digit of a key that is not known leaves the result as it was."""
        done = subprocess.run([self.program, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        what = "%s with another digit at %d, %r" % (words[0], at, changed[max(at - 30, 0):at + 10])
        with open(path, "rb") as file:
            after = file.read()
        if done.returncode == 0:
            self.same(done.stdout, wanted, what)
            check(after in (changed, text), "%s: another stream" % what)
            return
        line = b"%s:%d:" % (path.encode(), 1 + text.count(b"\n", 0, at))
        check(done.returncode == 3 and done.stderr.startswith(b"maskloss: " + line) and done.stderr.count(b"\n") == 1,
              "%s: exit %d: %r, not %r" % (what, done.returncode, done.stderr[:300], line))
        check(not done.stdout and after == changed, "%s: something was written" % what)
        self.n_checks += 1

    def everything(self):
        self.crosswise()
        self.weights()
        for _ in range(self.options.rounds // 3 + 1):
            self.splits()
        self.faulty_shards()
        self.interruptions()
        self.hostile()
        self.digits()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--images", type=int, default=40)
    tester = Tester(parser.parse_args())
    try:
        tester.everything()
    except Failed as failure:
        sys.exit("streams: %s (files in %s)" % (failure, tester.folder))
    shutil.rmtree(tester.folder)
    print("streams: %d comparisons" % tester.n_checks)


main()
