"""The measures of SPEC 11: which are asked for, their figures of an image, a group and the aggregate, and means of these.

Each measure is a module of its own that knows images as planes of pixels, brute force and nothing else:

    PARAMETERS            {name: default}, in table order
    HAS_VIEWS             whether its figures stand below views
    figures(seen, params, options, view, is_sum)
                          of the planes of one image, or of several together if is_sum; view is None without views
    MEANS                 the figures that have means: {name: "low", "high" or "far"}, what is worst: the lowest, the
                          highest, the farthest from 0; below any key, those below an object in the same way; or a
                          function `means` of its own
"""

from dataclasses import dataclass, field

import numpy as np

import built
import groups
import measured_band
import measured_boundary
import measured_calibration
import measured_objects
import measured_surface
import oracle
from pixels import VIEWS, classes_of, one_hot
from probabilities import predict

MEASURES = {"band": measured_band, "objects": measured_objects, "surface": measured_surface,
            "boundary_iou": measured_boundary, "calibration": measured_calibration}


@dataclass
class Plane:
    """An image; arrays of (H,W), but for p."""
    id: str
    y: np.ndarray                     # true class, -1 where it is ignored
    d: np.ndarray                     # decision, -1: none, or not looked at
    p: np.ndarray                     # (H,W,C) of a good pixel, 0 elsewhere
    bad: np.ndarray                   # of these, the truth is a class
    has_values: bool                  # the prediction is values, not labels
    known: dict = field(default_factory=dict)      # what once has found

    def once(self, key, find):
        if key not in self.known:
            self.known[key] = find()
        return self.known[key]

    @property
    def valid(self):
        return (self.y >= 0) & ~self.bad


def read_plane(image, options):
    shape, n_classes = image.labels.shape[:2], len(options.names)
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    bad = np.zeros(y.size, dtype=bool)
    if image.hard is not None:
        d = classes_of(image.hard, options, unknown=-1, is_index=options.prediction_labels == "indices")
        p = one_hot(d, n_classes)
    else:
        q = np.asarray(image.q, dtype=np.float64).reshape(y.size, -1)
        p, d, bad = predict(q, options.activation, is_binary=image.q.ndim == 2)
        p = p.astype(float)
    bad = bad & (y >= 0)
    unseen = bad | (y < 0)
    d, p = np.where(unseen, -1, d), np.where(unseen[:, None], 0.0, p)
    return Plane(image.id, y.reshape(shape), d.reshape(shape), p.reshape(*shape, -1), bad.reshape(shape),
                 image.hard is None)


def decided(plane, view, mask):
    """Decisions as a view has them: right where the truth is masked; a bad pixel has none."""
    if view == "raw":
        return plane.d
    return np.where(np.isin(plane.y, mask) & plane.valid, plane.y, plane.d)


# ------------------------------------------------------------------ measures asked for

@dataclass
class Measure:
    key: str
    name: str
    params: dict


def resolve(name, given):
    params, key = {}, name
    for param, default in MEASURES[name].PARAMETERS.items():
        if not built.has_parameter(name, param):
            continue
        params[param] = given.get(param, default)
        if params[param] != default:
            key += ":%s=%s" % (param, oracle.number_text(params[param]))
    return Measure(key, name, params)


def asked(options):
    return [resolve(name, given) for name, given in options.measures or []]


def settings(options):
    result = {}
    if options.measures:
        result["measures"] = [{"key": one.key, "name": one.name, **one.params} for one in asked(options)]
    if options.spacing is not None:
        result["spacing"] = list(options.spacing)
    return result


# ------------------------------------------------------------------ figures and means

def part(planes, options, is_sum, is_aggregate):
    """The member measures, which is missing where none is asked for."""
    if not options.measures:
        return {}
    result = {}
    for one in asked(options):
        module = MEASURES[one.name]
        if module.HAS_VIEWS:
            result[one.key] = module.common(planes, one.params)
            for view in VIEWS:
                if view in options.views:
                    result[one.key][view] = module.figures(planes, one.params, options, view, is_sum)
        else:
            result[one.key] = module.figures(planes, one.params, options, None, is_sum)
            if is_aggregate:
                result[one.key].update(module.of_aggregate(planes, one.params, options))
    return {"measures": result}


def means(parts, options, view, unit, names):
    """{"measures": ..} of a view, or (None) of what has none; {} if there is nothing."""
    result = {}
    for one in asked(options):
        module = MEASURES[one.name]
        if module.HAS_VIEWS == (view is not None):
            held = [part["measures"][one.key] for part in parts]
            held = [of_part[view] for of_part in held] if view else held
            if hasattr(module, "means"):
                result[one.key] = module.means(held, options, unit, names)
            else:
                result[one.key] = spreads(held, module.MEANS, unit, names)
    return {"measures": result} if result else {}


def spreads(held, directions, unit, names):
    """Of the figures that have one, in the shape of the first."""
    result = {}
    for key, value in held[0].items():
        if isinstance(value, dict):
            below = spreads([one[key] for one in held], directions, unit, names)
            if below or not value:
                result[key] = below
        elif key in directions:
            values = [one[key] for one in held]
            spread = groups.spread(values, unit)
            if names is not None:
                far = [None if v is None else abs(v) for v in values] if directions[key] == "far" else values
                spread["worst"] = groups.worst(far, names, directions[key] != "low", False)
            result[key] = spread
    return result
