#!/usr/bin/env python3
"""Writes the sample set: four images of a synthetic street, their truth and the predictions of two networks that err.

    make-sample.py [FOLDER]           write it (default: sample/ beside this program)
    make-sample.py --check [FOLDER]   compare it with what is there; exit 1 and name what differs, lacks or is left over

Whole-number arithmetic only, so the bytes are the same on every machine. A prediction starts from what the network
"sees": the scene without the objects it misses and with the mistakes listed below painted over it. That is looked at
through a small window that trembles a little, which blurs and wobbles the borders; then come noise and a doubt that
vary slowly over the image. Every value is a positive multiple of 1/256 and the six of a pixel add up to exactly 1.

The second network, in pred-new/, was trained with the masked loss, so to say: it misses less of what counts, and sees
more in the background, which is forgiven. Its values are stored in bytes, in units of 1/256.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "tests", "data"))
from make import PALETTE, npy, png, run  # noqa: E402  (the writers of the test fixtures)

WIDTH, HEIGHT, UNIT = 72, 48, 256
NAMES = ("background", "road", "building", "tree", "car", "person")
COLOURS = ((70, 130, 180), (128, 64, 128), (110, 90, 80), (107, 142, 35), (0, 0, 142), (220, 20, 60))
BACKGROUND, ROAD, BUILDING, TREE, CAR, PERSON = range(6)

# --- Drawing --------------------------------------------------------------------------------------
# A shape is a function of (x, y) that says whether the pixel belongs to it; an object is a class and its shapes.


def box(left, top, right, bottom):
    return lambda x, y: left <= x <= right and top <= y <= bottom


def disc(cx, cy, rx, ry):
    return lambda x, y: ((x - cx) * ry) ** 2 + ((y - cy) * rx) ** 2 <= (rx * ry) ** 2


def strip(top, left, right, bottom_left, bottom_right):
    """A road: from left..right at row `top` to bottom_left..bottom_right at the last row."""
    span = HEIGHT - 1 - top

    def inside(x, y):
        d = y - top
        first, last = left * span + (bottom_left - left) * d, right * span + (bottom_right - right) * d
        return d >= 0 and first <= x * span <= last
    return inside


def house(left, top, right, bottom):
    return BUILDING, [box(left, top, right, bottom)]


def tree(x, ground, height, radius):
    crown = ground - height + radius
    return TREE, [box(x, crown, x + radius // 5, ground), disc(x, crown, radius, radius),
                  disc(x + radius // 2, crown + 2, radius, radius - 1)]


def car(left, bottom, length):
    """Seen from the side: body, cabin, wheels."""
    tall = length // 4
    wheel = max(2, length // 8)
    return CAR, [box(left, bottom - 2 * tall + tall // 2, left + length, bottom - wheel + 1),
                 box(left + length // 5, bottom - 2 * tall - tall // 3, left + length - length // 4, bottom - tall),
                 disc(left + length // 5, bottom - wheel + 1, wheel, wheel),
                 disc(left + length - length // 5, bottom - wheel + 1, wheel, wheel)]


def person(x, ground, height):
    head = max(1, height // 6)
    return PERSON, [disc(x, ground - height + head, head, head + 1),
                    box(x - head, ground - height + 2 * head + 1, x + head, ground - height // 3),
                    box(x - head, ground - height // 3, x - 1, ground),
                    box(x + 1, ground - height // 3, x + head, ground)]


def draw(objects):
    image = [[BACKGROUND] * WIDTH for _ in range(HEIGHT)]
    for label, shapes in objects:
        for y in range(HEIGHT):
            for x in range(WIDTH):
                if any(shape(x, y) for shape in shapes):
                    image[y][x] = label
    return image


# --- The scenes -----------------------------------------------------------------------------------
# objects: from far to near. missed: which of them the network does not see at all. mistakes: (true class, class seen,
# shape): pixels of the shape that are of the true class are seen as the other. news: the mistakes of the second network,
# beside those with a true class 0.

SCENES = {
    "crossing": dict(
        objects=[house(0, 8, 15, 26), house(16, 13, 27, 26), tree(33, 27, 17, 6), house(55, 5, 71, 26),
                 (ROAD, [strip(27, 18, 58, -40, 100), box(0, 34, 71, 41)]),
                 car(2, 38, 19), car(49, 35, 14), person(38, 40, 15)],
        missed=(),
        mistakes=[(BACKGROUND, TREE, disc(43, 16, 5, 6)), (BACKGROUND, CAR, box(0, 28, 13, 33)),
                  (CAR, BACKGROUND, box(15, 28, 22, 36)), (BUILDING, TREE, disc(17, 25, 5, 4))],
        news=[(BACKGROUND, PERSON, box(29, 20, 32, 31)), (CAR, BACKGROUND, box(19, 28, 22, 32))]),
    "high-street": dict(
        objects=[house(0, 0, 20, 29), house(21, 7, 29, 28), house(48, 4, 57, 28), house(58, 0, 71, 30),
                 (ROAD, [strip(25, 34, 41, 2, 66)]),
                 car(24, 43, 24), person(61, 43, 18)],
        missed=(6,),
        mistakes=[(CAR, BACKGROUND, disc(44, 37, 8, 9)), (BACKGROUND, CAR, disc(9, 38, 7, 4)),
                  (BACKGROUND, TREE, disc(38, 20, 6, 5)), (ROAD, CAR, box(50, 38, 55, 43))],
        news=[(BACKGROUND, CAR, disc(44, 24, 5, 3)), (CAR, BACKGROUND, disc(46, 36, 4, 5))]),
    "park": dict(
        objects=[house(26, 12, 44, 22), tree(9, 30, 24, 9), tree(24, 27, 14, 5), tree(56, 31, 27, 11),
                 tree(44, 26, 11, 4),
                 (ROAD, [strip(26, 34, 39, 14, 52)]),
                 person(29, 41, 16), person(49, 36, 11)],
        missed=(),
        mistakes=[(BACKGROUND, TREE, disc(34, 8, 9, 5)), (BACKGROUND, TREE, disc(8, 34, 8, 4)),
                  (BACKGROUND, CAR, box(58, 33, 68, 38)), (PERSON, BACKGROUND, box(46, 31, 52, 36)),
                  (TREE, BACKGROUND, disc(62, 9, 5, 4))],
        news=[(TREE, BUILDING, disc(27, 24, 11, 7)), (BACKGROUND, PERSON, box(66, 33, 70, 42))]),
    "ring-road": dict(
        objects=[house(0, 14, 9, 24), house(10, 18, 22, 24), tree(66, 26, 13, 6), tree(54, 25, 9, 4),
                 (ROAD, [strip(23, 20, 48, -30, 90)]),
                 car(26, 30, 12), car(46, 34, 14), car(4, 45, 27)],
        missed=(),
        mistakes=[(CAR, BACKGROUND, disc(29, 41, 7, 7)), (BACKGROUND, CAR, box(60, 27, 70, 32)),
                  (BACKGROUND, BUILDING, box(23, 15, 31, 23)), (CAR, ROAD, box(34, 23, 39, 31))],
        news=[(BACKGROUND, TREE, disc(60, 20, 7, 6))]),
}


def seen(scene):
    """What the network takes the scene for."""
    truth = draw(scene["objects"])
    image = draw([thing for n, thing in enumerate(scene["objects"]) if n not in scene["missed"]])
    for actual, taken, shape in scene["mistakes"]:
        for y in range(HEIGHT):
            for x in range(WIDTH):
                if truth[y][x] == actual and shape(x, y):
                    image[y][x] = taken
    return image


def later(scene):
    """The scene for the second network."""
    forgiven = [mistake for mistake in scene["mistakes"] if mistake[0] == BACKGROUND]
    return dict(scene, missed=(), mistakes=forgiven + scene["news"])


# --- The network ----------------------------------------------------------------------------------

def scatter(seed, x, y):
    """A number of 0..255 that looks random: a linear congruential generator stepped through its coordinates."""
    state = seed
    for value in (x, y, 0):
        state = ((state ^ value) * 1103515245 + 12345) % 2 ** 31
    return state >> 16 & 255


def cloud(seed, grain, x, y):
    """Noise of 0..255 that varies over about `grain` pixels: linear between scattered numbers."""
    column, right = divmod(x, grain)
    row, down = divmod(y, grain)
    corners = ((0, 0, (grain - right) * (grain - down)), (1, 0, right * (grain - down)),
               (0, 1, (grain - right) * down), (1, 1, right * down))
    return sum(scatter(seed, column + i, row + j) * share for i, j, share in corners) // grain ** 2


WINDOW = [(dx, dy, (1, 4, 6, 4, 1)[dx + 2] * (1, 4, 6, 4, 1)[dy + 2]) for dy in range(-2, 3) for dx in range(-2, 3)]


def apportion(scores):
    """Whole numbers >= 1 that add up to UNIT in proportion to the scores; the rest goes to the largest remainders."""
    spare, total = UNIT - len(scores), sum(scores)
    shares = [1 + score * spare // total for score in scores]
    by_remainder = sorted(range(len(scores)), key=lambda c: (-(scores[c] * spare % total), c))
    for c in by_remainder[:UNIT - sum(shares)]:
        shares[c] += 1
    return shares


def predict(image, seed):
    """Per pixel, row by row, one share of UNIT for each class."""
    out = []
    for y in range(HEIGHT):
        for x in range(WIDTH):
            shift_x = cloud(seed + 1, 5, x, y) * 3 // 256 - 1
            shift_y = cloud(seed + 2, 5, x, y) * 3 // 256 - 1
            view = [0] * len(NAMES)
            for dx, dy, share in WINDOW:
                row, column = y + dy + shift_y, x + dx + shift_x
                view[image[min(max(row, 0), HEIGHT - 1)][min(max(column, 0), WIDTH - 1)]] += share
            doubt = 4 + cloud(seed + 3, 11, x, y) // 6
            scores = [v * v * 4 + doubt * cloud(seed + 10 + c, 6, x, y) ** 2 // 64 for c, v in enumerate(view)]
            out.append(apportion(scores))
    return out


# --- The files ------------------------------------------------------------------------------------

def classes_json():
    lines = ['    {"name": "%s", "labels": [%d], "color": [%d, %d, %d]}' % ((name, c) + COLOURS[c])
             for c, name in enumerate(NAMES)]
    return '{\n  "classes": [\n%s\n  ],\n  "mask": ["%s"]\n}\n' % (",\n".join(lines), NAMES[BACKGROUND])


def sample():
    files = {"classes.json": classes_json().encode()}
    for number, (name, scene) in enumerate(sorted(SCENES.items())):
        pixels = predict(seen(scene), 1000 * (number + 1))
        values = [share / UNIT for pixel in pixels for share in pixel]
        files["truth/%s.png" % name] = png(draw(scene["objects"]), colour=PALETTE, palette=COLOURS)
        files["pred/%s.npy" % name] = npy("<f4", (HEIGHT, WIDTH, len(NAMES)), values)
        pixels = predict(seen(later(scene)), 1000 * (number + 11))
        files["pred-new/%s.npy" % name] = npy("|u1", (HEIGHT, WIDTH, len(NAMES)), [share for pixel in pixels for share in pixel])
    return files


if __name__ == "__main__":
    sys.exit(run(sample(), os.path.join(HERE, "sample"), ("",), sys.argv[1:]))
