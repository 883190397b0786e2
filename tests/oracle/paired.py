"""What `maskloss compare -f json` prints, computed from the two reports of `maskloss eval -f json`.

An independent reading of the definition: every step is a method, so that mistakes can be made in one of them on purpose
(paired_mistakes.py).  The draws of all resamples are made at once, with NumPy; `slow_interval` does it one by one, with
Python's unbounded integers.
"""

import math

import numpy as np

import resampled
from paths import OPERATORS, text_of
from resampled import ENDS, GAMMA, MIX_1, MIX_2, RESAMPLES

WORD = (1 << 64) - 1
DEFAULT_BY = ("masked", "losses", "cce", "mean")
DEFAULT_WORST = 10
CLASS_FIGURES = {"fp": 1, "fn": 1, "tp": -1, "tn": -1, "iou": -1, "dice": -1, "precision": -1, "recall": -1}


# ------------------------------------------------------------------ paths

def leaves(value, parts=()):
    """(parts of the path, number or None) of all that is in no array, in order."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*parts, key))
    elif not isinstance(value, (list, str)):
        yield parts, value


def look_up(value, parts):
    for part in parts:
        value = value[part]
    return value


def worse_sign(parts):
    """1 where more is worse, -1 where less is, 0 where nobody can say; of a path inside an image's object."""
    if len(parts) < 3:
        return 0
    if parts[1] == "losses":
        return 0 if parts[3] == "classes" else 1
    if parts[1] == "metrics":
        return 0 if parts[2] == "classes" else -1
    return CLASS_FIGURES.get(parts[-1], 0) if parts[1] == "per_class" else 0


# ------------------------------------------------------------------ one by one, with Python's integers

def splitmix64(seed):
    """The generator of Steele, Lea and Flood (2014), as published by Vigna."""
    state = seed & WORD
    while True:
        state = (state + GAMMA) & WORD
        z = state
        z = ((z ^ (z >> 30)) * MIX_1) & WORD
        z = ((z ^ (z >> 27)) * MIX_2) & WORD
        yield z ^ (z >> 31)


def slow_interval(differences):
    """(low, high): the definition, word by word."""
    n, means = len(differences), []
    for resample in range(RESAMPLES):
        draw = splitmix64(resample)
        means.append(math.fsum(differences[(next(draw) * n) >> 64] for _ in range(n)) / n)
    means.sort()
    ends = []
    for share in ENDS:
        place = share * (RESAMPLES - 1)
        below = math.floor(place)
        ends.append(means[below] + (place - below) * (means[below + 1] - means[below]))
    return tuple(ends)


# ------------------------------------------------------------------ the result

def difference(baseline, candidate):
    return None if baseline is None or candidate is None else candidate - baseline


