#!/usr/bin/env python3
"""Looks whether the pages (Markdown, NEWS, man/) and the comments of the sources say where things are.

    docs_check.py SOURCES

- A link of a Markdown page leads to a file, and to a heading in it where it says so.
- A path of a folder of the project (src/..., tests/...) names a file or folder. Where it has a part in capitals (NAME.c) or a
  star, at least one name must fit.
- name.c, name.h, name.sh and name.py alone name a file of the project, but for manual pages, which name the reader's own.
- The program of a unit test or fuzz target is named like its source.
- maskloss-eval(1) names a manual page.
- doc/architecture.md names every room of src/, doc/testing.md every script of tests/.

A page with a mistake of each kind, in a folder of its own, comes first: all of them must be found.
"""

import fnmatch
import glob
import os
import re
import sys
import tempfile

FOLDERS = ("src", "tests", "data", "doc", "man", r"\.ci", "tools")
PATH = re.compile(r"(?<![\w./$-])(?:%s)/[\w.*/-]*[\w*/]" % "|".join(FOLDERS))
ALONE = re.compile(r"(?<![\w./*-])[\w-]+\.(?:[ch]|sh|py)(?![\w/(]|\.\w)")
MANUAL = re.compile(r"\b(maskloss(?:-[a-z]+)?)\(([1-9])\)")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(text):
    """The names that forges give the headings of a Markdown page."""
    lines = text.split("\n")
    titles = [line.lstrip("#") for line in lines if re.match(r"#+ ", line)]
    titles += [lines[n - 1] for n, line in enumerate(lines) if n and re.match(r"(=|-){3,}$", line)]
    return {re.sub(r"[^a-z0-9 _-]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def comments(text):
    """The comments of a C file."""
    return "\n".join(re.findall(r"/\*.*?\*/", text, re.DOTALL))


class Project:
    def __init__(self, top):
        self.top = top
        self.problems = []
        self.names = {name for folder in ("src", "tests", "data", "doc", "tools")
                      for _, _, names in os.walk(os.path.join(top, folder)) for name in names}

    def read(self, path):
        with open(os.path.join(self.top, path), encoding="utf-8") as file:
            return file.read()

    def is_there(self, path):
        """Whether a file or folder is, or some that the pattern fits; or the source of a program."""
        pattern = re.sub(r"[A-Z]{3,}", "*", path)
        path = os.path.join(self.top, path)
        return os.path.exists(path) or os.path.exists(path + ".c") or (
            "*" in pattern and bool(glob.glob(os.path.join(self.top, pattern))))

    def check_names(self, page, text):
        for path in sorted(set(PATH.findall(text))):
            if not self.is_there(path):
                self.problems.append("%s names %s, which is not there" % (page, path))
        for name in sorted(set(ALONE.findall(text)) - self.names):
            if not page.startswith("man/") and not re.search(r"[A-Z]{3,}", name):
                self.problems.append("%s names %s, which is nowhere" % (page, name))
        for name, section in sorted(set(MANUAL.findall(text))):
            if not os.path.exists(os.path.join(self.top, "man", "%s.%s" % (name, section))):
                self.problems.append("%s names %s(%s), which is not there" % (page, name, section))

    def check_links(self, page, text):
        for link in LINK.findall(text):
            if re.match(r"https?://", link):
                continue
            path, _, heading = link.partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
            if not os.path.exists(os.path.join(self.top, path)):
                self.problems.append("%s links to %s, which is not there" % (page, link))
            elif heading and heading not in anchors(self.read(path)):
                self.problems.append("%s links to %s, which has no such heading" % (page, link))

    def paths(self, *patterns):
        return sorted(os.path.relpath(path, self.top) for pattern in patterns
                      for path in glob.glob(os.path.join(self.top, pattern), recursive=True))

    def check(self):
        markdown = self.paths("*.md", "doc/*.md")
        for page in markdown + self.paths("NEWS", "man/*.[1-9]"):
            text = self.read(page)
            self.check_names(page, text)
            if page in markdown:
                self.check_links(page, text)
        for page in self.paths("src/**/*.[ch]", "tests/**/*.[ch]"):
            self.check_names(page, comments(self.read(page)))
        architecture = self.read("doc/architecture.md")
        for room in os.listdir(os.path.join(self.top, "src")):
            if "src/" + room not in architecture:
                self.problems.append("doc/architecture.md does not name src/%s" % room)
        named = PATH.findall(self.read("doc/testing.md"))
        for script in self.paths("tests/*.sh"):
            if not any(fnmatch.fnmatch(script, name) for name in named):
                self.problems.append("doc/testing.md does not name %s" % script)


def check_that_mistakes_show():
    pages = {
        "README.md": "[a](doc/none.md) [b](doc/architecture.md#nowhere) [c](doc/architecture.md#the-room) maskloss-none(1)\n",
        "NEWS": "tests/fuzz/fuzz_NAME.c tests/none.sh data/*.none none.c\n",
        "doc/architecture.md": "The room\n--------\nsrc/a/file.c\n",
        "doc/testing.md": "tests/b*.sh\n",
        "tests/a.sh": "",
        "tests/b.sh": "",
        "src/a/file.c": "/* See other.h. */ int x;\n",
        "src/b/file.c": "/* See src/a/file.c. */\n",
    }
    wanted = ["README.md links to doc/none.md", "README.md links to doc/architecture.md#nowhere", "README.md names maskloss-none(1)",
              "NEWS names tests/fuzz/fuzz_NAME.c", "NEWS names tests/none.sh", "NEWS names data/*.none", "NEWS names none.c",
              "src/a/file.c names other.h", "doc/architecture.md does not name src/b", "doc/testing.md does not name tests/a.sh",
              "README.md names doc/none.md"]
    with tempfile.TemporaryDirectory() as top:
        for path, text in pages.items():
            os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(text)
        project = Project(top)
        project.check()
    found = sorted(re.sub(",.*", "", line) for line in project.problems)
    if found != sorted(wanted):
        sys.exit("docs: mistakes made on purpose: found %s, not %s" % (found, sorted(wanted)))


def main():
    check_that_mistakes_show()
    project = Project(sys.argv[1])
    project.check()
    for line in project.problems:
        print(line)
    return 1 if project.problems else 0


if __name__ == "__main__":
    sys.exit(main())
