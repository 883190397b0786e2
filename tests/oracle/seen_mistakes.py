"""Mistakes in maps and explanations that some case must show: in what is computed (files and
answers: seen_vandals.py)."""

import numpy as np

import explained
import gradients
import pictures
from oracle import POINTWISE
from pixels import one_hot
from probabilities import EXT
from sight import STATES, Sight

MISSED, WRONG, RIGHT, FORGIVEN = (STATES.index(name) for name in ("missed", "wrong", "right", "forgiven"))


def other(sight, **more):
    return Sight(**{**vars(sight), **more})


# ------------------------------------------------------------------ states

def missed_is_wrong(sight, mask):
    found = pictures.states(sight, mask)
    return np.where(found == MISSED, WRONG, found)


def wrong_is_missed(sight, mask):
    found = pictures.states(sight, mask)
    return np.where(found == WRONG, MISSED, found)


def masked_is_forgiven(sight, mask):
    """Even where it was right."""
    found = pictures.states(sight, mask)
    return np.where(np.isin(sight.y, mask) & (found == RIGHT), FORGIVEN, found)


def among_masked_is_right(sight, mask):
    """A masked class called another masked one."""
    found = pictures.states(sight, mask)
    return np.where((found == FORGIVEN) & np.isin(sight.d, mask), RIGHT, found)


def none_is_missed(sight, mask):
    found = pictures.states(sight, mask)
    return np.where((found == WRONG) & (sight.d < 0), MISSED, found)


def bad_is_wrong(sight, mask):
    return np.where(sight.bad, WRONG, pictures.states(sight, mask))


# ------------------------------------------------------------------ pictures

def rounded_down(x):
    low = np.floor(x)
    return low.astype(np.int64), low.astype(np.int64)


def raw_loss(loss, sight, options):
    values = np.zeros(len(sight.y), dtype=EXT)
    values[sight.valid] = pictures.oracle.pointwise_values(loss, sight.pixels(), options)
    return values


def unweighted(loss, sight, options):
    values = pictures.loss_values(loss, sight, options)
    factor = gradients.factors(loss, options)[np.maximum(sight.y, 0)]
    return np.where(factor > 0, values / np.where(factor > 0, factor, 1), values)


def scaled_by_unmasked(loss, sight, options, scale):
    """The largest value of pixels that are not masked."""
    made = pictures.loss_map(loss, sight, options, scale)
    values = pictures.loss_values(loss, sight, options)[sight.counted(options.mask)]
    if scale is None:
        made.maximum = float(values.max()) if values.size else 0.0
    return made


def without_scale(loss, sight, options, scale):
    return pictures.loss_map(loss, sight, options, None)


def none_is_ignored(classes, sight, options):
    return pictures.class_map(np.where(classes < 0, len(options.names) - 1, classes), sight, options)


def with_bad_ones(classes, sight, options):
    return pictures.class_map(classes, other(sight, bad=np.zeros_like(sight.bad)), options)


def masked_decision(classes, sight, options):
    masked = np.isin(sight.y, options.mask)
    return pictures.class_map(np.where(masked, sight.y, classes), sight, options)


def palette_for_all(classes, sight, options):
    made = pictures.class_map(classes, sight, options)
    if made.form == "gray16":
        made.low = made.high = made.low % 256
        made.form = "gray8"
    return made


def masked_probability(c, sight):
    certain = one_hot(sight.y, sight.p.shape[1])
    return pictures.probability_map(c, other(sight, p=np.where((sight.y == c)[:, None], certain, sight.p)))


def raw_tensor(sight, options):
    return sight.p.copy()


def zeros_for_masked(sight, options):
    p = sight.p.copy()
    p[np.isin(sight.y, options.mask)] = 0
    return p


def middle_of_photo(photo, sight, options):
    """The last of n pixels instead of the first."""
    step = photo.shape[0] // sight.shape[0]
    return pictures.overlay(photo[step - 1::step, step - 1::step], sight, options)


