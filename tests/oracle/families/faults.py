"""Inputs that are refused: the exit status, and that the message names the file, the place and the remedy."""

import io
import os
import zipfile

import numpy as np

import png
from case import Maker
from values import World

FAULTS = []          # (function, exit status, regular expressions that the messages must match)


def fault(*says, status=3):
    def register(function):
        FAULTS.append((function, status, says))
        return function
    return register


class Faults(Maker):
    """Files with simple values; every maker returns the words of the command line."""

    def truth(self, labels=None, name="t.png"):
        png.write(self.path(name), np.array([[0, 1, 2, 0], [1, 1, 2, 9]]) if labels is None else labels, 8)
        return name

    def npy(self, array, name="p.npy"):
        return self.store(name, np.asarray(array))

    def ones(self, *shape, dtype="f4"):
        return np.ones(shape, dtype)

    def classes(self, text):
        self.write_text("classes.json", '{"classes": [%s], "ignore": [9]}' % text)
        return ["-c", "classes.json"]

    def coloured(self):
        return self.classes('{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [4, 5, 6]}')

    def npz(self, name="p.npz", **arrays):
        with open(self.path(name), "wb") as file:
            np.savez(file, **arrays)
        return name


VOID = ["-i", "9"]


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
    return ["--truth-layout=onehot", m.npy(np.eye(3, dtype="u1")[np.zeros((2, 4), int)], "t.npy"), m.npy(m.ones(2, 4, 5))]


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

@fault(r"^maskloss: t\.npy: ", r"integers")
def floats_as_truth(m):
    return [m.npy(m.ones(2, 4), "t.npy"), m.npy(m.ones(2, 4, 3))]


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

    @fault(r"^maskloss: p", r"integer|whole", r"-A\b|activation|" + _activation)
    def planes_as_logits(m, activation=_activation):
        for c in range(3):
            m.truth(np.ones((2, 4), int), "p_%d.png" % c)
        return [*VOID, "-A", activation, m.truth(), "p"]


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


# ------------------------------------------------------------------ npz

@fault(r"^maskloss: p\.npz(:\w+)?: ", r"--array", r"\bone\b", r"\btwo\b")
def which_array(m):
    return [*VOID, m.truth(), m.npz(one=m.ones(2, 4, 3), two=m.ones(2, 4, 3))]


@fault(r"^maskloss: p\.npz(:\w+)?: ", r"\bthree\b", r"\bone\b")
def no_such_array(m):
    return [*VOID, "--array=three", m.truth(), m.npz(one=m.ones(2, 4, 3), two=m.ones(2, 4, 3))]


@fault(r"^maskloss: p\.npz(:three)?: ", r"\bthree\b", r"\bone\b")
def no_such_key(m):
    return [*VOID, m.truth(), m.npz(one=m.ones(2, 4, 3), two=m.ones(2, 4, 3)) + ":three"]


@fault(r"^maskloss: p\.npz(:\w+)?: ")
def empty_npz(m):
    return [*VOID, m.truth(), m.npz()]


