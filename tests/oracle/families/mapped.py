"""Calls with --maps that must be refused; part of the family maps."""


import numpy as np

import png
from pixels import Image
from values import World, chance

# Words after the files', exit statuses, what messages say; nothing may be written.
WORDS = [
    (["--kinds=error,nothing"], (2,), ["nothing"]), (["--kinds=loss:dice"], (2,), ["dice"]),
    (["--kinds=loss:nosuch"], (2,), ["nosuch"]), (["--kinds=gradient:nosuch"], (2,), ["nosuch"]),
    (["--kinds=gradient:focal:gamma=x"], (2,), ["gamma|x"]), (["--kinds=gradient"], (2,), ["gradient"]),
    (["--kinds=probability"], (2,), ["probability"]), (["--kinds="], (2,), ["kinds"]),
    (["--kinds=probability:77"], (2, 3), ["77"]), (["--kinds=probability:nosuch"], (2, 3), ["nosuch"]),
    (["--map-scale=0"], (2,), ["map-scale"]), (["--map-scale=-1"], (2,), ["map-scale"]),
    (["--map-scale=x"], (2,), ["map-scale"]), (["--map-scale=inf"], (2,), ["map-scale"]),
]
PHOTOS = ["missing", "of another size", "not a whole multiple", "no picture"]
IDS = [([".."], 2), (["/"], 2), (["././."], 2), (["a/../b", "a/b"], 2), (["x", "./x"], 2), (["/y/z", "y//z"], 2)]


def images(m, ids=("one", "two")):
    for key in ids:
        labels = m.draw_truth(m.small_shape())
        q = m.plain_values(labels)
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)


def listed(m, ids):
    lines = []
    for n, id_ in enumerate(ids):
        labels = m.draw_truth(m.small_shape())
        q = m.plain_values(labels)
        truth, name = m.truth_png("t/%d.png" % n, labels), m.store("p/%d.npy" % n, q)
        m.images.append(Image(id_, truth, name, labels, q=q))
        lines.append("%s\t%s\t%s\n" % (truth, name, id_))
    m.write_text("list.tsv", "".join(lines))
    m.option("l", "list", "list.tsv")
    m.operands = []


def words(m):
    m.start(3)
    images(m)
    return WORDS[(m.turn * 2 + m.number) % len(WORDS)], True


def ids(m):
    m.start(3)
    given, status = IDS[m.turn % len(IDS)]
    listed(m, given)
    return (["--kinds=error"], (status,), []), True


def labels(m):
    """Labels have no gradient, whatever --keep-going says."""
    m.start(3, World(3))
    images(m)
    stored = m.draw_truth(m.small_shape(), "mixed")
    hard = np.where(stored < 3, stored, 0).astype("<i4")
    m.add("three", stored, prediction=m.store("pred/three.npy", hard), hard=hard)
    more = ["--keep-going"] if chance(m.rng, 0.5) else []
    return (["--kinds=gradient:cce", *more], (2,), ["three"]), False


def photos(m):
    m.start(3, mask=[0])
    images(m)
    fault = PHOTOS[m.turn % len(PHOTOS)]
    for n, image in enumerate(m.images):
        height, width = image.labels.shape
        name = m.path("photos/%s.png" % image.id)
        if n == 0:
            png.write(name, np.zeros((height, width), dtype=int), 8)
        elif fault == "of another size":
            png.write(name, np.zeros((height + 1, width), dtype=int), 8)
        elif fault == "not a whole multiple":
            png.write(name, np.zeros((2 * height, 2 * width + 1), dtype=int), 8)
        elif fault == "no picture":
            with open(name, "wb") as file:
                file.write(b"\x89PNG\r\n\x1a\n")
    m.tags.add("photo " + fault)
    return (["--kinds=error,overlay", "--photos=photos"], (3,), ["two"]), False


def classes(m):
    """Two names that are one in a file's name."""
    world = World(3)
    world.names = ["a b", "a-b", "c"]
    world.document = {"classes": [{"name": name} for name in world.names]}
    m.start(3, world)
    images(m)
    return (["--kinds=probability:a b,probability:a-b"], (2,), []), True


def link(m):
    m.start(3)
    images(m, ("in/one", "two"))
    m.kinds = ["error", "loss"]
    m.ways = ("linked",)
    return None, False


SORTS = [words, ids, labels, photos, classes, words, link]


def refusal(m):
    given, before = SORTS[(m.number + m.turn) % len(SORTS)](m)
    m.tags.add("refused maps")
    if given is not None:
        m.ways = ("refused",)
        if before:
            m.tags.add("before")
        m.more.update(refusal=["--maps=refused", *given[0]], wrong_maps=(given[1], given[2]))
    return m.end(kinds=m.kinds)
