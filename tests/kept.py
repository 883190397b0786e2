#!/usr/bin/env python3
"""--keep-going is the run without the images that failed: the same weights, figures, groups and denominators.

    kept.py --maskloss PATH [--rounds N] [--seed S]

Each round makes a set of good images and, between them, one image of every kind of failure or a few of them. What --keep-going
says of the whole set is compared with what a run over the good ones alone says, in all forms, for all kinds of weights, with one
and with two threads, after a cut and a --resume, after a merge, with maps and pages. Weights and one mean are computed here once
more. Standard library only.
"""

import argparse
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

CLASSES = 3
WEIGHTS = ("1,1,1", "2,0.5,3", "inverse", "median")


def npy(kind, shape, values):
    head = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (kind, "".join("%d," % n for n in shape))
    head += " " * (117 - len(head)) + "\n"
    code = {"|u1": "B", "<u2": "H", "<f4": "f", "<f8": "d"}[kind]
    return b"\x93NUMPY\1\0" + struct.pack("<H", 118) + head.encode() + struct.pack("<%d%s" % (len(values), code), *values)


def png(width, height, labels):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes(labels[y * width:(y + 1) * width]) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Image:
    """A truth and a prediction, and in which files they are."""

    def __init__(self, rng, name, n_images=1, kind="values"):
        self.name, self.n_images, self.kind = name, n_images, kind
        self.width, self.height = rng.randint(4, 40), rng.randint(3, 30)
        shares = [rng.random() ** 2 + 0.01 for _ in range(CLASSES)] + [0.1]
        n = self.width * self.height * n_images
        self.labels = rng.choices([*range(CLASSES), 255], shares, k=n)
        self.values = [rng.random() + (c == y) for y in self.labels for c in range(CLASSES)]
        self.truth, self.prediction = "t/%s.png" % name, "p/%s" % name + {"values": ".npy", "labels": ".png", "planes": ""}[kind]
        if n_images > 1:
            self.truth = "t/%s.npy" % name

    def truth_bytes(self):
        if self.n_images > 1:
            return npy("|u1", (self.n_images, self.height, self.width), self.labels)
        return png(self.width, self.height, self.labels)

    def prediction_bytes(self):
        shape = (self.height, self.width, CLASSES)
        return npy("<f4", shape if self.n_images == 1 else (self.n_images, *shape), self.values)

    def plane(self, c):
        return png(self.width, self.height, [int(200 * value) % 256 for value in self.values[c::CLASSES]])

    def write(self, folder):
        put(folder, self.truth, self.truth_bytes())
        if self.kind == "planes":
            for c in range(CLASSES):
                put(folder, "%s/%d.png" % (self.prediction, c), self.plane(c))
        elif self.kind == "labels":
            values = self.values
            rows = [values[i:i + CLASSES] for i in range(0, len(values), CLASSES)]
            put(folder, self.prediction, png(self.width, self.height, [row.index(max(row)) for row in rows]))
        else:
            put(folder, self.prediction, self.prediction_bytes())

    def valid(self):
        """A pixel whose truth is a class."""
        return next(i for i, y in enumerate(self.labels) if y < CLASSES)


def put(folder, path, content):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def with_value(value):
    def fail(image, folder):
        image.values[image.valid() * CLASSES + 1] = value
        image.write(folder)
    return fail


def no_sum(image, folder):
    at = image.valid() * CLASSES
    image.values[at:at + CLASSES] = [0] * CLASSES
    image.write(folder)


