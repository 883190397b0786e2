#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets, corpus/TARGET/NAME: a few of the fixtures, texts, and inputs that once failed.

What the fuzzer found, and run.sh -k put there, is called by its SHA-1 and stays.

    make-corpus.py [FOLDER]           write them (default: corpus beside this program)
    make-corpus.py --check [FOLDER]   compare them with what is there, as tests/data/make.py does
"""

import hashlib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "data"))
sys.dont_write_bytecode = True

from make import fixtures, run  # noqa: E402  (the test fixtures)
from seeds import RUNS, TEXTS, container  # noqa: E402

# Per target the fixtures that are seeds.
SEEDS = {
    "npy": ["good-npy-f4-hwc.npy", "good-npy-be-u2-chw.npy", "good-npy-f2-hwc.npy", "good-npy-f4-fortran.npy", "good-npy-f4-v3.npy",
            "good-npy-f8-chw.npy", "good-npy-u1-hw.npy", "good-npy-f4-c1hw.npy", "good-npy-f4-blanks.npy", "bad-npy-rank-0.npy",
            "bad-npy-structured.npy"],
    "npz": ["good-npz-stored-chw.npz", "good-npz-deflated-hwc.npz", "good-npz-deflated-c1hw.npz", "good-npz-arr_0.npz",
            "good-npz-zip64.npz", "good-npz-streamed.npz", "good-npz-labels.npz", "good-npz-not-zip64.npz",
            "bad-npz-no-member.npz", "bad-npz-encrypted.npz", "bad-npz-size-less.npz"],
    "png": ["good-png-gray1.png", "good-png-gray2-adam7.png", "good-png-gray4.png", "good-png-gray8.png", "good-png-gray16.png",
            "good-png-gray16-adam7.png", "good-png-pal4-adam7.png", "good-png-pal8-gray-permuted.png",
            "good-png-pal8-transparent.png", "good-png-gray8-chunks.png", "good-png-rgb.png", "good-png-rgba.png",
            "good-png-rgb16.png", "good-png-rgba16-adam7.png"],
    "tiff": ["good-tiff-u8.tif", "good-tiff-u12.tif", "good-tiff-u24.tif", "good-tiff-big-be.tif", "good-tiff-geo.tif",
             "good-tiff-lzw.tif", "good-tiff-zstd.tif", "good-tiff-predictor.tif", "good-tiff-reversed.tif",
             "good-tiff-rgb-planar.tif", "good-tiff-overview.tif", "good-tiff-u8-pages.tif", "good-tiff-f32-planar-tiles.tif",
             "good-tiff-f16.tif", "bad-tiff-circle.tif", "bad-tiff-sparse.tif"],
    "photo": ["good-photo-flat-rgb.jpg", "good-photo-color.jpg", "good-photo-subsampled.jpg", "good-photo-restarts.jpg",
              "good-photo-scans.jpg", "good-photo-progressive.jpg", "bad-photo-cmyk.jpg", "bad-photo-scans.jpg",
              "bad-photo-large.jpg", "good-png-gray2-adam7.png", "good-png-pal8.png", "good-png-pal8-short.png",
              "good-png-rgba16-adam7.png"],
    "nifti": ["good-nifti-u1.nii.gz", "good-nifti-members.nii.gz", "good-nifti-be.nii", "good-nifti-2-be.nii", "good-nifti-slope.nii",
              "good-nifti-f4-4d.nii", "good-nifti-f4-5d.nii.gz", "good-nifti-rgb.nii", "good-nifti-extension.nii",
              "bad-nifti-offset-nan.nii", "bad-nifti-bomb.nii.gz"],
    "classes": ["good-classes-3.json", "good-classes-names.json", "good-classes-numbers.json", "good-classes-ignore-colour.json",
                "bad-classes-surrogate.json", "bad-classes-trailing.json"],
    "inspect": ["good-png-pal4-adam7.png", "good-png-rgba.png", "good-npy-f4-hwc.npy", "good-npz-keys.npz", "good-tiff-u8-pages.tif",
                "good-nifti-u1.nii.gz"],
}

def seeds():
    """All files: path to bytes."""
    known = fixtures()
    files = {}
    for target, names in SEEDS.items():
        for name in names:
            files["%s/%s" % (target, name)] = known[name][0]
    for target, texts in TEXTS.items():
        for number, text in enumerate(texts):
            files["%s/%02d" % (target, number)] = text.encode()
    for number, (words, parts) in enumerate(RUNS):
        files["program/%02d" % number] = container(words, parts, known)
    return files


def finds(folder):
    """What the fuzzer found: path to bytes."""
    files = {}
    for top, _, names in os.walk(folder):
        for name in names:
            if re.fullmatch("[0-9a-f]{40}", name):
                path = os.path.join(top, name)
                with open(path, "rb") as file:
                    content = file.read()
                if hashlib.sha1(content).hexdigest() == name:
                    files[os.path.relpath(path, folder).replace(os.sep, "/")] = content
    return files


if __name__ == "__main__":
    CORPUS = os.path.join(HERE, "corpus")
    sys.exit(run({**finds(CORPUS), **seeds()}, CORPUS, tuple(SEEDS) + tuple(TEXTS) + ("program",), sys.argv[1:]))
