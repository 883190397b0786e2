"""Mistakes in what SPEC 8 adds, such as a program could make as well; rows as in mutants.py."""

import numpy as np

import compare
import constants
import conventions
import groups
import notes
import oracle
import resampled
from pixels import averaged_classes, take_view

# ------------------------------------------------------------------ constants, skill, punished


def best_outside_mask(support, chosen, mask, view, empty):
    """Never answers with a masked class."""
    worst = [k for k in range(len(support)) if k not in mask] or [0]
    return best_among(worst, support, chosen, mask, view, empty)


def last_of_equal_constants(support, chosen, mask, view, empty):
    return best_among(range(len(support) - 1, -1, -1), support, chosen, mask, view, empty)


def most_frequent(support, chosen, mask, view, empty):
    return best_among([max(range(len(support)), key=lambda k: support[k])], support, chosen, mask, view, empty)


def best_among(answers, support, chosen, mask, view, empty):
    best = dict.fromkeys(constants.METRICS, (None, None))
    for k in answers:
        rows = constants.rows_of_constant(support, k, mask, view)
        for name, value in constants.metrics_of_table(rows, sum(s for s, _, _ in rows), chosen, empty).items():
            if value is not None and (best[name][0] is None or value > best[name][0]):
                best[name] = value, k
    return best


def constant_of_raw(support, k, mask, view):
    """The view is not taken."""
    return constants.rows_of_constant(support, k, mask, "raw")


def constant_without_empty(value, support, predicted, empty):
    return constants.overlap(value, support, predicted, "skip")


def distribution_of_unmasked(support, weights, options, view):
    """Masked pixels are not in N."""
    return constants.best_distribution(support, weights, options, "excluded" if view == "masked" else view)


def distribution_of_all(support, weights, options, view):
    return constants.best_distribution(support, weights, options, "raw")


def unweighted_distribution(support, weights, options, view):
    return constants.best_distribution(support, [1.0] * len(support), options, view)


def skill_of_losses_as_metrics(figures, constant):
    result = constants.skill_figures(figures, constant)
    result["losses"] = {key: None if value is None else -value for key, value in result["losses"].items()}
    return result


def punished_of_raw_errors(px, options):
    result = oracle.punished_figures(px, options)
    result["share"] = oracle.ratio(result["pixels"], int((px.d != px.y).sum()))
    return result


def none_is_no_error(px, options):
    result = oracle.punished_figures(px, options)
    outside = ~np.isin(px.y, options.mask)
    result["share"] = oracle.ratio(result["pixels"], int((outside & (px.d != px.y) & (px.d >= 0)).sum()))
    return result


def punished_by_all(px, options):
    result = oracle.punished_figures(px, options)
    return {**result, "by_truth": {name: result["by_truth"].get(name, 0) for name in options.names}}


def missed_in_raw(images, c, options, view):
    return oracle.presence(images, c, options, "raw")


def missed_if_any(images, c, options, view):
    """An image counts as missed where a pixel is."""
    result = oracle.presence(images, c, options, view)
    if result["images"] is not None:
        result["images_missed"] = sum(bool(((px.y == c) & (px.d != c)).any()) for px in images)
    return result


def losses_of_classes_of_all_pixels(loss, px, options):
    result = oracle.pointwise_figures(loss, px, options)
    values = oracle.pointwise_values(loss, px, options)
    result["per_class"] = {name: oracle.ratio(values[px.y == c].sum(), len(px.y)) for c, name in enumerate(options.names)}
    return result


def zero_where_absent(loss, px, options):
    result = oracle.pointwise_figures(loss, px, options)
    result["per_class"] = {name: 0.0 if value is None else value for name, value in result["per_class"].items()}
    return result


# ------------------------------------------------------------------ means, --empty, gdice

def empty_without_pixels(row, figure, options, n_valid):
    """What has no valid pixel counts as a set of classes that nobody has."""
    return oracle.overlap_in_mean(row, figure, options, 1)


def absent_is_skip(row, figure, options, n_valid):
    if options.empty == "absent":
        return row[figure]
    return oracle.overlap_in_mean(row, figure, options, n_valid)


def empty_is_absent(row, figure, options, n_valid):
    """one and zero hold for classes without true pixels, even where predicted."""
    if n_valid and row["support"] == 0 and options.empty in ("one", "zero"):
        return 1.0 if options.empty == "one" else 0.0
    return oracle.overlap_in_mean(row, figure, options, n_valid)


