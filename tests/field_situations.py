"""Small files as people have them, each of which was once misread, or refused without help.

A situation is a function that writes files into the current folder's Folder and returns what is right: SITUATIONS lists
them with the section of SPEC that each is about.  All pictures are larger than a line and drawn from one generator.
"""

import json
import os

import numpy as np

import nifti
import png
import tiff

SITUATIONS = []


class Situation:
    """with_: options that make it work; without: what happens without them: "right", "error" (which names `asks`) or
    "either".  right: {path: value or None}; says: what every error must say besides.  pipe: the name of a FIFO, and
    what is written into it."""

    def __init__(self, truth, prediction, right, with_=(), options=(), without="error", asks=(), says=(), never=(),
                 pipe=None):
        self.truth, self.prediction, self.right = truth, prediction, right
        self.with_, self.options, self.without = list(with_), list(options), without
        self.asks, self.says, self.never = tuple(asks), tuple(says), tuple(never)
        self.pipe = pipe


def situation(section):
    def register(build):
        SITUATIONS.append((build.__name__.replace("_", "-"), section, build))
        return build
    return register


class Folder:
    def __init__(self, path):
        self.top, self.rng = path, np.random.RandomState(20)

    def path(self, name):
        full = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        return full

    def png(self, name, samples, depth=8, palette=None):
        png.write(self.path(name), np.asarray(samples), depth, palette)
        return name

    def npy(self, name, array):
        np.save(self.path(name), array)
        return name

    def classes(self, *classes, **more):
        with open(self.path("classes.json"), "w", encoding="utf-8") as file:
            json.dump({"classes": list(classes), **more}, file)
        return ["-c", "./classes.json"]

    def pair(self, n_classes, shape=(5, 7)):
        """Truth and decisions that err here and there; every class occurs in both."""
        y = self.rng.randint(n_classes, size=shape)
        y.flat[:n_classes] = range(n_classes)
        d = np.where(self.rng.rand(*shape) < 0.3, self.rng.randint(n_classes, size=shape), y)
        d.flat[:n_classes] = range(n_classes)
        return y, d


def figures(y, d, n_classes, names=None, ignored=None):
    """{path: value} of accuracy, mean IoU and each class's, by counting."""
    y, d = np.ravel(y), np.ravel(d)
    keep = np.ones(len(y), bool) if ignored is None else ~np.ravel(ignored)
    y, d, out, ious = y[keep], d[keep], {}, []
    for c in range(n_classes):
        both, either = int(((y == c) & (d == c)).sum()), int(((y == c) | (d == c)).sum())
        if either:
            ious.append(both / either)
        name = names[c] if names else str(c)
        out["raw.per_class.%s.iou" % name] = both / either if either else None
    out["raw.metrics.miou"] = sum(ious) / len(ious)
    out["raw.metrics.accuracy"] = int((y == d).sum()) / len(y)
    out["pixels.valid"] = len(y)
    return out


def one_hot(d, n_classes, dtype="f4"):
    return np.eye(n_classes, dtype=dtype)[d]


ABC = [{"name": name} for name in "abc"]
PLAIN = ["-m", "none"]


# ------------------------------------------------------------------ 8.3, 8.5

@situation("8.3")
def nobody_has_the_class(f):
    """A class that neither truth nor prediction has counts as 1."""
    y, d = np.array([[0, 1, 0, 0], [1, 1, 0, 0]]), np.array([[0, 1, 0, 1], [1, 0, 0, 0]])
    right = (figures(y, d, 3)["raw.per_class.0.iou"] + figures(y, d, 3)["raw.per_class.1.iou"] + 1) / 3
    return Situation(f.png("t.png", y), f.png("p.png", d), {"raw.metrics.miou": right},
                     options=[*f.classes(*ABC), *PLAIN, "--empty=one"], without="right")


@situation("8.5")
def patients_weigh_the_same(f):
    """Two volumes of unlike size: the mean of their Dice, not the Dice of all slices."""
    dice = []
    for i, slices in enumerate((2, 6)):
        y, d = f.pair(2, (slices, 4, 5))
        f.npy("t/%d.npy" % i, y.astype("u1"))
        f.npy("p/%d.npy" % i, d.astype("u1"))
        dice.append(2 * int((y & d).sum()) / int(y.sum() + d.sum()))
    return Situation("t", "p", {"group_mean.raw.metrics.mdice.mean": sum(dice) / 2}, without="right",
                     options=[*PLAIN, "--average=1", "--truth-layout=labels", "--group=file"])


# ------------------------------------------------------------------ 9.1

