"""Pictures of class colours as palettes and gray: which of raw, scaled and color knows all samples (SPEC 9.2)."""

import numpy as np

import png
from reading import Reading
from rules import UNKNOWN, VOID, ClassSet, Refused, names, place, read_samples, readings
from values import chance, class_names, pick, sample

COMBINATIONS = ["raw", "scaled", "color", "raw+scaled", "raw+color", "scaled+color", "raw+scaled+color", "nothing"]
WANTED = (["refusal", "RGB and its palette", "gray by color", "two readings, one meaning", "asked", "nothing knows",
           "samples raw", "samples scaled", "samples color", "truth", "prediction", "seen in a truth alone",
           "gray stays under --samples=color"]
          + ["palette known by " + one for one in COMBINATIONS] + ["palette of %d bits" % d for d in (1, 2, 4, 8)]
          + ["gray of %d bits" % d for d in (1, 2, 4, 8)])


def class_set(m):
    """Labels are a class's own index or beyond all indices, so that no prediction can be taken for indices."""
    rng, n = m.rng, m.n_classes
    beyond = sample(rng, [17, 34, 51, 85, 119, 170, 200, 255], n)
    labels = [[c] if chance(rng, 0.5) else [v] if chance(rng, 0.5) else [c, v] for c, v in enumerate(beyond)]
    taken = [one for entry in labels for one in entry]
    grays = [v for v in taken if chance(rng, 0.5)]
    pool = [(v, v, v) for v in sample(rng, sorted({*grays, 0, 68, 255}), 4)]
    pool += [tuple(int(v) for v in rng.randint(256, size=3)) for _ in range(n)]
    colours = []
    for colour in sample(rng, sorted(set(pool)), n + 1):
        colours.append(colour)
    if m.number % 7 < 2:                             # gray pictures whose grays are labels as well as colours
        labels = [[v] for v in beyond]
        colours = [(v,) * 3 for v in beyond] + [(1, 2, 3)]
    ignored = [colours.pop()] if chance(rng, 0.5) else []
    if n > 2 and chance(rng, 0.2):
        colours[0] = None
    ignore = [v for v in (7, 102, 254) if v not in taken and chance(rng, 0.3)]
    return ClassSet(class_names(rng, n), labels, colours[:n], ignore, ignored)


def picture(m, shape):
    """A picture of class colours as a palette of them in any order, and as RGB."""
    rng, classes = m.rng, m.world
    colours = [tuple(c) for c in classes.colours if c is not None] + [tuple(c) for c in classes.ignored_colours]
    order = sample(rng, colours, len(colours))
    depth = next(d for d in (1, 2, 4, 8) if len(order) <= 1 << d)
    depth = pick(rng, [d for d in (1, 2, 4, 8) if d >= depth])
    return rng.randint(len(order), size=shape), depth, order


def indexed(m, shape):
    """Samples that are labels, in colours of no class, of some, or of the right ones."""
    rng, classes = m.rng, m.world
    depth = pick(rng, [2, 4, 8, 8])
    known = [v for v in range(1 << depth) if classes.of_label(v) is not UNKNOWN]
    palette = [tuple(int(v) for v in colour) for colour in rng.randint(256, size=(1 << depth, 3))]
    way = pick(rng, ["other colours", "right colours", "some", "grays"])
    for v in known:
        c = classes.of_label(v)
        right = classes.colours[c] if c != VOID else (classes.ignored_colours or [None])[0]
        if right is not None and (way == "right colours" or way == "some" and chance(rng, 0.5)):
            palette[v] = tuple(right)
    if way == "grays":
        palette = [(int(v),) * 3 for v in rng.randint(256, size=1 << depth)]
    return np.array(known or [0])[rng.randint(len(known or [0]), size=shape)], depth, palette


def grays(m, shape):
    """A gray palette whose grays are labels, colours of classes, or both."""
    rng, classes = m.rng, m.world
    of_labels = [v for v in range(256) if classes.of_label(v) is not UNKNOWN]
    of_colours = [v for v in range(256) if classes.of_colour((v,) * 3) is not UNKNOWN]
    both = [v for v in of_labels if v in of_colours]
    pool = pick(rng, [of_labels, of_colours or of_labels, both or of_labels, of_labels + [9]])
    chosen = sample(rng, pool, rng.randint(1, min(len(pool), 6) + 1))
    depth = pick(rng, [d for d in (1, 2, 4, 8) if len(chosen) <= 1 << d])
    return rng.randint(len(chosen), size=shape), depth, [(v,) * 3 for v in chosen]


def gray_png(m, shape):
    """Packed gray, or bytes: labels, scaled labels, or a gray picture of colours."""
    rng, classes = m.rng, m.world
    depth = pick(rng, [1, 2, 4, 8, 8, 16])
    top = 1 << min(depth, 8)
    unit = 255 // (top - 1)
    pools = [[v for v in range(top) if classes.of_label(v) is not UNKNOWN],
             [v for v in range(top) if classes.of_label(v * unit) is not UNKNOWN]]
    if depth < 16:
        pools.append([v for v in range(top) if classes.of_colour((v * unit,) * 3) is not UNKNOWN])
    pool = pick(rng, [one for one in pools if one] or [[0, 1]])
    chosen = sample(rng, pool, rng.randint(1, min(len(pool), 5) + 1))
    return np.array(chosen)[rng.randint(len(chosen), size=shape)], depth, None


