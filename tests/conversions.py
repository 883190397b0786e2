#!/usr/bin/env python3
"""Runs the commands of man maskloss-formats as they stand there, indented as on the page, but for the names of files, on files
made for it: those that one has, and hostile ones of each kind (16 bits, signed, NaN, dicts, bfloat16, big endian, objects). What
comes out has the values that went in, or the command refuses; what the program says about a file names the page's heading.

Commands whose package is not installed are named and left out; pycocotools, which no distribution has, is stood in for by a
module with the two functions that the command calls.
"""

import argparse
import csv
import importlib.util
import json
import os
import pathlib
import pickle
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy
except ImportError as error:
    print(f"SKIP: conversions: {error}")
    sys.exit(77)

# What stands in for pycocotools.coco: the polygons are rectangles with whole corners, the run lengths lists or COCO's text.
COCO_STAND_IN = '''
import json, numpy
class COCO:
    def __init__(self, path):
        saved = json.load(open(path))
        self.imgs = {image["id"]: image for image in saved["images"]}
        self.cats = {category["id"]: category for category in saved["categories"]}
        self.imgToAnns = {image: [] for image in self.imgs}
        for annotation in saved["annotations"]:
            self.imgToAnns[annotation["image_id"]].append(annotation)
    def getCatIds(self):
        return list(self.cats)
    def loadCats(self, ids):
        return [self.cats[one] for one in ids]
    def annToMask(self, annotation):
        image, what = self.imgs[annotation["image_id"]], annotation["segmentation"]
        mask = numpy.zeros((image["height"], image["width"]), "uint8")
        if isinstance(what, list):
            for corners in what:
                mask[min(corners[1::2]):max(corners[1::2]), min(corners[::2]):max(corners[::2])] = 1
            return mask
        counts = what["counts"] if isinstance(what["counts"], list) else runs_of(what["counts"])
        values = numpy.repeat(numpy.arange(len(counts)) % 2, counts).astype("uint8")
        return values.reshape(image["width"], image["height"]).T
def runs_of(text):
    counts, at = [], 0
    while at < len(text):
        value, shift, more = 0, 0, True
        while more:
            bits = ord(text[at]) - 48
            value, more, shift, at = value | (bits & 31) << shift, bits & 32, shift + 5, at + 1
            if not more and bits & 16:
                value |= -1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
    return counts
'''


def conversions(page):
    """The commands of the page's displays under their headings, without roff's escapes."""
    text = page.read_text()
    for section in re.findall(r"(?ms)^\.Sh (?:CONVERSIONS|SIZES THAT DIFFER)\n(.*?)(?=^\.Sh )", text):
        for heading, body in re.findall(r"(?ms)^\.It ([^\n]*)\n(.*?)(?=^\.It |^\.El)", section):
            for display in re.findall(r"(?ms)^\.Bd -literal\n(.*?)^\.Ed", body):
                if re.match(r"python3 |for f in ", display):
                    yield heading, display.replace(r"\(aq", "'").replace(r"\-", "-").replace(r"\e", "\\").rstrip("\n")


def named(command, names):
    """The command with these names in place of its capitals."""
    head, quote, tail = command.rpartition("'")
    words = re.findall(r"[A-Z]+(?:\.[a-z0-9.]+)*(?:/[A-Z]+)?", tail)
    assert len(words) == len(names), f"{tail}: {len(words)} names, not {len(names)}"
    for word, name in zip(words, names):
        tail = tail.replace(word, str(name), 1)
    return head + quote + tail


def has(package):
    return importlib.util.find_spec(package) is not None


