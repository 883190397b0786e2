"""A second, slow and wordy implementation of some figures: lists, loops and fractions, no NumPy.

It checks the oracle (run.py --self-test).  Only the figures in which one goes wrong easily are here.
"""

import math
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50


def probabilities(values, activation):
    """(p, decision) of a good pixel's stored values, in 50 digits; one value is binary."""
    x = [Decimal(v) for v in values]
    if len(x) == 1:
        p = [sigmoid(-x[0]), sigmoid(x[0])] if activation == "sigmoid" else [1 - x[0], x[0]]
        return p, 1 if p[1] > p[0] else 0
    if activation == "softmax":
        x = [(v - max(x)).exp() for v in x]
    if activation == "sigmoid":
        x = [sigmoid(v) for v in x]
    return [v / sum(x) for v in x], values.index(max(values))


def sigmoid(x):
    return 1 / (1 + (-x).exp()) if x >= 0 else x.exp() / (1 + x.exp())


def view_of(pixels, view, mask, n_classes):
    """pixels: list of (y, d, p); the same list as the view sees it."""
    seen = []
    for y, d, p in pixels:
        if y in mask and view == "excluded":
            continue
        if y in mask and view == "masked":
            d = y
            p = [1.0 if c == y else 0.0 for c in range(n_classes)]
        seen.append((y, d, p))
    return seen


def cce_mean(pixels, epsilon):
    if not pixels:
        return None
    total = []
    for y, _, p in pixels:
        pt = min(max(p[y], epsilon), 1.0 - epsilon)
        total.append(-math.log(pt))
    return math.fsum(total) / len(pixels)


def wcce_mean_weighted(pixels, epsilon, weights):
    losses, divisor = [], []
    for y, _, p in pixels:
        pt = min(max(p[y], epsilon), 1.0 - epsilon)
        losses.append(-weights[y] * math.log(pt))
        divisor.append(weights[y])
    below = math.fsum(divisor)
    return None if below == 0 else math.fsum(losses) / below


def brier_mean(pixels):
    if not pixels:
        return None
    total = []
    for y, _, p in pixels:
        for c, value in enumerate(p):
            total.append((value - (1.0 if c == y else 0.0)) ** 2)
    return math.fsum(total) / len(pixels)


def tversky_of_class(pixels, c, fp_weight, fn_weight, smooth):
    """(D or None, G) of class c, in exact fractions."""
    tp = fp = fn = Fraction(0)
    support = 0
    for y, d, p in pixels:
        if y == c:
            support += 1
            tp += Fraction(p[c])
            for k, value in enumerate(p):
                if k != c:
                    fn += Fraction(value)
            if d is None:
                fn += 1
        else:
            fp += Fraction(p[c])
    wrong = Fraction(fp_weight) * fp + Fraction(fn_weight) * fn
    below = tp + wrong + Fraction(smooth)
    return (None if below == 0 else wrong / below), support


def confusion(pixels, n_classes):
    table = [[0] * n_classes for _ in range(n_classes)]
    for y, d, _ in pixels:
        if d is not None:
            table[y][d] += 1
    return table


def iou_of_class(pixels, c):
    both = either = 0
    for y, d, _ in pixels:
        both += y == c and d == c
        either += y == c or d == c
    return None if either == 0 else Fraction(both, either)


def kappa(pixels, n_classes):
    """From the definition with proportions: (observed - expected) / (1 - expected)."""
    n = len(pixels)
    if n == 0:
        return None
    observed = Fraction(sum(y == d for y, d, _ in pixels), n)
    expected = Fraction(0)
    for c in range(n_classes):
        expected += Fraction(sum(y == c for y, _, _ in pixels), n) * Fraction(sum(d == c for _, d, _ in pixels), n)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def mcc(pixels):
    """As a correlation: covariances of the one-hot vectors of truth and decision (none is a column of its own)."""
    n = len(pixels)
    columns = {y for y, _, _ in pixels} | {d for _, d, _ in pixels}
    cov_tt = cov_dd = cov_td = Fraction(0)
    for c in columns:
        t = sum(y == c for y, _, _ in pixels)
        d = sum(d == c for _, d, _ in pixels)
        td = sum(y == c and d == c for y, d, _ in pixels)
        cov_tt += Fraction(t * n - t * t, n * n)
        cov_dd += Fraction(d * n - d * d, n * n)
        cov_td += Fraction(td * n - t * d, n * n)
    if cov_tt * cov_dd == 0:
        return None
    return math.copysign(math.sqrt(cov_td * cov_td / (cov_tt * cov_dd)), cov_td)
