"""Truths, and hard predictions, in every kind of PNG and every integer array; one-hot truths."""

import numpy as np

import png
import store
from case import Maker
from encode import raw_encodings
from families.binary import binary_values
from pixels import Image
from typed import typed_values
from values import World, chance, hard_labels, pick, sample, with_class_set

# How (H,W) is stored.
FORMS = {"hw": lambda a: a, "1hw": lambda a: a[None], "hw1": lambda a: a[..., None]}
KINDS = (["gray%d" % d for d in (1, 2, 4, 8, 16)] + ["palette%d" % d for d in (1, 2, 4, 8)])
WANTED = (["truth %s%s" % (k, i) for k in KINDS for i in ("", " adam7")]
          + ["truth %s %s" % (f, t) for f in FORMS for t in store.ALL_INTEGERS]
          + ["hard %s" % k for k in KINDS] + ["truth in .npz"] + ["hard hw %s" % t for t in store.ALL_INTEGERS]
          + ["one-hot %s" % t for t in store.ALL_INTEGERS] + ["one-hot with a class set", "one-hot, hard prediction",
                                                              "one-hot, Fortran", "one-hot with an axis of length 1",
                                                              "both with a last axis of length 1"])


def writers(rng, labels):
    """(tag, extension, write(path)) of every way to store these labels."""
    ways, seen = [], set()
    for samples, depth, palette in raw_encodings(rng, labels):
        kind = "%s%d" % ("gray" if palette is None else "palette", depth)
        for interlaced in (False, True):
            tag = kind + (" adam7" if interlaced else "")
            if tag not in seen:
                seen.add(tag)
                ways.append((tag, ".png", png_writer(labels, depth, palette, interlaced)))
    for dtype in store.ALL_INTEGERS:
        if labels.max() > (1 if dtype == "|b1" else np.iinfo(dtype).max):
            continue
        for form, stored in FORMS.items():
            ways.append(array_way(rng, "%s %s" % (form, dtype), stored(labels.astype(dtype))))
    return ways


def png_writer(labels, depth, palette, interlaced):
    return lambda path: png.write(path, labels, depth, palette, interlaced)


def array_way(rng, tag, array):
    container, fortran = pick(rng, store.CONTAINERS), chance(rng, 0.4)
    return tag, store.extension(container), lambda path: store.write(path, array, container, fortran)


def all_kinds(m):
    """One directory with truths of all kinds; predictions soft, or hard of all kinds."""
    rng = m.rng
    n_classes, top = [(2, 1), (3, 15), (4, 120), (6, 200), (5, 65535)][(m.number - 1) % 5]
    m.begin(n_classes, world(rng, n_classes, top))
    m.option(None, "samples", "raw")
    for i in range(63):                  # as many as there are ways to store 0 and 1
        labels = m.draw_truth(m.small_shape(), "mixed")
        ways = writers(rng, labels)
        tag, extension, write = ways[i % len(ways)]
        key = "%02d" % i
        name = "truth/" + key + extension
        write(m.path(name))
        m.tags.update(["truth " + tag, "truth in " + extension])
        if i % 3 == 0:                   # the first one tells how many classes there are
            q = m.draw_values(labels, pick(rng, store.ALL_TYPES))
            m.add(key, labels, name, m.store("pred/%s.npy" % key, q), q=q)
        else:
            make_hard(m, key, labels, name)
    return m.finish(few_losses=True)


def world(rng, n_classes, top):
    """A class set with a label as high as `top`, and none above."""
    if top < n_classes:
        return World(n_classes)
    made = with_class_set(rng, n_classes)
    labels = [top] + [int(v) for v in sample(rng, range(min(top, 4000)), min(top, 2 * n_classes))]
    made.labels = [[label] for label in labels[:n_classes]]
    made.labels[-1] += labels[n_classes:-1]
    made.set_ignore = labels[-1:]
    made.write_document(rng)
    return made


