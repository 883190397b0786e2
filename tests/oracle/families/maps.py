"""Maps (SPEC 10.1): every kind of every sort of prediction, names of files, which images have them, refusals."""

import json
import re

import numpy as np

import nifti
import png
import store
from families.arrays import FORMS
from families.mapped import refusal
from pixels import Image
from seen import Seen
from values import World, chance, class_names, hard_labels, pick, plane_values, sample

NEEDS = ("maps",)
CUT = b"\x93NUMPY\x01\x00"
WIDTHS = [1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 67]
FOLDERS = ["a", "b", "deep/er/c", "deep/d", "x y", "\u00e4/\u00f6", "z.1", "Z"]
# Ids as a list may give them; no two leave the same path.
HOSTILE = ["../up", "/root/x", "./dot/./d", "a/../b", "..hidden", "c d", "\u00e4/\u00f6", "trail..", "x/..y/z", "//two//s",
           "../../../../tmp/far", "n[1]"]
WAYS = [("again",), ("worst",), ("resumed",), ("sharded",), ("round_trip",), ("default_kinds",), ("linked",), ("round_trip",)]
WANTED = (["C=%d" % n for n in (2, 3, 6, 19, 150, 256, 300)] + ["1x1", "wide", "binary", "hard", "void"]
          + ["planes", "batch", "channels", "volume", "colours", "photos", "photo missing", "bad pixels", "failed image", "map-scale", "list of ids"]
          + ["mask none", "mask one", "mask several", "all ignored"] + ["form " + f for f in ("hwc", "chw", "c1hw", "1hwc")]
          + ["activation " + a for a in ("none", "softmax", "sigmoid", "binary sigmoid")] + ["refused maps"]
          + ["way " + way for way in sorted({"whole", *(w for ways in WAYS for w in ways)})])


def shape_of(m, forbidden=()):
    """Sides that are no number of channels."""
    rng = m.rng
    if chance(rng, 0.15):
        m.tags.add("1x1")
        return 1, 1
    if m.n_classes >= 150:
        return int(rng.randint(1, 5)), int(rng.randint(1, 7))
    taken = {m.n_classes, *forbidden}
    width = pick(rng, [w for w in WIDTHS if w not in taken])
    height = pick(rng, [h for h in (1, 2, 4, 5, 7) if h not in taken | {width}])
    if width > 30:
        m.tags.add("wide")
    return (height, width) if chance(rng, 0.8) else (width, height)


def truth_of(m, shape):
    labels = m.draw_truth(shape)
    if (m.true(labels) < 0).all():
        m.tags.add("all ignored")
    return labels


def keys_of(m, low=1, high=5):
    return sample(m.rng, FOLDERS, int(m.rng.randint(low, high)))


def spoil(m, labels, q):
    """Bad pixels, where they are allowed."""
    if m.ignore_bad:
        flat = q.reshape(labels.size, -1)
        for n in np.flatnonzero(m.rng.rand(labels.size) < 0.2):
            flat[n, m.rng.randint(flat.shape[1])] = pick(m.rng, [np.nan, np.inf, -np.inf])
        m.tags.add("bad pixels")
    return q


def soft(m):
    """All types and axes."""
    m.start([2, 3, 6, 19][m.number // 2 % 4])
    for i, key in enumerate(keys_of(m)):
        shape = shape_of(m)
        labels = truth_of(m, shape)
        dtype = store.ALL_TYPES[(m.number * 5 + i) % len(store.ALL_TYPES)]
        q = m.draw_values(labels, dtype)
        if np.dtype(dtype).kind == "f":
            spoil(m, labels, q)
        form = pick(m.rng, ["hwc", "chw"] if 1 in shape else ["hwc", "chw", "c1hw", "1hwc"])
        m.tags.add("form " + form)
        m.add_array(key, q, labels, dtype, m.random_container(), chance(m.rng, 0.3), FORMS[form](q))
    m.tags.add("activation none")
    return m.end()


def plain(m):
    m.start(pick(m.rng, [2, 3, 6]))
    for key in keys_of(m, 2, 5):
        labels = truth_of(m, shape_of(m))
        q = spoil(m, labels, m.plain_values(labels, pick(m.rng, ["<f4", "<f8"])))
        m.add_array(key, q, labels, "<f4", "npy 1.0", False)
    return m.end()


def logits(m):
    activation = ["softmax", "sigmoid", "binary sigmoid"][m.number % 3]
    n = 2 if activation == "binary sigmoid" else pick(m.rng, [2, 3, 6, 19])
    m.start(n)
    m.option("A", "activation", activation.split()[-1])
    m.tags.add("activation " + activation)
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m, (1,) if n == 2 else ()))
        z = m.logits(labels, 1 if activation == "binary sigmoid" else n, pick(m.rng, ["<f4", "<f8", ">f4"]))
        z = spoil(m, labels, z)
        z = z[:, :, 0] if z.shape[2] == 1 else z
        m.add_array(key, z, labels, "<f4", "npy 1.0", False)
    return m.end(activation=activation.split()[-1])


