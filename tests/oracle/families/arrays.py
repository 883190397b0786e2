"""Predictions in every dtype, byte order, memory order, axis order and container; the arrays of an .npz."""

import numpy as np

import store
from case import Maker
from pixels import Image
from values import chance, pick, sample

# How (H,W,C) is stored; axes of length 1 are dropped by the reader.
FORMS = {
    "hwc": lambda q: q,
    "chw": lambda q: q.transpose(2, 0, 1),
    "1hwc": lambda q: q[None],
    "c1hw": lambda q: q.transpose(2, 0, 1)[:, None],      # nnU-Net's, of 2-D images
    "1chw": lambda q: q.transpose(2, 0, 1)[None],
    "hw1c": lambda q: q[:, :, None],
    "hwc1": lambda q: q[..., None],
    "1c1hw1": lambda q: q.transpose(2, 0, 1)[None, :, None, ..., None],
}
UNUSUAL = list(FORMS)[2:]
# Which array of an .npz is taken: (its key, the others).
NPZ_RULES = {
    "only": ("logits of run 7", []),
    "probabilities": ("probabilities", ["arr_0", "softmax", "zzz"]),
    "softmax": ("softmax", ["arr_0", "aaa", "properties"]),
    "arr_0": ("arr_0", ["arr_1", "aaa"]),
}
PRODUCT = len(store.CONTAINERS) * 2
WANTED = (["%s %s" % (c, t) for c in store.CONTAINERS for t in store.ALL_TYPES] + ["form " + f for f in FORMS]
          + ["npz rule " + rule for rule in NPZ_RULES] + ["memory order C", "memory order Fortran"])


def product(m):
    """One container and memory order; all types in both layouts and one unusual form."""
    container = store.CONTAINERS[(m.number - 1) % len(store.CONTAINERS)]
    fortran = m.number > len(store.CONTAINERS)
    m.tags.add("memory order " + ("Fortran" if fortran else "C"))
    m.begin(pick(m.rng, [2, 3, 4, 5]))
    for i, dtype in enumerate(store.ALL_TYPES):
        for form in ("hwc", "chw", UNUSUAL[(i + m.number) % len(UNUSUAL)]):
            one(m, "%s/%s-%d" % (form, dtype[1:], "<|>".index(dtype[0])), dtype, form, container, fortran)
    return m.finish(few_losses=True)


def one(m, key, dtype, form, container, fortran, shape=None, **more):
    labels = m.draw_truth(shape or m.small_shape())
    q = m.draw_values(labels, dtype)
    m.tags.add("form " + form)
    m.add_array(key, q, labels, dtype, container, fortran, FORMS[form](q), **more)


def large(m):
    """Larger than the tiles and pieces that a reader works in, with --layout given."""
    m.begin(pick(m.rng, [2, 3, 5]))
    layout = pick(m.rng, ["hwc", "chw"])
    m.option(None, "layout", layout)
    for i, dtype in enumerate(sample(m.rng, store.ALL_TYPES, 6)):
        form = pick(m.rng, [form for form in FORMS if layout in form.replace("1", "")])
        shape = (int(m.rng.randint(100, 220)), int(m.rng.randint(220, 300)))
        one(m, "big-%d" % i, dtype, form, m.random_container(), chance(m.rng, 0.4), shape)
    return m.finish(few_losses=True)


def decoys(m, keys):
    """Other arrays of an .npz: right in shape and wrong in value, of other shapes, of objects."""
    makers = [lambda: m.rng.rand(3, 2, 2), lambda: np.array(["text"]), lambda: np.array({"spacing": 1}, dtype=object),
              lambda: np.zeros(0), lambda: np.array(3.5)]
    return {key: pick(m.rng, makers)() for key in keys}


def npz_rules(m):
    m.begin(3)
    for container in store.NPZ:
        for rule, (key, others) in NPZ_RULES.items():
            m.tags.add("npz rule " + rule)
            one(m, "%s-%s" % (container[4:], rule), pick(m.rng, store.ALL_TYPES), pick(m.rng, ["hwc", "chw", "c1hw"]),
                container, chance(m.rng, 0.3), array_key=key, others=decoys(m, others))
    m.write_text("pred/deflated-only.pkl", "not looked at")       # nnU-Net writes these beside its arrays
    m.write_text("pred/dataset.json", "{}")
    return m.finish()


def npz_option(m):
    """--array, or FILE.npz:KEY, against arrays that would be taken otherwise."""
    m.begin(4)
    key = pick(m.rng, ["probs", "arr_1", "softmax", "a b"])
    others = [name for name in ("probabilities", "softmax", "arr_0", "arr_1") if name != key]
    if m.number % 2:
        m.option(None, "array", key)
        for i in range(4):
            one(m, "k%d" % i, pick(m.rng, store.ALL_TYPES), "hwc", store.NPZ[i % 2], False, array_key=key,
                others=decoys(m, others))
        one(m, "plain", "<f4", "hwc", "npy 1.0", False)           # an .npy has no keys
        return m.finish()
    labels = m.draw_truth(m.small_shape())
    q = m.draw_values(labels, pick(m.rng, store.ALL_TYPES))
    m.store("p.npz", q, pick(m.rng, store.NPZ), chance(m.rng, 0.3), array_key=key, others=decoys(m, others))
    m.operands = [m.truth_png("t.png", labels), "p.npz:" + key]
    m.images.append(Image("t", *m.operands, labels, q=q))
    return m.finish()


REST = [large, npz_rules, npz_option, npz_option, large, npz_rules, npz_option, npz_option]
COUNT = PRODUCT + len(REST)


def make(seed, number, folder):
    m = Maker(seed, "arrays", number, folder)
    return product(m) if number <= PRODUCT else REST[number - PRODUCT - 1](m)
