"""Mistakes in a comparison, each in one step of the oracle (paired.py) and such as a program could make as well."""

import numpy as np

import paired
from paired import Paired


class SeedFromOne(Paired):
    def seeds(self):
        return super().seeds() + np.uint64(1)


class OneGenerator(Paired):
    """Seeded once, with 0, and drawn from by one resample after the other."""

    def words(self, n):
        with np.errstate(over="ignore"):
            return super().words(paired.RESAMPLES * n)[0].reshape(paired.RESAMPLES, n)

    def seeds(self):
        return np.zeros(1, dtype=np.uint64)


class DrawsFirstMixed(Paired):
    """The state is used before it is advanced."""

    def seeds(self):
        with np.errstate(over="ignore"):
            return super().seeds() - np.uint64(paired.GAMMA)


class WrongShift(Paired):
    def words(self, n):
        with np.errstate(over="ignore"):
            z = self.seeds()[:, None] + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(paired.GAMMA)
            z = (z ^ (z >> np.uint64(31))) * np.uint64(paired.MIX_1)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(paired.MIX_2)
            return z ^ (z >> np.uint64(31))


class Modulo(Paired):
    def index(self, word, n):
        return word % np.uint64(n)


class ModuloOfHighHalf(Paired):
    def index(self, word, n):
        return (word >> np.uint64(32)) % np.uint64(n)


class Unpaired(Paired):
    """Baseline and candidate are resampled each for itself."""

    def resample_means(self, pairs):
        before, after = np.array(pairs, dtype=np.float64).T
        words = self.index(self.words(2 * len(pairs)), len(pairs))
        return (after[words[:, len(pairs):]] - before[words[:, :len(pairs)]]).mean(axis=1)


class FewerResamples(Paired):
    def seeds(self):
        return super().seeds()[:9999]


class Median(Paired):
    def resample_means(self, pairs):
        values = np.array([c - b for b, c in pairs])
        return np.median(values[self.draws(len(pairs))], axis=1)


class Nearest(Paired):
    """No interpolation."""

    def ends(self, means):
        return [float(np.sort(means)[round(share * (len(means) - 1))]) for share in paired.ENDS]


class Hazen(Paired):
    """Another of the nine definitions of a quantile: place n q - 1/2 instead of (n - 1) q."""

    def ends(self, means):
        places = np.array(paired.ENDS) * len(means) - 0.5
        return [float(end) for end in np.interp(places, np.arange(len(means)), np.sort(means))]


class Ninety(Paired):
    def ends(self, means):
        return [float(end) for end in np.quantile(means, (0.05, 0.95))]


class EndsSwapped(Paired):
    def ends(self, means):
        return super().ends(means)[::-1]


class Normal(Paired):
    """Mean plus and minus 1.96 standard errors."""

    def ends(self, means):
        return [float(means.mean() + side * means.std()) for side in (-1.96, 1.96)]


class NullsAreZero(Paired):
    def pairs(self, baseline, candidate):
        return [(b or 0, c or 0) for b, c in zip(baseline, candidate)]


class NullOfOneIsZero(Paired):
    def pairs(self, baseline, candidate):
        return [(b or 0, c or 0) for b, c in zip(baseline, candidate) if b is not None or c is not None]


class DrawsAmongAll(Paired):
    """Indices of all images, of which those without a value are skipped."""

    def interval(self, baseline, candidate):
        self.everyone = list(zip(baseline, candidate))
        return super().interval(baseline, candidate)

    def resample_means(self, pairs):
        values = np.array([np.nan if b is None or c is None else c - b for b, c in self.everyone])
        with np.errstate(all="ignore"):
            drawn = values[self.draws(len(values))]
            return np.nan_to_num(np.nansum(drawn, axis=1) / np.maximum(1, (~np.isnan(drawn)).sum(axis=1)))


class OneIsEnough(Paired):
    def interval(self, baseline, candidate):
        center, low, high, n = super().interval(baseline, candidate)
        return (center, center, center, n) if n == 1 else (center, low, high, n)


class TwoAreTooFew(Paired):
    def interval(self, baseline, candidate):
        center, low, high, n = super().interval(baseline, candidate)
        return (center, None, None, n) if n == 2 else (center, low, high, n)


