"""Measures (SPEC 11) of all kinds, of regions, lines and points, at the image's edge, beside ignored and bad pixels."""

import numpy as np

import built
import measured
from oracle import number_text
from sets import KEYS, Sets
from values import chance, hard_labels, pick, sample

# Parameters of each measure, as texts; the first value of each is the default.
VARIANTS = {
    "band": {"width": ["1", "2", "3", "100"]},
    "objects": {"min": ["1", "2", "9"], "worst": ["0", "1", "3", "100"]},
    "surface": {"tau": ["1", "0", "2", "1.5", "100"]},
    "boundary_iou": {"d": ["0", "1", "2", "5", "100"]},
    "calibration": {"bins": ["15", "1", "2", "10", "1000"]},
}
OF_PIXELS = ("surface", "boundary_iou")            # their records depend on the mask
CLASSES = (3, 2, 6, 3, 19, 2, 3, 6)
LARGE = {61: 150, 66: 256}                         # case: classes
# What is special about a case's images, in turn.
SPECIAL = ("none", "points", "rims", "bad", "hard", "one class", "softmax", "whole", "rims", "lines", "bad", "nothing valid",
           "mixed", "void")
COUNT = 5 * len(SPECIAL)
WANTED = (["special " + one for one in SPECIAL] + ["%d classes" % n for n in sorted({*CLASSES, *LARGE.values()})]
          + ["hard", "soft", "binary", "mask none", "mask several", "groups", "summary", "1x1", "one row", "one column",
             "width 67"])


def blobs(rng, shape, n_classes):
    """Classes of (H,W): squares of one class, or stripes, or noise."""
    side = pick(rng, [1, 2, 3, 5, 9])
    chosen = sample(rng, range(n_classes), rng.randint(1, 6))
    coarse = np.array(chosen)[rng.randint(len(chosen), size=(shape[0] // side + 2, shape[1] // side + 2))]
    y = np.repeat(np.repeat(coarse, side, axis=0), side, axis=1)
    row, column = rng.randint(side, size=2)
    y = y[row:row + shape[0], column:column + shape[1]].copy()
    for _ in range(rng.randint(0, 4)):             # rectangles, which touch the image's edge at times
        top, left = rng.randint(shape[0]), rng.randint(shape[1])
        y[top:top + rng.randint(1, shape[0] + 1), left:left + rng.randint(1, 9)] = pick(rng, chosen)
    return y


def shape_of(m, special):
    rng = m.rng
    if special == "points":
        shape = pick(rng, [(1, 1), (1, 1), (1, 2), (2, 1)])
    elif special == "lines":
        n = pick(rng, [1, 2, 5, 31, 67, 80])
        shape = pick(rng, [(1, n), (n, 1)])
    elif special == "one class" and chance(rng, 0.7):
        shape = 37, 67                             # 2 % of whose diagonal is more than 1.5
    else:
        top = 12 if m.n_classes > 100 else 30
        shape = rng.randint(2, top), pick(rng, [rng.randint(1, top), rng.randint(1, 68), 67])
    m.tags.add("1x1" if shape == (1, 1) else "one row" if shape[0] == 1 else "one column" if shape[1] == 1 else "plane")
    if shape[1] == 67:
        m.tags.add("width 67")
    return shape


def rim(y):
    """Where a neighbour to the right or below is another."""
    found = np.zeros(y.shape, dtype=bool)
    found[:, :-1] |= y[:, :-1] != y[:, 1:]
    found[:-1] |= y[:-1] != y[1:]
    return found


def stored_truth(m, y, special):
    """Stored labels; where a class has none that is not ignored, the image has another class."""
    rng, world = m.rng, m.world
    usable = [c for c in range(m.n_classes) if world.usable(c)]
    labels = np.zeros(y.shape, dtype=int)
    for c in np.unique(y):
        labels[y == c] = pick(rng, world.usable(c if c in usable else usable[0]))
    if world.ignore:
        void = world.ignore[0]
        if special == "rims":
            labels[rim(y)] = void
        if special == "nothing valid":
            labels[:] = void
        if chance(rng, 0.4):
            labels[rng.rand(*y.shape) < 0.05] = void
    return labels


def called_classes(m, y):
    """Mostly as the truth, but shifted and with mistakes."""
    rng = m.rng
    d = np.roll(np.maximum(y, 0), (rng.randint(-2, 3), rng.randint(-2, 3)), axis=(0, 1))
    wrong = rng.rand(*y.shape) < pick(rng, [0, 0.05, 0.3, 1])
    d[wrong] = rng.randint(m.n_classes, size=int(wrong.sum()))
    return d


def values(m, d, special):
    """Stored values that call d."""
    rng, n = m.rng, m.n_classes
    if n == 2 and special != "softmax" and chance(rng, 0.3):
        m.tags.add("binary")
        return np.clip(np.abs(d - rng.rand(*d.shape) * 0.55), 0, 1).astype("<f4")
    sure = rng.rand(*d.shape, 1) * pick(rng, [0.5, 1, 3])
    q = rng.rand(*d.shape, n) + np.eye(n)[d] * sure
    if special == "softmax":
        return (q * 3 - 2).astype(pick(rng, ["<f4", "<f8", "<f2"]))
    if special == "whole":
        q = np.floor(q * 3)
        q[q.sum(axis=2) == 0] = 1
        return q.astype(pick(rng, ["u1", "<u2"]))
    q = q / q.sum(axis=2, keepdims=True)
    if special == "bad":
        q[rng.rand(*d.shape) < pick(rng, [0.03, 0.3, 1])] = np.nan
    return q.astype(pick(rng, ["<f4", "<f8"]))


def add_image(m, key, special):
    y = blobs(m.rng, shape_of(m, special), m.n_classes)
    if special == "one class":
        y[:] = m.rng.randint(m.n_classes)
    labels = stored_truth(m, y, special)
    d = called_classes(m, m.true(labels).reshape(y.shape))
    is_hard = special in ("hard", "void") or special == "mixed" and chance(m.rng, 0.5)
    if is_hard and m.world.document:
        m.tags.add("hard")
        void = m.world.ignore if special == "void" or chance(m.rng, 0.3) else []
        stored = hard_labels(m.rng, m.world, labels, list(void)).astype("<u2")
        if special != "void":
            known = {c: m.world.usable(c) for c in range(m.n_classes)}
            for c in np.unique(d):
                if known[c]:
                    stored[(d == c) & (m.rng.rand(*d.shape) < 0.9)] = known[c][0]
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, stored), hard=stored)
    else:
        m.tags.add("soft")
        q = values(m, d, special)
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)


