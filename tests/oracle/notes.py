"""Hints of images and notes of results (SPEC 8.4)."""

import numpy as np

from constants import best_decision, exact_miou, support_of
from pixels import classes_of, take_view

HINTS = ("hard", "odd-sums", "looks-like-probabilities", "no-data", "unknown-labels", "read-by-color")
OFF = 1e-3
FEW = 20
ARTEFACTS = ("cce", "wcce", "focal")


def full_scale(image, q):
    """What 1 is among the stored values: 1 for floats; of integers that do not tell, the largest sum that there is."""
    if image.scale is not None:
        return image.scale
    if image.q.dtype.kind in "fb":
        return 1
    known = {"uint8": 255, "uint16": 65535}.get(image.q.dtype.newbyteorder("=").name)
    return known or (q.sum(axis=1).max() if len(q) else 1)


def looked_at(image, options):
    """Stored values (pixels, C) of the pixels whose truth is valid, as doubles, without bad ones."""
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    q = np.asarray(image.q, dtype=np.float64).reshape(len(y), -1)[y >= 0]
    with np.errstate(all="ignore"):
        sums = q.sum(axis=1)
    good = np.isfinite(sums) & (q >= 0).all(axis=1) & (sums > 0) if options.activation == "none" else np.isfinite(sums)
    return q[good]


def sums_hint(image, options):
    """odd-sums, looks-like-probabilities or nothing."""
    if image.q is None or image.q.ndim == 2:
        return None                                # hard, or binary: one channel has no sum
    q = looked_at(image, options)
    if options.activation == "none":
        scale = full_scale(image, q)
        is_whole = image.scale is not None or image.q.dtype.kind not in "fb"
        bound = OFF + (q.shape[1] / (2 * scale) if is_whole else 0)
        return "odd-sums" if (np.abs(q.sum(axis=1) / scale - 1) > bound).any() else None
    if len(q) and ((q >= 0) & (q <= 1)).all() and (np.abs(q.sum(axis=1) - 1) <= OFF).all():
        return "looks-like-probabilities"
    return None


def hints_of(image, options, others=()):
    """In the order of SPEC; others: those that other parts of the oracle have found."""
    found = set(others)
    if image.hard is not None:
        found.add("hard")
    if image.pixels is None:
        found.add(sums_hint(image, options))
    return [hint for hint in HINTS if hint in found]


def codes(whole, hints, options, losses, n_units, others=()):
    """(codes that must be there, those that may be); whole: all pixels, hints: of each image, n_units: of an interval
    that is printed, or None."""
    must, free = set(others), set()
    if len(options.names) - len(options.mask) == 1:
        (must if "masked" in options.views else free).add("recall-only")
    best = {view: best_decision(support_of(whole, len(options.names)), options, view)["miou"][0]
            for view in options.views}
    for view in options.views:
        got = exact_miou(take_view(whole, view, options.mask), options, view)
        if got is not None and best[view] is not None and best[view] < 1 and got <= best[view]:
            must.add("no-better-than-constant")
    every = [hint for of_image in hints for hint in of_image]
    must |= {hint for hint in every if hint != "hard"}
    if hints and all("hard" in of_image for of_image in hints):
        (must if any(loss.name in ARTEFACTS for loss in losses) else free).add("hard-losses")
    if n_units is not None and n_units < FEW:
        (must if n_units >= 2 else free).add("few-units")
    return must, free
