"""Labels stored as floats, one-hot floats, and values that say that there is no data (SPEC 9.5)."""

import math

import numpy as np

import png
import store
from compare import Unordered
from reading import Reading, decided
from rules import LARGEST_LABEL, UNKNOWN, VOID, ClassSet, Refused, hard_labels, names, place
from values import chance, class_names, pick, sample

KINDS = ["truth", "prediction", "both", "one-hot", "batch", "no data", "no data of integers"]
BAD = ["half", "nan", "inf", "negative", "too large", "tiny"]
WANTED = (["refusal", "negative zero", "no-data nan", "no-data number", "no-data of a class", "no-data twice",
           "anything under an ignored truth", "without the option", "one-hot, not said", "one-hot, said",
           "largest label", "unknown label in floats", "no data in a png", "beyond 65535"]
          + ["kind " + kind for kind in KINDS] + ["bad " + bad for bad in BAD]
          + ["dtype " + t for t in store.ALL_FLOATS])


def class_set(m, dtype):
    rng, n = m.rng, m.n_classes
    top = {"f2": 2048, "f4": 1 << 24, "f8": 1 << 24}[dtype[1:]]
    labels = [[c] for c in range(n)] if chance(rng, 0.4) else [[int(v)] for v in sample(rng, range(20, 2000), n)]
    if top > 2048 and chance(rng, 0.5):
        labels[-1] = [pick(rng, [LARGEST_LABEL, 70000, 1 << 20])]
        m.tags.add("largest label" if labels[-1][0] == LARGEST_LABEL else "beyond 65535")
    ignore = [15] if chance(rng, 0.4) else []
    return ClassSet(class_names(rng, n), labels, ignore=ignore)


def draw_labels(m, shape, with_void=True):
    classes, rng = m.world, m.rng
    known = [one for entry in classes.entries for one in entry] + (list(classes.ignore) if with_void else [])
    return np.array(known)[rng.randint(len(known), size=shape)]


def as_floats(m, labels, dtype):
    stored = labels.astype(dtype)
    assert (stored.astype("f8") == labels).all()
    zero = np.flatnonzero(labels == 0)
    if len(zero) and chance(m.rng, 0.4):
        stored.flat[zero[:1]] = -0.0
        m.tags.add("negative zero")
    m.tags.add("dtype " + dtype)
    return stored


def spoilt(m, stored, bad):
    """(a pixel, what its value is now)"""
    at = int(m.rng.randint(stored.size))
    value = {"half": 0.5, "nan": math.nan, "inf": math.inf, "negative": -1.0, "too large": float(1 << 24),
             "tiny": 1e-7}[bad]
    if bad == "too large" and stored.dtype.itemsize == 2:
        value = 0.5
    stored.flat[at] = value
    m.tags.add("bad " + bad)
    return at


# No message may advise a conversion that changes values: 0.5 would become a label.
CASTS = (r"astype\(['\"]?(np\.)?u?int", r"\.round\(|np\.rint")


def says_of(file, at, width):
    return Refused(names(file), place(at, width), silent=CASTS)


def truth_case(m, bad):
    """A truth of floats, and soft or hard predictions of integers."""
    for i in range(1 if bad else 4):
        key, dtype = "i%d" % i, m.dtype
        shape = m.shape()
        labels = draw_labels(m, shape)
        stored = as_floats(m, labels, dtype)
        name = "truth/%s.npy" % key
        if bad == "unknown":
            at = int(m.rng.randint(stored.size))
            stored.flat[at] = 17
            m.tags.add("unknown label in floats")
        elif bad:
            at = spoilt(m, stored, bad)
        m.store(name, pick(m.rng, [stored, stored[None], stored[..., None]]), fortran=chance(m.rng, 0.3))
        if bad:
            m.complete(key)
            return m.refused(says_of(name, at, shape[1]))
        y = [m.world.of_label(v) for v in labels.ravel().tolist()]
        prediction, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, name, prediction, y, shape, p=p, d=d)
    return m.read()


