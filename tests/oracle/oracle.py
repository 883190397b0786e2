"""The JSON report of `maskloss eval`, computed the plain way.

This is the reference that the program is tested against, so it shares no idea with it.  The program sums an image
into C x C matrices and applies the mask to their rows; here the mask is applied to the *pixels*: for the view `masked`
every pixel whose truth is a masked class gets a one-hot prediction, and then each loss is evaluated pixel by pixel,
each count is made by counting.  The aggregate is computed from the pixels of all images put together, never from sums.

Decisions (which pixel is bad, which class wins, is a denominator zero) are taken on IEEE doubles or integers exactly;
sums, logarithms and powers run in long double, so that a figure here is better than one of plain double arithmetic.
"""

import math
from dataclasses import dataclass

import numpy as np

from pixels import VIEWS, classes_of, concatenate, one_hot, read_pixels, take_view, unknown_labels
from probabilities import EXT

UNKNOWN_LABELS = ("%d %s a prediction with labels that are unknown to the class set; they count as no class (%d valid pixels "
                  "are of no class in all)")
COUNT_METRICS = ("accuracy", "mean_recall", "miou", "mdice", "fwiou", "kappa", "mcc")

# Parameters in table order with their defaults; smooth's default is what --smooth says.
POINTWISE = {"cce": {}, "wcce": {}, "focal": {"alpha": 0.25, "gamma": 2.0}, "brier": {}}
REGION = {
    "dice": {"smooth": None},
    "jaccard": {"smooth": None},
    "tversky": {"fp": 0.3, "fn": 0.7, "smooth": None},
    "focal_tversky": {"fp": 0.3, "fn": 0.7, "exponent": 0.75, "smooth": None},
}
ALL_LOSSES = (*POINTWISE, *REGION)
DEFAULT_LOSSES = ("cce", "wcce", "focal", "dice", "jaccard", "tversky", "focal_tversky")


# ------------------------------------------------------------------ losses asked for

@dataclass
class Loss:
    key: str
    name: str
    params: dict


def number_text(x):
    """Shortest text that reads back the same; whole numbers without a point."""
    text = repr(float(x))
    return text[:-2] if text.endswith(".0") else text


def value_text(value):
    return "/".join(map(number_text, value)) if isinstance(value, list) else number_text(value)


def resolve_loss(name, given, smooth):
    """Fill in the defaults; the key names the parameters that differ from them."""
    table = POINTWISE.get(name, REGION.get(name))
    params, key = {}, name
    for param, default in table.items():
        default = smooth if param == "smooth" else default
        params[param] = given.get(param, default)
        if params[param] != default:
            key += ":%s=%s" % (param, value_text(params[param]))
    return Loss(key, name, params)


# ------------------------------------------------------------------ losses

def ratio(a, b):
    """a/b, None where b is zero.  Every caller's a is zero there, too."""
    return None if b == 0 else EXT(a) / EXT(b)


def mean_of(values):
    """Mean of those that are defined, and their number."""
    defined = [v for v in values if v is not None]
    return ratio(sum(defined, EXT(0)), len(defined)), len(defined)


def averaged_classes(options, view):
    average, everything = options.average, range(len(options.names))
    if average == "all":
        chosen = list(everything)
    elif average == "foreground":
        chosen = [c for c in everything if c not in options.mask]
    else:
        chosen = sorted(average)
    return [c for c in chosen if c not in options.mask] if view == "excluded" else chosen


def pointwise_values(loss, px, options):
    """The loss of each pixel, in long double."""
    p_true = px.p[np.arange(len(px.y)), px.y]
    pt = np.clip(p_true, options.epsilon, 1.0 - options.epsilon).astype(EXT)
    if loss.name == "cce":
        return -np.log(pt)
    if loss.name == "wcce":
        return -np.asarray(options.weights, dtype=EXT)[px.y] * np.log(pt)
    if loss.name == "focal":
        alpha = loss.params["alpha"]
        per_class = alpha if isinstance(alpha, list) else [alpha] * len(options.names)
        a = np.asarray(per_class, dtype=EXT)[px.y]
        return -a * (1 - pt) ** EXT(loss.params["gamma"]) * np.log(pt)
    assert loss.name == "brier"
    return ((px.p.astype(EXT) - one_hot(px.y, px.p.shape[1])) ** 2).sum(axis=1)