class CenterOfResamples(Paired):
    """mean_delta is the resamples' mean."""

    def center(self, pairs):
        return float(self.resample_means(pairs).mean())


class DifferenceOfMeans(Paired):
    """mean_delta is each side's own mean, subtracted."""

    def interval(self, baseline, candidate):
        means = [np.mean([v for v in side if v is not None] or [0]) for side in (baseline, candidate)]
        _, low, high, n = super().interval(baseline, candidate)
        return float(means[1] - means[0]) if n else None, low, high, n


class IntervalSigned(Paired):
    """Baseline minus candidate."""

    def pairs(self, baseline, candidate):
        return super().pairs(candidate, baseline)


class DeltaSigned(Paired):
    def delta(self, baseline, candidate):
        return paired.difference(candidate, baseline)


class Backwards(Paired):
    """The images from the last to the first."""

    def pairs(self, baseline, candidate):
        return super().pairs(baseline, candidate)[::-1]


class OrderOfText(Paired):
    """Ids in another order than the images': without regard to case."""

    def in_order(self, report, order):
        return super().in_order(report, sorted(order, key=str.lower))


class SignedRel(Paired):
    def rel(self, baseline, delta):
        return None if delta is None or baseline == 0 else delta / baseline


class RelAtZero(Paired):
    def rel(self, baseline, delta):
        return 0.0 if delta is not None and baseline == 0 else super().rel(baseline, delta)


class NoNullFigures(Paired):
    def aggregate_leaves(self, report):
        return ((parts, value) for parts, value in super().aggregate_leaves(report) if value is not None)


class SortedFigures(Paired):
    def aggregate_leaves(self, report):
        return sorted(super().aggregate_leaves(report))


class LossesOnly(Paired):
    """Metrics have no interval."""

    def figures(self, *arguments):
        result = super().figures(*arguments)
        for parts, entry in result.items():
            if len(parts) > 2 and parts[2] == "metrics":
                entry.update(mean_delta=None, low=None, high=None, images=None)
        return result


class MoreIsWorse(Paired):
    def worse_sign(self, parts):
        return 1


class FalsePositivesAreGood(Paired):
    def worse_sign(self, parts):
        return -1 if parts[1] == "per_class" else paired.worse_sign(parts)


class ListsThemAll(Paired):
    def is_worse(self, by_how_much):
        return True


class ListsEqual(Paired):
    def is_worse(self, by_how_much):
        return by_how_much >= 0


class LastTieFirst(Paired):
    def worst_first(self, found):
        return sorted(found[::-1], key=lambda one: -one[0])


class BestFirst(Paired):
    def worst_first(self, found):
        return sorted(found, key=lambda one: one[0])


class OneMore(Paired):
    def worse(self, baseline, candidate, order, by, worst):
        return super().worse(baseline, candidate, order, by, worst + 1)


class BetterListsEqual(Paired):
    def is_better(self, worsening):
        return worsening <= 0


class LeastBetterFirst(Paired):
    def best_order(self, amounts):
        return sorted(amounts, reverse=True)


class BetterIsWorse(Paired):
    def improved(self, *arguments):
        return self.worse(*arguments)


class BetterLacksOne(Paired):
    def improved(self, baseline, candidate, order, by, worst):
        return super().improved(baseline, candidate, order, by, worst - 1)


class BetterAreAll(Paired):
    def improved(self, baseline, candidate, order, by, worst):
        return super().improved(baseline, candidate, order, by, len(order))


class NullPasses(Paired):
    def gate_passes(self, value, gate):
        return value is None or super().gate_passes(value, gate)


class NullDiffers(Paired):
    def gate_passes(self, value, gate):
        return (value is None and gate.operator == "!=") or super().gate_passes(value, gate)


class GatesOnBaseline(Paired):
    def gate_value(self, figures, gate):
        return figures[gate.parts]["baseline" if gate.member == "candidate" else gate.member]


class DeltaIsMeanDelta(Paired):
    def gate_value(self, figures, gate):
        entry = figures[gate.parts]
        return entry["mean_delta" if gate.member == "delta" and entry["images"] is not None else gate.member]


MISTAKES = [kind for kind in list(globals().values())
            if isinstance(kind, type) and issubclass(kind, Paired) and kind is not Paired]
