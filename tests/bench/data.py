#!/usr/bin/env python3
"""The bench's data: smooth label maps with some void, and predictions that are mostly right, as a network's are.

    data.py FOLDER CASE SHRINK      writes FOLDER/truth/CASE/* and FOLDER/prediction/CASE/FORM/*, heights and widths divided by
                                    SHRINK, and FOLDER/set.json, a class set
"""

import json
import os
import sys
import zipfile

import numpy as np

from cases import CASES
from images import VOID, write_png


def smooth(rng, height, width, depth, scale):
    """Random fields of a spatial scale, between whose random values lines are drawn."""
    coarse = rng.normal(0, 1, (height // scale + 2, width // scale + 2, depth)).astype(np.float32)
    y, x = np.linspace(0, height / scale, height), np.linspace(0, width / scale, width)
    i, j = y.astype(int), x.astype(int)
    v, u = (y - i).astype(np.float32)[:, None, None], (x - j).astype(np.float32)[None, :, None]
    rows = coarse[i] * (1 - v) + coarse[i + 1] * v
    return rows[:, j] * (1 - u) + rows[:, j + 1] * u


def make_logits(rng, height, width, n_classes):
    """Labels (uint8) without void and logits (float32, channels last)."""
    scale = max(32, width // 20)
    labels = smooth(rng, height, width, n_classes, scale).argmax(2)
    logits = smooth(rng, height, width, n_classes, 8) * 2
    logits += rng.standard_normal((height, width, n_classes), np.float32) * np.float32(0.2)
    np.put_along_axis(logits, labels[:, :, None], np.take_along_axis(logits, labels[:, :, None], 2) + 5, 2)
    return labels, logits


def softmax(logits):
    values = np.exp(logits - logits.max(2, keepdims=True))
    values /= values.sum(2, keepdims=True)
    return values


def add_void(rng, labels, n_classes):
    """The labels as a file has them, with some void."""
    void = smooth(rng, *labels.shape, 1, max(32, labels.shape[1] // 20))[:, :, 0] > 1.5
    stored = labels.astype(np.uint8 if n_classes < VOID else np.uint16)
    stored[void] = VOID if n_classes < VOID else 65535
    return stored


def make_image(rng, height, width, n_classes):
    """Labels (uint8) and probabilities (float32, channels last)."""
    labels, logits = make_logits(rng, height, width, n_classes)
    return add_void(rng, labels, n_classes), softmax(logits)


def channels_first(values):
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def save_planes(path, values):
    os.mkdir(path)
    for c in range(values.shape[2]):
        write_png(os.path.join(path, "%d.png" % c), np.round(values[:, :, c] * 65535).astype(np.uint16))


def save_npz(path, values, how):
    with zipfile.ZipFile(path, "w", how) as archive, archive.open("probabilities.npy", "w", force_zip64=True) as member:
        np.lib.format.write_array(member, values)


def confident(logits):
    """As of a network that has been trained too long: most values are 0 or nearly 1."""
    return softmax(logits * 8).astype(np.float16)


def in_bytes(values):
    """Parts of 255; what rounding leaves of it is the largest's."""
    rounded = np.round(values * 255).astype(np.int16)
    best = values.argmax(2)[:, :, None]
    np.put_along_axis(rounded, best, np.take_along_axis(rounded, best, 2) + 255 - rounded.sum(2, keepdims=True), 2)
    return rounded.astype(np.uint8)


# How a prediction is stored: the end of its name, and what writes it from logits.
FORMS = {
    "png": (".png", lambda path, z: write_png(path, z.argmax(2).astype(np.uint8))),
    "u1-labels": (".npy", lambda path, z: np.save(path, z.argmax(2).astype(np.uint8))),
    "f4-hwc": (".npy", lambda path, z: np.save(path, softmax(z))),
    "f4-chw": (".npy", lambda path, z: np.save(path, channels_first(softmax(z)))),
    "f4-fortran": (".npy", lambda path, z: np.save(path, np.asfortranarray(softmax(z)))),
    "f2-hwc": (".npy", lambda path, z: np.save(path, softmax(z).astype(np.float16))),
    "f8-hwc": (".npy", lambda path, z: np.save(path, softmax(z).astype(np.float64))),
    "u1-hwc": (".npy", lambda path, z: np.save(path, in_bytes(softmax(z)))),
    "logits-chw": (".npy", lambda path, z: np.save(path, channels_first(z))),
    "f4-one": (".npy", lambda path, z: np.save(path, np.ascontiguousarray(softmax(z)[:, :, 1]))),
    "logits-one": (".npy", lambda path, z: np.save(path, z[:, :, 1] - z[:, :, 0])),
    "npz-chw": (".npz", lambda path, z: save_npz(path, channels_first(softmax(z)), zipfile.ZIP_STORED)),
    "npz-noise": (".npz", lambda path, z: save_npz(path, softmax(z).astype(np.float16), zipfile.ZIP_DEFLATED)),
    "npz-confident": (".npz", lambda path, z: save_npz(path, confident(z), zipfile.ZIP_DEFLATED)),
    "planes": ("", lambda path, z: save_planes(path, softmax(z))),
}


def make_case(top, case, shrink):
    """Images that stand in the set several times are linked."""
    height, width, n_classes = case.shape
    rng = np.random.default_rng(len(case.name))

    def write(folder, number, end, save, content):
        os.makedirs(folder, exist_ok=True)
        first = os.path.join(folder, "%03d-00%s" % (number, end))
        save(first, content)
        for k in range(1, case.times):
            os.link(first, os.path.join(folder, "%03d-%02d%s" % (number, k, end)))
    for i in range(case.images):
        labels, logits = make_logits(rng, max(height // shrink, 8), max(width // shrink, 8), n_classes)
        stored = add_void(rng, labels, n_classes)
        if case.array_truth:
            write(os.path.join(top, "truth", case.name), i, ".npy", np.save, stored)
        else:
            write(os.path.join(top, "truth", case.name), i, ".png", write_png, stored)
        for form in case.forms:
            end, save = FORMS[form]
            write(os.path.join(top, "prediction", case.name, form), i, end, save, logits)
    with open(os.path.join(top, "set.json"), "w", encoding="ascii") as file:
        json.dump({"classes": [{"name": "class %d" % c, "labels": [c]} for c in range(n_classes)], "ignore": [VOID]}, file)


def main():
    top, name, shrink = sys.argv[1:]
    make_case(top, next(case for case in CASES if case.name == name), int(shrink))


if __name__ == "__main__":
    main()
