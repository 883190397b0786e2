"""Batches: N images in one array, of truths and of predictions, and single images of them, FILE[n]."""

import numpy as np

import store
from case import Maker
from families.binary import binary_values
from pixels import Image
from typed import typed_values
from values import World, chance, hard_labels, pick, sample, true_classes, with_class_set

# How predictions (N,H,W,C), binary ones (N,H,W) and labels (N,H,W) are stored.
SOFT = {"nhwc": lambda q: q, "nchw": lambda q: q.transpose(0, 3, 1, 2)}
FLAT = {"nhw": lambda q: q, "n1hw": lambda q: q[:, None], "nhw1": lambda q: q[..., None]}
KEYS = ["a", "a_1", "b", "sub/a", "sub/deep/x", "z_0"]
WANTED = (["batch " + f for f in SOFT] + ["batch binary " + f for f in FLAT] + ["batch hard " + f for f in FLAT]
          + ["batch truth labels", "batch truth one-hot", "batch of more than ten", "batch in " + store.CONTAINERS[4],
             "batch Fortran", "single images beside batches", "one image of a batch", "one image of both batches",
             "truth one image of a batch", "name wins", "one image of an npz", "batch layout given",
             "order of ids", "arrays of an npz", "one image of an array of an npz"])


class Batches(Maker):
    def start(self, n_classes):
        self.turn = {}
        self.begin(n_classes, with_class_set(self.rng, n_classes) if chance(self.rng, 0.5) else World(n_classes))

    def draw_labels(self, count, shape):
        return np.stack([self.draw_truth(shape, "mixed") for _ in range(count)])

    def write_prediction(self, name, labels, kind):
        """({field: values (N,...)}, the file's name); kind: soft, binary or hard."""
        rng = self.rng
        y, container, fortran = true_classes(labels, self.world), self.random_container(), chance(rng, 0.3)
        if kind == "soft":
            values = typed_values(rng, y, self.n_classes, pick(rng, store.ALL_TYPES))
            field, values, forms = "q", values.reshape(*labels.shape, self.n_classes), SOFT
        elif kind == "binary":
            field, values, forms = "q", binary_values(rng, y, pick(rng, store.ALL_FLOATS)).reshape(labels.shape), FLAT
        else:
            values = np.stack([hard_labels(rng, self.world, one, list(self.world.ignore)) for one in labels])
            field, values, forms = "hard", values.astype(pick(rng, ["<i8", ">i4", "<u2", ">u2", "<u4"])), FLAT
        self.turn[kind] = self.turn.get(kind, self.number // 2) + 1
        form = list(forms)[self.turn[kind] % len(forms)]
        self.tags.update(["batch " + form if kind == "soft" else "batch %s %s" % (kind, form), "batch in " + container])
        if fortran:
            self.tags.add("batch Fortran")
        return {field: values}, self.store(name + store.extension(container), forms[form](values), container, fortran)

    def write_truth(self, name, labels):
        dtype = pick(self.rng, [t for t in store.ALL_INTEGERS[2:-1] if labels.max() <= np.iinfo(t).max])
        self.tags.add("batch truth labels")
        return self.store(name + ".npy", labels.astype(dtype), pick(self.rng, store.NPY), chance(self.rng, 0.3))

    def add_batch(self, key, labels, truth, values, prediction, one_hot=False):
        """Every image of a pair of batches; values are one row of {field: (N,...)}."""
        for n, one in enumerate(labels):
            self.images.append(Image("%s[%d]" % (key, n), "%s[%d]" % (truth, n), "%s[%d]" % (prediction, n), one,
                                     number=n, one_hot=one_hot, **{f: v[n] for f, v in values.items()}))


def draw_count(m):
    count = int(pick(m.rng, [2, 3, 11, 12]))
    if count > 10:
        m.tags.add("batch of more than ten")
    return count


def label_truths(m):
    """Batches of labels, and single images at times, each with a prediction of one kind."""
    rng = m.rng
    n = pick(rng, [2, 2, 3, 5])
    m.start(n)
    kinds = ["soft"] if m.number % 3 == 0 else ["soft", "hard"] + (["binary"] if n == 2 else [])
    if len(kinds) > 1 or chance(rng, 0.5):           # soft batches have an axis more than their truth: no hint needed
        m.option(None, "truth-layout", "labels")
    m.images = []
    for i, key in enumerate(sorted(sample(rng, KEYS, 4))):
        shape = m.small_shape()
        if i and chance(rng, 0.3):
            labels = m.draw_truth(shape)
            q = m.draw_values(labels, pick(rng, store.ALL_TYPES))
            m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)
            m.tags.add("single images beside batches")
            continue
        labels = m.draw_labels(draw_count(m), shape)
        values, name = m.write_prediction("pred/" + key, labels, kinds[i % len(kinds)])
        m.add_batch(key, labels, m.write_truth("truth/" + key, labels), values, name)
    return m.finish(few_losses=True)


def one_hot_truths(m):
    rng = m.rng
    n = pick(rng, [2, 3, 5])
    m.start(n)
    if chance(rng, 0.5):
        m.option(None, "truth-layout", "onehot")
    for key in sample(rng, KEYS, 2):
        y = rng.randint(n, size=(draw_count(m), *m.small_shape()))
        truth = m.store("truth/%s.npy" % key, np.eye(n, dtype=pick(rng, store.ALL_INTEGERS))[y], pick(rng, store.NPY),
                        chance(rng, 0.3))
        labels = np.array([m.world.labels[c][0] for c in range(n)])[y]
        values, name = m.write_prediction("pred/" + key, labels, "soft")
        m.add_batch(key, y, truth, values, name, one_hot=True)
    m.tags.add("batch truth one-hot")
    return m.finish(few_losses=True)


