#!/usr/bin/env python3
"""Runs the conversions of man maskloss-formats as they stand there, but for the names of files, on files made for it. The arrays
that come out are those that went in, and evaluate alike; what the program says about a TIFF or an HDF5 file is the page's command.

Those whose package is not installed are named and left out; without tifffile or h5py nothing is tested, and the exit status is 77.
"""

import argparse
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy
    import h5py
    import tifffile
except ImportError as error:
    print(f"SKIP: conversions: {error}")
    sys.exit(77)

# Packages, and the text that tells the line of the page from the others.
TIFF = ("tifffile", "tifffile.imread(sys.argv[1]))' IN")
HDF5_LIST = ("h5py", "visit(print)")
HDF5 = ("h5py", "h5py.File(sys.argv[1])[sys.argv[2]])")
MATLAB_73 = ("h5py", "[()].T")
TORCH = ("torch", "torch.load")
NIFTI = ("nibabel", "nibabel")
SLICES = ("numpy", "swapaxes")
MATLAB = ("scipy", "scipy.io")
CHANNEL = ("PIL", "getchannel")
DIRECTORY = ("tifffile", "for f in")


def commands(page):
    """The lines of the page's displays that are conversions, without roff's escapes."""
    lines = [line for line in page.read_text().splitlines() if re.match(r"python3 |for f in ", line)]
    return [line.replace(r"\(aq", "'").replace(r"\-", "-").replace(r"\e", "\\") for line in lines]


