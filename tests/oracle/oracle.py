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
from fractions import Fraction

import numpy as np

import built
import compare
import constants
import conventions
import groups
import measured
import notes
import resampled
from pixels import VIEWS, among, averaged_classes, concatenate, one_hot, read_pixels, take_view, unknown_labels
from probabilities import EXT

UNKNOWN_LABELS = ("%d %s a prediction with labels that are unknown to the class set; they count as no class (%d valid pixels "
                  "are of no class in all)")
COUNT_METRICS = ("accuracy", "mean_recall", "mean_precision", "miou", "micro_iou", "mdice", "fwiou", "kappa", "mcc")
LATER_METRICS = ("mean_precision", "micro_iou")
CLASS_FIGURES = ("iou", "dice", "precision", "recall")

# Parameters in table order with their defaults; smooth's default is what --smooth says.
POINTWISE = {"cce": {}, "wcce": {}, "focal": {"alpha": 0.25, "gamma": 2.0}, "brier": {}}
REGION = {
    "dice": {"smooth": None},
    "jaccard": {"smooth": None},
    "tversky": {"fp": 0.3, "fn": 0.7, "smooth": None},
    "focal_tversky": {"fp": 0.3, "fn": 0.7, "exponent": 0.75, "smooth": None},
}
WHOLE = {"gdice": {"smooth": None}}        # one number of all classes
DEFAULT_LOSSES = ("cce", "wcce", "focal", "dice", "jaccard", "tversky", "focal_tversky")


# ------------------------------------------------------------------ losses asked for

def all_losses():
    """Names, in the order of `-L all`."""
    names = [*POINTWISE, *REGION]
    if built.has("gdice"):
        names.insert(names.index("dice") + 1, "gdice")
    return names


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
    table = {**POINTWISE, **REGION, **WHOLE}[name]
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
    unmasked = ~among(px.y, options.mask)
    figures = {
        "sum": values.sum(),
        "mean": ratio(values.sum(), values.size),
        "mean_unmasked": ratio(values[unmasked].sum(), int(unmasked.sum())),
    }
    if loss.name == "wcce":
        weight = np.asarray(options.weights, dtype=EXT)[px.y].sum()
        figures["mean_weighted"] = ratio(values.sum(), weight)
    if built.has("loss-classes"):
        figures["per_class"] = {name: ratio(values[px.y == c].sum(), int((px.y == c).sum()))
                                for c, name in enumerate(options.names)}
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


def generalised_dice(loss, counts, options, view):
    """Sudre 2017: each class weighs by 1 / its pixels squared, times those of all, which changes smooth's part alone."""
    n = sum(support for _, _, _, support in counts)
    present = [counts[c] for c in averaged_classes(options, view) if counts[c][3] > 0]
    if not present:
        return {"mean": None}
    weights = [(EXT(n) / support) ** 2 for _, _, _, support in present]
    wrong = sum(w * (fp + fn) for w, (_, fp, fn, _) in zip(weights, present))
    whole = sum(w * (2 * tp + fp + fn) for w, (tp, fp, fn, _) in zip(weights, present))
    return {"mean": ratio(wrong, whole + EXT(loss.params["smooth"]))}


def loss_figures(px, options, losses, view):
    counts, result = soft_counts(px, len(options.names)), {}
    for loss in losses:
        if loss.name in POINTWISE:
            result[loss.key] = pointwise_figures(loss, px, options)
        elif loss.name in WHOLE:
            result[loss.key] = generalised_dice(loss, counts, options, view)
        else:
            result[loss.key] = region_figures(loss, counts, options, view)
    return result


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


def overlap_in_mean(row, figure, options, n_valid):
    """IoU or Dice of a class as it goes into a mean: --empty says what one is worth that nobody has."""
    empty = options.empty or "skip"
    if n_valid == 0 or (empty == "absent" and row["support"] == 0):
        return None
    if row["support"] == 0 and row["predicted"] == 0 and empty in ("one", "zero"):
        return EXT(1 if empty == "one" else 0)
    return row[figure]


def metric_figures(px, rows, options, view):
    chosen = [rows[c] for c in averaged_classes(options, view)]
    kappa, mcc = agreement(px, rows)
    miou, classes = mean_of([overlap_in_mean(row, "iou", options, len(px.y)) for row in chosen])
    defined = [row for row in chosen if row["iou"] is not None]
    weighted = sum((row["support"] * row["iou"] for row in defined), EXT(0))
    figures = {
        "accuracy": ratio(int((px.y == px.d).sum()), len(px.y)),
        "mean_recall": mean_of([row["recall"] for row in chosen])[0],
        "mean_precision": mean_of([row["precision"] for row in chosen])[0],
        "miou": miou,
        "micro_iou": ratio(sum(row["tp"] for row in chosen), sum(row["tp"] + row["fp"] + row["fn"] for row in chosen)),
        "mdice": mean_of([overlap_in_mean(row, "dice", options, len(px.y)) for row in chosen])[0],
        "fwiou": ratio(weighted, sum(row["support"] for row in defined)),
        "kappa": kappa, "mcc": mcc, "classes": classes,
    }
    return {name: value for name, value in figures.items() if name not in LATER_METRICS or built.has("metrics")}