def mean_gray(photo):
    return photo.mean(axis=2).astype(np.int64) if photo.ndim == 3 else photo.astype(np.int64)


# ------------------------------------------------------------------ names

def dots_stay(id_):
    return pictures.path_of(id_.replace("..", "__"))


def last_part(id_):
    return pictures.path_of(id_).split("/")[-1]


def by_character(kind):
    return "".join(c if c.isascii() and (c.isalnum() or c in "_.=-") else "-" for c in kind)


def underlined(kind):
    return kind.replace(":", "_").replace("/", "-")


def blanks_kept(kind):
    return "".join(c if c == " " else pictures.kind_in_name(c) for c in kind)


# ------------------------------------------------------------------ gradients

def of_mean_unmasked(loss, sight, options):
    made = gradients.gradient(loss, sight, options)
    counted, valid = sight.counted(options.mask).sum(), sight.valid.sum()
    return made * EXT(valid) / EXT(counted) if counted and loss.name in POINTWISE else made


def at_masked_too(loss, sight, options):
    return gradients.gradient(loss, sight, type(options)(**{**vars(options), "mask": []}))


def without_clip(loss, sight, options):
    return gradients.of_pointwise(loss, sight, type(options)(**{**vars(options), "epsilon": 0.0}))


def clip_includes_border(loss, sight, options):
    eps = options.epsilon
    return gradients.of_pointwise(loss, sight, type(options)(**{**vars(options), "epsilon": np.nextafter(eps, 0)}))


def no_factors(loss, options):
    return np.ones(len(options.names), dtype=EXT)


def no_power(pt, factor, gamma):
    return gradients.slope_of_log(pt, factor, gamma if gamma == 0 else EXT(1))


def uncentred(by_p, sight):
    """As if p = q."""
    return by_p if not sight.is_binary else gradients.through_activation(by_p, sight)


def unshared(by_p, sight):
    made = gradients.through_activation(by_p, sight)
    if sight.activation == "none" and not sight.is_binary:
        return made * sight.q.sum(axis=1)[:, None]
    return made


def soft_for_sigmoid(by_p, sight):
    return gradients.through_activation(by_p, other(sight, activation="softmax") if sight.activation == "sigmoid" and
                                        not sight.is_binary else sight)


def binary_of_class_0(by_p, sight):
    made = gradients.through_activation(by_p, sight)
    return -made if sight.is_binary else made


def of_share(by_p, sight):
    """Of a plane of probabilities the derivative by the probability."""
    return gradients.through_activation(by_p, other(sight, unit=1))


def all_classes(options, view):
    return list(range(len(options.names)))


def skipped(loss, sight, options, counts):
    return gradients.of_region(loss, sight, type(options)(**{**vars(options), "absent": "skip"}), counts)


def without_exponent(loss):
    fp, fn, _, smooth = gradients.parameters(loss)
    return fp, fn, EXT(1), smooth


def swapped_weights(loss):
    fp, fn, exponent, smooth = gradients.parameters(loss)
    return fn, fp, exponent, smooth


def unsmoothed(loss):
    return (*gradients.parameters(loss)[:3], EXT(1e-7))


def unsquared(loss, sight, options, counts):
    """1 / N_c as weights."""
    return gradients.of_gdice(loss, sight, options, [(tp, fp, fn, EXT(g) ** EXT(0.5)) for tp, fp, fn, g in counts])


def as_channels_first(loss, sight, options):
    made = gradients.gradient(loss, sight, options)
    return np.ascontiguousarray(made.T).reshape(made.shape)


def infinite_at_perfect(loss, sight, options, counts):
    """A power of 0 below 0 is kept small instead of left out."""
    made = gradients.of_region(loss, sight, options, counts)
    _, _, exponent, _ = gradients.parameters(loss)
    perfect = any(fp == 0 and fn == 0 and g > 0 for _, fp, fn, g in counts)
    if exponent < 1 and perfect:
        made[:, 0] += EXT(1e-3)
    return made


