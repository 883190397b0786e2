#!/usr/bin/env python3
"""One label image in every encoding that tools make of it, and real label images: the same labels, or the error that is documented.

    open_labels.py --maskloss PATH --samples PATH [--data FOLDER]

Each encoding of label_flavours in ../shared/data/open is evaluated as truth and as hard prediction against the plain one, with a
class set that knows the labels of both. --samples is the program tests/png_samples. Skipped, loudly, where the folder is absent.
Standard library only.
"""

import hashlib
import json
import os
import subprocess
import tempfile

from open_data import end, start

PREFIX = "label_flavours/0001TP_008910."
PLAIN = "gray8"
COLOURS = [(0, 0, 0), (128, 128, 128), (128, 0, 0), (128, 64, 128), (128, 128, 0), (64, 0, 128)]
SIX = [[0], [1], [2], [3], [4], [5]]
FOUR = [[0], [1], [2], [3, 4, 5]]
TWO = [[0], [1, 2, 3, 4, 5]]
SCALED = "--samples=scaled"


class Case:
    """An encoding, and how to read it: labels of each class (those of the plain image among them), colours, options.

    Without options it is read with no hint; `refused` is what the error says when there is no class set.
    """

    def __init__(self, labels, colours=None, options=(), refused=None):
        self.labels, self.colours, self.options, self.refused = labels, colours, options, refused


def added(labels, more):
    return [a + b for a, b in zip(labels, more)]


CASES = {
    "gray8": [Case(SIX)],
    "gray8_adam7": [Case(SIX)],
    "gray16": [Case(SIX)],
    "la8": [Case(SIX)],
    "pal8": [Case(SIX)],
    "pal8_tRNS": [Case(SIX)],
    "pal8_dup": [Case(SIX)],
    "pal8_optipng": [Case(SIX)],
    "pal4_pil": [Case(SIX)],
    "pal4_adam7": [Case(SIX)],
    # A palette of grays: both readings are the labels.
    "gray8_optipng": [Case(SIX), Case(SIX, options=("--samples=raw",)), Case(SIX, options=(SCALED,))],
    # Packed gray: sample s is the gray value 17 s, 85 s or 255 s; the reading follows from the class set or is said.
    "gray4": [Case(SIX), Case([[0], [1, 17], [2, 34], [3, 51], [4, 68], [5, 85]], options=(SCALED,))],
    "gray4_adam7": [Case(SIX), Case([[0], [1, 17], [2, 34], [3, 51], [4, 68], [5, 85]], options=(SCALED,))],
    "gray2": [Case(FOUR), Case([[0], [1, 85], [2, 170], [3, 4, 5, 255]], options=(SCALED,))],
    "pal2": [Case(FOUR)],
    "gray1": [Case(TWO), Case([[0], [1, 2, 3, 4, 5, 255]], options=(SCALED,))],
    "gray1_adam7": [Case(TWO), Case([[0], [1, 2, 3, 4, 5, 255]], options=(SCALED,))],
    "pal1": [Case(TWO)],
    "bin255_gray8": [Case([[0], [1, 2, 3, 4, 5, 255]], refused="--ignore=255")],
    "bin255_im": [Case(TWO), Case([[0], [1, 2, 3, 4, 5, 255]], options=(SCALED,))],
    "gray16_inst": [Case(added(SIX, [[7], [1007], [2007], [3007], [4007], [5007]]), refused="label 5007")],
    "rgb_color": [Case(SIX, colours=COLOURS, refused="is RGB")],
    "rgba_color": [Case(SIX, colours=COLOURS, refused="is RGBA")],
    "rgb_same": [Case(SIX, colours=[(i, i, i) for i in range(6)], refused="no class has a colour")],
}
# Class 0 is written as 255: tested on its own.
WITH_VOID = "void255"


class Checker:
    def __init__(self):
        self.passed = self.failed = 0

    def same(self, where, got, expected):
        self.passed += got == expected
        self.failed += got != expected
        if got != expected:
            print("FAIL %s: %r, expected %r" % (where, got, expected))


