"""Gradients (SPEC 10.1): every loss by every activation, with masks, weights, averages, absent classes, at the edges."""

import numpy as np

import png
import store
from families.arrays import FORMS
from golden import ROWS, TRUTH
from oracle import all_losses
from pixels import Image
from seen import Seen
from values import World, chance, pick, sample

NEEDS = ("maps",)
PER_LOSS = 2                  # gradients of losses with other parameters, besides one of each loss
WANTED = (["activation " + a for a in ("none", "softmax", "sigmoid", "binary", "binary sigmoid")]
          + ["worked example", "borders", "integers", "channels", "planes", "plane of probabilities", "perfect", "one class",
             "nothing valid", "weights list", "alpha per class", "mask none", "mask one", "mask several", "smooth", "epsilon"]
          + ["absent " + a for a in ("skip", "one", "zero", "keep")]
          + ["average " + a for a in ("all", "foreground", "list")])
SIZES = [2, 3, 6, 19]


def kinds(m, options):
    keys = m.draw_keys(options, PER_LOSS * 2)
    return ["gradient:" + key for key in [*all_losses(), *(key for key in keys if key not in all_losses())]]


def done(m, **changes):
    options = m.choose_options()
    for name, value in changes.items():
        setattr(options, name, value)
    m.kinds = kinds(m, options)
    return m.case(options)


def keep(m, key, labels, q):
    form = pick(m.rng, ["hwc", "chw"]) if q.ndim == 3 and q.shape[2] > 1 else None
    container = m.random_container()
    name = "pred/%s%s" % (key, store.extension(container))
    m.store(name, FORMS[form](q) if form else q, container, chance(m.rng, 0.3))
    m.add(key, labels, prediction=name, q=q)


def start(m, n):
    # The last bits of shares near 0 and 1 are not this family's matter, their losses' powers are.
    m.start(n, None if chance(m.rng, 0.5) else World(n))


def labels_of(m, style=None):
    return m.draw_truth(m.small_shape(2, 6), style or pick(m.rng, ["mixed", "few", "mixed", "blocks"]))


def values(m):
    start(m, SIZES[m.turn % len(SIZES)])
    for key in ("a", "b", "c"):
        labels = labels_of(m)
        keep(m, key, labels, m.plain_values(labels, pick(m.rng, ["<f4", "<f8", ">f8", "<f2"])))
    m.tags.add("activation none")
    return done(m)


def logits(m):
    activation = pick(m.rng, ["softmax", "sigmoid"])
    start(m, SIZES[m.turn % len(SIZES)])
    m.option("A", "activation", activation)
    m.tags.add("activation " + activation)
    for key in ("a", "b"):
        labels = labels_of(m)
        keep(m, key, labels, m.logits(labels, m.n_classes, pick(m.rng, ["<f4", "<f8"])))
    return done(m, activation=activation)


def binary(m):
    start(m, 2)
    activation = "sigmoid" if m.turn % 2 else "none"
    if activation == "sigmoid":
        m.option("A", "activation", "sigmoid")
    m.tags.add("activation binary" + (" sigmoid" if activation == "sigmoid" else ""))
    for key in ("a", "b"):
        labels = labels_of(m)
        if activation == "sigmoid":
            q = m.logits(labels, 1, "<f8")
        else:
            q = m.rng.choice([0.0, 1.0, 0.5, 0.25, 0.3, 0.7, 0.999, 0.125], size=(*labels.shape, 1)).astype("<f8")
        keep(m, key, labels, q[:, :, 0])
    return done(m, activation=activation)


def worked(m):
    """SPEC's example, as it is, stretched, and with ignored pixels."""
    world = World(3)
    world.option_ignore = [255]
    m.start(3, world, [0])
    m.option("w", "weights", "1,2,4")
    m.choose_weights = lambda: [1.0, 2.0, 4.0]
    for key, stretch, last in (("a", 0, None), ("b", 1, None), ("c", 0, 255)):
        labels = np.array(TRUTH)[:, None]
        labels[4:] = labels[4:] if last is None else last
        q = np.array(ROWS) * (1 + stretch * np.arange(6))[:, None]
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q[:, None]), q=q[:, None])
    m.tags.add("worked example")
    return done(m)


