"""Overlap of the rims of true and predicted regions (Cheng 2021): the measure boundary_iou."""

import math

import numpy as np

import measured
from pixels import averaged_classes

PARAMETERS = {"d": 0}
HAS_VIEWS = True
MEANS = {"iou": "low", "min": "low"}


def common(planes, params):
    return {}


def reach_of(shape, d):
    height, width = shape
    return d or max(1, math.floor(0.02 * math.sqrt(height * height + width * width) + 0.5))


def rim(region, reach):
    """Pixels of the region whose square is not all in it."""
    height, width = region.shape
    result = np.zeros_like(region)
    for row, column in np.argwhere(region):
        inside = reach <= row < height - reach and reach <= column < width - reach
        result[row, column] = not (inside and region[row - reach:row + reach + 1,
                                                     column - reach:column + reach + 1].all())
    return result


def overlap(a, b):
    return np.array([int((a & b).sum()), int((a | b).sum())])


def of_image(plane, c, d, options, view):
    """Pixels in both rims, in either; and of the plain IoU, which is that of valid pixels: in both regions, in either."""
    reach = reach_of(plane.y.shape, d)
    true, called = plane.y == c, measured.decided(plane, view, options.mask) == c
    return np.concatenate([overlap(rim(true, reach), rim(called, reach)), overlap(true & plane.valid, called)])


def lesser(both, either, inside, around):
    """Of the two; of rims alone where the regions are of bad pixels."""
    if not either:
        return None
    return min(both / either, inside / around) if around else both / either


def figures(planes, params, options, view, is_sum):
    per_class = {}
    for c, name in enumerate(options.names):
        if view == "excluded" and c in options.mask:
            per_class[name] = {"iou": None, "min": None}
            continue
        held = [plane.once(("rim", c, params["d"], view), lambda p=plane, k=c: of_image(p, k, params["d"], options, view))
                for plane in planes]
        both, either, inside, around = (int(n) for n in sum(held))
        per_class[name] = {"iou": both / either if either else None,
                           "min": lesser(both, either, inside, around)}
    defined = [one for one in (per_class[options.names[c]] for c in averaged_classes(options, view))
               if one["iou"] is not None]
    n = len(defined)
    return {"iou": math.fsum(one["iou"] for one in defined) / n if n else None,
            "min": math.fsum(one["min"] for one in defined) / n if n else None, "classes": n, "per_class": per_class}
