"""Pairs of small sets: the same truths with the predictions of a baseline and of a candidate; and what to ask of them.

Options of the evaluations are drawn as for the other families (command.py).  What a comparison is asked for, gates
above all, is drawn when its figures are known.
"""

import random
from dataclasses import dataclass

import numpy as np

import built
import compare
import paired
from case import Maker
from oracle import order
from paired_pooled import Pooled
from paths import OPERATORS, quoted, text_of
from pixels import Image, Options
from values import World, chance, pick, sample, with_class_set

# Kind of set, images, classes; the case's number is the place, counted from 1.
CASES = [
    ("plain", 1, 3), ("plain", 2, 2), ("plain", 60, 3), ("plain", 17, 6), ("plain", 5, 19), ("plain", 3, 2),
    ("plain", 33, 2), ("plain", 9, 3), ("plain", 12, 6), ("plain", 41, 3), ("plain", 7, 3), ("plain", 4, 6),
    ("equal", 6, 3), ("equal", 1, 2), ("equal", 2, 6),
    ("bad", 20, 3), ("bad", 3, 2), ("bad", 2, 3), ("bad", 11, 6), ("bad", 48, 2), ("bad", 1, 3),
    ("common", 9, 3), ("common", 30, 2), ("common", 4, 19), ("common", 12, 6),
    ("batch", 12, 3), ("batch", 23, 6),
    ("cut", 8, 3), ("cut", 15, 2), ("cut and common", 10, 6), ("cut and common", 5, 3),
    ("scored again", 8, 3), ("scored again", 14, 6), ("scored again", 6, 19), ("scored again", 25, 2),
    ("ties", 12, 3), ("ties", 18, 2),
    # Where the program has groups.
    ("grouped", 9, 3), ("grouped", 22, 2), ("grouped", 5, 6), ("grouped", 1, 3), ("grouped by compare", 12, 3),
    ("grouped by compare", 30, 2),
]

KEYS = ["b", "a b", "a-b", "a.b", "A", "B", "10", "9", "a0", "a", "\u00e4", "\u65e5\u672c", 'say "x"', "it's",
        "back\\slash", "sub/x", "sub-x", "sub/deep/y", "sub0", "%s", "n[x", "{}", "[]"]
NAMES = ["road", "a.b", 'the "x"', "back\\slash", "p<=q", "d[0]", "stra\u00dfe", "snow & ice"]
SCORED_AGAIN = ("mask", "views", "absent", "average", "weights")
SIDES = ("baseline", "candidate")
WANTED = [kind for kind, _, _ in CASES] + [
    "one image", "two images", "60 images", "2 classes", "3 classes", "6 classes", "19 classes", "hard", "chw",
    "names that need quotes", "mask none", "all ignored", "only masked", "value on one side alone", "same prediction",
    "one decision", "stdin", "by", "by default", "by a metric", "by a figure of a class", "worst", "gate fails",
    "gates hold", "gate on null", "no gate"]
GROUPED = ("grouped", "grouped by compare")
FORMATS = ("-f", "-fjson", "--format=json")


def numbers():
    """Of the cases that the program can do."""
    return [n for n, (kind, _, _) in enumerate(CASES, 1) if built.has("groups") or kind not in GROUPED]


def wanted():
    return [tag for tag in WANTED if built.has("groups") or tag not in GROUPED]


def said(name):
    """A file's name as results have it."""
    return name.replace("\\", "\\\\")


def unsaid(text):
    return text.replace("\\\\", "\\")


@dataclass
class Gate:
    parts: tuple
    member: str
    operator: str
    number: str
    text: str


@dataclass
class Plan:
    """What the comparison is asked for, and what is known of the streams."""
    order: list                       # ids of the images compared
    sides: list                       # {"name", "images", "left_out"} of both streams
    by: tuple = paired.DEFAULT_BY
    by_text: str = text_of(paired.DEFAULT_BY)
    worst: int = paired.DEFAULT_WORST
    gates: tuple = ()


@dataclass
class Side:
    name: str
    images: list                      # of the stream, in order
    kept: int = None                  # whole lines of images, if the stream was cut off