class Page:
    def __init__(self, maskloss, page, folder):
        self.maskloss = maskloss
        self.folder = folder
        self.commands = {}
        for heading, command in conversions(page):
            self.commands.setdefault(heading, []).append(command)
        self.unused = {(heading, k) for heading, commands in self.commands.items() for k in range(len(commands))}
        self.missing = set()
        self.n = 0
        wrapper = folder / "bin" / "python3"
        wrapper.parent.mkdir()
        wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        wrapper.chmod(0o755)
        self.environment = dict(os.environ, PATH=f"{wrapper.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8",
                                PYTHONPATH=str(folder / "modules"))
        rng = numpy.random.default_rng(7)
        self.maps = rng.random((3, 5, 7)).astype("float32")
        self.maps /= self.maps.sum(0)
        self.labels = rng.integers(0, 3, (5, 7)).astype("uint8")
        numpy.save(folder / "truth.npy", self.labels)
        numpy.save(folder / "maps.npy", self.maps)

    def find(self, start, k=0):
        found = [heading for heading in self.commands if heading.startswith(start)]
        assert len(found) == 1, f"{len(found)} headings of the page begin with {start!r}"
        return found[0], self.commands[found[0]][k]

    def run(self, start, names, k=0):
        """Runs a command with these names in place of its capitals."""
        heading, command = self.find(start, k)
        self.unused.discard((heading, k))
        self.n += 1
        indented = "\n".join(12 * " " + line for line in named(command, names).split("\n"))
        return subprocess.run(["sh", "-c", indented], cwd=self.folder, env=self.environment, capture_output=True, text=True,
                              check=False)

    def converts(self, start, names, wanted, k=0):
        """The command writes its last name, of which an array is the one that is wanted, in all bits."""
        done = self.run(start, names, k)
        assert done.returncode == 0, f"{start} {names}: {done.stderr}"
        self.holds(names[-1], wanted)

    def holds(self, name, wanted, key="arr_0"):
        saved = numpy.load(self.folder / name)
        got = saved[key] if str(name).endswith(".npz") else saved
        assert got.dtype.newbyteorder("=") == wanted.dtype.newbyteorder("="), f"{name}: {got.dtype}, not {wanted.dtype}"
        assert got.shape == wanted.shape, f"{name}: {got.shape}, not {wanted.shape}"
        assert numpy.array_equal(got, wanted, equal_nan=wanted.dtype.kind == "f"), f"{name}: other values"

    def refuses(self, start, names, k=0):
        """The command ends with an error, or what it writes is refused by the program."""
        done = self.run(start, names, k)
        if done.returncode == 0:
            done = self.evaluate("truth.npy", names[-1])
        assert done.returncode != 0, f"{start} {names} is not refused"

    def evaluate(self, truth, prediction, *options):
        return subprocess.run([self.maskloss, "eval", "-f", "json", *options, truth, prediction], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, check=False)

    def evaluates(self, truth, prediction, *options):
        done = self.evaluate(truth, prediction, *options)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["aggregate"]

    def says(self, name, start):
        """The program refuses the file as truth and as prediction, and names the heading that begins so."""
        self.find(start)
        text = f'man maskloss-formats, "{start}", converts it'
        for pair in ("truth.npy", name), (name, "maps.npy"):
            refused = self.evaluate(*pair)
            assert refused.returncode == 3, f"{name} is not refused"
            assert text in refused.stderr, f"{name}: {refused.stderr}"

    def lacks(self, package):
        if has(package):
            return False
        self.missing.add(package)
        return True

    def leave_out(self, *starts):
        headings = [self.find(start)[0] for start in starts]
        self.unused = {(heading, k) for heading, k in self.unused if heading not in headings}


# Arrays that no conversion may change: what networks and label tools write.
HOSTILE = {
    "large": numpy.array([[0, 1, 65535], [300, 2, 40000]], "uint16"),
    "signed": numpy.array([[0, -1, 2], [-100, 2, 1]], "int16"),
    "wide": numpy.array([[0, 16777217, 2], [2**31 - 1, 2, 1]], "int32"),
    "not-a-number": numpy.array([[0, numpy.nan, 2], [-9999, numpy.inf, 1]], "float32"),
    "double": numpy.array([[0.1, 1 / 3, 16777217]]),
    "half": numpy.array([[0.5, 0.25, 65504]], "float16"),
    "big-endian": numpy.array([[0.1, 0.2]], ">f8"),
    "bool": numpy.array([[True, False]]),
}


def tiffs(c):
    """One page per class, the classes of a pixel side by side, colours."""
    if c.lacks("tifffile"):
        return c.leave_out("TIFF")
    import tifffile
    last = numpy.moveaxis(c.maps, 0, -1)
    tifffile.imwrite(c.folder / "map.tif", c.maps)
    tifffile.imwrite(c.folder / "big.tif", c.maps, bigtiff=True)
    tifffile.imwrite(c.folder / "be.tif", c.maps, byteorder=">")
    tifffile.imwrite(c.folder / "last.tif", last, photometric="minisblack", planarconfig="contig")
    tifffile.imwrite(c.folder / "labels.tif", c.labels)
    for name, array in ("map", c.maps), ("big", c.maps), ("be", c.maps), ("last", last), ("labels", c.labels):
        c.converts("TIFF", [f"{name}.tif", f"{name}.npy"], array)
        if "--without-libtiff" in c.evaluate("truth.npy", f"{name}.tif").stderr:
            c.says(f"{name}.tif", "TIFF")
        else:
            assert c.evaluates("truth.npy", f"{name}.tif") == c.evaluates("truth.npy", f"{name}.npy"), name
    for name in "large", "signed", "wide", "not-a-number", "double", "half":
        tifffile.imwrite(c.folder / f"{name}.tif", HOSTILE[name])
        c.converts("TIFF", [f"{name}.tif", f"{name}-tif.npy"], HOSTILE[name])
    (c.folder / "pred").mkdir()
    for name in "a b", "c":
        tifffile.imwrite(c.folder / "pred" / f"{name}.tif", c.maps)
    c.run("TIFF", [], 1)
    for name in "a b", "c":
        c.holds(f"pred/{name}.npy", c.maps)
    return None


