#!/usr/bin/env python3
"""Looks at the pages of comparisons (compare -f html) as pages_check.py does at those of evaluations: every figure shown is that
of the JSON result, images and histograms are those of both sides' reports, and words say what intervals do.

    pages_compared.py --maskloss PROGRAM --source FOLDER --folder WORK
"""
import argparse
import json
import os
import random
import re
import shutil
import struct
import sys

import pages_check
from pages_check import Element, expect, keys_of, same, shown

MEMBERS = ("baseline", "candidate", "delta", "rel", "mean_delta", "low", "high")


class Result:
    """The JSON result of a comparison, asked by the paths of its page, and the images of both sides."""

    def __init__(self, document, sides):
        self.document = document
        self.figures = {tuple(keys_of(shown(figure["figure"]))): figure for figure in document["figures"]}
        self.classes = []
        for keys in self.figures:
            if len(keys) > 3 and keys[1] == "per_class" and keys[2] not in self.classes:
                self.classes.append(keys[2])
        self.sides = [{shown(image["id"]): image for image in side["images"]} for side in sides]

    def value(self, element, path):
        member, colon, rest = path.partition(":")
        if colon and member in MEMBERS:
            keys = tuple(self.classes[int(element.get("data-class"))] if key == "*" else key for key in keys_of(rest))
            expect(keys in self.figures, "%s: no such figure" % (keys,))
            return self.figures[keys][member]
        at = self.document
        for key in path.split("."):
            at = at[key] if isinstance(at, dict) else at[int(key)]
        return at

    def images(self, by):
        """Of each image in common both values."""
        found = {}
        for name in self.sides[0]:
            if name in self.sides[1]:
                values = []
                for side in self.sides:
                    at = side[name]
                    for key in keys_of(by):
                        at = at[key]
                    values.append(at)
                found[name] = values
        return found


def more_is_better(keys):
    return "losses" not in keys


def cells_of(row):
    return [cell for cell in row.content if isinstance(cell, Element)]


def check_words(page, result):
    """Each verdict is that of the interval before it, and so is the colour of its bar."""
    n = 0
    for cell in page.root.all("td"):
        if cell.attributes.get("class") != "verdict":
            continue
        cells = cells_of(cell.parent)
        at = [other is cell for other in cells].index(True)
        path = cells[at - 1].all("span")[0].attributes["data-path"]
        low = result.value(cell, path)
        high = result.value(cell, path.replace("low:", "high:", 1))
        expect((low is None) == (high is None), path)
        wanted, colour = "", "unsure"
        if low is not None and (low > 0 or high < 0):
            is_better = (low > 0) == more_is_better(keys_of(path))
            wanted, colour = ("better", "good") if is_better else ("worse", "bad")
        elif low == 0 and high == 0:
            wanted = "same"
        expect(cell.text() == wanted, "%s: %r, not %r" % (path, cell.text(), wanted))
        bars = [rect for rect in cells[at - 2].all("rect") if rect.attributes["class"] in ("good", "bad", "unsure")]
        expect([bar.attributes["class"] for bar in bars] == ([colour] if low is not None else []), "%s: its bar" % path)
        n += 1
    return n


def check_images(page, result):
    by, turned = result.document["by"].lstrip("-"), result.document["by"].startswith("-")
    values = result.images(by)
    deltas = {name: None if None in pair else pair[1] - pair[0] for name, pair in values.items()}
    sign = -1 if turned or not re.search("losses|fn$|fp$", by) else 1
    wanted = {"worse": sum(sign * delta > 0 for delta in deltas.values() if delta is not None),
              "better": sum(sign * delta < 0 for delta in deltas.values() if delta is not None),
              "same": sum(delta == 0 for delta in deltas.values())}
    found = {element.attributes["data-derived"]: element.text() for element in page.root.walk() if "data-derived" in element.attributes}
    expect(set(found) == set(wanted) and all(same(text, wanted[key]) for key, text in found.items()), "%s, not %s" % (found, wanted))
    plots = [element for element in page.root.walk() if "data-spread" in element.attributes]
    if any(delta is not None for delta in deltas.values()):
        expect(len(plots) == 1 and plots[0].attributes["data-spread"] == shown(by), "histograms")
        pages_check.check_bars(plots[0], list(deltas.values()))
    else:
        expect(not plots, "a histogram of nothing")
    rows = {"worse": [], "better": []}
    for row in page.root.all("tr"):
        head = cells_of(row)[0]
        path = head.attributes.get("data-path", "")
        if path.endswith(".id"):
            rows[path.split(".")[0]].append(row)
            before, after = cells_of(row)[1:3]
            expect(all(same(cell.text(), value) for cell, value in zip((before, after), values[head.text()])), "values of " + head.text())
    for key, found_rows in rows.items():
        listed = result.document[key]
        expect(len(found_rows) == len(listed) or "left out here" in page.root.text(), "%d %s of %d" % (len(found_rows), key, len(listed)))