def binary(m):
    m.start(2)
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m, (1,)))
        q = m.rng.choice([0.0, 1.0, 0.5, 0.25, 0.3, 0.7, 0.999], size=labels.shape).astype(pick(m.rng, ["<f4", "<f8"]))
        m.add_array(key, spoil(m, labels, q), labels, "<f4", "npy 1.0", False)
    m.tags.add("binary")
    return m.end()


def hard(m):
    m.start(pick(m.rng, [2, 3, 6, 19, 300]))
    if not m.world.document:
        m.world.write_document(m.rng)
        m.write_text("classes.json", json.dumps(m.world.document))
        m.option("c", "classes", "classes.json")
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m))
        void = list(m.world.ignore) + [v for v in (60001, 60002) if v not in m.world.meaning()]
        void = void if chance(m.rng, 0.6) else []
        if void:
            m.tags.add("void")
        stored = hard_labels(m.rng, m.world, labels, void).astype("<i4")
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, stored), hard=stored)
    m.tags.add("hard")
    return m.end(is_soft=False)


def planes(m):
    m.start(pick(m.rng, [2, 3, 6]))
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m))
        depth = pick(m.rng, [8, 16])
        q, _ = plane_values(m.rng, m.true(labels), m.n_classes, depth)
        q = q.reshape(*labels.shape, m.n_classes)
        for c in range(m.n_classes):
            png.write(m.path("pred/%s/%d.png" % (key, c)), q[:, :, c], depth)
        m.add(key, labels, prediction="pred/%s" % key, q=q, scale=(1 << depth) - 1)
    m.tags.add("planes")
    return m.end()


def batch(m):
    m.start(pick(m.rng, [2, 3, 6]))
    m.option(None, "truth-layout", "labels")
    for key in keys_of(m, 1, 3):
        shape = m.small_shape()
        count = pick(m.rng, [n for n in (2, 3, 11) if n not in (*shape, m.n_classes)])
        labels = np.stack([truth_of(m, shape) for _ in range(count)])
        q = np.stack([m.plain_values(one, "<f8") for one in labels])
        truth, name = m.store("truth/%s.npy" % key, labels.astype("<u2")), m.store("pred/%s.npy" % key, q)
        m.images += [Image("%s[%d]" % (key, n), "%s[%d]" % (truth, n), "%s[%d]" % (name, n), one, q=q[n], number=n)
                     for n, one in enumerate(labels)]
    m.tags.add("batch")
    return m.end()


def volume(m):
    m.start(3, World(3), [0])
    shape = (4, 5, 7)
    labels = np.stack([truth_of(m, shape[1:]) for _ in range(shape[0])])
    q = np.stack([m.plain_values(one, "<f4") for one in labels])
    nifti.write(m.path("truth/v.nii"), labels.transpose(2, 1, 0).astype("u1"))
    nifti.write(m.path("pred/v.nii"), q.transpose(2, 1, 0, 3).astype("f4"))
    m.images += [Image("v[%d]" % z, "truth/v.nii[%d]" % z, "pred/v.nii[%d]" % z, one, q=q[z], number=z)
                 for z, one in enumerate(labels)]
    m.tags.add("volume")
    return m.end()


def channels(m):
    n = pick(m.rng, [2, 3, 4])
    count = n + int(m.rng.randint(1, 4))
    m.n_classes = n
    groups = m.channel_groups(count)
    activation = ["none", "softmax", "sigmoid"][m.number % 3]
    m.start(n, m.channel_world(n, groups))
    if activation != "none":
        m.option("A", "activation", activation)
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m, (count,)))
        if activation == "none":
            q = m.rng.rand(labels.size, count)
            q = (q / q.sum(axis=1, keepdims=True)).reshape(*labels.shape, count)
        else:
            q = m.logits(labels, count, "<f8")
        name = m.store("pred/%s.npy" % key, q)
        m.add_channels(key, labels, q, groups, name, activation)
    m.tags.add("channels")
    return m.end(activation=activation)