def unknown_label(image, folder):
    image.labels[len(image.labels) // 2] = CLASSES + 4
    image.write(folder)


def cut(side):
    def fail(image, folder):
        image.write(folder)
        content = getattr(image, side + "_bytes")()
        put(folder, getattr(image, side), content[:len(content) * 2 // 3])
    return fail


def instead(side, content):
    def fail(image, folder):
        image.write(folder)
        put(folder, getattr(image, side), content)
    return fail


def wrong_size(image, folder):
    image.write(folder)
    put(folder, image.prediction, npy("<f4", (image.height + 1, image.width, CLASSES), [.5] * (image.height + 1) * image.width * CLASSES))


def wrong_channels(image, folder):
    image.write(folder)
    put(folder, image.prediction, npy("<f4", (image.height, image.width, CLASSES + 1), [.5] * image.height * image.width * (CLASSES + 1)))


def damaged(image, folder):
    image.write(folder)
    content = bytearray(image.truth_bytes())
    content[-14] ^= 1  # the check sum of the data
    put(folder, image.truth, bytes(content))


def missing(side):
    def fail(image, folder):
        image.write(folder)
        os.remove(os.path.join(folder, getattr(image, side)))
    return fail


def linked(side, target):
    """A link that leads nowhere, to itself, or through a file: ENOENT, ELOOP, ENOTDIR."""
    def fail(image, folder):
        image.write(folder)
        path = os.path.join(folder, getattr(image, side))
        os.remove(path)
        os.symlink(target or os.path.basename(path), path)
    return fail


def unreadable(image, folder):
    image.write(folder)
    os.chmod(os.path.join(folder, image.prediction), 0)


def as_planes(fail):
    """Planes of which the last is not as it should be."""
    def make(image, folder):
        planes = Image(random.Random(image.name), image.name, kind="planes")
        planes.write(folder)
        path = "%s/%d.png" % (planes.prediction, CLASSES - 1)
        if fail == "missing":
            os.remove(os.path.join(folder, path))
        else:
            put(folder, path, planes.plane(0)[:-20])
    return make


FAILURES = {
    "incomplete planes": as_planes("missing"), "cut plane": as_planes("cut"),
    "NaN": with_value(float("nan")), "infinite": with_value(float("inf")), "negative": with_value(-0.25), "no sum": no_sum,
    "unknown label": unknown_label, "cut truth": cut("truth"), "cut prediction": cut("prediction"),
    "empty truth": instead("truth", b""), "empty prediction": instead("prediction", b""),
    "text": instead("prediction", b"0.1 0.2 0.7\n" * 9), "objects": instead("prediction", npy("|u1", (2,), [1, 2]).replace(b"|u1", b"|O8")),
    "size": wrong_size, "channels": wrong_channels, "check sum": damaged, "no truth": missing("truth"),
    "no prediction": missing("prediction"), "ENOENT": linked("prediction", "nowhere"), "ELOOP": linked("truth", None),
    "ENOTDIR": linked("prediction", "../../list/x"),
}
if os.geteuid() != 0:
    FAILURES["EACCES"] = unreadable


class Wrong(Exception):
    pass


def expect(good, *what):
    if not good:
        raise Wrong(": ".join(str(part) for part in what))


class Round:
    """A set, whole and without what fails, in two folders of the same name each."""

    def __init__(self, program, folder, rng, kinds):
        self.program, self.folder, self.rng = program, folder, rng
        self.whole, self.alone = os.path.join(folder, "whole"), os.path.join(folder, "alone")
        names = ["g%d/%02d" % (i % 3, i) for i in range(len(kinds) + 4)]
        rng.shuffle(names)
        self.n_failed = len(kinds) + 1
        self.good, lines = [], []
        for kind in kinds:
            FAILURES[kind](Image(rng, names.pop()), self.whole)
        for name in names[1:]:
            image = Image(rng, name, kind=rng.choice(("values", "labels", "planes")))
            image.write(self.whole)
            image.write(self.alone)
            self.good.append((image, 0))
            lines.append("%s\t%s\t%s" % (image.truth, image.prediction, name))
        batch = Image(rng, names[0], 3)
        batch.values[len(batch.values) // 3 + batch_valid(batch) * CLASSES] = float("nan")
        batch.write(self.whole)
        batch.write(self.alone)
        for i in (0, 2):
            self.good.append((batch, i))
            lines.append("%s[%d]\t%s[%d]\t%s[%d]" % (batch.truth, i, batch.prediction, i, batch.name, i))
        put(self.alone, "list", "".join(line + "\n" for line in lines).encode())
        put(self.whole, "list", b"")
        put(folder, "classes.json", json.dumps({"classes": [{"name": "c%d" % c, "labels": [c]} for c in range(CLASSES)],
                                                "ignore": [255]}).encode())

    def run(self, folder, status, *options):
        done = subprocess.run([self.program, "eval", "-c", "../classes.json", *options], cwd=folder, capture_output=True, check=False)
        expect(done.returncode == status, "exit %d, not %d" % (done.returncode, status), options, done.stderr.decode())
        expect(done.stdout or "-o" in options, "no output", options, done.stderr.decode())
        return done.stdout

    def kept(self, *options):
        return self.run(self.whole, 3, "--keep-going", *options, "t", "p")

    def without(self, *options):
        return self.run(self.alone, 0, *options, "--list=list")

    def weights(self, how):
        """The weights, from the labels."""
        if how not in ("inverse", "median"):
            return [float(text) for text in how.split(",")]
        of_class, around = [0] * CLASSES, [0] * CLASSES
        for image, i in self.good:
            n = image.width * image.height
            labels = image.labels[i * n:(i + 1) * n]
            for c in range(CLASSES):
                of_class[c] += labels.count(c)
                around[c] += n - labels.count(255) if c in labels else 0
        if how == "inverse":
            return [sum(of_class) / (CLASSES * n) if n else 0 for n in of_class]
        shares = [n / m if n else None for n, m in zip(of_class, around)]
        known = sorted(share for share in shares if share)
        median = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
        return [median / share if share else 0 for share in shares]


def batch_valid(batch):
    n = batch.width * batch.height
    return next(i for i, y in enumerate(batch.labels[n:2 * n]) if y < CLASSES)


def same_json(kept, without, n_failed):
    """Two reports without what tells of failures."""
    kept, without = json.loads(kept), json.loads(without)
    expect(len(kept["errors"]) == n_failed, "%d errors, not %d" % (len(kept["errors"]), n_failed), kept["errors"])
    expect(without["errors"] == [], "errors without failures", without["errors"])
    for report in (kept, without):
        del report["errors"]
        report["aggregate"].pop("coverage")
    expect(kept == without, "reports differ", first_difference(kept, without) if len(kept) == len(without) else set(kept) ^ set(without))
    return kept


def first_difference(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return next((first_difference(a[k], b[k], path + "." + k) for k in a if a[k] != b[k]), None)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return next((first_difference(x, y, "%s[%d]" % (path, i)) for i, (x, y) in enumerate(zip(a, b)) if x != y), None)
    return "%s is %s, and %s without" % (path, str(a)[:200], str(b)[:200])


def stream_parts(stream):
    """Head and images as they are; the end without what tells of failures."""
    *lines, end = stream.decode().splitlines()
    end = json.loads(end)
    end["aggregate"].pop("coverage")
    for key in ("errors", "crc32"):
        del end[key]
    return lines, end


def said(form, output):
    """What a form says, but for lines about failures and the names of what was evaluated."""
    text = output.decode()
    if form == "html":
        return re.findall("<t[dh][^>]*>(.*?)</t[dh]>", re.split("<h2[^>]*>Errors", text)[0], re.S)
    if form == "tsv":
        return [line for line in text.splitlines() if "coverage" not in line and not line.startswith("\t\t\terrors\t")]
    if form == "junit":
        return re.findall('<testcase [^>]*name="masked[^>]*>', text)
    text = re.sub(r"^(?:\*\*\d+ errors?:[^*]*\*\* )?(\d+) of \d+ images", r"\1 images", text, flags=re.M)
    text = re.split(r"\n(?:#+ )?(?:\d+ errors?|Errors)\b", text)[0]
    return [line for line in text.splitlines() if line and not re.search("INCOMPLETE|^Truth|^\\*\\*Incomplete|coverage|pairs evaluated", line)]


def check_forms(r, weights):
    options = ("-w", weights, "--group=dir", "--intervals", "--conventions")
    whole = r.kept("-f", "json", "-j1", *options)
    expect(whole == r.kept("-f", "json", "-j2", *options), "threads show")
    report = same_json(whole, r.without("-f", "json", *options), r.n_failed)
    for got, wanted in zip(report["settings"]["weights"], r.weights(weights)):
        expect(abs(got - wanted) <= 1e-12 * wanted, "weights", report["settings"]["weights"], r.weights(weights))
    pixels, loss = 0, 0
    for image in report["images"]:
        pixels += image["pixels"]["valid"]
        loss += image["raw"]["losses"]["wcce"]["sum"]
    mean = report["aggregate"]["raw"]["losses"]["wcce"]["mean"]
    expect(abs(mean - loss / pixels) <= 1e-9 * mean, "wcce's mean", mean, loss / pixels)
    for form in ("text", "tsv", "markdown", "html", "junit"):
        more = ("-f", form, "-g", "masked.losses.wcce.mean<=0", *options)
        kept = said(form, r.kept(*more))
        without = said(form, r.run(r.alone, 1, *more, "--list=list"))
        expect(kept and kept == without, form, first_difference(kept, without) if len(kept) == len(without) else set(kept) ^ set(without))
    worst = ("-f", "json", "--worst=2", "--by=masked.losses.wcce.mean", "-w", weights)
    same_json(r.kept(*worst), r.without(*worst), r.n_failed)


def check_streams(r, weights):
    options = ("-w", weights, "-f", "jsonl")
    stream = r.kept(*options)
    lines, end = stream_parts(stream)
    other_lines, other_end = stream_parts(r.without(*options))
    expect(lines == other_lines, "streams differ")
    expect(end == other_end, "ends of streams differ", first_difference(end, other_end))
    path = os.path.join(r.folder, "s.jsonl")
    with open(path, "wb") as file:
        file.write(stream)
    merged = subprocess.run([r.program, "merge", "-f", "json", path], capture_output=True, check=False)
    expect(merged.stdout == r.kept("-w", weights, "-f", "json"), "merge prints something else", merged.stderr.decode())
    for n in sorted(r.rng.sample(range(len(lines) + 1), 3)):
        rows = stream.splitlines(keepends=True)
        with open(path, "wb") as file:
            file.write(b"".join(rows[:n]) + rows[n][:len(rows[n]) // 2])
        r.kept(*options, "--resume", "-o", path)
        with open(path, "rb") as file:
            expect(file.read() == stream, "resumed after %d lines" % n)
    return stream


def check_mended(r, weights, stream):
    """What failed is put in order: the stream is gone on with, and becomes that of the whole set."""
    path, mended = os.path.join(r.folder, "s.jsonl"), os.path.join(r.folder, "mended")
    shutil.copytree(r.alone, mended)
    for name in ("a/new", "g1/new"):
        Image(r.rng, name).write(mended)
    with open(path, "wb") as file:
        file.write(stream)
    batch = next(image for image, _ in r.good if image.n_images > 1)
    batch.values = [0.5 if value != value else value for value in batch.values]
    batch.write(mended)
    options = ("-w", weights, "-f", "jsonl")
    for keeps in ([], ["--keep-going"]):
        with open(path, "wb") as file:
            file.write(stream)
        r.run(mended, 0, *keeps, *options, "--resume", "-o", path, "t", "p")
        with open(path, "rb") as file:
            expect(file.read() == r.run(mended, 0, *options, "t", "p"), "mended and resumed", keeps)
    shutil.rmtree(mended)


def check_labels(program, folder, rng):
    """Hard labels without a class set: those of what fails do not tell how many classes there are."""
    for name, largest, fails in (("a", 2, False), ("b", 9, "truth"), ("c", 9, "prediction"), ("d", 3, False)):
        labels = [rng.randint(0, largest) for _ in range(60)] + [largest] * 4
        for side in ("truth", "prediction"):
            content = png(8, 8, labels)
            put(folder, "hard/%s/%s.png" % (side, name), content[:-30] if side == fails else content)
            if not fails:
                put(folder, "sound/%s/%s.png" % (side, name), content)
    for name, target in (("e", "e.png"), ("f", "a.png/f"), ("g", "nowhere")):
        put(folder, "hard/truth/%s.png" % name, content)
        os.symlink(target, os.path.join(folder, "hard/prediction/%s.png" % name))
    reports = []
    for name, more in (("hard", ["--keep-going"]), ("sound", [])):
        done = subprocess.run([program, "eval", "-f", "json", "-w", "inverse", *more, "truth", "prediction"],
                              cwd=os.path.join(folder, name), capture_output=True, check=False)
        expect(done.stdout, "labels", done.stderr.decode())
        reports.append(done.stdout)
    same_json(*reports, 5)


def nifti(width, height, depth, labels):
    """A volume of 8-bit labels."""
    head = struct.pack("<i36x8h14x2h2x8ff", 348, 3, width, height, depth, 1, 1, 1, 1, 2, 8, *[1.0] * 8, 352.0)
    return head + bytes(344 - len(head)) + b"n+1\0" + bytes(4) + bytes(labels)


class Decision:
    """A set without a class set, of which an image that fails would say how many classes there are, which masks there must be,
    or that there are groups; and the same set without that image."""

    N = 48

    def __init__(self, rng):
        self.rng, self.files = rng, {}

    def labels(self, largest):
        labels = [self.rng.randint(0, largest) for _ in range(self.N)]
        labels[5], labels[6] = largest, 0
        return labels

    def add(self, truth, prediction, fails=False):
        """Both are a name and what is in that file."""
        for side, (name, content) in (("t/", truth), ("p/", prediction)):
            self.files[side + name] = (content, fails)

    def truth(self, name, largest, change=None):
        return name + ".png", (change or bytes)(png(8, 6, self.labels(largest)))

    def soft(self, name, n, largest=None, fails=None):
        values = [self.rng.random() + 0.1 for _ in range(self.N * n)]
        truth = self.labels(n - 1 if largest is None else largest)
        if fails == "NaN":
            values[-1] = float("nan")
        if fails == "unknown label":
            truth[-1] = n + 3
        content = bytearray(png(8, 6, truth))
        if fails == "check sum":
            content[-14] ^= 1
        prediction = npy("<f4", (6, 8, n), values)
        self.add((name + ".png", content), (name + ".npy", prediction[:-9] if fails == "cut" else prediction), bool(fails))

    def hard(self, name, largest, fails=None):
        self.add(self.truth(name, largest), (name + ".png", png(8, 6, self.labels(largest))), bool(fails))

    def masks(self, name, classes, fails=False):
        """Planes of a truth whose pixels are of these classes; class 0 is the rest where it has none."""
        labels = [self.rng.choice(classes) for _ in range(self.N)]
        values = [self.rng.random() + 0.1 for _ in range(self.N * 3)]
        values[0] = float("nan") if fails else 1
        for c in classes:
            self.files["t/%s_%d.png" % (name, c)] = (png(8, 6, [255 * (y == c) for y in labels]), fails)
        self.files["p/%s.npy" % name] = (npy("<f4", (6, 8, 3), values), fails)

    def volume(self, name, fails=False):
        content = nifti(8, 3, 2, self.labels(2))
        self.add((name + ".nii", content), (name + ".nii", content[:-5] if fails else content), fails)

    def write(self, folder):
        for path, (content, fails) in self.files.items():
            put(folder, "whole/" + path, content)
            if not fails:
                put(folder, "alone/" + path, content)


def listed(d):
    """The groups of a list, which lacks what fails."""
    names = sorted({path[2:-4] for path, (_, fails) in d.files.items() if not fails})
    return "".join("%s\tg%d\n" % (name, i % 2) for i, name in enumerate(names)).encode()


def decisions(rng):
    """Name, set and options of each."""
    for fails in ("NaN", "unknown label", "check sum", "cut"):
        for n in (2, 4, 6):
            d = Decision(rng)
            d.soft("a", n, fails=fails)
            for name in "bcd":
                d.soft(name, 3)
            yield "%d channels, %s" % (n, fails), d, ("-w", "1,2,3")
            d = Decision(rng)
            d.soft("a", n, fails=fails)
            for name in "bcd":
                d.hard(name, 3)
            d.soft("e", 7, fails=fails)
            yield "%d channels before labels, %s" % (n, fails), d, ()
        d = Decision(rng)
        d.soft("a", 3, fails=fails)
        d.soft("b", 2)
        d.soft("c", 2)
        yield "two classes, %s" % fails, d, ("-w", "1,2", "--threshold=0.4")
    for n in (4, 5):
        d = Decision(rng)
        d.soft("a", n, fails="group")
        for name in "bcd":
            d.soft(name, 3)
        yield "%d channels without a group" % n, d, ("--group=list:list",)
        d = Decision(rng)
        d.hard("a", 2)
        d.hard("b", 2 * n, fails="group")
        d.hard("c", 3)
        yield "%d labels without a group" % (2 * n), d, ("--group=list:list",)
    d = Decision(rng)
    d.hard("a", 2)
    d.add(d.truth("b", 255), ("b.png", png(8, 6, d.labels(7))[:-30]), True)
    d.add(d.truth("c", 2), ("c.npy", npy("<u2", (6, 8), [9] * 47 + [2000])), True)
    yield "labels that are too large, in what fails", d, ("--ignore=17",)
    d = Decision(rng)
    d.soft("a", 3, fails="photo")
    d.hard("b", 3)
    for name in "ab":
        d.files["photos/%s.png" % name] = (png(8, 6, d.labels(99))[:-30 if name == "a" else None], name == "a")
    yield "a photo", d, ("--photos=photos", "-d", "maps", "--kinds=overlay")
    for first, second in (((0, 1, 2), (1, 2)), ((1, 2), (0, 1, 2))):
        d = Decision(rng)
        d.masks("a", first, fails=True)
        for name in "bcd":
            d.masks(name, second)
        yield "masks of %d" % len(first), d, ("--truth-layout=planes",)
    d = Decision(rng)
    d.masks("a", (0, 1, 2), fails=True)
    d.masks("b", (0, 1, 2))
    d.masks("c", (1, 2))
    for path in list(d.files):
        if "/c" in path:
            d.files[path] = (d.files[path][0], True)
    yield "masks that are lacking", d, ("--truth-layout=planes",)
    for is_there in (False, True):
        d = Decision(rng)
        d.volume("a", fails=True)
        for name in "bcd":
            d.hard(name, 2)
        if is_there:
            d.volume("e")
        yield "a volume%s" % (" of two" if is_there else ""), d, ()


def check_decisions(program, rng):
    """What follows from the images follows from those that can be evaluated."""
    def run(where, status, *options):
        done = subprocess.run([program, "eval", *options, "t", "p"], cwd=os.path.join(folder, where), capture_output=True, check=False)
        expect(done.returncode == status, what, "exit %d, not %d" % (done.returncode, status), options, done.stderr.decode())
        return done.stdout

    for what, d, options in decisions(rng):
        with tempfile.TemporaryDirectory() as folder:
            d.write(folder)
            for where in ("whole", "alone"):
                put(folder, where + "/list", listed(d))
            n_failed = sum(fails for path, (_, fails) in d.files.items() if path.startswith("p/"))
            for more in (options, (*options, "-w", "inverse")):
                report = run("whole", 3, "--keep-going", "-j1", "-f", "json", *more)
                expect(report, what, "no report", more)
                expect(report == run("whole", 3, "--keep-going", "-j2", "-f", "json", *more), what, "threads show")
                try:
                    same_json(report, run("alone", 0, "-f", "json", *more), n_failed)
                except Wrong as wrong:
                    raise Wrong("%s: %s: %s" % (what, more, wrong)) from wrong
                stream = run("whole", 3, "--keep-going", "-f", "jsonl", *more)
                lines, end = stream_parts(stream)
                other_lines, other_end = stream_parts(run("alone", 0, "-f", "jsonl", *more))
                expect(lines == other_lines and end == other_end, what, "streams differ", more)
                put(folder, "whole/s.jsonl", b"".join(stream.splitlines(keepends=True)[:2]))
                run("whole", 3, "--keep-going", "-f", "jsonl", "--resume", "-o", "s.jsonl", *more)
                with open(os.path.join(folder, "whole/s.jsonl"), "rb") as file:
                    expect(file.read() == stream, what, "resumed", more)


def check_bad_pixels(r, weights):
    """Pixels whose prediction is bad and ignored count in the weights, as their truth is valid; also in what is gone on with."""
    for image, _ in r.good:
        if image.kind == "values":
            image.values[image.valid() * CLASSES] = float("nan")
            image.write(r.whole)
            image.write(r.alone)
    FAILURES["empty truth"](Image(r.rng, "g2/failing"), r.whole)
    options = ("-w", weights, "--bad-pixels=ignore")
    lines = r.run(r.alone, 0, *options, "-f", "jsonl", "--list=list").splitlines(keepends=True)
    names = {json.loads(line)["id"] for line in lines[1:-1]}
    kept = r.run(r.whole, 3, "--keep-going", *options, "-f", "jsonl", "t", "p")
    # With the pixels ignored, more images can be evaluated than these.
    good = [json.loads(line) for line in kept.splitlines()[1:-1]]
    expect(names < {image["id"] for image in good}, "bad pixels", len(good))
    path = os.path.join(r.folder, "s.jsonl")
    with open(path, "wb") as file:
        file.write(b"".join(kept.splitlines(keepends=True)[:-3]))
    r.run(r.whole, 3, "--keep-going", *options, "-f", "jsonl", "--resume", "-o", path, "t", "p")
    with open(path, "rb") as file:
        expect(file.read() == kept, "bad pixels, resumed")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines("%s\t%s\t%s\n" % (image["truth"], image["prediction"], image["id"]) for image in good)
    alone = r.run(r.whole, 0, *options, "-f", "jsonl", "--list=" + path)
    expect(stream_parts(kept) == stream_parts(alone), "bad pixels", first_difference(stream_parts(kept)[1], stream_parts(alone)[1]))


def files(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def check_maps(r, weights):
    for more in ((), ("--worst=2", "-f", "json"), ("-f", "html")):
        made = []
        for call, name in ((r.kept, "maps"), (r.without, "other")):
            shutil.rmtree(os.path.join(r.folder, name), ignore_errors=True)
            call("-w", weights, "-d", "../" + name, "--kinds=error,loss:wcce,masked", *more)
            made.append(files(os.path.join(r.folder, name)))
        expect(made[0] and made[0] == made[1], "maps differ", more, sorted(made[0]), sorted(made[1]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    problems = 0
    for number in range(options.rounds):
        rng = random.Random("%d %d" % (options.seed, number))
        kinds = sorted(FAILURES) if number == 0 else rng.sample(sorted(FAILURES), rng.randint(0, 5))
        with tempfile.TemporaryDirectory() as folder:
            r = Round(os.path.abspath(options.maskloss), folder, rng, kinds)
            for weights in WEIGHTS:
                try:
                    if weights == WEIGHTS[-1]:
                        check_labels(os.path.abspath(options.maskloss), folder, rng)
                        if number == 0:
                            check_decisions(os.path.abspath(options.maskloss), rng)
                    check_forms(r, weights)
                    stream = check_streams(r, weights)
                    check_maps(r, weights)
                    if weights == "median":
                        check_bad_pixels(r, weights)
                    if weights == "inverse":
                        check_mended(r, weights, stream)
                except Wrong as wrong:
                    print("seed %d round %d -w %s (%s): %s" % (options.seed, number, weights, ", ".join(kinds), wrong))
                    problems += 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