# ------------------------------------------------------------------ explanations

def raw_in_both(loss, options, sight, n):
    made = explained.pointwise(loss, options, sight, n)
    return {**made, "masked": made["raw"]}


def without_factor(loss, options, sight, n):
    made = explained.pointwise(loss, options, sight, n)
    return {**made, "raw": made["raw"] / (made["factor"] or 1)}


def factor_of_class_0(loss, options, sight, n):
    return {**explained.pointwise(loss, options, sight, n), "factor": float(gradients.factors(loss, options)[0])}


def raw_adds(view, options, sight, n):
    return explained.added("raw", options, sight, n)


def hard_adds(view, options, sight, n):
    made = explained.added(view, options, sight, n)
    return {name: {key: float(round(value)) for key, value in row.items()} for name, row in made.items()}


def margin_of_true(sight, n):
    return float(sight.p[n].max() - sight.p[n, sight.y[n]])


def first_ten(sight, n):
    return sorted({*explained.shown_classes(sight, n), 0} - {len(sight.p[n]) - 1})


def no_sum(sight):
    return None


# (families, module, name, what stands there instead)
MISTAKES = [
    *((["maps"], pictures, "states", wrong) for wrong in (missed_is_wrong, wrong_is_missed, masked_is_forgiven,
                                                          among_masked_is_right, none_is_missed, bad_is_wrong)),
    (["maps"], pictures, "rounded", rounded_down), (["maps"], pictures, "loss_values", raw_loss),
    (["maps"], pictures, "loss_values", unweighted), (["maps"], pictures, "loss_map", scaled_by_unmasked),
    (["maps"], pictures, "loss_map", without_scale),
    *((["maps"], pictures, "class_map", wrong) for wrong in (none_is_ignored, with_bad_ones, masked_decision,
                                                             palette_for_all)),
    (["maps"], pictures, "probability_map", masked_probability), (["maps"], pictures, "masked_p", raw_tensor),
    (["maps"], pictures, "masked_p", zeros_for_masked), (["maps"], pictures, "overlay", middle_of_photo),
    (["maps"], pictures, "luminance", mean_gray), (["maps"], pictures, "path_of", dots_stay),
    (["maps"], pictures, "path_of", last_part), (["maps"], pictures, "kind_in_name", by_character),
    (["maps"], pictures, "kind_in_name", underlined), (["maps"], pictures, "kind_in_name", blanks_kept),
    *((["gradient", "maps"], gradients, "gradient", wrong) for wrong in (of_mean_unmasked, at_masked_too, as_channels_first)),
    (["gradient"], gradients, "of_pointwise", without_clip), (["gradient"], gradients, "of_pointwise", clip_includes_border),
    (["gradient", "maps"], gradients, "factors", no_factors), (["gradient"], gradients, "slope_of_log", no_power),
    *((["gradient"], gradients, "through_activation", wrong) for wrong in (uncentred, unshared, soft_for_sigmoid,
                                                                           binary_of_class_0, of_share)),
    (["gradient"], gradients, "averaged_classes", all_classes), (["gradient"], gradients, "of_region", skipped),
    (["gradient"], gradients, "of_region", infinite_at_perfect),
    *((["gradient"], gradients, "parameters", wrong) for wrong in (without_exponent, swapped_weights, unsmoothed)),
    (["gradient"], gradients, "of_gdice", unsquared),
    *((["explain"], explained, "pointwise", wrong) for wrong in (raw_in_both, without_factor, factor_of_class_0)),
    *((["explain"], explained, "added", wrong) for wrong in (raw_adds, hard_adds)),
    (["explain"], explained, "margin", margin_of_true), (["explain"], explained, "shown_classes", first_ten),
    (["explain"], explained, "sums_of", no_sum), (["explain"], explained, "states", missed_is_wrong),
    (["explain"], gradients, "gradient", of_mean_unmasked),
]
