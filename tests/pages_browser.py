#!/usr/bin/env python3
"""Opens pages (-f html) in a browser, headless Chromium: with and without scripts the same is there, at 360 pixels too nothing is
wider than the window, tables are sorted by their titles, nobody complains, and nothing but the page is fetched.

    pages_browser.py --maskloss PROGRAM --source FOLDER --folder WORK
"""
import argparse
import html
import http.server
import json
import random
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter

import pages_check

# Says in the title what is wider than the window; and, after a click on each column of the first table, what its cells are then.
PROBE = """<script>
var wide = document.documentElement.scrollWidth > window.innerWidth ? ["page"] : [];
document.querySelectorAll("main *").forEach(function (element) {
    if (!element.closest(".scroll") && element.getBoundingClientRect().right > window.innerWidth + 1)
        wide.push(element.tagName + "." + element.className);
});
var said = ["width " + window.innerWidth, "wide " + wide.slice(0, 3).join(" ")];
var table = document.querySelector("table.sortable");
table.querySelectorAll("thead button").forEach(function (button, k) {
    for (var click = 0; click < 2; click++) {
        button.click();
        var head = button.parentNode;
        said.push("sorted " + head.getAttribute("aria-sort") + " " + Array.prototype.map.call(table.tBodies[0].rows, function (row) {
            return head.cellIndex === 0 && row.dataset.class ? row.dataset.class : row.children[head.cellIndex].textContent.replace(/\\u202f/g, "").split(" ")[0];
        }).join(" "));
    }
});
document.querySelectorAll(".toggle button").forEach(function (button) {
    button.click();
    said.push("shown " + button.textContent + " " + Array.prototype.filter.call(document.querySelectorAll("[data-view]"),
        function (view) { return view.offsetHeight > 0; }).map(function (view) { return view.dataset.view; }).join(" "));
});
document.title = said.join("; ");
</script>"""


# No window is as narrow as a telephone, but a frame is.
FRAME = """<!DOCTYPE html><title>x</title>
<iframe src="probe.html" style="width:%dpx;height:2000px;border:0" onload="document.title=this.contentDocument.title"></iframe>"""


def expect(holds, text):
    if not holds:
        sys.exit("pages-browser: " + text)


class Server:
    """Has a folder's files, and notes what was asked for. Behind ?no-scripts browsers are told to run none."""

    def __init__(self, folder):
        asked = self.asked = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=folder)

            def end_headers(self):
                # Files are written again under their names, within a second too, which is all that a date of change tells.
                self.send_header("Cache-Control", "no-store")
                if self.path.endswith("?no-scripts"):
                    self.send_header("Content-Security-Policy", "sandbox")
                super().end_headers()

            def log_message(self, format, *arguments):
                asked.append(self.path)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = "http://127.0.0.1:%d/" % self.server.server_address[1]


class Browser:
    def __init__(self, program, folder):
        self.program, self.folder, self.server = program, folder, Server(folder)

    def open(self, page, options=()):
        """The document as it is in the end, and what was said about it."""
        command = [self.program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
                   "--disable-background-networking", "--user-data-dir=" + self.folder + "/profile", "--dump-dom"]
        done = subprocess.run(command + list(options) + [self.server.address + page], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=120, check=False)
        return done.stdout.decode(), [line for line in done.stderr.decode().split("\n") if ":CONSOLE" in line]


def browser(folder):
    """A browser that works here, or the reason why there is none."""
    found = [name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)]
    if not found:
        return None, "no chromium (Debian: chromium)"
    with open(folder + "/blank.html", "w", encoding="utf-8") as file:
        file.write("<!DOCTYPE html><title>x</title><p>it works")
    try:
        one = Browser(found[0], folder)
        text = one.open("blank.html")[0]
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    return (one, None) if "it works" in text else (None, "chromium does not start here")


def words(page):
    return html.unescape(re.sub("<[^>]*>", "", re.search("<main>.*</main>", page, re.DOTALL)[0]))


def number(text):
    return float(text) if re.fullmatch(r"[-+]?[0-9.]+(e[-+][0-9]+)?", text) else None


def check_said(said, views):
    found = re.search(r"<title>(width .*?)</title>", said)
    expect(found, "the probe did not run: %s" % re.findall("<title>.*?</title>", said)[:1])
    parts = found[1].split("; ")
    expect(parts[1] == "wide ", "wider than the window (%s): %s" % (parts[0], parts[1]))
    orders = [part.split(" ")[1:] for part in parts if part.startswith("sorted ")]
    expect(len(orders) >= 10, "%d orders" % len(orders))
    for direction, *cells in orders:
        values = [number(cell) for cell in cells]
        defined = [value for value in values if value is not None]
        if defined and defined[0] is not None and all(value is not None for value in values[:len(defined)]):
            expect(defined == sorted(defined, reverse=direction == "descending"), "sorted, %s: %s" % (direction, cells))
        else:
            expect(not defined and cells == sorted(cells, reverse=direction == "descending"), "sorted, %s: %s" % (direction, cells))
    shown = [part.split(" ")[1:] for part in parts if part.startswith("shown ")]
    wanted = [[view, view] for view in views] + [["all"] + views] if len(views) > 1 else []
    expect(shown == wanted, "views are shown as %s" % shown)
    return int(parts[0].split(" ")[1])


