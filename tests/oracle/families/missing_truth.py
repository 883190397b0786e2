"""Predictions without a truth, --missing-truth=CLASS (SPEC 9.7)."""

import numpy as np

import png
import store
from reading import Reading, decided
from rules import UNKNOWN, ClassSet, Refused, names
from values import chance, class_names, pick

WANTED = ["refusal", "by name", "by index", "hwc", "chw", "hard png", "npz", "planes", "all have a truth",
          "none has a truth", "some have a truth", "layout in doubt", "layout said", "unknown class"]


def prediction(m, key, y, shape, kinds):
    """(name, {d or p and d}) of some kind; y may be anything."""
    rng, n = m.rng, m.n_classes
    kind = pick(rng, kinds)
    m.tags.add(kind)
    if kind == "hard png":
        d = rng.randint(n, size=shape)
        stored = np.array([entry[0] for entry in m.world.entries])[d]
        png.write(m.path("pred/%s.png" % key), stored, 8)
        return "pred/%s.png" % key, {"d": d.ravel()}
    q = m.soft(y)
    p, d = decided(q)
    q = q.reshape(*shape, n)
    if kind == "planes":
        for c in range(n):
            png.write(m.path("pred/%s_%d.png" % (key, c)), q[:, :, c].astype(int), 8)
        return "pred/%s_*.png" % key, {"p": p, "d": d}
    container = "npz deflated" if kind == "npz" else "npy 1.0"
    stored = q.transpose(2, 0, 1) if kind == "chw" else q
    return m.store("pred/" + key + store.extension(container), stored, container), {"p": p, "d": d}


def images(m, c, share, said):
    """Six predictions, some with a truth."""
    rng = m.rng
    without, count = 0, 6
    for i in range(count):
        key = "i%d" % i
        has_truth = i < count * share
        shape = (m.n_classes,) * 2 if said else m.shape()
        m.last_shape = shape
        if has_truth:
            labels = np.array([entry[0] for entry in m.world.entries])[rng.randint(m.n_classes, size=shape)]
            truth, y = m.truth_png("truth/%s.png" % key, labels), [m.world.of_label(v) for v in labels.ravel().tolist()]
        else:
            truth, y = None, [c] * (shape[0] * shape[1])
            without += 1
        # Planes of a key that no truth tells might be labels of as many keys.
        kinds = [said] if said else ["hwc", "chw", "hard png", "npz"] + ["planes"] * has_truth
        name, read = prediction(m, key, y, shape, kinds)
        m.keep(key, truth, name, y, shape, **read)
    m.path("truth/readme.txt")
    m.more["without_truth"] = without
    m.tags.add({0: "all have a truth", count: "none has a truth"}.get(without, "some have a truth"))
    return m.read()


COUNT = 40


def make(seed, number, folder):
    m = Reading(seed, "missing-truth", number, folder)
    m.n_classes = n = pick(m.rng, [3, 4, 5])
    labels = [[c] for c in range(n)] if chance(m.rng, 0.5) else [[40 + c] for c in range(n)]
    classes = m.use(ClassSet(class_names(m.rng, n), labels))
    c = int(m.rng.randint(n))
    by_name = chance(m.rng, 0.6)
    m.tags.add("by name" if by_name else "by index")
    if number % 10 == 9:
        m.give("missing-truth", "unheard-of")
        m.shape()
        m.path("truth/x")
        m.complete("i0")
        m.tags.add("unknown class")
        return m.refused(Refused("--missing-truth", "unheard-of", status=2))
    m.give("missing-truth", classes.names[c] if by_name else str(c), classes.names[c])
    if number % 10 == 4:                          # (C,X,C): the truth does not tell which is which
        m.path("truth/x")
        name = m.store("pred/i0.npy", np.ones((n, 7, n), "<f4"))
        m.tags.add("layout in doubt")
        return m.refused(Refused(names(name), "--layout"))
    said = pick(m.rng, ["hwc", "chw"]) if number % 10 == 7 else None
    if said:
        m.give("layout", said)
        m.tags.add("layout said")
    assert classes.of_label(labels[c][0]) is not UNKNOWN
    return images(m, c, [0.5, 0, 1, 0.4][number % 4], said)