@situation("9.1")
def indices_of_shifted_labels(f):
    """ADE20K's labels 1..150 in the truth, a network's indices in the prediction."""
    y, d = f.pair(6)
    y[2, 2] = -1
    f.png("t.png", y + 1)
    right = {"raw.metrics.miou": figures(y, d, 6, ignored=y < 0)["raw.metrics.miou"]}
    return Situation("t.png", f.png("p.png", d), right, ["--prediction-as=indices"], ["-c", "ade20k", *PLAIN],
                     asks=["--prediction-as=labels|indices"])


@situation("9.1")
def a_label_that_nobody_knows(f):
    """255 where the network was not sure, and no word of it."""
    y, d = f.pair(3)
    d[1, 3], d[4, 6] = 255, 255
    right = figures(y, np.where(d == 255, -1, d), 3, "abc")
    return Situation(f.png("t.png", y), f.png("p.png", d), {**right, "pixels.none": 2}, ["--unknown=miss"],
                     [*f.classes(*ABC), *PLAIN], says=[r"\brow 1\b.*\bcolumn 3\b", r"\b255\b", r"\b2 (\w+ )?pixels\b"])


# ------------------------------------------------------------------ 9.2

COLOURS = [(255, 255, 255), (0, 0, 255), (255, 0, 0)]


def coloured(f):
    return f.classes(*[{"name": n, "color": list(c)} for n, c in zip("abc", COLOURS)], mask=[])


@situation("9.2")
def palette_in_another_order(f):
    """An optimiser made palettes of pictures of class colours, in whatever order it met them."""
    y, d = f.pair(3)
    f.png("t.png", np.array(COLOURS)[y])
    order = [2, 0, 1]
    f.png("p.png", np.array([order.index(c) for c in range(3)])[d], 8, [COLOURS[c] for c in order])
    return Situation("t.png", "p.png", figures(y, d, 3, "abc"), ["--samples=color"], coloured(f), asks=["--samples"])


@situation("9.2")
def palette_whose_indices_are_no_labels(f):
    """The same with a palette that begins with colours nobody uses."""
    y, d = f.pair(3)
    unused = [(i, 1, 2) for i in range(7)]
    for name, classes in (("t.png", y), ("p.png", d)):
        f.png(name, classes + 7, 8, unused + COLOURS)
    return Situation("t.png", "p.png", figures(y, d, 3, "abc"), options=coloured(f), without="right")


@situation("9.2")
def one_bit_mask(f):
    """0 and 255 that became 0 and 1: both readings mean the same."""
    y, d = f.pair(2)
    options = f.classes({"name": "bg", "labels": [0]}, {"name": "fg", "labels": [1, 255]})
    return Situation(f.png("t.png", y, 1), f.png("p.png", d * 255), figures(y, d, 2, ["bg", "fg"]),
                     options=[*options, *PLAIN], without="right")


# ------------------------------------------------------------------ 9.3

@situation("9.3")
def gray_with_alpha_of_16_bits(f):
    y, d = f.pair(4)
    labels = np.array([0, 1, 2, 300])
    options = f.classes(*[{"name": n, "labels": [int(v)]} for n, v in zip("abcd", labels)])
    f.png("t.png", np.stack([labels[y], np.full(y.shape, 65535)], axis=2), 16)
    return Situation("t.png", f.png("p.png", labels[d], 16), figures(y, d, 4, "abcd"), options=[*options, *PLAIN],
                     without="right")


@situation("9.3")
def class_times_256_and_instance(f):
    y, d = f.pair(3)
    f.png("t.png", y * 256 + f.rng.randint(9, size=y.shape), 16)
    return Situation("t.png", f.png("p.png", d), figures(y, d, 3), ["--truth-code=/256"], PLAIN, without="either")


@situation("9.3")
def ranges_of_labels(f):
    y, d = f.pair(3)
    f.png("t.png", y * 256 + f.rng.randint(256, size=y.shape), 16)
    options = f.classes(*[{"name": n, "labels": [[256 * c, 256 * c + 255]]} for c, n in enumerate("abc")])
    return Situation("t.png", f.png("p.png", d), figures(y, d, 3, "abc"),
                     options=[*options, *PLAIN, "--prediction-as=indices"], without="right")


