"""Pixels that are no prediction: left out with --bad-pixels=ignore, an error that names the place without it.

The values of a pixel whose truth is ignored are never looked at; those of a masked class's pixel are.
"""

import os

import numpy as np

import png
import store
from case import Maker
from families.arrays import FORMS
from pixels import Image
from values import World, chance, pick

# What makes a pixel bad: activation, the pixel's values of three classes (binary: one), as a float of 8 bytes.
nan, inf = np.nan, np.inf
WAYS = {
    "NaN": ("none", [0.2, nan, 0.3]), "infinite": ("none", [0.2, inf, 0.3]),
    "minus infinite": ("none", [0.5, 0.5, -inf]), "negative": ("none", [0.75, 0.5, -0.25]),
    "all negative": ("none", [-1.0, -1.0, -1.0]), "zeros": ("none", [0.0, -0.0, 0.0]),
    "infinite sum": ("none", [1.5e308, 1.5e308, 0.0]),
    "NaN logit": ("softmax", [nan, 1.0, 2.0]), "infinite logit": ("softmax", [0.0, inf, 1.0]),
    "minus infinite logit": ("softmax", [0.0, -inf, 1.0]),
    "NaN under sigmoid": ("sigmoid", [0.5, 1.0, nan]), "infinite under sigmoid": ("sigmoid", [inf, 1.0, 0.0]),
    "binary NaN": ("none", [nan]), "binary below": ("none", [-0.125]), "binary above": ("none", [1.125]),
    "binary infinite": ("none", [inf]), "binary infinite logit": ("sigmoid", [-inf]),
    "binary NaN logit": ("sigmoid", [nan]),
}
PLACES = {"valid": 1, "masked": 0, "ignored": 9}          # the stored label of the pixel's truth
WANTED = (["bad %s, %s" % (w, p) for w in WAYS for p in PLACES] + ["refused %s, %s" % (w, p) for w in WAYS
                                                                   for p in ("valid", "masked")]
          + ["bad planes", "bad integers", "bad in all pixels", "bad " + store.CONTAINERS[4], "refused integers"])
H, W = 3, 4


def good_values(rng, n, activation):
    return rng.randn(H, W, n) if activation != "none" else rng.uniform(0.125, 0.875, size=(H, W, n))


def draw(m, way, place):
    """labels, q with one bad pixel, and where it is."""
    activation, values = WAYS[way]
    labels = m.rng.randint(m.n_classes, size=(H, W))
    at = int(m.rng.randint(H)), int(m.rng.randint(W))
    labels[at] = PLACES[place]
    q = good_values(m.rng, len(values), activation)
    q[at] = values
    return labels, q, at


def store_array(m, name, q, container=None):
    """(q as it is stored, file name)"""
    q = q.astype("<f8" if (np.abs(q[np.isfinite(q)]) > 6e4).any() else pick(m.rng, store.ALL_FLOATS))
    if q.shape[2] == 1:
        q = q[:, :, 0]
        return q, m.store(name + ".npy", q)
    form, container = pick(m.rng, ["hwc", "chw", "c1hw"]), container or pick(m.rng, store.NPY)
    m.tags.add("bad " + container)
    return q, m.store(name + store.extension(container), FORMS[form](q), container, chance(m.rng, 0.3))


def ignored(m):
    """Every way that goes with one activation, at every place, in one directory."""
    activation, is_binary = m.group
    m.ignore_bad = True
    start(m, 2 if is_binary else 3)
    for way, (its, values) in WAYS.items():
        if its != activation or (len(values) == 1) != is_binary:
            continue
        for place in PLACES:
            labels, q, _ = draw(m, way, place)
            key = "%s %s" % (way, place)
            q, name = store_array(m, "pred/" + key, q, m.random_container() if m.number > len(GROUPS) else None)
            m.tags.add("bad %s, %s" % (way, place))
            m.add(key, labels, prediction=name, q=q)
    if activation == "none" and not is_binary:
        whole_numbers(m)
    m.option(None, "activation", activation)
    return m.finish(activation=activation)


def whole_numbers(m):
    """Zeros and negative numbers among integers and planes, and an image of nothing but bad pixels."""
    for place in PLACES:
        labels, q, at = draw(m, "zeros", place)
        q = np.ceil(q * 100).astype(pick(m.rng, ["|i1", "<i2", ">i4", "<i8"]))
        if chance(m.rng, 0.5):
            q[at] = [50, -1, 70]
        m.add("integers " + place, labels, prediction=m.store("pred/integers %s.npy" % place, q), q=q)
        m.tags.add("bad integers")
    labels, q, _ = draw(m, "zeros", "masked")
    q = np.ceil(q * 255).astype("u1")
    for c in range(m.n_classes):
        png.write(m.path("pred/planes_%d.png" % c), q[:, :, c], 8)
    m.add("planes", labels, prediction="pred/planes_*.png", q=q, scale=255)
    m.tags.add("bad planes")
    q = np.full((H, W, m.n_classes), np.nan)
    m.add("nothing", labels, prediction=m.store("pred/nothing.npy", q), q=q)
    m.tags.add("bad in all pixels")


def start(m, n):
    """Class 0 is masked, label 9 ignored."""
    os.makedirs(m.folder, exist_ok=True)
    m.n_classes, m.world, m.mask = n, World(n), [0]
    m.world.option_ignore = [PLACES["ignored"]]
    m.class_set_arguments()


def refused(m):
    """Without the option: the message has the file, the place and, if one value is at fault, its class."""
    way = sorted(WAYS)[m.index % len(WAYS)]
    place = ("valid", "masked")[m.index // len(WAYS)]
    activation, values = WAYS[way]
    start(m, max(2, len(values)))
    labels, q, at = draw(m, way, place)
    q, name = store_array(m, "p", q)
    m.tags.add("refused %s, %s" % (way, place))
    if activation != "none":
        m.option("A", "activation", activation)
    has_one_culprit = len(values) > 1 and way not in ("zeros", "infinite sum")
    return refusal(m, labels, name, at,
                   [r"\bclass %d\b" % first_bad(values, activation)] if has_one_culprit else [])


def first_bad(values, activation):
    return next(c for c, v in enumerate(values) if not np.isfinite(v) or (activation == "none" and v < 0))


def refused_integers(m):
    start(m, 3)
    labels, q, at = draw(m, "zeros", "valid")
    q = np.ceil(q * 100).astype(pick(m.rng, ["|i1", ">i2"]))
    q[at] = [50, -1, 70]
    m.tags.add("refused integers")
    return refusal(m, labels, m.store("p.npy", q), at, [r"\bclass 1\b", r"-1\b"])


def refusal(m, labels, name, at, says):
    m.operands = [m.truth_png("t.png", labels), name]
    m.images.append(Image("t", *m.operands, labels))
    m.arguments.append(["-f", "json"])
    case = m.case(None)
    case.status = 3
    case.says = (r"^maskloss: p\.npy: ", r"\brow %d\b" % at[0], r"\bcolumn %d\b" % at[1], *says)
    return case


GROUPS = [("none", False), ("softmax", False), ("sigmoid", False), ("none", True), ("sigmoid", True)]
N_IGNORED = 2 * len(GROUPS)
COUNT = N_IGNORED + 2 * len(WAYS) + 1


def make(seed, number, folder):
    m = Maker(seed, "bad", number, folder)
    m.index = number - N_IGNORED - 1
    if number <= N_IGNORED:
        m.group = GROUPS[(number - 1) % len(GROUPS)]
        return ignored(m)
    return refused(m) if number < COUNT else refused_integers(m)
