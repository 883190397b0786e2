"""Hard predictions with labels that nobody knows, or that may be read as labels or as indices (SPEC 9.1)."""

import numpy as np

import png
import store
from encode import coloured_palette
from reading import Reading
from rules import UNKNOWN, VOID, ClassSet, Refused, amount, hard_labels, names, place
from values import chance, class_names, pick, sample

ARRAYS = ["|i1", "<i2", ">i2", "<i4", "<i8", "|u1", "<u2", ">u4", "<u8"]
WAYS = ["identity", "shifted", "swapped", "far", "several"]
WANTED = (["refusal", "labels and indices", "no proposal", "unknown counted", "unknown under an ignored truth",
           "ignored label in a prediction", "prediction png", "prediction array", "given labels", "given indices",
           "given nothing", "old name", "unknown colours", "ignored beside indices"]
          + ["classes " + way for way in WAYS])


def class_set(m, given):
    """Labels that are indices, all but indices, or none."""
    rng, n = m.rng, m.n_classes
    way = WAYS[m.number // 2 % len(WAYS)]
    m.tags.add("classes " + way)
    if way == "identity":
        labels = [[c] for c in range(n)]
    elif way == "shifted":
        labels = [[c + 1] for c in range(n)]
    elif way == "swapped":
        labels = [[(c + 1) % n] for c in range(n)]
    elif way == "far":
        labels = [[40 + 3 * c] for c in range(n)]
    else:
        drawn = sample(rng, range(3 * n), 2 * n)
        labels = [[drawn[2 * c], drawn[2 * c + 1]] for c in range(n)]
    taken = {one for entry in labels for one in entry}
    free = [v for v in (0, 1, n - 1, n, 99, 255) if v not in taken]
    ignore = sample(rng, free, rng.randint(0, 3))
    if way == "shifted" and 0 not in ignore:
        ignore.append(0)
    if way == "identity" and given != "indices" and chance(rng, 0.3):
        ignore = ignore + [n - 1]                   # an ignored label is stronger than the class
    return ClassSet(class_names(rng, n), labels, ignore=ignore)


def draw_labels(m, shape, foreign):
    """Labels of classes, and some of `foreign`."""
    rng, classes = m.rng, m.world
    known = [one for entry in classes.entries for one in entry if classes.of_label(one) not in (VOID, UNKNOWN)]
    if chance(rng, 0.4):
        known = sample(rng, known, rng.randint(1, len(known) + 1))
    labels = np.array(known)[rng.randint(len(known), size=shape)]
    if foreign:
        here = rng.rand(*shape) < pick(rng, [0.05, 0.3])
        here.flat[rng.randint(here.size)] = True
        labels[here] = np.array(foreign)[rng.randint(len(foreign), size=int(here.sum()))]
    return labels


def foreign_labels(m, dtype):
    """Labels that are no class for a prediction: ignored ones, indices, and far ones."""
    rng, classes, n = m.rng, m.world, m.n_classes
    info = np.iinfo(dtype or "u1")
    kinds = [list(classes.ignore), [v for v in range(n) if classes.of_label(v) is UNKNOWN],
             [v for v in (n, 100, 200, 254) if classes.of_label(v) is UNKNOWN]]
    if info.min < 0:
        kinds.append([-1, -100])
    if info.max > 1 << 24:
        kinds.append([1 << 24, 70000])
    chosen = [v for kind in sample(rng, kinds, rng.randint(0, 3)) for v in kind]
    return [v for v in chosen if info.min <= v <= info.max]


def indices(m, shape):
    """What a network says: indices, at times one too many, or 255."""
    rng, n = m.rng, m.n_classes
    labels = rng.randint(n, size=shape)
    if chance(rng, 0.4):
        labels.flat[rng.randint(labels.size, size=2)] = pick(rng, [n, 255, 120])
    return labels


def draw(m, key, given, miss):
    rng, classes = m.rng, m.world
    shape = m.shape()
    truth = draw_labels(m, shape, list(classes.ignore))
    if all(classes.of_label(v) == VOID for v in truth.ravel()):
        truth[0, 0] = next(one for entry in classes.entries for one in entry if classes.of_label(one) is not VOID)
    y = [classes.of_label(v) for v in truth.ravel().tolist()]
    dtype = pick(rng, ARRAYS) if chance(rng, 0.6) else None
    if given == "indices" or chance(rng, 0.4):
        labels = indices(m, shape)
    else:
        labels = draw_labels(m, shape, foreign_labels(m, dtype))
    if dtype and np.iinfo(dtype).max < labels.max():
        labels = np.minimum(labels, 100)
    ignored = np.flatnonzero(np.array(y) == VOID)
    if len(ignored) and chance(rng, 0.7):           # nobody looks there
        labels.flat[ignored] = pick(rng, [99, 120, 3, 101])
        m.tags.add("unknown under an ignored truth")
    name, true_name = write(m, "pred/" + key, labels, dtype), m.truth_png("truth/%s.png" % key, truth)
    d, has_unknown = hard_labels(labels, y, classes, given, miss, name)
    m.keep(key, true_name, name, y, shape, d=d,
           hints=["unknown-labels"] if has_unknown else [])
    m.tags |= tags_of(labels, y, classes, given, has_unknown)


def tags_of(labels, y, classes, given, has_unknown):
    seen = [label for label, c in zip(labels.ravel().tolist(), y) if c != VOID]
    tags = {"given " + (given or "nothing")}
    if has_unknown:
        tags.add("unknown counted")
    if given != "indices" and any(label in classes.ignore for label in seen):
        tags.add("ignored label in a prediction")
    if given == "indices" and any(label in classes.ignore and label >= len(classes.names) for label in seen):
        tags.add("ignored beside indices")
    return tags


def write(m, name, labels, dtype):
    if dtype:
        m.tags.add("prediction array")
        container = m.random_container()
        return m.store(name + store.extension(container), labels.astype(dtype), container, chance(m.rng, 0.3))
    m.tags.add("prediction png")
    top = int(labels.max())
    depth = pick(m.rng, [8, 16]) if top < 256 else 16
    palette = coloured_palette(m.rng, 256) if depth == 8 and chance(m.rng, 0.4) else None
    png.write(m.path(name + ".png"), labels, depth, palette)
    return name + ".png"


# ------------------------------------------------------------------ colours

def draw_colours(m, key, miss):
    """RGB predictions with a colour that no class has."""
    rng, classes = m.rng, m.world
    shape = m.shape()
    known = [tuple(colour) for colour in classes.colours + classes.ignored_colours]
    truth = np.array(known)[rng.randint(len(known), size=shape)]
    truth[0, 0] = known[0]
    y = [classes.of_colour(colour) for colour in truth.reshape(-1, 3)]
    called = np.array(known + [(9, 9, 9), (8, 8, 9)])[rng.randint(len(known) + 2, size=shape)]
    png.write(m.path("truth/%s.png" % key), truth, 8)
    name = "pred/%s.png" % key
    png.write(m.path(name), called, 8)
    found = [classes.of_colour(colour) for colour in called.reshape(-1, 3)]
    unknown = [n for n, c in enumerate(found) if c is UNKNOWN and y[n] != VOID]
    if unknown and not miss:
        raise Refused(names(name), place(unknown[0], shape[1]), amount(len(unknown), "pixel"))
    d = [VOID if c is UNKNOWN or y[n] == VOID else c for n, c in enumerate(found)]
    m.keep(key, "truth/%s.png" % key, name, y, shape, d=d, hints=["unknown-labels"] if unknown else [])
    m.tags.add("unknown colours")


def of_colours(m, refusal):
    n = m.n_classes
    colours = [(int(a), int(b), 20 + c) for c, (a, b) in enumerate(m.rng.randint(256, size=(n + 1, 2)))]
    m.use(ClassSet(class_names(m.rng, n), None, colours[:n], (), colours[n:]))
    if not refusal:
        m.give("unknown", "miss")
    return m.images_or_refusal(lambda key: draw_colours(m, key, not refusal), 4, refusal)


COUNT = 84


def make(seed, number, folder):
    m = Reading(seed, "hard-unknown", number, folder)
    m.n_classes = pick(m.rng, [2, 3, 4, 7])
    refusal = number % 2 == 0
    if number > COUNT - 4:
        return of_colours(m, refusal)
    given = None if number % 20 == 2 else pick(m.rng, [None, None, "labels", "indices"])
    m.use(class_set(m, given))
    if given and chance(m.rng, 0.2):
        m.give("prediction-labels", given)
        m.settings["prediction_as"] = given
        m.tags.add("old name")
    elif given:
        m.give("prediction-as", given, given)
    # Of labels 1..C with 0 ignored, indices stay a second reading where unknown ones are counted.
    miss = number % 20 == 2 if refusal else chance(m.rng, 0.5)
    if miss:
        m.give("unknown", "miss")
    case = m.images_or_refusal(lambda key: draw(m, key, given, miss), 5, refusal)
    if case.status:
        asks = any("=(labels|indices)" in one for one in case.says)
        case.tags.add("labels and indices" if asks else "no proposal" if given is None and not any(
            "indices" in one for one in case.says) else "other")
    return case
