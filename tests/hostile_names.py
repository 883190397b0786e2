#!/usr/bin/env python3
"""Names that hold what drives a terminal, what turns the direction of a line, and what looks like markup: none of it may reach a
report, a stream or a message as it is. In text and other forms for people it is written \\xHH; JSON has \\u00XX for controls.

    hostile_names.py --maskloss PROGRAM --source FOLDER --folder WORK
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys

# For people: C0 but line ends, DEL, C1, line and paragraph separator, overrides and isolates. TSV's and text's own tabs are no names.
RAW = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKED_UP = re.compile(RAW.pattern + "|<script|<b>")
RAW_IN_JSON = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f]")
CHARACTERS = [chr(c) for c in range(1, 0xa0) if c != 0x2f and not 0x20 <= c < 0x7f] + list("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MARKUP = "<script>&\"'`|*[x](y)<b>"
FORMS = {"eval": "text json jsonl tsv markdown junit html", "merge": "text json jsonl tsv markdown junit html", "explain": "text json",
         "compare": "text json tsv markdown junit html", "inspect": "text json"}


class Program:
    def __init__(self, path):
        self.path, self.runs, self.wrong = path, 0, []

    def look(self, what, data, form):
        """Notes what stands in an output as it is; HTML's own markup has no <b> and writes <script> without attributes once."""
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            self.wrong.append("%s: not UTF-8: %s" % (what, error))
            return
        if form == "html":
            text = text.replace("<script>", "", 1)
        if form in ("json", "jsonl"):
            found = RAW_IN_JSON.search(text)
        else:
            found = (MARKED_UP if form in ("html", "markdown", "junit") else RAW).search(text)
        if found:
            self.wrong.append("%s: %r" % (what, text[max(0, found.start() - 30):found.end() + 10]))

    def run(self, arguments, form="text", statuses=(0, 1, 2, 3, 4)):
        done = subprocess.run([self.path] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.runs += 1
        if done.returncode not in statuses:
            sys.exit("hostile-names: exit status %d: %s %s" % (done.returncode, arguments[:8], done.stderr.decode()))
        what = "%s, %s" % (arguments[0] if arguments[0] in FORMS else "no command", form)
        self.look(what, done.stdout, form)
        self.look(what + ", messages", done.stderr, "text")
        return done


def good_and_bad(program, folder, sample, odd, class_odd):
    """All commands and forms with files, folders, groups and classes of odd names; then with a file that is cut off."""
    name = os.fsencode(odd)
    place = os.path.join(os.fsencode(folder), b"d" + name)
    os.makedirs(place + b"/t/g" + name)
    os.makedirs(place + b"/p/g" + name)
    os.makedirs(place + b"/empty")
    truths, predictions = [], []
    for stem in ("crossing", "park"):
        truths.append(place + b"/t/g" + name + b"/" + stem.encode() + name + b".png")
        predictions.append(place + b"/p/g" + name + b"/" + stem.encode() + name + b".npy")
        shutil.copy("%s/truth/%s.png" % (sample, stem), truths[-1])
        shutil.copy("%s/pred/%s.npy" % (sample, stem), predictions[-1])
    with open(sample + "/classes.json", encoding="utf-8") as file:
        classes = json.load(file)["classes"]
    for entry in classes:
        entry["name"] += class_odd
    class_set = place + b"/c" + name + b".json"
    with open(class_set, "w", encoding="utf-8") as file:
        json.dump({"classes": classes}, file)
    pair = ["-c", class_set, place + b"/t", place + b"/p"]
    streams = [place + b"/" + which + name for which in (b"old", b"new")]
    for stream in streams:
        program.run(["eval", "-q", "-f", "jsonl", "-o", stream] + pair, statuses=(0,))
        with open(stream, "rb") as file:
            program.look("stream", file.read(), "jsonl")
    for form in FORMS["eval"].split():
        program.run(["eval", "-f", form, "--views=raw,masked,excluded", "--intervals", "--conventions", "--group=dir", "-d", place + b"/maps" + name, "-g", "masked.metrics.miou>0.99"] + pair, form, (1,))
        program.run(["eval", "-f", form, "-c", class_set, place + b"/t", place + b"/empty"], form, (3,))
    for form in FORMS["merge"].split():
        program.run(["merge", "-f", form, "-g", "masked.metrics.miou>0.99"] + streams[:1], form, (1,))
        program.run(["merge", "-f", form] + streams, form, (3,))
    for form in FORMS["compare"].split():
        program.run(["compare", "-f", form, "--group=dir"] + streams, form, (0,))
    for form in FORMS["inspect"].split():
        program.run(["inspect", "-f", form] + truths + predictions, form, (0,))
        program.run(["inspect", "-f", form] + pair, form, (0,))
    for form in FORMS["explain"].split():
        program.run(["explain", "-f", form, "-c", class_set, truths[0], predictions[0], "1,1"], form, (0,))
    os.truncate(predictions[0], 200)
    for form in FORMS["eval"].split():
        program.run(["eval", "--keep-going", "-f", form] + pair, form, (3,))
        program.run(["eval", "-f", form] + pair, form, (3,))
    with open(streams[0], "r+b") as file:
        file.seek(-20, os.SEEK_END)
        file.write(b"#")
    program.run(["merge", streams[0]], statuses=(3,))


def arguments_of_any_kind(program, folder, odd):
    """Values of options, and names of files and commands, that are wrong."""
    name = os.fsencode(odd)
    for option in ("--group", "-g", "-L", "-w", "-c", "-f", "--maps", "-m", "--ignore", "--print", "--views", "--jobs", "--truth-axes", "-l", "-o",
                   "--" + odd):
        for command in FORMS:
            program.run([command, option, name + b"/x/y", name, name], statuses=(2, 3, 4))
    program.run([name], statuses=(2,))
    lines = os.path.join(folder, "list")
    with open(lines, "wb") as file:
        file.write(b"\t".join([name.replace(b"\n", b"").replace(b"\t", b"")] * 4) + b"\n")
    program.run(["eval", "-l", lines], statuses=(2, 3))


def main():
    parser = argparse.ArgumentParser()
    for option in ("maskloss", "source", "folder"):
        parser.add_argument("--" + option, required=True)
    options = parser.parse_args()
    program = Program(options.maskloss)
    half = len(CHARACTERS) // 2
    for number, (odd, class_odd) in enumerate((("".join(CHARACTERS[:half]) + MARKUP, MARKUP),
                                               ("".join(CHARACTERS[half:]), "".join(c for c in CHARACTERS if c > "\x9f")))):
        good_and_bad(program, os.path.join(options.folder, str(number)), options.source + "/data/sample", odd.replace("/", ""), class_odd)
        arguments_of_any_kind(program, options.folder, odd)
    if program.wrong:
        print("\n".join(program.wrong[:20]))
        sys.exit("hostile-names: %d outputs of %d runs have a name as it is" % (len(program.wrong), program.runs))
    print("hostile-names: %d runs, no name as it is" % program.runs)


if __name__ == "__main__":
    main()