def colours(m):
    """A class set with colours, of labels that are numbers."""
    n = pick(m.rng, [3, 6, 19])
    world = World(n)
    world.names = class_names(m.rng, n)
    table = m.rng.permutation(np.arange(1, n + 1))[:, None] * [7, 3, 11] % 256
    world.colours = [tuple(int(v) for v in colour) for colour in table]
    if chance(m.rng, 0.3):
        world.colours[1] = None
    world.set_ignore = [255]
    world.write_document(m.rng)
    m.start(n, world)
    for key in keys_of(m):
        labels = truth_of(m, shape_of(m))
        name = m.store("truth/%s.npy" % key, labels.astype("|u1"))
        q = m.plain_values(labels)
        m.add(key, labels, name, m.store("pred/%s.npy" % key, q), q=q)
    m.tags.add("colours")
    return m.end()


def many(m):
    m.start([150, 256, 300][m.number % 3])
    for key in keys_of(m, 1, 3):
        labels = truth_of(m, shape_of(m))
        m.add_array(key, m.plain_values(labels), labels, "<f4", "npy 1.0", False)
    return m.end()


def photo(m, labels):
    """(file's samples, bits, what it is in 8 bits)"""
    rng, step = m.rng, pick(m.rng, [1, 1, 2, 3])
    size = labels.shape[0] * step, labels.shape[1] * step
    shape, depth = pick(rng, [((), 8), ((3,), 8), ((4,), 8), ((3,), 16), ((), 16), ((2,), 8)])
    samples = rng.randint(0, 1 << depth, size=size + shape)
    seen = samples >> (depth - 8)
    seen = seen[:, :, :3] if shape in ((3,), (4,)) else seen[:, :, 0] if shape == (2,) else seen
    return samples, depth, seen


def photos(m):
    m.start(pick(m.rng, [2, 3, 6]))
    suffix = pick(m.rng, [None, "_photo.png"])
    missing = chance(m.rng, 0.3)
    for i, key in enumerate(keys_of(m, 2, 5)):
        labels = truth_of(m, shape_of(m))
        q = m.plain_values(labels)
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)
        if missing and i == 0:
            continue
        samples, depth, seen = photo(m, labels)
        png.write(m.path("photos/%s%s" % (key, suffix or ".png")), samples, depth, interlaced=chance(m.rng, 0.3))
        m.photos[key] = seen
    if missing:
        m.flag("partial")
        m.tags.add("photo missing")
    m.map_words += ["--photos=photos"] + (["--photo-suffix=" + suffix] if suffix else [])
    m.tags.add("photos")
    return m.end()


def ids(m):
    m.start(3)
    lines = []
    for key, id_ in enumerate(sample(m.rng, HOSTILE, int(m.rng.randint(3, 7)))):
        labels = truth_of(m, m.small_shape())
        q = m.plain_values(labels)
        truth, name = m.truth_png("t/%d.png" % key, labels), m.store("p/%d.npy" % key, q)
        m.images.append(Image(id_, truth, name, labels, q=q))
        lines.append("%s\t%s\t%s\n" % (truth, name, id_))
    m.write_text("list.tsv", "".join(lines))
    m.option("l", "list", "list.tsv")
    m.operands = []
    m.tags.add("list of ids")
    return m.end()


def failing(m):
    """An image that cannot be read has no maps."""
    m.start(3)
    for key in ("a", "c"):
        labels = truth_of(m, m.small_shape())
        m.add_array(key, m.plain_values(labels), labels, "<f4", "npy 1.0", False)
    m.truth_png("truth/b.png", m.draw_truth((3, 4), "mixed"))
    with open(m.path("pred/b.npy"), "wb") as file:
        file.write(CUT)
    m.flag("keep-going")
    m.expected = 3
    m.more.update(errors=[{"id": "b", "message": re.compile("b\\.npy")}], status=3)
    m.tags.add("failed image")
    return m.end()


MAKERS = [soft, hard, logits, binary, soft, planes, batch, channels, soft, colours, many, photos, plain, ids, logits, failing,
          soft, volume, refusal, refusal]
COUNT = 6 * len(MAKERS)
FEW_WAYS = {failing: ["again", "default_kinds"], refusal: []}


def make(seed, number, folder):
    m = Seen(seed, "maps", number, folder)
    maker = MAKERS[number % len(MAKERS)]
    m.turn = number // len(MAKERS)
    m.ignore_bad = maker in (soft, plain, logits, binary) and chance(m.rng, 0.4)
    if chance(m.rng, 0.3) and maker is not refusal:
        m.ask_scale(pick(m.rng, ["1", "0.5", "2.5", "16.2", "1e-3"]))
    ways = FEW_WAYS.get(maker)
    # Each maker meets each way in its turns.
    more = WAYS[(number // len(MAKERS) + number) % len(WAYS)] if ways is None else tuple(ways[:])
    if maker in (channels, ids, photos) and more == ("round_trip",):
        more = ("worst",)
    m.ways = ("whole", *more) if maker is not refusal else ()
    m.tags.update("way " + way for way in m.ways)
    return maker(m)
