"""Checks of the oracle itself: SPEC's worked example, a second implementation, and mistakes made on purpose."""

import itertools
import os
import shutil
import sys

import numpy as np

import built
import compare
import measured_selftest
import mutants
import mutants_fooled
import mutants_measured
import naive
import oracle
import rules_selftest
import seen_selftest
import selftest_fooled
from families import FAMILIES
from pixels import VIEWS, Image, Options, read_pixels
from probabilities import predict

WORKED_P = [[.9, .05, .05], [.2, .7, .1], [.1, .8, .1], [.6, .3, .1], [.1, .2, .7], [.5, .1, .4]]
# SPEC section 7: loss, figure, raw, masked.
WORKED = [
    ("cce", "mean", .735813410, .450013705),
    ("cce", "mean_unmasked", .675020508, .675020508),
    ("wcce", "mean", 1.610148974, 1.324349269),
    ("wcce", "mean_weighted", .690063846, .567578258),
    ("focal", "mean", .082997154, .040034909),
    ("dice", "mean", .444066120, .310519176),
    ("jaccard", "mean", .612641941, .471892841),
    ("tversky", "mean", .447926575, .314753057),
    ("focal_tversky", "mean", .547217886, .414926014),
    ("brier", "mean", .472500000, .280000000),
]
NAIVE_CASES = 60
NAIVE_CASES_SHORT = 15
NAIVE_SIZE = 12000     # pixels times classes of one image, times one view
PIXELS = 12            # of an image that get a second opinion


def close(a, b):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-11 * max(1, abs(b))


def worked_example():
    """Failures, as text."""
    image = Image("t", "t.png", "p.npy", np.array([[0], [0], [1], [1], [2], [2]]),
                         q=np.array(WORKED_P).reshape(6, 1, 3))
    options = Options(names=["0", "1", "2"], labels=[[0], [1], [2]], weights=[1, 2, 4], smooth=0.0,
                             losses=[(name, {}) for name in oracle.all_losses()])
    document = oracle.report([image], options)
    failures = []
    for place in (document["images"][0], document["aggregate"]):
        for loss, figure, raw, masked in WORKED:
            for view, expected in (("raw", raw), ("masked", masked)):
                got = place[view]["losses"][loss][figure]
                if abs(got - expected) > 5.0000001e-10:
                    failures.append("worked example: %s %s %s is %.12f, not %.9f" % (view, loss, figure, got, expected))
        if place["masked"]["confusion"] != [[2, 0, 0], [1, 1, 0], [1, 0, 1]]:
            failures.append("worked example: masked confusion is %s" % place["masked"]["confusion"])
    return failures


def naive_figures(pixels, options, view):
    """{path below the view: figure}, from lists and fractions."""
    n = len(options.names)
    seen = naive.view_of(pixels, view, set(options.mask), n)
    chosen = oracle.averaged_classes(options, view)
    figures = {"losses.cce.mean": naive.cce_mean(seen, options.epsilon), "losses.brier.mean": naive.brier_mean(seen),
               "losses.wcce.mean_weighted": naive.wcce_mean_weighted(seen, options.epsilon, options.weights),
               "metrics.kappa": naive.kappa(seen, n), "metrics.mcc": naive.mcc(seen)}
    ious = [value for value in (naive.iou_of_class(seen, c) for c in chosen) if value is not None]
    figures["metrics.miou"] = sum(ious) / len(ious) if ious else None
    distances = []
    for c, name in enumerate(options.names):
        distance, support = naive.tversky_of_class(seen, c, 0.3, 0.7, options.smooth)
        if support == 0 and options.absent != "keep":
            distance = {"skip": None, "one": 1, "zero": 0}[options.absent]
        figures["losses.tversky.per_class.%d" % c] = distance
        if distance is not None and c in chosen:
            distances.append(distance)
    figures["losses.tversky.mean"] = sum(distances) / len(distances) if distances else None
    return figures, naive.confusion(seen, n)


def look_up(view, path, names):
    for key in path.split("."):
        view = view[names[int(key)] if key.isdigit() else key]
    return view


def against_naive(case):
    """The same case through both implementations; only the pixels' values are shared."""
    options = case.options
    options.losses = [(name, {}) for name in oracle.all_losses()]
    options.views, options.summary = VIEWS, False
    document = oracle.report(case.images, options)
    by_id = {image.id: image for image in case.images}
    failures, everything = [], []
    for part in document["images"]:
        px = read_pixels(by_id[part["id"]], options)
        pixels = [(int(y), int(d) if d >= 0 else None, [float(v) for v in p]) for y, d, p in zip(px.y, px.d, px.p)]
        everything += pixels
        failures += compare_part(part, pixels, options, "case %d, %s" % (case.number, part["id"]))
    return failures + compare_part(document["aggregate"], everything, options, "case %d, aggregate" % case.number)


def compare_part(part, pixels, options, where):
    failures = []
    for view in VIEWS:
        figures, table = naive_figures(pixels, options, view)
        for path, expected in figures.items():
            got = look_up(part[view], path, options.names)
            expected = None if expected is None else float(expected)
            if not close(got, expected):
                failures.append("%s: %s.%s is %r, not %r" % (where, view, path, got, expected))
        if part[view]["confusion"] != table:
            failures.append("%s: %s.confusion differs" % (where, view))
    return failures


