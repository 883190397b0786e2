"""What is run with faults: command lines of every command, form and kind of input, on a few small images.

A scenario is run in a folder of its own, in which `in` is tests/data, `made` holds what the undisturbed program made of
`MADE`, and `out` is empty but for what the scenario says. What a scenario writes, it writes below out/.
"""

import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"))
from make import png  # noqa: E402  (the writer of the test fixtures)

PAIRS = ["in/good-pairs/truth", "in/good-pairs/npy"]
ONE = ["in/good-png-gray8.png", "in/good-npy-f4-hwc.npy"]

# Streams that scenarios read: name, command line that prints it.
MADE = [
    ("all.jsonl", ["eval", "-f", "jsonl", "--loss=all"] + PAIRS),
    ("shard0.jsonl", ["eval", "-f", "jsonl", "--shard=0/2"] + PAIRS),
    ("shard1.jsonl", ["eval", "-f", "jsonl", "--shard=1/2"] + PAIRS),
    ("sums0.jsonl", ["eval", "-s", "-f", "jsonl", "--shard=0/2"] + PAIRS),
    ("sums1.jsonl", ["eval", "-s", "-f", "jsonl", "--shard=1/2"] + PAIRS),
    ("plain.jsonl", ["eval", "-f", "jsonl"] + PAIRS),
    ("other.jsonl", ["eval", "-f", "jsonl", "in/good-pairs/truth", "in/good-pairs/planes8"]),
    ("inverse.jsonl", ["eval", "-f", "jsonl", "-w", "inverse"] + PAIRS),
    ("failed.jsonl", ["eval", "-f", "jsonl", "--keep-going", "-l", "made/lists/faulty"]),
    ("listed0.jsonl", ["eval", "-s", "-f", "jsonl", "--shard=0/2", "-M", "objects:worst=2"] + PAIRS),
    ("listed1.jsonl", ["eval", "-s", "-f", "jsonl", "--shard=1/2", "-M", "objects:worst=2"] + PAIRS),
    ("grouped.jsonl", ["eval", "-f", "jsonl", "--group=list:made/lists/groups"] + PAIRS),
]


