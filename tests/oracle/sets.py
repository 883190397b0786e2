"""What the families about SPEC 8 share: sets of small images, classes that are missing, files that fail, gates, and a
case that is followed through streams (through.py)."""

import os
import re
from dataclasses import dataclass, field

import numpy as np

import compare
import groups
import oracle
import paths
from case import Case, Maker
from pixels import Image
from selftest_fooled import metamorphic
from values import World, chance, hard_labels, pick, sample, with_class_set

SIZES = (2, 3, 6, 19)
# Ids with folders and underscores, so that most rules have groups of one and of several.
KEYS = ["west/a_1", "west/a_2", "west/b_1", "east/a_1", "east/c_9", "mid/town/b_2", "mid/town/b_3", "mid/x_1", "Z/a_1",
        "\u00e4/\u00e4_1", "west/d_4", "a b/c d_1"]
CUT = b"\x93NUMPY\x01\x00"
# Options that merge may replace, by their long names.
OF_MERGE = ("mask", "weights", "absent", "average", "views", "empty", "group", "intervals", "conventions")
FORMATS = ("-f", "-fjson", "--format=json")
SUMMARY = ("-s", "--summary")


@dataclass
class SetCase(Case):
    gates: list = field(default_factory=list)      # paths.Gate
    follow: tuple = ()                             # what through.py does with it
    words_of: dict = field(default_factory=dict)   # long name: the words of an option that merge takes
    file_words: list = field(default_factory=list)  # the words that only eval knows
    is_metamorphic: bool = False
    quiet: bool = False

    def has_document(self):
        return True

    def document(self):
        document = super().document()
        document["gates"] = [gate.judged(document) for gate in self.gates]
        return document

    def judge_more(self, got, messages):
        """What a document must hold besides what is expected of it; messages: text of standard error."""
        lines = []
        if self.is_metamorphic:
            lines += metamorphic(got, got["settings"]["mask"])
        for note in got.get("notes", []):
            if (note["text"] in messages) == self.quiet:
                lines.append("note %s is%s on standard error" % (note["code"], "" if self.quiet else " not"))
        return lines


