"""Labels and predictions in TIFF: types, strips and tiles, planes, pages, compressions, byte orders (SPEC 9.6)."""

import numpy as np

import tiff
from reading import Reading, decided, decided_binary
from rules import LARGEST_LABEL, ClassSet, Refused, hard_labels, names, place
from values import chance, class_names, pick

LABELS = ["|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f2", "<f4", "<f8", "bits 1", "bits 4", "palette", "palette 4",
          "white"]
SOFT = ["|u1", "<u2", "<u4", "<i2", "<f2", "<f4", "<f8"]
COMPRESSIONS = [tiff.NONE, tiff.LZW, tiff.ADOBE_DEFLATE, tiff.DEFLATE, tiff.PACKBITS]
WANTED = (["tiles", "strips", "planar", "chunky", "BigTIFF", "classic", "big-endian", "little-endian", "predictor 2",
           "predictor 3", "pages as channels", "pages as a batch", "one page", "reduced page", "RGB", "RGBA",
           "RGB as channels", "hard", "binary", "nodata tag of a prediction"]
          + ["labels " + t for t in LABELS] + ["soft " + t for t in SOFT]
          + ["compression %d" % c for c in COMPRESSIONS])


def layout(m, page):
    """Storage at random: nothing of it may matter."""
    rng, samples = m.rng, page.samples
    page.compression = pick(rng, COMPRESSIONS)
    kind = samples.dtype.kind
    if page.compression in (tiff.LZW, tiff.ADOBE_DEFLATE, tiff.DEFLATE) and page.bits is None and chance(rng, 0.5):
        page.predictor = 3 if kind == "f" else 2
        if page.photometric == tiff.PALETTE:
            page.predictor = 1
    page.tile = 16 if chance(rng, 0.4) else None
    page.rows_per_strip = pick(rng, [None, 1, 2, 3])
    page.planar = samples.ndim == 3 and chance(rng, 0.5)
    m.tags |= {"compression %d" % page.compression, "tiles" if page.tile else "strips",
               "predictor %d" % page.predictor}
    if samples.ndim == 3:
        m.tags.add("planar" if page.planar else "chunky")
    return page


def alike(m, pages):
    """Pages of one file, which are stored alike."""
    first = layout(m, pages[0])
    for page in pages[1:]:
        for how in ("compression", "predictor", "tile", "rows_per_strip", "planar"):
            setattr(page, how, getattr(first, how))
    return pages


def write(m, name, pages, tags=()):
    rng, big = m.rng, chance(m.rng, 0.3)
    order = pick(rng, "<>")
    m.tags |= {"BigTIFF" if big else "classic", "big-endian" if order == ">" else "little-endian"}
    pages = pages if isinstance(pages, list) else [pages]
    for page in pages:
        page.tags = page.tags + list(tags)
    tiff.write(m.path(name), pages, big, order)
    return name


def label_page(m, labels, kind):
    """labels (H,W) as a page of some kind."""
    if kind.startswith("bits"):
        page = tiff.Page(labels.astype("u1"), bits=int(kind.split()[1]))
    elif kind.startswith("palette"):
        depth = 4 if kind.endswith("4") else 8
        colours = [tuple(int(v) for v in c) for c in m.rng.randint(65536, size=(1 << depth, 3))]
        page = tiff.Page(labels.astype("u1"), bits=4 if depth == 4 else None, photometric=tiff.PALETTE, colours=colours)
    elif kind == "white":
        page = tiff.Page(labels.astype("u1"), photometric=tiff.MIN_IS_WHITE)
    else:
        page = tiff.Page(labels.astype(kind))
    m.tags.add("labels " + kind)
    return layout(m, page)


def fits(kind, labels):
    top = {"bits 1": 1, "bits 4": 15, "palette 4": 15, "|i1": 127, "<f2": 2048}.get(kind)
    if top is None:
        top = 255 if kind in ("palette", "white", "|u1") else 32767 if kind.endswith("2") else LARGEST_LABEL
    return labels.max() <= top


def a_truth(m, shape=None):
    """(labels, y, shape)"""
    rng, classes = m.rng, m.world
    shape = shape or (m.shape(3, 9) if chance(rng, 0.6) else m.shape(15, 22))
    m.last_shape = shape
    known = [one for entry in classes.entries for one in entry] + list(classes.ignore)
    labels = np.array(known)[rng.randint(len(known), size=shape)]
    return labels, [classes.of_label(v) for v in labels.ravel().tolist()], shape


