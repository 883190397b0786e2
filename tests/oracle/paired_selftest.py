"""Checks of the oracle of `compare` itself: the draws against published numbers and Python's integers, and mistakes
made on purpose, each of which the judge must see in the document of some case.  Runs no program."""

import json
import os
import random

import numpy as np

import built
import compare
import mutants
import oracle
import paired
import paired_cases
import paired_pooled
import selftest_fooled
from paired import Paired
from paired_judge import differences, judge
from paired_mistakes import MISTAKES

# First outputs for two seeds, as published with the generator.
PUBLISHED = {
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F),
    1234567: (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821),
}
SLOW_SIZES = (2, 3, 8)
JUDGED = 4                            # documents with whose changed values the judge is tried
LEAVES = 100                          # values of each
# What the interval of a figure is made of.
OF_INTERVALS = ("seeds", "words", "index", "draws", "pairs", "resample_means", "ends", "center", "interval")


# ------------------------------------------------------------------ the draws

def draws():
    failures = []
    for seed, published in PUBLISHED.items():
        words = paired.splitmix64(seed)
        if tuple(next(words) for _ in published) != published:
            failures.append("splitmix64 of %d is not as published" % seed)
    rng, right = random.Random(1), Paired()
    words = right.words(5)
    for resample in (0, 1, 2, 4711, paired.RESAMPLES - 1):
        one_by_one = paired.splitmix64(resample)
        if [next(one_by_one) for _ in range(5)] != [int(word) for word in words[resample]]:
            failures.append("resample %d has other words than one by one" % resample)
    for _ in range(1000):
        word, n = rng.getrandbits(64), rng.choice([1, 2, 3, 500, rng.randint(1, (1 << 31) - 1)])
        if int(right.index(np.uint64(word), n)) != word * n >> 64:
            failures.append("index of %d of %d" % (word, n))
    for n in SLOW_SIZES:
        baseline, candidate = ([rng.random() for _ in range(n)] for _ in range(2))
        slow = paired.slow_interval([c - b for b, c in zip(baseline, candidate)])
        fast = right.interval([*baseline, None, 1], [*candidate, 1, None])
        if fast[3] != n or any(abs(a - b) > 1e-14 for a, b in zip(slow, fast[1:3])):
            failures.append("interval of %d images is %s, one by one %s" % (n, fast, slow))
    if right.interval([0, 0.25], [1, 0.25])[:3] != (0.5, 0, 1):
        failures.append("interval of the differences 0 and 1 is %s" % (right.interval([0, 0.25], [1, 0.25]),))
    return failures


# ------------------------------------------------------------------ the judge

def positive(value):
    """Without -0, which a result does not have."""
    if isinstance(value, dict):
        return {key: positive(below) for key, below in value.items()}
    if isinstance(value, list):
        return [positive(below) for below in value]
    return value + 0.0 if isinstance(value, float) else value


def answer(document):
    """What a program that computes this document prints."""
    return {**positive(compare.concrete(document)), "maskloss": {"version": "1.0", "schema": 1}}


def question(seed, number, top):
    """(plan, reports, the comparison's oracle) of a case; the reports are the pixel oracle's."""
    case = paired_cases.make(seed, number, os.path.join(top, "%d" % number))
    plan = case.plan()
    reports = [positive(compare.concrete(oracle.report(images, case.options))) for images in case.compared()]
    right = case.judge()
    for report, side in zip(reports, plan.sides):
        report["aggregate"]["coverage"]["expected"] = side["images"]
    paired_cases.ask(case, plan, *reports, right.figures(*reports, plan.order))
    return plan, reports, right


def is_seen(expected, given):
    """Whether the judge objects to a program that prints `given`, whatever the exit status."""
    text = json.dumps(answer(given)).encode()
    return bool(judge(expected, paired.exit_status(expected), text, b""))


def is_free(expected, path):
    """Whether there may be anything."""
    for key in path:
        if isinstance(expected, (compare.Free, compare.Codes)):
            return True
        expected = expected[key]
    return isinstance(expected, compare.Free)


