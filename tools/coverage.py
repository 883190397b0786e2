#!/usr/bin/env python3
"""Lines and branches that the tests reached, per room of src/, from what gcovr gathered.

    coverage.py COVERAGE.json               the table; fails where a room that writes or reads files is below its bound
    coverage.py --missed ROOM[,ROOM..] COVERAGE.json
                                            also each line of these rooms that never ran and each branch never taken

Nothing is left out of the count: no marker in a source hides a miss, and a branch counts as the compiler made it (without
optimisation: one for each side of each condition, && and || included). What cannot be reached says so beside it in the source.
"""

import argparse
import json
import os
import sys

LINES, BRANCHES = 98, 95  # per cent, of the rooms below
BOUND = ("engine", "format", "io", "stream")


def room_of(path):
    """src/ROOM/... -> ROOM; None for what is no source of a room."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def percent(part, all_of):
    return 100.0 * part / all_of if all_of else 100.0


class Count:
    """Of a room: lines and branches, and how many were reached."""

    def __init__(self):
        self.lines = self.lines_reached = self.branches = self.branches_reached = 0

    def add(self, line):
        self.lines += 1
        self.lines_reached += line["count"] > 0
        self.branches += len(line["branches"])
        self.branches_reached += sum(branch["count"] > 0 for branch in line["branches"])

    def add_all(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def line_percent(self):
        return percent(self.lines_reached, self.lines)

    def branch_percent(self):
        return percent(self.branches_reached, self.branches)

    def is_below(self):
        return self.line_percent() < LINES or self.branch_percent() < BRANCHES

    def row(self, name, note=""):
        return "%-10s %8d %8d %7.2f %%  %8d %8d %7.2f %%%s" % (
            name, self.lines, self.lines - self.lines_reached, self.line_percent(),
            self.branches, self.branches - self.branches_reached, self.branch_percent(), note)


def missed(file, sources):
    """The lines of a file that say what was not reached in it."""
    try:
        with open(os.path.join(sources, file["file"]), encoding="utf-8") as source:
            text = source.read().splitlines()
    except FileNotFoundError:
        text = []
    for line in file["lines"]:
        number, branches = line["line_number"], line["branches"]
        code = text[number - 1].strip() if number <= len(text) else ""
        if line["count"] == 0:
            yield "%s:%d: never runs: %s" % (file["file"], number, code)
            continue
        never = [str(n + 1) for n, branch in enumerate(branches) if branch["count"] == 0]
        if never:
            yield "%s:%d: branch %s of %d: %s" % (file["file"], number, ", ".join(never), len(branches), code)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", default="", metavar="ROOMS")
    parser.add_argument("--sources", default=".", help="the folder of src/")
    parser.add_argument("json")
    arguments = parser.parse_args()
    with open(arguments.json, encoding="utf-8") as text:
        files = json.load(text)["files"]
    wanted = [room for room in arguments.missed.split(",") if room]
    rooms, everything, lists = {}, Count(), []
    for file in sorted(files, key=lambda one: one["file"]):
        room = room_of(file["file"])
        if not room:
            continue
        file["lines"] = [line for line in file["lines"] if not line.get("gcovr/noncode")]
        count = rooms.setdefault(room, Count())
        for line in file["lines"]:
            count.add(line)
        if room in wanted:
            lists += missed(file, arguments.sources)
    if not rooms or any(room not in rooms for room in wanted):
        print("coverage: %s has nothing of %s" % (arguments.json, arguments.missed or "src/"), file=sys.stderr)
        return 2
    print("%-10s %8s %8s %9s  %8s %8s %9s" % ("room", "lines", "missed", "", "branches", "missed", ""))
    below = []
    for room, count in sorted(rooms.items()):
        everything.add_all(count)
        is_low = room in BOUND and count.is_below()
        below += [room] if is_low else []
        print(count.row(room, "  below %d or %d %%" % (LINES, BRANCHES) if is_low else ""))
    print(everything.row("all"))
    for line in lists:
        print(line)
    if below:
        print("coverage: below %d %% of lines or %d %% of branches: %s" % (LINES, BRANCHES, ", ".join(below)), file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
