"""One gray plane or unsigned array as the probability of class 1 of two, and --threshold (SPEC 9.4)."""

import numpy as np

import png
import store
from probabilities import EXT
from reading import Reading, decided_binary
from rules import UNKNOWN, VOID, ClassSet, Refused, names
from values import chance, pick

GRAY = [1, 2, 4, 8, 16]
FULL = {"|u1": 255, "<u2": 65535, ">u2": 65535, "<u4": (1 << 32) - 1, ">u4": (1 << 32) - 1}
THRESHOLDS = ["0", "0.1", "0.2", "0.25", "0.35", "0.5", "0.75", "0.9", "1"]
FLOATS = ["binary", "binary sigmoid", "two", "two chw", "two softmax", "two sigmoid"]
WANTED = (["refusal", "no threshold", "exactly the threshold", "float plane beside gray", "ignored pixels", "adam7"]
          + ["gray %d" % depth for depth in GRAY] + ["array " + dtype for dtype in FULL]
          + ["threshold " + t for t in THRESHOLDS]
          + ["threshold of " + kind for kind in FLOATS])


def binary_set(m):
    """Two classes; the second is at times 255 as well."""
    labels = [[0], pick(m.rng, [[1], [1, 255], [255]])]
    ignore = [7] if chance(m.rng, 0.5) else []
    return ClassSet(["background", "object"], labels, ignore=ignore)


def draw_truth(m, key):
    """(name, y, shape)"""
    rng, classes = m.rng, m.world
    shape = m.shape(3, 9)
    labels = [classes.entries[0][0], *classes.entries[1], *classes.ignore]
    truth = np.array(labels)[rng.randint(len(labels), size=shape)]
    if classes.ignore:
        m.tags.add("ignored pixels")
    return m.truth_png("truth/%s.png" % key, truth), [classes.of_label(v) for v in truth.ravel().tolist()], shape


