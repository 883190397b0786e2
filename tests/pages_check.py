#!/usr/bin/env python3
"""Looks at pages (-f html) as their readers do: every figure shown is that of the JSON result, rounded; they are well-formed,
small, and load nothing; tidy has nothing to say; a browser, with and without scripts, shows what there is.

    pages_check.py --maskloss PROGRAM --source FOLDER --folder WORK
"""
import argparse
import base64
import html
import html.parser
import json
import math
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import urllib.parse
import zlib

EMPTY = {"meta", "img", "br", "wbr", "rect", "line", "path"}
WITHOUT_PICTURES, WITH_PICTURES = 1000000, 3000000
UNDEFINED = "\u2013"
HIDDEN = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef" + "".join(
    "%c%c" % (plane << 16 | 0xfffe, plane << 16 | 0xffff) for plane in range(17)) + "]"


def expect(holds, text):
    if not holds:
        sys.exit("pages: " + text)


class Element:
    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.content = []  # texts and elements

    def walk(self):
        yield self
        for child in self.content:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, name):
        return [element for element in self.walk() if element.name == name]

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.content if not is_title(child))

    def get(self, attribute):
        """Its own, or that of the nearest element around it."""
        element = self
        while element and attribute not in element.attributes:
            element = element.parent
        return element.attributes[attribute] if element else None


def is_title(child):
    return isinstance(child, Element) and child.name == "title"


class Page(html.parser.HTMLParser):
    """The tree of a page, which has to be closed as strictly as XML."""

    def __init__(self, text):
        super().__init__()
        self.root = self.at = Element("", {}, None)
        self.feed(text)
        self.close()
        expect(self.at is self.root, "%s is not ended" % self.at.name)

    def handle_starttag(self, tag, attrs):
        expect(len(dict(attrs)) == len(attrs), "%s has an attribute twice" % tag)
        element = Element(tag, dict(attrs), self.at)
        self.at.content.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        expect(tag in EMPTY, "<%s/>" % tag)
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        expect(self.at.name == tag, "</%s> ends %s" % (tag, self.at.name))
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.content.append(data)


def check_structure(page, text):
    root = page.root
    expect(text.startswith('<!DOCTYPE html>\n<html lang="en">'), "no doctype or language")
    expect(len(root.all("h1")) == 1 and len(root.all("style")) == 1 and len(root.all("script")) == 1, "h1, style or script")
    level, ids = 1, set()
    for element in root.walk():
        attributes = element.attributes
        if re.fullmatch("h[1-6]", element.name):
            expect(int(element.name[1]) <= level + 1, "%s after h%d" % (element.name, level))
            level = int(element.name[1])
            expect(element.text(), "an empty heading")
        expect(element.name != "th" or attributes.get("scope") in ("row", "col", "colgroup"), "th without scope")
        expect(element.name != "img" or re.match(r"\w+ of .", attributes.get("alt", "")), "img without alt")
        expect(element.name != "section" or element.content[0].name == "h2", "a section without heading")
        expect(element.name != "svg" or attributes.get("aria-hidden") or element.all("title"), "a drawing without words")
        expect(element.name not in ("details", "iframe", "object", "embed", "link", "base", "form"), element.name)
        expect("hidden" not in attributes, "something is hidden")
        expect(attributes.get("id") not in ids, "the id %s is there twice" % attributes.get("id"))
        ids |= {attributes["id"]} if "id" in attributes else set()
        for name, value in attributes.items():
            expect(not name.startswith("on") and name not in ("srcset", "action", "background"), "attribute " + name)
            expect(name != "src" or value.startswith("data:image/png;base64,"), "src " + value[:80])
            expect(name != "href" or re.match(r"\.\.?/", value), "href " + value[:80])
    for table in root.all("table"):
        widths = set()
        for row in table.all("tbody")[0].all("tr"):
            widths.add(sum(int(cell.attributes.get("colspan", 1)) for cell in row.content if isinstance(cell, Element)))
        expect(len(widths) <= 1, "rows of a table have %s cells" % widths)
    style = root.all("style")[0].text() + root.all("script")[0].text()
    expect(not re.search(r"url\(|@import|https?:|//[a-z]|fetch|XMLHttp|import\(", style), "style or script load something")
    words = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    expect(not re.search(HIDDEN, words.replace("\n", "")), "a hidden character")
    bare = re.sub(r'\b(data-[a-z]+|title|aria-label|alt)="[^"]*"', "", words)
    expect("http" not in re.sub(r"<[^>]*>", lambda tag: tag.group() if "http-equiv" not in tag.group() else "", bare)
           or "http" in html.unescape(re.sub("<[^>]*>", "", bare)), "an address")


def shown(name):
    """A name as a page has it: the JSON result has control characters raw."""
    return re.sub(HIDDEN, lambda c: "".join("\\x%02X" % byte for byte in c.group().encode()), name)