def borders(m):
    """p just at eps and 1 - eps, at 0 and 1, which doubles hold exactly."""
    m.epsilon = "0.25"
    start(m, 2 if m.turn % 2 else 3)
    for key in ("a", "b"):
        labels = labels_of(m)
        first = m.rng.choice([0, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8], size=labels.shape)
        rest = 8 - first
        q = np.stack([first, rest] if m.n_classes == 2 else [first, rest // 2, rest - rest // 2], axis=2)
        keep(m, key, labels, q.astype(pick(m.rng, ["<f4", "<f8", "|u1", "<u2"])))
    m.tags.add("borders")
    return done(m)


def integers(m):
    start(m, pick(m.rng, [2, 3, 6]))
    for i, dtype in enumerate(sample(m.rng, ["|u1", "<u2", ">u2", "<i4", "<u8", "|i1"], 3)):
        labels = labels_of(m)
        keep(m, "i%d" % i, labels, m.plain_values(labels, dtype))
    m.tags.add("integers")
    return done(m)


def planes(m):
    start(m, pick(m.rng, [2, 3]))
    labels = labels_of(m)
    depth = pick(m.rng, [8, 16])
    q = m.plain_values(labels, "<u2")
    for c in range(m.n_classes):
        png.write(m.path("pred/a_%d.png" % c), q[:, :, c], depth)
    m.add("a", labels, prediction="pred/a_*.png", q=q, scale=(1 << depth) - 1)
    m.tags.add("planes")
    return done(m)


def probability_plane(m):
    """The derivative is with respect to the sample, of which 255 or 65535 is 1."""
    m.start(2, World(2))
    m.option(None, "prediction-as", "probabilities")
    for key, depth in (("a", 8), ("b", 16)):
        labels = labels_of(m)
        full = (1 << depth) - 1
        samples = m.rng.randint(0, full + 1, size=labels.shape)
        samples[m.rng.rand(*labels.shape) < 0.2] = full
        png.write(m.path("pred/%s.png" % key), samples, depth)
        m.add(key, labels, prediction="pred/%s.png" % key, q=samples / full, scale=full)
    m.tags.add("plane of probabilities")
    return done(m)


def channels(m):
    n = pick(m.rng, [2, 3, 4])
    m.n_classes = n
    count = n + int(m.rng.randint(1, 4))
    groups, activation = m.channel_groups(count), pick(m.rng, ["none", "softmax", "sigmoid"])
    m.start(n, m.channel_world(n, groups))
    if activation != "none":
        m.option("A", "activation", activation)
    shape = (5, 7) if count not in (5, 7) else (8, 9)
    for key in ("a", "b"):
        labels = m.draw_truth(shape)
        q = m.rng.rand(labels.size, count) if activation == "none" else m.rng.randn(labels.size, count) * 2
        q = (q / q.sum(axis=1, keepdims=True) if activation == "none" else q).reshape(*shape, count)
        chw = chance(m.rng, 0.5)
        name = m.store("pred/%s.npy" % key, q.transpose(2, 0, 1) if chw else q)
        m.add_channels(key, labels, q, groups, name, activation)
    m.tags.add("channels")
    return done(m, activation=activation)


def corners(m):
    """Perfect predictions (D = 0), a class that only the prediction has, one class, nothing valid."""
    world = World(3)
    world.option_ignore = [255]
    m.start(3, world)
    shape = 4, 5
    for key in ("perfect", "absent", "one class", "nothing valid", "nearly perfect"):
        labels = m.rng.randint(3 if "perfect" in key else 2, size=shape)
        labels = np.zeros(shape, dtype=int) + 1 if key == "one class" else labels
        labels = np.zeros(shape, dtype=int) + 255 if key == "nothing valid" else labels
        q = np.eye(3)[np.where(labels == 255, 0, labels)] if "perfect" in key else m.plain_values(labels, "<f8")
        if key == "nearly perfect":
            q[0, 0] = [0.25, 0.5, 0.25]
        name = m.store("pred/%s.npy" % key, q)
        m.images.append(Image(key, m.truth_png("truth/%s.png" % key, labels), name, labels, q=q))
        m.tags.add(key)
    return done(m)


MAKERS = [values, logits, binary, borders, integers, channels, values, logits, corners, worked, planes, probability_plane]
COUNT = 5 * len(MAKERS)


def make(seed, number, folder):
    m = Seen(seed, "gradient", number, folder)
    m.turn, m.ways = (number - 1) // len(MAKERS), ("whole",)
    return MAKERS[(number - 1) % len(MAKERS)](m)