def prediction_case(m, bad, both=False):
    """A prediction of floats with --prediction-as=labels; at ignored pixels, anything."""
    rng = m.rng
    m.give("prediction-as", "labels", "labels")
    for i in range(1 if bad else 4):
        key = "i%d" % i
        shape = m.shape()
        truth = draw_labels(m, shape)
        y = [m.world.of_label(v) for v in truth.ravel().tolist()]
        if all(c == VOID for c in y):
            truth[0, 0] = m.world.entries[0][0]
            y[0] = 0
        true_name = "truth/%s.npy" % key
        m.store(true_name, as_floats(m, truth, m.dtype) if both else truth.astype("<i4"))
        labels = draw_labels(m, shape)
        d, _ = hard_labels(labels, y, m.world, "labels", False, "pred")
        stored = as_floats(m, labels, m.dtype)
        for n in np.flatnonzero(np.array(y) == VOID):
            stored.flat[n] = pick(rng, [0.5, math.nan, -3.0, 17.0])
            m.tags.add("anything under an ignored truth")
        name = "pred/%s.npy" % key
        if bad:
            at = int(pick(rng, [n for n, c in enumerate(y) if c != VOID]))
            kept = stored.copy()
            spoilt(m, kept, bad)
            stored.flat[at] = kept.flat[np.flatnonzero(kept != stored)[0]] if bad != "nan" else math.nan
            m.store(name, stored)
            return m.refused(says_of(name, at, shape[1]))
        m.store(name, stored, fortran=chance(rng, 0.3))
        m.keep(key, true_name, name, y, shape, d=d)
    return m.read()


def without_the_option(m):
    """Floats that are labels 0, 1, 2 ... are no probabilities."""
    shape = m.shape()
    labels = m.rng.randint(m.n_classes, size=shape)
    labels[0, 0], labels[0, 1] = m.n_classes - 1, 0
    m.store("truth/i0.npy", draw_labels(m, shape, False).astype("<i4"))
    m.store("pred/i0.npy", labels.astype(m.dtype))
    m.tags.add("without the option")
    return m.refused(Refused(names("pred/i0.npy"), r"--prediction-as=labels", silent=CASTS))


def one_hot(m):
    """0 and 1 as floats, one of them a 1."""
    rng, n = m.rng, m.n_classes
    batch = m.number % 2
    if batch:
        m.tags.add("one-hot, not said")
    else:
        m.give("truth-layout", "onehot")
        m.tags.add("one-hot, said")
    for i in range(3):
        shape, key = m.shape(), "i%d" % i
        y = rng.randint(n, size=(2, *shape) if batch else shape)
        truth = m.store("truth/%s.npy" % key, np.eye(n)[y].astype(m.dtype))
        q = m.soft(y.ravel())
        name = m.store("pred/%s.npy" % key, q.reshape(*y.shape, n))
        keep_batch(m, key, truth, name, y if batch else y[None], shape, q, batch)
    return m.read()


def keep_batch(m, key, truth, name, y, shape, q, is_batch=True):
    per = shape[0] * shape[1]
    for k, one in enumerate(y):
        p, d = decided(q[k * per:(k + 1) * per])
        at = "[%d]" % k if is_batch else ""
        m.keep(key + at, truth + at, name + at, one.ravel(), shape, number=k if is_batch else None, p=p, d=d)


def batch(m):
    """N label images of floats, and (N,H,W,C)."""
    for i in range(2):
        shape, key = m.shape(), "i%d" % i
        labels = draw_labels(m, (3, *shape))
        y = np.array([m.world.of_label(v) for v in labels.ravel().tolist()]).reshape(labels.shape)
        q = m.soft(y.ravel())
        truth = m.store("truth/%s.npy" % key, as_floats(m, labels, m.dtype))
        keep_batch(m, key, truth, m.store("pred/%s.npy" % key, q.reshape(*labels.shape, m.n_classes)), y, shape, q)
    return m.read()