def means_without_empty(rows, metrics, options, unit, names):
    return {figure: groups.spread([row[figure] for row in rows], unit, names, is_exact=True)
            for figure in oracle.CLASS_FIGURES}


def nulls_are_zero(values):
    return groups.mean([0 if v is None else v for v in values])


def micro_of_all(px, rows, options, view):
    result = oracle.metric_figures(px, rows, options, view)
    everything = sum(row["tp"] + row["fp"] + row["fn"] for row in rows)
    return {name: oracle.ratio(sum(row["tp"] for row in rows), everything) if name == "micro_iou" else value
            for name, value in result.items()}


def precision_of_present(px, rows, options, view):
    """Classes that are not there are left out of the mean precision."""
    result = oracle.metric_figures(px, rows, options, view)
    result["mean_precision"] = oracle.mean_of([rows[c]["precision"] for c in averaged_classes(options, view)
                                               if rows[c]["support"]])[0]
    return result


def gdice_once(loss, counts, options, view):
    """Weighted by 1 / pixels, not by its square."""
    chosen = [counts[c] for c in averaged_classes(options, view) if counts[c][3]]
    n = sum(support for *_, support in counts)
    wrong = sum((fp + fn) * n / g for _, fp, fn, g in chosen)
    whole = sum((2 * tp + fp + fn) * n / g for tp, fp, fn, g in chosen)
    return {"mean": oracle.ratio(wrong, whole + loss.params["smooth"]) if chosen else None}


def gdice_of_all(loss, counts, options, view):
    return oracle.generalised_dice(loss, counts, replaced(options, average="all"), view)


def gdice_without_n(loss, counts, options, view):
    """1 / N_c^2: smooth weighs otherwise."""
    n = sum(support for *_, support in counts)
    scaled = oracle.Loss(loss.key, loss.name, {"smooth": loss.params["smooth"] * n * n})
    return oracle.generalised_dice(scaled, counts, options, view)


def replaced(options, **members):
    return type(options)(**{**vars(options), **members})


# ------------------------------------------------------------------ groups

def sorted_without_case(names):
    return sorted(names, key=str.lower)


def last_of_equal_groups(values, names, more_is_worse, is_exact):
    found = groups.worst(values[::-1], names[::-1], more_is_worse, is_exact)
    return compare.OneOf(found[::-1]) if isinstance(found, compare.OneOf) else found


def least_loss(values, names, more_is_worse, is_exact):
    return groups.worst(values, names, not more_is_worse, is_exact)


# ------------------------------------------------------------------ intervals

def seeds_from_one(n):
    drawn = resampled.times_drawn(n)
    return np.concatenate([drawn[1:], drawn[:1]])[:9999]


def modulo(n):
    words = (resampled.words(n, resampled.seeds()) % np.uint64(n)).astype(np.int64)
    return np.stack([np.bincount(row, minlength=n) for row in words])


def never_too_few(values):
    kept = values[~np.isnan(values)]
    return tuple(float(v) for v in np.quantile(kept, resampled.ENDS)) if len(kept) else (None, None)


def none_is_zero(values):
    return resampled.ends(np.nan_to_num(values))


def ninety(values):
    kept = values[~np.isnan(values)]
    return resampled.ends(values) if len(kept) < resampled.FEWEST else tuple(float(v) for v in np.quantile(kept, (.05, .95)))


def empty_unknown_to_intervals(values, t, empty, n):
    return resampled.overlaps(values, t, "skip", n)


def intervals_of_raw(units, options, losses, view, pointwise_values):
    return resampled.reduced_units(units, options, losses, "raw", pointwise_values)


def mean_of_means(loss, t, options, view):
    """A pointwise loss is divided by the classes that are there."""
    if not resampled.is_per_pixel(loss.name):
        return resampled.loss_mean(loss, t, options, view)
    return resampled.mean_over(resampled.ratio(t[loss.key], t["support"]), list(range(len(options.names))))


# ------------------------------------------------------------------ conventions

def iou_of_averaged(whole, units, options, cross_entropy):
    """--average and --empty reach a call that does not know of them."""
    rows = conventions.rows(whole, units, options, cross_entropy)
    for row in rows:
        if row["key"] == "mmseg.miou":
            for view in conventions.SHOWN:
                seen = take_view(whole, view, options.mask)
                counts = [oracle.class_counts(seen, c) for c in range(len(options.names))]
                row[view] = oracle.metric_figures(seen, counts, options, view)["miou"]
    return rows


