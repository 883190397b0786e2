"""What `maskloss compare` must refuse: exit status, message, and that nothing is printed as a result; and that threads
and the place of the output change no byte."""

import json
import os
import re

import numpy as np

import store

IDS = ("a", "b", "c", "d")
CLASSES = 3
CCE = "masked.losses.cce.mean"
IMAGE_CCE = "image_mean." + CCE
NAMED = {"classes": [{"name": name} for name in ("one", "two", "three")]}

# A stream's name: how it is evaluated.
STREAMS = {
    "base": [], "cand": [], "mask": ["-m", "1"], "no-mask": ["-m", "none"], "losses": ["-L", "cce,dice"],
    "parameter": ["-L", "cce,tversky:fp=0.1"], "parameter-2": ["-L", "cce,tversky:fp=0.2"],
    "gamma": ["-L", "cce,focal:gamma=1"], "gamma-2": ["-L", "cce,focal:gamma=3"],
    "weights": ["-w", "1,2,3"], "epsilon": ["--epsilon=1e-5"], "smooth": ["--smooth=1"], "absent": ["--absent=one"],
    "average": ["--average=foreground"], "ignore": ["-i", "9"],
    "classes": ["-c", "classes.json"], "shard": ["--shard=0/2"],
}
SETTINGS = {"mask": "mask", "no-mask": "mask", "losses": "losses", "parameter": "losses", "weights": "weights",
            "epsilon": "epsilon", "smooth": "losses|smooth", "absent": "absent", "average": "average",
            "ignore": "ignore", "classes": "class"}
# What is made of the lines of `cand`: header, images, end.
SPOILT = {
    "repeated": lambda lines: lines[:3] + lines[2:3] + lines[3:],
    "repeated-at-end": lambda lines: lines[:-1] + lines[1:2] + lines[-1:],
    "cut": lambda lines: lines[:-1],
    "cut-in-line": lambda lines: lines[:2] + [lines[2][:40]],
    "no-header": lambda lines: lines[1:],
    "empty": lambda lines: [],
    "text": lambda lines: [b"id,loss\n", b"a,0.5\n"],
}
# name of the case: words after `compare`, exit status, what the message must have.
CASES = {
    "the same": (["base", "cand"], 0, ""),
    "a gate": (["-g", CCE + "<0", "base", "cand"], 1, ""),
    "a gate on a difference": (["-g", "delta:%s<-100" % CCE, "base", "cand"], 1, ""),
    "one of two gates": (["-g", CCE + ">=0", "-g", CCE + "<0", "base", "cand"], 1, ""),
    "fewer images": (["base", "first"], 3, '"[cd]"'),
    "more images": (["first", "base"], 3, '"[cd]"'),
    "other images": (["first", "last"], 3, '"[abcd]"'),
    "nothing in common": (["--common", "first", "last"], 3, ""),
    "sets that differ, and a gate": (["-g", CCE + "<0", "base", "first"], 3, ""),
    "other pointwise parameter": (["gamma", "gamma-2"], 3, "losses"),
    "other parameter": (["parameter", "parameter-2"], 3, "losses"),
    "repeated": (["base", "repeated"], 3, "repeated.jsonl.*b"),
    "repeated in the baseline": (["repeated", "base"], 3, "repeated.jsonl.*b"),
    "repeated at the end": (["base", "repeated-at-end"], 3, "repeated-at-end.jsonl.*a"),
    "repeated, --common": (["--common", "base", "repeated"], 3, "repeated.jsonl.*b"),
    "cut": (["base", "cut"], 3, "cut.jsonl"),
    "cut, --common": (["--common", "base", "cut"], 3, "cut.jsonl"),
    "cut in a line": (["base", "cut-in-line"], 3, "cut-in-line.jsonl"),
    "cut in a line, --partial": (["--partial", "base", "cut-in-line"], 3, '"[bcd]"'),
    "cut behind the images, --partial": (["--partial", "base", "cut"], 0, ""),
    "a shard": (["shard", "shard"], 3, "shard"),
    "a shard, --partial": (["--partial", "shard", "shard"], 0, ""),
    "no header": (["base", "no-header"], 3, "no-header.jsonl"),
    "empty": (["base", "empty"], 3, "empty.jsonl"),
    "no stream": (["text", "base"], 3, "text.jsonl"),
    "no file": (["base", "nowhere"], 3, "nowhere.jsonl"),
    "without images": (["base", "summary"], 3, "summary.jsonl"),
    "unknown path": (["-g", IMAGE_CCE.replace("mean", "maen") + "<1", "base", "cand"], 2, "mean"),
    "unknown loss": (["-g", "masked.losses.dise.mean<1", "base", "cand"], 2, re.escape("masked.losses.dice.mean")),
    "unknown metric": (["-g", "delta:masked.metrics.mio>0", "base", "cand"], 2, re.escape("masked.metrics.miou")),
    "path of an object": (["-g", "masked.losses.cce<1", "base", "cand"], 2, ""),
    "path of the pairs": (["-g", "%s.low<1" % IMAGE_CCE, "base", "cand"], 2, ""),
    "low of a sum": (["-g", "low:masked.losses.cce.sum<1", "base", "cand"], 2, ""),
    "high of a largest": (["-g", "high:image_mean.masked.losses.cce.max<1", "base", "cand"], 2, ""),
    "unknown prefix": (["-g", "mean:%s<1" % IMAGE_CCE, "base", "cand"], 2, ""),
    "no operator": (["-g", CCE, "base", "cand"], 2, ""),
    "no number": (["-g", CCE + "<", "base", "cand"], 2, ""),
    "not a number": (["-g", CCE + "<x", "base", "cand"], 2, ""),
    "not finite": (["-g", CCE + "<inf", "base", "cand"], 2, ""),
    "unknown operator": (["-g", CCE + "=1", "base", "cand"], 2, ""),
    "unknown figure": (["--by=masked.losses.cce.maen", "base", "cand"], 2, re.escape(CCE)),
    "worst of text": (["--worst=x", "base", "cand"], 2, ""),
    "worst below none": (["--worst=-1", "base", "cand"], 2, ""),
    "unknown format": (["-f", "xml", "base", "cand"], 2, ""),
    "one stream": (["base"], 2, ""),
    "three streams": (["base", "cand", "cand"], 2, ""),
}
CASES.update({"other %s" % name: (["base", name], 3, text) for name, text in SETTINGS.items()})
CASES.update({"other %s, the other way" % name: (["--common", name, "cand"], 3, text)
              for name, text in SETTINGS.items()})


