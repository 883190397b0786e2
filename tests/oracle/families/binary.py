"""One channel of floats: the value of class 1 of two classes."""

import numpy as np

import store
from case import Maker
from pixels import Image
from values import chance, pick

FORMS = {
    "hw": lambda q: q,
    "hw1": lambda q: q[..., None],
    "1hw": lambda q: q[None],
    "11hw": lambda q: q[None, None],
    "1hw1": lambda q: q[None, ..., None],
}
WANTED = (["binary %s %s" % (form, t) for form in FORMS for t in store.ALL_FLOATS]
          + ["binary bad pixels", "binary bad values at ignored pixels", "binary file", "binary beside two channels"])


def binary_values(rng, y, dtype):
    """Doubles (pixels,) that the dtype holds exactly: at random, and where decisions turn."""
    q = rng.rand(len(y)) ** pick(rng, [1, 4])
    q = np.where((rng.rand(len(y)) < 0.5) & (y == 1), 1 - q / 2, q)
    edges = [0.0, -0.0, 0.5, 1.0] + [float(np.nextafter(np.array(x, dtype), np.array(to, dtype)))
                                     for x, to in ((0.5, 0), (0.5, 1), (1, 0), (0, 1))]
    here = rng.rand(len(y)) < 0.3
    return np.where(here, np.array(edges)[rng.randint(len(edges), size=len(y))], q).astype(dtype)


def spoil(rng, q, where):
    beyond = np.nextafter(np.array(1, q.dtype), np.array(2, q.dtype))
    for n in where:
        q[n] = pick(rng, [np.nan, np.inf, -np.inf, -0.25, 1.5, beyond])


def maybe_spoil(m, q, y):
    rng = m.rng
    ignored = np.flatnonzero(y < 0)
    if len(ignored) and chance(rng, 0.5):
        spoil(rng, q, ignored)
        m.tags.add("binary bad values at ignored pixels")
    if m.ignore_bad and chance(rng, 0.5):
        spoil(rng, q, np.flatnonzero(rng.rand(len(q)) < 0.2))
        m.tags.add("binary bad pixels")


def draw(m, dtype):
    """labels, q"""
    labels = m.draw_truth(m.small_shape(1, 7))
    y = m.true(labels)
    q = binary_values(m.rng, y, dtype)
    maybe_spoil(m, q, y)
    return labels, q.reshape(labels.shape)


def directory(m):
    """All types in all forms; at times among predictions with two channels."""
    for dtype in store.ALL_FLOATS:
        for form, stored in FORMS.items():
            labels, q = draw(m, dtype)
            m.tags.add("binary %s %s" % (form, dtype))
            container = m.random_container() if m.number % 4 == 0 else pick(m.rng, store.NPY)
            m.add_array("%s-%d/%s" % (dtype[1:], dtype[0] == ">", form), q, labels, dtype, container,
                        chance(m.rng, 0.4), stored(q))
    if chance(m.rng, 0.5):
        labels = m.draw_truth(m.small_shape())
        m.add_array("two", m.draw_values(labels, "<f4"), labels, "<f4", "npy 1.0", False)
        m.tags.add("binary beside two channels")


def file(m):
    labels, q = draw(m, pick(m.rng, store.ALL_FLOATS))
    form = pick(m.rng, list(FORMS))
    m.operands = [m.truth_png("t.png", labels), m.store("p.npy", FORMS[form](q), "npy 1.0", chance(m.rng, 0.4))]
    m.images.append(Image("t", *m.operands, labels, q=q))
    m.tags.add("binary file")


COUNT = 16


def make(seed, number, folder):
    m = Maker(seed, "binary", number, folder)
    m.ignore_bad = number % 3 == 0
    m.begin(2)
    if number % 2 == 0:
        directory(m)
    else:
        file(m)
    return m.finish()
