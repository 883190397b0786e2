"""Wrong measures that the family measures must tell from the right ones."""

import dataclasses

import numpy as np

import measured
import measured_band
import measured_boundary
import measured_calibration
import measured_objects
import measured_surface
from pixels import take_view

FAMILY = ["measures"]


def of_valid_ones(plane):
    """A bad pixel makes no edge."""
    return measured_band.edges(dataclasses.replace(plane, y=np.where(plane.bad, -1, plane.y), known={}))


def void_makes_edges(plane):
    return measured_band.edges(dataclasses.replace(plane, y=np.where(plane.y < 0, 999, plane.y), known={})) & (plane.y >= 0)


def one_wider(plane, width):
    return measured_band.find_band(plane, width + 1)


def bad_ones_too(plane, width):
    return measured_band.find_band(dataclasses.replace(plane, bad=np.zeros_like(plane.bad), known={}), width)


def ceiling(conf, n_bins):
    return max(0, -int(-conf * n_bins // 1) - 1)


def labels_are_sure(planes, params, options, view, is_sum):
    sure = [dataclasses.replace(plane, has_values=True, known={}) for plane in planes]
    return measured_calibration.figures(sure, params, options, view, is_sum)


def masked_as_they_are(planes, params, options, view, is_sum):
    return measured_calibration.figures(planes, params, options, "raw" if view == "masked" else view, is_sum)


def four_neighbours(plane, c):
    """Components over sides alone."""
    left, found = {tuple(at) for at in np.argwhere(plane.y == c).tolist()}, []
    while left:
        reached = [left.pop()]
        for row, column in reached:
            for at in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                if at in left:
                    left.remove(at)
                    reached.append(at)
        found.append(reached)
    return found


def more_than_half(held):
    result = measured_objects.counts(held)
    return {**result, "half": sum(2 * hit > size for size, hit in held)}


def least_excluded(planes, c, least):
    return measured_objects.looked_at(planes, c, least + 1)


def masked_objects_too(planes, params, options, view, is_sum):
    return measured_objects.figures(planes, params, dataclasses.replace(options, mask=[]), view, is_sum)


def highest_index(plane, pixels, hit, c, options):
    """`as` by the highest index of equals."""
    row = measured_objects.row_of(plane, pixels, hit, c, options)
    called = [sum(plane.d[at] == k for at in pixels) if k != c else 0 for k in range(len(options.names))]
    return {**row, "as": options.names[len(called) - 1 - called[::-1].index(max(called))] if max(called) else None}


def columns_first(plane, pixels, hit, c, options):
    """The box as x, y."""
    row = measured_objects.row_of(plane, pixels, hit, c, options)
    top, left, bottom, right = row["box"]
    return {**row, "box": [left, top, right, bottom]}


def itself_too(plane, pixels, hit, c, options):
    """`as` may be the object's own class."""
    row = measured_objects.row_of(plane, pixels, hit, c, options)
    return {**row, "as": options.names[c]} if 2 * hit > len(pixels) else row


def largest_first(planes, params, options):
    """Listed by their pixels, whatever of them is hit."""
    if params.get("worst", 0) == 0:
        return {}
    rows = measured_objects.of_aggregate(planes, {**params, "worst": 10**9}, options)["worst"]
    return {"worst": sorted(rows, key=lambda row: -row["pixels"])[:params["worst"]]}


def missed_alone(planes, params, options):
    """Only those of which no pixel is hit."""
    if params.get("worst", 0) == 0:
        return {}
    rows = measured_objects.of_aggregate(planes, {**params, "worst": 10**9}, options)["worst"]
    return {"worst": [row for row in rows if row["hit"] == 0][:params["worst"]]}


def class_before_box(planes, params, options):
    """Of equals the first class, then the first box."""
    if params.get("worst", 0) == 0:
        return {}
    rows = measured_objects.of_aggregate(planes, {**params, "worst": 10**9}, options)["worst"]
    rows.sort(key=lambda row: (row["hit"] - row["pixels"], row["image"].encode("utf-8", "surrogateescape"),
                               options.names.index(row["class"])))
    return {"worst": rows[:params["worst"]]}


def no_edge_of_image(region, reach):
    return measured_boundary.rim(np.pad(region, reach, mode="edge"), reach)[reach:-reach, reach:-reach]


def diamond(region, reach):
    """Rims by steps over sides alone."""
    rest = np.pad(region, 1)
    for _ in range(reach):
        near = rest.copy()
        near[1:-1, 1:-1] &= rest[:-2, 1:-1] & rest[2:, 1:-1] & rest[1:-1, :-2] & rest[1:-1, 2:]
        rest = near
    return region & ~rest[1:-1, 1:-1]


def rounded_down(shape, d):
    return d or max(1, int(0.02 * np.hypot(*shape)))


def rims_alone(both, either, inside, around):
    return both / either if either else None


def as_predicted(plane, view, mask):
    return plane.d


def bad_ones_right(plane, view, mask):
    """Where the truth is masked, a bad pixel is right as well."""
    return plane.d if view == "raw" else np.where(np.isin(plane.y, mask), plane.y, plane.d)


def corners_count(region):
    """A border pixel has one of eight neighbours outside."""
    return np.argwhere(measured_boundary.rim(region, 1)).astype(float)


def inner_border(region):
    """The image's edge is no border."""
    padded = np.pad(region, 1, mode="edge")
    rest = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.argwhere(region & ~rest).astype(float)


def chessboard(start, end):
    return np.abs(start[:, None, :] - end[None, :, :]).max(axis=2).min(axis=1)


def nearest_rank(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(np.ceil(q * len(values))) - 1)]


def missed_adds_nothing(held, is_sum):
    kept = [(None, None, *one[2:]) if is_sum and one[3] else one for one in held]
    return measured_surface.row_of(kept, is_sum)


def unspaced(plane, c, tau, options, view):
    return measured_surface.measure(plane, c, tau, dataclasses.replace(options, spacing=None), view)


def strict(plane, c, tau, options, view):
    """Below tau, not at it."""
    return measured_surface.measure(plane, c, tau * (1 - 1e-9) - 1e-9, options, view)


def turned_spacing(plane, c, tau, options, view):
    spacing = options.spacing and options.spacing[::-1]
    return measured_surface.measure(plane, c, tau, dataclasses.replace(options, spacing=spacing), view)


def unseen(px, view, mask):
    """The mask forgotten."""
    return take_view(px, "raw", mask)


MUTANTS = [
    (FAMILY, measured_band, "edges", of_valid_ones), (FAMILY, measured_band, "edges", void_makes_edges),
    (FAMILY, measured_band, "find_band", one_wider), (FAMILY, measured_band, "find_band", bad_ones_too),
    (FAMILY, measured_band, "take_view", unseen),
    (FAMILY, measured_calibration, "bin_of", ceiling), (FAMILY, measured_calibration, "figures", labels_are_sure),
    (FAMILY, measured_calibration, "figures", masked_as_they_are),
    (FAMILY, measured_objects, "flood", four_neighbours), (FAMILY, measured_objects, "counts", more_than_half),
    (FAMILY, measured_objects, "looked_at", least_excluded), (FAMILY, measured_objects, "figures", masked_objects_too),
    (FAMILY, measured_objects, "row_of", highest_index), (FAMILY, measured_objects, "row_of", columns_first),
    (FAMILY, measured_objects, "row_of", itself_too), (FAMILY, measured_objects, "of_aggregate", largest_first),
    (FAMILY, measured_objects, "of_aggregate", missed_alone), (FAMILY, measured_objects, "of_aggregate", class_before_box),
    (FAMILY, measured_boundary, "rim", no_edge_of_image), (FAMILY, measured_boundary, "rim", diamond),
    (FAMILY, measured_boundary, "reach_of", rounded_down), (FAMILY, measured_boundary, "lesser", rims_alone),
    (FAMILY, measured, "decided", as_predicted), (FAMILY, measured, "decided", bad_ones_right),
    (FAMILY, measured_surface, "border", corners_count), (FAMILY, measured_surface, "border", inner_border),
    (FAMILY, measured_surface, "one_way", chessboard), (FAMILY, measured_surface, "percentile", nearest_rank),
    (FAMILY, measured_surface, "row_of", missed_adds_nothing), (FAMILY, measured_surface, "measure", unspaced),
    (FAMILY, measured_surface, "measure", strict), (FAMILY, measured_surface, "measure", turned_spacing),
]
