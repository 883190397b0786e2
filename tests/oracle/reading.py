"""What the families about reading share: cases whose files are read by rules.py, so that the oracle's figures start
from classes and decisions, and the refusals that the rules demand.

A family draws an image, asks the rules what it means, and keeps it: where the rules refuse, the case is a refusal.
"""

import glob
import json
import os
import shutil
from dataclasses import dataclass, field

import numpy as np

import compare
from case import Case, Maker
from pixels import Image, Pixels, one_hot
from probabilities import EXT
from rules import Refused
from values import pick

SETTINGS = ["empty", "threshold", "no_data", "missing_truth", "truth_code", "prediction_as", "samples"]
TRIES = 400


@dataclass
class ReadingCase(Case):
    hints: dict = field(default_factory=dict)      # id: compare.Hints
    notes: list = field(default_factory=list)      # codes that must be there
    settings: dict = field(default_factory=dict)   # section 9's, as far as given
    unchecked: tuple = ()                          # keys of images and classes that may be anything
    without_truth: int = None

    def document(self):
        """Only what the oracle computes is compared: other parts of a report are other tests' matter."""
        document, self.known = super().document(), None     # which is changed here
        said = {key: document["settings"].pop(key) for key in SETTINGS if key in document["settings"]}
        said.update(self.settings)
        for key in sorted(said, key=SETTINGS.index):
            document["settings"][key] = said[key]
        if self.without_truth is not None:
            document["aggregate"]["coverage"]["without_truth"] = self.without_truth
        for part in document.get("images", []) + document["classes"]:
            for key in self.unchecked:
                part.pop(key, None)
        for part in document.get("images", []):
            part["hints"] = self.hints.get(part["id"], compare.Hints())
        errors, gates = document.pop("errors"), document.pop("gates")
        document.pop("notes", None)
        notes = {"notes": compare.Notes({"code": code} for code in self.notes)} if self.notes else {}
        return loosened({**document, "errors": errors, **notes, "gates": gates})


def loosened(value):
    """The same, with keys beside those expected."""
    if isinstance(value, (compare.Hints, compare.Notes, compare.OneOf, compare.Unordered)):
        return value
    if isinstance(value, dict):
        return compare.AtLeast((key, loosened(one)) for key, one in value.items())
    return [loosened(one) for one in value] if isinstance(value, list) else value


def pixels_of(y, d, p=None, n_classes=None):
    """y, d: class per pixel in order, VOID where ignored or none; p (pixels, C), one-hot of d without it."""
    y = np.asarray(y, dtype=np.int64)
    d = np.asarray(d, dtype=np.int64)
    p = one_hot(d, n_classes).astype(EXT) if p is None else np.asarray(p)
    valid = y >= 0
    return Pixels(y[valid], d[valid], p[valid], y.size, 0)


def decided(q):
    """(p, d) of stored values (pixels, C) without activation; q holds doubles exactly."""
    q = np.asarray(q, dtype=np.float64)
    wide = q.astype(EXT)
    total = np.zeros(len(q), dtype=EXT)
    for c in range(q.shape[1]):
        total = total + wide[:, c]
    d = [max(range(q.shape[1]), key=lambda c, row=row: (row[c], -c)) for row in q]
    with np.errstate(invalid="ignore", divide="ignore"):
        return wide / total[:, None], np.array(d, dtype=np.int64)


def decided_binary(q, threshold=None):
    """(p, d) of class-1 values; the decision on (1 - q, q) as doubles, or on q alone where a threshold is given."""
    q = np.asarray(q, dtype=np.float64).ravel()
    d = [int(v > 1.0 - v) if threshold is None else int(v > threshold) for v in q.tolist()]
    wide = q.astype(EXT)
    return np.stack([1 - wide, wide], axis=1), np.array(d, dtype=np.int64)


