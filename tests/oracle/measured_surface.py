"""Distances between the borders of true and predicted regions: the measure surface."""

import math

import numpy as np

import measured
from pixels import averaged_classes

PARAMETERS = {"tau": 1}
HAS_VIEWS = True
MEANS = {"hd": "high", "hd95": "high", "assd": "high", "nsd": "low"}
DISTANCES = ("hd", "hd95", "assd", "nsd")


def common(planes, params):
    return {}


def border(region):
    """(row, column) of its pixels with one of four neighbours outside of it or of the image."""
    height, width = region.shape
    found = []
    for row, column in np.argwhere(region):
        near = ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
        if any(not (0 <= r < height and 0 <= k < width and region[r, k]) for r, k in near):
            found.append((row, column))
    return np.array(found, dtype=float).reshape(-1, 2)


def one_way(start, end):
    """Of each border pixel the distance to the nearest of the others, over all pairs; both in the unit of spacing."""
    return np.sqrt(((start[:, None, :] - end[None, :, :]) ** 2).sum(axis=2).min(axis=1))


def percentile(values, q):
    values = sorted(values)
    place = (len(values) - 1) * q
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def of_image(plane, c, tau, options, view):
    """(distances to the prediction, to the truth, number within tau, missed, spurious); None for no distances."""
    return plane.once(("surface", c, tau, view), lambda: measure(plane, c, tau, options, view))


def measure(plane, c, tau, options, view):
    spacing = np.array(options.spacing or (1.0, 1.0))
    true = border(plane.y == c) * spacing
    called = border(measured.decided(plane, view, options.mask) == c) * spacing
    if not len(true):
        return None, None, 0, 0, int(len(called) > 0)
    if not len(called):
        height, width = np.array(plane.y.shape) * spacing
        return np.full(len(true), math.sqrt(height * height + width * width)), np.zeros(0), 0, 1, 0
    there, back = one_way(true, called), one_way(called, true)
    within = int((there <= tau * (1 + 1e-12)).sum() + (back <= tau * (1 + 1e-12)).sum())
    return there, back, within, 0, 0


def row_of(held, is_sum):
    """Of a class, from one image or several."""
    defined = [one for one in held if one[0] is not None]
    n = sum(len(there) + len(back) for there, back, *_ in defined)
    total = math.fsum(math.fsum(there) + math.fsum(back) for there, back, *_ in defined)
    hd = hd95 = None
    if defined and not is_sum:
        ways = [way for way in defined[0][:2] if len(way)]
        hd = float(max(way.max() for way in ways))
        hd95 = float(max(percentile(way, 0.95) for way in ways))
    return {"hd": hd, "hd95": hd95, "assd": total / n if n else None,
            "nsd": sum(one[2] for one in defined) / n if n else None,
            "missed": sum(one[3] for one in held), "spurious": sum(one[4] for one in held)}


def figures(planes, params, options, view, is_sum):
    per_class = {}
    for c, name in enumerate(options.names):
        if view == "excluded" and c in options.mask:
            per_class[name] = dict.fromkeys(("hd", "hd95", "assd", "nsd", "missed", "spurious"))
        else:
            per_class[name] = row_of([of_image(plane, c, params["tau"], options, view) for plane in planes], is_sum)
    chosen = [per_class[options.names[c]] for c in averaged_classes(options, view)]
    result = {}
    for figure in DISTANCES:
        values = [row[figure] for row in chosen if row[figure] is not None]
        result[figure] = math.fsum(values) / len(values) if values else None
    result["classes"] = sum(row["nsd"] is not None for row in chosen)
    for figure in ("missed", "spurious"):
        result[figure] = sum(row[figure] for row in chosen)
    return {**result, "per_class": per_class}