def make_hard(m, key, labels, truth):
    void = list(m.world.ignore) if chance(m.rng, 0.5) else []
    hard = hard_labels(m.rng, m.world, labels, void)
    tag, extension, write = pick(m.rng, [way for way in writers(m.rng, hard) if way[0][:3] not in ("1hw", "hw1")])
    write(m.path("pred/" + key + extension))
    m.tags.add("hard " + tag.replace(" adam7", ""))
    m.add(key, labels, truth, "pred/" + key + extension, hard=hard)


# ------------------------------------------------------------------ one-hot

def one_hot_of(y, n, dtype):
    return np.eye(n, dtype=int)[y].astype(dtype)


def one_hot(m):
    """The channel is the class index, whatever labels the class set has."""
    rng = m.rng
    n = pick(rng, [2, 3, 5])
    m.begin(n, with_class_set(rng, n) if m.number % 2 else World(n))
    m.tags.add("one-hot with a class set" if m.number % 2 else "one-hot without a class set")
    m.option(None, "truth-layout", "onehot")
    for i, dtype in enumerate(store.ALL_INTEGERS):
        y = rng.randint(n, size=m.small_shape())
        key, fortran = "%02d" % i, chance(rng, 0.3)
        truth = m.store("truth/%s.npy" % key, one_hot_of(y, n, dtype), pick(rng, store.NPY), fortran)
        m.tags.add("one-hot " + dtype)
        if fortran:
            m.tags.add("one-hot, Fortran")
        add_one_hot(m, key, truth, y, is_hard=i > 0 and chance(rng, 0.3))
    return m.finish(few_losses=True)


def add_one_hot(m, key, truth, y, is_hard):
    """A prediction for a one-hot truth; hard ones hold labels of the class set."""
    name = "pred/" + key
    if is_hard:
        labels = np.array([pick(m.rng, m.world.labels[c]) for c in y.ravel()]).reshape(y.shape)
        hard = hard_labels(m.rng, m.world, labels, [])
        m.tags.add("one-hot, hard prediction")
        m.images.append(Image(key, truth, m.truth_png(name + ".png", hard), y, hard=hard, one_hot=True))
        return
    q = typed_values(m.rng, y.ravel(), m.n_classes, pick(m.rng, store.ALL_TYPES)).reshape(*y.shape, m.n_classes)
    stored = q if chance(m.rng, 0.5) else q.transpose(2, 0, 1)
    m.images.append(Image(key, truth, m.store(name + ".npy", stored), y, q=q, one_hot=True))


def one_hot_files(m):
    rng = m.rng
    m.begin(3, World(3))
    y = rng.randint(3, size=m.small_shape())
    m.option(None, "truth-layout", "onehot")
    m.operands = [m.store("t.npy", one_hot_of(y, 3, pick(rng, store.ALL_INTEGERS))[None]), "p.npy"]
    m.tags.add("one-hot with an axis of length 1")
    q = m.store("p.npy", rng.rand(*y.shape, 3))
    m.images.append(Image("t", *m.operands, y, q=np.load(m.path(q)), one_hot=True))
    return m.finish()


def channel_last(m):
    """Truth and prediction with a last axis of length 1, as Keras has them: one image, not H images of one column."""
    m.begin(2, World(2))
    labels = m.draw_truth(m.small_shape(), "mixed")
    labels[0, 0] = 1
    m.operands = [m.store("t.npy", labels[..., None].astype("u1")), "p.npy"]
    if m.number % 2:
        values = {"hard": m.draw_truth(labels.shape, "mixed")}
        m.store("p.npy", values["hard"][..., None].astype("u1"))
    else:
        values = {"q": binary_values(m.rng, labels.ravel(), "<f4").reshape(labels.shape)}
        m.store("p.npy", values["q"][..., None])
    m.images.append(Image("t", *m.operands, labels, **values))
    m.tags.add("both with a last axis of length 1")
    return m.finish()


CASES = [all_kinds] * 5 + [one_hot, one_hot, one_hot_files, channel_last]
COUNT = 2 * len(CASES)


def make(seed, number, folder):
    m = Maker(seed, "truths", number, folder)
    return CASES[(number - 1) % len(CASES)](m)
