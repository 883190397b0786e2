"""Stored values to probabilities and decisions, for each activation.

What is decided (bad pixels, the class called) is decided on IEEE doubles; probabilities run in long double, whose range
and precision make the plain formulas good enough.
"""

import numpy as np

EXT = np.longdouble


def predict(q, activation, is_binary):
    """q: doubles (pixels, C), or (pixels, 1) if binary.  p (pixels, C) in long double, d, and which pixels are bad."""
    with np.errstate(all="ignore"):
        if is_binary:
            return BINARY[activation](q[:, 0])
        p, bad = PLAIN[activation](q)
        called = np.where(np.isnan(q), -np.inf, q)         # a bad pixel's decision is never used
        return p, np.argmax(called, axis=1), bad


def ascending_sum(q):
    total = np.zeros(len(q), dtype=q.dtype)
    for c in range(q.shape[1]):
        total = total + q[:, c]
    return total


def shares(values):
    """Each row divided by its sum, in long double."""
    values = values.astype(EXT)
    return values / ascending_sum(values)[:, None]


def is_positive_finite(x):
    return np.isfinite(x) & (x > 0)


def sigmoid(x):
    """Of doubles in double, of long doubles in long double; exp never overflows."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def from_values(q):
    good = np.isfinite(q).all(axis=1) & (q >= 0).all(axis=1) & is_positive_finite(ascending_sum(q))
    return shares(q), ~good


def from_softmax(q):
    e = q.astype(EXT)
    return shares(np.exp(e - e.max(axis=1, keepdims=True))), ~np.isfinite(q).all(axis=1)


def from_sigmoid(q):
    """Over the largest e^q where that is below 1, so that none is lost, however small all are."""
    e = q.astype(EXT)
    shift = np.minimum(e.max(axis=1, keepdims=True), 0)
    return shares(np.exp(np.minimum(e, 0) - shift) / (1 + np.exp(-np.abs(e)))), ~np.isfinite(q).all(axis=1)


def binary_values(q):
    """The class-1 value; the decision on (1 - q, q) as doubles, equal ones going to class 0."""
    exact = q.astype(EXT)
    return np.stack([1 - exact, exact], axis=1), (q > 1.0 - q).astype(int), ~((q >= 0) & (q <= 1))


def binary_sigmoid(q):
    exact = q.astype(EXT)
    value = sigmoid(q)
    return (np.stack([sigmoid(-exact), sigmoid(exact)], axis=1), (value > 1.0 - value).astype(int), ~np.isfinite(q))


PLAIN = {"none": from_values, "softmax": from_softmax, "sigmoid": from_sigmoid}
BINARY = {"none": binary_values, "sigmoid": binary_sigmoid}