def comparison():
    """The comparison itself must see what it is there for."""
    good = {"a": 1, "b": [0.5, None, "x"], "c": {"d": 1e-7}}
    texts = [
        ('{"a":1,"b":[0.5,null,"x"],"c":{"d":1e-7}}', 0),
        ('{"a":1,"b":[0.5000000000000001,null,"x"],"c":{"d":1e-07}}', 0),
        ('{"a":1,"b":[0.5,null,"x"],"c":{"d":1.1e-7}}', 1),
        ('{"a":1.0,"b":[0.5,null,"x"],"c":{"d":1e-07}}', 1),
        ('{"a":true,"b":[0.500000000000,null,"x"],"c":{"d":1e-7}}', 1),
        ('{"b":[0.5,null,"x"],"a":1,"c":{"d":1e-07}}', 1),
        ('{"a":1,"b":[0.5,0,"y"],"c":{"d":1e-07}}', 2),
        ('{"a":1,"b":[0.5,null],"c":{"d":1e-07}}', 1),
        ('{"a":1,"b":[0.50000000000000011,null,"x"],"c":{"d":1e-07}}', 1),
        ('{"a":1,"b":[0.5,null,"x"],"c":{"d":1.000000000000000004e-7}}', 1),
    ]
    failures = []
    for text, expected in texts:
        found = list(compare.differences(good, compare.parse(text)))
        if len(found) != expected:
            failures.append("comparison: %d differences, not %d, in %s" % (len(found), expected, text))
    for text in ('{"a": NaN}', '{"a": -0}', '{"a": -0.0}', '{"a": 1, "a": 1}'):
        try:
            compare.parse(text)
            failures.append("comparison: %s was taken" % text)
        except ValueError:
            pass
    return failures


# ------------------------------------------------------------------ the families' cases

def second_opinion(case):
    """Probabilities and decisions of some pixels against 50 digits."""
    failures = []
    for image in case.images:
        if image.q is None:
            continue
        q = np.asarray(image.q, dtype=np.float64).reshape(image.labels.shape[0] * image.labels.shape[1], -1)[:PIXELS]
        p, d, bad = predict(q, case.options.activation, image.q.ndim == 2)
        for n in np.flatnonzero(~bad):
            values = [float(v) for v in q[n]]
            expected, called = naive.probabilities(values, case.options.activation)
            if called != d[n] or any(abs(float(a) - float(e)) > 1e-14 * float(e) for a, e in zip(p[n], expected)):
                failures.append("%s %d: %s are %s, not %s" % (case.family, case.number, values, p[n], expected))
    return failures


class Cases:
    """A family's cases, each made when it is first asked for: most mistakes are noticed by one of the first."""

    def __init__(self, family, options, top):
        self.family, self.seed, self.top, self.made = family, options.seed, top, []
        self.count = min(FAMILIES[family].COUNT, options.cases or sys.maxsize)

    def __iter__(self):
        for number in range(1, self.count + 1):
            if number > len(self.made):
                self.made.append(self.make(number))
            yield self.made[number - 1]

    def make(self, number):
        """The case; its files are removed at once."""
        folder = os.path.join(self.top, "%s-%d" % (self.family, number))
        case = FAMILIES[self.family].make(self.seed, number, folder)
        shutil.rmtree(folder)
        return case


def against_second_implementation(cases, n_cases):
    def is_small(case):
        return all(image.labels.size * len(case.options.names) <= NAIVE_SIZE for image in case.images)
    failures = []
    for case in itertools.islice(filter(is_small, cases.get("mixed", [])), n_cases):
        failures += against_naive(case)
    for family in ("activation", "binary", "arrays"):
        for case in itertools.islice(cases.get(family, []), 12):
            failures += second_opinion(case)
    return failures


def run(options, top):
    """With all parts of SPEC 8 and 10, whatever the program has."""
    built.take("all")
    cases = {family: Cases(family, options, top) for family in options.family}
    failures = worked_example() + comparison() + rules_selftest.failures() + selftest_fooled.failures()
    failures += measured_selftest.failures() + mutants.undetected(cases, mutants_measured.MUTANTS)
    failures += mutants.undetected(cases) + mutants.undetected(cases, mutants_fooled.MUTANTS) + mutants.unjudged(cases)
    failures += against_second_implementation(cases, NAIVE_CASES_SHORT if options.short else NAIVE_CASES)
    mistakes = mutants.MUTANTS + mutants_fooled.MUTANTS + mutants_measured.MUTANTS
    if not options.short:
        seen = {family: list(cases[family]) for family in seen_selftest.SEEN if family in cases}
        failures += seen_selftest.failures(seen, options, top)
        mistakes = mistakes + seen_selftest.MISTAKES
    for failure in failures:
        print(failure)
    print("%d cases of %d families; %d wrong oracles told apart" % (sum(len(of_family.made) for of_family in cases.values()),
                                                                     len(cases), len(mistakes)))
    print("self-test: %s" % ("%d failures" % len(failures) if failures else "passed"))
    return 1 if failures else 0
