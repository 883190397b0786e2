"""Refused files and pairs: damaged .npz, keys and files that are missing or doubled, other formats, wrong calls."""

import io
import os
import zipfile

import numpy as np

from families.fault import VOID, Catalogue

fault = Catalogue("faulty-files")


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

for _name, _head in (("p.mat", b"MATLAB 5.0 MAT-file"), ("p.hdf5", b"\x89HDF\r\n\x1a\n"), ("p.h5", b"\x89HDF\r\n\x1a\n")):
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


COUNT = len(fault.faults)
WANTED = []
make = fault.make
