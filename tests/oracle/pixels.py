"""What the oracle evaluates: files' values as arrays, options, the valid pixels, and the views of them.

The mask is applied to pixels, in take_view and nowhere else.
"""

from dataclasses import dataclass, field

import numpy as np

VIEWS = ("raw", "masked", "excluded")


@dataclass
class Image:
    """One pair: stored labels (H,W), and either stored values q (H,W,C) or stored hard labels (H,W)."""
    id: str
    truth: str
    prediction: str
    labels: np.ndarray
    q: np.ndarray = None
    hard: np.ndarray = None


@dataclass
class Options:
    """What the command line and the class set say, with names already turned into class indices."""
    names: list
    labels: list                      # labels[c]: the stored labels of class c
    weights: list
    mask: list = field(default_factory=lambda: [0])
    ignore: list = field(default_factory=list)
    losses: list = None               # (name, {parameter: value}) each; None: the default ones
    epsilon: float = 1e-7
    smooth: float = 1e-7
    absent: str = "skip"
    average: object = "all"           # "all", "foreground" or a list of class indices
    views: tuple = ("raw", "masked")
    ignore_bad: bool = False
    summary: bool = False


@dataclass
class Pixels:
    """Valid pixels, one entry each, and how many there were before the others were dropped."""
    y: np.ndarray                     # true class
    d: np.ndarray                     # decision, -1: none
    p: np.ndarray                     # (pixels, C)
    total: int
    bad: int


def class_of_label(options):
    """{stored label: class index, or -1 where it is ignored}; ignore is stronger than a class."""
    table = {label: c for c, labels in enumerate(options.labels) for label in labels}
    table.update({label: -1 for label in options.ignore})
    return table


def map_labels(stored, table, unknown):
    """All labels at once, through a table that is only read: remaps never chain."""
    values, where = np.unique(stored, return_inverse=True)
    if unknown is None:
        missing = [int(v) for v in values if int(v) not in table]
        if missing:
            raise ValueError("truth has unknown labels %s" % missing)
    classes = np.array([table.get(int(v), unknown) for v in values], dtype=np.int64)
    return classes[where].reshape(-1)


def bad_pixels(q):
    """Pixels with a value that is not finite or < 0, or whose double sum in ascending order is not finite and > 0."""
    with np.errstate(all="ignore"):
        return ~(np.isfinite(q).all(axis=1) & (q >= 0).all(axis=1) & positive_finite(ascending_sum(q)))


def ascending_sum(q):
    total = np.zeros(len(q))
    for c in range(q.shape[1]):
        total = total + q[:, c]
    return total


def positive_finite(x):
    return np.isfinite(x) & (x > 0)


def one_hot(classes, n_classes):
    """Rows of zeros where the class is -1."""
    p = np.zeros((len(classes), n_classes))
    rows = np.flatnonzero(classes >= 0)
    p[rows, classes[rows]] = 1.0
    return p


def read_pixels(image, options):
    """The image's valid pixels with truth, decision and probabilities."""
    n_classes = len(options.names)
    table = class_of_label(options)
    y = map_labels(image.labels, table, unknown=None)
    valid = np.flatnonzero(y >= 0)
    total = y.size
    y = y[valid]
    if image.hard is not None:
        d = map_labels(image.hard, table, unknown=-1)[valid]
        return Pixels(y, d, one_hot(d, n_classes), total, 0)
    # An ignored pixel's values are dropped before anything looks at them.
    q = np.asarray(image.q, dtype=np.float64).reshape(total, n_classes)[valid]
    bad = bad_pixels(q)
    if bad.any() and not options.ignore_bad:
        raise ValueError("bad pixels in %s" % image.id)
    q, y = q[~bad], y[~bad]
    p = q / ascending_sum(q)[:, None]
    return Pixels(y, np.argmax(q, axis=1), p, total, int(bad.sum()))


def concatenate(parts):
    return Pixels(np.concatenate([px.y for px in parts]), np.concatenate([px.d for px in parts]),
                  np.concatenate([px.p for px in parts]), sum(px.total for px in parts), sum(px.bad for px in parts))


def take_view(px, view, mask):
    """What the view's pixels are: the mask is applied here and nowhere else."""
    masked = np.isin(px.y, mask)
    if view == "excluded":
        return Pixels(px.y[~masked], px.d[~masked], px.p[~masked], px.total, px.bad)
    if view == "masked":
        d, p = px.d.copy(), px.p.copy()
        d[masked] = px.y[masked]
        p[masked] = one_hot(px.y[masked], px.p.shape[1])
        return Pixels(px.y, d, p, px.total, px.bad)
    return px
