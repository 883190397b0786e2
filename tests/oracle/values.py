"""Random class sets, truths and predictions.  Everything is drawn from one RandomState, whose stream NumPy has frozen:
a case number means the same case on every machine."""

import numpy as np

NAMES = ["road", "sky", "traffic light", "top", "tree_top", "Straße", "água", 'the "rest"', "car", "person", "fence",
         "wall", "pole", "bus", "train", "rider", "snow & ice", "truck", "moss"]
# A share below this is made an exact zero, except in `sharp` cases: sums of tinier values are legal, but a ratio of two
# of them (smooth 0, a class that nobody has) is ill-conditioned for any sum of limited resolution.
SMALLEST_SHARE = 1e-6


def chance(rng, probability):
    return rng.rand() < probability


def pick(rng, choices):
    return choices[rng.randint(len(choices))]


def sample(rng, choices, n):
    return [choices[i] for i in rng.permutation(len(choices))[:n]]


def nice(rng):
    """A decimal with few digits, at times zero."""
    return 0.0 if chance(rng, 0.08) else round(float(rng.rand()) * pick(rng, [1, 3, 10]), pick(rng, [0, 1, 3])) or 1.0


def weight_list(rng, n):
    return [0.0] * n if chance(rng, 0.05) else [nice(rng) for _ in range(n)]


# ------------------------------------------------------------------ class sets

class World:
    """Which stored labels mean what.  `document` is the class set's JSON, None without one."""

    def __init__(self, n_classes):
        self.names = [str(c) for c in range(n_classes)]
        self.labels = [[c] for c in range(n_classes)]
        self.set_ignore, self.option_ignore = [], []
        self.colours, self.ignored_colours = [None] * n_classes, []
        self.set_weights = self.set_mask = self.document = None

    @property
    def ignore(self):
        return sorted(set(self.set_ignore) | set(self.option_ignore))

    def usable(self, c):
        """Stored labels that arrive at class c (ignore is stronger)."""
        return [label for label in self.labels[c] if label not in self.ignore]

    def write_document(self, rng):
        self.document = class_document(rng, self)

    def meaning(self):
        table = {label: c for c, labels in enumerate(self.labels) for label in labels}
        table.update({label: -1 for label in self.ignore})
        return table


def class_names(rng, n):
    if chance(rng, 0.2):
        return [str(c) for c in range(n)]      # a name that is a number must be its own index
    if n <= len(NAMES):
        return sample(rng, NAMES, n)
    return ["class %d" % c for c in range(n)]


def with_class_set(rng, n):
    world = World(n)
    world.names = class_names(rng, n)
    top = 256 if n < 200 and chance(rng, 0.7) else 65536
    if chance(rng, 0.3):
        free = list(range(n, min(top, n + 64)))           # labels left to their default, the index
    else:
        per_class = 3 if n <= 64 else 1
        labels = [int(v) for v in sample(rng, range(top), per_class * n + 8)]
        world.labels = [[labels.pop() for _ in range(rng.randint(1, per_class + 1))] for _ in range(n)]
        free = labels
    if free and chance(rng, 0.6):
        world.set_ignore = sample(rng, free, rng.randint(1, 3))
    if chance(rng, 0.5):
        world.set_weights = weight_list(rng, n)
    if chance(rng, 0.4):
        world.set_mask = sorted(sample(rng, range(n), rng.randint(0, min(n, 4))))
    world.write_document(rng)
    return world


def class_document(rng, world):
    classes = []
    for c, name in enumerate(world.names):
        entry = {"name": name}
        if world.labels[c] != [c] or chance(rng, 0.5):
            entry["labels"] = world.labels[c]
        if world.colours[c] is not None:
            entry["color"] = list(world.colours[c])
        if world.set_weights is not None and (world.set_weights[c] != 1 or chance(rng, 0.5)):
            entry["weight"] = world.set_weights[c]
        classes.append(entry)
    document = {"classes": classes}
    if world.set_ignore or world.ignored_colours:
        document["ignore"] = world.set_ignore + [list(colour) for colour in world.ignored_colours]
    if world.set_mask is not None:
        document["mask"] = [world.names[c] for c in world.set_mask]
    return document


def choose_ignore(rng, world):
    """What -i says: labels of nothing, and at times a label that a class has."""
    n = len(world.names)
    if chance(rng, 0.45):
        taken = set(world.meaning())
        world.option_ignore.append(pick(rng, [v for v in (255, 254, 300, 65535) if v not in taken]))
    if chance(rng, 0.15):
        # Never the last class: without a class set the largest label tells how many classes there are.
        world.option_ignore.append(pick(rng, world.labels[rng.randint(n - 1)]))


# ------------------------------------------------------------------ truth