class Sets(Maker):
    """A family's make calls start, draw, then end."""

    def __init__(self, seed, family, number, folder):
        super().__init__(seed, family, number, folder)
        self.words_of, self.gates, self.errors, self.more = {}, [], [], {}
        self.given = {}                            # members of Options that the family has asked for

    def option(self, short, long, value):
        super().option(short, long, value)
        self.words_of[long] = self.arguments[-1]

    def flag(self, long):
        self.arguments.append(["--" + long])
        self.words_of[long] = self.arguments[-1]

    # ------------------------------------------------------------------ classes

    def start(self, n_classes=None, mask=None, plain=False, ignored=()):
        """plain: labels are indices, nothing is ignored but what is said."""
        n = n_classes or pick(self.rng, SIZES)
        world = World(n) if plain or chance(self.rng, 0.3) else with_class_set(self.rng, n)
        if not plain and not world.ignore and chance(self.rng, 0.6):
            world.option_ignore.append(pick(self.rng, [v for v in (254, 255, 253) if v not in world.meaning()]))
        world.option_ignore += ignored
        self.fixed_mask = mask
        self.begin(n, world)
        self.tags.add("%d classes" % n)

    def choose_mask(self):
        if self.fixed_mask is None:
            return super().choose_mask()
        self.option("m", "mask", self.class_list(self.fixed_mask, self.world.names, "mask") or "none")
        return sorted(self.fixed_mask)

    # ------------------------------------------------------------------ images

    def draw(self, n_images=None, kinds=("soft",), styles=None, keys=None):
        """Images of two directories; kinds: soft, odd (sums that are not 1), whole (numbers), hard, unknown
        (labels), constant, right."""
        rng = self.rng
        keys = sample(rng, keys or KEYS, n_images or pick(rng, [1, 2, 3, 5, 7]))
        self.tags.add({1: "one image"}.get(len(keys), "images"))
        for key in keys:
            style = pick(rng, styles or ["mixed", "mixed", "few", "few", "blocks", "only-masked", "all-ignored"])
            if style == "all-ignored" and self.world.ignore:
                self.tags.add("all ignored")
            labels = self.draw_truth(self.small_shape(2, 7 if self.n_classes < 100 else 12), style)
            self.draw_prediction(key, labels, pick(rng, kinds))

    def draw_prediction(self, key, labels, kind):
        rng = self.rng
        if kind in ("hard", "unknown") and not self.world.document:
            kind = "soft"                          # labels alone would have to tell the number of classes
        self.tags.add(kind)
        if kind in ("hard", "unknown"):
            void = list(self.world.ignore) if chance(rng, 0.8) else []
            stored = hard_labels(rng, self.world, labels, void).astype("<u2")
            if kind == "unknown":
                known = self.world.meaning()
                stored[rng.randint(stored.shape[0])] = next(v for v in range(60000, 60200) if v not in known)
            self.add(key, labels, prediction=self.store("pred/%s.npy" % key, stored), hard=stored)
            return
        q = self.values_of(labels, kind)
        self.add(key, labels, prediction=self.store("pred/%s.npy" % key, q), q=q)

    def values_of(self, labels, kind):
        """Stored values (H,W,C)."""
        rng, n = self.rng, self.n_classes
        y = np.maximum(self.true(labels), 0)
        if kind == "constant":
            q = np.eye(n)[np.full(len(y), rng.randint(n))] * 0.9 + 0.1 / n
        elif kind == "right":
            q = np.eye(n)[y] * 0.9 + 0.1 / n
        else:
            q = rng.rand(len(y), n) ** 4
            hit = np.flatnonzero(rng.rand(len(y)) < pick(rng, [0.2, 0.6, 0.9]))
            q[hit, y[hit]] += 2
        q = q / q.sum(axis=1, keepdims=True)
        if kind == "odd":
            q = q * rng.uniform(1.5, 3, size=(len(y), 1))
        if kind == "whole":
            return np.ceil(q * 200).astype(pick(rng, ["u1", "<u2", "<i4"])).reshape(*labels.shape, n)
        # Sums of 1 within 1e-3, whatever the type.
        return q.astype("<f4" if chance(rng, 0.5) else "<f8").reshape(*labels.shape, n)

    def batch(self, key, count, plain=False):
        """A batch of soft predictions with truths, as one pair of files."""
        rng, shape = self.rng, self.small_shape()
        labels = np.stack([self.draw_truth(shape, pick(rng, ["mixed", "few"])) for _ in range(count)])
        q = np.stack([self.values_of(one, "soft").astype("<f8") for one in labels])
        truth, name = "truth/%s.npy" % key, "pred/%s.npy" % key
        self.store(truth, labels.astype("<u2"))
        self.store(name, q)
        for n, one in enumerate(labels):
            self.images.append(Image("%s[%d]" % (key, n), "%s[%d]" % (truth, n), "%s[%d]" % (name, n), one, q=q[n],
                                     number=n))
        self.tags.add("batch")

    def fail(self, keys):
        """Predictions that end early, of keys that are no image's."""
        self.arguments.append(["--keep-going"])
        self.expected = len(self.images) + len(keys)
        for key in keys:
            labels = self.draw_truth((3, 4), "mixed")
            self.truth_png("truth/%s.png" % key, labels)
            with open(self.path("pred/%s.npy" % key), "wb") as file:
                file.write(CUT)
            self.errors.append({"id": key, "message": re.compile(re.escape(os.path.basename(key)))})
        self.errors.sort(key=lambda error: error["id"].encode())
        self.tags.add("failed images")

    # ------------------------------------------------------------------ options of SPEC 8

    def ask_empty(self, value=None):
        value = value or pick(self.rng, ["skip", "absent", "one", "zero"])
        self.option(None, "empty", value)
        self.given["empty"] = value
        self.tags.add("empty " + value)

    def ask_groups(self, rule=None):
        """A rule that has a group for each image."""
        rng = self.rng
        rules = ["dir", "dir:1", "file", "list:groups.txt", "before:_"]
        if all(image.id.count("/") >= 2 for image in self.images):
            rules.append("dir:2")
        rule = rule or pick(rng, rules)
        listed = None
        if rule.startswith("list:"):
            names = ["n", "m m", 'say "x"', "p.q", "\u00e4"]
            listed = {image.id: pick(rng, names) for image in self.images}
            ids = sample(rng, list(listed), len(listed)) + ["not/there"] * chance(rng, 0.5)
            failed = [error["id"] for error in self.errors]
            self.write_text("groups.txt", "".join("%s\t%s\n" % (id_, listed.get(id_, "other")) for id_ in ids + failed))
        named = {image.id: groups.name_of(rule, image.id, image.number, listed) for image in self.images}
        self.given["groups"] = named
        self.option(None, "group", rule)
        self.tags.update(["rule " + rule.partition(":")[0], "groups"])
        sizes = [len(places) for _, places in groups.members(self.images, Grouping(self.given["groups"]))]
        if 1 in sizes:
            self.tags.add("group of one")
        if max(sizes) > 1:
            self.tags.add("group of several")

    def ask_views(self, *views):
        self.views = views
        self.option(None, "views", ",".join(sample(self.rng, views, len(views))))

    def ask_intervals(self):
        self.flag("intervals")
        self.given["intervals"] = True

    def ask_conventions(self):
        self.flag("conventions")
        self.given["conventions"] = True

    def ask_losses(self, text):
        """-L with losses whose parameters are single numbers."""
        self.option("L", "loss", text)
        losses = []
        for one in oracle.all_losses() if text == "all" else text.split(","):
            name, *parameters = one.split(":")
            losses.append((name, {key: float(value) for key, value in (part.split("=") for part in parameters)}))
        self.given["losses"] = losses

    def choose_losses(self, options):
        if "losses" not in self.given:
            super().choose_losses(options)

    # ------------------------------------------------------------------ the case

    def end(self, follow=(), n_gates=0, few_losses=False, **changes):
        """The case; gates are drawn when the figures are known."""
        options = self.choose_options(few_losses)
        for name, value in {**self.given, **changes}.items():
            assert hasattr(options, name)
            setattr(options, name, value)
        self.say_how_hard_ones_are_read(options)
        if n_gates:
            with np.errstate(all="ignore"):
                known = oracle.report(self.images, options, self.expected)
            document = compare.concrete(known)
            self.gates = paths.draw(self.rng, document, n_gates)
            for gate in self.gates:
                self.arguments.append(["-g", gate.text])
            holds = all(gate.judged(document)["pass"] for gate in self.gates)
            self.tags.add("gates hold" if holds else "gate fails")
        else:
            holds, known = True, None
        quiet = holds and not self.errors and chance(self.rng, 0.15)
        if quiet:
            self.arguments.append(["-q"])
        words = [one for i in self.rng.permutation(len(self.arguments)) for one in [self.arguments[i]]]
        self.gates.sort(key=lambda gate: words.index(["-g", gate.text]))
        of_merge = {name: one for name, one in self.words_of.items() if name in OF_MERGE}
        kept = [one for one in words if one[0] not in FORMATS + SUMMARY + ("-g",)
                and not any(one is other for other in of_merge.values())]
        return SetCase(self.family, self.number, sum(words, []) + self.operands, self.images, options, self.tags,
                       self.expected, status=3 if self.errors else 0 if holds else 1, errors=self.errors or None, known=known,
                       gates=self.gates, follow=tuple(follow), words_of=of_merge, file_words=sum(kept, []) + self.operands,
                       is_metamorphic={"masked", "excluded"} <= set(options.views), quiet=quiet, **self.more)


@dataclass
class Grouping:
    groups: dict