def pointwise_figures(loss, px, options):
    values = pointwise_values(loss, px, options)
    unmasked = ~np.isin(px.y, options.mask)
    figures = {
        "sum": values.sum(),
        "mean": ratio(values.sum(), values.size),
        "mean_unmasked": ratio(values[unmasked].sum(), int(unmasked.sum())),
    }
    if loss.name == "wcce":
        weight = np.asarray(options.weights, dtype=EXT)[px.y].sum()
        figures["mean_weighted"] = ratio(values.sum(), weight)
    return figures


def soft_counts(px, n_classes):
    """Per class: TP, FP, FN and G, each summed over the pixels that it is about."""
    p = px.p.astype(EXT)
    others = p.copy()
    others[np.arange(len(px.y)), px.y] = 0
    missed = others.sum(axis=1) + (px.d < 0)      # a void decision misses its true class wholly
    counts = []
    for c in range(n_classes):
        here = px.y == c
        counts.append((p[here, c].sum(), p[~here, c].sum(), missed[here].sum(), int(here.sum())))
    return counts


def overlap_distance(counts, fp_weight, fn_weight, smooth):
    """D = (fp FP + fn FN) / (TP + fp FP + fn FN + smooth), None at 0/0."""
    tp, fp, fn, _ = counts
    wrong = EXT(fp_weight) * fp + EXT(fn_weight) * fn
    return ratio(wrong, tp + wrong + EXT(smooth))


def focal_tversky(counts, params):
    distance = overlap_distance(counts, params["fp"], params["fn"], params["smooth"])
    return None if distance is None else distance ** EXT(params["exponent"])


# Of a class's counts and the loss's parameters; None at 0/0.
REGION_FORMULAS = {
    "dice": lambda counts, params: overlap_distance(counts, 0.5, 0.5, params["smooth"]),
    "jaccard": lambda counts, params: overlap_distance(counts, 1.0, 1.0, params["smooth"]),
    "tversky": lambda counts, params: overlap_distance(counts, params["fp"], params["fn"], params["smooth"]),
    "focal_tversky": focal_tversky,
}


def region_value(loss, counts, absent):
    if counts[3] == 0 and absent != "keep":
        return {"skip": None, "one": EXT(1), "zero": EXT(0)}[absent]
    return REGION_FORMULAS[loss.name](counts, loss.params)


def region_figures(loss, counts, options, view):
    values = [region_value(loss, of_class, options.absent) for of_class in counts]
    mean, n = mean_of([values[c] for c in averaged_classes(options, view)])
    return {"mean": mean, "classes": n, "per_class": dict(zip(options.names, values))}


def loss_figures(px, options, losses, view):
    counts = soft_counts(px, len(options.names))
    return {loss.key: pointwise_figures(loss, px, options) if loss.name in POINTWISE
            else region_figures(loss, counts, options, view) for loss in losses}


# ------------------------------------------------------------------ counts and metrics

def class_counts(px, c):
    """One class's figures, counted among the pixels."""
    is_true, is_called = px.y == c, px.d == c
    tp = int((is_true & is_called).sum())
    fp = int((~is_true & is_called).sum())
    fn = int((is_true & ~is_called).sum())
    return {
        "support": int(is_true.sum()), "predicted": int(is_called.sum()),
        "tp": tp, "fp": fp, "fn": fn, "tn": int((~is_true & ~is_called).sum()),
        "iou": ratio(tp, tp + fp + fn), "dice": ratio(2 * tp, 2 * tp + fp + fn),
        "precision": ratio(tp, tp + fp), "recall": ratio(tp, tp + fn),
    }


def agreement(px, rows):
    """Cohen's kappa and the multiclass Matthews coefficient (Gorodkin's R_K), by unbounded integers."""
    n = len(px.y)
    right = int((px.y == px.d).sum())
    none = int((px.d < 0).sum())
    support = [row["support"] for row in rows]
    predicted = [row["predicted"] for row in rows]
    chance = sum(s * r for s, r in zip(support, predicted))
    excess = n * right - chance
    kappa = None if n * n == chance else excess / (n * n - chance)
    spread = (n * n - sum(s * s for s in support)) * (n * n - sum(r * r for r in predicted) - none * none)
    mcc = None if spread == 0 else math.copysign(math.sqrt(excess * excess / spread), excess)
    return kappa, mcc


