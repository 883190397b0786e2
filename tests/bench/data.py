#!/usr/bin/env python3
"""The bench's data: smooth label maps with some void, and predictions that are mostly right, as a network's are.

    data.py --list                  the names of the cases
    data.py FOLDER CASE SHRINK      writes FOLDER/truth/CASE/* and FOLDER/prediction/CASE/*, heights and widths divided by SHRINK
"""

import os
import sys

import numpy as np

from images import VOID, write_png


def smooth(rng, height, width, depth, scale):
    """Random fields of a spatial scale, between whose random values lines are drawn."""
    coarse = rng.normal(0, 1, (height // scale + 2, width // scale + 2, depth)).astype(np.float32)
    y, x = np.linspace(0, height / scale, height), np.linspace(0, width / scale, width)
    i, j = y.astype(int), x.astype(int)
    v, u = (y - i).astype(np.float32)[:, None, None], (x - j).astype(np.float32)[None, :, None]
    rows = coarse[i] * (1 - v) + coarse[i + 1] * v
    return rows[:, j] * (1 - u) + rows[:, j + 1] * u


def make_image(rng, height, width, n_classes):
    """Labels (uint8) and probabilities (float32, channels last)."""
    scale = max(32, width // 20)
    labels = smooth(rng, height, width, n_classes, scale).argmax(2).astype(np.uint8)
    logits = smooth(rng, height, width, n_classes, 8) * 2 + rng.normal(0, 0.2, (height, width, n_classes)).astype(np.float32)
    np.put_along_axis(logits, labels[:, :, None].astype(int),
                      np.take_along_axis(logits, labels[:, :, None].astype(int), 2) + 5, 2)
    logits -= logits.max(2, keepdims=True)
    values = np.exp(logits)
    values /= values.sum(2, keepdims=True)
    labels[smooth(rng, height, width, 1, scale)[:, :, 0] > 1.5] = VOID
    return labels, values


def channels_first(values):
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def save_planes(path, values):
    os.mkdir(path)
    for c in range(values.shape[2]):
        write_png(os.path.join(path, "%d.png" % c), np.round(values[:, :, c] * 65535).astype(np.uint16))


def save_npz(path, values):
    np.savez_compressed(path, probabilities=values.astype(np.float16))


# What a case is called; height, width, classes; number of different images, and how often each stands in the set; how the
# prediction is stored. The last letters of the name tell peers the order of axes.
CASES = [
    ("large-f4-hwc", (1024, 2048, 19), 1, 4, ".npy", np.save),
    ("large-f4-chw", (1024, 2048, 19), 1, 4, ".npy", lambda path, v: np.save(path, channels_first(v))),
    ("large-f2-hwc", (1024, 2048, 19), 1, 4, ".npy", lambda path, v: np.save(path, v.astype(np.float16))),
    ("small-f4-hwc", (128, 128, 6), 50, 40, ".npy", np.save),
    ("planes-u2-chw", (1024, 2048, 19), 1, 1, "", save_planes),
    ("150-f4-hwc", (512, 683, 150), 1, 3, ".npy", np.save),
    ("npz-f2-hwc", (1024, 2048, 19), 1, 1, ".npz", save_npz),
]


def make_case(top, case, shrink):
    """Images that stand in the set several times are linked."""
    name, (height, width, n_classes), n_images, n_times, suffix, save = case
    rng = np.random.RandomState(len(name))
    folders = [os.path.join(top, kind, name) for kind in ("truth", "prediction")]
    for folder in folders:
        os.makedirs(folder)
    for i in range(n_images):
        labels, values = make_image(rng, height // shrink, width // shrink, n_classes)
        for folder, end, write, content in ((folders[0], ".png", write_png, labels), (folders[1], suffix, save, values)):
            first = os.path.join(folder, "%03d-00%s" % (i, end))
            write(first, content)
            for k in range(1, n_times):
                os.link(first, os.path.join(folder, "%03d-%02d%s" % (i, k, end)))


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(case[0] for case in CASES))
    else:
        top, name, shrink = sys.argv[1:]
        make_case(top, next(case for case in CASES if case[0] == name), int(shrink))


if __name__ == "__main__":
    main()