def count_metrics():
    return [name for name in COUNT_METRICS if name not in LATER_METRICS or built.has("metrics")]


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

def view_figures(px, options, losses, view, images, is_aggregate):
    """images: of a sum of images (a group, the aggregate), the pixels of each; None of an image."""
    seen = take_view(px, view, options.mask)
    n_classes = len(options.names)
    rows = [class_counts(seen, c) for c in range(n_classes)]
    figures = {
        "losses": loss_figures(seen, options, losses, view),
        "metrics": metric_figures(seen, rows, options, view),
        "per_class": dict(zip(options.names, rows)),
        "confusion": confusion(seen, n_classes),
    }
    if images is not None and built.has("presence"):
        for c, row in enumerate(rows):
            row.update(presence(images, c, options, view))
    if is_aggregate:
        figures["soft_confusion"] = soft_confusion(seen, n_classes)
    if images is not None and built.has("constant"):
        figures["constant"] = constants.constant_figures(px, options, losses, view)
        figures["skill"] = constants.skill_figures(figures, figures["constant"])
    return figures


def presence(images, c, options, view):
    """In how many images a class is, is missed wholly, and is called though it is not there."""
    names = ("images", "images_missed", "images_spurious")
    if view == "excluded" and c in options.mask:
        return dict.fromkeys(names)
    there = missed = spurious = 0
    for px in images:
        seen = take_view(px, view, options.mask)
        called = seen.d == c
        if (px.y == c).any():
            there += 1
            missed += not (called & (seen.y == c)).any()
        else:
            spurious += bool(called.any())
    return dict(zip(names, (there, missed, spurious)))


def forgiven_figures(px, options, losses, figures):
    """figures: what is known of the views."""
    masked = among(px.y, options.mask)
    wrong = masked & (px.d != px.y)
    raw, certain = (figures[view]["losses"] if view in figures else
                    loss_figures(take_view(px, view, options.mask), options, losses, view) for view in ("raw", "masked"))
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


def punished_figures(px, options):
    """Pixels outside the mask that are called a masked class."""
    outside = ~among(px.y, options.mask)
    called = outside & among(px.d, options.mask)
    return {
        "pixels": int(called.sum()),
        "rate": ratio(int(called.sum()), int(outside.sum())),
        "by_truth": {name: int((called & (px.y == c)).sum()) for c, name in enumerate(options.names)
                     if c not in options.mask},
        "share": ratio(int(called.sum()), int((outside & (px.d != px.y)).sum())),
    }


def part(px, options, losses, images=None, is_aggregate=False, planes=()):
    """planes: of the images, for measures."""
    n_valid = len(px.y)
    result = {"pixels": {
        "total": px.total, "valid": n_valid, "ignored": px.total - n_valid,
        "masked": int(among(px.y, options.mask).sum()), "bad": px.bad, "none": int((px.d < 0).sum()),
    }}
    for view in VIEWS:
        if view in options.views:
            result[view] = view_figures(px, options, losses, view, images, is_aggregate)
    result["forgiven"] = forgiven_figures(px, options, losses, result)
    if built.has("punished"):
        result["punished"] = punished_figures(px, options)
    result.update(measured.part(planes, options, images is not None, is_aggregate))
    return result


def means(parts, options, losses, unit, names=None):
    """image_mean or group_mean; names: those of the groups."""
    result = {}
    for view in (v for v in VIEWS if v in options.views):
        shown = [one[view] for one in parts]
        result[view] = {
            "losses": {loss.key: loss_spread([one["losses"][loss.key] for one in shown], loss, unit, names)
                       for loss in losses},
            "metrics": {name: groups.spread([one["metrics"][name] for one in shown], unit, names,
                                            is_exact=name == "accuracy") for name in count_metrics()},
        }
        if built.has("means"):
            result[view]["per_class"] = {
                name: class_spread([one["per_class"][name] for one in shown], [one["metrics"] for one in shown], options,
                                   unit, names) for name in options.names}
        result[view].update(measured.means(parts, options, view, unit, names))
    result.update(measured.means(parts, options, None, unit, names))
    return result


def loss_spread(figures, loss, unit, names):
    result = groups.spread([one["mean"] for one in figures], unit, names, more_is_worse=True)
    if built.has("means") and loss.name in POINTWISE:
        result["mean_unmasked"] = groups.mean([one["mean_unmasked"] for one in figures])
        if loss.name == "wcce":
            result["mean_weighted"] = groups.mean([one["mean_weighted"] for one in figures])
    return result


def class_spread(rows, metrics, options, unit, names):
    result = {}
    for figure in CLASS_FIGURES:
        values = [row[figure] for row in rows]
        if figure in ("iou", "dice"):
            # accuracy is null where nothing is valid
            values = [overlap_in_mean(row, figure, options, 0 if metric["accuracy"] is None else 1)
                      for row, metric in zip(rows, metrics)]
        result[figure] = groups.spread(values, unit, names, is_exact=True)
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
        **({} if options.empty is None else {"empty": options.empty}),
        **options.said,
        **measured.settings(options),
    }


