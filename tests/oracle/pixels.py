"""What the oracle evaluates: files' values as arrays, options, the valid pixels, and the views of them.

The mask is applied to pixels, in take_view and nowhere else.
"""

from dataclasses import dataclass, field

import numpy as np

from probabilities import predict

VIEWS = ("raw", "masked", "excluded")


@dataclass
class Image:
    """One pair: stored labels (H,W) or colours (H,W,3 or 4), and either stored values q, (H,W,C) or binary (H,W), or
    stored hard labels or colours."""
    id: str
    truth: str
    prediction: str
    labels: np.ndarray
    q: np.ndarray = None
    hard: np.ndarray = None
    number: int = None                # in its batch
    one_hot: bool = False             # labels are the positions of the ones: class indices
    pixels: object = None             # what was read, where a family reads by rules of its own; labels tell the size
    scale: int = None                 # full scale of whole samples, where the type of q does not tell it
    groups: list = None               # channels of each class, where a class set has them (maps and explain)


@dataclass
class Options:
    """What the command line and the class set say, with names already turned into class indices."""
    names: list
    labels: list                      # labels[c]: the stored labels of class c
    weights: list
    mask: list = field(default_factory=lambda: [0])
    ignore: list = field(default_factory=list)
    colours: list = None              # colours[c]: (red, green, blue) of class c, or None
    ignored_colours: list = field(default_factory=list)
    losses: list = None               # (name, {parameter: value}) each; None: the default ones
    activation: str = "none"
    prediction_labels: str = "labels"
    said: dict = field(default_factory=dict)       # members of settings about how files are read
    epsilon: float = 1e-7
    smooth: float = 1e-7
    absent: str = "skip"
    average: object = "all"           # "all", "foreground" or a list of class indices
    views: tuple = ("raw", "masked")
    ignore_bad: bool = False
    summary: bool = False
    empty: str = None                 # --empty, where it is given
    groups: dict = None               # id: name of its group; None: there are none
    intervals: bool = False
    conventions: bool = False
    measures: list = None             # (name, {parameter: value}) each
    spacing: tuple = None             # --spacing, where it is given


@dataclass
class Pixels:
    """Valid pixels, one entry each, and how many there were before the others were dropped."""
    y: np.ndarray                     # true class
    d: np.ndarray                     # decision, -1: none
    p: np.ndarray                     # (pixels, C)
    total: int
    bad: int


def averaged_classes(options, view):
    average, everything = options.average, range(len(options.names))
    if average == "all":
        chosen = list(everything)
    elif average == "foreground":
        chosen = [c for c in everything if c not in options.mask]
    else:
        chosen = sorted(average)
    return [c for c in chosen if c not in options.mask] if view == "excluded" else chosen


def class_of_label(options):
    """{stored label: class index, or -1 where it is ignored}; ignore is stronger than a class."""
    table = {label: c for c, labels in enumerate(options.labels) for label in labels}
    table.update({label: -1 for label in options.ignore})
    return table


def class_of_colour(options):
    """The same for colours, which are packed into one number."""
    table = {packed(colour): c for c, colour in enumerate(options.colours) if colour is not None}
    table.update({packed(colour): -1 for colour in options.ignored_colours})
    return table


def packed(colour):
    red, green, blue = (int(v) for v in colour)
    return (red << 16) + (green << 8) + blue


def classes_of(stored, options, unknown, is_index=False):
    """Class per pixel, flat, -1 where ignored; `unknown` for what is no class and not ignored (None: an error)."""
    if is_index:
        table = {label: -1 for label in options.ignore}
        table.update({c: c for c in range(len(options.names))})
        return map_labels(stored, table, unknown)
    if stored.ndim == 3:
        assert stored.shape[2] == 3 or (stored[:, :, 3] == 255).all(), "alpha is opaque"
        rgb = stored[:, :, :3].astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
        return map_labels(rgb, class_of_colour(options), unknown)
    return map_labels(stored, class_of_label(options), unknown)


def map_labels(stored, table, unknown):
    """All labels at once, through a table that is only read: remaps never chain."""
    values, where = np.unique(stored, return_inverse=True)
    if unknown is None:
        missing = [int(v) for v in values if int(v) not in table]
        if missing:
            raise ValueError("truth has unknown labels %s" % missing)
    classes = np.array([table.get(int(v), unknown) for v in values], dtype=np.int64)
    return classes[where].reshape(-1)


def one_hot(classes, n_classes):
    """Rows of zeros where the class is -1."""
    p = np.zeros((len(classes), n_classes))
    rows = np.flatnonzero(classes >= 0)
    p[rows, classes[rows]] = 1.0
    return p


def read_pixels(image, options):
    """The image's valid pixels with truth, decision and probabilities."""
    if image.pixels is not None:
        return image.pixels
    n_classes = len(options.names)
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    valid = np.flatnonzero(y >= 0)
    total = y.size
    y = y[valid]
    if image.hard is not None:
        d = classes_of(image.hard, options, unknown=-1, is_index=options.prediction_labels == "indices")[valid]
        return Pixels(y, d, one_hot(d, n_classes), total, 0)
    # An ignored pixel's values are dropped before anything looks at them.
    q = np.asarray(image.q, dtype=np.float64).reshape(total, -1)[valid]
    p, d, bad = predict(q, options.activation, is_binary=image.q.ndim == 2)
    if bad.any() and not options.ignore_bad:
        raise ValueError("bad pixels in %s" % image.id)
    return Pixels(y[~bad], d[~bad], p[~bad], total, int(bad.sum()))


def unknown_labels(image, options):
    """(whether there are any in a hard prediction, where the truth is valid; whether its labels there, some of which are
    no class, are class indices as well that mean other classes)"""
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    is_index = options.prediction_labels == "indices"
    d = classes_of(image.hard, options, unknown=-2, is_index=is_index)[y >= 0]
    if image.hard.ndim == 3:
        return bool((d == -2).any()), False
    labels = image.hard.reshape(-1)[y >= 0]
    are_indices = bool(((labels >= 0) & (labels < len(options.names))).all())
    doubtful = not is_index and are_indices and bool((d < 0).any()) and bool(((d >= 0) & (d != labels)).any())
    return bool((d == -2).any()), doubtful


def concatenate(parts):
    return Pixels(np.concatenate([px.y for px in parts]), np.concatenate([px.d for px in parts]),
                  np.concatenate([px.p for px in parts]), sum(px.total for px in parts), sum(px.bad for px in parts))


def among(values, chosen):
    """Whether each is one of the few that are chosen: np.isin, in a quarter of the time for as few."""
    found = np.zeros(np.shape(values), dtype=bool)
    for one in chosen:
        found |= values == one
    return found


def take_view(px, view, mask):
    """What the view's pixels are: the mask is applied here and nowhere else."""
    masked = among(px.y, mask)
    if view == "excluded":
        return Pixels(px.y[~masked], px.d[~masked], px.p[~masked], px.total, px.bad)
    if view == "masked":
        d, p = px.d.copy(), px.p.copy()
        d[masked] = px.y[masked]
        p[masked] = one_hot(px.y[masked], px.p.shape[1])
        return Pixels(px.y, d, p, px.total, px.bad)
    return px
