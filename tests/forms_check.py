#!/usr/bin/env python3
"""Reads what -f markdown and -f junit write as others do.

    forms_check.py --maskloss PROGRAM --data FOLDER --folder FOLDER

JUnit: well-formed, the structure that the schema of Jenkins' xUnit plugin (junit-10.xsd) asks for, one test case per gate with
its text, verdict and value, and before these one of the evaluation, which fails where the run does; and through junitparser, if
that is installed. Markdown: through cmark-gfm, if that is installed, every name
comes out as it is and no HTML of a name's gets through; and below 1 MiB with thousands of classes, images, gates and errors.
Exit status: 0 all is well, 1 not, 77 all is well as far as the readers are installed.
"""

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

NAMES = ["a|b", "<script>alert(1)</script>", "`tick`", "*star* _under_", "[link](http://x.y)", "back\\slash|", "&amp; &lt;", "#1",
         "~~gone~~", "$x$", "@someone", "me@example.org", "http://example.org", "www.example.org", "\u65e5\u672c \u00e9", "]]>", "\"quoted\" 'so'",
         "a  b", "<!-- c -->", "| --- |", ":smile:", "\\|", "^", "{}", "!", "==", "--"]
LIMIT = 1 << 20
ATTRIBUTES = {  # required and allowed, of each element
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"group", "time", "skipped", "timestamp", "hostname", "id", "package"}),
    "testcase": ({"name"}, {"time", "classname", "group"}),
    "failure": (set(), {"type", "message"}),
    "skipped": (set(), {"message"}),
    "system-out": (set(), set()),
    "system-err": (set(), set()),
}
CHILDREN = {"testsuites": {"testsuite"}, "testsuite": {"testcase", "system-err"}, "testcase": {"failure", "skipped", "system-out"},
            "failure": set(), "skipped": set(), "system-out": set(),
            "system-err": set()}

problems = []


def expect(holds, text):
    if not holds:
        problems.append(text)