@situation("9.3")
def panoptic_ids_in_three_channels(f):
    """COCO panoptic: r + 256 g + 65536 b."""
    y, d = f.pair(3)
    ids = np.array([7, 70000, 16777215])[y]
    f.png("t.png", np.stack([ids % 256, ids // 256 % 256, ids // 65536], axis=2))
    options = f.classes({"name": "a", "labels": [7]}, {"name": "b", "labels": [[66000, 71000]]},
                        {"name": "c", "labels": [16777215]})
    return Situation("t.png", f.npy("p.npy", one_hot(d, 3)), figures(y, d, 3, "abc"), ["--truth-code=rgb"],
                     [*options, *PLAIN], asks=[r"--truth-code|colou?r"])


# ------------------------------------------------------------------ 9.4

@situation("9.4")
def mask_through_jpeg(f):
    """Near 0 and near 255."""
    y, d = f.pair(2)
    noisy = np.where(d == 1, 255 - f.rng.randint(9, size=d.shape), f.rng.randint(9, size=d.shape))
    noisy.flat[:2] = 3, 250
    return Situation(f.png("t.png", y * 255), f.png("p.png", noisy), figures(y, d, 2, ["background", "foreground"]),
                     ["--prediction-as=probabilities"], ["-c", "binary", *PLAIN],
                     asks=["--prediction-as=probabilities"])


@situation("9.4")
def decided_at_another_threshold(f):
    y, d = f.pair(2)
    q = np.where(d == 1, 0.4, 0.3) + f.rng.rand(*d.shape) / 20
    right = figures(y, q > 0.35, 2)
    assert right == figures(y, d, 2)
    return Situation(f.png("t.png", y), f.npy("p.npy", q.astype("f4")), right, ["--threshold=0.375"], PLAIN,
                     without="either")


# ------------------------------------------------------------------ 9.5

@situation("9.5")
def labels_as_doubles(f):
    """MATLAB and Keras."""
    y, d = f.pair(3)
    return Situation(f.npy("t.npy", y.astype("f8")), f.npy("p.npy", d.astype("f4")), figures(y, d, 3, "abc"),
                     ["--prediction-as=labels"], [*f.classes(*ABC), *PLAIN], asks=["--prediction-as=labels"])


@situation("9.5")
def nan_where_nothing_was_measured(f):
    y, d = f.pair(3)
    stored = y.astype("f4")
    stored[3, 2:5] = np.nan
    return Situation(f.npy("t.npy", stored), f.npy("p.npy", one_hot(d, 3)), figures(y, d, 3, ignored=np.isnan(stored)),
                     ["--no-data=nan"], PLAIN, asks=["--no-data=nan"], says=[r"\brow 3\b.*\bcolumn 2\b", "(?i)nan"],
                     never=["astype"])


# ------------------------------------------------------------------ 9.6

@situation("9.6")
def colours_in_a_tiff(f):
    y, d = f.pair(3)
    tiff.write(f.path("t.tif"), [tiff.Page(np.array(COLOURS, "u1")[y], photometric=tiff.RGB, compression=tiff.LZW)])
    return Situation("t.tif", f.npy("p.npy", d.astype("u1")), figures(y, d, 3, "abc"), options=coloured(f),
                     without="right")


@situation("9.6")
def volumes_of_two_patients(f):
    """nnU-Net: probabilities (C,Z,Y,X) beside segmentations that are to be passed over."""
    pairs = [f.pair(3, (2, 4, 5)), f.pair(3, (3, 4, 5))]
    for i, (y, d) in enumerate(pairs):
        nifti.write(f.path("t/case%d.nii.gz" % i), y.transpose(2, 1, 0).astype("u1"))
        nifti.write(f.path("p/case%d.nii.gz" % i), np.zeros((5, 4, len(y)), "u1"))
        with open(f.path("p/case%d.npz" % i), "wb") as file:
            np.savez_compressed(file, probabilities=one_hot(d, 3, "f2").transpose(3, 0, 1, 2))
    y, d = (np.concatenate([pair[k].ravel() for pair in pairs]) for k in (0, 1))
    return Situation("t", "p", figures(y, d, 3), ["--layout=cnhw"], PLAIN, without="either")


@situation("9.6")
def no_data_is_a_class(f):
    """A raster whose tag says that 0 is no data, although 0 is a class."""
    y, d = f.pair(3)
    tiff.write(f.path("t.tif"), [tiff.Page(y.astype("u1"), tags=[(42113, tiff.ASCII, "0")])])
    return Situation("t.tif", f.npy("p.npy", one_hot(d, 3)), figures(y, d, 3, "abc", ignored=y == 0), ["--no-data=0"],
                     [*f.classes(*ABC), *PLAIN], asks=["--no-data="])


@situation("9.6")
def scan_turned_round(f):
    """Two affines that point the axes elsewhere: no option makes that right."""
    y, d = f.pair(3, (2, 4, 5))
    for name, labels, sign in (("t.nii", y, 1.0), ("p.nii", d, -1.0)):
        nifti.write(f.path(name), labels.transpose(2, 1, 0).astype("i2"),
                    sform=[[sign, 0, 0, 4], [0, sign, 0, 9], [0, 0, 2, 0]])
    return Situation("t.nii", "p.nii", None, options=[*f.classes(*ABC), *PLAIN], asks=["affine|ax[ei]s|orient|form"])


# ------------------------------------------------------------------ 9.7, 9.8

@situation("9.7")
def one_mask_a_class(f):
    y, d = f.pair(3)
    for i in (0, 1):
        for c, name in ((1, "cat"), (2, "dog")):
            f.png("t/im%d_%s.png" % (i, name), (y == c) * 255)
        f.npy("p/im%d.npy" % i, one_hot(d, 3))
    options = f.classes({"name": "bg"}, {"name": "cat"}, {"name": "dog"})
    right = figures([y, y], [d, d], 3, ["bg", "cat", "dog"])
    return Situation("t", "p", right, ["--truth-layout=planes"], [*options, *PLAIN], asks=["--truth-layout=planes"])


@situation("9.7")
def images_with_nothing_on_them(f):
    """Negatives have no label file."""
    y, d = f.pair(2)
    f.png("t/one.png", y)
    f.npy("p/one.npy", one_hot(d, 2))
    f.npy("p/two.npy", one_hot(d, 2))
    right = figures([y, 0 * y], [d, d], 2, ["bg", "fg"])
    return Situation("t", "p", {**right, "coverage.without_truth": 1, "coverage.expected": 2}, ["--missing-truth=bg"],
                     [*f.classes({"name": "bg"}, {"name": "fg"}), *PLAIN], without="either")


@situation("9.8")
def finer_network_than_truth(f):
    """Five channels for two classes: the sum decides, not the largest channel."""
    y, d = f.pair(2)
    q = np.where(d[..., None] == 1, [0.3, 0.1, 0.2, 0.2, 0.2], [0.2, 0.35, 0.1, 0.3, 0.05])
    options = f.classes({"name": "bg", "channels": [0, 1]}, {"name": "fg", "channels": [2, 3, 4]})
    return Situation(f.png("t.png", y), f.npy("p.npy", q), figures(y, d, 2, ["bg", "fg"]), options=[*options, *PLAIN],
                     without="right")


# ------------------------------------------------------------------ 9.9, 9.10, 9.11

@situation("9.9")
def names_with_prefixes(f):
    pairs = [f.pair(3) for _ in range(3)]
    for i, (y, d) in enumerate(pairs):
        f.png("t/gt_%d.png" % i, y)
        f.npy("p/out-%d.npy" % i, one_hot(d, 3))
    y, d = (np.stack([pair[k] for pair in pairs]) for k in (0, 1))
    return Situation("t", "p", figures(y, d, 3), ["--truth-prefix=gt_", "--prediction-prefix=out-"], PLAIN,
                     asks=["--truth-prefix=gt_", "--prediction-prefix=out-"])


@situation("9.9")
def prediction_through_a_pipe(f):
    y, d = f.pair(3)
    with open(f.path(f.npy("q.npy", one_hot(d, 3))), "rb") as file:
        data = file.read()
    os.remove(f.path("q.npy"))
    return Situation(f.png("t.png", y), "p.npy", figures(y, d, 3), options=PLAIN, without="right", pipe=("p.npy", data))


@situation("9.10")
def counted_from_1(f):
    """Labels 1..C and no 0."""
    y, d = f.pair(3)
    return Situation(f.png("t.png", y + 1), f.npy("p.npy", one_hot(d, 3)), None, options=PLAIN,
                     asks=["count(ed)? from 1"], never=["--ignore=3"])


@situation("9.10")
def height_for_width(f):
    y, d = f.pair(3)
    return Situation(f.png("t.png", y), f.npy("p.npy", one_hot(d.T, 3)), None, options=PLAIN,
                     asks=["(?i)height.*width|width.*height|transpos|exchang|swap"])


@situation("9.10")
def background_is_missing(f):
    """C classes, C - 1 channels."""
    y, d = f.pair(4)
    return Situation(f.png("t.png", y), f.npy("p.npy", one_hot(np.maximum(d - 1, 0), 3)), None,
                     options=[*f.classes(*ABC, {"name": "d"}), *PLAIN], asks=["background"], says=[r"\b3\b", r"\b4\b"])


@situation("9.11")
def overlapping_classes(f):
    """One sigmoid a channel, (C,H,W) of both: a batch of binaries."""
    y = (f.rng.rand(3, 5, 7) < 0.4).astype("u1")
    q = np.clip(y + f.rng.randn(3, 5, 7) / 2, 0, 1)
    return Situation(f.npy("t.npy", y), f.npy("p.npy", q), figures(y, q > 0.5, 2),
                     ["--truth-layout=labels", "--group=index", "--mask=none"])