def draw_measure(rng, name):
    """(name, parameters), of which some are given."""
    given = {param: pick(rng, choices) for param, choices in VARIANTS[name].items() if chance(rng, 0.7)}
    return name, {param: float(text) if "." in text else int(text) for param, text in given.items()
                  if built.has_parameter(name, param)}


def ask_measures(m, all_of_them):
    """One variant of each that the program has, or two; in the order of the command line.  What is drawn does not depend
    on what the program has."""
    rng, asked, keys = m.rng, [], []
    if all_of_them:
        m.option("M", "measure", "all")
        m.given["measures"] = [(name, {}) for name in built.MEASURES if built.has_measure(name)]
        return
    names = [name for name in VARIANTS if name not in OF_PIXELS] if chance(rng, 0.4) else list(VARIANTS)
    names = sample(rng, names, len(names))
    for one in [draw_measure(rng, name) for name in names + [pick(rng, names)]]:
        if built.has_measure(one[0]) and measured.resolve(*one).key not in keys:
            asked.append(one)
            keys.append(measured.resolve(*one).key)
    texts = [name + "".join(":%s=%s" % (param, number_text(value)) for param, value in given.items())
             for name, given in asked]
    cut = int(rng.rand() * len(texts)) if chance(rng, 0.3) else 0
    parts = [part for part in (texts[:cut], texts[cut:]) if part]
    for part in parts:
        m.option("M", "measure", ",".join(part))
    m.arguments[-len(parts):] = [sum(m.arguments[-len(parts):], [])]        # they stay in this order
    m.given["measures"] = asked


def make(seed, number, folder):
    m = Sets(seed, "measures", number, folder)
    special = SPECIAL[number % len(SPECIAL)]
    m.tags.add("special " + special)
    n = LARGE.get(number, CLASSES[number // 2 % len(CLASSES)])
    m.ignore_bad = special == "bad"
    mask = pick(m.rng, [None, [], [0], [0], [0, 1], [n - 1]])
    if n > 250:
        m.start(n, mask, plain=True, ignored=[300])
    else:
        m.start(n, mask)
    for key in sample(m.rng, KEYS, pick(m.rng, [1, 2]) if n > 100 else pick(m.rng, [1, 2, 3, 5])):
        add_image(m, key, special if chance(m.rng, 0.8) or special in ("bad", "softmax") else "rims")
    m.option(None, "layout", "hwc")
    if special == "softmax":
        m.option("A", "activation", "softmax")
        m.given["activation"] = "softmax"
    ask_measures(m, special == "one class" or chance(m.rng, 0.1))
    spacing = pick(m.rng, [None, None, "2,1", "0.5,0.25", "1,3.7"])
    if spacing and built.has_measure("surface"):
        m.option(None, "spacing", spacing)
        m.given["spacing"] = tuple(map(float, spacing.split(",")))
    if chance(m.rng, 0.6):
        m.ask_groups()
    if chance(m.rng, 0.3):
        m.ask_empty()
    of_pixels = any(name in OF_PIXELS for name, _ in m.given["measures"])
    again = "mask_refused" if of_pixels else "scored_again"
    follow = [("streamed", "sharded"), ("resumed", again), ("threads", "measures_refused"), (again, "sharded"),
              ("threads", "streamed") if "groups" in m.given else ("summed", again)][number % 5]
    return m.end(follow, n_gates=0 if special in ("one class", "bad") else pick(m.rng, [0, 3]), few_losses=True)