def data_sets(c):
    """HDF5, and MATLAB's flavour of it."""
    if c.lacks("h5py"):
        return c.leave_out("HDF5", "MATLAB 7.3")
    import h5py
    with h5py.File(c.folder / "map.h5", "w") as file:
        file.create_dataset("net/softmax", data=c.maps, compression="gzip", chunks=(1, 5, 7))
        for name, array in HOSTILE.items():
            file[name] = array
        file["text"] = numpy.array([b"a", b"bc"])
        file["strings"] = ["a", "bc"]
        file["pairs"] = numpy.array([(1, 2.0)], [("n", "i4"), ("x", "f4")])
    with h5py.File(c.folder / "behind.h5", "w", userblock_size=512) as file:
        file["a"] = c.maps
    c.says("map.h5", "HDF5")
    c.says("behind.h5", "HDF5")
    listed = c.run("HDF5", ["map.h5"]).stdout
    assert '"softmax": shape (3, 5, 7), type "<f4"' in listed, listed
    c.converts("HDF5", ["map.h5", "net/softmax", "map.npy"], c.maps, 1)
    c.converts("HDF5", ["behind.h5", "a", "map.npy"], c.maps, 1)
    for name, array in HOSTILE.items():
        c.converts("HDF5", ["map.h5", name, f"{name}-h5.npy"], array, 1)
    for name in "text", "strings", "pairs", "net", "none":
        c.refuses("HDF5", ["map.h5", name, f"{name}-h5.npy"], 1)
    with h5py.File(c.folder / "map73.mat", "w", userblock_size=512) as file:
        file["prob"] = numpy.moveaxis(c.maps, 0, -1).T
        for name, array in HOSTILE.items():
            file[name] = array.T
        file["cells"] = numpy.array([file["prob"].ref], h5py.ref_dtype)
        file.create_group("struct")
    with open(c.folder / "map73.mat", "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64")
    c.says("map73.mat", "MATLAB 7.3")
    c.converts("MATLAB 7.3", ["map73.mat", "prob", "map73.npy"], numpy.moveaxis(c.maps, 0, -1))
    for name, array in HOSTILE.items():
        c.converts("MATLAB 7.3", ["map73.mat", name, f"{name}-73.npy"], array)
    for name in "cells", "struct":
        c.refuses("MATLAB 7.3", ["map73.mat", name, f"{name}-73.npy"])
    return None


def matlab(c):
    """Files of MATLAB's own kind; its whole doubles come back as the integers that it stores."""
    (c.folder / "cut.mat").write_bytes(b"MATLAB 5.0 MAT-file, Platform: GLNXA64")
    c.says("cut.mat", "MATLAB 5")
    (c.folder / "old.mat").write_bytes(b"\0\0\0\0")
    c.says("old.mat", "MATLAB 5")
    if c.lacks("scipy"):
        return c.leave_out("MATLAB 5")
    import scipy.io
    import scipy.sparse
    kept = {name.replace("-", "_"): array for name, array in HOSTILE.items() if name not in ("half", "bool", "big-endian")}
    last = numpy.moveaxis(c.maps, 0, -1)
    cells = numpy.empty(2, object)
    cells[:] = [c.labels, c.maps]
    for name, compressed in (("packed", True),):
        scipy.io.savemat(c.folder / f"{name}.mat", {"prob": last, "cells": cells, "struct": {"a": 1}, "words": "abc", **kept,
                                                   "sparse": scipy.sparse.csc_matrix(c.labels.astype(float))},
                         do_compression=compressed)
        c.says(f"{name}.mat", "MATLAB 5")
        assert "('prob', (5, 7, 3), 'single')" in c.run("MATLAB 5", [f"{name}.mat"]).stdout
        c.converts("MATLAB 5", [f"{name}.mat", "prob", "mat.npy"], last, 1)
        for key, array in kept.items():
            c.converts("MATLAB 5", [f"{name}.mat", key, f"{key}-mat.npy"], array, 1)
        for key in "cells", "struct", "words", "sparse", "none":
            c.refuses("MATLAB 5", [f"{name}.mat", key, f"{key}-mat.npy"], 1)
    return None


