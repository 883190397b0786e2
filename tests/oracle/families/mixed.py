"""Random cases: class sets, PNG and .npy and planes, directories and files, every option of the figures."""

import os

import numpy as np

import png
from case import STYLES, Maker
from encode import write_labels
from pixels import Image
from values import (World, chance, choose_ignore, hard_labels, make_truth, pick, plane_values, sample, soft_values,
                    spoil, true_classes, with_class_set)

COUNT = 240

CLASS_COUNTS = [2, 3, 6, 19, 2, 3, 19, 6, 2, 150, 3, 6, 2, 19, 3, 6, 256]
BIG_SHAPES = [(97, 61), (61, 97), (130, 70), (67, 64)]
# No key is another one's beginning up to a "_", so that flat planes can be told apart.  '-' < '/' < '0' in bytes.
KEYS = ["a", "Z", "frame 01", "x.y", "naïve", "img_001", "img_002", "sub/b", "sub/B", "sub/deep/er/b", "sub-1/b",
        "sub0/b"]

# What the cases must contain between them; run.py --self-test looks.
WANTED = (["gray%d" % d for d in (1, 2, 4, 8, 16)] + ["palette%d" % d for d in (1, 2, 4, 8)]
          + ["gray4 adam7", "palette8 adam7", "gray palette4", "samples=raw", "samples=scaled"]
          + ["npy f4 hwc", "npy f4 chw", "npy f8 hwc", "npy f8 chw", "planes dir 8", "planes dir 16", "planes flat 8",
             "planes flat 16", "hard", "hard void", "planes by name", "planes by index", "mixed kinds",
             "hard beyond the classes"]
          + ["C=%d" % c for c in sorted(set(CLASS_COUNTS))]
          + ["1x1", "more than 4096 pixels", "H=W=C", "layout given", "two files", "directories", "suffixes"]
          + ["mask none", "mask several", "mask by name", "mask of the class set", "ignore", "all ignored",
             "only masked", "absent classes", "bad pixels", "bad values at ignored pixels", "sharp"]
          + ["weights list", "weights file", "weights of the class set", "class set", "no class set", "all losses",
             "one loss twice", "alpha per class", "epsilon", "smooth", "summary", "jobs"]
          + ["absent %s" % a for a in ("skip", "one", "zero", "keep")]
          + ["average %s" % a for a in ("all", "foreground", "list")]
          + ["style " + s for s in ("soft", "certain", "right", "impossible", "ties", "unnormalised", "extreme")])


