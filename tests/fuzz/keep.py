#!/usr/bin/env python3
"""Chooses the finds of the fuzzer that are kept in the corpus: run.sh -k calls it.

    keep.py CONTROL CORPUS FIXTURES BYTES

CONTROL is the control file of a merge of libFuzzer (-set_cover_merge=1), which says of each file which places in the program it
reaches. What the seeds in CORPUS reach, and the fixtures with FIXTURES in their names (- for none), is had for nothing. Of all
other files, those in CORPUS called by their hash among them, the ones are taken that reach most for their length, up to so many
BYTES together; the others are removed from CORPUS. So it stays small however often this is done.
"""

import hashlib
import os
import re
import sys

ENTRY_BYTES = 64  # what a file costs besides its bytes


def read_control(path):
    """[(path, what it reaches)]"""
    with open(path) as file:
        lines = file.read().splitlines()
    names, reached = lines[2:2 + int(lines[0])], {}
    for line in lines[2 + len(names):]:
        kind, number, *features = line.split()
        if kind == "FT":
            reached[int(number)] = frozenset(features)
    return [(name, reached.get(number, frozenset())) for number, name in enumerate(names)]


def is_find(path):
    return re.fullmatch("[0-9a-f]{40}", os.path.basename(path)) is not None


def choose(candidates, known, budget):
    """The paths that are kept; `known` is reached without them."""
    kept = []
    sizes = {path: os.path.getsize(path) + ENTRY_BYTES for path, _ in candidates}
    while candidates:
        candidates = [(path, features - known) for path, features in candidates]
        candidates = [(path, new) for path, new in candidates if new and sizes[path] <= budget]
        if not candidates:
            break
        path, new = max(candidates, key=lambda c: (len(c[1]) / sizes[c[0]], c[0]))
        kept.append(path)
        known |= new
        budget -= sizes[path]
    return kept


def main(control, corpus, fixtures, budget):
    files = read_control(control)
    known, candidates = set(), []
    for path, features in files:
        name = os.path.basename(path)
        if os.path.dirname(path) == os.path.normpath(corpus) and not is_find(path):
            known |= features
        elif not is_find(path):
            known |= features if fixtures != "-" and fixtures in name else set()
        else:
            candidates.append((path, features))
    contents = []
    for path in choose(candidates, known, int(budget)):
        with open(path, "rb") as file:
            contents.append(file.read())
    for name in os.listdir(corpus):
        if is_find(name):
            os.remove(os.path.join(corpus, name))
    for content in contents:
        with open(os.path.join(corpus, hashlib.sha1(content).hexdigest()), "wb") as file:
            file.write(content)
    print("%d finds are kept, %d bytes" % (len(contents), sum(map(len, contents))))


if __name__ == "__main__":
    main(*sys.argv[1:])