def check_page(text, result, least):
    page = pages_check.check_page(text, None, 0)
    n = pages_check.check_figures(page, result)
    expect(n >= least, "%d figures" % n)
    expect(check_words(page, result) > 10, "verdicts")
    check_images(page, result)
    pages_check.check_lists(page, {"notes": [], "errors": [], **result.document})
    differing = [key for key in result.document["baseline"]["settings"]
                 if key in ("activation", "threshold", "prediction_as", "samples")
                 and result.document["baseline"]["settings"][key] != result.document["candidate"]["settings"].get(key)]
    shown_keys = [element.attributes["data-differs"] for element in page.root.walk() if "data-differs" in element.attributes]
    expect(set(differing) <= set(shown_keys), "%s are shown to differ, not %s" % (shown_keys, differing))


def check_mistakes(text, result):
    """Each of these mistakes in a page has to be seen."""
    mistakes = [
        (r'(data-path="baseline:masked\.metrics\.miou">0\.)7', r"\g<1>8"), (r'(data-path="delta:raw\.metrics\.miou">\+0\.0)7', r"\g<1>8"),
        (r'(data-path="rel:masked\.metrics\.miou">)\+', r"\g<1>-"), (r'(data-path="low:masked\.metrics\.miou">\+0\.0)2', r"\g<1>3"),
        (r'(data-path="mean_delta:[a-z_.]*">\+0\.)0', r"\g<1>1"), (r'(data-class="4".*?<td>1\u202f09)0', r"\g<1>1"),
        (r'(data-class="4".*?<td>0\.)6', r"\g<1>7"), (r'<td class="verdict"><span class="good">better', '<td class="verdict"><span class="bad">worse'),
        (r'<td class="verdict"></td>', '<td class="verdict">better</td>'), (r'<rect class="good"', '<rect class="unsure"'),
        (r'(data-derived="better">)3', r"\g<1>2"), (r"median -0", "median 0"), (r': 2</title>', ": 1</title>"),
        (r'(data-path="worse\.0\.id">)p', r"\g<1>P"), (r'(data-path="better\.0\.delta">-0\.)2', r"\g<1>1"),
        (r'(data-path="better\.0\.id">[a-z-]*</th><td>0\.)4', r"\g<1>3"), (r"\n<tr><th[^>]*better\.2\.id.*?</tr>", ""),
        (r'(data-path="baseline\.images">)4', r"\g<1>5"), (r"over 4 images", "over 5 images"),
        (r'(data-path="high:masked\.metrics\.accuracy">)\+0\.0512', r"\g<1>0")]
    for pattern, instead in mistakes:
        spoilt, n = re.subn(pattern, instead, text, count=1, flags=re.DOTALL)
        expect(n == 1, "nothing to spoil: %s" % pattern)
        try:
            check_page(spoilt, result, 30)
        except SystemExit:
            continue
        sys.exit("pages: nobody saw %s for %s" % (instead, pattern))


class Pairs:
    """Makes pairs of streams in a folder, and compares them."""

    def __init__(self, program, source, folder):
        self.program, self.source, self.folder = program, source, folder

    def stream(self, name, arguments):
        path = "%s/%s.jsonl" % (self.folder, name)
        self.program.run(["eval", "-q", "-f", "jsonl", "-o", path] + arguments)
        return path

    def sample(self, name="", options=()):
        sample = self.source + "/data/sample/"
        return [self.stream(name + side, ["-c", sample + "classes.json", sample + "truth", sample + side] + list(options)) for side in ("pred", "pred-new")]

    def random(self, n_classes, n_images, names=None, side=24, options=()):
        """The candidate gets some pixels right that the baseline gets wrong, and the other way round."""
        folder = "%s/r%d-%d" % (self.folder, n_classes, n_images)
        arguments = pages_check.make_set(folder, n_classes, n_images, names, side)[2:]
        draw = random.Random(7)
        os.makedirs(folder + "/q")
        for i in range(n_images):
            name = "im%05d.npy" % i
            planes = []
            for which in "tp":
                with open("%s/%s/%s" % (folder, which, name), "rb") as file:
                    planes.append(struct.unpack("<%dH" % (side * side), file.read()[-2 * side * side:]))
            mended = draw.random() * 0.6
            called = [y if c != y and draw.random() < mended else draw.randrange(n_classes) if c == y and draw.random() < 0.05 else c
                      for y, c in zip(*planes)]
            pages_check.write_npy("%s/q/%s" % (folder, name), "<u2", (side, side), called, "H")
        streams = []
        for which in "pq":
            streams.append(self.stream("%s-%s" % (os.path.basename(folder), which), arguments[:-1] + [folder + "/" + which] + list(options)))
        return streams

    def many(self, streams, n, name="i%05d"):
        """Their images, again and again under other names, the candidate's in another order: all pairs of images."""
        out = []
        for k, path in enumerate(streams):
            with open(path, encoding="utf-8") as file:
                lines = file.read().split("\n")
            images = [re.sub(r',"crc32":"[0-9a-f]{8}"\}$', "}", line) for line in lines[1:-2]]
            out.append("%s/many%d.jsonl" % (self.folder, k))
            with open(out[-1], "w", encoding="utf-8") as file:
                file.write(lines[0] + "\n")
                for i in range(n):
                    file.write(re.sub(r'^\{"id":"[^"]*"', lambda _: '{"id":' + json.dumps(name % i, ensure_ascii=False), images[i % len(images)]) + "\n")
        return out

    def page(self, streams, options=(), status=0):
        """The page, and the result that it is of."""
        words = ["compare", "-q"] + list(options) + streams
        text = self.program.run(words + ["-f", "html"], status)
        document = json.loads(self.program.run(words + ["-f", "json"], status))
        scoring = [word for word in options if word.startswith(("--views", "-L", "--group", "--partial", "--mask"))]
        sides = [json.loads(self.program.run(["merge", "-q", "-f", "json"] + scoring + [stream])) for stream in streams]
        return text, Result(document, sides)


