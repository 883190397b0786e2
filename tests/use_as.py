#!/usr/bin/env python3
"""Runs what inspect says of files: the role and the options of its `use as` line.

    use_as.py --maskloss PROGRAM --data FOLDER --folder FOLDER

Of every file in the data folder that inspect can read, and of one-kind folders of copies of it, each role that it names is tried
with each choice of the options that it lists: eval must read the file as a truth or as a prediction, with the size and the number
of images and classes that inspect found. What has no role must be refused as both. The other half of a pair is made to fit.
Exit status: 0 all is well, 1 not.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys

NO_ROLE = "neither TRUTH nor PREDICTION as it is"
PLANE = "plane of one class in a PREDICTION"
ROLES = {  # words of inspect: the file as a truth, as a prediction, and what the prediction needs besides
    "TRUTH": (True, False, []),
    "PREDICTION": (False, True, []),
    "TRUTH or PREDICTION": (True, True, []),
    "TRUTH or hard PREDICTION": (True, True, []),
    "TRUTH, or PREDICTION with --prediction-as=labels": (True, True, ["--prediction-as=labels"]),
}
problems = []


class Program:
    def __init__(self, options):
        self.program, self.folder = options.maskloss, options.folder

    def run(self, *words):
        return subprocess.run([self.program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

    def path(self, name):
        return os.path.join(self.folder, name)

    def inspect(self, *words):
        return json.loads(self.run("inspect", "-f", "json", *words).stdout)["files"]

    def ones(self, name, code, shape, value):
        """An array of one value."""
        count = 1
        for n in shape:
            count *= n
        header = ("{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }" % (
            code, ", ".join(map(str, shape)))).encode().ljust(117) + b"\n"
        with open(self.path(name), "wb") as file:
            file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + value * count)
        return self.path(name)

    def classes(self, items, ignore=()):
        with open(self.path("classes.json"), "w", encoding="utf-8") as file:
            json.dump({"classes": items, "ignore": list(ignore)}, file)
        return ["-c", self.path("classes.json")]


def choices(entry):
    """Each way to take options like --layout=hwc|chw; --classes=SET is made by us, so it goes."""
    options = [option.replace("VALUE", str(entry.get("no_data_value"))) for option in entry["options"]]
    lists = []
    for option in options:
        name, _, values = option.partition("=")
        if values == "SET":
            continue
        if name in ("--layout", "--activation", "--samples", "--no-data"):
            lists.append(["%s=%s" % (name, value) for value in values.split("|")])
        else:
            lists.append([option])
    found = [list(words) for words in itertools.product(*lists)]
    for words in found:  # black and white, which are no indices of classes: the message asks for that class set
        if "--samples=scaled" in words and {item.get("scaled") for item in entry.get("labels", [])} == {0, 255}:
            words.append("--classes=binary")
    return found


def class_set(program, entry, n):
    """Options for a class set that knows all of the labels or colours; n: of a prediction's channels."""
    if "colors" in entry:
        scale = 257 if entry.get("bit_depth") == 16 else 1
        colors = [[part // scale for part in item["color"]] for item in entry["colors"]]
        items = [{"name": "c%d" % k, "color": color} for k, color in enumerate(colors)]
        return program.classes(items + [{"name": "other", "color": [1, 2, 254]}] * (len(items) < 2))
    if "--classes=SET" in entry["options"]:
        return program.classes([{"name": "c%d" % k, "labels": [item["label"]]} for k, item in enumerate(entry["labels"])])
    if n:
        return program.classes([{"name": "c%d" % k} for k in range(n)])
    return []


def has_odd_colors(entry):
    """More colours than inspect lists, or such as no class can have."""
    return "other_colors" in entry or any(part % 257 for item in entry.get("colors", []) for part in item["color"]
                                          if entry.get("bit_depth") == 16)


def expect(program, words, entry, what):
    """Whether eval reads as many pixels as inspect found."""
    done = program.run("eval", "-q", "-s", "-f", "json", *words)
    told = done.stderr.decode(errors="replace").strip()[:300]
    if done.returncode != 0:
        problems.append("%s: %s: exit %d: %s" % (what, " ".join(words), done.returncode, told))
        return
    pixels = json.loads(done.stdout)["aggregate"]["pixels"]["total"]
    wanted = entry["height"] * entry["width"] * entry.get("images", 1)
    if pixels != wanted:
        problems.append("%s: %s: %d pixels, not %d" % (what, " ".join(words), pixels, wanted))


def check_role(program, path, entry, options, what):
    truth, prediction, besides = ROLES[entry["use_as"]]
    height, width, n = entry["height"], entry["width"], entry.get("images")
    shape = [height, width] if n is None else [n, height, width]
    channels = entry.get("channels", 1)
    # A code is of truths: of RGB that has one inspect speaks as of a truth.
    known = class_set(program, entry, 0)
    if any(option.startswith("--classes=") for option in options):
        known = []
    if truth and entry["looks_like"] == "one-hot labels":
        known = class_set(program, entry, max(channels, 2))
    if truth:
        # A prediction of one class; where classes follow from the labels, a hard one that is the truth itself.
        if prediction and not known:
            expect(program, [*known, *options, *besides, path, path], entry, what)
        else:
            count = len(json.load(open(known[1], encoding="utf-8"))["classes"]) if known else 2
            zeros = program.ones("prediction.npy", "|u1", shape, b"\0")
            expect(program, [*(known or program.classes([{"name": "a"}, {"name": "b"}])), *options, "--prediction-as=indices",
                             path, zeros], entry, "%s, as a truth of %d classes" % (what, count))
    if prediction and not truth:
        known = class_set(program, entry, max(channels, 2))
        zeros = program.ones("truth.npy", "|u1", shape, b"\0")
        expect(program, [*known, *options, zeros, path], entry, what)


def check(program, path, name, entry):
    what = "%s (%s%s)" % (name, entry["use_as"], " " + " ".join(entry["options"]) if entry["options"] else "")
    if entry["use_as"] == NO_ROLE:
        for words in ([path, path], ["--prediction-as=labels", path, path]):
            if program.run("eval", "-q", "-o", "/dev/null", *words).returncode not in (2, 3):
                problems.append("%s: %s is read" % (what, " ".join(words)))
    elif entry["use_as"] == PLANE:
        planes = program.path("planes")
        shutil.rmtree(planes, ignore_errors=True)
        os.mkdir(planes)
        ending = os.path.splitext(path)[1]
        for k in range(2):
            shutil.copyfile(path, os.path.join(planes, "%d%s" % (k, ending)))
        zeros = program.ones("truth.npy", "|u1", [entry["height"], entry["width"]], b"\0")
        expect(program, [*class_set(program, entry, 2), "--bad-pixels=ignore", zeros, planes], entry, what)
    else:
        for options in choices(entry):
            check_role(program, path, entry, options, what)


def check_folder(program, path, entry):
    """A folder of two copies is one kind, which is used like the file."""
    copies = program.path("copies")
    shutil.rmtree(copies, ignore_errors=True)
    os.mkdir(copies)
    for name in ("a", "b"):
        shutil.copyfile(path, os.path.join(copies, name + os.path.basename(path)))
    found = program.inspect(copies)[0]
    kinds = found["kinds"]
    same = len(kinds) == 1 and kinds[0]["files"] == 2 and all(kinds[0].get(key) == entry.get(key) for key in (
        "format", "looks_like", "use_as", "options", "note", "color", "bit_depth", "dtype", "layout"))
    if not same:
        problems.append("%s: a folder of two copies is %s" % (os.path.basename(path), json.dumps(kinds)[:300]))


def main():
    parser = argparse.ArgumentParser()
    for name in ("--maskloss", "--data", "--folder"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    program = Program(options)
    names = sorted(name for name in os.listdir(options.data) if name.endswith((".png", ".npy", ".npz", ".tif", ".nii", ".nii.gz")))
    paths = [os.path.join(options.data, name) for name in names]
    entries = [entry for entry in program.inspect(*paths) if "error" not in entry and not has_odd_colors(entry)]
    for entry in entries:
        path = entry["file"]
        single = os.path.exists(path)
        check(program, path if single else path.rpartition(":")[0], os.path.basename(path), entry)
        if single:
            check_folder(program, path, entry)
    for line in problems[:30]:
        print(line)
    print("%d files and arrays, %d problems" % (len(entries), len(problems)))
    return 1 if problems or len(entries) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
