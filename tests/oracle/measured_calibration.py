"""Confidence and how often it is right: the measure calibration."""

import math

import numpy as np

PARAMETERS = {"bins": 15}
HAS_VIEWS = True
MEANS = {"ece": "high", "mce": "high", "gap": "far"}


def common(planes, params):
    return {}


def bin_of(conf, n_bins):
    return min(n_bins - 1, math.floor(conf * n_bins))


def figures(planes, params, options, view, is_sum):
    n_bins = params["bins"]
    held = [[] for _ in range(n_bins)]             # of each bin's pixels (confidence, whether right)
    for plane in planes:
        if not plane.has_values:
            continue
        for row, column in np.argwhere(plane.valid):
            y, conf = plane.y[row, column], float(plane.p[row, column].max())
            is_right = bool(plane.d[row, column] == y)
            if y in options.mask and view == "excluded":
                continue
            if y in options.mask and view == "masked":
                conf, is_right = 1.0, True
            held[bin_of(conf, n_bins)].append((conf, is_right))
    n = sum(map(len, held))
    conf = [math.fsum(c for c, _ in one) for one in held]
    right = [sum(r for _, r in one) for one in held]
    gaps = [abs(c - r) for c, r in zip(conf, right)]
    result = {
        "ece": math.fsum(gaps) / n if n else None,
        "mce": max(gap / len(one) for gap, one in zip(gaps, held) if one) if n else None,
        "gap": (math.fsum(conf) - sum(right)) / n if n else None,
        "pixels": n,
    }
    if is_sum:
        result["bins"] = [{"pixels": len(one), "right": r, "conf": c} for one, r, c in zip(held, right, conf)]
    return result
