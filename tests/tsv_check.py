#!/usr/bin/env python3
"""Compares TSV reports with the JSON reports of the same evaluations, NAME.tsv with NAME.json, and with what pandas reads.

    tsv_check.py NAME.tsv...

Each figure of one must be in the other, with the same text; NAME.compare.tsv and .json are comparisons. And what reads only
numbers in nested objects, as DVC does, misses nothing of the set but the matrices. Exit status: 0 all agree, 1 not, 77 all agree but python3-pandas
is missing.
"""

import json
import re
import sys

HEADER = ["id", "view", "class", "figure", "value"]
VIEWS = ("raw", "masked", "excluded")


def fields_of(line):
    """The fields, as a reader without any knowledge of quoting finds them."""
    fields = line.split("\t")
    if len(fields) != 5:
        raise ValueError("%d fields: %r" % (len(fields), line))
    return fields


def unescape(text):
    """The bytes that a field stands for."""
    return re.sub(rb"\\(\\|x[0-9A-F]{2})", lambda m: b"\\" if m[1] == b"\\" else bytes([int(m[1][1:], 16)]),
                  text.encode("utf-8"))


def read_tsv(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    if lines.pop() or lines.pop(0).split("\t") != HEADER:
        raise ValueError("no header, or no end of line at the end")
    rows = {}
    for line in lines:
        name, view, klass, figure, value = fields_of(line)
        key = (unescape(name), view, unescape(klass), figure)
        if key in rows:
            raise ValueError("twice: %r" % (key,))
        rows[key] = value
    return rows


def move_classes(rows, classes):
    """Keys by class in a path become the column class."""
    moved = {}
    for (where, view, _, path), value in rows.items():
        parts = path.split("\0")
        klass = ""
        for at in range(1, len(parts)):
            if parts[at - 1] in ("per_class", "by_decision", "by_truth") and parts[at] in classes:
                klass = parts.pop(at)
                break
        moved[(where, view, klass.encode("utf-8"), ".".join(parts))] = value
    return moved


def is_name(path):
    """Whether no number stands there: TSV has numbers alone."""
    return path == ("intervals", "unit") or (path[0] == "constant" and path[-1] == "class")


def part_rows(where, part):
    """The rows of an image or of the aggregate, the parts of their paths joined by NUL."""
    rows = {}

    def walk(view, path, value):
        if isinstance(value, dict):
            for key, below in value.items():
                if not view and key in VIEWS and path in ((), ("image_mean",), ("intervals",)):
                    walk(key, path, below)
                else:
                    walk(view, path + (key,), below)
        elif not isinstance(value, list) and not is_name(path):
            rows[(where, view, "", "\0".join(path))] = "" if value is None else value

    walk("", (), part)
    return rows


def read_json(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file, parse_float=str, parse_int=str)
    classes = {c["name"] for c in document["classes"]}
    rows = {}
    for image in document.get("images", ()):
        for key in ("truth", "prediction"):
            del image[key]
        rows.update(part_rows(unescape(image.pop("id")), image))
    rows.update(part_rows(b"", document["aggregate"]))
    rows[(b"", "", "", "errors")] = str(len(document["errors"]))
    for gate in document["gates"]:
        rows[(b"", "", "", "gates." + gate["gate"].replace('"', "\\x22"))] = "1" if gate["pass"] else "0"
    return move_classes(rows, classes)


def lists_of(value, key=""):
    """The keys of all lists in nested objects."""
    if isinstance(value, dict):
        return {name for inner in value for name in lists_of(value[inner], inner)}
    return {key} if isinstance(value, list) else set()


def dvc_misses(path):
    """DVC's metrics are the numbers in nested objects: it drops lists, texts and null."""
    with open(path[:-3] + "json", encoding="utf-8") as file:
        found = lists_of(json.load(file)["aggregate"]) - {"confusion", "soft_confusion"}
    return ["%s: only in a list: %s" % (path, name) for name in sorted(found)]


COMPARED = ["baseline", "candidate", "delta", "rel", "mean_delta", "low", "high", "images"]


def compare_comparison(pandas, path):
    """A comparison's figures, images and gates, in the order of the JSON document."""
    with open(path[:-3] + "json", encoding="utf-8") as file:
        document = json.load(file, parse_float=str, parse_int=str)
    with open(path, encoding="utf-8", newline="") as file:
        lines = [line.split("\t") for line in file.read().split("\n")]
    wanted = [["id", "figure"] + COMPARED]
    for figure in document["figures"]:
        wanted.append(["", figure["figure"].replace("\\", "\\\\").replace('"', "\\x22")] + [figure[key] or "" for key in COMPARED])
    n_figures = len(wanted) - 1
    wrong = ["%s: line %d: %r, not %r" % (path, n + 1, got, line) for n, (got, line) in enumerate(zip(lines, wanted)) if got != line]
    rest = lines[len(wanted):]
    for image in document["worse"] + document["better"]:
        row = rest.pop(0)
        if unescape(row[0]) != unescape(image["id"]) or row[1] != document["by"] or row[4] != image["delta"] or len(row) != 10:
            wrong.append("%s: %r, not %r" % (path, row, image))
    for gate in document["gates"]:
        row = rest.pop(0)
        if row[1] != "gates." + gate["gate"].replace('"', "\\x22") or row[3] != str(int(gate["pass"])) or len(row) != 10:
            wrong.append("%s: %r, not %r" % (path, row, gate))
    if rest != [[""]]:
        wrong.append("%s: more lines: %r" % (path, rest[:3]))
    if pandas:
        frame = pandas.read_csv(path, sep="\t", dtype={"id": str}, float_precision="round_trip")
        means = frame[frame["mean_delta"].notna() & frame["high"].notna()]
        if len(frame) != len(lines) - 2 or not all(means["low"] <= means["mean_delta"]) or frame["delta"].dtype != float:
            wrong.append("%s: pandas finds %d rows" % (path, len(frame)))
        if len(pandas.DataFrame(document["figures"]).columns) != 1 + len(COMPARED):
            wrong.append("%s: pandas finds other columns in the list of figures" % path)
    return wrong, n_figures


def compare(path):
    tsv, wanted = read_tsv(path), read_json(path[:-3] + "json")
    wrong = []
    for key in sorted(tsv.keys() | wanted.keys()):
        if tsv.get(key) != wanted.get(key):
            wrong.append("%s: %r: %r in TSV, %r in JSON" % (path, key, tsv.get(key), wanted.get(key)))
    return wrong, len(tsv)


def compare_pandas(pandas, path):
    """As maskloss-result(5) says it is to be read."""
    frame = pandas.read_csv(path, sep="\t", dtype={"id": str, "class": str}, keep_default_na=False,
                            na_values={"value": [""]}, float_precision="round_trip")
    rows = read_tsv(path)
    if list(frame.columns) != HEADER or len(frame) != len(rows) or frame["value"].dtype != float:
        return ["%s: pandas finds columns %s, %d rows, values of type %s" % (path, list(frame.columns), len(frame),
                                                                            frame["value"].dtype)]
    wrong = []
    for name, view, klass, figure, value in frame.itertuples(index=False):
        text = rows.get((unescape(name), view, unescape(klass), figure))
        if text is None or (value != float(text) if text else value == value):
            wrong.append("%s: pandas: %r %r %r %r: %r instead of %r" % (path, name, view, klass, figure, value, text))
    return wrong


def main(paths):
    try:
        import pandas
    except ImportError:
        pandas = None
    wrong, n_rows = [], 0
    for path in paths:
        is_comparison = path.endswith(".compare.tsv")
        faults, n = compare_comparison(pandas, path) if is_comparison else compare(path)
        n_rows += n
        wrong += faults if is_comparison else faults + dvc_misses(path)
        if pandas and not is_comparison:
            wrong += compare_pandas(pandas, path)
    for line in wrong[:20]:
        print(line)
    print("%d reports, %d figures, %d wrong" % (len(paths), n_rows, len(wrong)))
    if wrong or not n_rows:
        return 1
    if not pandas:
        print("SKIP: python3-pandas is not installed: only the text of the TSV report was compared")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
