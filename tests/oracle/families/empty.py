"""--empty, the new metrics, and means over images: per class, of the pixels that are not masked, weighted (SPEC 8.3)."""

from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "empty", "constant", "punished", "loss-classes", "presence", "means")
EMPTY = ("one", "zero", "absent", "skip", None)
CLASSES = (2, 3, 6, 3, 19, 150)
COUNT = 2 * len(EMPTY) * len(CLASSES)
WANTED = ["empty " + name for name in EMPTY if name] + [
    "2 classes", "3 classes", "6 classes", "19 classes", "150 classes", "one image", "all ignored", "only masked", "hard",
    "failed images", "average list", "average foreground", "weights list", "gate fails", "gates hold", "summary"]


def make(seed, number, folder):
    m = Sets(seed, "empty", number, folder)
    empty, n = EMPTY[number % len(EMPTY)], CLASSES[number % len(CLASSES)]
    m.start(n)
    styles = pick(m.rng, [["few", "few", "all-ignored", "only-masked"], ["only-masked"], ["mixed", "few"], None])
    if styles and "only-masked" in styles:
        m.tags.add("only masked")
    m.draw(pick(m.rng, [1, 2]) if n > 100 else None, ("soft", "hard", "right", "constant"), styles)
    if empty:
        m.ask_empty(empty)
    if chance(m.rng, 0.15):
        m.fail(["fail/f_1", "west/zz_1"])
    follow = [("streamed", "resumed"), ("sharded", "printed_values"), ("summed", "of_old_program"), ("scored_again",)][number % 4]
    return m.end(follow, n_gates=pick(m.rng, [0, 2, 5]))
