"""The loss gdice (Sudre 2017): one number of all classes, weighted by the square of their rarity."""

from sets import Sets
from values import chance, pick, sample

NEEDS = ("metrics", "constant", "punished", "loss-classes", "presence", "means", "gdice")
LISTS = ["gdice", "gdice,cce", "gdice:smooth=1", "dice,gdice:smooth=0,wcce", "all", "gdice,gdice:smooth=0.001"]
COUNT = 5 * len(LISTS)
WANTED = ["losses " + text for text in LISTS] + ["2 classes", "6 classes", "all ignored", "hard", "average list",
                                                 "average foreground", "absent one", "absent keep"]


def make(seed, number, folder):
    m = Sets(seed, "gdice", number, folder)
    m.start(pick(m.rng, [2, 3, 6, 19]))
    m.draw(None, ("soft", "hard", "right"))
    text = LISTS[number % len(LISTS)]
    m.tags.add("losses " + text)
    m.ask_losses(text)
    if chance(m.rng, 0.3):
        m.ask_empty()
    return m.end([("streamed",), ("sharded",), ("summed",), ("scored_again",), ()][number % 5],
                 n_gates=pick(m.rng, [0, 2]))
