"""Classes whose probability is the sum of several channels (SPEC 9.8)."""

import numpy as np

import store
from probabilities import EXT
from reading import Reading
from rules import ClassSet, Refused, names
from values import chance, class_names, pick

ACTIVATIONS = ["none", "softmax", "sigmoid"]
REFUSALS = ["twice in the set", "twice in a class", "left out in the set", "more in the file", "fewer in the file"]
WANTED = (["refusal", "hwc", "chw", "integers", "floats", "one channel a class", "several channels", "hard beside soft",
           "the sum decides"] + ["activation " + a for a in ACTIVATIONS] + ["refused " + r for r in REFUSALS])


def groups(m, count):
    """Channels 0..count-1 over the classes, each class with one at least."""
    order = [int(c) for c in m.rng.permutation(count)]
    found = [[order.pop()] for _ in range(m.n_classes)]
    for c in order:
        found[m.rng.randint(m.n_classes)].append(c)
    return [sorted(one) if chance(m.rng, 0.5) else one for one in found]


def values(m, y, found, count, activation, of_integers):
    """(q, p, d): classes' shares never so near each other that the last bit decides, but for whole numbers."""
    rng, n = m.rng, m.n_classes
    while True:
        if activation == "none":
            q = rng.randint(0, 30, size=(len(y), count)).astype("f8") + 1
        else:
            q = np.round(rng.randn(len(y), count) * 2, 3)
        wide = q.astype(EXT)
        if activation == "softmax":
            wide = np.exp(wide - wide.max(axis=1, keepdims=True))
        elif activation == "sigmoid":
            wide = 1 / (1 + np.exp(-wide))
        share = wide / wide.sum(axis=1, keepdims=True)
        p = np.stack([sum((share[:, k] for k in found[c]), EXT(0)) for c in range(n)], axis=1)
        sums = np.stack([sum((wide[:, k] for k in found[c]), EXT(0)) for c in range(n)], axis=1)
        ranked = np.sort(p, axis=1)
        if activation == "none" or (ranked[:, -1] - ranked[:, -2] > 1e-9).all():
            d = np.argmax(sums, axis=1)
            largest = np.array([next(c for c in range(n) if k in found[c]) for k in np.argmax(wide, axis=1)])
            if (d != largest).any():
                m.tags.add("the sum decides")
            return (q.astype(pick(rng, ["|u1", "<i4"])) if of_integers else q), p, d


def images(m, found, count, activation):
    rng = m.rng
    for i in range(5):
        key, shape = "i%d" % i, small_shape(m, count)
        labels = rng.randint(m.n_classes, size=shape)
        y = labels.ravel()
        truth = m.truth_png("truth/%s.png" % key, labels)
        if i == 4 and activation == "none":       # labels are no logits
            hard = rng.randint(m.n_classes, size=shape)
            m.keep(key, truth, m.truth_png("pred/%s.png" % key, hard), y, shape, d=hard.ravel())
            m.tags.add("hard beside soft")
            continue
        of_integers = activation == "none" and chance(rng, 0.4)
        q, p, d = values(m, y, found, count, activation, of_integers)
        q = q.reshape(*shape, count)
        chw = chance(rng, 0.5)
        m.tags |= {"chw" if chw else "hwc", "integers" if of_integers else "floats"}
        container = m.random_container()
        name = m.store("pred/" + key + store.extension(container), q.transpose(2, 0, 1) if chw else q, container,
                       chance(rng, 0.3))
        m.keep(key, truth, name, y, shape, p=p, d=d)
    return m.read(activation=activation)


def small_shape(m, count):
    """Sides that are neither the number of classes nor of channels."""
    sides = [s for s in range(2, 12) if s not in (m.n_classes, count)]
    m.last_shape = tuple(sides[i] for i in m.rng.permutation(len(sides))[:2])
    return m.last_shape


def refusal(m, way, found, count):
    if way.endswith("the set") or way.endswith("a class"):
        c = max(range(m.n_classes), key=lambda k: len(found[k]))
        if way == "left out in the set":
            found[c] = found[c][:-1]
        elif way == "twice in a class":
            found[c] = found[c] + [found[c][0]]
        else:
            found[c] = found[c] + [found[(c + 1) % m.n_classes][0]]
    return found, count + {"more in the file": 1, "fewer in the file": -1}.get(way, 0)


COUNT = 45


def make(seed, number, folder):
    m = Reading(seed, "channels", number, folder)
    m.n_classes = n = pick(m.rng, [2, 3, 4])
    count = n + int(m.rng.randint(1, 4)) if number % 7 else n
    found = groups(m, count)
    refused = REFUSALS[number // 4 % len(REFUSALS)] if number % 4 == 0 else None
    channels = count
    if refused:
        if max(map(len, found)) < 2:
            count = channels = n + 1
            found = [[c] for c in range(n - 1)] + [[n - 1, n]]
        found, channels = refusal(m, refused, found, count)
        m.tags.add("refused " + refused)
    m.use(ClassSet(class_names(m.rng, n), channels=found))
    m.tags.add("several channels" if max(map(len, found)) > 1 else "one channel a class")
    if not refused:
        activation = ACTIVATIONS[number % 3]
        if activation != "none":
            m.option("A", "activation", activation)
        m.tags.add("activation " + activation)
        return images(m, found, count, activation)
    shape = small_shape(m, channels)
    m.truth_png("truth/i0.png", m.rng.randint(n, size=shape))
    name = m.store("pred/i0.npy", np.ones((*shape, channels), "<f4"))
    if refused.endswith("the file"):
        return m.refused(Refused(names(name), r"\b%d\b" % count, r"\b%d\b" % channels))
    return m.refused(Refused(r"^maskloss: \S*(classes\.json|i0\.npy)", "channel"))