@dataclass
class PairedCase:
    number: int
    kind: str
    folder: str
    rng: object
    tags: set
    options: Options
    evaluation: list                  # words of `maskloss eval`
    scoring: list                     # words of `maskloss compare` that score again
    comparison: list                  # --partial and --common
    sides: list
    is_list: bool                     # pairs are listed in NAME.list instead of found in directories
    stdin: str = None                 # the side that is read from standard input

    def held(self, side):
        return side.images if side.kept is None else side.images[:side.kept]

    def judge(self):
        """The comparison's oracle."""
        if not built.has("intervals"):
            return paired.Paired()
        return Pooled(self.compared(), self.options, self.options.groups)

    def compared(self):
        """Images of both, per side."""
        ids = set.intersection(*({image.id for image in self.held(side)} for side in self.sides))
        return [[image for image in self.held(side) if image.id in ids] for side in self.sides]

    def plan(self):
        compared = self.compared()
        return Plan([image.id for image in compared[0]],
                    [{"name": side.name + ".jsonl", "images": len(self.held(side)),
                      "left_out": len(self.held(side)) - len(images)} for side, images in zip(self.sides, compared)])


class PairedMaker(Maker):
    def __init__(self, seed, number, folder):
        super().__init__(seed, "paired", number, folder)
        self.kind, self.n_images, n_classes = CASES[number - 1]
        self.ignore_bad, self.may_summarise, self.words_of = self.kind == "bad", False, {}
        self.tags.update([self.kind, "%d classes" % n_classes])
        self.tags.add({1: "one image", 2: "two images"}.get(self.n_images, "%d images" % self.n_images))
        world = World(n_classes)
        if chance(self.rng, 0.7):
            world = with_class_set(self.rng, n_classes)
            if n_classes <= len(NAMES) and chance(self.rng, 0.7):
                world.names = sample(self.rng, NAMES, n_classes)
                world.write_document(self.rng)
                self.tags.add("names that need quotes")
        if chance(self.rng, 0.6):
            world.option_ignore.append(pick(self.rng, [v for v in (253, 254, 255) if v not in world.meaning()]))
        self.begin(n_classes, world)

    def option(self, short, long, value):
        super().option(short, long, value)
        self.words_of[long] = self.arguments[-1]

    # ------------------------------------------------------------------ images

    def changed(self, q, labels):
        """The candidate's values: other ones, the same, some pixels right, or the same decision everywhere."""
        way = "same" if self.kind == "equal" else pick(self.rng, ["other", "other", "same", "right", "constant"])
        if way == "other":
            return self.draw_values(labels, "<" + pick(self.rng, ["f4", "f8"]))
        self.tags.update({"same": ["same prediction"], "constant": ["one decision"]}.get(way, []))
        q = q.copy()
        y = self.true(labels).reshape(labels.shape)
        if way == "right":
            hit = (y >= 0) & (self.rng.rand(*labels.shape) < 0.6)
            q[hit] = np.eye(self.n_classes)[y[hit]]
        elif way == "constant":
            q[...] = np.eye(self.n_classes)[self.rng.randint(self.n_classes)]
        return q

    def draw_labels(self, shape):
        style = pick(self.rng, ["mixed", "mixed", "mixed", "few", "blocks", "only-masked", "all-ignored"])
        if style == "all-ignored" and self.world.ignore:
            self.tags.add("all ignored")
        elif style == "only-masked" and self.mask:
            self.tags.add("only masked")
        return self.draw_truth(shape, style)

    def pair_of_values(self, labels):
        """Stored values of baseline and candidate."""
        q = self.draw_values(labels, "<" + pick(self.rng, ["f4", "f8"]))
        both = [q, self.changed(q, labels)]
        if self.rng.randint(2):
            both.reverse()
        if self.kind == "bad" and chance(self.rng, 0.5):
            self.tags.add("value on one side alone")
            side = self.rng.randint(2)
            both[side] = both[side].copy()
            both[side][self.rng.rand(*labels.shape) < pick(self.rng, [0.2, 1, 1])] = np.nan
        return both

    def write_prediction(self, name, q):
        if chance(self.rng, 0.3):
            self.tags.add("chw")
            return self.store(name + ".npy", q.transpose(2, 0, 1))
        return self.store(name + ".npy", q)

    def write_truth(self, key, labels):
        if chance(self.rng, 0.5):
            return self.store("truth/%s.npy" % key, labels.astype("<u2"))
        return self.truth_png("truth/%s.png" % key, labels)

    def draw_keys(self):
        names = [key for key in KEYS if "\\" not in key or not self.kind.startswith("grouped")]
        names += ["n%03d" % n for n in range(100)]
        return sample(self.rng, names[:max(len(KEYS), self.n_images)], self.n_images)

    def single_images(self):
        """Both sides' images."""
        sides, labels = [[], []], None
        for key in self.draw_keys():
            if labels is None or self.kind != "ties" or chance(self.rng, 0.4):
                labels = self.draw_labels(self.small_shape())
                values = self.pair_of_values(labels)
            truth = self.write_truth(key, labels)
            hard = self.kind == "plain" and self.world.document and chance(self.rng, 0.15)
            for side, name, q in zip(sides, SIDES, values):
                if hard:
                    self.tags.add("hard")
                    choices = [v for v in self.world.meaning() if v <= 65535]
                    stored = np.array(choices)[self.rng.randint(len(choices), size=labels.shape)]
                    file = self.store("%s/%s.npy" % (name, key), stored.astype("<u2"))
                    held = {"hard": stored}
                else:
                    file, held = self.write_prediction("%s/%s" % (name, key), q), {"q": q}
                side.append(Image(said(key), said(truth), said(file), labels, **held))
        return sides

    def batches(self):
        """One batch of more than ten images, whose numbers are no text, and some beside it."""
        n_single, sides = min(5, self.n_images - 11), [[], []]
        self.n_images, whole = n_single, self.n_images
        if n_single > 0:
            sides = self.single_images()
        shape = self.small_shape()
        labels = np.stack([self.draw_labels(shape) for _ in range(whole - n_single)])
        values = [self.pair_of_values(one) for one in labels]
        self.store("truth/many.npy", labels.astype("<u2"))
        for i, name in enumerate(SIDES):
            q = np.stack([both[i].astype("<f8") for both in values])
            self.store("%s/many.npy" % name, q)
            sides[i] += [Image("many[%d]" % n, "truth/many.npy[%d]" % n, "%s/many.npy[%d]" % (name, n), labels[n],
                               q=q[n], number=n) for n in range(len(labels))]
        return sides

    # ------------------------------------------------------------------ the case

    def group(self, sides, options):
        """Words of the rule; a group may have one image."""
        names = ["g", "G h", 'say "x"', "\u00e4", "p.q"]
        options.groups = {image.id: pick(self.rng, names) for image in sides[0].images}
        self.write_text("groups.txt", "".join("%s\t%s\n" % one for one in options.groups.items()))
        return ["--group=list:groups.txt"]

    def make(self):
        both = self.batches() if self.kind == "batch" else self.single_images()
        sides = [Side(name, sorted(images, key=order)) for name, images in zip(SIDES, both)]
        if self.kind == "common":
            whole = self.n_images
            shared = set(sample(self.rng, range(whole), self.rng.randint(1, whole)))
            for side in sides:
                side.images = [image for n, image in enumerate(side.images) if n in shared or chance(self.rng, 0.5)]
        if self.kind.startswith("cut"):
            sides[1].kept = self.rng.randint(1, self.n_images)
        if self.kind == "cut":
            sides[0].kept = sides[1].kept
        comparison = [["--partial"]] * self.kind.startswith("cut") + [["--common"]] * self.kind.endswith("common")
        options = self.choose_options()
        words = [one for one in self.arguments if one[0] not in FORMATS]
        scoring = []
        if self.kind == "scored again":
            scoring = [self.words_of[name] for name in SCORED_AGAIN if name in self.words_of]
            words = [one for one in words if not any(one is other for other in scoring)]
        if self.kind.startswith("grouped"):
            grouping = [self.group(sides, options)]
            if self.kind == "grouped":
                words += grouping
            else:
                scoring += grouping
        case = PairedCase(self.number, self.kind, self.folder, self.rng, self.tags, options, sum(words, []),
                          sum(scoring, []), sum(comparison, []), sides, self.kind.startswith(("common", "cut")))
        if chance(self.rng, 0.2):
            self.tags.add("stdin")
            case.stdin = pick(self.rng, SIDES)
        return case