def units_are_the_set(whole, units, options, cross_entropy):
    return conventions.rows(whole, [whole], options, cross_entropy)


# ------------------------------------------------------------------ notes

def strictly_worse(px, options, view):
    """A network that ties with a constant is better than that."""
    value = constants.exact_miou(px, options, view)
    return None if value is None else value * (1 + constants.Fraction(1, 10 ** 15))


def floats_alone(image, _sums):
    """Whole numbers are judged like floats."""
    return 1 if image.q.dtype.kind in "fb" else float(np.iinfo(image.q.dtype).max) * 1.004


def hints_without_truth(image, options):
    """Ignored pixels are looked at."""
    return np.asarray(image.q, dtype=np.float64).reshape(image.labels.size, -1)


def one_hard_is_all(whole, hints, options, losses, n_units, others=()):
    every = sorted({hint for of_image in hints for hint in of_image})
    return notes.codes(whole, [every for _ in hints], options, losses, n_units, others)


def few_is_twenty(whole, hints, options, losses, n_units, others=()):
    return notes.codes(whole, hints, options, losses, None if n_units is None else n_units - 1, others)


MUTANTS = [
    (["constant"], constants, "best_of_all", best_outside_mask),
    (["constant"], constants, "best_of_all", last_of_equal_constants),
    (["constant"], constants, "best_of_all", most_frequent),
    (["constant"], constants, "rows_of_constant", constant_of_raw),
    (["empty"], constants, "overlap", constant_without_empty),
    (["constant"], constants, "best_distribution", distribution_of_unmasked),
    (["constant"], constants, "best_distribution", distribution_of_all),
    (["constant"], constants, "best_distribution", unweighted_distribution),
    (["constant"], constants, "skill_figures", skill_of_losses_as_metrics),
    (["constant"], oracle, "punished_figures", punished_of_raw_errors),
    (["constant"], oracle, "punished_figures", none_is_no_error),
    (["constant"], oracle, "punished_figures", punished_by_all),
    (["constant", "grouped"], oracle, "presence", missed_in_raw),
    (["constant", "grouped"], oracle, "presence", missed_if_any),
    (["constant"], oracle, "pointwise_figures", losses_of_classes_of_all_pixels),
    (["constant"], oracle, "pointwise_figures", zero_where_absent),
    (["empty"], oracle, "overlap_in_mean", empty_without_pixels),
    (["empty"], oracle, "overlap_in_mean", absent_is_skip),
    (["empty"], oracle, "overlap_in_mean", empty_is_absent),
    (["empty"], oracle, "class_spread", means_without_empty),
    (["empty"], groups, "mean", nulls_are_zero),
    (["empty", "constant"], oracle, "metric_figures", micro_of_all),
    (["empty", "constant"], oracle, "metric_figures", precision_of_present),
    (["gdice"], oracle, "generalised_dice", gdice_once),
    (["gdice"], oracle, "generalised_dice", gdice_of_all),
    (["gdice"], oracle, "generalised_dice", gdice_without_n),
    (["grouped"], groups, "bytewise", sorted_without_case),
    (["grouped"], groups, "worst", last_of_equal_groups),
    (["grouped"], groups, "worst", least_loss),
    (["bounds"], resampled, "times_drawn", seeds_from_one),
    (["bounds"], resampled, "times_drawn", modulo),
    (["bounds"], resampled, "ends", never_too_few),
    (["bounds"], resampled, "ends", none_is_zero),
    (["bounds"], resampled, "ends", ninety),
    (["bounds"], resampled, "overlaps", empty_unknown_to_intervals),
    (["bounds"], resampled, "reduced_units", intervals_of_raw),
    (["bounds"], resampled, "loss_mean", mean_of_means),
    (["calls"], conventions, "rows", iou_of_averaged),
    (["calls"], conventions, "rows", units_are_the_set),
    (["noted"], notes, "exact_miou", strictly_worse),
    (["noted"], notes, "full_scale", floats_alone),
    (["noted"], notes, "looked_at", hints_without_truth),
    (["noted"], notes, "codes", one_hard_is_all),
    (["noted"], notes, "codes", few_is_twenty),
]