def plain(x):
    """Long doubles become floats; everything else stays."""
    if isinstance(x, compare.Rows):
        return compare.Rows(x.keys_of_rows, [plain(row) for row in x.values()])
    if isinstance(x, dict):
        return {key: plain(value) for key, value in x.items()}
    if isinstance(x, (compare.OneOf, compare.Codes)):
        return x
    if isinstance(x, (list, tuple)):
        kinds = set(map(type, x))
        return list(x) if kinds == {int} else list(map(float, x)) if kinds == {EXT} else [plain(value) for value in x]
    return float(x) if isinstance(x, (np.floating, Fraction)) else x


def order(image):
    """Bytewise by key, the images of a batch by number: which files are batches need not be known to sort them."""
    if image.number is None:
        return image.id.encode("utf-8", "surrogateescape"), 0
    assert image.id.endswith("[%d]" % image.number)
    return image.id[:image.id.rindex("[")].encode("utf-8", "surrogateescape"), image.number


def hints_of(image, options):
    """Hints of an image, in order."""
    unknown = image.hard is not None and image.pixels is None and unknown_labels(image, options)[0]
    found = ["unknown-labels"] if unknown else []
    return notes.hints_of(image, options, found) if built.has("hints") else found


def image_object(image, options, hints):
    group = {"group": options.groups[image.id]} if options.groups else {}
    return {"id": image.id, **group, "truth": image.truth, "prediction": image.prediction,
            **({"hints": hints} if hints else {}), "width": image.labels.shape[1], "height": image.labels.shape[0]}


def unknown_note(hints, none):
    unknown = sum("unknown-labels" in of_image for of_image in hints)
    return UNKNOWN_LABELS % (unknown, "image has" if unknown == 1 else "images have", none)


def notes_of(whole, hints, options, losses, n_units):
    """The member notes."""
    if not built.has("notes"):
        if not any("unknown-labels" in of_image for of_image in hints):
            return {}
        return {"notes": [{"code": "unknown-labels", "text": unknown_note(hints, int((whole.d < 0).sum()))}]}
    must, free = notes.codes(whole, hints, options, losses, n_units)
    return {"notes": compare.Codes(sorted(must), free)}


def aggregate(images, pixels, planes, parts, options, losses, expected):
    """(the aggregate, the groups)"""
    whole, of_groups = concatenate(pixels), []
    result = {
        "images": len(images),
        "coverage": {"expected": len(images) if expected is None else expected, "evaluated": len(images)},
        **part(whole, options, losses, pixels, is_aggregate=True, planes=planes),
        "image_mean": means(parts, options, losses, "images"),
    }
    units, unit = pixels, "images"
    if options.groups:
        held = [(name, [pixels[place] for place in places], [planes[place] for place in places] if planes else [])
                for name, places in groups.members(images, options)]
        units, unit = [concatenate(one) for _, one, _ in held], "groups"
        of_groups = [{"group": name, "images": len(one), **part(px, options, losses, one, planes=seen)}
                     for (name, one, seen), px in zip(held, units)]
        result["group_mean"] = means(of_groups, options, losses, "groups", [name for name, *_ in held])
    if options.intervals:
        result["intervals"] = resampled.intervals(units, unit, options, losses, pointwise_values)
    if options.conventions:
        def cross_entropy(name, figure, view):
            seen = take_view(whole, view, options.mask)
            return pointwise_figures(resolve_loss(name, {}, options.smooth), seen, options)[figure]
        result["conventions"] = compare.Rows(("key", "batch"), conventions.rows(whole, units, options, cross_entropy))
    return result, of_groups, len(units)


def report(images, options, expected=None):
    """The whole document, keys in the program's order.  `expected`: the pairs that there should be, if not all are."""
    options = groups.with_volumes(images, options)
    asked = [(name, {}) for name in DEFAULT_LOSSES] if options.losses is None else options.losses
    losses = [resolve_loss(name, given, options.smooth) for name, given in asked]
    images = sorted(images, key=order)
    pixels = [read_pixels(image, options) for image in images]
    planes = [measured.read_plane(image, options) for image in images] if options.measures else []
    parts = [part(px, options, losses, planes=planes[n:n + 1]) for n, px in enumerate(pixels)]
    hints = [hints_of(image, options) for image in images]
    document = {
        "maskloss": {"version": None, "schema": 1},
        "settings": settings(options, losses),
        "classes": [{"index": c, "name": name, "labels": sorted(options.labels[c]), "weight": float(options.weights[c])}
                    for c, name in enumerate(options.names)],
    }
    if not options.summary:
        document["images"] = [{**image_object(image, options, of_image), **one}
                              for image, of_image, one in zip(images, hints, parts)]
    whole, of_groups, n_units = aggregate(images, pixels, planes, parts, options, losses, expected)
    if options.groups:
        document["groups"] = of_groups
    document["aggregate"] = whole
    document["errors"] = []
    document.update(notes_of(concatenate(pixels), hints, options, losses, n_units if options.intervals else None))
    document["gates"] = []
    return plain(document)