def layout_given(m):
    """An axis order that only the option can tell: H = W = C."""
    n = 3
    m.start(n)
    labels = m.draw_labels(4, (n, n))
    layout = pick(m.rng, ["hwc", "chw"])
    m.option(None, "layout", layout)
    q = typed_values(m.rng, true_classes(labels, m.world), n, "<f4").reshape(*labels.shape, n)
    name = m.store("pred/b.npy", SOFT["n" + layout](q))
    m.add_batch("b", labels, m.write_truth("truth/b", labels), {"q": q}, name)
    m.tags.add("batch layout given")
    return m.finish()


def order_of_ids(m):
    """Keys in bytewise order, then numbers: a[0] before a-1[0], although "[" comes after "-"; [10] after [9]."""
    m.start(3)
    for key in ("a", "a_1", "a-1"):
        labels = m.draw_labels(12 if key == "a" else 2, m.small_shape())
        values, name = m.write_prediction("pred/" + key, labels, "soft")
        m.add_batch(key, labels, m.write_truth("truth/" + key, labels), values, name)
    m.tags.add("order of ids")
    m.may_summarise = False
    return m.finish(few_losses=True)


def one_of_prediction(m):
    """A truth with one image of a batch, FILE[n]."""
    rng = m.rng
    m.start(pick(rng, [2, 4]))
    labels = m.draw_labels(4, m.small_shape())
    kinds = ["soft", "hard"] + (["binary"] if m.n_classes == 2 else [])
    if not m.world.document:
        kinds.remove("hard")                         # labels alone would have to tell the number of classes
    values, name = m.write_prediction("p", labels, pick(rng, kinds))
    at = int(rng.randint(4))
    m.operands = [m.truth_png("t.png", labels[at]), "%s[%d]" % (name, at)]
    m.images.append(Image("t", *m.operands, labels[at], **{f: v[at] for f, v in values.items()}))
    m.tags.add("one image of an npz" if name.endswith("z") else "one image of a batch")
    return m.finish()


def one_of_truth(m):
    """One image of a batch of truths, with a prediction of its own or with one of a batch."""
    rng = m.rng
    m.start(3)
    labels = m.draw_labels(3, m.small_shape())
    truth, at = m.write_truth("t", labels), int(rng.randint(3))
    if m.number % 4 == 0:
        values, name = m.write_prediction("p", labels[::-1], "soft")
        values, name = {f: v[2 - at] for f, v in values.items()}, "%s[%d]" % (name, 2 - at)
        m.tags.add("one image of both batches")
    else:
        q = m.draw_values(labels[at], "<f4")
        values, name = {"q": q}, m.store("p.npy", q)
        m.tags.add("truth one image of a batch")
    m.operands = ["%s[%d]" % (truth, at), name]
    m.images.append(Image("t[%d]" % at, *m.operands, labels[at], number=at, **values))
    return m.finish()


def name_wins(m):
    """A file that is called p.npy[1] is that file, not image 1 of p.npy."""
    m.start(3)
    labels = m.draw_labels(2, m.small_shape())
    m.write_prediction("p", labels, "soft")
    q = m.draw_values(labels[0], "<f4")
    m.operands = [m.truth_png("t.png", labels[0]), m.store("p.npy[1]", q)]
    m.images.append(Image("t", *m.operands, labels[0], q=q))
    m.tags.add("name wins")
    return m.finish()


def of_arrays(m):
    """One image of an array of an .npz, FILE.npz:KEY[n]; or the whole batch, FILE.npz:KEY."""
    rng = m.rng
    m.start(3)
    labels = m.draw_labels(3, m.small_shape())
    q = typed_values(rng, true_classes(labels, m.world), 3, pick(rng, store.ALL_TYPES)).reshape(*labels.shape, 3)
    others = {"arr_0": np.zeros((2, 2)), "probabilities": np.ones(3)}
    truth = m.store("t.npz", labels.astype("u2"), pick(rng, store.NPZ), array_key="y", others=others) + ":y"
    name = m.store("p.npz", q, pick(rng, store.NPZ), chance(rng, 0.3), array_key="p q", others=others) + ":p q"
    as_batch = m.number // len(CASES) % 2
    if as_batch:
        m.operands = [truth, name]
        m.add_batch("t", labels, truth, {"q": q}, name)
    else:
        at, its = int(rng.randint(3)), int(rng.randint(3))
        m.operands = ["%s[%d]" % (truth, at), "%s[%d]" % (name, its)]
        m.images.append(Image("t[%d]" % at, *m.operands, labels[at], q=q[its], number=at))
    m.tags.add("arrays of an npz" if as_batch else "one image of an array of an npz")
    return m.finish()


CASES = [label_truths, label_truths, one_of_prediction, label_truths, one_hot_truths, one_of_truth, one_of_prediction,
         one_of_truth, layout_given, name_wins, of_arrays, order_of_ids]
COUNT = 3 * len(CASES)


def make(seed, number, folder):
    m = Batches(seed, "batches", number, folder)
    return CASES[(number - 1) % len(CASES)](m)
