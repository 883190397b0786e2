"""Legal predictions in every dtype that an array can have."""

import numpy as np

import store
from values import pick, soft_values


def typed_values(rng, y, n, dtype):
    """Stored values (pixels, n); y may hold -1 (ignored)."""
    kind = np.dtype(dtype).kind
    make = {"f": floats, "b": bools}.get(kind, integers)
    q = make(rng, y, n, np.dtype(dtype))
    assert q.dtype == np.dtype(dtype) and not store.is_bad_order(q)
    return q


def floats(rng, y, n, dtype):
    return soft_values(rng, y, n, dtype.str[1:], False)[0].astype(dtype)


def bools(rng, y, n, dtype):
    q = rng.rand(len(y), n) < 0.4
    q[np.arange(len(y)), rng.randint(n, size=len(y))] = True
    return q.astype(dtype)


def integers(rng, y, n, dtype):
    """Whole numbers from 0 to the type's largest, in steps that a double can tell apart."""
    steps = pick(rng, [2, 10, 100])
    unit = pick(rng, [1, int(np.iinfo(dtype).max) // steps])
    q = rng.randint(0, steps + 1, size=(len(y), n))
    q[np.arange(len(y)), rng.randint(n, size=len(y))] = rng.randint(1, steps + 1, size=len(y))
    return (q.astype(object) * unit).astype(dtype)
