"""Intervals of pooled figures (SPEC 8.6), over images and over groups, and gates on their ends."""

import numpy as np

import groups
import oracle
import resampled
from pixels import concatenate, read_pixels
from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "empty", "constant", "punished", "loss-classes", "presence", "means", "groups", "intervals")
# Classes, images.
SIZES = [(2, 1), (2, 2), (3, 3), (3, 12), (6, 25), (2, 40), (19, 6), (6, 2), (3, 8), (10, 3)]
COUNT = 4 * len(SIZES)
WANTED = ["2 classes", "3 classes", "6 classes", "19 classes", "150 classes", "one image", "two images", "batch", "groups",
          "group of several", "one group", "hard", "all ignored", "gate fails", "gates hold", "no value in some resamples",
          "no value in most resamples", "empty one", "absent keep", "failed images"]


def tags_of_values(case):
    """Whether figures lack a value in some resamples, or in so many that there is no interval."""
    options = case.options
    images = sorted(case.images, key=oracle.order)
    units = [read_pixels(image, options) for image in images]
    if options.groups:
        units = [concatenate([units[i] for i in places]) for _, places in groups.members(images, options)]
    if len(units) < 2 or len(options.names) > 20:
        return set()
    times = resampled.times_drawn(len(units))
    tags = set()
    for view in options.views:
        figures = resampled.view_of_resamples(units, times, options, [], view, oracle.pointwise_values)
        for values in figures.values():
            lacking = int(np.isnan(values).sum())
            if 0 < lacking <= 5000:
                tags.add("no value in some resamples")
            elif 5000 < lacking < 10000:
                tags.add("no value in most resamples")
    return tags


def rare(m):
    """mcc has a value where both the second and the third image are drawn: in 12 of 27 resamples."""
    m.start(2, [], plain=True)
    for key, label, called in (("a", 0, 0), ("b", 0, 1), ("c", 1, 0)):
        labels = np.full(m.small_shape(), label)
        q = np.eye(2)[np.full(labels.shape, called)] * 0.75 + 0.125
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)
    m.ask_intervals()
    case = m.end(("streamed",))
    case.tags |= tags_of_values(case)
    return case


def make(seed, number, folder):
    m = Sets(seed, "bounds", number, folder)
    if number == 3:
        return rare(m)
    n, n_images = SIZES[(number - 1) % len(SIZES)]
    m.start(150 if number == 10 else n)
    if n_images == 2:
        m.tags.add("two images")
    if n_images > 7:
        m.batch("v/w_1", n_images - 6)
        m.option(None, "truth-layout", "labels")
        n_images = 6
    styles = pick(m.rng, [["few", "few", "all-ignored"], ["mixed", "few"], None])
    m.draw(n_images, ("soft", "right") if len(m.images) else ("soft", "hard", "right"), styles)
    if chance(m.rng, 0.15):
        m.fail(["fail/f_1"])
    if number % 2:
        m.ask_groups(pick(m.rng, ["dir", "file", "list:groups.txt"]))
        if len(set(m.given["groups"].values())) == 1:
            m.tags.add("one group")
    if chance(m.rng, 0.4):
        m.ask_empty()
    m.ask_intervals()
    follow = [("streamed", "threads"), ("sharded",), ("scored_again",)][number % 3]
    case = m.end(follow, n_gates=pick(m.rng, [0, 3, 6]))
    if case.status == 0:
        case.tags |= tags_of_values(case)
    return case
