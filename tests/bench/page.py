#!/usr/bin/env python3
"""The tables of one run of the bench, as Markdown.

    page.py RESULT [PAGE]       prints them, or puts them into the page, between the lines <!-- bench --> and <!-- /bench -->
"""

import json
import sys

BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->\n"
OURS = ("maskloss", "floor")


def number(x):
    return "%.0f" % x if x >= 100 else "%.1f" % x if x >= 10 else "%.2f" % x if x >= 1 else "%.3f" % x


def ratio_of(sides, over, under):
    """By the processors' time; where two threads are compared with one, by the clock."""
    kind = "ms" if "-j" in over + under else "cpu_ms"
    return sides[over][kind] / sides[under][kind]


def goal_text(goal):
    return "" if goal is None else " (%s)" % number(goal).rstrip("0").rstrip(".") if goal < 10 else " (%d)" % goal


def ratios_text(row):
    """What is said of a row: each ratio, and its goal."""
    said = []
    for over, under, goal in row["ratios"]:
        if under in row["sides"] and under != "floor":
            what = "of one thread, on the clock" if over.startswith("maskloss -j") else "of " + under.partition("@")[2] \
                if "@" in under else "of " + under
            said.append("%.2f%s %s" % (ratio_of(row["sides"], over, under), goal_text(goal), what))
    return ", ".join(said)


def peers_text(row):
    own = row["sides"]["maskloss"]["cpu_ms"]
    return ", ".join("%s %.1f x" % (name, side["cpu_ms"] / own) for name, side in row["sides"].items()
                     if not name.startswith(OURS))


def row_text(row, spinning):
    sides = row["sides"]
    goal = next((goal for over, under, goal in row["ratios"] if (over, under) == OURS), None)
    two = "%.2f" % (sides["maskloss"]["ms"] / sides["maskloss -j2"]["ms"] / spinning) if spinning else "-"
    further = "; ".join(filter(None, (ratios_text(row), peers_text(row))))
    return "| %s | %s | %.2f%s | %s | %s |" % (row["what"], number(sides["maskloss"]["cpu_ms"]),
                                                ratio_of(sides, *OURS), goal_text(goal), two, further)


def cases_table(result):
    spinning = result.get("besides", {}).get("spinning")
    lines = ["| case | ms/image | to the floor (goal) | two threads | further ratios (goal); peers, to maskloss |",
             "|------|---------:|--------------------:|------------:|-----------------------------------------|"]
    return lines + [row_text(row, spinning) for row in result["rows"]]


def besides_table(besides):
    r = besides["resampling"]
    intervals = r["intervals"][2] - r["merge"][2]
    lines = ["| besides | measured | goal |", "|---------|---------:|-----:|",
             "| start: one pair of 1 x 1 pixels, ms of processors | %.2f | 1.2 |" % besides["start_ms"],
             "| compare, %d images, 2 classes, s; MiB | %.2f; %.0f | |" % (r["compare"][0], *r["compare"][2:]),
             "| compare, %d images, s; MiB | %.2f; %.0f | |" % (r["compare_more"][0], *r["compare_more"][2:]),
             "| the second, to the first | %.1f | 12 |" % (r["compare_more"][2] / r["compare"][2]),
             "| intervals, %d images, 19 classes, s | %.2f | |" % (r["intervals"][0], intervals),
             "| to NumPy's counts and products (%.2f s) | %.2f | 1 |" % (besides["products"], intervals / besides["products"]),
             "| two processes that spin, to one | %.2f | |" % besides["spinning"]]
    if besides["opens"] is not None:
        lines.append("| how often a plane is opened | %.1f | 2 |" % besides["opens"])
    return lines


def tables(result):
    machine = result["machine"]
    libraries = ", ".join("%s %s" % pair for pair in machine["libraries"].items())
    lines = ["%s; %s processors, %s; kernel %s. Python %s, %s." % (machine["processor"], machine["processors"], machine["system"],
                                                                   machine["kernel"], machine["python"], libraries), ""]
    lines += cases_table(result)
    if "besides" in result:
        lines += ["", *besides_table(result["besides"])]
    return "\n".join(lines)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = tables(json.load(file))
    if len(sys.argv) < 3:
        print(text)
        return
    with open(sys.argv[2], encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + text + "\n\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
