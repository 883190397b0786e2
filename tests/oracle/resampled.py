"""Intervals of pooled figures (SPEC 8.6): units are drawn with replacement, counted, added up and scored.

Every figure is an array over the resamples, NaN where one has no value.  selftest_fooled.py does the same for one
resample after the other, by putting pixels together.
"""

import numpy as np

from pixels import VIEWS, averaged_classes, take_view

GAMMA, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
RESAMPLES = 10000
FEWEST = 5000
ENDS = (0.025, 0.975)
CLASS_FIGURES = ("iou", "dice", "precision", "recall")
DRAWN = {}


def seeds():
    """The resamples' numbers."""
    return np.arange(RESAMPLES, dtype=np.uint64)


def words(n, seeds):
    """(resamples, n) outputs of splitmix64."""
    with np.errstate(over="ignore"):
        z = seeds[:, None] + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(GAMMA)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_1)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_2)
        return z ^ (z >> np.uint64(31))


def index(word, n):
    """The high word of word x n, from two products of 32 bits each."""
    half, n = np.uint64(32), np.uint64(n)
    low = (word & np.uint64(0xFFFFFFFF)) * n
    return (((word >> half) * n + (low >> half)) >> half).astype(np.int64)


def times_drawn(n):
    """(resamples, n): how often each unit is drawn."""
    if n not in DRAWN:
        drawn = index(words(n, seeds()), n)
        DRAWN[n] = np.stack([np.bincount(row, minlength=n) for row in drawn])
    return DRAWN[n]


def ends(values):
    """(low, high) of an array over resamples, (None, None) where too few have a value."""
    kept = values[~np.isnan(values)]
    if len(kept) < FEWEST:
        return None, None
    low, high = np.quantile(kept, ENDS)
    return float(low), float(high)


def is_per_pixel(name):
    return name in ("cce", "wcce", "focal", "brier")


# ------------------------------------------------------------------ what a unit is reduced to

def reduced(px, options, losses, view, pixel_losses):
    """{what: (C,) or number} of a unit's pixels in a view; pixel_losses: {key: loss of each pixel, with its factor}."""
    classes = range(len(options.names))
    others = px.p.astype(np.longdouble)
    others[np.arange(len(px.y)), px.y] = 0
    missed = others.sum(axis=1) + (px.d < 0)

    def per_class(function):
        return np.array([float(function(c)) for c in classes])
    result = {
        "support": per_class(lambda c: (px.y == c).sum()),
        "tp": per_class(lambda c: ((px.y == c) & (px.d == c)).sum()),
        "predicted": per_class(lambda c: (px.d == c).sum()),
        "none": float((px.d < 0).sum()),
        "soft tp": per_class(lambda c: px.p[px.y == c, c].sum()),
        "soft fp": per_class(lambda c: px.p[px.y != c, c].sum()),
        "soft fn": per_class(lambda c: missed[px.y == c].sum()),
    }
    for key, values in pixel_losses.items():
        result[key] = per_class(lambda c, values=values: values[px.y == c].sum())
    return result


def reduced_units(units, options, losses, view, pointwise_values):
    """{what: (units, C) or (units,)}"""
    rows = []
    for px in units:
        seen = take_view(px, view, options.mask)
        values = {loss.key: pointwise_values(loss, seen, options) for loss in losses if is_per_pixel(loss.name)}
        rows.append(reduced(seen, options, losses, view, values))
    return {key: np.stack([row[key] for row in rows]) for key in rows[0]}


def resampled(reduction, times):
    """The same for each resample, added in the order of the units."""
    totals = {}
    for key, values in reduction.items():
        total = np.zeros((len(times), *values.shape[1:]))
        for i, value in enumerate(values):
            m = times[:, i].astype(float)
            total = total + (m[:, None] * value if value.ndim else m * value)
        totals[key] = total
    return totals


# ------------------------------------------------------------------ figures of totals

def ratio(a, b):
    with np.errstate(all="ignore"):
        return np.where(b == 0, np.nan, a / np.where(b == 0, 1, b))


def mean_over(values, chosen):
    """Of (resamples, C) values, NaN where there is none."""
    values = values[:, chosen]
    held = ~np.isnan(values)
    return ratio(np.where(held, values, 0).sum(axis=1), held.sum(axis=1))


def overlaps(values, t, empty, n):
    """IoU or Dice as they go into means."""
    values = values.copy()
    nobody = (t["support"] == 0) & (t["predicted"] == 0)
    if empty in ("one", "zero"):
        values[nobody] = empty == "one"
    if empty == "absent":
        values[t["support"] == 0] = np.nan
    values[n == 0] = np.nan
    return values


def class_figures(t):
    s, p, tp = t["support"], t["predicted"], t["tp"]
    return {"iou": ratio(tp, s + p - tp), "dice": ratio(2 * tp, s + p), "precision": ratio(tp, p), "recall": ratio(tp, s)}