def stray(m, samples, depth, palette):
    """At times, one sample of another kind."""
    if chance(m.rng, 0.15):
        top = len(palette) if palette else 1 << min(depth, 8)
        samples = samples.copy()
        samples.flat[m.rng.randint(samples.size)] = m.rng.randint(top)
    return samples


def draw_file(m, shape, option):
    makers = [picture, picture, indexed, grays, grays, gray_png]
    if option == "scaled":
        makers = [grays, gray_png]
    while True:
        samples, depth, palette = pick(m.rng, makers)(m, shape)
        samples = stray(m, samples, depth, palette)
        if option != "scaled" or palette is not None or depth < 8:
            return samples, depth, palette


def meanings(m, samples, depth, palette, option, file, looked_at=None):
    """(classes, hints, hints that may be)"""
    m.tags |= tags_of(m, samples, depth, palette, looked_at, option)
    found, reading = read_samples(samples, depth, palette, m.world, option, file, looked_at)
    for n in range(len(found)) if looked_at is None else looked_at:
        if found[n] is UNKNOWN:
            raise Refused(names(file), place(n, samples.shape[1]))
    if reading == "color" and palette is None:
        m.tags.add("gray by color")
    if reading is None:
        m.tags.add("two readings, one meaning")
    return found, ["read-by-color"] if reading == "color" else [], ["read-by-color"] if reading is None else []


def tags_of(m, samples, depth, palette, looked_at, option):
    kind = "palette" if palette is not None else "gray"
    tags = {"%s of %d bits" % (kind, depth)}
    flat = samples.ravel().tolist()
    present = {flat[n] for n in (range(len(flat)) if looked_at is None else looked_at)}
    ways = readings(depth, palette, m.world)
    known = [name for name in ways if all(ways[name](v) is not UNKNOWN for v in present)]
    if palette is not None and option is None:
        tags.add("palette known by " + ("+".join(known) or "nothing"))
    if palette is None and depth >= 8 and option == "color" and known:
        tags.add("gray stays under --samples=color")
    return tags


def draw(m, key, option):
    rng = m.rng
    shape = m.shape()
    samples, depth, palette = draw_file(m, shape, option)
    if chance(rng, 0.5):
        truth = "truth/%s.png" % key
        png.write(m.path(truth), samples, depth, palette, chance(rng, 0.2))
        y, hints, free = meanings(m, samples, depth, palette, option, truth)
        m.tags.add("truth")
        name, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, truth, name, y, shape, hints, free, p=p, d=d)
        return
    m.tags.add("prediction")
    truth, y = true_file(m, key, shape, samples, palette)
    name = "pred/%s.png" % key
    looked_at = [n for n, c in enumerate(y) if c != VOID]
    if len(looked_at) < len(y) and chance(rng, 0.5):
        samples.flat[[n for n, c in enumerate(y) if c == VOID]] = rng.randint(len(palette) if palette else 2)
        m.tags.add("seen in a truth alone")
    png.write(m.path(name), samples, depth, palette, chance(rng, 0.2))
    d, hints, free = meanings(m, samples, depth, palette, option, name, looked_at)
    d = [c if y[n] != VOID else VOID for n, c in enumerate(d)]
    m.keep(key, truth, name, y, shape, hints, free, d=d)


def true_file(m, key, shape, samples, palette):
    """A truth that can be read in one way: RGB, often the original of the prediction."""
    rng, classes = m.rng, m.world
    truth = "truth/%s.png" % key
    if palette is not None and all(classes.of_colour(palette[v]) is not UNKNOWN for v in np.unique(samples)):
        colours = np.array(palette)[samples]
        m.tags.add("RGB and its palette")
    else:
        known = [tuple(c) for c in classes.colours if c is not None and tuple(c) not in classes.ignored_colours]
        known += [tuple(c) for c in classes.ignored_colours]
        colours = np.array(known)[rng.randint(len(known), size=shape)]
    png.write(m.path(truth), colours, 8)
    return truth, [classes.of_colour(colour) for colour in colours.reshape(-1, 3)]


COUNT = 100


def make(seed, number, folder):
    m = Reading(seed, "palette-color", number, folder)
    m.n_classes = pick(m.rng, [2, 3, 4, 5])
    m.use(class_set(m))
    option = pick(m.rng, [None, None, None, None, "color", "color", "raw", "scaled"])
    if option:
        m.give("samples", option, option)
        m.tags.add("samples " + option)
    case = m.images_or_refusal(lambda key: draw(m, key, option), 5, number % 2 == 0)
    if case.status:
        asks = any("--samples" in one for one in case.says)
        case.tags.add("asked" if asks else "nothing knows")
    return case