def make_truth(rng, world, shape, mask, style):
    """Stored labels (H,W)."""
    classes = [c for c in range(len(world.names)) if world.usable(c)]
    if style == "only-masked":
        classes = [c for c in classes if c in mask] or classes
    elif style == "few" and len(classes) > 1:
        classes = sample(rng, classes, rng.randint(1, max(2, len(classes) // 2 + 1)))
    y = np.array(classes)[rng.randint(len(classes), size=shape)]
    if style == "blocks":
        step = rng.randint(2, 9)
        y = np.repeat(np.repeat(y[::step, ::step], step, 0), step, 1)[:shape[0], :shape[1]]
    stored = np.empty(shape, dtype=np.int64)
    for c in classes:
        here = y == c
        stored[here] = np.array(world.usable(c))[rng.randint(len(world.usable(c)), size=int(here.sum()))]
    if world.ignore:
        ignored = rng.rand(*shape) < (1 if style == "all-ignored" else pick(rng, [0, 0.05, 0.3]))
        stored[ignored] = np.array(world.ignore)[rng.randint(len(world.ignore), size=int(ignored.sum()))]
    return stored


def true_classes(stored, world):
    """Class index per pixel, flat; -1 where ignored."""
    meaning = world.meaning()
    return np.array([meaning[int(v)] for v in stored.ravel()])


# ------------------------------------------------------------------ predictions

def probabilities(rng, y, n, favour):
    """Rows that sum to 1, with some sense of the truth; tiny shares are exact zeros."""
    q = rng.rand(len(y), n) ** pick(rng, [1, 2, 6])
    rows = np.flatnonzero(rng.rand(len(y)) < favour)
    q[rows, y[rows]] += 1 + rng.rand(len(rows)) * n
    q /= q.sum(axis=1, keepdims=True)
    q[q < SMALLEST_SHARE] = 0
    return q


def certain(rng, y, n, right):
    """Exact one-hot rows; `right` is the share of hits."""
    called = np.where(rng.rand(len(y)) < right, y, rng.randint(n, size=len(y)))
    return np.eye(n)[called]


def impossible(rng, y, n):
    """The true class has probability 0."""
    q = rng.rand(len(y), n) + 0.01
    q[np.arange(len(y)), y] = 0
    return q / q.sum(axis=1, keepdims=True)


def ties(rng, y, n):
    """Small whole numbers, so that the largest value is often shared."""
    q = rng.randint(0, 3, size=(len(y), n)).astype(float)
    q[q.sum(axis=1) == 0] = 1
    q[(q == 0) & (rng.rand(*q.shape) < 0.3)] = -0.0
    return q


def sharp(rng, y, n):
    """A softmax of far-off logits: shares down to 1e-30."""
    z = rng.randn(len(y), n) * 12
    z = np.maximum(z - z.max(axis=1, keepdims=True), -69)
    q = np.exp(z)
    return q / q.sum(axis=1, keepdims=True)


def extreme(rng, y, n, dtype):
    """Whole multiples of the smallest or of a huge number: only their ratio counts."""
    unit = {"f2": (2.0 ** -24, 2.0 ** 12), "f4": (1.401298464324817e-45, 1e37), "f8": (5e-324, 1e304)}[dtype]
    return ties(rng, y, n) * np.where(rng.rand(len(y), 1) < 0.5, *unit)


def soft_values(rng, y, n, dtype, sharp_case):
    """Stored values (pixels, C) of dtype f2, f4 or f8; each pixel gets one of a few styles."""
    y = np.maximum(y, 0)
    favour = pick(rng, [0.2, 0.6, 0.95])
    styles = {
        "soft": lambda: probabilities(rng, y, n, favour),
        "certain": lambda: certain(rng, y, n, favour),
        "right": lambda: certain(rng, y, n, 1.0),
        "impossible": lambda: impossible(rng, y, n),
        "ties": lambda: ties(rng, y, n),
        "unnormalised": lambda: probabilities(rng, y, n, favour) * 10 ** rng.uniform(-4, 4, size=(len(y), 1)),
        "extreme": lambda: extreme(rng, y, n, dtype),
    }
    if sharp_case:
        styles["sharp"] = lambda: sharp(rng, y, n)
    chosen = sample(rng, sorted(styles), rng.randint(1, 4))
    if sharp_case and "sharp" not in chosen:
        chosen.append("sharp")
    which = rng.randint(len(chosen), size=len(y))
    q = np.zeros((len(y), n), dtype="<" + dtype)
    for i, style in enumerate(chosen):
        q[which == i] = styles[style]()[which == i]
    return q, chosen


def plane_values(rng, y, n, depth):
    """Whole samples for one PNG a class."""
    top = (1 << depth) - 1
    q, chosen = soft_values(rng, y, n, "f8", False)
    with np.errstate(under="ignore"):
        q = np.rint(q / q.max(axis=1, keepdims=True) * rng.randint(1, top + 1)).astype("u%d" % (depth // 8))
    return q, chosen


def spoil(rng, q, where):
    """Break SPEC's rules for a prediction at the pixels `where`, each in one of the ways there are."""
    for n in where:
        way = rng.randint(6)
        if way == 5 or q.dtype.kind in "iu":
            q[n] = 0
        elif way == 4 and q.dtype.itemsize == 8:
            q[n] = 1.7e308                     # finite values, infinite sum
        else:
            q[n, rng.randint(q.shape[1])] = [np.nan, np.inf, -np.inf, -1e-30, -1.0][way]


def hard_labels(rng, world, stored, void):
    """A decided label per pixel; `void`: labels that are no class are thrown in, too."""
    y = true_classes(stored, world)
    classes = [c for c in range(len(world.names)) if world.usable(c)]
    hit = (rng.rand(len(y)) < pick(rng, [0.3, 0.8, 1.0])) & (y >= 0)
    called = np.where(hit, y, np.array(classes)[rng.randint(len(classes), size=len(y))])
    labels = np.array([pick(rng, world.usable(c)) for c in called])
    if void:
        here = np.flatnonzero(rng.rand(len(y)) < 0.15)
        labels[here] = np.array(void)[rng.randint(len(void), size=len(here))]
    return labels.reshape(stored.shape)