def truths(m):
    classes = m.world
    for i in range(5):
        key = "i%d" % i
        labels, y, shape = a_truth(m)
        kind = LABELS[(m.number // 3 * 5 + i) % len(LABELS)]
        if not fits(kind, labels):
            if chance(m.rng, 0.5):
                kind = "<i4"
            else:
                labels = np.where(labels > 1, classes.entries[0][0], labels)
                y = [classes.of_label(v) for v in labels.ravel().tolist()]
                kind = kind if fits(kind, labels) else "<f8"
        name = write(m, "truth/%s%s" % (key, pick(m.rng, [".tif", ".tiff"])), label_page(m, labels, kind))
        prediction, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, name, prediction, y, shape, p=p, d=d)
    return m.read()


def predictions(m):
    """Channels as samples or as pages, labels, one plane."""
    rng, n = m.rng, m.n_classes
    for i in range(5):
        key = "i%d" % i
        labels, y, shape = a_truth(m)
        truth = m.store("truth/%s.npy" % key, labels.astype("<i4"))
        name = "pred/%s.tif" % key
        way = ["channels", "pages", "hard", "binary" if n == 2 else "channels", "channels"][i]
        if way == "hard":
            hard, _, _ = a_truth(m, shape)
            page = label_page(m, hard, pick(rng, ["<i4", "<u4"] if hard.max() > 255 else ["|u1", "palette", "<u2"]))
            tags = []
            if chance(rng, 0.6):              # of a prediction, it is not looked at
                tags = [(42113, tiff.ASCII, "%d" % m.world.entries[0][0])]
                m.tags.add("nodata tag of a prediction")
            d, _ = hard_labels(hard, y, m.world, "labels", True, name)
            m.keep(key, truth, write(m, name, page, tags), y, shape, d=d)
            m.tags.add("hard")
            continue
        if way == "binary":
            q = np.round(rng.rand(*shape), 2).astype(pick(rng, ["<f2", "<f4", "<f8"]))
            p, d = decided_binary(q)
            m.tags.add("binary")
            m.keep(key, truth, write(m, name, layout(m, tiff.Page(q))), y, shape, p=p, d=d)
            continue
        dtype = SOFT[(m.number // 3 * 5 + i) % len(SOFT)]
        m.tags.add("soft " + dtype)
        q = m.soft(y, dtype).reshape(*shape, n)
        p, d = decided(q.reshape(-1, n))
        if way == "pages":
            pages = alike(m, [tiff.Page(np.ascontiguousarray(q[:, :, c])) for c in range(n)])
            m.tags.add("pages as channels")
        else:
            pages = layout(m, tiff.Page(q, photometric=tiff.RGB if n == 3 and chance(rng, 0.5) else tiff.MIN_IS_BLACK))
            if pages.photometric == tiff.RGB:
                m.tags.add("RGB as channels")
        m.keep(key, truth, write(m, name, pages), y, shape, p=p, d=d)
    return m.read()


def small_page(m):
    """A page that is none: reduced, a mask, or both."""
    page = tiff.Page(np.zeros((2, 2), "u1"), tags=[(254, tiff.LONG, [pick(m.rng, [1, 4, 5])])])
    m.tags.add("reduced page")
    return page


def pages(m):
    """A batch of truths and one of predictions; or one page of each."""
    rng, n = m.rng, m.n_classes
    shape, count = m.shape(3, 9), 4 if n != 4 else 5
    drawn = [a_truth(m, shape) for _ in range(count)]
    labels, kind = [one for one, _, _ in drawn], pick(rng, ["<u4", "<i4", "<f4"])
    truth_pages = alike(m, [tiff.Page(one.astype(kind)) for one in labels])
    soft = [m.soft(y).reshape(*shape, n) for _, y, _ in drawn]
    soft_pages = alike(m, [tiff.Page(q) for q in soft])
    single = m.number // 6 % 2
    truth, name = ("t.tif", "p.tif") if single else ("truth/a.tif", "pred/a.tif")
    write(m, truth, truth_pages[:1] + [small_page(m)] + truth_pages[1:])
    write(m, name, soft_pages[:2] + [small_page(m)] + soft_pages[2:])
    at = int(rng.randint(count))
    if single:
        m.operands = ["%s[%d]" % (truth, at), "%s[%d]" % (name, at)]
        m.tags.add("one page")
    else:
        m.tags.add("pages as a batch")
    for k in [at] if single else range(count):
        p, d = decided(soft[k].reshape(-1, n))
        m.keep("%s[%d]" % ("t" if single else "a", k), "%s[%d]" % (truth, k), "%s[%d]" % (name, k), drawn[k][1], shape,
               number=k, p=p, d=d)
    return m.read()


def colours(m, refusal=False):
    rng, n = m.rng, m.n_classes
    known = [(int(a), int(b), 13 * i) for i, (a, b) in enumerate(rng.randint(256, size=(n + 1, 2)))]
    classes = m.use(ClassSet(class_names(rng, n), None, known[:n], (), known[n:]))
    for i in range(1 if refusal else 4):
        key, shape = "i%d" % i, m.shape(3, 9)
        samples = np.array(known)[rng.randint(n + 1, size=shape)].astype("u1")
        y = [classes.of_colour(colour) for colour in samples.reshape(-1, 3)]
        at = int(rng.randint(len(y)))
        if refusal:
            samples.reshape(-1, 3)[at] = (1, 2, 251)
        m.tags.add("RGBA" if i % 2 else "RGB")
        if i % 2:
            samples = np.concatenate([samples, np.full((*shape, 1), 255, "u1")], axis=2)
        name = write(m, "truth/%s.tif" % key, layout(m, tiff.Page(samples, photometric=tiff.RGB, extra=2)))
        if refusal:
            m.complete(key)
            return m.refused(Refused(names(name), place(at, shape[1])))
        prediction, p, d = m.soft_prediction(key, y, shape)
        m.keep(key, name, prediction, y, shape, p=p, d=d)
    return m.read()


COUNT = 60
WAYS = [truths, predictions, pages, truths, predictions]


def make(seed, number, folder):
    m = Reading(seed, "tiff", number, folder)
    m.n_classes = n = pick(m.rng, [2, 3, 4, 5])
    if number % 6 == 5:
        return colours(m)
    labels = [[c] for c in range(n)]
    if chance(m.rng, 0.4):
        labels[-1] = [pick(m.rng, [200, 3000, 70000, LARGEST_LABEL])]
    m.use(ClassSet(class_names(m.rng, n), labels, ignore=[15] if chance(m.rng, 0.5) else []))
    return WAYS[number % 6](m)
