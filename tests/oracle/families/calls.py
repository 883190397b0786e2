"""--conventions: the numbers of other programs' calls (SPEC 8.7), by images and by groups."""

from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "empty", "constant", "punished", "loss-classes", "presence", "means", "groups", "conventions")
CLASSES = (2, 3, 6, 3, 19, 2, 150)
COUNT = 5 * len(CLASSES)
WANTED = ["2 classes", "3 classes", "6 classes", "19 classes", "150 classes", "one image", "groups", "hard", "all ignored",
          "empty one", "average list", "absent one", "weights list", "mask none", "failed images", "batch"]


def make(seed, number, folder):
    m = Sets(seed, "calls", number, folder)
    n = CLASSES[number % len(CLASSES)]
    m.start(n)
    if number % 4 == 0:
        m.batch("v/w_1", 3)
        m.option(None, "truth-layout", "labels")
    m.draw(2 if n > 100 else None, ("soft", "right") if m.images else ("soft", "hard", "right", "constant"),
           pick(m.rng, [None, ["few"], ["mixed", "few", "only-masked"]]))
    if chance(m.rng, 0.15):
        m.fail(["fail/f_1"])
    if chance(m.rng, 0.4):
        m.ask_groups(pick(m.rng, ["dir", "list:groups.txt", "file"]))
    if chance(m.rng, 0.4):
        m.ask_empty()
    m.ask_conventions()
    return m.end([("streamed",), ("sharded",), ("scored_again",)][number % 3])