def samples(m, count, full, threshold):
    """Anything, the ends, the middle, and what is just the threshold."""
    rng = m.rng
    values = [int(v) for v in (rng.rand(count) * full).round()]
    edges = [0, full, full // 2, full // 2 + 1]
    if threshold is not None:
        at = int(round(threshold * full))
        edges += [v for v in (at - 1, at, at + 1) if 0 <= v <= full]
    for i in range(count):
        if chance(rng, 0.4):
            values[i] = pick(rng, edges)
    if threshold is not None and any(v / full == threshold for v in values):
        m.tags.add("exactly the threshold")
    return values


def plane(m, key, kind, threshold):
    truth, y, shape = draw_truth(m, key)
    rng, count = m.rng, len(y)
    if isinstance(kind, int):
        full = (1 << kind) - 1
        values = samples(m, count, full, threshold)
        interlaced = chance(rng, 0.2)
        name = "pred/%s.png" % key
        png.write(m.path(name), np.array(values).reshape(shape), kind, interlaced=interlaced)
        m.tags |= {"gray %d" % kind, "adam7" if interlaced else "plain"}
    elif kind == "float":
        full = 1
        values = np.round(rng.rand(count), 3).astype("<f8").tolist()
        name = m.store("pred/%s.npy" % key, np.array(values).reshape(shape))
        m.tags.add("float plane beside gray")
    else:
        full = FULL[kind]
        values = samples(m, count, full, threshold)
        container = m.random_container()
        stored = np.array(values, dtype=kind).reshape(shape)
        name = m.store("pred/" + key + store.extension(container), stored, container, chance(rng, 0.3))
        m.tags.add("array " + kind)
    p, d = decided_binary([v / full for v in values], threshold)
    m.keep(key, truth, name, y, shape, p=p, d=d)


def planes(m):
    m.give("prediction-as", "probabilities", "probabilities")
    threshold = choose_threshold(m) if chance(m.rng, 0.6) else None
    if threshold is None:
        m.tags.add("no threshold")
    kinds = GRAY + list(FULL) + ["float"]
    for i in range(6):
        plane(m, "i%d" % i, kinds[(m.number + 2 * i) % len(kinds)], threshold)
    return m.read()


def choose_threshold(m):
    text = THRESHOLDS[m.number // 2 % len(THRESHOLDS)]
    m.give("threshold", text, float(text))
    m.tags.add("threshold " + text)
    return float(text)


# ------------------------------------------------------------------ floats

def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def probability_of_1(q, kind):
    """q: long doubles (pixels, 1 or 2)."""
    if kind == "binary":
        return q[:, 0]
    if kind == "binary sigmoid":
        return sigmoid(q[:, 0])
    if kind.endswith("softmax"):
        return sigmoid(q[:, 1] - q[:, 0])
    if kind.endswith("sigmoid"):
        q = sigmoid(q)
    return q[:, 1] / (q[:, 0] + q[:, 1])


def floats(m):
    """--threshold on one and two channels, after every activation."""
    rng, kind = m.rng, FLOATS[m.number // 2 % len(FLOATS)]
    threshold = choose_threshold(m)
    activation = kind.split()[-1] if kind.split()[-1] in ("softmax", "sigmoid") else "none"
    m.tags.add("threshold of " + kind)
    if activation != "none":
        m.option("A", "activation", activation)
    for i in range(4):
        key = "i%d" % i
        truth, y, shape = draw_truth(m, key)
        q = values_of(m, len(y), kind, activation, threshold)
        # A quotient of small whole numbers, or the value itself, is compared as a double.
        p1 = probability_of_1(q.astype(EXT), kind)
        d = [int(float(v) > threshold) for v in p1]
        stored = q.astype("<f8").reshape(*shape, -1)
        stored = stored.transpose(2, 0, 1) if kind == "two chw" else stored
        stored = stored[..., 0] if stored.shape[-1] == 1 and chance(rng, 0.5) else stored
        name = m.store("pred/%s.npy" % key, stored)
        m.keep(key, truth, name, y, shape, p=np.stack([1 - p1, p1], axis=1), d=d)
    return m.read(activation=activation)


def values_of(m, count, kind, activation, threshold):
    """Values whose probability is the threshold itself, to the last bit, or clearly not."""
    rng = m.rng
    channels = 1 if kind.startswith("binary") else 2
    if activation == "none" and channels == 2:
        return rng.randint(1, 11, size=(count, 2)).astype("f8")
    while True:
        if activation == "none":
            q = np.round(rng.rand(count, 1), 2)
            q[rng.rand(count) < 0.2] = threshold
            return q
        q = np.round(rng.randn(count, channels) * 3, 3)
        p = probability_of_1(q.astype(EXT), kind)
        if (np.abs(p - threshold) > 1e-9).all():
            return q


# ------------------------------------------------------------------ refusals

def without_the_option(m):
    """A mask that went through JPEG: many labels for two classes."""
    truth, y, shape = draw_truth(m, "i0")
    valid = [n for n, c in enumerate(y) if c != VOID]
    values = np.array([int(v) for v in m.rng.randint(256, size=len(y))])
    seen = {int(v) for v in values[valid]}
    if len(seen) < 3 or all(m.world.of_label(v) is not UNKNOWN for v in seen):
        return without_the_option(m)
    png.write(m.path("pred/i0.png"), values.reshape(shape), 8)
    return Refused(names("pred/i0.png"), r"--prediction-as=probabilities")


def wrong_file(m):
    """Nothing that is gray or unsigned."""
    m.give("prediction-as", "probabilities")
    _, _, shape = draw_truth(m, "i0")
    values = m.rng.randint(2, size=shape)
    way = pick(m.rng, ["palette", "RGB", "signed"])
    if way == "signed":
        m.store("pred/i0.npy", values.astype("<i2"))
        return Refused(names("pred/i0.npy"))
    if way == "palette":
        png.write(m.path("pred/i0.png"), values, 8, [(0, 0, 9), (255, 3, 0)])
    else:
        png.write(m.path("pred/i0.png"), np.stack([values] * 3, axis=2), 8)
    return Refused(names("pred/i0.png"))


def threshold_of_labels(m):
    m.give("threshold", "0.5")
    _, _, shape = draw_truth(m, "i0")
    m.truth_png("pred/i0.png", np.full(shape, m.world.entries[1][0]))
    return Refused("--threshold", "label", status=2)


def threshold_beyond(m):
    draw_truth(m, "i0")
    m.give("threshold", pick(m.rng, ["1.5", "-0.1", "nan", "x", "1e400"]))
    m.complete("i0")
    return Refused("--threshold", status=2)


def threshold_of_three(m):
    m.give("threshold", "0.5")
    draw_truth(m, "i0")
    m.complete("i0")
    return Refused("--threshold", status=2)


REFUSALS = [without_the_option, wrong_file, threshold_of_labels, without_the_option, threshold_beyond,
            threshold_of_three, wrong_file]
COUNT = 70


def make(seed, number, folder):
    m = Reading(seed, "probability-plane", number, folder)
    refusal = REFUSALS[number // 5 % len(REFUSALS)] if number % 5 == 0 else None
    m.n_classes = 2
    classes = binary_set(m)
    if refusal is threshold_of_three:
        m.n_classes = 3
        classes = ClassSet(["a", "b", "c"])
    m.use(classes)
    if refusal:
        return m.refused(refusal(m))
    return (floats if number % 2 else planes)(m)