def check_page(one, folder, title):
    """The file page.html of the folder, which has a title like this."""
    with open(folder + "/page.html", encoding="utf-8") as file:
        page = file.read()
    with open(folder + "/probe.html", "w", encoding="utf-8") as file:
        file.write(page.replace("</body>", PROBE + "</body>"))
    plain, complaints = one.open("page.html?no-scripts")
    expect(len(complaints) == 1 and "Blocked script" in complaints[0], "without scripts: %s" % complaints)
    expect(len(re.findall("<t[dh]", plain)) == len(re.findall("<t[dh]", page)), "cells without scripts")
    expect(words(plain) == words(page), "text without scripts")
    expect("hidden" not in re.sub("<style>.*?</style>|<script>.*?</script>|aria-hidden", "", plain, flags=re.DOTALL) and "<button" not in
           re.sub("<script>.*?</script>", "", plain, flags=re.DOTALL), "something waits for a script")
    scripted, complaints = one.open("page.html")
    views = re.findall('data-view="([a-z]+)"', page)
    expect(not complaints, "with scripts: %s" % complaints)
    expect(len(re.findall('<button type="button"', scripted)) > 10 and ('class="toggle"' in scripted) == (len(views) > 1), "no buttons with scripts")
    expect(re.search("<title>maskloss: %s</title>" % title, scripted), "the title")
    fetched = set(one.server.asked) - {"/blank.html", "/page.html", "/page.html?no-scripts", "/favicon.ico", "/frame.html", "/probe.html"}
    expect(not fetched, "fetched: %s" % sorted(fetched))
    for width in (360, 1400):
        with open(folder + "/frame.html", "w", encoding="utf-8") as file:
            file.write(FRAME % width)
        said, complaints = one.open("frame.html")
        expect(not complaints, "at %d: %s" % (width, complaints))
        expect(check_said(said, views) == width, "the frame is not %d wide" % width)


def odd_set(folder):
    """Forty classes, one with an endless name; arguments of a page of all views with gates."""
    n, side = 40, 48
    draw = random.Random(3)
    names = ["n" * 300] + ["class number %d" % c for c in range(1, n)]
    with open(folder + "/odd.json", "w", encoding="utf-8") as file:
        json.dump({"classes": [{"name": name, "labels": [c]} for c, name in enumerate(names)]}, file)
    truth = [draw.randrange(n) for _ in range(side * side)]
    called = [y if draw.random() < 0.6 else draw.choice((0, draw.randrange(n))) for y in truth]
    for name, values in (("t", truth), ("p", called)):
        pages_check.write_npy("%s/%s.npy" % (folder, name), "<u2", (side, side), values, "H")
    return ["eval", "-q", "-f", "html", "-c", folder + "/odd.json", "--views=raw,masked,excluded", folder + "/t.npy", folder + "/p.npy"]


def check_paper(one, folder):
    """On paper nothing of the page's tables is cut off."""
    if not shutil.which("pdftotext"):
        print("pages-browser: not looked at: paper (Debian: poppler-utils)")
        return
    with open(folder + "/page.html", encoding="utf-8") as file:
        page = file.read()
    one.open("page.html", ["--no-pdf-header-footer", "--print-to-pdf=" + folder + "/page.pdf"])
    boxes = subprocess.run(["pdftotext", "-bbox", folder + "/page.pdf", "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
    width = float(re.search('<page width="([0-9.]+)"', boxes)[1])
    words_on_paper = [(float(right), html.unescape(word)) for right, word in re.findall('xMax="([0-9.]+)" yMax="[0-9.]+">(.*?)</word>', boxes)]
    expect(max(right for right, _ in words_on_paper) <= width, "words reach beyond the paper")
    found, wanted = Counter(word for _, word in words_on_paper), Counter(re.findall(r"<td[^>]*>([0-9.]+)</td>", page))
    lost = [word for word in wanted if found[word] < wanted[word]]
    expect(len(wanted) > 100 and not lost, "lost on paper: %s" % lost[:20])


def main():
    parser = argparse.ArgumentParser()
    for option in ("maskloss", "source", "folder"):
        parser.add_argument("--" + option, required=True)
    options = parser.parse_args()
    folder, sample = options.folder, options.source + "/data/sample"
    one, reason = browser(folder)
    if not one:
        print("SKIP: pages-browser: " + reason, file=sys.stderr)
        sys.exit(77)
    for side in ("pred", "pred-new"):
        with open("%s/%s.list" % (folder, side), "w", encoding="utf-8") as file:
            for name in ("crossing", "high-street", "park", "ring-road"):
                file.write("%s/truth/%s.png\t%s/%s/%s.npy\t<script>document.title=1</script>%s%s\n" % (sample, name, sample, side, name, "x" * 150, name))
        subprocess.run([options.maskloss, "eval", "-q", "-f", "jsonl", "-o", "%s/%s.jsonl" % (folder, side), "-c", sample + "/classes.json",
                        "-l", "%s/%s.list" % (folder, side)], check=True)
    subprocess.run([options.maskloss, "eval", "-q", "-f", "html", "-o", folder + "/page.html", "-c", sample + "/classes.json", "--intervals",
                    "-w", "inverse", "-g", "images==4", "--conventions", "-l", folder + "/pred.list"], check=True)
    check_page(one, folder, "PASS: the gate holds")
    subprocess.run([options.maskloss, "compare", "-q", "-f", "html", "-o", folder + "/page.html", "--group=file", folder + "/pred.jsonl",
                    folder + "/pred-new.jsonl"], check=True)
    check_page(one, folder, r"miou \+0.1044 masked, \+0.0730 raw")
    odd = odd_set(folder)
    subprocess.run([options.maskloss] + odd + ["-o", folder + "/page.html"], check=True)
    check_page(one, folder, "miou 0[.][0-9]+ masked, 0[.][0-9]+ raw, 0[.][0-9]+ excluded")
    check_paper(one, folder)
    print("pages-browser: as it should be")


if __name__ == "__main__":
    main()
