"""The program's maps and explanations, looked at: runs beside a case's evaluation, and what they must leave."""

import os
import re
import shlex
import shutil
import subprocess

import numpy as np

import compare
import explained
from pictures import DEFAULT_KINDS, file_of, pictures_of
from pictures_judge import files_below, judge_folder
from sight import sight_of

TIMEOUT_SECONDS = 120
# Rounding p to floats of 24 bits moves a loss by so much, times the largest weight.
ROUNDED = 2e-6
# Options about how a prediction is read, which its masked tensor does not need.
READING = ("activation", "layout", "prediction-as", "prediction-labels")


class Failed(Exception):
    pass


def close_to(a, b, weight):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= ROUNDED * max(1, weight) + 1e-5 * abs(b)


class Look:
    """The program, in the folder of a case; `printed` is what eval -f json printed."""

    def __init__(self, program, case, folder, printed):
        self.program, self.case, self.folder, self.printed = program, case, folder, printed
        self.status = case.status

    def words_but(self, *names):
        """Options of the case but those."""
        return [word for long, one in self.case.words.items() if long not in names for word in one]

    def run(self, words, *statuses):
        """(exit status, standard output, messages)"""
        done = subprocess.run([self.program, *words], cwd=self.folder, input=self.case.stdin, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
        text = done.stderr.decode("utf-8", "replace").strip()
        if statuses and done.returncode not in statuses:
            raise Failed("maskloss %s: exit status %d, not %s: %s" % (
                " ".join(map(shlex.quote, words)), done.returncode, " or ".join(map(str, statuses)), text[:500]))
        return done.returncode, done.stdout, text

    def name_of(self, id_, kind):
        """Of an array's file."""
        return file_of(id_, kind, "npy")

    def map_words(self, folder):
        kinds = self.case.kinds
        return ["--maps=" + folder] + ([] if kinds is None else ["--kinds=" + ",".join(kinds)]) + [
            *self.case.map_words]

    def wanted(self, images=None, kinds=None):
        """{file: (kind, Map)} of images, all of the case's without any."""
        case, made = self.case, {}
        for image in case.images if images is None else images:
            made.update(pictures_of(image, case.options, kinds or case.kinds or DEFAULT_KINDS, case.scale,
                                    case.photos.get(image.id)))
        return made

    def judged(self, folder, images=None):
        with np.errstate(all="ignore"):
            lines = judge_folder(os.path.join(self.folder, folder), self.wanted(images))
        if lines:
            raise Failed("maps in %s:\n      %s" % (folder, "\n      ".join(lines)))

    def mapped(self, folder, *more, without=()):
        return self.run(["eval", "-f", "json", *self.map_words(folder), *more, *self.words_but(*without),
                         *self.case.operands], self.status)[1]

    # ------------------------------------------------------------------ ways of maps

    def whole(self):
        """All images; the result is what it was without maps."""
        printed = self.mapped("maps")
        if printed != self.printed:
            raise Failed("--maps changes the result")
        self.judged("maps")

    def again(self):
        """Over maps that are there, with other numbers of threads: the same bytes."""
        self.mapped("maps")
        first = contents(os.path.join(self.folder, "maps"))
        for jobs in ("1", "3"):
            self.mapped("maps", "-j", jobs, without=("jobs",))
            if contents(os.path.join(self.folder, "maps")) != first:
                raise Failed("other bytes with -j " + jobs)

    def default_kinds(self):
        """Without --kinds; one kind given twice counts once."""
        case = self.case
        words = ["eval", "-f", "json", *case.map_words, *self.words_but(), *case.operands]
        kinds, case.kinds = case.kinds, None
        try:
            for folder, more in (("few", []), ("twice", ["--kinds=loss,error,loss"])):
                self.run([*words[:3], "--maps", folder, *more, *words[3:]], self.status)
                self.judged(folder)
        finally:
            case.kinds = kinds

    def worst(self):
        """Only the images that are reported have maps."""
        count = max(1, len(self.case.images) // 2)
        printed = self.mapped("worst", "--worst=%d" % count)
        ids = [image["id"] for image in compare.parse(printed.decode())["images"]]
        if len(ids) != min(count, len(self.case.images)):
            raise Failed("--worst=%d reports %s" % (count, ids))
        self.judged("worst", [image for image in self.case.images if image.id in ids])

    def resumed(self):
        """Maps of the images that were not in the stream."""
        words = [*self.words_but(), *self.case.operands]
        self.run(["eval", "-q", "-f", "jsonl", "-o", "s.jsonl", *words], self.status)
        path = os.path.join(self.folder, "s.jsonl")
        with open(path, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        images = self.case.images_in_order()
        kept = len(images) // 2
        with open(path, "wb") as file:
            file.write(b"".join(lines[:1 + kept]))
        self.run(["eval", "-q", "-f", "jsonl", "-o", "s.jsonl", "--resume", *self.map_words("resumed"), *words],
                 self.status)
        with open(path, "rb") as file:
            if file.read() != b"".join(lines):
                raise Failed("--resume with --maps gives another stream")
        self.judged("resumed", images[kept:])

    def sharded(self):
        """Maps of a shard's images; a batch file is one pair."""
        images = self.case.images_in_order()
        keys = [image.id if image.number is None else image.id[:image.id.rindex("[")] for image in images]
        pairs = list(dict.fromkeys(keys))
        for k in range(2):
            words = [*self.map_words("shard%d" % k), *self.words_but(), *self.case.operands]
            self.run(["eval", "-q", "-f", "jsonl", "-o", "shard.jsonl", "--shard=%d/2" % k, *words], self.status)
            self.judged("shard%d" % k, [image for image, key in zip(images, keys) if pairs.index(key) % 2 == k])

    def round_trip(self):
        """The masked tensor, evaluated: its raw losses are the masked ones."""
        case, options = self.case, self.case.options
        self.mapped("tensor")
        for image in case.images_in_order():
            sight = sight_of(image, options)
            if not sight.valid.any() or (sight.valid & (sight.d < 0)).any():
                continue
            tensor = os.path.join("tensor", file_of(image.id, "masked", "npy"))
            common = ["-f", "json", *self.words_but("views", *READING, "jobs", "keep-going", "partial")]
            before, after = (self.run(["eval", *common, *more], self.status)[1] for more in (
                ["--views=masked", *self.kept(*READING), image.truth, image.prediction],
                ["--views=raw", "--layout=hwc", image.truth, tensor]))
            before, after = (compare.parse(text.decode())["images"][0] for text in (before, after))
            self.same_losses(image.id, before["masked"]["losses"], after["raw"]["losses"])

    def kept(self, *names):
        return [word for name in names for word in self.case.words.get(name, [])]

    def same_losses(self, id_, masked, raw):
        weight = max([1, *self.case.options.weights])
        for key, figures in masked.items():
            if "exponent=0" in key:
                continue                           # a root of nearly nothing
            for name in ("mean", "sum", "classes"):
                a, b = figures.get(name), raw[key].get(name)
                pixels = 1000 if name == "sum" else 1
                if not close_to(b, a, weight * pixels):
                    raise Failed("%s: masked.%s.%s is %r, of the masked tensor %r" % (id_, key, name, a, b))

    # ------------------------------------------------------------------ refusals

    def refused(self):
        """A call that ends before any map is written."""
        statuses, says = self.case.wrong_maps
        words = [*self.words_but(), *self.case.refusal, *self.case.operands]
        status, printed, text = self.run(["eval", "-f", "json", *words])
        if status not in statuses:
            raise Failed("%s: exit status %d, not %s: %s" % (self.case.refusal, status, statuses, text[:300]))
        if printed or not re.search(r"^maskloss: ", text, re.MULTILINE):
            raise Failed("%s prints %r and says %r" % (self.case.refusal, printed[:80], text[:300]))
        silent = [one for one in says if not re.search(one, text)]
        if silent:
            raise Failed("no message has /%s/: %s" % (silent[0], text[:300]))
        left = [name for name in files_below(os.path.join(self.folder, "refused")) if not name.endswith("/")]
        if left and "before" in self.case.tags:
            raise Failed("%s leaves %s" % (self.case.refusal, sorted(left)))

    def linked(self):
        """A link below the folder leads nowhere."""
        top = os.path.join(self.folder, "linked")
        for name in ("linked", "elsewhere"):
            shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
            os.makedirs(os.path.join(self.folder, name))
        first = sorted(self.wanted())[0]
        head = first.split("/")[0]
        if "/" in first:
            os.symlink("../elsewhere", os.path.join(top, head))
        else:
            with open(os.path.join(self.folder, "elsewhere", "kept"), "wb") as file:
                file.write(b"kept")
            os.symlink("../elsewhere/kept", os.path.join(top, head))
        status, _, text = self.run(["eval", "-f", "json", *self.map_words("linked"), *self.words_but(), *self.case.operands])
        there = contents(os.path.join(self.folder, "elsewhere"))
        if there not in ({}, {"kept": b"kept"}):
            raise Failed("a link was followed: %s" % sorted(there))
        if "/" in first and (status != 4 or not text.startswith("maskloss: ")):
            raise Failed("a link in the way: exit status %d: %s" % (status, text[:300]))

    # ------------------------------------------------------------------ explain

    def explained(self):
        explained.Explained(self).all_pixels()


def contents(folder):
    found = {}
    for name in files_below(folder):
        if not name.endswith("/"):
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
    return found


def follow(program, case, folder, printed):
    """Lines that say what is wrong."""
    look = Look(program, case, folder, printed)
    try:
        for name in case.ways:
            getattr(look, name)()
    except (Failed, explained.Wrong, OSError, ValueError, KeyError, IndexError, subprocess.TimeoutExpired) as failure:
        return ["%s" % failure]
    return []