class Paired:
    """The comparison of two reports; `order` are the ids of the images compared, in order."""

    def __init__(self):
        self.made = {}                # draws by number of images
        self.known = {}               # intervals by what they are of

    # Which images are drawn.

    def seeds(self):
        return resampled.seeds()

    def words(self, n):
        return resampled.words(n, self.seeds())

    def index(self, word, n):
        return resampled.index(word, n)

    def draws(self, n):
        if n not in self.made:
            self.made[n] = self.index(self.words(n), n)
        return self.made[n]

    # The interval of one figure.

    def pairs(self, baseline, candidate):
        """Values of the images where both have one."""
        return [(b, c) for b, c in zip(baseline, candidate) if b is not None and c is not None]

    def resample_means(self, pairs):
        differences = np.array([c - b for b, c in pairs], dtype=np.float64)
        return differences[self.draws(len(pairs))].mean(axis=1)

    def ends(self, means):
        return [float(end) for end in np.quantile(means, ENDS)]

    def center(self, pairs):
        return math.fsum(c - b for b, c in pairs) / len(pairs)

    def interval(self, baseline, candidate):
        """mean_delta, low, high, images"""
        pairs = self.pairs(baseline, candidate)
        key = tuple(pairs)
        if key not in self.known:
            low, high = self.ends(self.resample_means(pairs)) if len(pairs) >= 2 else (None, None)
            self.known[key] = self.center(pairs) if pairs else None, low, high, len(pairs)
        return self.known[key]

    # The members of the document.

    def delta(self, baseline, candidate):
        return difference(baseline, candidate)

    def rel(self, baseline, delta):
        return None if delta is None or baseline == 0 else delta / abs(baseline)

    def aggregate_leaves(self, report):
        return leaves(report["aggregate"])

    def in_order(self, report, order):
        by_id = {image["id"]: image for image in report["images"]}
        return [by_id[id_] for id_ in order]

    def figures(self, baseline, candidate, order):
        """{parts of the path: entry of `figures`}"""
        images = [self.in_order(report, order) for report in (baseline, candidate)]
        result = {}
        for parts, before in self.aggregate_leaves(baseline):
            after = look_up(candidate["aggregate"], parts)
            delta = self.delta(before, after)
            entry = {"figure": text_of(parts), "baseline": before, "candidate": after, "delta": delta,
                     "rel": self.rel(before, delta), "mean_delta": None, "low": None, "high": None, "images": None}
            if parts[0] == "image_mean" and parts[-1] == "mean":
                inside = parts[1:] if parts[2] == "losses" else parts[1:-1]
                values = [[look_up(image, inside) for image in side] for side in images]
                entry["mean_delta"], entry["low"], entry["high"], entry["images"] = self.interval(*values)
            result[parts] = entry
        return result

    def worse_sign(self, parts):
        return worse_sign(parts)

    def is_worse(self, by_how_much):
        return by_how_much > 0

    def worst_first(self, found):
        return sorted(found, key=lambda one: -one[0])          # stable

    def worse(self, baseline, candidate, order, by, worst):
        sign, found = self.worse_sign(by), []
        for before, after in zip(self.in_order(baseline, order), self.in_order(candidate, order)):
            delta = difference(look_up(before, by), look_up(after, by))
            if delta is not None and self.is_worse(sign * delta):
                found.append((sign * delta, {"id": before["id"], "delta": delta}))
        return [entry for _, entry in self.worst_first(found)][:worst]

    def improved(self, baseline, candidate, order, by, worst):
        """The images whose worsening is negative, the most negative first; of equal ones, those that come first."""
        worsening = {}
        for before, after in zip(self.in_order(baseline, order), self.in_order(candidate, order)):
            delta = difference(look_up(before, by), look_up(after, by))
            if delta is not None and self.is_better(self.worse_sign(by) * delta):
                worsening.setdefault(self.worse_sign(by) * delta, []).append({"id": before["id"], "delta": delta})
        return [entry for amount in self.best_order(worsening) for entry in worsening[amount]][:worst]

    def is_better(self, worsening):
        return worsening < 0

    def best_order(self, amounts):
        return sorted(amounts)

    def gate_value(self, figures, gate):
        return figures[gate.parts][gate.member]

    def gate_passes(self, value, gate):
        return value is not None and OPERATORS[gate.operator](value, float(gate.number))

    def gates(self, figures, gates):
        result = []
        for gate in gates:
            value = self.gate_value(figures, gate)
            result.append({"gate": gate.text, "value": value, "pass": self.gate_passes(value, gate)})
        return result

    def document(self, baseline, candidate, plan):
        """plan: order (ids), by (parts), by_text, worst, gates, sides (name, images, left_out of each)"""
        figures = self.figures(baseline, candidate, plan.order)
        sides = [{**side, "failed": 0, "settings": report["settings"]}
                 for side, report in zip(plan.sides, (baseline, candidate))]
        return {
            "maskloss": {"version": None, "schema": 1},
            "baseline": sides[0], "candidate": sides[1],
            "figures": list(figures.values()),
            "by": plan.by_text,
            "worse": self.worse(baseline, candidate, plan.order, plan.by, plan.worst),
            "better": self.improved(baseline, candidate, plan.order, plan.by, plan.worst),
            "gates": self.gates(figures, plan.gates),
        }


def exit_status(document):
    return 0 if all(gate["pass"] for gate in document["gates"]) else 1
