"""Truths in colours, RGB and RGBA, through the class set; hard predictions in colours too."""

import os

import numpy as np

import png
import store
from case import Maker
from pixels import Image
from typed import typed_values
from values import World, chance, pick, sample, with_class_set

WANTED = ["RGB", "RGBA", "RGB adam7", "RGBA adam7", "ignored colour", "colour ignored and of a class",
          "class without a colour", "beside labels", "neighbouring colours", "hard colours", "hard colours unknown",
          "soft prediction", "colours, one pair"]


def draw_colours(m, count):
    """Different ones, close together or far apart: only the exact colour counts."""
    rng = m.rng
    if chance(rng, 0.5):
        m.tags.add("neighbouring colours")
        base = rng.randint(0, 253, size=3)
        near = [base + (a, b, c) for a in range(3) for b in range(3) for c in range(3)]
        return [tuple(int(v) for v in colour) for colour in sample(rng, near, count)]
    packed = sample(rng, range(0, 1 << 24, 4099), count)
    return [(v >> 16, v >> 8 & 255, v & 255) for v in packed]


def coloured_world(m, n):
    """Every class but one, at times, has a colour; some colours are void."""
    rng = m.rng
    world = with_class_set(rng, n) if chance(rng, 0.7) else World(n)
    colours = draw_colours(m, n + 3)
    world.colours = [colours.pop() for _ in range(n)]
    m.unknown = colours.pop()
    if chance(rng, 0.7):
        world.ignored_colours = colours[:1]
        m.tags.add("ignored colour")
    if n > 2 and chance(rng, 0.3):
        world.ignored_colours.append(world.colours[-1])
        m.tags.add("colour ignored and of a class")
    if n > 2 and chance(rng, 0.3):
        world.colours[0] = None
        m.tags.add("class without a colour")
    world.write_document(rng)
    return world


def paint(m, shape, with_void):
    """(colours (H,W,3), class per pixel, -1: ignored)"""
    rng, world = m.rng, m.world
    table = {colour: c for c, colour in enumerate(world.colours) if colour is not None}
    if with_void:
        table.update({colour: -1 for colour in world.ignored_colours})
    else:
        table = {colour: c for colour, c in table.items() if colour not in world.ignored_colours}
    chosen = list(table)
    which = rng.randint(len(chosen), size=shape)
    return np.array(chosen)[which], np.array([table[colour] for colour in chosen])[which]


def write(m, name, colours):
    alpha, interlaced = chance(m.rng, 0.4), chance(m.rng, 0.25)
    kind = "RGBA" if alpha else "RGB"
    m.tags.add(kind + (" adam7" if interlaced else ""))
    if alpha:
        colours = np.concatenate([colours, np.full(colours.shape[:2] + (1,), 255)], axis=2)
    png.write(m.path(name), colours, 8, interlaced=interlaced)
    return name


def one(m, key, truth, prediction):
    """truth and prediction: file names without extension."""
    rng = m.rng
    colours, y = paint(m, m.small_shape(2, 8), True)
    truth = write(m, truth + ".png", colours)
    if m.number % 3 == 0 and chance(rng, 0.7):
        hard, _ = paint(m, y.shape, chance(rng, 0.5))
        m.tags.add("hard colours")
        if chance(rng, 0.5):
            hard[rng.rand(*y.shape) < 0.2] = m.unknown
            m.tags.add("hard colours unknown")
        m.images.append(Image(key, truth, write(m, prediction + ".png", hard), colours, hard=hard))
        return
    q = typed_values(rng, y.ravel(), m.n_classes, pick(rng, store.ALL_TYPES)).reshape(*y.shape, m.n_classes)
    m.tags.add("soft prediction")
    m.images.append(Image(key, truth, m.store(prediction + ".npy", q), colours, q=q))


# ------------------------------------------------------------------ shipped class sets

VOC = ("background aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person "
       "pottedplant sheep sofa train tvmonitor").split()
CAMVID = {"sky": (128, 128, 128), "building": (128, 0, 0), "pole": (192, 192, 128), "road": (128, 64, 128),
          "pavement": (60, 40, 222), "tree": (128, 128, 0), "signsymbol": (192, 128, 128), "fence": (64, 64, 128),
          "car": (64, 0, 128), "pedestrian": (64, 64, 0), "bicyclist": (0, 128, 192)}


def voc_colour(label):
    """The bits of the label from the low ones up, in turns to red, green and blue, from the high ones down."""
    return tuple(sum((label >> (3 * i + channel) & 1) << (7 - i) for i in range(8)) for channel in range(3))


def voc():
    world = World(21)
    world.names, world.set_ignore = VOC, [255]
    world.colours, world.ignored_colours = [voc_colour(c) for c in range(21)], [voc_colour(255)]
    return world


def camvid():
    world = World(11)
    world.names, world.set_ignore = list(CAMVID), [11]
    world.colours, world.ignored_colours = list(CAMVID.values()), [(0, 0, 0)]
    return world


def shipped(m, name, world):
    m.n_classes, m.world, m.unknown = len(world.names), world, (9, 9, 9)
    m.option("c", "classes", name)
    m.mask = m.choose_mask()
    for i in range(3):
        one(m, "c%d" % i, "truth/c%d" % i, "pred/c%d" % i)
    labels = m.draw_truth((5, 8))
    q = m.draw_values(labels, "<f4")
    m.add("labels", labels, prediction=m.store("pred/labels.npy", q), q=q)
    m.tags.add("shipped " + name)
    return m.finish(few_losses=True)


SHIPPED = {"voc": voc, "camvid": camvid}
COUNT = 20
WANTED += ["shipped " + name for name in SHIPPED]


def make(seed, number, folder):
    m = Maker(seed, "colours", number, folder)
    os.makedirs(folder, exist_ok=True)
    if number > COUNT - 4:
        name = sorted(SHIPPED)[number % 2]
        return shipped(m, name, SHIPPED[name]())
    n = pick(m.rng, [2, 3, 6, 19])
    m.begin(n, coloured_world(m, n))
    if number % 5 == 0:
        m.operands = ["t.png", "p"]
        one(m, "t", "t", "p")
        m.operands[1] = m.images[0].prediction
        m.tags.add("colours, one pair")
        return m.finish()
    for i in range(6):
        one(m, "c%d" % i, "truth/c%d" % i, "pred/c%d" % i)
    if chance(m.rng, 0.5):
        labels = m.draw_truth(m.small_shape())
        q = m.draw_values(labels, "<f4")
        m.add("labels", labels, prediction=m.store("pred/labels.npy", q), q=q)
        m.tags.add("beside labels")
    return m.finish(few_losses=True)
