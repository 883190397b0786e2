"""Derivatives of losses with respect to stored values (SPEC 10.1), by the rules of calculus, in long double.

Two steps: what the image's mean in the masked view changes by with p, each p[n,c] for itself, and what p changes by
with the stored values, which the activation says.  The self-test compares them with differences of the oracle's own losses.
"""

import numpy as np

from oracle import POINTWISE, WHOLE
from pixels import averaged_classes, one_hot
from probabilities import EXT, ascending_sum, sigmoid


def gradient(loss, sight, options):
    """(pixels, channels), as stored."""
    by_p = derivative_by_p(loss, sight, options)
    by_p[~sight.counted(options.mask)] = 0
    with np.errstate(all="ignore"):
        result = through_activation(by_p, sight)
    result[~sight.counted(options.mask)] = 0
    return result


def derivative_by_p(loss, sight, options):
    if loss.name in POINTWISE:
        return of_pointwise(loss, sight, options)
    counts = masked_counts(sight, options)
    return (of_gdice if loss.name in WHOLE else of_region)(loss, sight, options, counts)


# ------------------------------------------------------------------ pointwise losses

def slope_of_log(pt, factor, gamma):
    """d/dp of -factor (1-p)^gamma log p."""
    left = 1 - pt
    slope = -left ** gamma / pt
    if gamma != 0:
        slope = slope + gamma * left ** (gamma - 1) * np.log(pt)
    return factor * slope


def of_pointwise(loss, sight, options):
    result = np.zeros(sight.p.shape, dtype=EXT)
    counted, n = sight.counted(options.mask), int(sight.valid.sum())
    if loss.name == "brier":
        result[counted] = 2 * (sight.p[counted] - one_hot(sight.y[counted], sight.p.shape[1])) / n
        return result
    rows = np.flatnonzero(counted)
    pt = sight.p[rows, sight.y[rows]]
    rounded = pt.astype(float)
    inside = (rounded > options.epsilon) & (rounded < 1.0 - options.epsilon)
    rows, pt = rows[inside], pt[inside]
    factor = factors(loss, options)[sight.y[rows]]
    gamma = EXT(loss.params["gamma"]) if loss.name == "focal" else EXT(0)
    result[rows, sight.y[rows]] = slope_of_log(pt, factor, gamma) / n if n else 0
    return result


def factors(loss, options):
    """w or alpha of each class, 1 where a loss has none."""
    n = len(options.names)
    if loss.name == "wcce":
        return np.asarray(options.weights, dtype=EXT)
    if loss.name == "focal":
        alpha = loss.params["alpha"]
        return np.asarray(alpha if isinstance(alpha, list) else [alpha] * n, dtype=EXT)
    return np.ones(n, dtype=EXT)


# ------------------------------------------------------------------ losses of regions

def masked_counts(sight, options):
    """Per class TP, FP, FN, G after masking."""
    counts = []
    counted = sight.counted(options.mask)
    for c in range(len(options.names)):
        of_class, valid = sight.y == c, sight.valid
        support = int((of_class & valid).sum())
        if c in options.mask:
            tp, fn = EXT(support), EXT(0)
        else:
            tp = sight.p[of_class & counted, c].sum()
            others = [k for k in range(len(options.names)) if k != c]
            fn = sight.p[of_class & counted][:, others].sum()
        counts.append((tp, sight.p[~of_class & counted, c].sum(), fn, support))
    return counts


def parameters(loss):
    """fp, fn, exponent, smooth."""
    fixed = {"dice": (0.5, 0.5), "jaccard": (1.0, 1.0)}.get(loss.name)
    fp, fn = fixed or (loss.params["fp"], loss.params["fn"])
    return EXT(fp), EXT(fn), EXT(loss.params.get("exponent", 1)), EXT(loss.params["smooth"])


def of_region(loss, sight, options, counts):
    fp_weight, fn_weight, exponent, smooth = parameters(loss)
    result, n = np.zeros(sight.p.shape, dtype=EXT), 0
    for c in averaged_classes(options, "masked"):
        tp, fp, fn, support = counts[c]
        if support == 0 and options.absent != "keep":
            n += options.absent != "skip"
            continue
        wrong = fp_weight * fp + fn_weight * fn
        whole = tp + wrong + smooth
        if whole == 0:
            continue
        n += 1
        distance = wrong / whole
        outer = EXT(1) if exponent == 1 else EXT(0) if distance == 0 else exponent * distance ** (exponent - 1)
        by_wrong, by_tp = outer * (tp + smooth) / whole ** 2, -outer * wrong / whole ** 2
        here = sight.y == c
        result[~here, c] += fp_weight * by_wrong
        result[here] += fn_weight * by_wrong
        result[here, c] += by_tp - fn_weight * by_wrong
    return result / n if n else result


def of_gdice(loss, sight, options, counts):
    total = sum(support for _, _, _, support in counts)
    present = [c for c in averaged_classes(options, "masked") if counts[c][3] > 0]
    weight = {c: (EXT(total) / counts[c][3]) ** 2 for c in present}
    above = sum((weight[c] * (counts[c][1] + counts[c][2]) for c in present), EXT(0))
    below = EXT(loss.params["smooth"])
    below += sum((weight[c] * (2 * counts[c][0] + counts[c][1] + counts[c][2]) for c in present), EXT(0))
    result = np.zeros(sight.p.shape, dtype=EXT)
    if not present or below == 0:
        return result
    by_wrong, by_tp = (below - above) / below ** 2, -2 * above / below ** 2
    for c in present:
        here = sight.y == c
        result[~here, c] += weight[c] * by_wrong
        result[here] += weight[c] * by_wrong
        result[here, c] += weight[c] * (by_tp - by_wrong)
    return result


# ------------------------------------------------------------------ activations

def through_activation(by_p, sight):
    if sight.is_binary:
        slope = by_p[:, 1] - by_p[:, 0]
        if sight.activation == "sigmoid":
            slope = slope * sight.p[:, 0] * sight.p[:, 1]
        return (slope / sight.unit)[:, None]
    class_of = {k: c for c, one in enumerate(sight.groups) for k in one}
    by_share = by_p[:, [class_of[k] for k in range(sight.share.shape[1])]]
    # A row of shares sums to 1: moving one of them moves all.
    centred = by_share - (by_p * sight.p).sum(axis=1)[:, None]
    q = sight.q.astype(EXT)
    if sight.activation == "none":
        return centred / ascending_sum(q)[:, None]
    return sight.share * centred * (sigmoid(-q) if sight.activation == "sigmoid" else 1)
