"""Tags of TIFFs that change what is read, and TIFFs that are refused (SPEC 9.6)."""

import base64
import math

import numpy as np

import tiff
from families.tiff_files import a_truth, colours, layout, write
from reading import Reading, decided
from rules import VOID, ClassSet, Refused, names, place
from values import chance, class_names, pick

REFUSALS = ["orientation", "lossy", "tag of a class", "unknown", "transform", "colour", "too large", "half", "channels",
            "infinite"]
WANTED = (["refusal", "nodata tag", "nodata tag nan", "nodata of a class, none", "nodata of a class, named",
           "same transform", "half a pixel off"] + ["refused " + r for r in REFUSALS])
# A gray JPEG of 8 x 8 pixels.
GRAY_JPEG = base64.b64decode("""
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i
Z2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI
AQEAAD8AP3//2Q==""")


def nodata(m, kind):
    """A tag whose value is no class's label, or is and the option says what is meant."""
    rng, classes = m.rng, m.world
    a_class = classes.entries[0][0]
    if kind == "none":
        m.give("no-data", "none")
        m.tags.add("nodata of a class, none")
    elif kind == "named":
        m.give("no-data", str(a_class), [a_class])
        m.tags.add("nodata of a class, named")
    for i in range(4):
        key = "i%d" % i
        labels, y, shape = a_truth(m)
        dtype, text = "<i4", str(a_class)
        if kind == "tag":
            dtype, text = pick(rng, [("<i4", "-9999"), ("<f4", "nan"), ("<f4", "-3.4028234663852886e+38"),
                                     ("<f8", "0.1"), ("<f4", "0.1"), ("<u4", "199"), ("|u1", "199"),
                                     ("<u2", "199")])
            m.tags.add("nodata tag nan" if text == "nan" else "nodata tag")
        stored = labels.astype(dtype)
        if kind == "tag":
            here = rng.rand(*shape) < 0.2
            here[0, 0] = True
            stored[here] = np.array(float(text)).astype(dtype)
            y = [VOID if gone else c for gone, c in zip(here.ravel(), y)]
        elif kind == "named":
            y = [VOID if label == a_class else c for label, c in zip(labels.ravel().tolist(), y)]
        name = write(m, "truth/%s.tif" % key, layout(m, tiff.Page(stored)), [(42113, tiff.ASCII, text)])
        prediction, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, name, prediction, y, shape, hints=["no-data"] if kind == "tag" else [],
               free=[] if kind == "tag" else ["no-data"], p=p, d=d)
    return m.read()


def transform(x, y, step):
    """GeoTIFF: a corner at x, y and square pixels of a side."""
    return [(33550, tiff.DOUBLE, [step, step, 0.0]), (33922, tiff.DOUBLE, [0.0, 0.0, 0.0, x, y, 0.0]),
            (34735, tiff.SHORT, [1, 1, 0, 1, 1024, 0, 1, 1])]


def matrix(x, y, step):
    """The same as a matrix."""
    return [(34264, tiff.DOUBLE, [step, 0.0, 0.0, x, 0.0, -step, 0.0, y, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]),
            (34735, tiff.SHORT, [1, 1, 0, 1, 1024, 0, 1, 1])]


def transforms(m, refusal):
    rng, n = m.rng, m.n_classes
    for i in range(1 if refusal else 4):
        key, step = "i%d" % i, pick(rng, [0.25, 10.0, 30.0])
        labels, y, shape = a_truth(m)
        x0, y0 = float(rng.randint(1000, 9000)), float(rng.randint(1000, 9000))
        off = (pick(rng, [0.75, -2.0, 5.0]) if refusal else pick(rng, [0.0, 0.0, 0.25, -0.4])) * step
        m.tags.add("half a pixel off" if off else "same transform")
        truth = write(m, "truth/%s.tif" % key, layout(m, tiff.Page(labels.astype("<i4"))), transform(x0, y0, step))
        there = pick(rng, [transform, matrix])(x0 + off, y0, step) if refusal or chance(rng, 0.8) else []
        q = m.soft(y)
        p, d = decided(q)
        name = write(m, "pred/%s.tif" % key, layout(m, tiff.Page(q.reshape(*shape, n))), there)
        if refusal:
            return m.refused(Refused(r"^maskloss: \S*%s\.tif\b" % key, r"transform|georef|pixel|position"))
        m.keep(key, truth, name, y, shape, p=p, d=d)
    return m.read()


def refusal(m, way):
    rng = m.rng
    if way == "transform":
        return transforms(m, True)
    labels, y, shape = a_truth(m, m.shape(4, 9))
    stored, tags, says = labels.astype("<i4"), [], []
    at = int(rng.randint(labels.size))
    page = tiff.Page(stored)
    if way == "orientation":
        tags, says = [(274, tiff.SHORT, [int(rng.randint(2, 9))])], ["[Oo]rientation"]
    elif way == "lossy":
        page = tiff.Page(np.zeros((8, 8), "u1"), compression=tiff.JPEG, raw=GRAY_JPEG)
        m.last_shape, says = (8, 8), ["JPEG|[Ll]oss"]
    elif way == "tag of a class":
        label = m.world.entries[0][0]
        stored.flat[at] = label
        tags, says = [(42113, tiff.ASCII, str(label))], [r"--no-data="]
    elif way == "unknown":
        stored.flat[at], says = 1234, [place(at, shape[1]), r"\b1234\b"]
    elif way == "too large":
        stored.flat[at], says = 1 << 24, [place(at, shape[1]), r"\b16777216\b"]
    elif way in ("half", "infinite"):
        page = tiff.Page(labels.astype("<f4"))
        page.samples.flat[at], says = 0.5 if way == "half" else math.inf, [place(at, shape[1])]
    else:
        assert way == "channels"
        m.store("truth/i0.npy", stored)
        q = np.ones((*shape, m.n_classes + 8), "<f4")
        name = write(m, "pred/i0.tif", tiff.Page(q))
        return m.refused(Refused(names(name), r"\b%d\b" % m.n_classes, r"\b%d\b" % (m.n_classes + 8)))
    name = write(m, "truth/i0.tif", page if way == "lossy" else layout(m, page), tags)
    m.complete("i0")
    return m.refused(Refused(names(name), *says))


COUNT = 60
NODATA = ["tag", "none", "named"]


def make(seed, number, folder):
    m = Reading(seed, "tiff-tags", number, folder)
    m.n_classes = n = pick(m.rng, [2, 3, 4, 5])
    refused = REFUSALS[number // 2 % len(REFUSALS)] if number % 2 == 0 else None
    if refused:
        m.tags.add("refused " + refused)
    if refused == "colour":
        return colours(m, True)
    m.use(ClassSet(class_names(m.rng, n), [[c] for c in range(n)], ignore=[15] if chance(m.rng, 0.5) else []))
    if refused:
        return refusal(m, refused)
    return transforms(m, False) if number % 4 == 1 else nodata(m, NODATA[number // 4 % 3])
