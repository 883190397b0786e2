"""Every pixel of an image, those included that do not count: what maps and `maskloss explain` show (SPEC 10)."""

from dataclasses import dataclass

import numpy as np

from pixels import Pixels, classes_of, one_hot
from probabilities import EXT, ascending_sum, predict, sigmoid

STATES = ("right", "forgiven", "missed", "wrong", "ignored", "bad")


@dataclass
class Sight:
    """Arrays over the pixels, row by row.  What is not valid has d = -1 and p = 0."""
    shape: tuple
    y: np.ndarray                     # true class, -1: ignored
    bad: np.ndarray                   # whether the prediction breaks SPEC's rules; never where the truth is ignored
    d: np.ndarray                     # decision, -1: none
    p: np.ndarray                     # (pixels, C), long double
    q: np.ndarray = None              # stored values (pixels, channels), None of labels
    share: np.ndarray = None          # p of each channel
    groups: list = None               # channels of each class
    is_binary: bool = False
    unit: int = 1                     # what a stored whole number is divided by before it is a probability
    activation: str = "none"

    @property
    def valid(self):
        return (self.y >= 0) & ~self.bad

    def counted(self, mask):
        """Pixels whose prediction is looked at in the masked view."""
        return self.valid & ~np.isin(self.y, mask)

    def pixels(self, p=None):
        """The valid ones, as the rest of the oracle has them."""
        here = self.valid
        return Pixels(self.y[here], self.d[here], (self.p if p is None else p)[here], self.y.size, int(self.bad.sum()))


def summed(share, groups):
    return np.stack([sum((share[:, k] for k in one), EXT(0)) for one in groups], axis=1)


def sight_of(image, options):
    n, shape = len(options.names), image.labels.shape[:2]
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    if image.hard is not None:
        d = classes_of(image.hard, options, unknown=-1, is_index=options.prediction_labels == "indices")
        d = np.where(y < 0, -1, d)
        return Sight(shape, y, np.zeros(len(y), dtype=bool), d, one_hot(d, n).astype(EXT))
    q = np.asarray(image.q, dtype=np.float64).reshape(len(y), -1)
    is_binary = image.q.ndim == 2
    with np.errstate(all="ignore"):
        share, d, bad = predict(q, options.activation, is_binary)
    bad = bad & (y >= 0)
    off = bad | (y < 0)
    share[off] = 0
    groups = image.groups or [[c] for c in range(share.shape[1])]
    p = summed(share, groups)
    if image.groups:
        d = np.argmax(p, axis=1)
    # The oracle divides a plane of probabilities by its full scale as it draws it.
    unit = image.scale if is_binary and image.scale else 1
    return Sight(shape, y, bad, np.where(off, -1, d), p, q, share, groups, is_binary, unit, options.activation)


def sums_of(sight):
    """Per pixel what its values are divided by: the sum of q, or of the sigmoids; None where there is no such thing."""
    if sight.q is None or sight.is_binary or sight.activation == "softmax":
        return None
    q = sight.q.astype(EXT)
    with np.errstate(all="ignore"):
        return ascending_sum(q if sight.activation == "none" else sigmoid(q))


def states(sight, mask):
    """Index into STATES."""
    found = np.full(len(sight.y), STATES.index("wrong"))
    is_masked = np.isin(sight.y, mask)
    found[np.isin(sight.d, mask) & (sight.d >= 0)] = STATES.index("missed")
    found[is_masked] = STATES.index("forgiven")
    found[sight.d == sight.y] = STATES.index("right")
    found[sight.y < 0] = STATES.index("ignored")
    found[sight.bad] = STATES.index("bad")
    return found
