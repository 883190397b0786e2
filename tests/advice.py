#!/usr/bin/env python3
"""Follows the advice of the program, on files that are not what it expects: wherever a message or inspect names an option, that
option is added, and the run repeated, until nothing new is advised. Each run ends in an error with a message, or in one of the
readings that are right for that file: no chain of advice may change or lose a label in silence.

The files are written here, byte by byte, but for those that a package writes; without it they are left out, and named.
"""

import argparse
import importlib.util
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

try:
    import numpy
except ImportError as error:
    print(f"SKIP: advice: {error}")
    sys.exit(77)

VOID, NONE = -1, -2  # of a truth, of a prediction
DEPTH = 4            # options that are added one after the other


def png(path, samples, colour=0, bits=8, palette=None):
    """(H, W) or (H, W, channels) as a PNG of that colour type."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.astype(">u2" if bits == 16 else "u1").tobytes() for row in samples)
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], bits, colour, 0, 0, 0)
    table = chunk(b"PLTE", bytes(sum(palette, []))) if palette else b""
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + table + chunk(b"IDAT", zlib.compress(rows)) +
                     chunk(b"IEND", b""))


def confusion(truth, decision, n):
    """Rows truth, columns decision, and at last those of no class."""
    counted = numpy.zeros((n, n + 1), int)
    for y, d in zip(truth.ravel(), decision.ravel()):
        if y != VOID:
            counted[y, n if d == NONE else d] += 1
    return counted.tolist()


def proposed(text):
    """The options that a text advises, each value of `a|b` or `a or b` by itself; those whose value is left open (N, SET) are
    not."""
    found = []
    for name, values in re.findall(r"(--[a-z][a-z-]*)=([^\s,;:)\"]+)", text):
        for value in values.split("|"):
            found.append(f"{name}={value}")
    found += [f"--activation={value}" for value in ("softmax", "sigmoid") if f"(or {value})" in text]
    return [option for option in found if not re.search(r"=/?[A-Z]+$", option)]


class Trial:
    def __init__(self, maskloss, folder):
        self.maskloss, self.folder = maskloss, folder
        self.n_runs, self.n_read, self.faults, self.missing = 0, 0, [], set()

    def lacks(self, package):
        if importlib.util.find_spec(package):
            return False
        self.missing.add(package)
        return True

    def call(self, *arguments):
        self.n_runs += 1
        return subprocess.run([self.maskloss, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)

    def follow(self, what, files, options, right, seen):
        """Runs eval with these options, then with each that its message proposes, too."""
        seen.add(frozenset(options))
        done = self.call("eval", "-f", "json", "-m", "none", *options, *files)
        command = " ".join([*options, *files])
        if done.returncode == 0:
            self.n_read += 1
            report = json.loads(done.stdout)
            part = report["aggregate"]["raw"]
            rows = part["confusion"]
            none = [figures["support"] - sum(row) for row, figures in zip(rows, part["per_class"].values())]
            got = [[*row, lost] for row, lost in zip(rows, none)]
            if got not in right:
                self.faults.append(f"{what}: misread by {command}: {got}, not {' or '.join(map(str, right)) or 'refused'}")
        elif done.returncode not in (2, 3) or not done.stderr.startswith("maskloss: "):
            self.faults.append(f"{what}: {command} ends with {done.returncode}: {done.stderr}")
        elif len(options) < DEPTH + 2:
            for option in proposed(done.stderr):
                name = option.split("=")[0]
                kept = options if name in ("--no-data", "--ignore") else [o for o in options if not o.startswith(name + "=")]
                if option not in options and frozenset([*kept, option]) not in seen:
                    self.follow(what, files, [*kept, option], right, seen)

    def of(self, what, files, *right, options=(), classes=3):
        """The right readings, (truth, decision) each."""
        wanted = [confusion(y, d, max(classes, int(d.max()) + 1)) for y, d in right]
        self.follow(what, files, list(options), wanted, set())
        for name, of_truth in zip(files, (True, False)):  # what inspect says of it
            said = self.call("inspect", *[o for o in options if o.startswith("--classes")], name).stdout
            for line in re.findall(r"use as\s+(.*)", said):
                role, _, text = line.partition("  ")
                if of_truth and "TRUTH" not in role or not of_truth and "PREDICTION" not in role:
                    continue
                advised = proposed(line + text)
                if advised:
                    self.follow(what, files, [*options, *[o for o in advised if o not in options]], wanted, set())


def truths(t, y, d):
    """Labels of a truth in odd types, with odd values for void."""
    folder = t.folder
    void = y.copy()
    void[0, :3] = VOID
    known = (y, d), (void, d)

    def save(name, array):
        numpy.save(folder / name, array)
        t.of(f"truth {name}", [name, "p.npy"], *known)
        t.of(f"truth {name}, with a set", [name, "p.npy"], *known, options=["--classes=./set.json"])
    for kind in "f2", "f4", "f8", ">f4", "i1", "i2", "u2", "i8", "u8":
        save(f"plain-{kind.strip('>')}.npy", y.astype(kind))
        for value in (numpy.nan, -9999, 0.5, numpy.inf, 1e4) if "f" in kind else (-1, -100, 255, 65535, 70000, 2**40):
            if numpy.dtype(kind).kind != "f" and not numpy.iinfo(kind).min <= value <= numpy.iinfo(kind).max:
                continue
            array = void.astype(kind)
            array[void == VOID] = value
            save(f"void-{kind.strip('>')}-{value}.npy", array)
    array = void.astype("f4")
    array[0, :3] = numpy.nan, -9999, -1
    save("void-of-three-kinds.npy", array)
    numpy.save(folder / "bool.npy", y > 0)
    t.of("truth bool.npy", ["bool.npy", "p.npy"], (numpy.minimum(y, 1), d))
    save("from-1.npy", (y + 1).astype("u1"))
    save("mask-255.npy", numpy.where(y > 0, 255, 0).astype("u1"))
    save("one-hot.npy", numpy.eye(3, dtype="u1")[y])
    save("one-hot-f4.npy", numpy.eye(3, dtype="f4")[y])
    hot = numpy.eye(3, dtype="u1")[y]
    hot[0, :3] = 0
    save("one-hot-void.npy", hot)
    save("complex.npy", y.astype("c8"))
    save("long.npy", y.astype("longdouble"))


def pictures(t, y, d):
    """PNG truths: 16 bits, colours, alpha, palettes, codes."""
    void = y.copy()
    void[0, :3] = VOID
    full = numpy.full_like(y, 255)
    equal = numpy.stack([y] * 3, -1)
    odd = equal.copy()
    odd[2, 2, 1] += 1
    clear = numpy.stack([y, full], -1)
    clear[0, :3, 1] = 0
    colours = numpy.array([[0, 0, 0], [128, 64, 128], [220, 20, 60]])
    cases = [("gray-16", y, 0, 16), ("gray-16-void", numpy.where(void < 0, 65535, y), 0, 16),
             ("gray-void", numpy.where(void < 0, 255, y), 0, 8), ("gray-scaled", y * 100, 0, 8),
             ("rgb-equal", equal, 2, 8), ("rgb-equal-16", equal, 2, 16),
             ("rgb-odd", odd, 2, 8), ("rgba-equal", numpy.concatenate([equal, full[..., None]], -1), 6, 8),
             ("gray-alpha", numpy.stack([y, full], -1), 4, 8), ("gray-alpha-16", numpy.stack([y, full * 257], -1), 4, 16),
             ("gray-alpha-clear", clear, 4, 8), ("rgb", colours[y], 2, 8), ("rgb-16", colours[y] * 257, 2, 16),
             ("rgb-jpeg", colours[y] + numpy.arange(3), 2, 8), ("id-1000", y * 1000 + 7, 0, 16),
             ("id-256", y * 256 + 3, 0, 16), ("id-mixed", numpy.where(y > 0, (y + 24) * 1000 + 1, 7), 0, 16),
             ("r-g", numpy.stack([y // 256 * 10, y, y * 7 % 256], -1), 2, 8)]
    for name, samples, colour, bits in cases:
        png(t.folder / f"{name}.png", samples, colour, bits)
        right = [(y, d), (void, d)] if name != "rgb-odd" else []
        t.of(f"truth {name}", [f"{name}.png", "p.npy"], *right)
        t.of(f"truth {name}, colours", [f"{name}.png", "p.npy"], *right, options=["--classes=./colors.json"])
        if name not in ("gray-scaled", "id-256"):  # without a set any label below 1024 is a class
            t.of(f"truth {name}, hard", [f"{name}.png", "d.png"], *right)
        t.of(f"truth {name}, hard, with a set", [f"{name}.png", "d.png"], *right, options=["--classes=./set.json"])
    for name, palette, index in (("palette", colours.tolist(), y), ("palette-turned", colours[[2, 0, 1]].tolist(), (y + 1) % 3),
                                 ("palette-gray", [[k, k, k] for k in (0, 1, 2)], y)):
        png(t.folder / f"{name}.png", index, 3, 8, palette)
        t.of(f"truth {name}", [f"{name}.png", "p.npy"], *([(y, d)] if name != "palette-turned" else [((y + 1) % 3, d)]))
        t.of(f"truth {name}, colours", [f"{name}.png", "p.npy"], (y, d), *([((y + 1) % 3, d)] if name == "palette-turned" else []),
             options=["--classes=./colors.json"])
    (t.folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    (t.folder / "table.csv").write_text("ImageId,EncodedPixels\na,1 2\n")
    (t.folder / "cut.h5").write_bytes(b"\x89HDF\r\n\x1a\n and so on")
    (t.folder / "cut.mat").write_bytes(b"MATLAB 5.0 MAT-file, Platform: GLNXA64")
    for name in "photo.jpg", "table.csv", "cut.h5", "cut.mat":
        t.of(f"truth {name}", [name, "p.npy"])
        t.of(f"prediction {name}", ["y.png", name])


def predictions(t, y, d):
    """Predictions that are labels of odd types, logits, percentages, gray maps, and what is none of them."""
    none = d.copy()
    none[1, :3] = NONE
    known = (y, d), (y, none)
    maps = numpy.load(t.folder / "p.npy")
    logits = numpy.log(maps)

    def save(name, array, *right):
        numpy.save(t.folder / name, array)
        t.of(f"prediction {name}", ["y.png", name], *(right or known))
        t.of(f"prediction {name}, with a set", ["y.png", name], *(right or known), options=["--classes=./set.json"])
    for kind in "f2", "f4", "f8", "i1", "i2", "u2", "i8":
        save(f"hard-{kind}.npy", d.astype(kind))
        for value in (numpy.nan, -9999, 0.5, numpy.inf) if "f" in kind else (-1, -100, 7, 255, 65535):
            if numpy.dtype(kind).kind != "f" and not numpy.iinfo(kind).min <= value <= numpy.iinfo(kind).max:
                continue
            array = none.astype(kind)
            array[none == NONE] = value
            numbered = [(y, numpy.where(none == NONE, value, d))] if value == 7 else []  # of 8 classes, without a set
            save(f"hard-{kind}-{value}.npy", array, *known, *numbered)
    for kind in "f2", "f4", "f8", ">f8":
        save(f"logits-{kind.strip('>')}.npy", logits.astype(kind))
    holed = maps.copy()
    holed[:, 1, 1] = numpy.nan
    kept = y.copy()
    kept[1, 1] = VOID
    save("maps-nan.npy", holed, (kept, d))
    holed = logits.copy()
    holed[0, 1, 1] = -numpy.inf
    save("logits-inf.npy", holed, (kept, d), (y, d))
    save("percent.npy", numpy.round(100 * maps).astype("u1"))
    save("percent-i2.npy", numpy.round(100 * maps).astype("i2"))
    save("logits-i1.npy", numpy.clip(numpy.round(10 * logits), -128, 127).astype("i1"))
    save("scaled-u2.npy", numpy.round(65535 * maps).astype("u2"))
    save("one-hot-i8.npy", numpy.eye(3, dtype="i8")[d])
    save("last.npy", numpy.moveaxis(maps, 0, -1))
    save("complex.npy", maps.astype("c8"))
    for name, samples, colour, bits in (("hard-16", d, 0, 16), ("hard-255", numpy.where(none < 0, 255, d), 0, 8),
                                        ("hard-65535", numpy.where(none < 0, 65535, d), 0, 16),
                                        ("hard-rgb", numpy.stack([d] * 3, -1), 2, 8),
                                        ("hard-alpha", numpy.stack([d, d * 0 + 255], -1), 4, 8)):
        png(t.folder / f"p-{name}.png", samples, colour, bits)
        t.of(f"prediction {name}", ["y.png", f"p-{name}.png"], *known)
        t.of(f"prediction {name}, with a set", ["y.png", f"p-{name}.png"], *known, options=["--classes=./set.json"])


def binary(t, y, d):
    """Two classes: maps of the probability of class 1 as pictures, masks of 0 and 255, what JPEG makes of one."""
    y, d = numpy.minimum(y, 1), numpy.minimum(d, 1)
    png(t.folder / "y2.png", y)
    png(t.folder / "y255.png", y * 255)
    rng = numpy.random.default_rng(3)
    share = numpy.where(d == 1, 0.6 + 0.4 * rng.random(d.shape), 0.4 * rng.random(d.shape))
    unclear = numpy.full(d.shape, NONE)
    gray = numpy.round(255 * share)
    missed = numpy.where(gray == 0, 0, numpy.where(gray == 255, 1, unclear))  # as labels 0 and 255
    plain = numpy.where(gray == 1, 1, numpy.where(gray == 0, 0, unclear))
    always = numpy.ones_like(d)  # who calls percentages logits, although the message says what they are
    right = (y, d), (y, missed), (y, plain), (y, always)
    colour = numpy.stack([gray] * 3, -1)
    for name, samples, kind, bits in (("map", gray, 0, 8), ("map-16", numpy.round(65535 * share), 0, 16),
                                      ("map-rgb", colour, 2, 8), ("map-alpha", numpy.stack([gray, gray * 0 + 255], -1), 4, 8),
                                      ("near", numpy.where(d == 1, 252, 2) + d * 0 + rng.integers(0, 3, d.shape), 0, 8)):
        png(t.folder / f"{name}.png", samples, kind, bits)
        for truth, options in (("y2.png", ["--classes=./two.json"]), ("y255.png", ["--classes=binary"])):
            allowed = right if name != "map-16" else ((y, d), (y, unclear))
            if name == "near":
                allowed = [(y, d), (y, unclear)]
            t.of(f"{name} against {truth}", [truth, f"{name}.png"], *allowed, options=options, classes=2)
    for name, array in (("map-u1.npy", gray.astype("u1")), ("map-f4.npy", share.astype("f4")),
                        ("map-logit.npy", numpy.log(share / (1 - share)).clip(-20, 20)), ("map-percent.npy", 100 * share)):
        numpy.save(t.folder / name, array)
        t.of(name, ["y2.png", name], *right, options=["--classes=./two.json"], classes=2)


def packages(t, y, d):
    """TIFF with no data, and both sides exchanged."""
    t.of("exchanged", ["p.npy", "y.png"])
    t.of("maps as truth", ["p.npy", "p.npy"])
    if t.lacks("tifffile"):
        return
    import tifffile
    void = y.copy()
    void[0, :3] = VOID
    for value in -9999, numpy.nan:
        array = numpy.where(void < 0, value, y).astype("f4")
        for tag in (), [(42113, "s", 0, str(value), True)]:
            name = f"no-data-{value}-{len(tag)}.tif"
            tifffile.imwrite(t.folder / name, array, extratags=tag)
            t.of(f"truth {name}", [name, "p.npy"], (void, d))
    colours = numpy.array([[0, 0, 0], [128, 64, 128], [220, 20, 60]], "u1")
    tifffile.imwrite(t.folder / "rgb.tif", colours[y], photometric="rgb")
    t.of("truth rgb.tif", ["rgb.tif", "p.npy"], (y, d))
    t.of("truth rgb.tif, colours", ["rgb.tif", "p.npy"], (y, d), options=["--classes=./colors.json"])
    tifffile.imwrite(t.folder / "hard.tif", d.astype("f4"))
    t.of("prediction hard.tif", ["y.png", "hard.tif"], (y, d))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maskloss", type=pathlib.Path, default="maskloss")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="maskloss-advice."))
    try:
        t = Trial(options.maskloss.resolve(), folder)
        rng = numpy.random.default_rng(5)
        y = rng.integers(0, 3, (6, 8))
        y[0, :3] = 0, 1, 2
        d = numpy.where(rng.random(y.shape) < 0.3, rng.integers(0, 3, y.shape), y)
        maps = 0.1 + 0.7 * (numpy.arange(3)[:, None, None] == d)
        numpy.save(folder / "p.npy", (maps / maps.sum(0)).astype("f4"))
        png(folder / "y.png", y)
        png(folder / "d.png", d)
        names = "background", "road", "person"
        colours = [0, 0, 0], [128, 64, 128], [220, 20, 60]
        for name, classes in (("set.json", [{"name": n} for n in names]), ("two.json", [{"name": n} for n in names[:2]]),
                              ("colors.json", [{"name": n, "color": c} for n, c in zip(names, colours)])):
            (folder / name).write_text(json.dumps({"classes": classes}))
        for part in truths, pictures, predictions, binary, packages:
            part(t, y, d)
    finally:
        shutil.rmtree(folder)
    print(f"advice: {t.n_runs} runs, {t.n_read} read, {len(t.faults)} misread")
    for package in sorted(t.missing):
        print(f"SKIP: advice: in part, for want of {package}")
    if t.faults:
        sys.exit("\n".join(t.faults))


if __name__ == "__main__":
    main()
