"""Constant answers, skill, what is punished, and what masking means for any figure (SPEC 8.1 to 8.3)."""

from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "constant", "punished", "loss-classes", "presence")
# Classes, mask (None: any), kinds of predictions.
CASES = [
    (2, [0], ("soft",)), (2, [0], ("constant",)), (2, [1], ("constant",)), (2, [], ("soft",)), (2, [0, 1], ("soft",)),
    (3, [0], ("constant",)), (3, [0], ("hard",)), (6, [0, 1], ("hard",)), (3, [0, 2], ("soft", "hard")), (3, [], ("hard",)), (3, None, ("right",)),
    (6, [0], ("soft", "odd")), (6, [0, 1, 2], ("soft",)), (6, None, ("hard",)), (6, [5], ("whole",)),
    (6, [0, 1, 2, 3, 4], ("soft", "constant")), (19, [0], ("soft",)), (19, None, ("hard", "soft")), (150, [0], ("soft",)),
]
COUNT = 3 * len(CASES)
WANTED = ["2 classes", "3 classes", "6 classes", "19 classes", "150 classes", "one image", "all ignored", "hard", "constant",
          "right", "gate fails", "gates hold", "failed images", "average list", "weights list", "mask none"]


def make(seed, number, folder):
    m = Sets(seed, "constant", number, folder)
    n, mask, kinds = CASES[(number - 1) % len(CASES)]
    m.start(n, mask)
    if number % 7 == 0:
        m.draw(1, kinds, ["all-ignored"])
    else:
        m.draw(2 if n > 100 else None, kinds)
    if chance(m.rng, 0.2):
        m.fail(["fail/f_1"])
    follow = ("streamed", "sharded") if number % 3 == 0 else ("summed", "of_old_program") if number % 3 == 1 else ("scored_again",)
    if chance(m.rng, 0.6):
        m.ask_views("raw", "masked", "excluded")           # masked and excluded are compared with each other
    return m.end(follow, n_gates=pick(m.rng, [0, 0, 2, 5]))