class Reading(Maker):
    """Base of the makers; a family's make draws images until `wanted` of them are read, or one is refused."""

    def __init__(self, seed, family, number, folder):
        super().__init__(seed, family, number, folder)
        os.makedirs(self.folder, exist_ok=True)
        self.hints, self.notes, self.settings, self.unchecked = {}, set(), {}, ()
        self.more = {}                             # members of the case

    def use(self, classes):
        """Begin with this class set."""
        self.begin(len(classes.names), classes)
        if classes.has_ranges:
            self.unchecked += ("labels",)
        return classes

    def class_set_arguments(self):
        world = self.world
        if world.document and not getattr(world, "shipped", None):
            self.write_text("classes.json", json.dumps(world.document, indent=pick(self.rng, [None, 1])))
            self.option("c", "classes", pick(self.rng, ["classes.json", "./classes.json"]))
        if world.option_ignore:
            self.option("i", "ignore", ",".join(map(str, world.option_ignore)))

    def give(self, name, value, setting=None):
        """One option, and what `settings` shall say of it (nothing if it is None)."""
        self.option(None, name, value)
        if setting is not None:
            self.settings[name.replace("-", "_")] = setting

    def keep(self, key, truth, prediction, y, shape, hints=(), free=(), number=None, **read):
        """One image that was read: y, and d or p and d; free: hints of which nothing is said."""
        px = pixels_of(y, n_classes=self.n_classes, **read)
        self.images.append(Image(key, truth, prediction, np.zeros(shape, dtype=np.int8), pixels=px, number=number))
        self.hints[key] = compare.Hints(hints, {"no-data", "unknown-labels", "read-by-color"} - set(free))
        self.notes |= set(hints)

    def images_or_refusal(self, draw, wanted, refusal):
        """draw(key) -> nothing, having kept an image; or Refused.  A case of images is drawn again where one would be
        refused; a refusal is drawn until one is."""
        for _ in range(TRIES):
            kept, tags = len(self.images), set(self.tags)
            self.clear("i%d" % kept)
            try:
                draw("i%d" % len(self.images))
            except Refused as error:
                if refusal:
                    self.images = self.images[:kept]
                    self.complete("i%d" % kept)
                    return self.refused(error)
                self.tags = tags
                continue
            if refusal:
                self.images, self.tags = self.images[:kept], tags
            elif len(self.images) >= wanted:
                return self.read()
        raise AssertionError("%s %d: nothing fits" % (self.family, self.number))

    def complete(self, key):
        """A sound prediction for a truth that is refused before one was drawn."""
        if not glob.glob(os.path.join(glob.escape(self.folder), "pred", key + "*")):
            self.store("pred/%s.npy" % key, np.ones((*self.last_shape, self.n_classes), "<f4"))

    def clear(self, key):
        """Away with what an image that was not kept has left."""
        for path in glob.glob(os.path.join(glob.escape(self.folder), "*", key + "*")):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def read(self, **changes):
        return self.finish(few_losses=True, **changes)

    def refused(self, error):
        """The case must end with this refusal; other images of the folders stay out of it."""
        self.arguments.append(["-f", "json"])
        case = self.case(None)
        case.status, case.says = error.status, tuple(error.says)
        case.counts = {pattern: 0 for pattern in error.silent}
        case.tags = case.tags | {"refusal"}
        return case

    def case(self, options):
        made = super().case(options)
        return ReadingCase(**{**vars(made), "hints": self.hints, "notes": sorted(self.notes), "settings": self.settings,
                              "unchecked": self.unchecked, **self.more})

    # ------------------------------------------------------------------ what families draw

    def shape(self, low=2, high=7):
        """Height, width and C all differ."""
        self.last_shape = self.small_shape(low, high)
        return self.last_shape

    def soft(self, y, dtype="<f4"):
        """Stored values (pixels, C) for a truth, with decisions that do not hang on the last bit."""
        n = self.n_classes
        q = self.rng.randint(0, 64, size=(len(y), n)) + 1
        hit = np.flatnonzero(self.rng.rand(len(y)) < 0.6)
        q[hit, np.maximum(np.asarray(y), 0)[hit]] += 64
        return q.astype(dtype)

    def soft_prediction(self, key, y, shape):
        """(name, p, d) of a float array (H,W,C)."""
        q = self.soft(y)
        p, d = decided(q)
        return self.store("pred/%s.npy" % key, q.reshape(*shape, self.n_classes)), p, d