def keys_of(path):
    return [quoted.replace('\\"', '"').replace("\\\\", "\\") if quoted else plain
            for plain, quoted in re.findall(r'\.?([^.\[\]]+)|\["((?:[^"\\]|\\.)*)"\]', path)]


class Named(dict):
    """Images or groups by their names, which pages may cut."""

    def __init__(self, items, key):
        super().__init__((shown(item[key]), item) for item in items)

    def __missing__(self, name):
        found = [item for key, item in self.items() if name.endswith("\u2026") and key.startswith(name[:-1])]
        expect(len(found) == 1, "%d are called %s" % (len(found), name))
        return found[0]


class Result:
    """The JSON result, asked by the paths of a page."""

    def __init__(self, document):
        self.document = document
        self.images = Named(document.get("images", []), "id")
        self.groups = Named(document.get("groups", []), "group")

    def row_key(self, element):
        if element.get("data-class") is not None:
            return self.document["classes"][int(element.get("data-class"))]["name"]
        if element.get("data-loss") is not None:
            return self.document["settings"]["losses"][int(element.get("data-loss"))]["key"]
        return None

    def value(self, element, path):
        keys, at = keys_of(path), self.document["aggregate"]
        if keys[:2] in (["images", "*"], ["groups", "*"]):
            at = getattr(self, keys[0])[element.get("data-" + keys[0][:-1])]
            keys = keys[2:]
        for key in keys:
            key = self.row_key(element) if key == "*" else key
            expect(key in at if isinstance(at, dict) else int(key) < len(at), "%s: the JSON result has no %s" % (path, key))
            at = at[key] if isinstance(at, dict) else at[int(key)]
        return at


def same(text, value):
    """Whether a text is the value, rounded as far as it shows."""
    text = text.strip().replace("\u202f", "")
    if value is None or text == UNDEFINED:
        return value is None and text == UNDEFINED
    if isinstance(value, str):
        name = shown(value)
        return text == name or (text.endswith("\u2026") and name.startswith(text[:-1]))
    scale = 1
    if text in ("0", "0\u00a0%"):
        return value == 0
    if text.endswith("\u00a0%"):
        text, scale = text[:-2], 100
    found = re.fullmatch(r"[-+]?\d+(?:\.(\d+))?(?:e([+-]\d+))?", text)
    if not found:
        return False
    digit = 10.0 ** (int(found[2] or 0) - len(found[1] or ""))
    return abs(float(text) - value * scale) <= 0.5 * digit * (1 + 1e-9) if not isinstance(value, int) else float(text) == value * scale


def check_figures(page, result):
    """Returns how many there are."""
    n = 0
    for element in page.root.walk():
        path = element.attributes.get("data-path")
        if path:
            n += 1
            value = result.value(element, path)
            expect(same(element.text(), value), "%s is shown as %r, and is %s" % (path, element.text(), value))
    for table in page.root.all("table"):
        paths = [cell.attributes.get("data-column") for cell in table.all("tr")[0].content]
        if not any(paths):
            continue
        rows = [row for row in table.all("tbody")[0].all("tr")]
        expect(rows, "a table without rows")
        for row in rows:
            for path, cell in zip(paths, [cell for cell in row.content if isinstance(cell, Element)]):
                if path:
                    n += 1
                    value = result.value(cell, path)
                    expect(same(cell.text(), value), "%s is shown as %r, and is %s" % (path, cell.text(), value))
    return n


def check_derived(page, result):
    aggregate, classes = result.document["aggregate"], result.document["classes"]
    mask = set(result.document["settings"]["mask"])
    views = [view for view in ("raw", "masked", "excluded") if view in aggregate]
    if "raw" not in views:
        return
    hits = [sum(aggregate["raw"]["per_class"][c["name"]]["tp"] for c in classes if (c["index"] in mask) == masked) for masked in (0, 1)]
    others = aggregate["pixels"]["valid"] - aggregate["pixels"]["masked"]
    wanted = {"masked_right": hits[1], "others_right": hits[0], "others_wrong": others - hits[0] - aggregate["punished"]["pixels"]}
    found = {element.attributes["data-derived"]: element.text() for element in page.root.walk() if "data-derived" in element.attributes}
    expect(all(same(text, wanted[key]) for key, text in found.items()), "derived figures: %s, not %s" % (found, wanted))
    expect(not aggregate["pixels"]["masked"] or not mask or "masked_right" in found, "no bar of what was forgiven")


def share_text(n, of):
    percent = 100 * n / of
    return "\u00b7" if n == 0 else ">99" if n < of and percent >= 99.5 else "<1" if percent < 0.5 else "%.0f" % percent


def number(text):
    return int(text.replace("\u202f", ""))


MOST_BARS = 20


