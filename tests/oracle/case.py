"""A case: files in a folder, a command line, and what the oracle needs to know about it; and what makers share."""

import json
import os
import zlib
from dataclasses import dataclass, field

import numpy as np

import encode
import oracle
import store
from command import Command
from pixels import Image, Options, unknown_labels
from typed import typed_values
from values import World, chance, choose_ignore, make_truth, pick, true_classes, with_class_set

STYLES = ["mixed", "mixed", "blocks", "few", "only-masked", "all-ignored"]


@dataclass
class Case:
    family: str
    number: int
    arguments: list                   # words after `maskloss eval`
    images: list
    options: Options
    tags: set
    expected: int = None              # pairs that there should be, if not all are there (--partial)
    status: int = 0                   # exit status; otherwise than 0 there is no document, save with errors
    says: tuple = ()                  # regular expressions; each must be found in the messages
    counts: dict = field(default_factory=dict)     # regular expression: how often it matches the messages
    errors: list = None               # of --keep-going: {"id": .., "message": compiled regular expression}
    stdin: bytes = b""
    known: dict = None                # the report, once it was computed

    def has_document(self):
        return self.status == 0 or self.errors is not None

    def judge_more(self, got, messages):
        """Lines that say what is wrong with a document that is as expected."""
        return []

    def look(self, program, folder, printed):
        """Lines that say what is wrong with other runs of the program on the same files; printed: the document's bytes."""
        return []

    def document(self):
        if self.known is None:
            self.known = oracle.report(self.images, self.options, self.expected)
        return {**self.known, "errors": self.errors or []}


class Maker(Command):
    """Base of the families' makers: call begin, then add for each image, then finish."""

    def __init__(self, seed, family, number, folder):
        super().__init__(np.random.RandomState([seed, zlib.crc32(family.encode()), number]), folder)
        self.family, self.number = family, number
        self.images, self.operands = [], ["truth", "pred"]
        self.expected, self.ignore_bad, self.is_sharp = None, False, False

    def begin(self, n_classes, world=None):
        """Class set, ignored labels and mask, all at random if no world is given."""
        rng = self.rng
        os.makedirs(self.folder, exist_ok=True)
        self.n_classes = n_classes
        self.world = world
        if world is None:
            self.world = with_class_set(rng, n_classes) if chance(rng, 0.5) else World(n_classes)
            choose_ignore(rng, self.world)
        self.mask = self.choose_mask()
        self.class_set_arguments()

    def class_set_arguments(self):
        world = self.world
        self.tags.add("class set" if world.document else "no class set")
        if world.document:
            self.write_text("classes.json", json.dumps(world.document, indent=pick(self.rng, [None, 1])))
            self.option("c", "classes", pick(self.rng, ["classes.json", "./classes.json"]))
        if world.option_ignore:
            self.option("i", "ignore", ",".join(map(str, world.option_ignore)))
        if world.ignore:
            self.tags.add("ignore")

    # ------------------------------------------------------------------ truth and prediction

    def small_shape(self, low=2, high=6):
        """Height, width and C all differ, so that an array has one reading."""
        sides = [side for side in range(low, high + 1) if side != self.n_classes]
        height, width = (sides[i] for i in self.rng.permutation(len(sides))[:2])
        return height, width

    def draw_truth(self, shape, style=None):
        return make_truth(self.rng, self.world, shape, self.mask, style or pick(self.rng, STYLES))

    def truth_png(self, name, labels):
        """Write labels as a PNG that has one reading."""
        encode.write_plain(self.rng, self.path(name), labels)
        return name

    def true(self, labels):
        return true_classes(labels, self.world)

    def draw_values(self, labels, dtype):
        """Legal stored values (H,W,C) of a dtype."""
        q = typed_values(self.rng, self.true(labels), self.n_classes, dtype)
        return q.reshape(*labels.shape, self.n_classes)

    def store(self, name, array, container="npy 1.0", fortran=False, **more):
        store.write(self.path(name), array, container, fortran, **more)
        return name

    def random_container(self):
        return pick(self.rng, store.CONTAINERS)

    def add(self, key, labels, truth=None, prediction=None, **values):
        """One image of two directories; the truth is written as a PNG unless its name is given."""
        if truth is None:
            truth = self.truth_png("truth/%s.png" % key, labels)
        self.images.append(Image(key, truth, prediction, labels, **values))

    def add_array(self, key, q, labels, dtype_tag, container, fortran, stored=None, **more):
        """A prediction q (H,W,C) in `pred`, stored with other axes if `stored` is given."""
        name = "pred/" + key + store.extension(container)
        self.store(name, q if stored is None else stored, container, fortran, **more)
        self.tags.add("%s %s" % (container, dtype_tag))
        self.add(key, labels, prediction=name, q=q)

    # ------------------------------------------------------------------ the case

    def finish(self, few_losses=False, **changes):
        """The case; `changes` are members of Options that the family has already put on the command line."""
        options = self.choose_options(few_losses)
        for name, value in changes.items():
            assert hasattr(options, name)
            setattr(options, name, value)
        return self.case(options)

    def say_how_hard_ones_are_read(self, options):
        """The options without which hard predictions with unknown labels are refused."""
        found = [unknown_labels(image, options) for image in self.images
                 if image.hard is not None and image.pixels is None]
        if any(unknown for unknown, _ in found):
            self.arguments.append(["--unknown=miss"])
            self.tags.add("unknown labels")
        if any(doubtful for _, doubtful in found) and "prediction_as" not in self.said:
            self.option(None, "prediction-as", "labels")
        options.said = {key: self.said[key] for key in ("prediction_as", "samples") if key in self.said}

    def case(self, options):
        if options is not None:
            self.say_how_hard_ones_are_read(options)
        order = [word for i in self.rng.permutation(len(self.arguments)) for word in self.arguments[i]]
        return Case(self.family, self.number, order + self.operands, self.images, options, self.tags, self.expected)