def stores(c):
    """zarr: an array, groups, a zip."""
    store = c.folder / "plain.zarr"
    store.mkdir()
    (store / ".zgroup").write_text('{"zarr_format": 2}')
    c.says("plain.zarr", "zarr")
    (store / ".zgroup").rename(store / "zarr.json")
    c.says("plain.zarr", "zarr")
    inspected = subprocess.run([c.maskloss, "inspect", store], env=c.environment, capture_output=True, text=True, check=False)
    assert inspected.returncode == 3 and 'man maskloss-formats, "zarr"' in inspected.stderr, inspected.stderr
    if c.lacks("zarr"):
        return c.leave_out("zarr")
    import zarr
    group = zarr.open_group(str(c.folder / "map.zarr"), mode="w")
    group.create_dataset("net/softmax", data=c.maps, chunks=(1, 3, 4))
    for name, array in HOSTILE.items():
        group[name] = array
    group.create_dataset("objects", shape=(1,), dtype=object, object_codec=__import__("numcodecs").Pickle())
    c.says("map.zarr", "zarr")
    c.says("map.zarr/net/softmax", "zarr")
    c.converts("zarr", ["map.zarr/net/softmax", "zarr.npy"], c.maps)
    for name, array in HOSTILE.items():
        c.converts("zarr", [f"map.zarr/{name}", f"{name}-zarr.npy"], array)
    c.refuses("zarr", ["map.zarr/net", "net-zarr.npy"])
    c.refuses("zarr", ["map.zarr/objects", "objects-zarr.npy"])
    shutil.make_archive(str(c.folder / "map.zarr"), "zip", c.folder / "map.zarr")
    if b"libzip" not in subprocess.run([c.maskloss, "inspect", c.folder / "map.zarr.zip"], capture_output=True,
                                       check=False).stderr:
        c.says("map.zarr.zip", "zarr")
    return None


def halves(c):
    """bfloat16, which NumPy calls V2: made and read back by hand."""
    values = numpy.concatenate([c.maps.ravel(), [0, -0.0, numpy.nan, numpy.inf, -1e38, 1e-38, 65535]]).astype("float32")
    upper = (values.view("uint32") >> 16).astype("uint16")
    wanted = (upper.astype("uint32") << 16).view("float32")
    for order in "<", "|":
        numpy.save(c.folder / "bfloat16.npy", upper.reshape(2, 7, 8).view("V2"))
        text = (c.folder / "bfloat16.npy").read_bytes().replace(b"|V2", f"{order}V2".encode())
        (c.folder / "bfloat16.npy").write_bytes(text)
        c.says("bfloat16.npy", "bfloat16")
        c.converts("bfloat16", ["bfloat16.npy", "bfloat16-floats.npy"], wanted.reshape(2, 7, 8))
    for name in "large", "signed", "half", "not-a-number":
        numpy.save(c.folder / f"{name}.npy", HOSTILE[name])
        assert c.run("bfloat16", [f"{name}.npy", "none.npy"]).returncode != 0, name


def tensors(c):
    """PyTorch: a tensor, a dict, a list; both kinds of file."""
    (c.folder / "cut.pth").write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02")
    c.says("cut.pth", "PyTorch")
    if c.lacks("torch"):
        return c.leave_out("PyTorch")
    import torch
    maps = torch.from_numpy(c.maps)
    kept = {name: torch.from_numpy(array) for name, array in HOSTILE.items() if name not in ("large", "big-endian")}
    for zipped in (True, False) if os.environ.get("FULL_LENGTH") else (True,):
        def save(saved, name):
            torch.save(saved, c.folder / name, _use_new_zipfile_serialization=zipped)
        save(maps.clone().requires_grad_(), "map.pt")
        refused = c.evaluate("truth.npy", "map.pt").stderr
        if "libzip" not in refused:
            c.says("map.pt", "PyTorch")
        c.converts("PyTorch", ["map.pt", "pt.npz"], c.maps)
        if "libzip" not in refused:
            assert c.evaluates("truth.npy", "pt.npz") == c.evaluates("truth.npy", "maps.npy")
        save(maps.bfloat16(), "bfloat16.pt")
        c.converts("PyTorch", ["bfloat16.pt", "pt.npz"], maps.bfloat16().float().numpy())
        save({"logits": maps, "labels": torch.from_numpy(c.labels), "epoch": 3, 7: maps.double(), **kept}, "dict.pt")
        done = c.run("PyTorch", ["dict.pt", "pt.npz"])
        assert done.returncode == 0 and "no tensor: epoch" in done.stderr, done.stderr
        for key, array in {"logits": c.maps, "labels": c.labels, "7": c.maps.astype("float64"), **HOSTILE}.items():
            if key in ("logits", "labels", "7") or key in kept:
                c.holds("pt.npz", array, key)
        if "libzip" not in refused:
            c.evaluates("truth.npy", "pt.npz", "--array=logits")
        save([maps, maps.long()], "list.pt")
        assert c.run("PyTorch", ["list.pt", "pt.npz"]).returncode == 0
        c.holds("pt.npz", c.maps, "0")
        for name, saved in ("sparse", maps.to_sparse()), ("complex", maps.to(torch.complex64)), ("module", torch.nn.ReLU()):
            save(saved, f"{name}.pt")
            c.refuses("PyTorch", [f"{name}.pt", f"{name}-pt.npz"])
    return None


