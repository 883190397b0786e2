#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets, corpus/TARGET/NAME: a few of the fixtures, and inputs that once failed.

    make-corpus.py [FOLDER]           write them (default: corpus beside this program)
    make-corpus.py --check [FOLDER]   compare them with what is there, as tests/data/make.py does
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "data"))
sys.dont_write_bytecode = True

from make import fixtures, run  # noqa: E402  (the test fixtures)

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
    "classes": ["good-classes-3.json", "good-classes-names.json", "good-classes-numbers.json", "good-classes-ignore-colour.json",
                "bad-classes-surrogate.json", "bad-classes-trailing.json"],
}

# And texts: each is a seed, named by its number.
TEXTS = {
    "loss": ["all", "cce,wcce,focal,brier", "tversky:fp=0.1:fn=0.9,dice:smooth=1", "focal:alpha=0.1/0.2/0.7:gamma=3.5",
             "focal_tversky:exponent=0.5:smooth=0", "jaccard,jaccard", "dice:smooth=", "tversky:fp=1e999", ":", "cce:"],
    "text": ["0,1,2", " 0 , 2 ", "", ",", "1e-07", "-0.0", "0x10", "1e999", "a\u00e4\u20ac\U0001f600\\", "\x1b[31m\n",
             "18446744073709551616", "4.9406564584124654e-324", "1.7976931348623157e308"],
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
    return files


if __name__ == "__main__":
    sys.exit(run(seeds(), os.path.join(HERE, "corpus"), tuple(SEEDS) + tuple(TEXTS), sys.argv[1:]))