class Flavours:
    def __init__(self, arguments, data, expected, checker, folder):
        self.program, self.samples, self.checker, self.folder = arguments.maskloss, arguments.samples, checker, folder
        self.data, self.expected = data, expected

    def path(self, flavour):
        return os.path.join(self.data, PREFIX + flavour + ".png")

    def class_set(self, case, ignore=()):
        classes = [{"name": "class %d" % c, "labels": sorted(labels)} for c, labels in enumerate(case.labels)]
        for c, colour in enumerate(case.colours or ()):
            classes[c]["color"] = list(colour)
        path = os.path.join(self.folder, "classes.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"classes": classes, "ignore": list(ignore)}, file)
        return "--classes=" + path

    def evaluate(self, *arguments):
        """The aggregate, or None; and the exit status and the message."""
        command = [self.program, "eval", "-q", "-f", "json", "-s", "-L", "cce", *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
        aggregate = json.loads(done.stdout)["aggregate"] if done.returncode == 0 else None
        return aggregate, done.returncode, done.stderr.decode("utf-8", "replace")

    def same(self, where, counts, *arguments):
        """The two label images agree, and have so many pixels of each class."""
        aggregate, status, message = self.evaluate(*arguments)
        self.checker.same(where + " exit status", (status, message), (0, ""))
        if aggregate:
            diagonal = [[n if r == c else 0 for c in range(len(counts))] for r, n in enumerate(counts)]
            self.checker.same(where + " confusion", aggregate["raw"]["confusion"], diagonal)

    def refused(self, where, text, *arguments):
        _, status, message = self.evaluate(*arguments)
        self.checker.same(where + " exit status", status, 3)
        self.checker.same("%s: '%s' says '%s'" % (where, message.strip(), text), text in message, True)

    def counts(self, labels):
        plain = self.expected[PREFIX + PLAIN + ".png"]["hist"]
        return [sum(plain.get(str(label), 0) for label in group) for group in labels]

    def check(self, flavour, case):
        where = "%s %s" % (flavour, " ".join(case.options))
        arguments = (self.class_set(case), *case.options)
        self.same(where + " as prediction", self.counts(case.labels), *arguments, self.path(PLAIN), self.path(flavour))
        self.same(where + " as truth", self.counts(case.labels), *arguments, self.path(flavour), self.path(PLAIN))
        if case.refused:
            self.refused(where + " as prediction", case.refused, self.path(PLAIN), self.path(flavour))
            self.refused(where + " as truth", case.refused, self.path(flavour), self.path(PLAIN))
        elif case.labels is SIX and not case.options:
            self.same(where + " without class set", self.counts(SIX), self.path(flavour), self.path(PLAIN))

    def check_void(self):
        """Class 0 as 255: void in the truth, a miss of class 0 in the prediction."""
        counts = self.counts(SIX)
        plain, void = self.path(PLAIN), self.path(WITH_VOID)
        self.same("void as truth", [0] + counts[1:], self.class_set(Case(SIX), ignore=[255]), void, plain)
        aggregate, status, message = self.evaluate(self.class_set(Case(SIX), ignore=[255]), plain, void)
        self.checker.same("void as prediction exit status", (status, message), (0, ""))
        self.checker.same("void as prediction none", aggregate["pixels"]["none"], counts[0])
        classes = list(aggregate["raw"]["per_class"].values())
        self.checker.same("void as prediction fn", [c["fn"] for c in classes], [counts[0], 0, 0, 0, 0, 0])
        self.checker.same("void as prediction fp", [c["fp"] for c in classes], [0, 0, 0, 0, 0, 0])
        self.refused("void as truth, not ignored", "label 255", self.class_set(Case(SIX)), void, plain)

    def check_doubt(self):
        """Two readings that both fit and differ ask for --samples; with it each is the labels it says."""
        case = Case([[0], [1, 85], [2, 17], [3, 34], [4, 51], [5, 68]])
        gray4, plain = self.path("gray4"), self.path(PLAIN)
        self.refused("gray4 in doubt", "--samples", self.class_set(case), gray4, plain)
        self.same("gray4 said raw", self.counts(case.labels), self.class_set(case), "--samples=raw", gray4, plain)
        aggregate, status, _ = self.evaluate(self.class_set(case), "--samples=scaled", gray4, plain)
        self.checker.same("gray4 said scaled: exit status", status, 0)
        self.checker.same("gray4 said scaled: rows", [sum(row) for row in aggregate["raw"]["confusion"]],
                          [self.counts(SIX)[label] for label in (0, 5, 1, 2, 3, 4)])

    def check_samples(self, name, entry):
        """The raw samples of gray and palette images."""
        done = subprocess.run([self.samples, os.path.join(self.data, name)], capture_output=True, check=False)
        self.checker.same(name + " samples", hashlib.sha256(done.stdout).hexdigest(), entry["raw_sha256_u16le"])


def check_flavours(flavours):
    known = set(CASES) | {WITH_VOID}
    flavours.checker.same("encodings", sorted(name[len(PREFIX):-4] for name in flavours.expected), sorted(known))
    for flavour, cases in CASES.items():
        for case in cases:
            flavours.check(flavour, case)
    flavours.same("bin255_im, -c binary", flavours.counts(TWO), "-c", "binary", flavours.path("bin255_im"),
                  flavours.path("bin255_gray8"))
    flavours.check_void()
    flavours.check_doubt()
    for name, entry in flavours.expected.items():
        if entry["kind"] not in ("gray_alpha", "rgb_equal_channels", "rgb_color_coded", "rgba_color_coded"):
            flavours.check_samples(name, entry)


def check_labels_only(flavours, entries):
    """Real label images against themselves: as many pixels of each label as there are."""
    for name, entry in entries.items():
        flavours.check_samples(name, entry)
        labels = list(range(max(2, 1 + max(map(int, entry["hist"])))))
        path = os.path.join(flavours.data, name)
        flavours.same(name, [entry["hist"].get(str(label), 0) for label in labels], path, path)


def main():
    arguments, data, expected = start("open", "the encodings of label images")
    checker = Checker()
    with tempfile.TemporaryDirectory() as folder:
        flavours = Flavours(arguments, data, expected["label_flavours"], checker, folder)
        check_flavours(flavours)
        check_labels_only(flavours, expected["labels_only"])
    print("%d encodings, %d more label images" % (len(expected["label_flavours"]), len(expected["labels_only"])))
    end(checker.passed, checker.failed, expected["label_flavours"] and expected["labels_only"])


if __name__ == "__main__":
    main()