def make(seed, number, folder):
    return PairedMaker(seed, number, folder).make()


# ------------------------------------------------------------------ what is asked

def ask(case, plan, baseline, candidate, figures):
    """Fill in the plan; the words of it."""
    words = ask_by(case, plan, baseline)
    if chance(case.rng, 0.4):
        case.tags.add("worst")
        plan.worst = pick(case.rng, [1, 2, 3, 1000])
        words.append("--worst=%d" % plan.worst)
    rng = random.Random(int(case.rng.randint(1 << 30)))
    wants = rng.random() < 0.5          # gates that hold alone
    plan.gates = [draw_gate(rng, figures, wants or rng.random() < 0.6) for _ in range(rng.choice([0, 1, 3, 9]))]
    for gate in plan.gates:
        words += ["-g", gate.text]
    values = [figures[gate.parts][gate.member] for gate in plan.gates]
    holds = all(value is not None and OPERATORS[gate.operator](value, float(gate.number))
                for value, gate in zip(values, plan.gates))
    case.tags.add("no gate" if not plan.gates else "gates hold" if holds else "gate fails")
    if None in values:
        case.tags.add("gate on null")
    return words


def ask_by(case, plan, report):
    image = report["images"][0]
    paths = [parts for parts, _ in paired.leaves(image) if paired.worse_sign(parts)]
    if paired.DEFAULT_BY in paths and chance(case.rng, 0.25):
        case.tags.add("by default")
        return []
    kind = pick(case.rng, ["losses", "metrics", "per_class"])
    paths = [parts for parts in paths if parts[1] == kind]
    if kind == "per_class" and chance(case.rng, 0.5):
        paths = [parts for parts in paths if parts[-1] in ("fp", "fn")]
    plan.by = pick(case.rng, paths)
    plan.by_text = text_of(plan.by)
    case.tags.update(["by"] + {"metrics": ["by a metric"], "per_class": ["by a figure of a class"]}.get(kind, []))
    return ["--by=" + plan.by_text] if chance(case.rng, 0.5) else ["--by", plan.by_text]


