#!/usr/bin/env python3
"""Looks whether a site hangs together.

    site_check.py FOLDER

Every link, picture and style sheet that is not of another site leads to a file below FOLDER, and to an element where it names
one; ids are there once; elements are closed as they were opened, and no link stands in a link; every page can be reached from
index.html. A site with a mistake of each kind, in a folder of its own, comes first: all of them must be found.
"""

import html.parser
import os
import re
import sys
import tempfile

EMPTY = {"meta", "link", "br", "hr", "img", "col", "input"}
CLOSED_BY_OTHERS = {"p", "li", "dt", "dd", "tr", "td", "th"}


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.problems, self.open = set(), [], [], []
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())
        self.close()
        if self.open:
            self.problems.append("leaves <%s> open" % self.open[-1])

    def handle_starttag(self, tag, attrs):
        if tag == "a" and "a" in self.open:
            self.problems.append("has a link in a link")
        for name, value in attrs:
            if name == "id":
                if value in self.ids:
                    self.problems.append("has the id %s twice" % value)
                self.ids.add(value)
            elif name in ("href", "src"):
                self.links.append(value)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in EMPTY:  # <br/>
            return
        while self.open and self.open[-1] != tag and self.open[-1] in CLOSED_BY_OTHERS:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problems.append("closes <%s>, which is not open" % tag)


def check(top):
    pages = {os.path.relpath(os.path.join(folder, name), top): Page(os.path.join(folder, name))
             for folder, _, names in os.walk(top) for name in names if name.endswith(".html")}
    problems = ["%s %s" % (path, problem) for path, page in pages.items() for problem in page.problems]
    reached, to_follow = {"index.html"}, ["index.html"]
    leads = {}
    for path, page in pages.items():
        leads[path] = set()
        for link in page.links:
            if re.match(r"https://", link):
                continue
            target, _, element = link.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(path), target)) if target else path
            if re.match(r"[a-z]+:|/", link) or target.startswith("..") or not os.path.isfile(os.path.join(top, target)):
                problems.append("%s links to %s, which is not there" % (path, link))
            elif element and element not in pages[target].ids:
                problems.append("%s links to %s, which has no such element" % (path, link))
            leads[path].add(target)
    while to_follow:
        for target in leads.get(to_follow.pop(), set()) - reached:
            reached.add(target)
            to_follow.append(target)
    return problems + ["%s cannot be reached from the index" % path for path in pages if path not in reached]


def check_that_mistakes_show():
    pages = {
        "index.html": '<a href="a.html">a</a> <a href="none.html">b</a> <a href="a.html#none">c</a> <a href="file:///etc">d</a>',
        "a.html": '<p id="x"><p id="x"><a href="index.html">1<a href="index.html">2</a></a></b><em>',
        "b.html": '<img src="none.svg">',
    }
    wanted = {"index.html links to none.html, which is not there", "index.html links to a.html#none, which has no such element",
              "index.html links to file:///etc, which is not there", "a.html has the id x twice", "a.html has a link in a link",
              "a.html closes <b>, which is not open", "a.html leaves <em> open", "b.html links to none.svg, which is not there",
              "b.html cannot be reached from the index"}
    with tempfile.TemporaryDirectory() as top:
        for path, text in pages.items():
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(text)
        found = set(check(top))
    if found != wanted:
        sys.exit("site: mistakes made on purpose: %s" % sorted(found ^ wanted))


def main():
    check_that_mistakes_show()
    problems = check(sys.argv[1])
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
