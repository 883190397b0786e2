"""One pixel explained (SPEC 10.2): every state, every sort of prediction, sums over all pixels, places that are none."""

import json

import numpy as np

import png
from pixels import Image
from seen import Seen
from sight import STATES, sight_of, states
from values import World, chance, hard_labels, pick

NEEDS = ("explain", "maps")
WANTED = (["state " + state for state in STATES] + ["activation " + a for a in ("none", "softmax", "sigmoid", "binary",
                                                                                "binary sigmoid")]
          + ["hard", "void", "one of a batch", "channels", "C=19", "C=20", "C=21", "C=150", "integers", "ties",
             "plane of probabilities"])


def shape_of(m, forbidden=()):
    sides = [side for side in (2, 3, 4, 5, 6, 7) if side not in (m.n_classes, *forbidden)]
    height, width = (sides[i] for i in m.rng.permutation(min(4, len(sides)))[:2])
    return height, width


def truth_of(m, shape):
    return m.draw_truth(shape, pick(m.rng, ["mixed", "mixed", "few"]))


def finish(m, name, labels, **changes):
    """Two files; the id is the truth's name."""
    m.operands = ["t.png", name]
    options = m.choose_options()
    for key, value in changes.pop("options", {}).items():
        setattr(options, key, value)
    if not m.images:
        m.truth_png("t.png", labels)
        m.images.append(Image("t", "t.png", name, labels, **changes))
    for n in np.unique(states(sight_of(m.images[0], options), options.mask)):
        m.tags.add("state " + STATES[n])
    return m.case(options)


def spoil(m, q):
    if m.ignore_bad:
        flat = q.reshape(-1, q.shape[2])
        for n in np.flatnonzero(m.rng.rand(len(flat)) < 0.25):
            flat[n, m.rng.randint(flat.shape[1])] = np.nan
    return q


def values(m, n=None, dtype=None):
    m.start(n or pick(m.rng, [2, 3, 6, 19]))
    labels = truth_of(m, shape_of(m))
    dtype = dtype or pick(m.rng, ["<f4", "<f8", "<f2"])
    q = m.plain_values(labels, dtype)
    if q.dtype.kind == "f":
        spoil(m, q)
    m.tags.add("activation none")
    return finish(m, m.store("p.npy", q if chance(m.rng, 0.5) else q.transpose(2, 0, 1)), labels, q=q)


def integers(m):
    m.tags.add("integers")
    return values(m, None, pick(m.rng, ["|u1", "<u2", "<i4"]))


def many(m):
    return values(m, [19, 20, 21, 150][m.turn % 4])


def ties(m):
    m.start(3)
    labels = truth_of(m, shape_of(m))
    q = m.rng.randint(1, 3, size=(*labels.shape, 3)).astype("<f4")
    m.tags.add("ties")
    return finish(m, m.store("p.npy", q), labels, q=q)


def logits(m):
    activation = ["softmax", "sigmoid"][m.turn % 2]
    m.start(pick(m.rng, [2, 3, 6]))
    m.option("A", "activation", activation)
    labels = truth_of(m, shape_of(m))
    q = spoil(m, m.logits(labels, m.n_classes, pick(m.rng, ["<f4", "<f8"])))
    m.tags.add("activation " + activation)
    return finish(m, m.store("p.npy", q), labels, q=q, options={"activation": activation})


def binary(m):
    activation = ["none", "sigmoid"][m.turn % 2]
    m.start(2)
    if activation == "sigmoid":
        m.option("A", "activation", "sigmoid")
    m.tags.add("activation binary" + (" sigmoid" if activation == "sigmoid" else ""))
    labels = truth_of(m, shape_of(m))
    q = m.logits(labels, 1, "<f4") if activation == "sigmoid" else m.rng.choice(
        [0.0, 1.0, 0.5, 0.25, 0.75, 0.3], size=(*labels.shape, 1)).astype("<f4")
    q = spoil(m, q)[:, :, 0]
    return finish(m, m.store("p.npy", q), labels, q=q, options={"activation": activation})


def hard(m):
    m.start(pick(m.rng, [2, 3, 6]))
    if not m.world.document:
        m.world.write_document(m.rng)
        m.write_text("classes.json", json.dumps(m.world.document))
        m.option("c", "classes", "classes.json")
    labels = truth_of(m, shape_of(m))
    void = [v for v in (60001, 60002) if v not in m.world.meaning()] if chance(m.rng, 0.7) else []
    stored = hard_labels(m.rng, m.world, labels, void).astype("<i4")
    m.tags |= {"hard", *(["void"] if void else [])}
    return finish(m, m.store("p.npy", stored), labels, hard=stored)


def probability_plane(m):
    m.start(2, World(2))
    m.option(None, "prediction-as", "probabilities")
    labels = truth_of(m, shape_of(m))
    samples = m.rng.randint(0, 256, size=labels.shape)
    png.write(m.path("p.png"), samples, 8)
    m.tags.add("plane of probabilities")
    return finish(m, "p.png", labels, q=samples / 255, scale=255)


def one_of_batch(m):
    m.start(3)
    shape = shape_of(m, (4, 5))
    labels = np.stack([truth_of(m, shape) for _ in range(4)])
    q = np.stack([m.plain_values(one, "<f8") for one in labels])
    at = int(m.rng.randint(4))
    m.tags.add("one of a batch")
    return finish(m, m.store("p.npy", q) + "[%d]" % at, labels[at], q=q[at])


def channels(m):
    n = pick(m.rng, [2, 3])
    m.n_classes = n
    count = n + int(m.rng.randint(1, 3))
    groups, activation = m.channel_groups(count), pick(m.rng, ["none", "softmax", "sigmoid"])
    m.start(n, m.channel_world(n, groups))
    if activation != "none":
        m.option("A", "activation", activation)
    labels = truth_of(m, shape_of(m, (count,)))
    q = m.rng.rand(labels.size, count) if activation == "none" else m.rng.randn(labels.size, count) * 2
    q = (q / q.sum(axis=1, keepdims=True) if activation == "none" else q).reshape(*labels.shape, count)
    m.operands = ["t.png", m.store("p.npy", q)]
    m.add_channels("t", labels, q, groups, "p.npy", activation)
    m.tags.add("channels")
    return finish(m, "p.npy", labels, options={"activation": activation})


MAKERS = [values, logits, binary, hard, integers, many, one_of_batch, channels, ties, probability_plane, values, many]
COUNT = 4 * len(MAKERS)


def make(seed, number, folder):
    m = Seen(seed, "explain", number, folder)
    m.turn, m.ways = (number - 1) // len(MAKERS), ("explained",)
    maker = MAKERS[(number - 1) % len(MAKERS)]
    m.ignore_bad = maker in (values, logits, binary) and chance(m.rng, 0.5)
    return maker(m)