def metric_figures(px, rows, options, view):
    chosen = [rows[c] for c in averaged_classes(options, view)]
    kappa, mcc = agreement(px, rows)
    miou, classes = mean_of([row["iou"] for row in chosen])
    defined = [row for row in chosen if row["iou"] is not None]
    weighted = sum((row["support"] * row["iou"] for row in defined), EXT(0))
    return {
        "accuracy": ratio(int((px.y == px.d).sum()), len(px.y)),
        "mean_recall": mean_of([row["recall"] for row in chosen])[0],
        "miou": miou,
        "mdice": mean_of([row["dice"] for row in chosen])[0],
        "fwiou": ratio(weighted, sum(row["support"] for row in defined)),
        "kappa": kappa, "mcc": mcc, "classes": classes,
    }


def confusion(px, n_classes):
    """Counts by (truth, decision); decisions that are no class have no column."""
    table = np.zeros((n_classes, n_classes), dtype=np.int64)
    decided = px.d >= 0
    np.add.at(table, (px.y[decided], px.d[decided]), 1)
    return table.tolist()


def soft_confusion(px, n_classes):
    p = px.p.astype(EXT)
    return [list(p[px.y == c].sum(axis=0)) for c in range(n_classes)]


# ------------------------------------------------------------------ the report

def view_figures(px, options, losses, view, aggregate):
    seen = take_view(px, view, options.mask)
    n_classes = len(options.names)
    rows = [class_counts(seen, c) for c in range(n_classes)]
    figures = {
        "losses": loss_figures(seen, options, losses, view),
        "metrics": metric_figures(seen, rows, options, view),
        "per_class": dict(zip(options.names, rows)),
        "confusion": confusion(seen, n_classes),
    }
    if aggregate:
        figures["soft_confusion"] = soft_confusion(seen, n_classes)
    return figures


def forgiven_figures(px, options, losses):
    masked = np.isin(px.y, options.mask)
    wrong = masked & (px.d != px.y)
    raw, certain = (loss_figures(take_view(px, view, options.mask), options, losses, view)
                    for view in ("raw", "masked"))
    gain = {}
    for loss in losses:
        before, after = raw[loss.key]["mean"], certain[loss.key]["mean"]
        gain[loss.key] = None if before is None or after is None else before - after
    return {
        "pixels": int(wrong.sum()),
        "rate": ratio(int(wrong.sum()), int(masked.sum())),
        "by_decision": {name: int((wrong & (px.d == c)).sum()) for c, name in enumerate(options.names)},
        "loss": gain,
    }


def part(px, options, losses, aggregate):
    n_valid = len(px.y)
    result = {"pixels": {
        "total": px.total, "valid": n_valid, "ignored": px.total - n_valid,
        "masked": int(np.isin(px.y, options.mask).sum()), "bad": px.bad, "none": int((px.d < 0).sum()),
    }}
    for view in VIEWS:
        if view in options.views:
            result[view] = view_figures(px, options, losses, view, aggregate)
    result["forgiven"] = forgiven_figures(px, options, losses)
    return result


def spread_over_images(values):
    mean, n = mean_of(values)
    defined = [v for v in values if v is not None]
    return {"mean": mean, "min": min(defined, default=None), "max": max(defined, default=None), "images": n}


def image_mean(parts, options, losses):
    result = {}
    for view in (v for v in VIEWS if v in options.views):
        result[view] = {
            "losses": {loss.key: spread_over_images([one[view]["losses"][loss.key]["mean"] for one in parts])
                       for loss in losses},
            "metrics": {name: spread_over_images([one[view]["metrics"][name] for one in parts])
                        for name in COUNT_METRICS},
        }
    return result


def settings(options, losses):
    average = options.average if isinstance(options.average, str) else sorted(options.average)
    return {
        "mask": sorted(options.mask),
        "ignore": sorted(set(options.ignore)) + [list(colour) for colour in options.ignored_colours],
        "weights": [float(w) for w in options.weights], "activation": options.activation,
        "epsilon": float(options.epsilon),
        "absent": options.absent, "average": average,
        "losses": [{"key": loss.key, "name": loss.name, **loss.params} for loss in losses],
        **options.said,
    }


