"""Hard predictions: several labels of a class, swapped labels, void and unknown ones, labels or indices."""

import numpy as np

import png
import store
from case import Maker
from pixels import Image
from values import World, chance, class_names, pick

LABEL_TYPES = ["|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1", "<u2", ">u2", "<u4", "<u8", ">u8"]
WANTED = (["prediction-labels labels", "prediction-labels indices", "prediction-labels not given", "labels swapped",
           "labels shifted", "labels several", "void ignored", "void unknown", "void negative", "void above 65535",
           "all void", "hard in an npz", "hard beside soft", "hard png", "hard, one pair", "indices that are no class"]
          + ["hard %s" % t for t in LABEL_TYPES])


def remapped(m, n):
    """A class set whose labels are other classes' indices: nothing but one look-up is right."""
    rng = m.rng
    way = ["swapped", "shifted", "several"][m.number % 3]
    world = World(n)
    world.names = class_names(rng, n)
    if way == "swapped":
        order = list(range(n))
        while order == list(range(n)):
            order = [int(v) for v in rng.permutation(n)]
        world.labels = [[label] for label in order]
    elif way == "shifted":
        world.labels = [[c + 1] for c in range(n)]       # 0 is void
        world.set_ignore = [0]
    else:
        labels = [int(v) for v in rng.permutation(3 * n)]
        world.labels = [[labels.pop() for _ in range(rng.randint(1, 4))] for _ in range(n)]
        world.set_ignore = labels[:2]
    if chance(rng, 0.5):
        world.set_ignore = world.set_ignore + [255]
    world.write_document(rng)
    m.tags.add("labels " + way)
    return world


def void_labels(m, is_signed, wide):
    """Labels that are no class, and what they are called."""
    meaning = m.world.meaning()
    kinds = {"unknown": [v for v in (99, 100, 120) if v not in meaning]}
    if m.world.ignore:
        kinds["ignored"] = [v for v in m.world.ignore if v < 128] or kinds["unknown"]
    if is_signed:
        kinds["negative"] = [-1, -128]
    if wide:
        kinds["above 65535"] = [65536, 70000, 2 ** 31 - 1]
    kind = pick(m.rng, sorted(kinds))
    m.tags.add("void " + kind)
    return kinds[kind]


def draw_hard(m, labels, dtype, by_index):
    """A decision per pixel, as labels or indices, void at some."""
    rng, world = m.rng, m.world
    y = m.true(labels)
    called = np.where((rng.rand(len(y)) < 0.6) & (y >= 0), y, rng.randint(m.n_classes, size=len(y)))
    stored = called if by_index else np.array([pick(rng, world.usable(c)) for c in called])
    info = np.iinfo(dtype) if dtype else np.iinfo("u1")
    void = void_labels(m, info.min < 0, info.max >= 2 ** 31 - 1)
    if by_index:
        void = [v for v in void if not 0 <= v < m.n_classes] + [m.n_classes]
        m.tags.add("indices that are no class")
    share = pick(rng, [0.0, 0.2, 0.2, 1.0])
    here = rng.rand(len(y)) < share
    if share == 1:
        m.tags.add("all void")
    stored = np.where(here, np.array(void)[rng.randint(len(void), size=len(y))], stored)
    return stored.reshape(labels.shape)


def one(m, key, dtype, by_index):
    """dtype None: a PNG."""
    labels = m.draw_truth(m.small_shape(2, 8))
    hard = draw_hard(m, labels, dtype, by_index)
    m.tags.add("hard %s" % (dtype or "png"))
    if dtype is None:
        name = "pred/%s.png" % key
        png.write(m.path(name), hard, pick(m.rng, [8, 16]), interlaced=chance(m.rng, 0.2))
    else:
        container = m.random_container() if m.number % 4 == 0 else "npy 1.0"
        if container in store.NPZ:
            m.tags.add("hard in an npz")
        stored = pick(m.rng, [hard, hard[None], hard[..., None]]).astype(dtype)
        name = m.store("pred/" + key + store.extension(container), stored, container, chance(m.rng, 0.3))
    m.add(key, labels, prediction=name, hard=hard)


def directory(m, by_index):
    for i, dtype in enumerate(LABEL_TYPES + [None] * 4):
        one(m, "h%02d" % i, dtype, by_index)
    if chance(m.rng, 0.5):
        labels = m.draw_truth(m.small_shape())
        q = m.draw_values(labels, "<f4")
        m.add("soft", labels, prediction=m.store("pred/soft.npy", q), q=q)
        m.tags.add("hard beside soft")


def pair(m, by_index):
    labels = m.draw_truth(m.small_shape())
    hard = draw_hard(m, labels, "<i4", by_index)
    m.operands = [m.truth_png("t.png", labels), m.store("p.npy", hard.astype("i4"))]
    m.images.append(Image("t", *m.operands, labels, hard=hard))
    m.tags.add("hard, one pair")


COUNT = 24


def make(seed, number, folder):
    m = Maker(seed, "hard", number, folder)
    n = pick(m.rng, [2, 3, 5, 12])
    m.begin(n, remapped(m, n))
    how = pick(m.rng, ["labels", "indices", "indices", None])
    if how:
        m.option(None, "prediction-labels", how)
    m.tags.add("prediction-labels " + (how or "not given"))
    (pair if number % 6 == 5 else directory)(m, how == "indices")
    return m.finish(few_losses=True, prediction_labels=how or "labels")
