"""Refused arrays, labels and colours: the message names the file, the place and the remedy."""

import numpy as np

import png
from families.fault import VOID, Catalogue

fault = Catalogue("faults")


# ------------------------------------------------------------------ shapes, batches, one-hot

@fault(r"--truth-layout")
def both_of_rank_3(m):
    return [m.npy(np.zeros((2, 4, 3), "u1"), "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"--truth-layout")
def both_of_rank_3_hard(m):
    return [m.npy(np.zeros((2, 4, 3), "u1"), "t.npy"), m.npy(np.zeros((2, 4, 3), "u1"))]


@fault(r"^maskloss: p\.npy: ", r"\b3\b", r"\b4\b")
def other_number_of_images(m):
    return [m.npy(np.zeros((3, 2, 5), "u1"), "t.npy"), m.npy(m.ones(4, 2, 5, 2))]


@fault(r"^maskloss: p\.npy: ")
def batch_for_one_truth(m):
    return [*VOID, m.truth(), m.npy(m.ones(5, 2, 4, 3))]


@fault(r"^maskloss: p\.npy(\[5\])?: ", r"\b5\b", r"\b3\b")
def image_beyond_the_batch(m):
    return [*VOID, m.truth(), m.npy(m.ones(3, 2, 4, 3)) + "[5]"]


@fault(r"^maskloss: p\.npy")
def image_of_no_batch(m):
    return [*VOID, m.truth(), m.npy(m.ones(2, 4, 3)) + "[1]"]


@fault(r"^maskloss: t\.npy: ", r"\brow 1\b", r"\bcolumn 2\b")
def two_ones(m):
    one_hot = np.eye(3, dtype="u1")[np.zeros((2, 4), int)]
    one_hot[1, 2, 2] = 1
    return ["--truth-layout=onehot", m.npy(one_hot, "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: t\.npy: ", r"\brow 1\b", r"\bcolumn 2\b")
def no_one(m):
    one_hot = np.eye(3, dtype="u1")[np.zeros((2, 4), int)]
    one_hot[1, 2, 0] = 0
    return ["--truth-layout=onehot", m.npy(one_hot, "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: t\.npy: ", r"\brow 0\b", r"\bcolumn 3\b")
def neither_0_nor_1(m):
    one_hot = np.eye(3, dtype="i2")[np.zeros((2, 4), int)]
    one_hot[0, 3, 0] = 2
    return ["--truth-layout=onehot", m.npy(one_hot, "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: [tp]\.npy: ", r"\b3\b", r"\b5\b")
def one_hot_of_other_classes(m):
    one_hot = np.eye(3, dtype="u1")[np.zeros((2, 4), int)]
    return ["--truth-layout=onehot", m.npy(one_hot, "t.npy"), m.npy(m.ones(2, 4, 5))]


@fault(r"^maskloss: p\.npy: ", r"--layout")
def both_layouts_fit(m):
    return [m.truth(np.zeros((3, 3), int)), m.npy(m.ones(3, 3, 3))]


@fault(r"^maskloss: p\.npy: ")
def layout_that_does_not_fit(m):
    return [*VOID, "--layout=hwc", m.truth(), m.npy(m.ones(3, 2, 4))]


@fault(r"^maskloss: p\.npy: ", r"\b18\b", r"\b19\b")
def background_channel_missing(m):
    names = ", ".join('{"name": "n%d"}' % c for c in range(19))
    return [*m.classes(names), m.truth(), m.npy(m.ones(2, 4, 18))]


@fault(r"^maskloss: p\.npy: ", r"\b3\b")
def binary_for_three_classes(m):
    return [*m.classes('{"name": "a"}, {"name": "b"}, {"name": "c"}'), m.truth(), m.npy(m.ones(2, 4))]


# ------------------------------------------------------------------ types and values

@fault(r"^maskloss: t\.npy: ", r"\brow 0\b", r"\bcolumn 0\b", r"\b0\.5\b", r"whole numbers")
def floats_as_truth(m):
    return [m.npy(m.ones(2, 4) / 2, "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: t\.npy: ", r"\brow 1\b", r"\bcolumn 2\b", r"-1\b")
def negative_label(m):
    labels = np.zeros((2, 4), "i8")
    labels[1, 2] = -1
    return [m.npy(labels, "t.npy"), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: t\.npy: ", r"\brow 1\b", r"\bcolumn 2\b", r"\b65536\b")
def label_above_65535(m):
    labels = np.zeros((2, 4), ">i4")
    labels[1, 2] = 65536                                  # 0 in 16 bits
    return [m.npy(labels, "t.npy"), m.npy(m.ones(2, 4, 3))]


for _activation in ("softmax", "sigmoid"):
    @fault(r"^maskloss: p\.npy: ", r"integer|whole", r"-A\b|activation|" + _activation)
    def integers_as_logits(m, activation=_activation):
        return [*VOID, "-A", activation, m.truth(), m.npy(m.ones(2, 4, 3, dtype="i2"))]

    @fault(r"^maskloss: out/p", r"integer|whole", r"-A\b|activation|" + _activation)
    def planes_as_logits(m, activation=_activation):
        for c in range(3):
            m.truth(np.ones((2, 4), int), "out/p_%d.png" % c)
        return [*VOID, "-A", activation, m.truth(), "out/p"]


@fault(r"^maskloss: p\.npy: ", r"\brow 1\b", r"\bcolumn 1\b", r"-A\b|--activation")
def logits_without_activation(m):
    q = m.ones(2, 4, 3)
    q[1, 1] = [2.5, -3.25, 0.5]
    return [*VOID, m.truth(), m.npy(q)]


@fault(r"^maskloss: p\.npy: ", r"\brow 1\b", r"\bcolumn 1\b", r"-A\b|--activation")
def binary_logits_without_activation(m):
    q = m.ones(2, 4)
    q[1, 1] = -3.25
    return [*VOID, m.truth(np.array([[0, 1, 1, 0], [1, 1, 0, 9]])), m.npy(q)]


@fault(r"^maskloss: p\.npy: ", r"object")
def objects(m):
    with open(m.path("p.npy"), "wb") as file:
        np.save(file, np.array([[{}] * 4] * 2, dtype=object), allow_pickle=True)
    return [*VOID, m.truth(), "p.npy"]


@fault(r"^maskloss: p\.npy: ", r"structured|fields|record")
def structured(m):
    return [*VOID, m.truth(), m.npy(np.zeros((2, 4, 3), [("p", "f4"), ("q", "f4")]))]


@fault(r"^maskloss: p\.npy: ", r"c8|complex")
def complex_numbers(m):
    return [*VOID, m.truth(), m.npy(m.ones(2, 4, 3, dtype="c8"))]


@fault(r"^maskloss: p\.npy: ")
def more_data_than_the_header_says(m):
    m.npy(m.ones(2, 4, 3))
    with open(m.path("p.npy"), "ab") as file:
        file.write(b"\0\0\0\0")
    return [*VOID, m.truth(), "p.npy"]


# ------------------------------------------------------------------ labels and colours

@fault(r"^maskloss: t\.png: ", r"--samples")
def two_readings(m):
    classes = ", ".join('{"name": "n%d", "labels": [%s]}' % (c, c if c < 2 else "15, 17, 255") for c in range(3))
    m.write_text("classes.json", '{"classes": [%s]}' % classes)
    png.write(m.path("t.png"), np.array([[0, 1, 15, 0]] * 2), 4)
    return ["-c", "classes.json", "t.png", m.npy(m.ones(2, 4, 3))]


def colours(m, name, channels, change):
    rgb = np.array([[[1, 2, 3], [4, 5, 6], [1, 2, 3], [1, 2, 3]]] * 2)
    if channels == 4:
        rgb = np.concatenate([rgb, np.full((2, 4, 1), 255)], axis=2)
    rgb[1, 2] = change
    png.write(m.path(name), rgb, 8)
    return name


@fault(r"^maskloss: t\.png: ", r"\brow 1\b", r"\bcolumn 2\b", r"4, ?5, ?7")
def unknown_colour(m):
    return [*m.coloured(), colours(m, "t.png", 3, [4, 5, 7]), m.npy(m.ones(2, 4, 2))]


@fault(r"^maskloss: t\.png: ", r"\brow 1\b", r"\bcolumn 2\b", r"alpha|opaque|transparent")
def transparent_colour(m):
    return [*m.coloured(), colours(m, "t.png", 4, [4, 5, 6, 254]), m.npy(m.ones(2, 4, 2))]


@fault(r"^maskloss: t\.png: ", r"RGB")
def colours_without_a_class_set(m):
    return [colours(m, "t.png", 3, [4, 5, 6]), m.npy(m.ones(2, 4, 2))]


@fault(r"^maskloss: t\.png: ", r"RGB", r"colou?r")
def colours_that_the_class_set_lacks(m):
    return [*m.classes('{"name": "a"}, {"name": "b"}'), colours(m, "t.png", 3, [4, 5, 6]), m.npy(m.ones(2, 4, 2))]


@fault(r"^maskloss: t\.png: ", r"\brow 0\b", r"\bcolumn 2\b", r"\b2\b", r"--ignore|--classes")
def unknown_label(m):
    return [*m.coloured(), m.truth(), m.npy(m.ones(2, 4, 2))]


COUNT = len(fault.faults)
WANTED = []
make = fault.make