def run(arguments, status, stdin=b""):
    done = subprocess.run(arguments, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    expect(done.returncode == status, "exit %d of %s: %s" % (done.returncode, " ".join(arguments)[:200], done.stderr[:300]))
    return done.stdout


def structure(element):
    required, allowed = ATTRIBUTES.get(element.tag, (set(), set()))
    names = set(element.attrib)
    expect(element.tag in ATTRIBUTES, "junit: element %s" % element.tag)
    expect(required <= names <= required | allowed, "junit: attributes %s of %s" % (sorted(names), element.tag))
    for child in element:
        expect(child.tag in CHILDREN.get(element.tag, ()), "junit: %s in %s" % (child.tag, element.tag))
        structure(child)


def check_junit(text, verdicts):
    """`verdicts`: (gate, whether it holds)."""
    root = ElementTree.fromstring(text)
    structure(root)
    expect(root.tag == "testsuites" and len(root) == 1, "junit: one suite")
    suite = root[0]
    cases = suite.findall("testcase")
    failed = [case.find("failure") is not None for case in cases]
    expect(cases[0].get("name") == "evaluation" and not failed[0], "junit: the evaluation is not the first case, or fails")
    expect([(case.get("name"), not bad) for case, bad in zip(cases, failed)][1:] == verdicts, "junit: other cases than gates")
    expect(suite.get("tests") == str(len(cases)) and suite.get("failures") == str(sum(failed)), "junit: counts")
    for case, (gate, holds) in zip(cases[1:], verdicts):
        failure = case.find("failure")
        value = case.find("system-out")
        expect(value is not None and re.fullmatch("null|[-0-9.e]+", value.text), "junit: the value of %s" % gate)
        path, bound = re.fullmatch(r"(.*?) ?((?:>=|>|==|<)[-0-9.e]+)", gate).groups()
        path = re.sub(r'\["([0-9A-Za-z_-]+)"\]', r".\1", path)  # as it is shortest
        expect(holds or re.fullmatch(re.escape(path) + " is (null|[-0-9.e]+), not " + re.escape(bound), failure.get("message")),
               "junit: the message of %s" % gate)
        expect(holds or failure.text == failure.get("message"), "junit: the content of %s" % gate)
    try:
        import junitparser
    except ImportError:
        return False
    suites = junitparser.JUnitXml.fromstring(text.encode())  # lxml, which it prefers, takes no text that names its encoding
    read = [(case.name, not case.result) for one in suites for case in one]
    expect(read == [("evaluation", True)] + verdicts, "junitparser reads %s" % read[:3])
    return True


def cells(page):
    """The code that the first cell of each row begins with: there GitHub changes nothing any more."""
    rows = re.findall(r"<tr>\s*<t[hd][^>]*><code>(.*?)</code>", page, re.DOTALL)
    return [html.unescape(row.replace("<!-- -->", "")) for row in rows]


def check_markdown(text, wanted, what):
    expect(text.startswith("## maskloss: "), "%s: no title first" % what)
    expect(len(text.encode()) < LIMIT, "%s: %d bytes" % (what, len(text.encode())))
    widths = None
    for line in text.split("\n"):
        bars = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else None
        expect(bars is None or widths is None or bars == widths, "%s: a row has other cells: %s" % (what, line[:200]))
        widths = bars
    if not shutil.which("cmark-gfm"):
        return False
    page = run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink"], 0, text.encode()).decode()
    found = cells(page)
    for name in wanted:
        expect(name in found, "%s: no cell has %r" % (what, name))
    tags = set(re.findall(r"<(/?[a-z!][a-z0-9-]*)", page.replace("<!-- -->", "")))
    expect(tags <= {t for tag in ("h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "ul", "li", "code")
                    for t in (tag, "/" + tag)}, "%s: tags %s" % (what, sorted(tags)))
    return True


def odd_names(options, gate_of):
    """A class set, and an image per name."""
    png, npy = (os.path.join(options.data, name) for name in ("good-png-gray8.png", "good-npy-f4-hwc.npy"))
    seen = True
    for at in range(0, len(NAMES) - 2, 3):
        names = NAMES[at:at + 3]
        classes = os.path.join(options.folder, "odd.json")
        with open(classes, "w", encoding="utf-8") as file:
            json.dump({"classes": [{"name": name} for name in names]}, file)
        pairs = "".join("%s\0" % "\t".join((png, npy, name)) for name in names)
        gates = [(gate_of(name, ">=0"), True) for name in names] + [(gate_of(name, ">2"), False) for name in names]
        arguments = [options.maskloss, "eval", "-c", classes, "-0", "-l", "-"]
        for gate, _ in gates:
            arguments += ["-g", gate]
        text = run(arguments + ["-f", "markdown"], 1, pairs.encode()).decode()
        shown = [name for name in names if "\\" not in name]  # in ids, \ is doubled
        seen &= check_markdown(text, shown + [gate for gate, _ in gates], "markdown of %s" % names)
        seen &= check_junit(run(arguments + ["-f", "junit"], 1, pairs.encode()).decode(), gates)
    return seen


def too_much(options):
    """More classes, images, gates and errors than fit."""
    n = 1000
    png = os.path.join(options.data, "good-png-gray8.png")
    classes = os.path.join(options.folder, "many.json")
    with open(classes, "w", encoding="utf-8") as file:
        json.dump({"classes": [{"name": "%04d" % c + "|\U0001f600" * 100} for c in range(n)]}, file, ensure_ascii=False)
    # Labels 0..n-1 in a 16-bit image, predicted as they are.
    truth = os.path.join(options.folder, "many.npy")
    values = b"".join(c.to_bytes(2, "little") for c in range(n))
    header = ("{'descr': '<u2', 'fortran_order': False, 'shape': (%d, 40), }" % (n // 40)).encode().ljust(117) + b"\n"
    with open(truth, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + values)
    pairs = "%s\t%s\n" % (truth, truth)
    text = run([options.maskloss, "eval", "-c", classes, "-l", "-", "-f", "markdown", "-L", "cce"], 0, pairs.encode()).decode()
    check_markdown(text, [], "markdown of many classes")
    expect(re.search(r"^\d+ more of the classes", text, re.MULTILINE), "markdown: not said how many classes are left out")
    npy = os.path.join(options.data, "good-npy-f4-hwc.npy")
    long_id = "`|" * 200
    pairs = "".join("%s\t%s\t%05d%s\n" % (png, npy if k % 2 else "none-%s" % long_id[:200], k, long_id) for k in range(2 * n))
    arguments = [options.maskloss, "eval", "-q", "-l", "-", "--keep-going", "-f", "markdown", "--worst=100000",
                 "-c", os.path.join(options.data, "good-classes-3.json")]
    for k in range(n):
        arguments += ["-g", 'raw.per_class["road"].iou<%s%d' % ("0" * 300, k)]
    text = run(arguments, 3, pairs.encode()).decode()
    check_markdown(text, [], "markdown of many images")
    for noun in ("gates", "images", "errors"):
        expect(re.search(r"^\d+ %s more: " % noun, text, re.MULTILINE), "markdown: not said how many %s are left out" % noun)


def run_cases(options):
    """JUnit's first case is the evaluation itself: in eval, merge and compare, whatever the run ended with."""
    folder, data = options.folder, options.data
    png, npy, bad = (os.path.join(data, name) for name in ("good-png-gray8.png", "good-npy-f4-hwc.npy", "bad-npy-nan.npy"))
    classes = os.path.join(data, "good-classes-3.json")
    pairs = os.path.join(folder, "pairs")
    with open(pairs, "w", encoding="utf-8") as file:
        file.write("%s\t%s\ta\n%s\t%s\tb\n%s\tnone.npy\tc\n" % (png, npy, png, bad, png))
    stream, other = (os.path.join(folder, name) for name in ("bad.jsonl", "cut.jsonl"))
    run([options.maskloss, "eval", "-q", "-f", "jsonl", "--keep-going", "-o", stream, "-l", pairs, "-c", classes], 3)
    with open(stream, "rb") as file:
        lines = file.readlines()
    with open(other, "wb") as file:
        file.writelines(lines[:-1])
    gate = ["-g", "images==1"]
    for words, status, skipped in (
            (["eval", png, npy], 0, None),
            (["eval", png, bad], 3, None),
            (["eval", "-c", "none.json", png, npy], 3, None),
            (["eval", png, os.path.join(folder, "none.npy")], 3, None),
            (["eval", "-l", pairs], 3, None),
            (["eval", "-l", pairs, "-c", classes, "--keep-going"], 3, None),
            (["eval", "-l", pairs, "-c", classes, "--keep-going", "--partial"], 3, 1),
            (["merge", stream], 3, None),
            (["merge", "--partial", stream], 0, 2),
            (["merge", other], 3, None),
            (["merge", os.path.join(folder, "none.jsonl")], 3, None),
            (["compare", stream, stream], 3, None),
            (["compare", "--partial", stream, stream], 0, 4),
            (["compare", other, stream], 3, None)):
        out = os.path.join(folder, "run.xml")
        with open(out, "w", encoding="utf-8") as file:
            file.write("of an earlier run\n")
        command = [options.maskloss, words[0], "-q", "-f", "junit"] + gate + words[1:]
        printed = run(command, status)
        run(command + ["-o", out], status)
        with open(out, "rb") as file:
            expect(file.read() == printed, "junit: -o has something else: %s" % words)
        root = ElementTree.fromstring(printed.decode())
        structure(root)
        suite = root[0]
        first = suite.findall("testcase")[0]
        failure = first.find("failure")
        expect(first.get("name") == "evaluation" and (failure is not None) == (status == 3), "junit: the evaluation of %s" % words)
        expect(failure is None or failure.get("message"), "junit: no message of %s" % words)
        found = suite.find("testcase/skipped")
        expect((found is not None) == (skipped is not None), "junit: what is skipped of %s" % words)
        expect(found is None or str(skipped) in found.get("message"), "junit: how many are skipped of %s" % words)
        expect(suite.get("skipped") == str(int(skipped is not None)), "junit: the count of what is skipped of %s" % words)
    # Wrong words are no run; an input is not overwritten, even where the pairs are not known.
    with open(out, "w", encoding="utf-8") as file:
        file.write("of an earlier run\n")
    run([options.maskloss, "eval", "-f", "junit", "-o", out, "--bogus", png, npy], 2)
    with open(out, encoding="utf-8") as file:
        expect(file.read() == "of an earlier run\n", "junit: written in spite of wrong words")
    copy = os.path.join(folder, "copy.png")
    shutil.copyfile(png, copy)
    run([options.maskloss, "eval", "-f", "junit", "-o", copy, copy, os.path.join(folder, "none.npy")], 3)
    with open(png, "rb") as one, open(copy, "rb") as two:
        expect(one.read() == two.read(), "junit: an input is lost")
    # Other forms leave the file as it was.
    run([options.maskloss, "eval", "-f", "json", "-o", out, png, bad], 3)
    with open(out, encoding="utf-8") as file:
        expect(file.read() == "of an earlier run\n", "json: written in spite of an error")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--maskloss", "--data", "--folder"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()

    def gate_of(name, bound):
        return 'masked.per_class["%s"].recall%s' % (re.sub(r'(["\\])', r"\\\1", name), bound)

    seen = odd_names(options, gate_of)
    too_much(options)
    run_cases(options)
    for line in problems[:20]:
        print(line)
    print("%d problems" % len(problems))
    if problems:
        return 1
    if not seen:
        print("SKIP: cmark-gfm or python3-junitparser is not installed: its part was left out")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main())