def npy(values, height=1):
    """Rows of labels."""
    head = ("{'descr': '<u2', 'fortran_order': False, 'shape': (%d, %d), }" % (height, len(values) // height)).encode()
    head += b" " * (53 - len(head) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + struct.pack("<%dH" % len(values), *values)


def lines(*pairs):
    """A list of pairs, of files in tests/data or made."""
    return "".join("\t".join(name if name.startswith("made/") else "in/" + name for name in pair[:2]) + "\t%s\n" % pair[2]
                   for pair in pairs).encode()


# Files that they read: three masks of one truth.
FILES = [("masks/a/%d.png" % c, png([[255 if (row + column) % 3 == c else 0 for column in range(7)] for row in range(5)]))
         for c in range(3)]
# And labels whose confusion matrix, and so whose result, does not stay in memory.
FILES.append(("labels/a.npy", npy([1000, 0, 3])))
# Labels of an image that threads share, and such that may be gray values.
FILES.append(("labels/wide.npy", npy([0, 1, 2, 1] * 65536, 512)))
FILES.append(("labels/gray.png", png([[(0, 130, 140)[(row + column) % 3] for column in range(7)] for row in range(5)])))
FILES.append(("lists/groups", b"a\tone\nb/c\ttwo\n"))
FILES.append(("lists/faulty", lines(("good-png-gray8.png", "good-npy-f4-hwc.npy", "a"),
                                    ("good-png-gray8.png", "bad-npy-nan.npy", "b"),
                                    ("good-png-gray8.png", "bad-npy-zeros.npy", "c"),
                                    ("good-png-gray8.png", "good-npy-f8-hwc.npy", "d"))))
# Two images that can be evaluated, of which one has a bad pixel, and two that cannot.
FILES.append(("lists/held", lines(("good-png-gray8.png", "bad-npy-nan.npy", "a"),
                                  ("good-png-gray8.png", "bad-npy-cut-data.npy", "b"),
                                  ("good-png-gray8.png", "good-npy-f4-hwc.npy", "c"),
                                  ("good-png-gray8.png", "bad-npy-empty.npy", "d"))))


class Scenario:
    """`before`: files below out/ that are there before, of these bytes or, ("made", name, numbers), the lines of these numbers,
    from 0, of what was made.
    `stream`: the file below out/ that is a record stream, and goes on with --resume. `needs`: a format that the program may have
    been built without."""

    def __init__(self, name, arguments, before=None, stream=None, stdin=None, status=0, needs=None):
        self.name, self.arguments, self.before, self.stream = name, arguments, before or {}, stream
        self.stdin, self.status, self.needs = stdin, status, needs
        self.keeps_going = "--keep-going" in arguments or arguments[0] == "inspect"


def forms():
    for form in ("text", "json", "jsonl", "tsv", "markdown", "junit", "html"):
        yield Scenario(form, ["eval", "-j1", "-f", form, "-g", "masked.metrics.miou>=0.1"] + PAIRS)
        if form != "jsonl":
            yield Scenario("file-" + form, ["eval", "-j1", "-f", form, "-o", "out/result"] + ONE, {"result": b"old\n"})
    yield Scenario("direct", ["eval", "-j1", "-f", "json", "-o", "/dev/null"] + ONE)
    yield Scenario("direct-stream", ["eval", "-j1", "-f", "jsonl", "-o", "/dev/null"] + ONE)
    yield Scenario("file-new", ["eval", "-j1", "-f", "json", "-o", "out/result"] + ONE)
    yield Scenario("large", ["eval", "-j1", "-f", "json", "made/labels/a.npy", "made/labels/a.npy"])
    yield Scenario("file-large", ["eval", "-j1", "-f", "json", "-o", "out/result", "made/labels/a.npy", "made/labels/a.npy"])
    yield Scenario("threads", ["eval", "-j2", "-f", "json", "-o", "out/result"] + PAIRS, {"result": b"old\n"})
    yield Scenario("print", ["eval", "-j1", "-p", "masked.metrics.miou", "-p", "low:raw.losses.cce.mean"] + PAIRS)
    yield Scenario("summary", ["eval", "-j1", "-s", "-L", "all", "--conventions", "--intervals"] + PAIRS)
    yield Scenario("worst", ["eval", "-j1", "-f", "json", "--worst=1", "--by=masked.metrics.miou"] + PAIRS)
    yield Scenario("gate-fails", ["eval", "-j1", "-f", "junit", "-g", "masked.metrics.miou>=0.999"] + ONE, status=1)
    yield Scenario("listed", ["eval", "-j1", "-f", "html", "-M", "objects:worst=2", "-w", "inverse"] + PAIRS)
    yield Scenario("losses", ["eval", "--list-losses", "-o", "out/result"], {"result": b"old\n"})
    yield Scenario("help", ["help", "eval"])
    yield Scenario("version", ["--version", "-v"])


def streams():
    yield Scenario("stream", ["eval", "-j1", "-f", "jsonl", "-o", "out/s.jsonl"] + PAIRS, stream="s.jsonl")
    yield Scenario("stream-threads", ["eval", "-j2", "-f", "jsonl", "-o", "out/s.jsonl"] + PAIRS, stream="s.jsonl")
    yield Scenario("stream-replaced", ["eval", "-j1", "-f", "jsonl", "-o", "out/s.jsonl"] + PAIRS,
                   {"s.jsonl": ("made", "other.jsonl", range(9))}, "s.jsonl")
    for lines in (0, 1, 2, 9):
        yield Scenario("resume-%d" % lines, ["eval", "-j1", "-f", "jsonl", "--resume", "-o", "out/s.jsonl"] + PAIRS,
                       {"s.jsonl": ("made", "plain.jsonl", range(lines))}, "s.jsonl")
    yield Scenario("resume-gap", ["eval", "-j1", "-f", "jsonl", "--resume", "-o", "out/s.jsonl"] + PAIRS,
                   {"s.jsonl": ("made", "plain.jsonl", (0, 2)), ".maskloss-resume-stale": b"of a process that was killed\n"},
                   "s.jsonl")
    yield Scenario("resume-new", ["eval", "-j1", "-f", "jsonl", "--resume", "-o", "out/s.jsonl"] + PAIRS, stream="s.jsonl")
    yield Scenario("resume-inverse", ["eval", "-j1", "-f", "jsonl", "-w", "inverse", "--resume", "-o", "out/s.jsonl"] + PAIRS,
                   {"s.jsonl": ("made", "inverse.jsonl", range(2))}, "s.jsonl")
    yield Scenario("merge", ["merge", "-f", "json", "made/shard0.jsonl", "made/shard1.jsonl"])
    yield Scenario("merge-stream", ["merge", "-f", "jsonl", "-o", "out/s.jsonl", "made/shard1.jsonl", "made/shard0.jsonl"])
    yield Scenario("merge-sums", ["merge", "-s", "-f", "jsonl", "made/sums0.jsonl", "made/sums1.jsonl"])
    yield Scenario("merge-listed", ["merge", "-s", "-f", "jsonl", "made/listed0.jsonl", "made/listed1.jsonl"])
    yield Scenario("merge-again", ["merge", "-o", "out/result", "-w", "median", "--mask=1", "--loss=all", "--worst=1",
                                   "made/all.jsonl"], {"result": b"old\n"})
    yield Scenario("merge-input", ["merge", "-p", "masked.metrics.miou", "-"], stdin="made/all.jsonl")
    yield Scenario("compare", ["compare", "made/plain.jsonl", "made/other.jsonl"])
    yield Scenario("compare-json", ["compare", "-f", "json", "-o", "out/result", "-g", "delta:masked.metrics.miou>=-1",
                                    "made/plain.jsonl", "made/other.jsonl"], {"result": b"old\n"})
    yield Scenario("compare-print", ["compare", "-p", "delta:masked.metrics.miou", "-p", "low:masked.metrics.miou",
                                     "-p", "raw.losses.cce.mean", "made/plain.jsonl", "made/other.jsonl"])
    yield Scenario("compare-groups", ["compare", "-f", "json", "--group=list:made/lists/groups",
                                      "-g", "delta:masked.metrics.miou>=-1", "-g", "low:raw.metrics.miou>=-1",
                                      "-g", 'delta:groups["one"].masked.metrics.miou>=-1',
                                      "made/plain.jsonl", "made/other.jsonl"])
    yield Scenario("compare-grouped", ["compare", "made/grouped.jsonl", "made/grouped.jsonl"])
    yield Scenario("merge-failed", ["merge", "-f", "json", "made/failed.jsonl"], status=3)
    yield Scenario("merge-grouped", ["merge", "-f", "json", "--intervals", "made/grouped.jsonl"])
    yield Scenario("merge-inverse", ["merge", "-f", "json", "-w", "inverse", "made/shard0.jsonl", "made/shard1.jsonl"])
    yield Scenario("merge-many", ["merge", "-f", "json", "--partial"] + ["made/shard%d.jsonl" % (k % 2) for k in range(2)])
    yield Scenario("resume-grouped", ["eval", "-j1", "-f", "jsonl", "--resume", "--group=list:made/lists/groups", "-o",
                                      "out/s.jsonl"] + PAIRS, {"s.jsonl": ("made", "grouped.jsonl", range(2))}, "s.jsonl")
    yield Scenario("compare-html", ["compare", "-f", "html", "--common", "made/plain.jsonl", "made/other.jsonl"])


def choices():
    yield Scenario("keep-going", ["eval", "-j1", "-f", "json", "--keep-going", "-l", "out/list"],
                   {"list": b"in/good-png-gray8.png\tin/good-npy-f4-hwc.npy\ta\nin/good-png-gray8.png\tin/bad-npy-nan.npy\tb\n"
                            b"in/good-png-gray8.png\tin/good-npy-f8-hwc.npy\tc\n"}, status=3)
    yield Scenario("keep-going-threads", ["eval", "-j2", "-f", "jsonl", "--keep-going", "-o", "out/s.jsonl"] + PAIRS,
                   stream="s.jsonl")
    yield Scenario("keep-going-inverse", ["eval", "-j1", "-f", "json", "--keep-going", "-w", "inverse"] + PAIRS)
    for form, jobs in (("html", "-j1"), ("jsonl", "-j2")):
        yield Scenario("held-" + form, ["eval", jobs, "-f", form, "--keep-going", "-w", "inverse", "--bad-pixels=ignore",
                                        "-d", "out/maps", "-l", "made/lists/held"] + ["--worst=2"] * (form == "html"), status=3)
    yield Scenario("keep-going-photos", ["eval", "-j1", "-f", "html", "--keep-going", "--photos=in/good-png-rgb.png"] + ONE)
    yield Scenario("keep-going-groups", ["eval", "-j1", "-f", "json", "--keep-going", "--group=list:made/lists/groups"] + PAIRS)
    yield Scenario("keep-going-volumes", ["eval", "-j1", "-f", "json", "--keep-going", "in/good-nifti-u1.nii",
                                          "in/good-nifti-f4-4d.nii"])
    yield Scenario("gray", ["eval", "-j1", "-f", "json", "-i", "8,9", "in/good-png-gray8.png", "made/labels/gray.png"])
    yield Scenario("bands", ["eval", "-j2", "-f", "json", "made/labels/wide.npy", "made/labels/wide.npy"])
    yield Scenario("gates", ["eval", "-j1", "-f", "json", "--group=list:made/lists/groups", "-g", "low:masked.metrics.miou>=0",
                             "-g", "high:raw.metrics.miou>=0", "-g", 'groups["two"].masked.metrics.miou>=0'] + PAIRS)
    yield Scenario("prints", ["eval", "-j1", "--intervals", "-p", "low:masked.metrics.miou", "-p", "high:raw.metrics.miou", "-p",
                              "raw.losses.cce.mean"] + PAIRS)
    yield Scenario("partial", ["eval", "-j1", "-f", "json", "--partial", "in/good-pairs/truth", "in/good-pairs/npy"])
    yield Scenario("inverse", ["eval", "-j1", "-f", "json", "-w", "inverse"] + PAIRS)
    yield Scenario("median", ["eval", "-j2", "-f", "json", "-w", "median"] + PAIRS)
    yield Scenario("weights", ["eval", "-j1", "-w", "in/worked/weights.txt"] + ONE)
    yield Scenario("classes", ["eval", "-j1", "-f", "json", "-c", "in/good-classes-3.json", "-i", "9", "-m", "road",
                               "in/good-png-gray8-synonyms.png", "in/good-npy-f4-hwc.npy"])
    yield Scenario("list", ["eval", "-j1", "-f", "tsv", "-l", "-"],
                   {"list": b"in/good-png-gray8.png\tin/good-npy-f4-hwc.npy\n"}, stdin="out/list")
    yield Scenario("groups", ["eval", "-j1", "-f", "json", "--group=file", "in/good-npy-u1-nhw.npy", "in/good-npy-f4-nhwc.npy"])
    yield Scenario("group-list", ["eval", "-j1", "-f", "json", "--group=list:out/groups"] + PAIRS,
                   {"groups": b"a\tone\nb/c\ttwo\n"})
    yield Scenario("shard", ["eval", "-j1", "-f", "json", "--shard=0/2"] + PAIRS)
    yield Scenario("missing-truth", ["eval", "-j1", "-f", "json", "--missing-truth=1", "in/good-pairs/truth",
                                     "in/good-pairs/npy"])


def inputs():
    for name, truth, prediction, more, needs in (
            ("npz-stored", "png-gray8.png", "npz-stored-hwc.npz", [], "npz"),
            ("npz-deflated", "png-pal4-adam7.png", "npz-deflated-hwc.npz", [], "npz"),
            ("npz-deflated-chw", "png-gray8.png", "npz-deflated-chw.npz", [], "npz"),
            ("npz-keys", "png-gray8.png", "npz-keys.npz:net/a", [], "npz"),
            ("npz-batch", "npy-u1-nhw.npy", "npz-batch-chw.npz", ["-j2"], "npz"),
            ("npy-chw", "png-gray4.png", "npy-f8-chw.npy", [], None),
            ("batch", "npy-u1-nhw.npy", "npy-f4-nhwc.npy", ["-j2"], None),
            ("tiff", "tiff-u8.tif", "tiff-f32-chunky.tif", [], "tiff"),
            ("tiff-pages", "tiff-lzw.tif", "tiff-f32-pages.tif", [], "tiff"),
            ("tiff-tiles", "tiff-deflate.tif", "tiff-f32-planar-tiles.tif", [], "tiff"),
            ("tiff-zstd", "tiff-zstd.tif", "tiff-f64.tif", [], "tiff"),
            ("tiff-no-data", "tiff-nodata.tif", "tiff-f32-planar.tif", [], "tiff"),
            ("tiff-places", "tiff-geo.tif", "tiff-f32-near.tif", [], "tiff"),
            ("nifti", "nifti-u1.nii", "nifti-f4-4d.nii", [], None),
            ("nifti-gz", "nifti-u1.nii.gz", "nifti-f4-5d.nii.gz", [], None),
            ("hard", "png-gray8.png", "png-gray16.png", ["--prediction-as=labels"], None),
            ("onehot", "npy-b1-onehot.npy", "npy-f4-hwc.npy", ["--truth-layout=onehot"], None),
            ("onehot-hard", "npy-b1-onehot.npy", "png-gray16.png", ["--truth-layout=onehot", "-i", "9"], None),
            ("rgb", "png-rgb-adam7.png", "npy-f4-hwc.npy", ["-c", "in/good-classes-3.json"], None),
            ("shipped-classes", "png-gray8.png", "png-gray16.png", ["-c", "voc", "--unknown=miss"], None),
            ("no-data", "npy-u1-hw.npy", "npy-f4-hwc.npy", ["--no-data=1"], None),
            ("stdin", "png-gray8.png", "-", [], None)):
        files = ["in/good-" + truth, prediction if prediction == "-" else "in/good-" + prediction]
        yield Scenario(name, ["eval", "-j1", "-f", "json"] + more + files, needs=needs,
                       stdin="in/good-npy-f4-hwc.npy" if prediction == "-" else None)
    yield Scenario("masks", ["eval", "-j1", "-f", "json", "--truth-layout=planes", "made/masks", "in/good-pairs/npy", "--partial"])
    for planes in ("planes8", "planes16", "nnunet", "hard"):
        yield Scenario("folder-" + planes, ["eval", "-j1", "-f", "json", "in/good-pairs/truth", "in/good-pairs/" + planes],
                       needs="npz" if planes == "nnunet" else None)


def pictures():
    kinds = "--kinds=error,loss,decision,truth,probability:1,masked,gradient:cce,overlay"
    yield Scenario("maps", ["eval", "-j1", "-f", "json", "-d", "out/maps"] + PAIRS)
    yield Scenario("maps-threads", ["eval", "-j2", "-f", "json", "-o", "out/result", "-d", "out/maps"] + PAIRS,
                   {"result": b"old\n"})
    yield Scenario("maps-all", ["eval", "-j1", "-f", "html", "-d", "out/maps", kinds, "--photos=in/good-png-rgb.png"] + ONE)
    yield Scenario("maps-replaced", ["eval", "-j1", "-f", "json", "-d", "out/maps"] + ONE,
                   {"maps/good-png-gray8.error.png": b"old"})
    yield Scenario("maps-worst-threads", ["eval", "-j2", "-f", "html", "-d", "out/maps", "--worst=2"] + PAIRS)
    yield Scenario("maps-beside", ["eval", "-j1", "-f", "json", "-o", "out/maps/result.json", "-d", "out/maps"] + ONE,
                   {"maps/result.json": b"old\n"})
    yield Scenario("maps-worst", ["eval", "-j1", "-f", "json", "-d", "out/maps", "--worst=1"] + PAIRS)
    yield Scenario("photo-jpeg", ["eval", "-j1", "-f", "json", "-d", "out/maps", "--kinds=overlay",
                                  "--photos=in/good-photo-progressive.jpg"] + ONE, needs="jpeg")


def looks():
    files = ["in/good-npy-f4-hwc.npy", "in/good-png-pal8.png", "in/good-classes-3.json", "in/bad-npy-nan.npy"]
    yield Scenario("inspect", ["inspect"] + files, status=None)
    yield Scenario("inspect-json", ["inspect", "-f", "json", "-o", "out/result"] + files, {"result": b"old\n"}, status=None)
    yield Scenario("inspect-npz", ["inspect", "in/good-npz-keys.npz", "in/good-npz-deflated-hwc.npz"], needs="npz")
    yield Scenario("inspect-tiff", ["inspect", "in/good-tiff-f32-tiles.tif", "in/good-nifti-u1.nii.gz"], needs="tiff")
    yield Scenario("inspect-folder", ["inspect", "in/good-pairs/npy", "in/good-pairs/truth"])
    yield Scenario("verbose", ["eval", "-v", "-j1"] + PAIRS)
    yield Scenario("verbose-batch", ["eval", "-v", "-j2", "in/good-npy-u1-nhw.npy", "in/good-npy-f4-nhwc.npy"])
    yield Scenario("explain-verbose", ["explain", "-v"] + ONE + ["2,3"])
    yield Scenario("explain", ["explain"] + ONE + ["2,3"])
    yield Scenario("explain-inverse", ["explain", "-w", "inverse"] + ONE + ["2,3"])
    yield Scenario("explain-ignored", ["explain", "-f", "json", "-i", "0,1"] + ONE + ["4,5"], status=None)
    yield Scenario("explain-bad", ["explain", "in/good-png-gray8.png", "in/bad-npy-nan.npy", "2,4"])
    yield Scenario("explain-hard", ["explain", "in/good-png-gray8.png", "in/good-png-gray16.png", "2,4"])
    yield Scenario("explain-json", ["explain", "-f", "json", "--loss=all", "-o", "out/result"] + ONE + ["2,3"],
                   {"result": b"old\n"})


def all_scenarios():
    found = [s for part in (forms, streams, choices, inputs, pictures, looks) for s in part()]
    names = [s.name for s in found]
    assert len(names) == len(set(names)), "two scenarios of one name"
    return found