def check_reliability(page, result):
    """Each bar of the reliability diagrams: where it is, what its title says, and how high it is."""
    for drawing in [element for element in page.root.walk() if "data-bins" in element.attributes]:
        bins = result.value(drawing, drawing.attributes["data-bins"])
        width = -(-len(bins) // MOST_BARS)
        wanted = []
        for first in range(0, len(bins), width):
            pixels, right, conf = (sum(b[key] for b in bins[first:first + width]) for key in ("pixels", "right", "conf"))
            if pixels:
                wanted.append((first / len(bins), min(first + width, len(bins)) / len(bins), pixels, right / pixels, conf / pixels))
        bars = drawing.all("g")
        expect(len(bars) == len(wanted) > 0, "%d bars of %d" % (len(bars), len(wanted)))
        most = max(bar[2] for bar in wanted)
        for bar, (low, high, pixels, right, conf) in zip(bars, wanted):
            title = re.fullmatch(r"(\S+) to (\S+): (.*) pixels, right (\S+), confidence (\S+)", bar.all("title")[0].text())
            expect(title and number(title[3]) == pixels and all(abs(float(title[k]) - x) < 1e-3 for k, x in ((1, low), (2, high), (4, right), (5, conf))),
                   "a bar is %s, not %s" % (bar.all("title")[0].text(), (low, high, pixels, right, conf)))
            shapes = {rect.attributes["class"]: {key: float(rect.attributes[key]) for key in ("x", "y", "width", "height")} for rect in bar.all("rect")}
            expect(set(shapes) == {"share", "mark", "size"} - ({"share"} if right == 0 else set()), "shapes of a bar: %s" % sorted(shapes))
            for shape in shapes.values():
                expect(200 * low <= shape["x"] + 0.06 and shape["x"] + shape["width"] <= 200 * high + 0.06, "a bar is not where its bin is")
            if right:
                expect(abs(shapes["share"]["height"] - 200 * right) < 0.1 and abs(shapes["share"]["y"] - 200 * (1 - right)) < 0.1, "a bar's height")
            expect(abs(shapes["mark"]["y"] + 1 - 200 * (1 - conf)) < 0.1, "a bar's confidence")
            expect(abs(shapes["size"]["height"] - max(1, 34 * pixels / most)) < 0.1, "a bar's size")


def check_confusion(page, result):
    """Each cell's count, share and step."""
    aggregate = result.document["aggregate"]
    views = {view.attributes["data-view"]: view for view in page.root.walk() if "data-view" in view.attributes}
    expect(set(views) == {view for view in ("raw", "masked", "excluded") if view in aggregate} or aggregate["pixels"]["valid"] == 0,
           "matrices of %s" % sorted(views))
    for name, view in views.items():
        matrix = aggregate[name]["confusion"]
        rows = view.all("tbody")[0].all("tr")
        classes = [int(row.attributes["data-class"]) for row in rows]
        expect(classes == sorted(set(classes)) and len(classes) <= 40, "classes of a matrix")
        heads = [cell.text() for cell in view.all("thead")[0].all("th")[2:]]
        occurring = [c for c in range(len(matrix)) if any(aggregate["raw"]["confusion"][c]) or any(row[c] for row in aggregate["raw"]["confusion"])] \
            if "raw" in aggregate else None
        if occurring is not None and len(occurring) > 40:
            figures = list(aggregate["raw"]["per_class"].values())
            worst = sorted(occurring, key=lambda c: (-figures[c]["fn"] - figures[c]["fp"], c))[:40]
            expect(classes == sorted(worst), "not the classes with most errors")
        for y, row in zip(classes, rows):
            cells = [cell for cell in row.content if isinstance(cell, Element)][1:]
            of = number(cells[0].text())
            figures = list(aggregate[name]["per_class"].values())[y]
            expect(of == figures["support"], "pixels of class %d" % y)
            counts = [matrix[y][c] for c in classes]
            if "another class" in heads:
                counts.append(sum(matrix[y]) - sum(counts))
            if "no class" in heads:
                counts.append(of - sum(matrix[y]))
            expect(len(counts) == len(cells) - 1 == len(heads), "cells of class %d" % y)
            for i, (count, cell) in enumerate(zip(counts, cells[1:])):
                expect(cell.text() == (share_text(count, of) if of else ""), "cell %d %d of %s: %s" % (y, i, name, cell.text()))
                steps = (0, 250, 500, 750, 900, 970) if i < len(classes) and classes[i] == y else (0, 10, 30, 100, 250, 500)
                step = sum(1000 * count >= of * step for step in steps)
                wanted = ("d" if steps[1] == 250 else "e") + str(step) if count else None
                expect(cell.attributes.get("class") == wanted, "step of cell %d %d: %s" % (y, i, cell.attributes.get("class")))
                title = cell.attributes.get("title", "0 of %d" % of).split(": ")[-1]
                expect([number(part) for part in title.split(" of ")] in ([count, of], [count]), "title of cell %d %d: %s" % (y, i, title))


def check_spread(page, result):
    plots = [element for element in page.root.walk() if "data-spread" in element.attributes]
    images = list(result.images)
    if not plots:
        leading = [view for view in ("masked", "excluded", "raw") if view in result.document["aggregate"]][0]
        expect(all(image[leading]["metrics"]["accuracy"] is None for image in result.images.values()), "no histogram")
        return
    anchor = Element("", {}, None)
    values = []
    for name in images:
        anchor.attributes = {"data-image": name}
        values.append(result.value(anchor, "images.*." + plots[0].attributes["data-spread"]))
    check_bars(plots[0], values)


def check_bars(plot, values):
    """A histogram of these values, None among them."""
    defined = sorted(value for value in values if value is not None)
    bars = [title.content[0] for title in plot.all("title")[1:]]
    total, last = 0, -math.inf
    for bar in bars:
        low, high, count = re.fullmatch(r"(\S+) to (\S+): ([\d\u202f]+)", bar).groups()
        low, high, count = float(low), float(high), number(count)
        expect(low >= last and high >= low, "bars overlap: %s" % bars)
        here = [value for value in defined if low <= value and (value < high or value == defined[-1] <= high)]
        expect(len(here) == count, "%s: there are %d" % (bar, len(here)))
        total, last = total + count, high
    expect(total == len(defined) and len(bars) <= 40, "bars have %d of %d images" % (total, len(defined)))
    caption = plot.all("figcaption")[0].text()
    n, least, median, largest = re.match(r"([\d\u202f]+) images?: least (\S+), median (\S+), largest ([^;]+); up to", caption).groups()
    middle = (defined[(len(defined) - 1) // 2] + defined[len(defined) // 2]) / 2
    expect(number(n) == len(defined), caption)
    for text, value in ((least, defined[0]), (median, middle), (largest, defined[-1])):
        expect(text == "%.4g" % value, caption)


def check_lists(page, document):
    for attribute, member, texts in (
            ("data-gate", "gates", lambda gate: (shown(gate["gate"]), "FAIL" if not gate["pass"] else "pass")),
            ("data-note", "notes", lambda note: (shown(note["text"]),)),
            ("data-error", "errors", lambda error: (shown(error["id"]), shown(error["message"])))):
        found = [element for element in page.root.walk() if attribute in element.attributes]
        wanted = document[member]
        expect(len(found) == len(wanted) or (len(found) < len(wanted) and "left out here" in page.root.text()),
               "%d %s of %d" % (len(found), member, len(wanted)))
        if member == "gates":
            order = sorted(range(len(wanted)), key=lambda g: (wanted[g]["pass"], g))[:len(found)]
            expect([int(element.attributes[attribute]) for element in found] == order, "gates that fail are not the first")
            wanted = [wanted[g] for g in order]
        for element, one in zip(found, wanted):
            for text in texts(one):
                expect(text[:70] in element.text(), "%s: %r is not in %r" % (member, text, element.text()))
    for element in page.root.walk():
        pair = element.attributes.get("data-confusion")
        if pair:
            image = Named(document["images"], "id")[element.get("data-image")]
            y, c = map(int, pair.split())
            if "raw" in image:
                row = image["raw"]["confusion"][y]
                none = list(image["raw"]["per_class"].values())[y]["support"] - sum(row)
                expect(number(element.text()) == (row + [none])[c], "confusion %s" % pair)


def png_size(data):
    """Decodes a PNG of one byte a pixel; returns its size."""
    expect(data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG")
    at, packed = 8, b""
    while at < len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + n]
        expect(zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + n:at + 12 + n])[0], "CRC of a PNG")
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
        at += 12 + n
    expect(depth <= 8 and color in (0, 3) and len(zlib.decompress(packed)) == height * (1 + (width * depth + 7) // 8), "a PNG's pixels")
    return width, height


def check_pictures(page, folder, page_folder):
    """Pictures decode, are shown in their shape, and links lead to files. Returns how many pictures there are."""
    pictures = page.root.all("img")
    for picture in pictures:
        width, height = png_size(base64.b64decode(picture.attributes["src"].split(",")[1], validate=True))
        shown_width, shown_height = int(picture.attributes["width"]), int(picture.attributes["height"])
        expect(max(width, height) <= 240 and shown_width % width == 0 and shown_width // width == shown_height // height, "a picture's size")
    for link in page.root.all("a"):
        path = os.path.join(page_folder, urllib.parse.unquote(link.attributes["href"]))
        expect(os.path.isfile(path) and os.path.realpath(path).startswith(os.path.realpath(folder)), "no file " + path)
    return len(pictures)


def check_page(text, document, least_figures, limit=WITHOUT_PICTURES):
    expect(len(text.encode()) < limit, "%d bytes" % len(text.encode()))
    page = Page(text)
    check_structure(page, text)
    if document is None:
        return page
    result = Result(document)
    n = check_figures(page, result)
    expect(n >= least_figures, "%d figures" % n)
    check_derived(page, result)
    check_confusion(page, result)
    check_reliability(page, result)
    check_spread(page, result)
    check_lists(page, document)
    return page


def check_checks(text, document):
    """Each of these mistakes in a page has to be seen."""
    mistakes = [
        (r'(data-path="masked\.metrics\.miou">0\.)7', r"\g<1>8"), (r'(data-path="forgiven\.pixels">)8', r"\g<1>9"),
        (r'(data-class="4".*?<td>0\.)6', r"\g<1>7"), (r'(data-class="4" ?>.*?of 1.?09)0', r"\g<1>1"), (r'class="e3"', 'class="e4"'),
        (r"median 0", "median 1"), (r"0\.25 to 0\.3: 1", "0.25 to 0.3: 2"), (r'(data-derived="others_wrong">)3', r"\g<1>4"),
        (r'(data-path="images\.\*\.pixels\.valid">)3', r"\g<1>4"), (r'(data-confusion="4 0">)1', r"\g<1>2"), (r"</main>", "</section></main>"),
        (r"</tr>", ""), (r"<h1>", '<h1 onclick="x">'), (r"<main>", '<main><img src="http://x/y.png" alt="x">'), (r"<main>", '<main><a href="x:y">x</a>'),
        (r"<main>", "<main><img src='data:image/png;base64,'>"), (r"<main>", "<main>\u202e"), (r' scope="row"', ""), (r' id="set"', ' id="figures"'),
        (r'(data-path="masked.metrics.)miou', r"\g<1>moui"), (r"<h2>", "<h4>"), (r'<html lang="en">', "<html>"), (r"<style>", "<style>@import 'x';"),
        (r'(data-path="masked\.constant\.metrics\.miou\.class">)r', r"\g<1>R"), (r"<section", "<section hidden"),
        (r"(pixels, right 0\.)9", r"\g<1>7"), (r'(class="mark"[^>]* y=")1', r"\g<1>2"), (r'class="size"', 'class="share"')]
    for pattern, instead in mistakes:
        spoilt, n = re.subn(pattern, instead, text, count=1, flags=re.DOTALL)
        expect(n == 1, "nothing to spoil: %s" % pattern)
        try:
            check_page(spoilt, document, 30)
        except SystemExit:
            continue
        sys.exit("pages: nobody saw %s for %s" % (instead, pattern))


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def check_contrast(css):
    """Text on its ground, by daylight and in the dark."""
    blocks = re.findall(r":root \{([^}]*)\}", css)[:2]
    light = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", blocks[0]))
    dark = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", blocks[1]))
    expect(set(light) == set(dark), "colours of light and dark: %s" % (set(light) ^ set(dark)))
    pairs = [(text, ground) for text in ("ink", "quiet") for ground in ("paper", "sunk")]
    pairs += [("accent", "paper"), ("good", "paper"), ("bad", "paper"), ("ink", "bad-paper"), ("paper", "accent"), ("accent", "sunk")]
    pairs += [("%s-ink" % kind, "%s%d" % (kind, step)) for kind in "ed" for step in range(1, 6)] + [("e6-ink", "e6"), ("d6-ink", "d6")]
    for colors in (light, dark):
        for text, ground in pairs:
            a, b = sorted((luminance(colors[text]), luminance(colors[ground])))
            expect((b + 0.05) / (a + 0.05) >= 4.5, "%s on %s: contrast %.2f" % (text, ground, (b + 0.05) / (a + 0.05)))


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, arguments, status=0):
        done = subprocess.run([self.path] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        expect(done.returncode == status, "%s: exit %d: %s" % (" ".join(arguments)[:300], done.returncode, done.stderr.decode()[:500]))
        return done.stdout.decode()

    def both(self, arguments, status=0):
        """The page and the JSON result of a run."""
        text = self.run(arguments + ["-f", "html"], status)
        return text, json.loads(self.run([arguments[0]] + [a for a in arguments[1:] if not a.startswith(("--worst", "--by"))] + ["-f", "json"], status))


def write_npy(path, dtype, shape, values, kind):
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (dtype, shape)
    header = header.ljust(117) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack("<%d%s" % (len(values), kind), *values))


def make_set(folder, n_classes, n_images, names=None, side=24, seed=1):
    """Labels at random; of predictions two of three are right. Returns arguments."""
    draw = random.Random(seed)
    os.makedirs(folder + "/t")
    os.makedirs(folder + "/p")
    for i in range(n_images):
        truth = [draw.randrange(n_classes) if draw.random() < 0.7 else 0 for _ in range(side * side)]
        called = [y if draw.random() < 0.3 + 0.7 * i / (n_images + 1) else draw.randrange(n_classes) for y in truth]
        write_npy("%s/t/im%05d.npy" % (folder, i), "<u2", (side, side), truth, "H")
        write_npy("%s/p/im%05d.npy" % (folder, i), "<u2", (side, side), called, "H")
    classes = [{"name": names[c] if names else "class %d" % c, "labels": [c]} for c in range(n_classes)]
    with open(folder + "/classes.json", "w", encoding="utf-8") as file:
        json.dump({"classes": classes}, file)
    return ["eval", "-q", "-c", folder + "/classes.json", folder + "/t", folder + "/p"]


def many_images(program, folder, arguments, n, name="i%05d"):
    """A stream of the set's images, again and again under other names."""
    lines = program.run(arguments + ["-f", "jsonl"]).split("\n")
    images = [re.sub(r',"crc32":"[0-9a-f]{8}"\}$', "}", line) for line in lines[1:-2]]
    path = folder + "/many.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines[0] + "\n")
        for i in range(n):
            file.write(re.sub(r'^\{"id":"[^"]*"', lambda _: '{"id":' + json.dumps(name % i, ensure_ascii=False), images[i % len(images)]) + "\n")
    return ["merge", "-q", "--partial", path]


def cases(program, source, folder):
    """Pages of many kinds, with their JSON results: (name, page, document)."""
    sample = ["eval", "-q", "-c", source + "/data/sample/classes.json", source + "/data/sample/truth", source + "/data/sample/pred"]
    with open(folder + "/towns", "w", encoding="utf-8") as file:
        file.write("crossing\twest\nhigh-street\twest\npark\t<east>\nring-road\t<east>\n")
    yield ("the sample set",) + program.both(sample + ["-M", "calibration"])
    yield ("all options",) + program.both(sample + ["-L", "all", "--views=raw,masked,excluded", "--intervals", "--conventions", "-w", "inverse",
                                                    "--group=list:" + folder + "/towns", "-g", "masked.metrics.miou>=0.9", "-g", "images==4",
                                                    "-g", 'groups["<east>"].raw.metrics.miou<1', "--by=-raw.metrics.miou"], 1)
    yield ("confidence",) + program.both(sample + ["-M", "calibration,calibration:bins=3,calibration:bins=70,objects:worst=9", "-m", "car,person"])
    yield ("one view",) + program.both(sample + ["--views=masked"])
    yield ("excluded alone",) + program.both(sample + ["--views=excluded", "-L", "dice", "--by=excluded.losses.dice.mean"])
    yield ("no mask",) + program.both(sample + ["-m", "none"])
    yield ("no image",) + program.both(sample + ["-s"])
    yield ("a table of images",) + program.both(sample + ["--worst=all"])
    yield ("nothing but ignored",) + program.both(sample + ["-i", "0,1,2,3,4,5"])
    for n_classes, n_images in ((2, 1), (6, 12), (19, 12), (150, 3)):
        arguments = make_set("%s/c%d" % (folder, n_classes), n_classes, n_images)
        yield ("%d classes" % n_classes,) + program.both(arguments + ["--views=raw,masked"])
    odd = ["<script>alert(1)</script>", "\"' onload=\"x", "&lt;b&gt;\\", "\u202egpj.exe\u2066", "\u65e5\u672c " + "e\u0301" * 90, "a\u2028b"]
    arguments = make_set(folder + "/odd", 6, 3, odd)
    bad = "<img src=x onerror=alert(2)>\u202e"
    listed = [folder + "/odd/%s/im%05d.npy" % (side, i) for i in range(3) for side in "tp"]
    with open(folder + "/list", "wb") as file:
        for i, name in enumerate(("</title>\"'&", "\\\xff", bad)):
            file.write(("%s\t%s\t%s\n" % (listed[2 * i], listed[2 * i + 1], name)).encode("latin-1" if i == 1 else "utf-8"))
        file.write(("%s\tmissing<br>.npy\t%s\n" % (listed[0], "z" + bad)).encode())
    arguments = ["eval", "-q", "-c", folder + "/odd/classes.json", "-l", folder + "/list", "--keep-going"]
    yield ("odd names",) + program.both(arguments + ["-g", 'raw.per_class["<script>alert(1)</script>"].iou>1'], 3)
    merged = many_images(program, folder + "/c6", make_set(folder + "/c3", 3, 7, side=6), 1000, 'd<%04d>/')
    yield ("1000 images",) + program.both(merged + ["--worst=200", "--group=before:>", "-L", "dice"])


def check_maps(program, source, folder):
    """A page with pictures and links to maps, from another folder."""
    os.makedirs(folder + "/here/report")
    sample = ["eval", "-q", "-c", source + "/data/sample/classes.json", source + "/data/sample/truth", source + "/data/sample/pred"]
    path = folder + "/here/report/page.html"
    program.run(sample + ["-f", "html", "-o", path, "--maps=" + folder + "/here/ma ps#"])
    with open(path, encoding="utf-8") as file:
        text = file.read()
    page = check_page(text, json.loads(program.run(sample + ["-f", "json"])), 30, WITH_PICTURES)
    expect(check_pictures(page, folder + "/here", folder + "/here/report") == 16 and len(page.root.all("a")) == 8, "pictures, links")
    arguments = make_set(folder + "/large", 200, 100, side=250)
    text = program.run(arguments + ["-f", "html", "--worst=100", "-L", "cce"])
    page = check_page(text, None, 0, WITH_PICTURES)
    total = sum(len(picture.attributes["src"].split(",")[1]) for picture in page.root.all("img"))
    expect(check_pictures(page, folder, folder) == 400 and total <= 2000000, "pictures have %d bytes" % total)


def texts(page, name):
    return [element.text() for element in page.root.all(name)]


def headline(page):
    """Of the heading and the title, which say the same, and the heading's class."""
    (heading,), (title,) = page.root.all("h1"), page.root.all("title")[:1]
    expect(title.content == ["maskloss: " + heading.text()], "the title is %s" % title.content)
    return heading.text(), heading.attributes.get("class")


def check_incomplete(program, source, folder):
    """What is missing is said first, and no page that lacks something is green."""
    os.makedirs(folder + "/lacks/t")
    os.makedirs(folder + "/lacks/p")
    sample = source + "/data/sample/"
    for name in ("crossing", "park"):
        shutil.copy("%struth/%s.png" % (sample, name), folder + "/lacks/t")
    shutil.copy(sample + "pred/park.npy", folder + "/lacks/p")
    with open(folder + "/lacks/p/crossing.npy", "wb") as file:
        file.write(b"none")
    classes = ["-c", sample + "classes.json"]
    lacking = ["eval", "-q"] + classes + [folder + "/lacks/t", folder + "/lacks/p"]

    def said(arguments, status, wanted, *words):
        page = Page(program.run(arguments + ["-f", "html"], status))
        text, colour = headline(page)
        expect(re.fullmatch(wanted, text), "the heading is %s" % text)
        expect(colour == ("bad" if "INCOMPLETE" in text or "FAIL" in text else "good" if "PASS" in text else None), "%s is %s" % (text, colour))
        for word in words:
            expect(word in page.root.text(), "no %r on the page of %s" % (word, text))

    gate = ["-g", "images>=1"]
    said(lacking + gate + ["--keep-going"], 3, "INCOMPLETE, PASS: the gate holds", "1 error: see below")
    os.remove(folder + "/lacks/p/crossing.npy")
    said(lacking + gate + ["--partial"], 0, "INCOMPLETE, PASS: the gate holds", "1 of 2 images are missing")
    said(lacking + ["--partial"], 0, r"INCOMPLETE, miou 0\.\d+ masked, 0\.\d+ raw")
    shard = ["eval", "-q"] + classes + [sample + "truth", sample + "pred"]
    said(shard + gate + ["--shard=1/2"], 0, "shard 1/2, PASS: the gate holds", "number 1 of 2, counted from 0; not here: 0")
    said(shard + ["--shard=6/7"], 0, "shard 6/7, no image")
    program.run(shard + ["--shard=1/3", "-f", "jsonl", "-o", folder + "/lacks/1.jsonl"])
    program.run(shard + ["--shard=2/3", "-f", "jsonl", "-o", folder + "/lacks/2.jsonl"])
    merge = ["merge", "-q", "--partial"] + gate
    said(merge + [folder + "/lacks/1.jsonl"], 0, "INCOMPLETE, PASS: the gate holds", "2 of 3 shards are missing", "number 1 of 3, counted from 0; not here: 0, 2")
    said(merge + [folder + "/lacks/1.jsonl", folder + "/lacks/2.jsonl"], 0, "INCOMPLETE, PASS: .*", "1 of 3 shards is missing")
    said(shard + gate, 0, "PASS: the gate holds")


def check_details(program, source, folder):
    """What pages once got wrong: gates that fail are shown, decisions for no class too, long names leave room, and headings."""
    sample = ["eval", "-q", "-f", "html", "-c", source + "/data/sample/classes.json", source + "/data/sample/truth", source + "/data/sample/pred"]
    many = [part for i in range(600) for part in ("-g", "images>=%d" % (i % 3))]
    page = Page(program.run(sample + many + ["-g", "images==5"], 1))
    rows = [row for row in page.root.all("tr") if "data-gate" in row.attributes]
    expect("FAIL" in rows[0].text() and rows[0].attributes["data-gate"] == "600" and len(rows) < 601, "the gate that fails is not the first")
    expect([span.text() for span in rows[0].all("span")] == ["==5"], "a bound is no whole")
    expect(all(re.fullmatch("(truth|decision|error|loss) of (crossing|high-street|park|ring-road)", picture.attributes["alt"])
               for picture in page.root.all("img")), "texts of pictures")

    os.makedirs(folder + "/details")
    names = ["car", "a\ufffe\uffff\U0001fffe\ufdd0"]
    with open(folder + "/details/c.json", "w", encoding="utf-8") as file:
        json.dump({"classes": [{"name": name, "labels": [c]} for c, name in enumerate(names)], "ignore": [9]}, file, ensure_ascii=False)
    write_npy(folder + "/details/t.npy", "<u2", (2, 4), [0, 0, 0, 0, 1, 1, 1, 1], "H")
    write_npy(folder + "/details/p.npy", "<u2", (2, 4), [0, 9, 9, 1, 1, 1, 1, 1], "H")
    with open(folder + "/details/list", "w", encoding="utf-8") as file:
        for name in ("<" * 20000, "b"):
            file.write("%s/details/t.npy\t%s/details/p.npy\t%s\n" % (folder, folder, name))
    small = ["eval", "-q", "-c", folder + "/details/c.json", "-l", folder + "/details/list"]
    for options, n_places in (([], 2), (["--worst=all"], 2)):
        text, document = program.both(small + options)
        page = check_page(text, document, 10)
        called = [element.text() for element in page.root.walk() if element.name in ("li", "td") and " called " in element.text()]
        expect(sum("car called no class 2" in one for one in called) == n_places, "called: %s" % called)
        expect("a\\xEF\\xBF\\xBE\\xEF\\xBF\\xBF\\xF0\\x9F\\xBF\\xBE\\xEF\\xB7\\x90" in page.root.text(), "what is no character is not shown")
        expect(len({element.attributes["data-image"] for element in page.root.walk() if "data-image" in element.attributes}) == 2, "an image is lost")
    for by, heading in (("masked.metrics.miou", "The 4 images with the highest masked.metrics.miou"), ("-masked.metrics.miou", "Worst images"),
                        ("raw.losses.cce.mean", "Worst images"), ("-raw.losses.cce.mean", "The 4 images with the lowest raw.losses.cce.mean")):
        page = Page(program.run(sample + ["--by=" + by]))
        expect(heading in texts(page, "h2"), "%s: %s" % (by, texts(page, "h2")))
    merged = many_images(program, folder + "/details", make_set(folder + "/details/six", 2, 2, side=4), 5000)
    text = program.run(merged + ["-f", "html"])
    expect("5\u202f000 images: least" in text and not re.search(r"(?<![.\d])5000", re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)), "5000 is not 5 000")


def limits(program, folder):
    """Pages that are as large as they get: (name, page)."""
    wide = ["\U0001f600<&\"'" * 30 + str(c) for c in range(1000)]
    arguments = make_set(folder + "/wide", 1000, 2, wide, 120)
    losses = ",".join("tversky:fp=0.%d" % (1000 + i) for i in range(400))
    every = ["-f", "html", "--views=raw,masked,excluded"]
    yield "1000 classes of long names", program.run(arguments + every + ["-L", losses])
    yield "41 classes of long names", program.run(make_set(folder + "/full", 41, 3, wide[:41], 120) + every)
    name = "%06d" + "/\u65e5<'\"&>" * 40
    merged = many_images(program, folder + "/c2", make_set(folder + "/few", 3, 4, side=6), 10000, name)
    gates = [part for _ in range(1500) for part in ("-g", "images >= 1")]
    yield "10000 images of long names", program.run(merged + gates + ["-f", "html", "--worst=100", "--group=before:/"])
    yield "10000 images in a table", program.run(merged + ["-f", "html", "--worst=all", "--intervals"])


def tidy(name, path):
    done = subprocess.run(["tidy", "-qe", "--drop-empty-elements", "no", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    expect(done.returncode == 0 and not done.stdout, "%s: tidy: %s" % (name, done.stdout.decode()[:1000]))


def main():
    parser = argparse.ArgumentParser()
    for option in ("maskloss", "source", "folder"):
        parser.add_argument("--" + option, required=True)
    options = parser.parse_args()
    program = Program(options.maskloss)
    with open(options.source + "/data/page/page.css", encoding="utf-8") as file:
        check_contrast(file.read())
    has_tidy, n = shutil.which("tidy"), 0
    for name, text, document in cases(program, options.source, options.folder):
        path = options.folder + "/page.html"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            check_page(text, document, 30)
        except SystemExit as failure:
            sys.exit("%s (%s)" % (failure, name))
        if n == 0:
            check_checks(text, document)
        if has_tidy:
            tidy(name, path)
        n += 1
    for name, text in limits(program, options.folder):
        try:
            check_page(text, None, 0)
        except SystemExit as failure:
            sys.exit("%s (%s)" % (failure, name))
        expect("left out here" in text or "with most errors in the raw view" in text, "%s: nothing is left out" % name)
        n += 1
    check_maps(program, options.source, options.folder)
    check_incomplete(program, options.source, options.folder)
    check_details(program, options.source, options.folder)
    print("pages: %d pages are as they should be" % n)
    if not has_tidy:
        print("pages: not asked: tidy (Debian: tidy)")


if __name__ == "__main__":
    main()