def write_set(folder):
    rng = np.random.RandomState(1)
    for id_ in IDS:
        store.write(os.path.join(folder, "truth", id_ + ".npy"), rng.randint(CLASSES, size=(4, 5)).astype("u1"))
        for name in ("base", "cand"):
            store.write(os.path.join(folder, name, id_ + ".npy"), rng.rand(4, 5, CLASSES))
    with open(os.path.join(folder, "classes.json"), "w", encoding="utf-8") as file:
        json.dump(NAMED, file)
    for name, ids in (("first", IDS[:2]), ("last", IDS[2:])):
        with open(os.path.join(folder, name + ".list"), "w", encoding="utf-8") as file:
            file.writelines("truth/%s.npy\tcand/%s.npy\t%s\n" % (id_, id_, id_) for id_ in ids)


def write_streams(runner):
    def evaluate(name, *words):
        runner.good("eval", "-q", "-f", "jsonl", "-o", name + ".jsonl", *words)

    for name, words in STREAMS.items():
        evaluate(name, *words, "truth", "base" if name == "base" else "cand")
    evaluate("summary", "-s", "truth", "cand")
    for name in ("first", "last"):
        evaluate(name, "--list=%s.list" % name)
    with open(os.path.join(runner.folder, "cand.jsonl"), "rb") as file:
        lines = file.read().splitlines(keepends=True)
    for name, spoil in SPOILT.items():
        with open(os.path.join(runner.folder, name + ".jsonl"), "wb") as file:
            file.write(b"".join(spoil(lines)))


def words_of(words):
    """With the streams' names as files."""
    known = {*STREAMS, *SPOILT, "first", "last", "summary", "nowhere"}
    return [word + ".jsonl" if word in known else word for word in words]


def wrong(done, status, says):
    """What is wrong, or nothing."""
    text = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode != status:
        return "exit status %d, not %d: %s" % (done.returncode, status, text)
    if status <= 1:
        return "" if done.stdout else "prints nothing"
    if done.stdout:
        return "prints a result"
    if not re.search("^maskloss: .*(%s)" % says, text, re.MULTILINE):
        return "no message has /%s/: %s" % (says, text)
    return ""


def same_bytes(runner):
    """Lines on what changes the result and must not."""
    words = ["compare", "-f", "json", "base.jsonl", "cand.jsonl"]
    plain, lines = runner.good(*words), []
    for more in (["-j", "1"], ["-j", "2"], ["-j", "7"], ["--common"], ["--partial"], ["--by=" + CCE], ["--worst=10"]):
        if runner.good(*words[:1], *more, *words[1:]) != plain:
            lines.append("same bytes: %s changes the result" % " ".join(more))
    runner.good(*words, "-o", "result.json")
    with open(os.path.join(runner.folder, "result.json"), "rb") as file:
        if file.read() != plain:
            lines.append("same bytes: -o changes the result")
    return lines


def run(runner):
    """(number of cases, lines that say what is wrong)"""
    os.makedirs(runner.folder)
    write_set(runner.folder)
    write_streams(runner)
    lines = same_bytes(runner)
    for name, (words, status, says) in CASES.items():
        text = wrong(runner.run("compare", "-f", "json", *words_of(words)), status, says)
        if text:
            lines.append("%s (compare %s): %s" % (name, " ".join(words), text))
    return len(CASES), lines