def unjudged(expected):
    """Answers that the judge lets pass, and a right one that it does not."""
    failures, right = [], answer(expected)
    if is_seen(expected, expected):
        failures.append("a right answer is refused")
    if not judge(expected, 3, json.dumps(right).encode(), b""):
        failures.append("the exit status does not matter")
    places = [path for path, _ in mutants.leaves(right) if path != ("maskloss", "version") and not is_free(expected, path)]
    for path in places[::1 + len(places) // LEAVES]:
        with mutants.changed(right, path):
            if not differences(expected, right):
                failures.append("a change at %s is not seen" % (path,))
    for name in ("figures", "worse", "better", "gates"):
        if len(right[name]) > 1:
            for spoilt in (right[name][:-1], right[name][::-1]):
                if not differences(expected, {**right, name: spoilt}):
                    failures.append("%s may be cut or reversed" % name)
    return failures


def run(seed, top):
    failures, right = draws(), Paired()
    waiting, n_cases = list(MISTAKES), 0
    for number in most_telling_first():
        if paired_cases.CASES[number - 1][0] in paired_cases.GROUPED:
            continue                    # pooled() below is about them
        plan, reports, _ = question(seed, number, top)
        expected = right.document(*reports, plan)
        if n_cases < JUDGED:
            failures += ["case %d: %s" % (number, text) for text in unjudged(expected)]
        n_cases += 1
        waiting = [kind for kind in waiting if not is_noticed(kind, right, expected, reports, plan)]
        if not waiting and n_cases >= JUDGED:
            break
    failures += ["no case notices %s" % kind.__name__ for kind in waiting]
    with selftest_fooled.everything():
        failures += sample_set() + pooled(seed, top)
    print("".join("self-test: %s\n" % text for text in failures), end="")
    print("self-test: %d mistakes in %d cases, %d failures" % (len(MISTAKES) + len(paired_pooled.MISTAKES), n_cases, len(failures)))
    return 1 if failures else 0


def most_telling_first():
    """Numbers of the cases: first those of some images and few classes."""
    def key(number):
        _, n_images, n_classes = paired_cases.CASES[number - 1]
        return not 6 <= n_images <= 20, n_classes > 6, n_images
    return sorted(paired_cases.numbers(), key=key)


# ------------------------------------------------------------------ intervals of pooled figures, groups

# SPEC 8.6: view, difference, low, high of miou.
SAMPLE = [("raw", .072962083, -.00510915, .16479166), ("masked", .104430606, .02100364, .21277766)]


def sample_set():
    sides = [selftest_fooled.sample_set(name) for name in ("pred", "pred-new")]
    options = selftest_fooled.sample_options(losses=[("cce", {})])
    reports = [positive(compare.concrete(oracle.report(images, options))) for images in sides]
    figures = paired_pooled.Pooled(sides, options).figures(*reports, [image.id for image in sides[0]])
    failures = []
    for view, delta, low, high in SAMPLE:
        entry = figures[view, "metrics", "miou"]
        if any(abs(entry[key] - value) > 6e-9 for key, value in (("delta", delta), ("low", low), ("high", high))):
            failures.append("sample set, %s: %s" % (view, entry))
    return failures


def pooled(seed, top):
    """Changed values of grouped comparisons, and mistakes."""
    failures, waiting = [], list(paired_pooled.MISTAKES)
    for number in paired_cases.numbers():
        kind, n_images, _ = paired_cases.CASES[number - 1]
        if kind not in paired_cases.GROUPED and not (kind == "plain" and n_images == 3):
            continue
        plan, reports, right = question(seed, number, os.path.join(top, "pooled"))
        expected = right.document(*reports, plan)
        failures += ["case %d: %s" % (number, text) for text in unjudged(expected)]
        if n_images > 12:
            continue
        for mistake in waiting[:]:
            wrong = mistake(right.sides, right.options, right.groups)
            if is_seen(expected, wrong.document(*reports, plan)):
                waiting.remove(mistake)
    return failures + ["no case notices %s" % mistake.__name__ for mistake in waiting]


def is_noticed(kind, right, expected, reports, plan):
    mistaken = kind()
    if all(getattr(kind, name) is getattr(Paired, name) for name in OF_INTERVALS):
        mistaken.interval = right.interval                 # as that remembers them
    try:
        given = mistaken.document(*reports, plan)
    except KeyError:                  # of a gate whose figure a mistake makes disappear
        return False
    return is_seen(expected, given)
