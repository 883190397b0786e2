"""What SPEC 8 adds to a comparison: intervals of pooled figures, groups, and notes.

The pooled figures of a resample come from the pixels (resampled.py); the same draws serve both sides.
"""

import numpy as np

import compare
import oracle
import paired
import resampled
from paired import Paired
from paths import group_text, text_of
from pixels import VIEWS, concatenate, read_pixels

NOT_LISTED = ("intervals", "conventions")
NAMES = ("class", "worst")                         # members that hold names
OTHER_NOTES = ("recall-only", "no-better-than-constant", "hard-losses", "odd-sums", "looks-like-probabilities",
               "unknown-labels", "no-data", "read-by-color")
FEW = 20


def leaves(value, parts=()):
    """As paired.leaves, without what is no figure."""
    for path, number in paired.leaves(value, parts):
        if path[0] not in NOT_LISTED and path[-1] not in NAMES:
            yield path, number


def path_text(parts):
    return group_text(parts) if parts[0] == "groups" else text_of(parts)


class Pooled(Paired):
    """sides: images of both, in order; groups: {id: name} or None."""

    def __init__(self, sides, options, groups=None):
        super().__init__()
        self.sides, self.options, self.groups = sides, options, groups
        self.pooled = None

    # ------------------------------------------------------------------ units

    def names(self):
        """Of the groups, in order."""
        return sorted(set(self.groups.values()), key=lambda name: name.encode("utf-8"))

    def units_of(self, images):
        """Pixels of each image or group."""
        read = {image.id: read_pixels(image, self.options) for image in images}
        if not self.groups:
            return list(read.values())
        return [concatenate([px for id_, px in read.items() if self.groups[id_] == name]) for name in self.names()]

    def times(self, n):
        return resampled.times_drawn(n)

    def pooled_intervals(self):
        """{parts: (low, high)} of differences of pooled figures."""
        if self.pooled is None:
            units = [self.units_of(images) for images in self.sides]
            self.pooled = {}
            asked = oracle.DEFAULT_LOSSES if self.options.losses is None else None
            given = [(name, {}) for name in asked] if asked else self.options.losses
            losses = [oracle.resolve_loss(name, params, self.options.smooth) for name, params in given]
            for view in (v for v in VIEWS if v in self.options.views and len(units[0]) >= 2):
                times = self.times(len(units[0]))
                before, after = (self.figures_of_side(i, one, times, losses, view) for i, one in enumerate(units))
                for parts, values in before.items():
                    self.pooled[(view, *parts)] = self.ends_of(after[parts] - values)
        return self.pooled

    def figures_of_side(self, side, units, times, losses, view):
        return resampled.view_of_resamples(units, times, self.options, losses, view, oracle.pointwise_values)

    def ends_of(self, differences):
        return resampled.ends(differences)

    # ------------------------------------------------------------------ figures

    def aggregate_leaves(self, report):
        return leaves(report["aggregate"])

    def figures(self, baseline, candidate, order):
        result = super().figures(baseline, candidate, order)
        pooled = self.pooled_intervals()
        for parts, entry in result.items():
            if parts in pooled:
                entry["low"], entry["high"] = pooled[parts]
            elif parts[0] in ("image_mean", "group_mean") and parts[2] != "per_class":
                self.of_means(parts, entry, baseline, candidate, order)
            elif parts[0] in ("image_mean", "group_mean"):
                entry.update(mean_delta=None, low=None, high=None, images=None)
        if self.groups:
            result.update(self.figures_of_groups(baseline, candidate))
        return result

    def of_means(self, parts, entry, baseline, candidate, order):
        if parts[-1] in ("mean_unmasked", "mean_weighted"):
            entry.update(mean_delta=compare.Free(), low=compare.Free(), high=compare.Free(), images=compare.Free())
        elif parts[0] == "image_mean" and parts[-1] == "mean" and self.groups:
            entry["low"], entry["high"] = self.over_drawn_groups(parts, baseline, candidate, order)
        elif parts[0] == "group_mean" and parts[-1] == "mean":
            inside = parts[1:] if parts[2] == "losses" else parts[1:-1]
            values = [[paired.look_up(group, inside) for group in report["groups"]] for report in (baseline, candidate)]
            entry["mean_delta"], entry["low"], entry["high"], n = self.interval(*values)
            entry["images"] = compare.Free([n, None])

    def over_drawn_groups(self, parts, baseline, candidate, order):
        """All differences of the drawn groups, over their number."""
        inside = parts[1:] if parts[2] == "losses" else parts[1:-1]
        names = self.names()
        sums, numbers = np.zeros(len(names)), np.zeros(len(names))
        for before, after in zip(self.in_order(baseline, order), self.in_order(candidate, order)):
            delta = paired.difference(paired.look_up(before, inside), paired.look_up(after, inside))
            if delta is not None:
                sums[names.index(self.groups[before["id"]])] += delta
                numbers[names.index(self.groups[before["id"]])] += 1
        if len(names) < 2:
            return None, None
        times = self.times(len(names))
        return resampled.ends(resampled.ratio(times @ sums, times @ numbers))

    def figures_of_groups(self, baseline, candidate):
        """Losses and metrics of each."""
        result = {}
        for before, after in zip(baseline["groups"], candidate["groups"]):
            shown = {view: {key: before[view][key] for key in ("losses", "metrics")} for view in VIEWS if view in before}
            for parts, value in leaves(shown):
                delta = self.delta(value, paired.look_up(after, parts))
                name = ("groups", before["group"], *parts)
                result[name] = {"figure": path_text(name), "baseline": value, "candidate": paired.look_up(after, parts),
                                "delta": delta, "rel": self.rel(value, delta), "mean_delta": None, "low": None,
                                "high": None, "images": None}
        return result

    def document(self, baseline, candidate, plan):
        document = super().document(baseline, candidate, plan)
        gates = document.pop("gates")
        n = len(self.names()) if self.groups else len(self.sides[0])
        must = ["few-units"] if 2 <= n < FEW else []
        document["notes"] = compare.Codes(must, OTHER_NOTES + (("few-units",) if n < 2 else ()))
        document["gates"] = gates
        return document


# ------------------------------------------------------------------ mistakes

class DrawsForEach(Pooled):
    """The sides are drawn each for itself."""

    def figures_of_side(self, side, units, times, losses, view):
        return super().figures_of_side(side, units, times if side == 0 else times[::-1], losses, view)


class DifferenceOfEnds(Pooled):
    """Intervals of the sides, subtracted."""

    def pooled_intervals(self):
        kept = self.ends_of
        try:
            self.ends_of = lambda values: tuple(v * (1 + 1e-6) if v else v for v in kept(values))
            return super().pooled_intervals()
        finally:
            self.ends_of = kept


class ImagesThoughGroups(Pooled):
    """Images are drawn where there are groups."""

    def units_of(self, images):
        kept, self.groups = self.groups, None
        try:
            return super().units_of(images)
        finally:
            self.groups = kept


class GroupsCountOnce(Pooled):
    """Of image_mean: the mean of the drawn groups' means."""

    def over_drawn_groups(self, parts, baseline, candidate, order):
        kept, resampled_ratio = self.times, resampled.ratio
        try:
            self.times = lambda n: (kept(n) > 0).astype(int)
            return super().over_drawn_groups(parts, baseline, candidate, order)
        finally:
            self.times, resampled.ratio = kept, resampled_ratio


MISTAKES = [DrawsForEach, DifferenceOfEnds, ImagesThoughGroups, GroupsCountOnce]