def metrics(t, options, view):
    s, p, tp = t["support"], t["predicted"], t["tp"]
    chosen, empty = averaged_classes(options, view), options.empty or "skip"
    n, right, figures = s.sum(axis=1), tp.sum(axis=1), class_figures(t)
    expected = (s * p).sum(axis=1)
    spread = (n * n - (s * s).sum(axis=1)) * (n * n - (p * p).sum(axis=1) - t["none"] ** 2)
    iou = figures["iou"][:, chosen]
    held = ~np.isnan(iou)
    whole = (s + p - tp)[:, chosen].sum(axis=1)
    return {
        "accuracy": ratio(right, n),
        "mean_recall": mean_over(figures["recall"], chosen),
        "mean_precision": mean_over(figures["precision"], chosen),
        "miou": mean_over(overlaps(figures["iou"], t, empty, n), chosen),
        "micro_iou": ratio(tp[:, chosen].sum(axis=1), whole),
        "mdice": mean_over(overlaps(figures["dice"], t, empty, n), chosen),
        "fwiou": ratio((np.where(held, iou, 0) * s[:, chosen]).sum(axis=1), (held * s[:, chosen]).sum(axis=1)),
        "kappa": ratio(n * right - expected, n * n - expected),
        "mcc": ratio(n * right - expected, np.sqrt(spread)),
    }


def region(loss, t, options, view):
    """Mean of a region loss."""
    params = loss.params
    fp_weight, fn_weight = {"dice": (0.5, 0.5), "jaccard": (1.0, 1.0)}.get(loss.name) or (params["fp"], params["fn"])
    wrong = fp_weight * t["soft fp"] + fn_weight * t["soft fn"]
    values = ratio(wrong, t["soft tp"] + wrong + params["smooth"])
    if loss.name == "focal_tversky":
        values = values ** params["exponent"]
    if options.absent != "keep":
        values[t["support"] == 0] = {"skip": np.nan, "one": 1, "zero": 0}[options.absent]
    return mean_over(values, averaged_classes(options, view))


def generalised_dice(loss, t, options, view):
    s = t["support"]
    n = s.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        w = np.where(s > 0, (n / np.where(s > 0, s, 1)) ** 2, 0)[:, averaged_classes(options, view)]
    wrong = (t["soft fp"] + t["soft fn"])[:, averaged_classes(options, view)]
    tp = t["soft tp"][:, averaged_classes(options, view)]
    value = ratio((w * wrong).sum(axis=1), (w * (2 * tp + wrong)).sum(axis=1) + loss.params["smooth"])
    return np.where((w > 0).any(axis=1), value, np.nan)


def loss_mean(loss, t, options, view):
    if is_per_pixel(loss.name):
        return ratio(t[loss.key].sum(axis=1), t["support"].sum(axis=1))
    return (generalised_dice if loss.name == "gdice" else region)(loss, t, options, view)


def view_of_resamples(units, times, options, losses, view, pointwise_values):
    """{("losses", key, "mean"), ("metrics", name), ("per_class", class, figure): array over the resamples}"""
    t = resampled(reduced_units(units, options, losses, view, pointwise_values), times)
    figures = {("losses", loss.key, "mean"): loss_mean(loss, t, options, view) for loss in losses}
    figures.update({("metrics", name): values for name, values in metrics(t, options, view).items()})
    by_class = class_figures(t)
    for c, name in enumerate(options.names):
        for figure in CLASS_FIGURES:
            figures["per_class", name, figure] = by_class[figure][:, c]
    return figures


def intervals(units, unit, options, losses, pointwise_values):
    """aggregate.intervals; units: the pixels of each."""
    result = {"unit": unit, "resamples": RESAMPLES}
    for view in (v for v in VIEWS if v in options.views):
        shown = {"losses": {}, "metrics": {}, "per_class": {}}
        if len(units) < 2:
            figures = nulls(options, losses)
        else:
            figures = view_of_resamples(units, times_drawn(len(units)), options, losses, view, pointwise_values)
        for parts, values in figures.items():
            low, high = (None, None) if values is None else ends(values)
            holder = shown
            for part in parts:
                holder = holder.setdefault(part, {})
            holder.update(low=low, high=high)
        result[view] = shown
    return result


METRICS = ("accuracy", "mean_recall", "mean_precision", "miou", "micro_iou", "mdice", "fwiou", "kappa", "mcc")


def nulls(options, losses):
    """The keys, where there are too few units."""
    keys = [("losses", loss.key, "mean") for loss in losses] + [("metrics", name) for name in METRICS]
    keys += [("per_class", name, figure) for name in options.names for figure in CLASS_FIGURES]
    return dict.fromkeys(keys)