def plain(x):
    """Long doubles become floats; everything else stays."""
    if isinstance(x, dict):
        return {key: plain(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(value) for value in x]
    return float(x) if isinstance(x, np.floating) else x


def order(image):
    """Bytewise by key, the images of a batch by number: which files are batches need not be known to sort them."""
    if image.number is None:
        return image.id.encode("utf-8", "surrogateescape"), 0
    assert image.id.endswith("[%d]" % image.number)
    return image.id[:image.id.rindex("[")].encode("utf-8", "surrogateescape"), image.number


ODD_SUMS = "%d %s pixels whose values do not sum to 1, or to the full scale of whole numbers; they were divided by their sum"
LIKE_PROBABILITIES = ("%d %s a prediction that looks like probabilities already (0 to 1, sums of 1), and went through %s once "
                      "more: leave --activation out")


def hint_of_values(image, options):
    """What the stored values of the valid pixels tell, if anything; of one value a pixel there is no sum."""
    if image.q is None or image.q.ndim == 2:
        return None
    y = classes_of(image.labels, options, unknown=None, is_index=image.one_hot)
    stored = np.asarray(image.q, dtype=np.float64).reshape(len(y), -1)[y >= 0]
    kind, n_channels = image.q.dtype.kind, stored.shape[1]
    if options.activation != "none":
        stored = stored[np.isfinite(stored).all(axis=1)]
        like = (stored >= 0).all() and (stored <= 1).all() and (abs(stored.sum(axis=1) - 1) <= 1e-3).all()
        return "looks-like-probabilities" if len(stored) and like else None
    with np.errstate(all="ignore"):
        sums = stored.sum(axis=1)
    sums = sums[np.isfinite(sums) & (sums > 0) & (stored >= 0).all(axis=1)]
    if not len(sums):
        return None
    if kind in "fb":
        scale, allowed = 1.0, 1e-3
    else:                    # of other integers than these two nobody knows what stands for 1: the largest sum that there is
        scale = {"uint8": 255.0, "uint16": 65535.0}.get(image.q.dtype.newbyteorder("=").name, sums.max())
        allowed = 1e-3 + n_channels / (2 * scale)
    return "odd-sums" if (abs(sums / scale - 1) > allowed).any() else None


def hints_of(image, options):
    """The hints of an image, in the program's order."""
    if image.pixels is not None:
        return []
    found = ["hard"] if image.hard is not None else [hint_of_values(image, options)]
    if image.hard is not None and unknown_labels(image, options)[0]:
        found.append("unknown-labels")
    return [hint for hint in found if hint]


def notes_of(images, options, none):
    """The notes of all images, in the program's order."""
    hints = [hint for image in images for hint in hints_of(image, options)]
    notes = []
    for code, text, *more in (("odd-sums", ODD_SUMS), ("looks-like-probabilities", LIKE_PROBABILITIES, options.activation),
                              ("unknown-labels", UNKNOWN_LABELS, none)):
        n = hints.count(code)
        if n:
            notes.append({"code": code, "text": text % (n, "image has" if n == 1 else "images have", *more)})
    return notes


def report(images, options, expected=None):
    """The whole document, keys in the program's order.  `expected`: the pairs that there should be, if not all are."""
    asked = [(name, {}) for name in DEFAULT_LOSSES] if options.losses is None else options.losses
    losses = [resolve_loss(name, given, options.smooth) for name, given in asked]
    images = sorted(images, key=order)
    pixels = [read_pixels(image, options) for image in images]
    parts = [part(px, options, losses, aggregate=False) for px in pixels]
    document = {
        "maskloss": {"version": None, "schema": 1},
        "settings": settings(options, losses),
        "classes": [{"index": c, "name": name, "labels": sorted(options.labels[c]), "weight": float(options.weights[c])}
                    for c, name in enumerate(options.names)],
    }
    if not options.summary:
        document["images"] = [
            {"id": image.id, "truth": image.truth, "prediction": image.prediction,
             **({"hints": hints_of(image, options)} if hints_of(image, options) else {}), "width": image.labels.shape[1], "height": image.labels.shape[0], **one}
            for image, one in zip(images, parts)]
    document["aggregate"] = {
        "images": len(images),
        "coverage": {"expected": len(images) if expected is None else expected, "evaluated": len(images)},
        **part(concatenate(pixels), options, losses, aggregate=True),
        "image_mean": image_mean(parts, options, losses),
    }
    document["errors"] = []
    notes = notes_of(images, options, document["aggregate"]["pixels"]["none"])
    if notes:
        document["notes"] = notes
    document["gates"] = []
    return plain(document)
