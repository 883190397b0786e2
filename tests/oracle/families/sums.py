"""Values whose sums are not 1: one warning, and the same figures; no warning where the sums are right.

A sum may be off by 1e-3, and that of integers, which are taken as shares of the largest number they can hold, by half a
step for every class beside.  Pixels whose truth is ignored are not looked at.
"""

import os

import numpy as np

import png
from case import Maker
from pixels import Image
from values import World, pick

WARNING = r"^maskloss: warning: .*\bsums?\b"
H, W = 3, 4


def floats(m, off, at):
    q = m.rng.uniform(0.1, 0.9, size=(H, W, m.n_classes))
    q /= q.sum(axis=2, keepdims=True)
    q[at] *= 1 + off
    return q.astype(pick(m.rng, ["<f4", "<f8", ">f8"]))


def integers(m, off, at, top):
    """Rounded shares of `top`; the pixel `at` is off by so many steps."""
    q = np.rint(floats(m, 0, at).astype(float) * top).astype(int)
    q[at] = top // m.n_classes
    q[at][0] += top - q[at].sum() + off
    return q


def array(m, name, off, at):
    q = floats(m, off, at)
    return q, m.store(name + ".npy", q)


def array_of_integers(m, name, off, at):
    dtype, top = pick(m.rng, [("u1", 255), ("<u2", 65535), (">u2", 65535)])
    q = integers(m, round(off * top), at, top).astype(dtype)
    return q, m.store(name + ".npy", q)


def planes(m, name, off, at):
    depth = pick(m.rng, [8, 16])
    m.scale = (1 << depth) - 1
    q = integers(m, round(off * ((1 << depth) - 1)), at, (1 << depth) - 1)
    for c in range(m.n_classes):
        png.write(m.path("%s_%d.png" % (name, c)), q[:, :, c], depth)
    return q, name + "_*.png"


# What is stored, by how much one sum is off, the label of that pixel, and whether a warning is due.
CASES = [(store, off, label, abs(off) > 0.01 and label != 9)
         for store in (array, array_of_integers, planes) for off in (0, 0.05, -0.05, 1.0 if store is array else 0.2)
         for label in (0, 1, 9)]
CASES += [(array, off, 1, warn) for off, warn in ((0.0008, False), (-0.0008, False), (0.0012, True), (-0.0012, True))]
COUNT = len(CASES)
WANTED = []


def make(seed, number, folder):
    m = Maker(seed, "sums", number, folder)
    os.makedirs(folder, exist_ok=True)
    store, off, label, warn = CASES[number - 1]
    m.n_classes, m.world = 3, World(3)
    m.world.option_ignore = [9]
    m.mask = [0]
    m.class_set_arguments()
    labels = m.rng.randint(3, size=(H, W))
    at = int(m.rng.randint(H)), int(m.rng.randint(W))
    labels[at] = label
    m.scale = None
    q, name = store(m, "out/p", off, at)
    m.operands = [m.truth_png("t.png", labels), name.replace("_*.png", "")]
    m.images.append(Image("t", m.operands[0], name, labels, q=q, scale=m.scale))
    case = m.finish(few_losses=True)
    case.counts = {WARNING: int(warn)}
    return case