class Conversions:
    def __init__(self, maskloss, page, folder):
        self.maskloss = maskloss
        self.commands = commands(page)
        self.unused = set(self.commands)
        self.folder = folder
        self.missing = set()
        self.n = 0
        wrapper = folder / "bin" / "python3"
        wrapper.parent.mkdir()
        wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        wrapper.chmod(0o755)
        self.environment = dict(os.environ, PATH=f"{wrapper.parent}:{os.environ['PATH']}", LC_ALL="C")
        rng = numpy.random.default_rng(7)
        self.maps = rng.random((3, 5, 7)).astype("float32")
        self.maps /= self.maps.sum(0)
        self.labels = rng.integers(0, 3, (5, 7)).astype("uint8")
        numpy.save(folder / "truth.npy", self.labels)
        numpy.save(folder / "maps.npy", self.maps)

    def find(self, text):
        found = [line for line in self.commands if text in line]
        assert len(found) == 1, f"{len(found)} lines of the page hold {text!r}"
        return found[0]

    def convert(self, conversion, *names):
        """Runs a line with these names in place of its capitals; what it prints, or None if its package is absent."""
        package, text = conversion
        line = self.find(text)
        self.unused.discard(line)
        if importlib.util.find_spec(package) is None:
            self.missing.add(package)
            return None
        head, quote, tail = line.rpartition("'")
        words = re.findall(r"\b[A-Z]+\b(?:\.[a-z0-9.]+)?", tail)
        assert len(words) == len(names) or conversion is DIRECTORY, f"{tail}: {len(words)} names, not {len(names)}"
        for word, name in zip(words, names):
            tail = tail.replace(word, str(name), 1)
        self.n += 1
        done = subprocess.run(["sh", "-c", head + quote + tail], cwd=self.folder, env=self.environment, capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        return done.stdout

    def evaluate(self, truth, prediction, *options):
        return subprocess.run([self.maskloss, "eval", "-s", "-f", "json", *options, truth, prediction], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, check=False)

    def converts(self, wanted, conversion, *names):
        """The conversion's last name holds the array that is wanted, which evaluates as if it had been saved at once."""
        if self.convert(conversion, *names) is None:
            return
        got = numpy.load(self.folder / names[-1])
        assert got.dtype == wanted.dtype and got.shape == wanted.shape, f"{names}: {got.dtype}{got.shape}"
        assert (got == wanted).all(), f"{names}: other elements"
        numpy.save(self.folder / "direct.npy", wanted)
        if wanted.dtype.kind == "f":
            ways = [self.evaluate("truth.npy", "direct.npy"), self.evaluate("truth.npy", names[-1])]
        else:
            layout = ["--ignore=255", "--truth-layout=onehot"] if wanted.shape[-1] == 3 else ["--ignore=255"]
            ways = [self.evaluate("direct.npy", "maps.npy", *layout), self.evaluate(names[-1], "maps.npy", *layout)]
        assert ways[0].returncode == 0, f"{names}: {ways[0].stderr}"
        assert ways[0].stdout == ways[1].stdout, f"{names}: other figures"

    def is_read(self, name, converted, as_truth=False):
        """The program gives for the file what it gives for the converted one."""
        pairs = [(file, "maps.npy", "--ignore=255") if as_truth else ("truth.npy", file) for file in (name, converted)]
        ways = [self.evaluate(*pair) for pair in pairs]
        if "--without-libtiff" in ways[0].stderr:
            assert ways[0].stderr.endswith(f"convert it with: {self.find(TIFF[1])}\n"), ways[0].stderr
            return
        assert ways[0].returncode == 0, f"{name}: {ways[0].stderr}"
        assert ways[0].stdout == ways[1].stdout, f"{name}: other figures"

    def says(self, conversion, name):
        """The program refuses the file, with the page's command."""
        refused = self.evaluate("truth.npy", name)
        assert refused.returncode == 3, f"{name} is not refused"
        assert refused.stderr.endswith(f"which is not read; convert it with: {self.find(conversion[1])}\n"), refused.stderr


def images(c):
    """TIFF: one page per class, and the classes of a pixel side by side."""
    last = numpy.moveaxis(c.maps, 0, -1)
    tifffile.imwrite(c.folder / "map.tif", c.maps)
    tifffile.imwrite(c.folder / "big.tif", c.maps, bigtiff=True)
    tifffile.imwrite(c.folder / "be.tif", c.maps, byteorder=">")
    tifffile.imwrite(c.folder / "last.tif", last, photometric="minisblack", planarconfig="contig")
    tifffile.imwrite(c.folder / "labels.tif", c.labels)
    for name in "map", "big", "be":
        c.converts(c.maps, TIFF, f"{name}.tif", f"{name}.npy")
        c.is_read(f"{name}.tif", f"{name}.npy")
    c.converts(last, TIFF, "last.tif", "last.npy")
    c.is_read("last.tif", "last.npy")
    c.converts(c.labels, TIFF, "labels.tif", "labels.npy")
    c.is_read("labels.tif", "labels.npy", as_truth=True)
    (c.folder / "pred").mkdir()
    for name in "a b", "c":
        tifffile.imwrite(c.folder / "pred" / f"{name}.tif", c.maps)
    c.convert(DIRECTORY)
    for name in "a b", "c":
        assert (numpy.load(c.folder / "pred" / f"{name}.npy") == c.maps).all()


def data_sets(c):
    """HDF5, and MATLAB's flavour of it."""
    with h5py.File(c.folder / "map.h5", "w") as file:
        file.create_dataset("net/softmax", data=c.maps, compression="gzip", chunks=(1, 5, 7))
        file.create_dataset("halves", data=c.maps.astype("float16"))
        file.create_dataset("big", data=c.maps.astype(">f8"))
    with h5py.File(c.folder / "map73.mat", "w") as file:
        file.create_dataset("prob", data=numpy.moveaxis(c.maps, 0, -1).T)
    c.says(HDF5, "map.h5")
    assert c.convert(HDF5_LIST, "map.h5").split() == ["big", "halves", "net", "net/softmax"]
    c.converts(c.maps, HDF5, "map.h5", "net/softmax", "map.npy")
    c.converts(c.maps.astype("float16"), HDF5, "map.h5", "halves", "halves.npy")
    c.converts(c.maps.astype(">f8"), HDF5, "map.h5", "big", "big.npy")
    c.converts(numpy.moveaxis(c.maps, 0, -1), MATLAB_73, "map73.mat", "prob", "map73.npy")


def arrays(c):
    """What NumPy alone does."""
    volume = numpy.stack([c.maps, c.maps[:, ::-1]], 1)  # (C, Z, Y, X)
    numpy.savez_compressed(c.folder / "volume.npz", probabilities=volume)
    c.convert(SLICES, "volume.npz", "volume.npy")
    assert (numpy.load(c.folder / "volume.npy") == numpy.stack([c.maps, c.maps[:, ::-1]])).all()
    numpy.save(c.folder / "slices.npy", numpy.stack([c.labels, c.labels[::-1]]))
    done = c.evaluate("slices.npy", "volume.npy")
    assert done.returncode == 0, done.stderr


def others(c):
    """Packages that are seldom installed."""
    if importlib.util.find_spec("scipy"):
        import scipy.io
        scipy.io.savemat(c.folder / "map.mat", {"prob": numpy.moveaxis(c.maps, 0, -1)})
    c.converts(numpy.moveaxis(c.maps, 0, -1), MATLAB, "map.mat", "prob", "mat.npy")
    if importlib.util.find_spec("nibabel"):
        import nibabel
        nibabel.save(nibabel.Nifti1Image(c.labels.T[:, :, None], numpy.eye(4)), c.folder / "labels.nii.gz")
    c.converts(c.labels[None].astype("uint16"), NIFTI, "labels.nii.gz", "nii.npy")
    if (c.folder / "nii.npy").exists():
        numpy.save(c.folder / "one.npy", c.maps[None])
        ways = [c.evaluate(truth, "one.npy", "--ignore=255") for truth in ("labels.nii.gz", "nii.npy")]
        assert ways[0].returncode == 0 and ways[0].stdout == ways[1].stdout, ways[0].stderr
    if importlib.util.find_spec("torch"):
        import torch
        torch.save(torch.from_numpy(c.maps).requires_grad_(), c.folder / "map.pt")
    c.converts(c.maps, TORCH, "map.pt", "pt.npy")
    if importlib.util.find_spec("PIL"):
        import PIL.Image
        for name, stack in ("rgb", [c.labels] * 3), ("la", [c.labels, c.labels * 0 + 9]):
            PIL.Image.fromarray(numpy.stack(stack, -1)).save(c.folder / f"{name}.png")
    for name in "rgb", "la":
        if c.convert(CHANNEL, f"{name}.png", f"{name}-labels.png") is None:
            continue
        got = [c.evaluate(truth, "maps.npy").stdout for truth in ("truth.npy", f"{name}-labels.png")]
        assert got[0] and got[0] == got[1], name


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maskloss", type=pathlib.Path, required=True)
    parser.add_argument("--page", type=pathlib.Path, required=True)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="maskloss-conversions."))
    try:
        c = Conversions(options.maskloss.resolve(), options.page, folder)
        for part in images, data_sets, arrays, others:
            part(c)
        assert not c.unused, f"lines of the page that are not tested: {sorted(c.unused)}"
    finally:
        shutil.rmtree(folder)
    print(f"{c.n} conversions")
    if c.missing:
        print(f"conversions: not run for want of {', '.join(sorted(c.missing))}")


if __name__ == "__main__":
    main()