def pickles(c):
    """Pickles of all protocols, and arrays of objects."""
    start = "Pickles and arrays of objects"
    for protocol in 0, 2, 4:
        for name, saved in ("array", c.maps), ("list", [c.maps, c.maps * 2]), ("dict", {"a": c.labels, 5: c.maps}):
            (c.folder / f"{name}.pkl").write_bytes(pickle.dumps(saved, protocol))
        c.says("array.pkl", start)
        c.converts(start, ["array.pkl", "pkl.npz"], c.maps)
        c.converts(start, ["list.pkl", "pkl.npz"], numpy.stack([c.maps, c.maps * 2]))
        assert c.run(start, ["dict.pkl", "pkl.npz"]).returncode == 0
        c.holds("pkl.npz", c.labels, "a")
        c.holds("pkl.npz", c.maps, "5")
    # the strings of Python 2 are bytes, those of an array's data too
    raw = c.maps.tobytes()
    (c.folder / "python-2.pkl").write_bytes(
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x03K\x05K\x07\x87"
        b"cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T"
        + len(raw).to_bytes(4, "little") + raw + b"tb.")
    c.converts(start, ["python-2.pkl", "pkl.npz"], c.maps)
    stack = numpy.empty(2, object)
    stack[:] = [c.labels, c.labels]
    numpy.save(c.folder / "objects.npy", stack, allow_pickle=True)
    c.says("objects.npy", start)
    c.converts(start, ["objects.npy", "pkl.npz"], numpy.stack([c.labels, c.labels]))
    numpy.save(c.folder / "dict.npy", {"arr_0": HOSTILE["wide"]}, allow_pickle=True)
    c.converts(start, ["dict.npy", "pkl.npz"], HOSTILE["wide"])
    stack[:] = [c.labels, c.maps]
    numpy.save(c.folder / "ragged.npy", stack, allow_pickle=True)
    (c.folder / "words.pkl").write_bytes(pickle.dumps({"a": None}))
    for name in "ragged.npy", "words.pkl":
        c.refuses(start, [name, f"{name}-pkl.npz"])


def runs_of(mask):
    """Kaggle's run lengths of a mask."""
    padded = numpy.concatenate([[0], mask.T.ravel(), [0]])
    changes = numpy.flatnonzero(padded[1:] != padded[:-1]) + 1
    return " ".join(f"{a} {b - a}" for a, b in zip(changes[::2], changes[1::2]))