def is_of_images(entry):
    return entry["images"] is not None and not isinstance(entry["images"], compare.Free)


def is_bounded(entry):
    """Whether gates may ask for its interval."""
    return is_of_images(entry) or isinstance(entry["low"], float)


def has_two_deltas(entry):
    """Images without a value on one side make the difference of the means another one than the mean difference."""
    return isinstance(entry["mean_delta"], float) and abs(entry["mean_delta"] - entry["delta"]) > 1e-6


def draw_gate(rng, figures, should_hold):
    """A condition whose truth does not hang on a rounding."""
    member = rng.choice(["candidate", "delta", "delta", "rel", "low", "high"])
    paths = [parts for parts, entry in figures.items() if member not in ("low", "high") or is_bounded(entry)]
    for is_special in (is_of_images, lambda entry: entry[member] is None, has_two_deltas):
        kept = [parts for parts in paths if is_special(figures[parts])]
        if kept and rng.random() < 0.3:
            paths = kept
    parts = rng.choice(paths)
    value = figures[parts][member]
    if value is None:
        name, number = rng.choice(list(OPERATORS)), "0"
    else:
        step = rng.choice([0, 1, -1]) if member in ("candidate", "delta") else rng.choice([1, -1])
        number = repr(value + step * max(1e-6 * abs(value), 1e-9) if step else value + 0)
        number = number[:-2] if number.endswith(".0") else number
        name = rng.choice([name for name, holds in OPERATORS.items()
                           if holds(value, float(number)) == should_hold])
    text = figures[parts]["figure"]
    if rng.random() < 0.2:
        text = parts[0] + "".join(map(quoted, parts[1:]))
    space = rng.choice(["", "", " "])
    prefix = "" if member == "candidate" else member + ":"
    return Gate(parts, member, name, number, prefix + text + space + name + space + number)
