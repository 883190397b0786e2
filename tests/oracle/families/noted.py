"""Hints of images and notes of results (SPEC 8.4): each is triggered, and each is just missed."""

import numpy as np

from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "constant", "punished", "loss-classes", "presence", "means", "hints", "notes", "intervals")


def recall_only(m):
    m.start(3, [[0, 2], [0, 1], [0], [0, 1, 2]][m.turn % 4], plain=True)
    m.draw(2, ("soft",), ["mixed"])


def two_classes(m):
    m.start(2, [[0], [1], []][m.turn % 3], plain=True)
    m.draw(2, ("soft",), ["mixed"])


def no_better(m):
    m.start(pick(m.rng, [2, 3, 6]), [[0], [1], []][m.turn % 3], plain=True)
    m.draw(pick(m.rng, [1, 3]), [("constant",), ("constant", "soft"), ("right",)][m.turn % 3], ["mixed", "few"])


def nearly_constant(m):
    """All pixels but one of an answer are the best constant."""
    m.start(3, [], plain=True)
    labels = np.array([[0, 0, 0, 0, 1, 2]])
    called = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0], [0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 1]][m.turn % 4]
    q = np.eye(3)[called].reshape(1, 6, 3) * 0.875 + 0.125 / 3
    m.add("a", labels, prediction=m.store("pred/a.npy", q), q=q)
    m.tags.add("nearly constant")


def all_hard(m):
    m.start_set(3)
    m.draw(3, [("hard",), ("hard", "hard", "soft"), ("hard", "unknown")][m.turn % 3], ["mixed"])


def sums(m):
    """By how much one sum is off, of a pixel that is valid or ignored."""
    m.start(3, [0], plain=True, ignored=[9])
    m.draw(1, ("soft",), ["mixed"])
    labels = np.array([[0, 1, 2, 1], [2, 2, 0, 0], [1, 0, 1, 2]])
    off, dtype = [(0, "f8"), (0.0008, "f8"), (-0.0008, "f4"), (0.0012, "f8"), (-0.0012, "f4"), (0.0045, "u1"), (0.008, "u1"),
                  (0.0009, "u2"), (0.0012, "u2"), (1.0, "f2")][m.turn % 10]
    q = np.full((3, 4, 3), 0.25)
    q[..., 1] = 0.5
    scale = {"u1": 255, "u2": 65535}.get(dtype, 1)
    q = q * scale if scale == 1 else np.floor(q * scale)
    q[1, 2, 1] += scale - q[1, 2].sum() + round(off * scale, 6 if scale == 1 else 0)
    if m.rng.randint(3) == 0:
        labels[1, 2] = 9
        m.tags.add("ignored sum")
    q = q.astype("|u1" if dtype == "u1" else "<" + dtype)
    m.add("s", labels, prediction=m.store("pred/s.npy", q), q=q)
    m.tags.add("sums of " + dtype)


def activated(m):
    """-A with logits, and with values that are probabilities already."""
    m.start(3, [0], plain=True)
    activation, n = pick(m.rng, ["softmax", "sigmoid"]), [1, 2, 2][m.turn % 3]
    for i in range(n):
        labels = m.rng.randint(0, 3, size=(4, 5))
        kind = ["logits", "probabilities", "nearly"][(m.turn + i) % 3]
        q = m.rng.randn(4, 5, 3) * 3 if kind == "logits" else m.values_of(labels, "soft").astype("f8")
        if kind == "nearly":
            q[1, 1] = (0.5, 0.25, 0.2)
        m.add("a%d" % i, labels, prediction=m.store("pred/a%d.npy" % i, q), q=q)
        m.tags.add("activated " + kind)
    m.option("A", "activation", activation)
    m.given["activation"] = activation


def few_units(m):
    m.start(3, [0], plain=True)
    keys = ["k%02d" % i for i in range([3, 19, 20, 21][m.turn % 4])]
    m.draw(len(keys), ("soft",), ["mixed"], keys)
    m.ask_intervals()
    m.tags.add("%d units" % len(keys))


KINDS = [recall_only, two_classes, no_better, nearly_constant, all_hard, sums, activated, few_units]
COUNT = 10 * len(KINDS)
WANTED = (["sums of " + dtype for dtype in ("f2", "f4", "f8", "u1", "u2")]
          + ["activated " + kind for kind in ("logits", "probabilities", "nearly")]
          + ["note " + code for code in ("recall-only", "no-better-than-constant", "hard-losses", "odd-sums",
                                         "looks-like-probabilities", "few-units", "unknown-labels")]
          + ["no note", "ignored sum", "nearly constant", "19 units", "20 units", "2 classes"])


class Noted(Sets):
    def start_set(self, n):
        """With a class set, as label images need."""
        while True:
            self.arguments, self.words_of = [], {}
            self.start(n)
            if self.world.document:
                return


def make(seed, number, folder):
    m = Noted(seed, "noted", number, folder)
    m.turn = (number - 1) // len(KINDS)
    KINDS[(number - 1) % len(KINDS)](m)
    case = m.end([("streamed",), ("sharded",), ("summed",), ()][m.turn % 4] if not m.given.get("intervals") else ("streamed",),
                 few_losses=chance(m.rng, 0.7))
    codes = case.document().get("notes", [])
    case.tags |= {"note " + code for code in codes} or {"no note"}
    return case