class Mixed(Maker):
    """Draws one case: everything at random, so that things meet that no systematic list would combine."""

    def make(self):
        rng, k = self.rng, self.number
        self.explicit_samples = False
        self.n_classes = CLASS_COUNTS[k % len(CLASS_COUNTS)]
        self.tags.add("C=%d" % self.n_classes)
        self.world = with_class_set(rng, self.n_classes) if chance(rng, 0.5) else World(self.n_classes)
        choose_ignore(rng, self.world)
        self.is_sharp = chance(rng, 0.15)
        self.ignore_bad = chance(rng, 0.3)
        self.mask = self.choose_mask()
        self.intent = "scaled" if chance(rng, 0.25) else "raw"
        self.class_set_arguments()
        self.choose_layout()
        self.make_images()
        return self.case(self.choose_options())

    def choose_shape(self):
        shape = self.draw_shape()
        if shape == (self.n_classes,) * 2 and not self.layout:
            return shape[0], shape[1] + 1                  # both layouts would fit: an error without the option
        return shape

    def draw_shape(self):
        rng, k, c = self.rng, self.number, self.n_classes
        if k % 10 == 3:
            return 1, 1
        if c >= 150:
            return rng.randint(1, 7), rng.randint(1, 7)
        if k % 24 == 7:
            return pick(rng, BIG_SHAPES)
        if k % 8 == 5:
            return c, c                                    # an array of equal axes: both layouts fit
        if k % 10 == 8:
            return pick(rng, [(1, rng.randint(1, 68)), (rng.randint(1, 68), 1)])
        top = pick(rng, [8, 17, 33, 68])
        return rng.randint(1, top), rng.randint(1, top)

    def choose_layout(self):
        """One layout for all arrays if the option is given, else one for each."""
        self.layout = pick(self.rng, ["hwc", "chw"]) if self.number % 8 == 5 or chance(self.rng, 0.2) else None

    def choose_kinds(self, count):
        rng = self.rng
        arrays, planes = ["npy"], ["planes dir", "planes flat"]
        if self.operands_are_files:
            return [pick(rng, ["npy", "npy", "hard"])]
        which = rng.rand()
        if which < 0.15 and count > 1 and self.suffixes is None:
            self.tags.add("mixed kinds")
            return [pick(rng, arrays + planes + ["hard"]) for _ in range(count - 1)] + ["npy"]
        if which < 0.45 and self.suffixes is None:
            return [pick(rng, planes)] * count
        return [pick(rng, ["npy", "npy", "npy", "hard"])] * count

    def make_images(self):
        rng = self.rng
        self.operands_are_files = chance(rng, 0.3)
        count = 1 if self.operands_are_files else rng.randint(1, 3 if self.n_classes >= 150 else 5)
        self.suffixes = ("_gt.png", "_prob") if not self.operands_are_files and chance(rng, 0.15) else None
        kinds = self.choose_kinds(count)
        if self.n_classes == 256 and not self.world.document:
            # Hard labels alone would have to tell C by the label 255, which the program takes for a forgotten void.
            kinds = ["npy" if kind == "hard" else kind for kind in kinds]
        self.all_hard = all(kind == "hard" for kind in kinds)
        self.choose_operands(kinds)
        for key, kind in zip(sample(rng, KEYS, count), kinds):
            self.make_image(key, kind)
        if self.explicit_samples or chance(rng, 0.2) or (self.all_hard and not self.world.document):
            # Without a class set hard labels tell C only once they are read: never leave their reading open there.
            self.option(None, "samples", self.intent)
            self.tags.add("samples=" + self.intent)
        if self.layout:
            self.option(None, "layout", self.layout)
            self.tags.add("layout given")

    def choose_operands(self, kinds):
        rng = self.rng
        if self.operands_are_files:
            self.tags.add("two files")
            prediction = "p.npy" if kinds[0] == "npy" else "p.png"
            self.operands = [pick(rng, ["t.png", "./t.png", "in/t.1.png"]),
                             pick(rng, [prediction, "out/" + prediction])]
            return
        self.tags.add("directories")
        form = pick(rng, ["%s", "%s/", "./%s", self.folder + "/%s", "deep/%s"])
        self.operands = [form % "truth", form % "pred"]
        if self.suffixes:
            self.tags.add("suffixes")
            extension = ".png" if kinds[0] == "hard" else ".npy"
            self.suffixes = (self.suffixes[0], self.suffixes[1] + extension)
            self.option(None, "truth-suffix", self.suffixes[0])
            self.option(None, "prediction-suffix", self.suffixes[1])
        if chance(rng, 0.2):                               # a file of unknown kind is passed over
            self.write_text(self.operands[0] + "/notes.txt", "nothing\n")
            self.write_text(self.operands[1] + "/sub/README.md", "nothing\n")

    def make_image(self, key, kind):
        rng = self.rng
        shape = self.choose_shape()
        labels = make_truth(rng, self.world, shape, self.mask, pick(rng, STYLES))
        if self.all_hard and not self.world.document and not self.images and (true_classes(labels, self.world) < 0).all():
            labels[0, 0] = self.n_classes - 1               # where nothing counts, nothing tells C
        self.note_truth(labels)
        if self.operands_are_files:
            truth, prediction = self.operands
            name = os.path.basename(truth).rsplit(".", 1)[0]
        else:
            truth_dir, prediction_dir = (d.rstrip("/") for d in self.operands)
            truth = "%s/%s%s" % (truth_dir, key, self.suffixes[0] if self.suffixes else ".png")
            name, prediction = key, "%s/%s" % (prediction_dir, key)
        self.write_label_image(truth, labels)
        image = Image(name, truth, prediction, labels)
        if kind == "npy":
            self.make_array(image)
        elif kind == "hard":
            self.make_hard(image)
        else:
            self.make_planes(image, kind)
        self.images.append(image)

    def note_truth(self, labels):
        y = true_classes(labels, self.world)
        if labels.size == 1:
            self.tags.add("1x1")
        if labels.size > 4096:
            self.tags.add("more than 4096 pixels")
        if (y < 0).all():
            self.tags.add("all ignored")
        elif set(y[y >= 0]) <= set(self.mask):
            self.tags.add("only masked")
        elif len(set(y[y >= 0])) < self.n_classes:
            self.tags.add("absent classes")

    def write_label_image(self, path, labels):
        must_say, tag = write_labels(self.rng, self.path(path), labels, self.intent, self.world.meaning())
        self.explicit_samples |= must_say
        self.tags.add(tag)

    def maybe_spoil(self, q, y):
        """Bad values: anywhere if they are allowed, at ignored pixels in any case."""
        rng = self.rng
        ignored = np.flatnonzero(y < 0)
        if len(ignored) and chance(rng, 0.5):
            spoil(rng, q, ignored)
            self.tags.add("bad values at ignored pixels")
        if self.ignore_bad and chance(rng, 0.7):
            bad = np.flatnonzero(rng.rand(len(y)) < pick(rng, [0.05, 0.4, 1]))
            spoil(rng, q, bad)
            if (y[bad] >= 0).any():
                self.tags.add("bad pixels")

    def make_array(self, image):
        rng, shape = self.rng, image.labels.shape
        dtype = pick(rng, ["f4", "f8", "f4", "f8", ">f4", ">f8", "f2", "u1", ">u2", "i2", ">i4", "u8"])
        y = true_classes(image.labels, self.world)
        plain = dtype[-2:] in ("f4", "f8")
        q, styles = soft_values(rng, y, self.n_classes, dtype[-2:] if plain else "f8", self.is_sharp)
        if plain:
            self.tags.update("style " + style for style in styles)
            if self.is_sharp:
                self.tags.add("sharp")
        else:       # small whole numbers, the same in every type
            q = np.rint(200 * (q / q.max(axis=1, keepdims=True))).astype(dtype)
        if "u" not in dtype:
            self.maybe_spoil(q, y)
        image.q = q.reshape(*shape, self.n_classes)
        if shape == (self.n_classes,) * 2:
            self.tags.add("H=W=C")
        layout = self.layout or pick(rng, ["hwc", "chw"])
        stored = image.q if layout == "hwc" else image.q.transpose(2, 0, 1)
        if not self.operands_are_files:
            image.prediction += self.suffixes[1] if self.suffixes else ".npy"
        if min(shape) > 1 and self.n_classes not in shape and chance(rng, 0.2):
            stored = stored[None] if chance(rng, 0.5) else stored[:, None]
            self.tags.add("npy axis of length 1")
        in_order = np.asfortranarray if chance(rng, 0.2) else np.ascontiguousarray
        np.save(self.path(image.prediction), in_order(stored))
        self.tags.add("npy %s %s" % (dtype, layout))

    def make_hard(self, image):
        """Without a class set, void labels are the ignored ones, and class C-1 must occur where the truth counts to tell C."""
        rng, world = self.rng, self.world
        void = list(world.ignore)
        tells_classes = self.all_hard and not world.document
        if not tells_classes:
            void += [v for v in (253, 77, 40000) if v not in world.meaning()]
        void = void if chance(rng, 0.6) else []
        image.hard = hard_labels(rng, world, image.labels, void)
        counts = true_classes(image.labels, world).reshape(image.hard.shape) >= 0
        if tells_classes and not self.images:
            image.hard[tuple(np.argwhere(counts)[0])] = self.n_classes - 1
        if void:
            self.tags.add("hard void")
        self.tags.add("hard")
        as_array = chance(rng, 0.3)
        if not self.operands_are_files:
            image.prediction += self.suffixes[1] if self.suffixes else ".npy" if as_array else ".png"
        if as_array and image.prediction.endswith(".npy"):
            if tells_classes and not counts.all():
                image.hard[tuple(np.argwhere(~counts)[0])] = 255 if self.n_classes % 2 else self.n_classes
                self.tags.add("hard beyond the classes")
            np.save(self.path(image.prediction), image.hard.astype(pick(rng, ["i4", ">i8", "u2"])))
            self.tags.add("hard npy")
        else:
            self.write_label_image(image.prediction, image.hard)

    def make_planes(self, image, kind):
        rng = self.rng
        depth = pick(rng, [8, 16])
        y = true_classes(image.labels, self.world)
        q, _ = plane_values(rng, y, self.n_classes, depth)
        self.maybe_spoil(q, y)
        image.q, image.scale = q.reshape(*image.labels.shape, self.n_classes), (1 << depth) - 1
        by_name = chance(rng, 0.5)
        self.tags.add("planes by name" if by_name and self.world.names[0] != "0" else "planes by index")
        self.tags.add("%s %d" % (kind, depth))
        interlaced = chance(rng, 0.15)
        joint = "/" if kind == "planes dir" else "_"
        for c, class_name in enumerate(self.world.names):
            path = self.path("%s%s%s.png" % (image.prediction, joint, class_name if by_name else c))
            png.write(path, image.q[:, :, c], depth, interlaced=interlaced)
        if kind == "planes flat":
            image.prediction += "_*.png"


def make(seed, number, folder):
    os.makedirs(folder, exist_ok=True)
    return Mixed(seed, "mixed", number, folder).make()
