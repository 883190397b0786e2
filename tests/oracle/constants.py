"""Constant answers and skill (SPEC 8.2), with fractions: what the best constant decision and the best constant
distribution reach, and where that leaves the network."""

import functools
import math
from fractions import Fraction

from pixels import averaged_classes

METRICS = ("accuracy", "mean_recall", "miou", "mdice", "fwiou")
LOSSES = ("cce", "wcce")
ZERO = Fraction(0)
OF_NOBODY = {"skip": None, "one": Fraction(1), "zero": ZERO}      # what a class is worth that nobody has


def share(a, b):
    return None if b == 0 else Fraction(a, b) if a else ZERO


def mean(values):
    defined = [v for v in values if v is not None]
    return share(total(defined), len(defined))


def total(values):
    """Most are 0 where one class is called."""
    return sum((v for v in values if v is not ZERO), ZERO)


def overlap(value, support, predicted, empty):
    """IoU or Dice of a class as it goes into a mean (--empty)."""
    if support == 0 and empty == "absent":
        return None
    if support == 0 and predicted == 0:
        return OF_NOBODY[empty]
    return value


def metrics_of_table(rows, n, chosen, empty):
    """rows: (support, predicted, tp) per class; exact values of METRICS."""
    if n == 0:
        return dict.fromkeys(METRICS)
    iou = [share(tp, s + p - tp) for s, p, tp in rows]
    dice = [share(2 * tp, s + p) for s, p, tp in rows]
    ious, dices = ([overlap(values[c], *rows[c][:2], empty) for c in chosen] for values in (iou, dice))
    defined = [c for c in chosen if iou[c] is not None]
    return {
        "accuracy": share(sum(tp for _, _, tp in rows), n),
        "mean_recall": mean([share(rows[c][2], rows[c][0]) for c in chosen]),
        "miou": mean(ious), "mdice": mean(dices),
        "fwiou": share(total(rows[c][0] * iou[c] if iou[c] else ZERO for c in defined), sum(rows[c][0] for c in defined)),
    }


def rows_of_constant(support, k, mask, view):
    """What is counted if every pixel is called k: support holds the numbers of valid pixels per true class."""
    classes = range(len(support))
    true, called, hit = ([0] * len(support) for _ in range(3))
    for y, n in enumerate(support):
        if y in mask and view == "excluded":
            continue
        d = y if y in mask and view == "masked" else k
        true[y] += n
        called[d] += n
        hit[y] += n if d == y else 0
    return [(true[c], called[c], hit[c]) for c in classes]


def best_decision(support, options, view):
    """{metric: (value, class or None)}"""
    return best_of_all(tuple(support), tuple(averaged_classes(options, view)), tuple(options.mask), view,
                       options.empty or "skip")


@functools.lru_cache(maxsize=4096)
def best_of_all(support, chosen, mask, view, empty):
    best = dict.fromkeys(METRICS, (None, None))
    for k in range(len(support)):
        rows = rows_of_constant(support, k, mask, view)
        n = sum(s for s, _, _ in rows)
        for name, value in metrics_of_table(rows, n, chosen, empty).items():
            if value is not None and (best[name][0] is None or value > best[name][0]):
                best[name] = value, k
    return best


forget = best_of_all.cache_clear           # for those who change what it is made of


def best_distribution(support, weights, options, view):
    """Mean loss of the best constant probabilities; weights: v of SPEC."""
    n = sum(count for y, count in enumerate(support) if not (view == "excluded" and y in options.mask))
    if n == 0:
        return None
    masses = [weights[y] * count for y, count in enumerate(support) if view == "raw" or y not in options.mask]
    whole = math.fsum(masses)
    return math.fsum(-mass * math.log(mass / whole) for mass in masses if mass > 0) / n + 0.0


def support_of(px, n_classes):
    return [int((px.y == c).sum()) for c in range(n_classes)]


def constant_figures(px, options, losses, view):
    """Of the valid pixels of the raw view."""
    support = support_of(px, len(options.names))
    weights = {"cce": [1.0] * len(support), "wcce": [float(w) for w in options.weights]}
    decided = best_decision(support, options, view)
    return {
        "losses": {loss.key: {"value": best_distribution(support, weights[loss.name], options, view)}
                   for loss in losses if loss.name in LOSSES},
        "metrics": {name: {"value": value, "class": None if k is None else options.names[k]}
                    for name, (value, k) in decided.items()},
    }


def skill_figures(figures, constant):
    """figures: losses and metrics of the view; the metrics' as exact as they are."""
    def of_loss(got, best):
        return None if got is None or not best else 1 - got / best

    def of_metric(got, best):
        if got is None or best is None or best == 1:
            return None
        return (got - float(best)) / float(1 - best)
    return {
        "losses": {key: of_loss(figures["losses"][key]["mean"], entry["value"])
                   for key, entry in constant["losses"].items()},
        "metrics": {name: of_metric(figures["metrics"][name], entry["value"])
                    for name, entry in constant["metrics"].items()},
    }


def exact_miou(px, options, view):
    """miou of the pixels that the view has, as a fraction; None without a value."""
    rows = [(int((px.y == c).sum()), int((px.d == c).sum()), int(((px.y == c) & (px.d == c)).sum()))
            for c in range(len(options.names))]
    return metrics_of_table(rows, len(px.y), averaged_classes(options, view), options.empty or "skip")["miou"]
