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
}

# A small record stream: its header, an image, the last line, and the last line of a summary.
STREAM_HEAD = """{"maskloss":{"version":"0","schema":1},"settings":{"mask":[0],"ignore":[255,[1,2,3]],"weights":[1,2],\
"activation":"none","epsilon":1e-07,"absent":"skip","average":[1],"losses":[{"key":"cce","name":"cce"},\
{"key":"focal:alpha=0.5/1","name":"focal","alpha":[0.5,1],"gamma":2},{"key":"dice","name":"dice","smooth":1}]},\
"classes":[{"index":0,"name":"a","labels":[0]},{"index":1,"name":"\\u00e9","labels":[1,7]}],"views":["raw"],"smooth":1,\
"shard":{"of":2,"have":[0]}}
"""
STREAM_IMAGE = """{"id":"a[%d]","truth":"t\\\\\\\\","prediction":"p\\\\xFF","width":3,"height":1,"pixels":{"total":3,"ignored":1,\
"bad":0},"raw":{"x":[1,{"y":"]"}]},"record":{"hard":[[1,0],[]],"none":[1,0],"soft":[[0.25,0.75],[]],\
"sums":{"cce":[0.5,0],"focal":[0.125,0]}}}
"""
STREAM_END = """{"aggregate":{"images":%d,"coverage":{"expected":2,"evaluated":%d}},"errors":[{"id":"b","message":"m"}],"gates":[]}
"""
SPREAD = '["00000000000000008000000000000000",0.5,0.5,1]'
SPREADS = '{"losses":{%s},"metrics":{%s}}' % (
    ",".join('"%s":%s' % (key, SPREAD) for key in ("cce", "focal:alpha=0.5/1", "dice")),
    ",".join('"%s":%s' % (key, SPREAD) for key in ("accuracy", "mean_recall", "miou", "mdice", "fwiou", "kappa", "mcc")))
STREAM_EXACT = """{"aggregate":{"images":1,"coverage":{"expected":1,"evaluated":1},"exact":{"total":3,"ignored":1,"bad":0,\
"hard":[[1,0],[]],"none":[1,0],"soft":[["00000000000000000000000000000001","00000000000000010000000000000000"],[]],\
"sums":{"cce":["00000000000000000000000000000001","00000000000000000000000000000000"],\
"focal":["00000000000000000000000000000001","00000000000000000000000000000000"]},\
"image_mean":{"raw":%s,"masked":%s}}},"errors":[],"gates":[]}
""" % (SPREADS, SPREADS)

# And texts: each is a seed, named by its number.
TEXTS = {
    "gate": ["masked.metrics.miou>=0.7", " raw.losses.cce.mean <\t1e-3 ", 'masked.losses["tversky:fp=0.1"].mean!=.5',
             'a["x\\"y\\\\z"][""]==-1', "delta:masked.metrics.miou>=-0.005", "high:image_mean.raw.losses.cce.mean<=0",
             "forgiven.rate", "delta>0", "a..b>1", 'a["b>1', "rel:low:a<=1e999"],
    "loss": ["all", "cce,wcce,focal,brier", "tversky:fp=0.1:fn=0.9,dice:smooth=1", "focal:alpha=0.1/0.2/0.7:gamma=3.5",
             "focal_tversky:exponent=0.5:smooth=0", "jaccard,jaccard", "dice:smooth=", "tversky:fp=1e999", ":", "cce:"],
    "stream": [STREAM_HEAD, STREAM_HEAD + STREAM_IMAGE % 0 + STREAM_IMAGE % 1 + STREAM_END % (2, 2), STREAM_HEAD + STREAM_EXACT,
               STREAM_HEAD + STREAM_IMAGE % 0, STREAM_HEAD + STREAM_END % (1, 1),
               STREAM_HEAD.replace('"views"', '"worst":{"images":1,"by":"width"},"views"') + STREAM_IMAGE % 0 + STREAM_EXACT],
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
