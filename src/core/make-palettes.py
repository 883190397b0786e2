#!/usr/bin/env python3
"""Writes src/core/class_colors.c, a colour per class: black, as backgrounds are, then each as far as can be from those before it, from
the grays and from white, as the eye sees it: in Oklab (B. Ottosson 2020, https://bottosson.github.io/posts/oklab), neither very dark
nor pale, and the first ones, which are seen most, not glaring. With --check compares instead."""

import os
import sys

N_COLORS, N_SOFT = 254, 24

HEAD = """\
/* Colours of classes that have none; written by make-palettes.py. */
#include "core/class_colors.h"

/* clang-format off */
const uint8_t ml_class_colors[ML_N_CLASS_COLORS][3] = {
"""


def linear(v):
    v /= 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def oklab(rgb):
    r, g, b = (linear(v) for v in rgb)
    x = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    y = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    z = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def distance(a, b):
    return round(sum((x - y) ** 2 for x, y in zip(a, b)), 9)  # however the last digits of a power come out


def colors():
    yield 0, 0, 0
    steps = range(0, 256, 15)
    places = {(r, g, b): oklab((r, g, b)) for r in steps for g in steps for b in steps}
    places = {c: p for c, p in places.items() if 0.35 <= p[0] <= 0.92}
    soft = {c for c, p in places.items() if p[0] >= 0.45 and p[1] ** 2 + p[2] ** 2 <= 0.17**2}
    grays = [oklab((v, v, v)) for v in (0, 64, 128, 192, 255)]
    nearest = {c: min(distance(p, gray) for gray in grays) for c, p in places.items()}
    for n in range(1, N_COLORS):
        best = max(soft if n < N_SOFT else places, key=lambda c: (nearest[c], c))
        yield best
        nearest = {c: min(d, distance(places[c], places[best])) for c, d in nearest.items()}


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "class_colors.c")
    entries = ["{%d, %d, %d}," % color for color in colors()]
    lines = ["    " + " ".join(entries[k : k + 6]) + "\n" for k in range(0, N_COLORS, 6)]
    text = "".join([HEAD, *lines, "};\n"])
    if sys.argv[1:] == ["--check"]:
        with open(path, encoding="ascii") as file:
            sys.exit(0 if file.read() == text else f"{path} is not what make-palettes.py writes")
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


main()