# ------------------------------------------------------------------ no data

def no_data(m, of_integers):
    """--no-data of a truth, at times a class's label, at times twice."""
    rng, classes = m.rng, m.world
    options = [-9999.0, -1.0, 15.0, 0.5, 1e30] if not of_integers else [-1.0, 255.0, 99.0]
    if m.dtype.endswith("f2") and not of_integers:
        options = [-9999.0, -1.0, 15.0, 0.5]
    chosen = sample(rng, options, pick(rng, [1, 1, 2]))
    if not of_integers and chance(rng, 0.6):
        chosen.append(math.nan)
        m.tags.add("no-data nan")
    if chance(rng, 0.3):
        chosen.append(float(classes.entries[0][0]))
        m.tags.add("no-data of a class")
    chosen = list(dict.fromkeys(chosen))
    for value in chosen:
        m.option(None, "no-data", "nan" if math.isnan(value) else "%g" % value)
    m.tags.add("no-data twice" if len(chosen) > 1 else "no-data number")
    m.settings["no_data"] = Unordered(["nan" if math.isnan(v) else int(v) if v == int(v) and abs(v) < 1e15 else v for v in chosen])
    for i in range(4):
        key, shape = "i%d" % i, m.shape()
        labels = draw_labels(m, shape)
        y = [classes.of_label(v) for v in labels.ravel().tolist()]
        as_png = of_integers and i % 2
        dtype = pick(rng, ["<i2", ">i4", "<i8"]) if of_integers else m.dtype
        if of_integers:
            labels = np.where(labels > 30000, classes.entries[0][0], labels)
            y = [classes.of_label(v) for v in labels.ravel().tolist()]
        stored = labels.astype(dtype)
        for n in range(stored.size):
            if chance(rng, 0.2):
                value = pick(rng, [v for v in chosen if not as_png or v >= 0] or [float(labels.flat[n])])
                stored.flat[n] = value
        # Compared as the type stores it: -9999 is not a half-precision number.
        y = [VOID if is_no_data(v, chosen, stored.dtype) else classes.of_label(int(v)) for v in stored.ravel().tolist()]
        assert UNKNOWN not in y
        name = "truth/%s.npy" % key
        if as_png:
            name = "truth/%s.png" % key
            png.write(m.path(name), stored, 16)
            m.tags.add("no data in a png")
        else:
            m.store(name, stored)
        prediction, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, name, prediction, y, shape, free=["no-data"], p=p, d=d)
    return m.read()


def is_no_data(value, chosen, dtype):
    def rounded(v):
        return float(np.array(v).astype(dtype)) if dtype.kind == "f" else v
    return any(value == rounded(v) or math.isnan(v) and math.isnan(value) for v in chosen)


COUNT = 72


def make(seed, number, folder):
    m = Reading(seed, "float-labels", number, folder)
    m.n_classes = pick(m.rng, [2, 3, 4, 5])
    kind = KINDS[number % len(KINDS)]
    m.dtype = store.ALL_FLOATS[number // len(KINDS) % len(store.ALL_FLOATS)]
    refusal = number % 3 == 0
    bad = BAD[number // 3 % len(BAD)] if refusal else None
    if kind in ("one-hot", "batch"):
        m.n_classes, bad = pick(m.rng, [4, 5]), None
    m.use(class_set(m, m.dtype))
    m.tags.add("kind " + kind)
    if refusal and kind == "no data":
        return truth_case(m, "unknown")
    if refusal and kind == "no data of integers":
        return without_the_option(m) if m.n_classes > 2 else truth_case(m, "unknown")
    if kind in ("truth", "prediction", "both"):
        return truth_case(m, bad) if kind == "truth" else prediction_case(m, bad, kind == "both")
    if kind == "one-hot":
        return one_hot(m)
    return batch(m) if kind == "batch" else no_data(m, kind == "no data of integers")