def cases(pairs, folder):
    """Pages of many kinds with what they are of: (name, page, result, least number of figures)."""
    with open(folder + "/towns", "w", encoding="utf-8") as file:
        file.write("crossing\twest\nhigh-street\twest\npark\t<east>\nring-road\t<east>\n")
    sample = pairs.sample()
    yield ("the sample set",) + pairs.page(sample) + (300,)
    yield ("with itself",) + pairs.page([sample[0], sample[0]]) + (300,)
    yield ("all options",) + pairs.page(pairs.sample("all", ["-Lall"]), ["--views=raw,masked,excluded", "--group=list:" + folder + "/towns", "--by=-raw.metrics.miou",
                                               "-g", "delta:masked.metrics.miou>0.9", "-g", "images==4", "--worst=1"], 1) + (500,)
    yield ("groups by loss",) + pairs.page(sample, ["--views=masked", "--group=list:" + folder + "/towns", "--worst=all"]) + (150,)
    yield ("by a class",) + pairs.page(sample, ["-Ldice", "--views=excluded", "--by=excluded.per_class.car.fp"]) + (150,)
    yield ("no differences to be had",) + pairs.page(sample, ["-Ldice", "--by=masked.per_class.person.recall"]) + (150,)
    for n_classes, n_images in ((2, 1), (6, 12), (19, 12), (150, 3)):
        yield ("%d classes" % n_classes,) + pairs.page(pairs.random(n_classes, n_images)) + (50,)
    odd = ["<script>alert(1)</script>", "\"' onload=\"x", "&lt;b&gt;\\", "\u202egpj.exe\u2066", "\u65e5\u672c " + "e\u0301" * 90, "a\u2028b"]
    streams = pairs.many(pairs.random(6, 4, odd), 30, "<b>\"'&%02d</title>\u202e/x")
    renamed = folder + "/<i>&\"'.jsonl"
    shutil.move(streams[0], renamed)
    yield ("odd names",) + pairs.page([renamed, streams[1]], ["--partial", "--group=before:/", "-g", 'raw.per_class["<script>alert(1)</script>"].iou>1'], 1) \
        + (300,)
    yield ("1000 images",) + pairs.page(pairs.many(pairs.random(3, 7, side=6), 1000, "d<%04d>/"), ["--partial", "--worst=200"]) + (200,)


def limits(pairs):
    """Pages that are as large as they get: (name, page)."""
    wide = ["\U0001f600<&\"'" * 30 + str(c) for c in range(300)]
    losses = ",".join("tversky:fp=0.%d" % (1000 + i) for i in range(40))
    every = ["compare", "-q", "-f", "html", "--views=raw,masked,excluded"]
    yield "300 classes of long names", pairs.program.run(every + ["-L", losses] + pairs.random(300, 2, wide, 60))
    name = "%06d" + "/\u65e5<'\"&>" * 40
    streams = pairs.many(pairs.random(4, 5, side=6), 2000, name)
    gates = [part for _ in range(1500) for part in ("-g", "images >= 1")]
    yield "2000 images of long names", pairs.program.run(every + gates + ["--partial", "--worst=all", "--group=before:/", "-L", "dice"] + streams)


def main():
    parser = argparse.ArgumentParser()
    for option in ("maskloss", "source", "folder"):
        parser.add_argument("--" + option, required=True)
    options = parser.parse_args()
    pairs = Pairs(pages_check.Program(options.maskloss), options.source, options.folder)
    has_tidy, n = shutil.which("tidy"), 0
    for name, text, result, least in cases(pairs, options.folder):
        path = options.folder + "/page.html"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            check_page(text, result, least)
            if name == "the sample set":
                check_mistakes(text, result)
        except SystemExit as failure:
            sys.exit("%s (%s)" % (failure, name))
        if has_tidy:
            pages_check.tidy(name, path)
        n += 1
    for name, text in limits(pairs):
        try:
            pages_check.check_page(text, None, 0)
        except SystemExit as failure:
            sys.exit("%s (%s)" % (failure, name))
        expect("left out here" in text, "%s: nothing is left out" % name)
        n += 1
    print("pages-compared: %d pages are as they should be" % n)
    if not has_tidy:
        print("pages-compared: not asked: tidy (Debian: tidy)")


if __name__ == "__main__":
    main()
