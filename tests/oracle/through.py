"""A case's result by other ways: threads, record streams, shards, merges, interrupted streams, options given to merge.
All of them must print the bytes of one evaluation."""

import json
import os
import shlex
import subprocess

import built
import compare

TIMEOUT_SECONDS = 120
POINTWISE = ("cce", "wcce", "focal", "brier")


class Failed(Exception):
    pass


class Ways:
    """The program, in the folder of a case; `printed` is what eval -f json printed."""

    def __init__(self, program, case, folder, printed):
        self.program, self.case, self.folder, self.printed = program, case, folder, printed
        self.wanted = case.status
        # A record stream has its own gates; those of the case are judged where JSON is printed.
        self.gates = [word for gate in case.gates for word in ("-g", gate.text)]
        self.summary = ["-s"] * case.options.summary
        self.rules = sum(case.words_of.values(), [])
        self.streaming = 3 if case.errors else 0

    def run(self, words, status):
        done = subprocess.run([self.program, *words], cwd=self.folder, input=self.case.stdin, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
        if done.returncode != status:
            raise Failed("maskloss %s: exit status %d, not %d: %s" % (
                " ".join(map(shlex.quote, words)), done.returncode, status,
                done.stderr.decode("utf-8", "replace").strip()[:500]))
        return done.stdout

    def stream(self, name, *more, rules=None):
        """A record stream; its bytes."""
        words = self.rules if rules is None else rules
        self.run(["eval", "-q", "-f", "jsonl", "-o", name, *more, *words, *self.case.file_words], self.streaming)
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def same(self, what, got, wanted=None):
        wanted = self.printed if wanted is None else wanted
        if got == wanted:
            return
        place = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
        raise Failed("%s prints other bytes, from byte %d on: %r, not %r" % (
            what, place, got[max(0, place - 60):place + 60], wanted[max(0, place - 60):place + 60]))

    def merged(self, what, names, *more):
        words = ["merge", "-q", "-f", "json", *self.summary, *self.gates, *more, *names]
        self.same(what, self.run(words, self.wanted))

    # ------------------------------------------------------------------ the ways

    def threads(self):
        words = without_jobs(["-q", "-f", "json", *self.summary, *self.gates, *self.rules, *self.case.file_words])
        for jobs in ("1", "2", "7"):
            self.same("-j " + jobs, self.run(["eval", "-j", jobs, *words], self.wanted))

    def streamed(self):
        """One stream, merged; and what its lines hold."""
        data = self.stream("all.jsonl")
        self.merged("merge of one stream", ["all.jsonl"])
        self.lines(data)

    def lines(self, data):
        """An image's line is its object without what follows from the record, the last one has the aggregate."""
        document = compare.parse(self.printed.decode("utf-8"))
        lines = [compare.parse(line) for line in data.decode("utf-8").splitlines()]
        wanted = [without_derived(image) for image in document.get("images", [])]
        got = [{key: value for key, value in line.items() if key not in ("record", "crc32")} for line in lines[1:-1]]
        if not self.case.options.summary:
            for one, other in zip(wanted, got):
                if text_of(one) != text_of(other):
                    raise Failed("the line of %s: %s, not %s" % (one["id"], text_of(other), text_of(one)))
            if len(wanted) != len(got):
                raise Failed("%d lines of images, not %d" % (len(got), len(wanted)))
        for key in ("aggregate", "errors"):
            if text_of(lines[-1].get(key)) != text_of(document[key]):
                raise Failed("%s of the last line: %s, not %s" % (key, text_of(lines[-1].get(key)), text_of(document[key])))
        if "groups" in lines[-1]:
            raise Failed("the last line has groups")

    def sharded(self):
        n = min(3, self.pairs())
        if n < 2:
            return
        names = ["shard%d.jsonl" % k for k in range(n)]
        for k, name in enumerate(names):
            words = ["eval", "-q", "-f", "jsonl", "-o", name, "--shard=%d/%d" % (k, n), *self.rules, *self.case.file_words]
            self.run(words, 3 if self.fails_in_shard(k, n) else 0)
        self.merged("merge of shards", names[::-1])
        words = ["merge", "-q", "--partial", "-f", "jsonl", "-o", "part.jsonl", *names[:2]]
        self.run(words, 0)                         # --partial takes what failed, too
        self.merged("merge of a merge", ["part.jsonl", *names[2:]])

    def pairs(self):
        """A batch file is one pair."""
        return len(self.keys())

    def keys(self):
        """Of all pairs, in order."""
        found = {image.id if image.number is None else image.id[:image.id.rindex("[")] for image in self.case.images}
        found |= {error["id"] for error in self.case.errors or []}
        return sorted(found, key=lambda key: key.encode("utf-8"))

    def fails_in_shard(self, k, n):
        failed = {error["id"] for error in self.case.errors or []}
        return any(key in failed for key in self.keys()[k::n])

    def summed(self):
        """Streams of sums alone."""
        n = 2
        if self.pairs() < n or self.case.errors:
            return
        wanted = self.run(["eval", "-q", "-f", "json", "-s", *self.gates, *self.rules, *self.case.file_words], self.wanted)
        names = ["sums%d.jsonl" % k for k in range(n)]
        for k, name in enumerate(names):
            self.stream(name, "-s", "--shard=%d/%d" % (k, n))
        words = ["merge", "-q", "-f", "json", "-s", *self.gates]
        self.same("merge of sums", self.run([*words, *names], self.wanted), wanted)
        self.stream(names[1], "--shard=1/%d" % n)
        self.same("merge of sums and images", self.run([*words, *names], self.wanted), wanted)

    def resumed(self):
        """The stream cut off in a line, and after one."""
        data = self.stream("all.jsonl")
        lines = data.splitlines(keepends=True)
        path = os.path.join(self.folder, "cut.jsonl")
        for kept in {1, len(lines) // 2, len(lines) - 1}:
            for rest in (b"", lines[kept][:len(lines[kept]) // 2]):
                with open(path, "wb") as file:
                    file.write(b"".join(lines[:kept]) + rest)
                self.same("--resume after %d lines" % kept, self.stream("cut.jsonl", "--resume"), data)

    def of_old_program(self):
        """A stream as version 0.1 wrote it: the same figures, but for what only pixels tell."""
        document = compare.parse(self.printed.decode("utf-8"))
        if self.case.options.empty or "notes" in document or any("hints" in image for image in document.get("images", [])):
            return
        lines = [compare.parse(line) for line in self.stream("all.jsonl").decode("utf-8").splitlines()]
        with open(os.path.join(self.folder, "old.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(text_of(without_new(line)) + "\n" for line in lines)
        self.merged("merge of a stream of 0.1", ["old.jsonl"], *self.rules)

    def scored_again(self):
        """A stream without the options that merge takes; merge with them."""
        self.stream("plain.jsonl", rules=["--group=none"] if "group" in self.case.words_of else [])
        self.merged("merge " + " ".join(self.rules), ["plain.jsonl"], *self.rules)

    def mask_refused(self):
        """Another mask, where a measure's record depends on it."""
        self.stream("all.jsonl")
        if self.case.options.mask:
            self.refused(["merge", "-f", "json", "--mask=none", "all.jsonl"], 2, 3)
        else:
            self.refused(["merge", "-f", "json", "--mask=" + self.case.options.names[0], "all.jsonl"], 2, 3)

    def measures_refused(self):
        """A measure twice, and measures where streams have theirs."""
        self.stream("all.jsonl")
        self.refused(["merge", "-f", "json", "--measure=band", "all.jsonl"], 2)
        self.refused(["compare", "-f", "json", "--measure=band", "all.jsonl", "all.jsonl"], 2)
        self.refused(["eval", "-f", "json", "--measure=band:width=7,band:width=7", *self.case.file_words], 2)
        self.refused(["eval", "-f", "json", "--measure=band:width=0", *self.case.file_words], 2)

    def printed_values(self):
        """--print, of the gates' paths and of each view's miou."""
        if not built.has("print"):
            return
        document = compare.parse(self.printed.decode("utf-8"))
        asked = [(gate.text[:gate.text.rindex(gate.operator)].strip(), gate) for gate in self.case.gates if not gate.end]
        words, wanted = [], []
        for text, gate in asked:
            words += ["-p", text]
            wanted.append(gate.judged(document)["value"])
        for view in self.case.options.views:
            words.append("--print=%s.metrics.miou" % view)
            wanted.append(document["aggregate"][view]["metrics"]["miou"])
        files = [*self.rules, *self.case.file_words]
        got = self.run(["eval", "-q", *words, *files], self.streaming)
        self.same("--print", got, "".join(text_of(value) + "\n" for value in wanted).encode())
        self.run(["eval", "-q", *words, "-o", "values.txt", *self.gates, *files], self.wanted)
        with open(os.path.join(self.folder, "values.txt"), "rb") as file:
            self.same("--print -o", file.read(), got)
        self.run(["eval", "-q", "-f", "json", *words, *files], 2)
        self.stream("all.jsonl")
        self.same("merge --print", self.run(["merge", "-q", *words, "all.jsonl"], self.streaming), got)

    def refused(self, words, *statuses):
        """A failure with a message and without output."""
        done = subprocess.run([self.program, *words], cwd=self.folder, capture_output=True, timeout=TIMEOUT_SECONDS,
                              check=False)
        if done.returncode not in statuses or not done.stderr.startswith(b"maskloss: ") or done.stdout:
            raise Failed("maskloss %s: exit status %d, not %s: %r" % (
                " ".join(map(shlex.quote, words)), done.returncode, " or ".join(map(str, statuses)), done.stderr[:300]))

    def group_refusals(self):
        """What groups do not go with, and names that they take."""
        if self.case.errors:
            return
        files, known = self.case.file_words, [*self.rules, *self.case.file_words]
        self.refused(["eval", "-f", "jsonl", "-s", *known], 2)
        self.refused(["eval", "-f", "jsonl", "--worst=1", *known], 2)
        self.refused(["eval", "-f", "json", "-g", 'groups["not there"].pixels.valid>=0', *known], 3)
        self.refused(["eval", "-f", "json", "--group=nothing", *files], 2)
        self.stream("all.jsonl")
        self.refused(["merge", "-f", "json", "-g", 'groups["not there"].pixels.valid>=0', "all.jsonl"], 3)
        if self.pairs() >= 2:
            self.stream("with.jsonl", "--shard=0/2")
            others = [word for name, words in self.case.words_of.items() if name != "group" for word in words]
            self.stream("without.jsonl", "--shard=1/2", rules=[*others, "--group=none"])
            self.refused(["merge", "-f", "json", *self.summary, "with.jsonl", "without.jsonl"], 3)
            # A rule given in merge replaces the names of the streams.
            self.merged("merge with a rule", ["without.jsonl", "with.jsonl"], *self.rules)
        self.stream("sums.jsonl", "-s", rules=["--group=none"])
        self.refused(["merge", "-f", "json", *self.case.words_of["group"], "sums.jsonl"], 2, 3)


def without_jobs(words):
    """Words of a command line without -j."""
    result, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-j", "--jobs"):
            skip = True
        elif not (word.startswith("-j") and word[2:].isdigit()) and not word.startswith("--jobs="):
            result.append(word)
    return result


def without_derived(image):
    """An image's object as its line has it."""
    result = {}
    for key, value in image.items():
        if key in ("raw", "masked", "excluded"):
            value = {name: below for name, below in value.items() if name != "confusion"}
            value["losses"] = {
                loss: {name: below for name, below in figures.items()
                       if name != "per_class" or loss.partition(":")[0] not in POINTWISE}
                for loss, figures in value["losses"].items()}
        if key == "measures":
            value = {name: {view: without_confusion(below) for view, below in figures.items()}
                     for name, figures in value.items()}
        result[key] = value
    return result


def without_confusion(figures):
    """Of a view of a measure, or what a measure has beside its views."""
    if not isinstance(figures, dict):
        return figures
    return {name: below for name, below in figures.items() if name != "confusion"}


# Members that version 0.1 does not have, wherever they are.
NEW = ("crc32", "punished", "constant", "skill", "mean_precision", "micro_iou", "images_missed", "images_spurious", "group",
       "intervals", "conventions", "group_mean", "hints")


def without_new(value, path=()):
    """What a line would be in a stream of 0.1.  A class's name is no member."""
    if not isinstance(value, dict):
        return value
    result = {}
    for key, below in value.items():
        of_class = bool(path) and path[-1] in ("per_class", "by_decision")
        is_new = key in NEW or (path[:1] == ("image_mean",) and (
            (len(path) == 2 and key == "per_class") or (len(path) == 4 and key in ("mean_unmasked", "mean_weighted"))))
        is_new = is_new or (key == "images" and len(path) >= 2 and path[-2] == "per_class" and path[0] != "image_mean")
        is_new = is_new or (key == "per_class" and len(path) >= 2 and path[-2] == "losses"
                            and path[-1].partition(":")[0] in POINTWISE)
        if of_class or not is_new:
            result[key] = without_new(below, path + (key,) if key != "aggregate" else ())
    return result


def text_of(value):
    """Numbers as they are written."""
    if isinstance(value, compare.Number):
        return value.text
    if isinstance(value, dict):
        return "{%s}" % ",".join("%s:%s" % (json.dumps(key), text_of(below)) for key, below in value.items())
    if isinstance(value, list):
        return "[%s]" % ",".join(map(text_of, value))
    return json.dumps(value)


def follow(program, case, folder, printed):
    """Lines that say what is wrong."""
    names = getattr(case, "follow", ())
    if not names:
        return []
    ways = Ways(program, case, folder, printed)
    try:
        for name in names:
            getattr(ways, name)()
    except (Failed, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
        return ["%s" % failure]
    return []