def tables(c):
    """Run lengths: of one class, of several, an image without any; and those that are not of the image."""
    def write(name, rows):
        with open(c.folder / name, "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    start, label = "Run lengths", c.labels
    write("classes.csv", [{"ImageId": "a.jpg", "ClassId": k, "EncodedPixels": runs_of(label == k)} for k in (1, 2)])
    c.says("classes.csv", start)
    assert c.run(start, ["classes.csv", 5, 7, "rle"]).returncode == 0
    c.holds("rle/a.npy", label.astype("uint16"))
    assert c.evaluates("rle/a.npy", "maps.npy") == c.evaluates("truth.npy", "maps.npy")
    write("binary.csv", [{"EncodedPixels": runs_of(label == 1), "ImageId": "b.png"},
                         {"EncodedPixels": runs_of(label == 2), "ImageId": "b.png"}, {"EncodedPixels": "", "ImageId": "c.png"}])
    assert c.run(start, ["binary.csv", 5, 7, "rle"]).returncode == 0
    c.holds("rle/b.npy", (label > 0).astype("uint16"))
    c.holds("rle/c.npy", (label < 0).astype("uint16"))
    for k, runs in enumerate(["0 3", "1 36", "36 1", "3", "-1", "1 -1", "1 2 3", "nan", "1.0 2.0"]):
        write("bad.csv", [{"ImageId": f"bad{k}.jpg", "EncodedPixels": runs}])
        assert c.run(start, ["bad.csv", 5, 7, "rle"]).returncode != 0 and not (c.folder / f"rle/bad{k}.npy").exists(), runs
    write("two.csv", [{"ImageId": "d", "ClassId": k, "EncodedPixels": "3 2"} for k in (1, 2)])
    write("zero.csv", [{"ImageId": "d", "ClassId": 0, "EncodedPixels": "3 2"}])
    for name in "two.csv", "zero.csv":
        assert c.run(start, [name, 5, 7, "rle"]).returncode != 0, name


def coco(c):
    """COCO's JSON: polygons, run lengths as a list and as text, pixels of two categories, an image with nothing."""
    stand_in = not has("pycocotools")
    if stand_in:
        print("conversions: pycocotools is not installed: a module with what the command calls stands in")
        modules = c.folder / "modules" / "pycocotools"
        modules.mkdir(parents=True)
        (modules / "__init__.py").write_text("")
        (modules / "coco.py").write_text(COCO_STAND_IN)
    saved = {"images": [{"id": 7, "file_name": "x/a.jpg", "height": 4, "width": 5},
                        {"id": 8, "file_name": "b.jpg", "height": 2, "width": 3}],
             "categories": [{"id": 90, "name": "tooth brush"}, {"id": 3, "name": "car"}],
             "annotations": [
                 {"id": 1, "image_id": 7, "category_id": 3, "iscrowd": 0, "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]]},
                 {"id": 2, "image_id": 7, "category_id": 90, "iscrowd": 1,
                  "segmentation": {"size": [4, 5], "counts": [1, 2, 13, 4]}},
                 {"id": 3, "image_id": 7, "category_id": 3, "iscrowd": 0,
                  "segmentation": {"size": [4, 5], "counts": "832N4"}}]}
    wanted = numpy.zeros((5, 4), "uint16")  # down the columns
    wanted[:2, :2] = 1
    wanted.flat[[2, 16, 17, 18, 19]] = 2
    wanted.flat[1] = 65535
    wanted.flat[[8, 9, 10, 13]] = 1
    wanted = wanted.T
    (c.folder / "coco.json").write_text(json.dumps(saved))
    c.says("coco.json", "COCO")
    done = c.run("COCO", ["coco.json", "coco", "set.json"])
    assert done.returncode == 0, done.stderr
    c.holds("coco/x/a.npy", wanted)
    c.holds("coco/b.npy", numpy.zeros((2, 3), "uint16"))
    figures = c.evaluates("coco/x/a.npy", "coco/x/a.npy", "-c", "./set.json", "-m", "none")
    assert figures["raw"]["metrics"]["miou"] == 1 and list(figures["raw"]["per_class"]) == ["background", "car", "tooth brush"]
    saved["annotations"][0]["category_id"] = 4
    (c.folder / "bad.json").write_text(json.dumps(saved))
    assert c.run("COCO", ["bad.json", "bad", "bad-set.json"]).returncode != 0
    (c.folder / "result.json").write_text(json.dumps([{"image_id": 7, "segmentation": {"size": [4, 5], "counts": "832N4"}}]))
    c.says("result.json", "COCO")


def labelme(c):
    """labelme's JSON: what it draws, with another size of numbers."""
    shapes = [{"label": "car", "points": [[1, 1], [6.4, 1.2], [6, 5.5], [2, 4]], "shape_type": "polygon"},
              {"label": "tree top", "points": [[0, 0], [2, 1]], "shape_type": "rectangle"},
              {"label": "car", "points": [[4, 3], [8, 3], [8, 7]]},
              {"label": "__ignore__", "points": [[5, 5], [7, 5], [7, 6]], "shape_type": "polygon"}]
    saved = {"version": "5.2.1", "flags": {}, "shapes": shapes, "imagePath": "a.jpg", "imageHeight": 8, "imageWidth": 10}
    (c.folder / "a.json").write_text(json.dumps(saved))
    c.says("a.json", "labelme")
    if c.lacks("PIL"):
        return c.leave_out("labelme")
    import PIL.Image
    import PIL.ImageDraw
    wanted = numpy.zeros((8, 10), "uint16")
    for shape in shapes:  # as labelme: a mask of 8 bits for each shape, one after the other
        mask = PIL.Image.fromarray(numpy.zeros((8, 10), "uint8"))
        draw = PIL.ImageDraw.Draw(mask)
        points = [tuple(point) for point in shape["points"]]
        (draw.rectangle if shape.get("shape_type") == "rectangle" else draw.polygon)(points, outline=1, fill=1)
        wanted[numpy.array(mask, bool)] = {"car": 1, "tree top": 300, "__ignore__": 65535}[shape["label"]]
    names = "sky car " + " ".join(f"n{k}" for k in range(298)) + " 'tree top'"
    done = c.run("labelme", ["a.json", "labelme.npy", names])
    assert done.returncode == 0, done.stderr
    c.holds("labelme.npy", wanted)
    assert c.run("labelme", ["a.json", "none.npy", "sky tree"]).returncode != 0
    shapes[0]["shape_type"] = "circle"
    (c.folder / "circle.json").write_text(json.dumps(saved))
    assert c.run("labelme", ["circle.json", "none.npy", names]).returncode != 0
    return None


def pictures(c):
    """GIF and BMP keep indices; a PGM keeps values that fill no power of two."""
    noise = numpy.random.default_rng(8).integers(0, 19, (5, 7)).astype("uint8")
    for largest, comment in (18, b""), (18, b"# of 19 classes\n"), (255, b""), (300, b"#\n#\n"), (65535, b""):
        wide = noise.astype("uint16") * (largest // 18)
        raw = wide.astype(">u2").tobytes() if largest > 255 else noise.tobytes()
        (c.folder / "a.pgm").write_bytes(b"P5\n" + comment + b"7 5\n%d\n" % largest + raw)
        c.says("a.pgm", "PGM")
        done = c.run("PGM", ["a.pgm", "pgm.npy"])
        assert done.returncode == 0, done.stderr
        assert (numpy.load(c.folder / "pgm.npy") == (wide if largest > 255 else noise)).all(), largest
    (c.folder / "cut.pgm").write_bytes(b"P5 7 5 255\n" + noise.tobytes()[:-1])
    c.refuses("PGM", ["cut.pgm", "cut-pgm.npy"])
    if c.lacks("PIL"):
        return c.leave_out("GIF")
    import PIL.Image
    colours = {"grays": sum(([k, k, k] for k in range(256)), []), "colours": [3, 250, 7] * 128 + [9, 9, 9] * 128, "bits": None}
    for n in 19, 3, 2:
        for name, palette in colours.items():
            image = PIL.Image.fromarray(noise % n, "P")
            if palette:
                image.putpalette(palette)
            elif n == 2:
                image = PIL.Image.fromarray((noise % 2).astype(bool))
            else:
                continue
            for kind in ("gif", "bmp") if palette else ("bmp",):
                image.save(c.folder / f"{name}.{kind}", optimize=False)
                c.says(f"{name}.{kind}", "GIF and BMP")
                done = c.run("GIF", [f"{name}.{kind}", "picture.png"])
                assert done.returncode == 0, done.stderr
                numpy.save(c.folder / "indices.npy", noise % n)
                figures = c.evaluates("indices.npy", "picture.png", "-m", "none", "--samples=raw")
                assert figures["raw"]["metrics"]["accuracy"] == 1, (name, kind, n)
    first, second = (PIL.Image.fromarray(noise % n, "P") for n in (2, 3))
    for image in first, second:
        image.putpalette(list(range(256)) * 3)
    first.save(c.folder / "frames.gif", save_all=True, append_images=[second])
    assert c.run("GIF", ["frames.gif", "none.png"]).returncode != 0
    return None


def sizes(c):
    """The recipes for sizes that differ."""
    padded = numpy.pad(c.maps, ((0, 0), (2, 1), (0, 3)))
    numpy.save(c.folder / "padded.npy", padded)
    c.converts("Crop padding", ["padded.npy", 2, 0, 5, 7, "cropped.npy"], c.maps)
    numpy.save(c.folder / "padded-labels.npy", numpy.pad(c.labels, ((0, 3), (0, 1))))
    c.converts("Crop padding", ["padded-labels.npy", 0, 0, 5, 7, "cropped.npy"], c.labels)
    for box in (4, 0, 5, 7), (0, 4, 5, 7), (-1, 0, 5, 7):
        assert c.run("Crop padding", ["padded.npy", *box, "none.npy"]).returncode != 0, box
    part = c.maps[:, 1:3, 2:5]
    numpy.save(c.folder / "part.npy", part)
    wanted = numpy.full_like(c.maps, numpy.nan)
    wanted[:, 1:3, 2:5] = part
    c.converts("Paste a crop", ["part.npy", 1, 2, 5, 7, "pasted.npy"], wanted)
    numpy.save(c.folder / "part-truth.npy", c.labels[1:3, 2:5])
    pasted = c.evaluates("truth.npy", "pasted.npy", "--bad-pixels=ignore")
    alone = c.evaluates("part-truth.npy", "part.npy")
    assert pasted["raw"] == alone["raw"] and pasted["pixels"]["bad"] == 35 - 6
    for box in (4, 2, 5, 7), (1, 5, 5, 7), (-1, 2, 5, 7):
        assert c.run("Paste a crop", ["part.npy", *box, "none.npy"]).returncode != 0, box
    assert c.run("Paste a crop", ["part-truth.npy", 1, 2, 5, 7, "none.npy"]).returncode != 0
    if c.lacks("PIL"):
        return c.leave_out("Resize")
    small = numpy.array([[[0, 1]], [[3, -5]]], "float64")
    numpy.save(c.folder / "small.npy", small)
    done = c.run("Resize", ["small.npy", 2, 4, "large.npy"])
    assert done.returncode == 0, done.stderr
    wanted = small[..., :1] * [1, .75, .25, 0] + small[..., 1:] * [0, .25, .75, 1]  # bilinear, corners not aligned
    got = numpy.load(c.folder / "large.npy")
    assert got.shape == (2, 2, 4) and numpy.allclose(got, numpy.repeat(wanted, 2, 1)), got
    if not c.lacks("torch"):
        import torch
        done = c.run("Resize", ["maps.npy", 11, 13, "large.npy"])
        wanted = torch.nn.functional.interpolate(torch.from_numpy(c.maps)[None], (11, 13), mode="bilinear")[0].numpy()
        assert numpy.allclose(numpy.load(c.folder / "large.npy"), wanted, atol=1e-6)
    for name in "truth.npy", "padded-labels.npy":
        assert c.run("Resize", [name, 10, 14, "none.npy"]).returncode != 0
    return None


def labels(c):
    """What the page says of labels that are not read as they are."""
    if c.lacks("nibabel"):
        c.leave_out("NIfTI")
    else:
        import nibabel
        for name in "large", "signed", "wide", "not-a-number", "double":
            nibabel.save(nibabel.Nifti1Pair(HOSTILE[name].T[:, :, None], numpy.eye(4)), c.folder / f"{name}.hdr")
            c.says(f"{name}.hdr", "NIfTI")
            c.converts("NIfTI", [f"{name}.hdr", "nii.npy"], HOSTILE[name][None])
    if c.lacks("PIL"):
        return c.leave_out("RGB or")
    import PIL.Image
    full = numpy.full_like(c.labels, 255)
    for name, stack, fits in (("rgb", [c.labels] * 3, True), ("rgba", [c.labels] * 3 + [full], True),
                              ("la", [c.labels, full], True), ("clear", [c.labels, c.labels], False),
                              ("unequal", [c.labels, c.labels, full], False)):
        PIL.Image.fromarray(numpy.stack(stack, -1)).save(c.folder / f"{name}.png")
        if fits:
            c.converts("RGB or", [f"{name}.png", f"{name}-labels.npy"], c.labels)
        else:
            assert c.run("RGB or", [f"{name}.png", "none.npy"]).returncode != 0, name
    shutil.copy(pathlib.Path(__file__).parent / "data" / "good-png-rgb16.png", c.folder / "rgb16.png")
    assert c.run("RGB or", ["rgb16.png", "none.npy"]).returncode != 0
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maskloss", type=pathlib.Path, default="maskloss")
    parser.add_argument("--page", type=pathlib.Path, required=True)
    parser.add_argument("--run", nargs="+", metavar="HEADING FILE", help="only run the command of a heading on files here")
    options = parser.parse_args()
    if options.run:
        commands = [command for heading, command in conversions(options.page) if heading.startswith(options.run[0])]
        command = named(commands[0], options.run[1:]).replace("python3", shlex.quote(sys.executable), 1)
        sys.exit(subprocess.call(["sh", "-c", command]))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="maskloss-conversions."))
    try:
        c = Page(options.maskloss.resolve(), options.page, folder)
        for part in tiffs, data_sets, matlab, stores, halves, tensors, pickles, tables, coco, labelme, pictures, labels, sizes:
            part(c)
        assert not c.unused, f"commands of the page that are not tested: {sorted(c.unused)}"
    finally:
        shutil.rmtree(folder)
    print(f"{c.n} conversions")
    if c.missing:
        print(f"SKIP: conversions: in part, for want of {', '.join(sorted(c.missing))}")


if __name__ == "__main__":
    main()
