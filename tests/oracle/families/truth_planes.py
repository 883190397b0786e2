"""Truths as one mask per class, --truth-layout=planes (SPEC 9.7)."""

import os
import re

import numpy as np

import png
from reading import Reading
from rules import ClassSet, Refused, place
from values import chance, pick, sample

NAMES = [["road", "car", "race_car", "tree"], ["a", "b", "a_b"], ["bg", "object"], ["0", "1", "2"],
         ["x", "y_x", "z", "x_y_x"]]
REFUSALS = ["two masks", "class 0 lacks a plane", "in none", "no class at the end", "size", "gray", "another kind"]
WANTED = (["refusal", "folders", "flat", "by name", "by index", "class 0 has planes", "class 0 has none",
           "missing mask", "longest name wins", "no class set", "key with an underscore", "one mask only",
           "upper case"]
          + ["refused " + r for r in REFUSALS] + ["depth %d" % d for d in (1, 2, 4, 8, 16)])


def mask_png(m, name, mask):
    """One value where the class is, 0 elsewhere."""
    rng, depth = m.rng, pick(m.rng, [1, 2, 4, 8, 16])
    top = (1 << depth) - 1
    values = np.where(mask, rng.randint(1, top + 1) if chance(rng, 0.5) else top, 0)
    png.write(m.path(name), values, depth, interlaced=chance(rng, 0.2))
    m.tags.add("depth %d" % depth)


def names_of(m, c):
    """How a file names class c."""
    by_name = m.world.document and chance(m.rng, 0.6)
    m.tags.add("by name" if by_name else "by index")
    return m.world.names[c] if by_name else str(c)


def write_planes(m, key, y, joint, has_zero):
    """Masks of the classes that occur, and some empty ones; the names of the files."""
    rng, written = m.rng, {}
    for c in range(m.n_classes):
        mask = y == c
        if c == 0 and not has_zero:
            continue
        if not mask.any() and not (c == 0 and has_zero) and chance(rng, 0.6):
            m.tags.add("missing mask")
            continue
        ending = pick(rng, [".png", ".png", ".PNG"])
        m.tags.add("upper case" if ending == ".PNG" else "lower case")
        written[c] = "truth/%s%s%s%s" % (key, joint, names_of(m, c), ending)
        if any(other != m.world.names[c] and m.world.names[c].endswith("_" + other) for other in m.world.names):
            m.tags.add("longest name wins")
        mask_png(m, written[c], mask)
    if not written:
        c = int(rng.randint(1, m.n_classes))
        written[c] = "truth/%s%s%s.png" % (key, joint, names_of(m, c))
        mask_png(m, written[c], np.zeros(y.shape, bool))
        m.tags.add("one mask only")
    return written


def draw_y(m, shape):
    classes = sample(m.rng, range(m.n_classes), m.rng.randint(1, m.n_classes + 1))
    return np.array(classes)[m.rng.randint(len(classes), size=shape)]


def images(m, has_zero):
    # No key may end in what looks like a class, or a plane of one is taken for a plane of the other.
    keys = ["i0", "case_i1", "sub/i2", "sub/deep_er/i3"]
    m.tags.add("key with an underscore")
    for key in keys:
        shape = m.shape()
        y = draw_y(m, shape)
        joint = pick(m.rng, ["/", "_"])
        m.tags.add("folders" if joint == "/" else "flat")
        write_planes(m, key, y, joint, has_zero)
        name, p, d = m.soft_prediction(key, y.ravel(), shape)
        m.keep(key, None, name, y.ravel(), shape, p=p, d=d)
    m.unchecked += ("truth",)
    return m.read()


def refusal(m, way, has_zero):
    rng, n = m.rng, m.n_classes
    shape = m.shape(3, 7)
    y = rng.randint(n, size=shape)
    y.flat[:n] = range(n)
    joint, at = pick(rng, ["/", "_"]), int(rng.randint(y.size))
    written = write_planes(m, "i0", y, joint, has_zero or way in ("class 0 lacks a plane", "in none", "two masks"))
    m.complete("i0")
    says = [r"^maskloss: \S*i0"]
    if way == "two masks":
        c = pick(rng, [c for c in written if c != y.flat[at]])
        both = y == c
        both.flat[at] = True
        mask_png(m, written[c], both)
        says.append(place(at, shape[1]))
    elif way == "in none":
        c = int(y.flat[at])
        mask = y == c
        mask.flat[at] = False
        mask_png(m, written[c], mask)
        says.append(place(at, shape[1]))
    elif way == "class 0 lacks a plane":
        other = draw_y(m, shape)
        other[0, 0] = 1
        write_planes(m, "k1", other, joint, False)
        m.store("pred/k1.npy", np.ones((*shape, n), "<f4"))
        says = [r"^maskloss: .*k1"]
    elif way == "no class at the end":
        mask_png(m, "truth/i0%sunheard-of.png" % joint, np.zeros(shape, bool))
        says = [r"^maskloss: .*unheard-of"]
    elif way == "gray":                                     # as JPEG leaves it
        c = list(written)[-1]
        values = np.where(y == c, 252, 0)
        values.flat[at] += int(rng.randint(1, 4))
        values.flat[(at + 1) % y.size] += 1 if values.flat[at] % 252 != 1 else 2
        png.write(m.path(written[c]), values, 8)
        says = [r"^maskloss: \S*" + re.escape(written[c]), r"[34] different values"]
    elif way == "another kind":
        c = list(written)[-1]
        other = written[c][:-4] + pick(rng, [".npy", ".jpg", ".nii.gz", ".npz", ".bmp"])
        m.store(written[c][:-4] + ".npy", y == c)
        os.rename(m.path(written[c][:-4] + ".npy"), m.path(other))
        os.remove(m.path(written[c]))
        says = [r"^maskloss: \S*" + re.escape(other)]
    else:
        mask_png(m, list(written.values())[-1], np.zeros((shape[0] + 1, shape[1]), bool))
    m.tags.add("refused " + way)
    return m.refused(Refused(*says))


COUNT = 50


def make(seed, number, folder):
    m = Reading(seed, "truth-planes", number, folder)
    chosen = NAMES[number // 2 % len(NAMES)]
    m.n_classes = len(chosen)
    refused = REFUSALS[number // 5 % len(REFUSALS)] if number % 5 == 0 else None
    classes = ClassSet(chosen, [[c + 7] for c in range(len(chosen))] if chance(m.rng, 0.3) else None)
    if chosen[0] == "0" and not refused:
        classes.document, classes.given = None, None
        classes.labels = classes.entries = [[c] for c in range(len(chosen))]
        m.tags.add("no class set")
    m.use(classes)
    m.give("truth-layout", "planes")
    has_zero = chance(m.rng, 0.5)
    m.tags.add("class 0 has planes" if has_zero else "class 0 has none")
    return refusal(m, refused, has_zero) if refused else images(m, has_zero)
