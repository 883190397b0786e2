"""Logits: softmax and sigmoid, of several classes and of one channel."""

import numpy as np

import store
from case import Maker
from families.arrays import FORMS
from families.binary import FORMS as FLAT
from pixels import Image
from values import chance, pick, true_classes

WANTED = (["%s %s" % (a, t) for a in ("softmax", "sigmoid", "binary sigmoid") for t in store.ALL_FLOATS]
          + ["logits bad", "logits bad at ignored pixels", "logits batch", "small epsilon"])


def usual(rng, y, n):
    z = rng.randn(len(y), n) * pick(rng, [1, 3])
    z[np.arange(len(y)), y] += pick(rng, [0, 2, 5])
    return z


def far(rng, y, n):
    return rng.uniform(-1, 1, size=(len(y), n)) * 1e4


def offset(rng, y, n):
    """Softmax does not see a common offset."""
    return usual(rng, y, n) + rng.choice([-1e4, -700, 100, 1e4], size=(len(y), 1))


def huge(rng, y, n, dtype):
    """The type's largest numbers, whose difference may be infinite."""
    top = float(np.finfo(dtype).max)
    z = rng.choice([-top, -1.0, 0.0, 3.0, top], size=(len(y), n))
    z[:, 0] = np.where((z == -top).all(axis=1), 1.0, z[:, 0])
    return z


def ties(rng, y, n):
    return rng.choice([-2.0, 0.0, -0.0, 3.0], size=(len(y), n))


def near(rng, y, n, dtype):
    """Logits that differ by so little that the probabilities are equal: the decision is the logits' own."""
    z = rng.choice([-3.0, 0.5, 2.0], size=(len(y), 1)) + np.zeros((1, n))
    z = z.astype(dtype)
    up = rng.rand(*z.shape) < 0.3
    return np.where(up, np.nextafter(z, z.dtype.type(np.inf)), z)


def saturated(rng, y, n):
    """Sigmoids of 1 in double, of logits that differ: the decision is the logits' own."""
    z = rng.choice([-1e4, 40.0, 50.0, 1e4], size=(len(y), n), p=[0.4, 0.2, 0.2, 0.2])
    z[:, 0] = np.maximum(z[:, 0], 45.0)
    return z


def small(rng, y, n):
    """Sigmoids of exp(-30) to exp(-690), which their sum brings back."""
    return -rng.uniform(0, 8, size=(len(y), n)) - rng.choice([30, 200, 680], size=(len(y), 1))


def vanishing(rng, y, n):
    """Sigmoids that are 0 as doubles, or nearly: they have shares all the same."""
    return -rng.uniform(0, 8, size=(len(y), n)) - rng.choice([705, 730, 745, 2000, 60000], size=(len(y), 1))


def steep(rng, y, n):
    """Where 1 - sigmoid has lost its digits and the sigmoid of the opposite has not."""
    return rng.uniform(12, 27, size=(len(y), n)) * rng.choice([-1, 1], size=(len(y), n))


STYLES = {
    "softmax": {"usual": usual, "far": far, "offset": offset, "huge": huge, "ties": ties, "near": near},
    "sigmoid": {"usual": usual, "far": far, "huge": huge, "ties": ties, "saturated": saturated, "small": small,
                "vanishing": vanishing},
    "binary sigmoid": {"usual": usual, "far": far, "huge": huge, "ties": ties, "steep": steep},
}
WANTED += ["%s, %s" % (kind, style) for kind, styles in STYLES.items() for style in styles]


def logits(m, y, n, dtype, kind):
    """(pixels, n) of dtype, each pixel in one of a few styles."""
    rng = m.rng
    chosen = [pick(rng, sorted(STYLES[kind])) for _ in range(2)]
    which = rng.randint(2, size=len(y))
    z = np.zeros((len(y), n), dtype=np.dtype(dtype).newbyteorder("="))
    for i, style in enumerate(chosen):
        make = STYLES[kind][style]
        values = make(rng, y, n, z.dtype) if style in ("huge", "near") else make(rng, y, n)
        z[which == i] = values[which == i]
        m.tags.add("%s, %s" % (kind, style))
    if kind == "binary sigmoid":
        z[np.abs(z.astype(float)) < 1e-3] = 0               # whether 1 - sigmoid is a tie is not to hang on a rounding
    return z.astype(dtype)


def spoil(rng, z, where):
    for n in where:
        z[n, rng.randint(z.shape[1])] = pick(rng, [np.nan, np.inf, -np.inf])


def maybe_spoil(m, z, y):
    rng = m.rng
    ignored = np.flatnonzero(y < 0)
    if len(ignored) and chance(rng, 0.5):
        spoil(rng, z, ignored)
        m.tags.add("logits bad at ignored pixels")
    if m.ignore_bad and chance(rng, 0.6):
        spoil(rng, z, np.flatnonzero(rng.rand(len(z)) < 0.2))
        m.tags.add("logits bad")


def one(m, key, dtype, kind):
    rng = m.rng
    labels = m.draw_truth(m.small_shape(2, 9))
    y = m.true(labels)
    n = 1 if kind == "binary sigmoid" else m.n_classes
    z = logits(m, np.maximum(y, 0) if n > 1 else np.zeros_like(y), n, dtype, kind)
    maybe_spoil(m, z, y)
    m.tags.add("%s %s" % (kind, dtype))
    if n == 1:
        z = z.reshape(labels.shape)
        stored = FLAT[pick(rng, sorted(FLAT))](z)
    else:
        z = z.reshape(*labels.shape, n)
        stored = FORMS[pick(rng, ["hwc", "chw", "c1hw", "1hwc"])](z)
    container = m.random_container() if m.number % 4 == 3 else "npy 1.0"
    m.add_array(key, z, labels, dtype, container, chance(rng, 0.3), stored)


def directory(m):
    kind = ["softmax", "sigmoid", "binary sigmoid"][m.number % 3] if m.number % 7 else "softmax"
    n = 2 if kind == "binary sigmoid" else pick(m.rng, [2, 3, 6, 19])
    m.is_sharp = True
    if m.number % 2:
        m.epsilon = "1e-12"
        m.tags.add("small epsilon")
    m.begin(n)
    for repeat in range(2):
        for dtype in store.ALL_FLOATS:
            one(m, "%s-%d/%d" % (dtype[1:], dtype[0] == ">", repeat), dtype, kind)
    return kind.split()[-1]


def batch(m):
    """N images of logits, one of which is taken."""
    m.is_sharp = True
    m.begin(3)
    labels = np.stack([m.draw_truth(m.small_shape())] * 3)
    y = true_classes(labels, m.world)
    z = logits(m, np.maximum(y, 0), 3, "<f4", "softmax").reshape(*labels.shape, 3)
    name = m.store("z.npy", z.transpose(0, 3, 1, 2))
    m.operands = [m.truth_png("t.png", labels[1]), name + "[1]"]
    m.images.append(Image("t", *m.operands, labels[1], q=z[1]))
    m.tags.add("logits batch")
    return "softmax"


COUNT = 24


def make(seed, number, folder):
    m = Maker(seed, "activation", number, folder)
    m.ignore_bad = number % 4 == 0
    activation = batch(m) if number % 8 == 5 else directory(m)
    m.option("A", "activation", activation)
    return m.finish(few_losses=number % 2, activation=activation)