def npy_bytes(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


for _method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
    @fault(r"^maskloss: p\.npz(:\w+)?: ", r"(?i)\bcrc|checksum")
    def wrong_checksum(m, method=_method):
        with zipfile.ZipFile(m.path("p.npz"), "w", method) as archive:
            archive.writestr("arr_0.npy", npy_bytes(m.ones(2, 4, 3)))
        with open(m.path("p.npz"), "rb") as file:
            data = file.read()
        at = data.index(b"PK\1\2") + 16                   # the checksum in the directory, and in the member's header
        broken = bytes(b ^ 0x55 for b in data[at:at + 4])
        with open(m.path("p.npz"), "wb") as file:
            file.write(data.replace(data[at:at + 4], broken))
        return [*VOID, m.truth(), "p.npz"]

    @fault(r"^maskloss: p\.npz(:\w+)?: ", r"arr_0", r"longer|more|beyond|bytes|size")
    def member_longer_than_its_header_says(m, method=_method):
        with zipfile.ZipFile(m.path("p.npz"), "w", method) as archive:
            archive.writestr("arr_0.npy", npy_bytes(m.ones(2, 4, 3)) + bytes(8))
        return [*VOID, m.truth(), "p.npz"]

    @fault(r"^maskloss: p\.npz(:\w+)?: ", r"arr_0", r"shorter|fewer|ends|cut|bytes|size")
    def member_shorter_than_its_header_says(m, method=_method):
        with zipfile.ZipFile(m.path("p.npz"), "w", method) as archive:
            archive.writestr("arr_0.npy", npy_bytes(m.ones(2, 4, 3))[:-4])
        return [*VOID, m.truth(), "p.npz"]


@fault(r"^maskloss: p\.npz(:\w+)?: ")
def member_twice(m):
    with zipfile.ZipFile(m.path("p.npz"), "w") as archive:
        archive.writestr("arr_0.npy", npy_bytes(m.ones(2, 4, 3)))
        archive.writestr("arr_1.npy", npy_bytes(m.ones(2, 4, 3)))
    with open(m.path("p.npz"), "rb") as file:
        data = file.read()
    with open(m.path("p.npz"), "wb") as file:
        file.write(data.replace(b"arr_1", b"arr_0"))
    return [*VOID, m.truth(), "p.npz"]


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


# ------------------------------------------------------------------ pairs

def two_truths(m):
    for name in ("a", "b"):
        m.truth(name="truth/%s.png" % name)
        m.npy(m.ones(2, 4, 3), "pred/%s.npy" % name)


@fault(r"^maskloss: ", r"\bb\b")
def prediction_missing(m):
    two_truths(m)
    m.npy(m.ones(2, 4, 3), "pred/a.npy")
    os.remove(m.path("pred/b.npy"))
    return [*VOID, "truth", "pred"]


@fault(r"^maskloss: ", r"--prediction-suffix", r"\ba\b")
def two_kinds_of_prediction(m):
    two_truths(m)
    m.npz("pred/a.npz", arr_0=m.ones(2, 4, 3))
    return [*VOID, "truth", "pred"]


@fault(r"^maskloss: ", r"one/a\.png", r"two/a\.png")
def one_name_in_two_folders(m):
    for folder in ("one", "two"):
        m.truth(name="truth/%s/a.png" % folder)
    m.npy(m.ones(2, 4, 3), "pred/a.npy")
    return [*VOID, "--match=name", "truth", "pred"]


@fault(r"^maskloss: ", r"no truth|empty")
def nothing_to_evaluate(m):
    m.write_text("truth/readme.txt", "")
    m.npy(m.ones(2, 4, 3), "pred/a.npy")
    return ["truth", "pred"]


@fault(r"^maskloss: ")
def nothing_to_evaluate_of_all(m):
    m.truth(name="truth/a.png")
    m.npy(m.ones(2, 4, 3), "pred/b.npy")
    return [*VOID, "--partial", "truth", "pred"]


def listed(m, text):
    two_truths(m)
    m.write_text("pairs.txt", text)
    return [*VOID, "--list=pairs.txt"]


@fault(r"^maskloss: (pairs\.txt|pred/c\.npy): ", r"pred/c\.npy")
def listed_file_missing(m):
    return listed(m, "truth/a.png\tpred/c.npy\n")


@fault(r"^maskloss: pairs\.txt: ", r"\bline 2\b")
def listed_without_a_prediction(m):
    return listed(m, "truth/a.png\tpred/a.npy\ntruth/b.png\n")


@fault(r"^maskloss: pairs\.txt: ", r"\bsame\b")
def listed_id_twice(m):
    return listed(m, "truth/a.png\tpred/a.npy\tsame\ntruth/b.png\tpred/b.npy\tsame\n")


@fault(r"^maskloss: pairs\.txt: ")
def list_without_pairs(m):
    return listed(m, "")


# ------------------------------------------------------------------ other formats, and calls that are wrong

for _name, _head in (("p.tif", b"II*\0\10\0\0\0"), ("p.tiff", b"MM\0*\0\0\0\10"), ("p.h5", b"\x89HDF\r\n\x1a\n")):
    @fault("^maskloss: " + _name.replace(".", r"\."), r"[Cc]onvert")
    def format_not_read(m, name=_name, head=_head):
        with open(m.path(name), "wb") as file:
            file.write(head + bytes(100))
        return [*VOID, m.truth(), name]


for _wrong in ("--activation=relu", "--truth-layout=chw", "--prediction-labels=names", "--match=stem",
               "--bad-pixels=skip"):
    @fault(r"^maskloss: %s: .*\b%s\b" % tuple(_wrong.split("=")), status=2)
    def wrong_option(m, wrong=_wrong):
        return [*VOID, wrong, m.truth(), m.npy(m.ones(2, 4, 3))]


@fault(r"^maskloss: ", status=2)
def list_and_operands(m):
    return listed(m, "truth/a.png\tpred/a.npy\n") + ["truth", "pred"]


COUNT = len(FAULTS)
WANTED = []


def make(seed, number, folder):
    m = Faults(seed, "faults", number, folder)
    os.makedirs(folder, exist_ok=True)
    build, status, says = FAULTS[number - 1]
    m.n_classes, m.world, m.mask = 3, World(3), [0]
    m.operands = build(m)
    m.arguments = [["-f", "json"]]
    case = m.case(None)
    case.status, case.says, case.tags = status, says, {build.__name__}
    return case
