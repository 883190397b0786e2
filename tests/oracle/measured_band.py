"""Decisions near borders of the truth: the measure band."""

import numpy as np

import groups
import oracle
from pixels import Pixels, take_view

PARAMETERS = {"width": 1}
HAS_VIEWS = True


def square(array, row, column, reach):
    """The part of it that is in the image."""
    return array[max(0, row - reach):row + reach + 1, max(0, column - reach):column + reach + 1]


def edges(plane):
    """Of the labels: a bad pixel makes edges, an ignored one none."""
    found = np.zeros(plane.y.shape, dtype=bool)
    for row, column in np.argwhere(plane.y >= 0):
        near = square(plane.y, row, column, 1)
        found[row, column] = ((near >= 0) & (near != plane.y[row, column])).any()
    return found


def band(plane, width):
    return plane.once(("band", width), lambda: find_band(plane, width))


def find_band(plane, width):
    edge, found = edges(plane), np.zeros(plane.y.shape, dtype=bool)
    for row, column in np.argwhere(plane.valid):
        found[row, column] = square(edge, row, column, width - 1).any()
    return found


def pixels_of(planes, width):
    """Those of the bands, as if they were all there is."""
    bands = [band(plane, width) for plane in planes]
    y, d = (np.concatenate([getattr(plane, name)[of_plane] for plane, of_plane in zip(planes, bands)]) for name in "yd")
    p = np.concatenate([plane.p[of_plane] for plane, of_plane in zip(planes, bands)])
    return Pixels(y, d, p, len(y), 0)


def common(planes, params):
    return {"pixels": len(pixels_of(planes, params["width"]).y)}


def figures(planes, params, options, view, is_sum):
    seen = take_view(pixels_of(planes, params["width"]), view, options.mask)
    rows = [oracle.class_counts(seen, c) for c in range(len(options.names))]
    return {"metrics": oracle.metric_figures(seen, rows, options, view), "per_class": dict(zip(options.names, rows)),
            "confusion": oracle.confusion(seen, len(options.names))}


def means(held, options, unit, names):
    """As those of the metrics and classes of all pixels, with --empty."""
    metrics = [one["metrics"] for one in held]
    result = {"metrics": {name: groups.spread([one[name] for one in metrics], unit, names)
                          for name in oracle.count_metrics()}}
    result["per_class"] = {name: oracle.class_spread([one["per_class"][name] for one in held], metrics, options, unit, names)
                           for name in options.names}
    return result
