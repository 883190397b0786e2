#!/usr/bin/env python3
"""Makes system calls and allocations of the program fail, one after the other, and judges what it makes of that.

    run.py --maskloss PROGRAM --inject inject.so --data tests/data [--every N [--from K] | --places] [--scenario NAME,..] [--trace]

inject.c has what fails and how; scenarios.py has the command lines. For each of these the calls are counted; then the n-th is
made to fail, once, and from then on all of its kind, for every n (every N-th of all scenarios' n counted on, from K; or, with
--places, the first n of all scenarios that comes from a place in the program by way of the same calls). Right is

  exit 0        only with the bytes of the undisturbed run, in standard output, standard error and all files
  else          the status of SPEC 12.1: 4 for memory, descriptors and what is written, 3 for what is read
                one message more than undisturbed, which names the cause and nothing that was not the cause
                nothing on standard output, or what comes before the failure in a stream
                files whole or untouched, streams up to a whole line and to be resumed to the same bytes, nothing else
  always        no signal, no end of patience, no block of memory and no descriptor lost

Short readings and writings and interrupted calls (at every call) have to give the same bytes. Standard library only.
"""

import argparse
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
from scenarios import FILES, MADE, all_scenarios  # noqa: E402

MEMORY = (errno.ENOMEM, errno.EMFILE, errno.ENFILE)
# What a failed call is never to be called.
NOT_THE_CAUSE = re.compile(r"cut off|not (valid )?JSON|damaged|not a PNG|not a zip|broken|ends early|no array|unknown format|"
                           r"is missing|not UTF-8|not a class set|is empty|no partner|has changed|has become shorter|"
                           r"contradicts|internal")
# Blocks that libraries keep for the process: what the loader has for each thread, which the C library keeps with the thread's
# stack, and for each library that is loaded late; what C++'s library, which libtiff needs, puts aside for the day when there is no
# memory; and, where the undisturbed run has them too, the C library's time zone (libzip asks for it) and buffer of standard input.
KEPT = re.compile(r"/(ld-linux[^/]*|ld64?|libstdc\+\+)\.so[^/]*$")
KEPT_BY_ALL = re.compile(r"/(libc\.so|ld-musl)[^/]*$")
# What libzip loses, and where libtiff 4.5 even crashes, when there is no memory. What libtiff and its codecs hold then is left to
# them, see src/format/tiff_decoder.c.
CARELESS = re.compile(r"/lib(zip|tiff)\.so[^/]*$")
CARELESS_TIFF = re.compile(r"/lib(tiff|z|deflate|zstd)\.so[^/]*$")
# How glibc's loader ends the program when it lacks memory for symbols that are there once in the process, as C++'s library has.
LOADER_ENDS = (127, "out of memory\n")


# Of a process that was killed: it is removed, as far as that can be done.
STALE = ".maskloss-resume-stale"


class Outcome:
    """What a run left: exit status, standard output and error, files below out/, and what inject.c reports."""

    def __init__(self, status, stdout, stderr, files, report):
        self.status, self.stdout, self.stderr, self.files = status, stdout, stderr, files
        self.crashed = ""
        self.n_calls, self.failed, self.left, self.where, self.n_open = None, None, [], [], 0
        self.places = []  # of each call: its number, where it comes from
        for line in report.decode("utf-8", "replace").splitlines():
            words = line.split(" ")
            if words[0] == "calls":
                self.n_calls = int(words[1])
            elif words[0] == "failed":
                self.failed = self.failed or Failed(*words[1:6])
            elif words[0] == "place":
                self.places.append((int(words[1]), words[2]))
            elif words[0] == "open":
                self.n_open = int(words[1])
            elif words[0] == "crashed":
                self.crashed = words[1]
            elif words[0] == "left":
                if not KEPT.search(words[3]):
                    self.left.append(words[2:])
            else:
                self.where.append(line)

    def is_same(self, other):
        return (self.status, self.stdout, self.stderr, self.files) == (other.status, other.stdout, other.stderr, other.files)


class Failed:
    """The call that was made to fail."""

    def __init__(self, number, function, error, kind, path):
        self.number, self.function, self.error, self.kind, self.path = int(number), function, int(error), kind, path
        self.reason = os.strerror(self.error)

    def __str__(self):
        return "%s(%s): %s" % (self.function, self.path, self.reason)

    def statuses(self, is_first):
        """Those that are right. After others of the kind have failed too it may be because of one of these."""
        is_below = re.search(r"(^|/)out($|/)|^/dev/null$", self.path)
        if self.error in MEMORY:
            return (4,)
        if not is_first or self.path in ("", "out/list", "out/groups") or self.path.endswith(".jsonl"):
            return (3, 4) # which file it is is not known, or it is read and written
        return (4,) if is_below or self.kind in ("writing", "naming", "removing") else (3,)

    def ends(self, message):
        """Whether the message ends with the reason, but for what helps."""
        ours = "|out of memory for " if self.error == errno.ENOMEM or self.kind == "memory" else ""
        ours += "|was removed or replaced while it was written" if self.error == errno.ESTALE else "" # what that means
        return re.search(r"%s($|[;:]| \()%s" % (re.escape(self.reason), ours), message)

    def reasons(self):
        return (self.reason, "out of memory") if self.kind == "memory" or "memory" in self.reason else (self.reason,)


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


class Place:
    """A folder in which runs take place, one at a time."""

    def __init__(self, folder, arguments):
        self.folder, self.arguments = folder, arguments
        self.out, self.report = os.path.join(folder, "out"), os.path.join(folder, "report")
        self.stdout, self.stderr = os.path.join(folder, "stdout"), os.path.join(folder, "stderr")
        os.mkdir(folder)
        os.mkdir(self.out)
        os.symlink(os.path.abspath(arguments.data), os.path.join(folder, "in"))
        os.symlink(os.path.join(os.path.dirname(folder), "made"), os.path.join(folder, "made"))

    def prepare(self, before):
        shutil.rmtree(self.out)
        os.mkdir(self.out)
        for name, wanted in before.items():
            path = os.path.join(self.out, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(self.made(*wanted[1:]) if isinstance(wanted, tuple) else wanted)

    def made(self, name, numbers):
        lines = bytes_of(os.path.join(self.folder, "made", name)).splitlines(keepends=True)
        return b"".join(lines[number] for number in numbers if number < len(lines))

    def call(self, command, stdin=None, plan=None, tell=0):
        """Runs the program with the plan, or undisturbed without one."""
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        if plan is not None:
            environment["LD_PRELOAD"] = os.path.abspath(self.arguments.inject)
            environment["INJECT"] = "%s %s %d" % (self.report, plan, tell or self.arguments.trace)
        with open(os.path.join(self.folder, stdin) if stdin else os.devnull, "rb") as source, \
                open(self.stdout, "wb") as stdout, open(self.stderr, "wb") as stderr:
            status = subprocess.Popen([os.path.abspath(self.arguments.maskloss)] + command, stdin=source, stdout=stdout,
                                      stderr=stderr, cwd=self.folder, env=environment, close_fds=False).wait()
        report = b""
        if plan is not None and os.path.exists(self.report):
            report = bytes_of(self.report)
            os.remove(self.report)
        return Outcome(status, bytes_of(self.stdout), bytes_of(self.stderr).decode("utf-8", "replace"), self.files(), report)

    def files(self):
        found = {}
        for folder, _, names in os.walk(self.out):
            for name in names:
                path = os.path.join(folder, name)
                if name == STALE:
                    continue
                found[os.path.relpath(path, self.out)] = bytes_of(path)
        return found

    def run(self, scenario, plan, tell=0):
        self.prepare(scenario.before)
        return self.call(scenario.arguments, scenario.stdin, plan, tell)


class Judge:
    """Judges the runs of one scenario."""

    def __init__(self, scenario, undisturbed, before):
        self.scenario, self.undisturbed, self.before = scenario, undisturbed, before

    def problems(self, outcome, plan, place):
        """What is wrong with a run, as texts."""
        found = []
        lacks_memory = outcome.failed is not None and outcome.failed.kind == "memory"
        if lacks_memory and CARELESS.search(outcome.crashed):
            return []
        if self.scenario.needs == "tiff" and (outcome.status, outcome.stderr) == LOADER_ENDS:
            return []
        if outcome.status == -signal.SIGALRM:
            return ["the run does not end"]
        if outcome.status < 0:
            return ["ends with status %s: %s %s" % (outcome.status, outcome.stderr, outcome.crashed)]
        if outcome.n_calls is None:
            return ["no report, status %s: %s" % (outcome.status, outcome.stderr)]
        careless = CARELESS_TIFF if self.scenario.needs == "tiff" else CARELESS
        lost = [block for block in outcome.left
                if block not in self.undisturbed.left and not (lacks_memory and careless.search(block[1]))]
        found += ["memory lost: " + " ".join(block) for block in lost[:3]]
        if outcome.n_open:
            found.append("%d descriptors lost" % outcome.n_open)
        if outcome.is_same(self.undisturbed):
            return found
        if not outcome.failed:
            return found + ["other bytes, though nothing failed; status %d: %s" % (outcome.status, outcome.stderr.strip())]
        if outcome.status in (0, 1):
            return found + ["status %d with other bytes: %s" % (outcome.status, self.difference(outcome))]
        found += self.status_problems(outcome, plan)
        found += self.message_problems(outcome, plan)
        found += self.output_problems(outcome)
        found += self.file_problems(outcome)
        if self.scenario.stream and not found and outcome.files != self.before:
            found += self.resume_problems(place)
        return found

    def difference(self, outcome):
        names = ["standard output"] * (outcome.stdout != self.undisturbed.stdout)
        names += ["messages (%s)" % outcome.stderr.strip()] * (outcome.stderr != self.undisturbed.stderr)
        names += [name for name in sorted({**outcome.files, **self.undisturbed.files})
                  if outcome.files.get(name) != self.undisturbed.files.get(name)]
        return ", ".join(names)

    def status_problems(self, outcome, plan):
        right = outcome.failed.statuses(" once " in plan)
        last = outcome.stderr.strip().splitlines()[-1:]
        return [] if outcome.status in right else ["status %d, not %s: %s" % (outcome.status, right, last)]

    def message_problems(self, outcome, plan):
        known = self.undisturbed.stderr.splitlines()
        lines = [line for line in outcome.stderr.splitlines() if line not in known]
        goes_on = self.scenario.keeps_going and (outcome.status == 3 or " on " in plan)
        if not outcome.stderr.endswith("\n") or any(not line.startswith("maskloss: ") for line in lines):
            return ["odd messages: %r" % outcome.stderr]
        if len(lines) != 1 and not goes_on:
            return ["%d messages: %s" % (len(lines), "; ".join(lines))]
        if not any(outcome.failed.ends(line) for line in lines):
            return ["the message does not name the cause: %s" % "; ".join(lines)]
        called = NOT_THE_CAUSE.search(" ".join(lines))
        return ["the message calls it %r: %s" % (called.group(), "; ".join(lines))] if called else []

    def output_problems(self, outcome):
        shown, whole = outcome.stdout, self.undisturbed.stdout
        if "--keep-going" in self.scenario.arguments and outcome.status == 3:
            written = shown + b"".join(text for name, text in outcome.files.items() if text != self.before.get(name))
            tells = not written or outcome.failed.reason.encode() in written
            return [] if tells else ["the result does not tell the reason"]
        if not shown or whole.startswith(shown) or (self.scenario.keeps_going and outcome.status == 3):
            return []
        if any(reason.encode() in shown for reason in outcome.failed.reasons()): # a page or JUnit that tells of the failure
            return []
        return ["partial output: %r" % shown[:200]]

    def file_problems(self, outcome):
        found = []
        for name in sorted({**outcome.files, **self.before}):
            content = outcome.files.get(name)
            if content in (self.before.get(name), self.undisturbed.files.get(name)):
                continue
            if content is None:
                found.append("%s is gone" % name)
            elif name == self.scenario.stream:
                pass # see resume_problems
            elif name.endswith(".jsonl") and self.undisturbed.files[name].startswith(content):
                pass
            elif name not in self.undisturbed.files and name not in self.before:
                if outcome.failed.kind != "removing":
                    found.append("left behind: %s" % name)
            elif self.scenario.keeps_going and outcome.status == 3:
                pass
            elif not any(reason.encode() in content for reason in outcome.failed.reasons()):
                found.append("partial file: %s" % name)
        return found

    def resume_problems(self, place):
        arguments = self.scenario.arguments + ["--resume"] * ("--resume" not in self.scenario.arguments)
        again = place.call(arguments)
        if again.status != 0 or again.files != self.undisturbed.files:
            return ["cannot be resumed: status %s, %s" % (again.status, again.stderr or "other bytes")]
        return []


class Campaign:
    """All runs, by several threads, each in a place of its own."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.places, self.lock = [], threading.Lock()
        self.seen = set()  # from where calls came
        self.n_places = self.n_runs = self.n_failed = 0
        os.mkdir(os.path.join(folder, "made"))

    def place(self):
        """One that nobody uses."""
        with self.lock:
            if self.places:
                return self.places.pop()
            self.n_places += 1
            return Place(os.path.join(self.folder, "place%d" % self.n_places), self.arguments)

    def give_back(self, place):
        with self.lock:
            self.places.append(place)

    def complain(self, what, problems, outcome):
        with self.lock:
            self.n_failed += 1
            if self.n_failed > self.arguments.show:
                return
            print("FAIL %s: %s" % (what, "; ".join(problems)), flush=True)
            for line in outcome.where:
                print("    " + line)

    def try_one(self, task):
        scenario, judge, plan = task
        place = self.place()
        try:
            outcome = place.run(scenario, plan)
            problems = judge.problems(outcome, plan, place)
        finally:
            self.give_back(place)
        with self.lock:
            self.n_runs += 1
        if problems:
            self.complain("%s [%s] %s" % (scenario.name, plan, outcome.failed or ""), problems, outcome)

    def make_files(self):
        for name, content in FILES:
            path = os.path.join(self.folder, "made", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        place = self.place()
        for name, command in MADE:
            outcome = place.call(command)
            if outcome.status != (3 if "--keep-going" in command else 0):
                sys.exit("faults: %s: %s" % (" ".join(command), outcome.stderr))
            with open(os.path.join(self.folder, "made", name), "wb") as file:
                file.write(outcome.stdout)
        self.give_back(place)

    def has(self, needs):
        """Whether the program has been built with the format."""
        files = {"npz": "in/good-npz-stored-hwc.npz", "tiff": "in/good-tiff-u8.tif", "jpeg": "in/good-photo-color.jpg"}
        place = self.place()
        outcome = place.call(["inspect", files[needs]])
        self.give_back(place)
        return "was built without" not in outcome.stdout.decode() + outcome.stderr

    def begin(self, scenario):
        """The judge of a scenario and the undisturbed run."""
        place = self.place()
        place.prepare(scenario.before)
        before = place.files()
        plain = place.call(scenario.arguments, scenario.stdin)
        counted = place.run(scenario, "0 once 0", 2 if self.arguments.places else 0)
        self.give_back(place)
        if counted.n_calls is None:
            print("SKIP: faults: %s is not loaded before %s" % (self.arguments.inject, self.arguments.maskloss), file=sys.stderr)
            sys.exit(77)
        wanted = scenario.status
        lost = [block for block in counted.left if not KEPT_BY_ALL.search(block[1])]
        if (wanted is not None and plain.status != wanted) or not counted.is_same(plain) or lost or counted.n_open:
            sys.exit("faults: %s, undisturbed: status %s, %s %s" % (scenario.name, plain.status, plain.stderr, lost))
        return Judge(scenario, counted, before), counted

    def tasks(self, scenarios):
        """Scenario, judge and plan of every run."""
        at = self.arguments.first
        for scenario in scenarios:
            judge, counted = self.begin(scenario)
            for plan in ["0 short 0", "0 interrupt 0"] + ["0 interrupt 1"] * self.arguments.places:
                yield scenario, judge, plan
            for number in self.new_places(counted) if self.arguments.places else range(1, counted.n_calls + 1):
                for how in ("once", "on"):
                    if at % self.arguments.every == 0:
                        yield scenario, judge, "%d %s %d" % (number, how, number // self.arguments.every + self.arguments.first)
                    at += 1

    def new_places(self, counted):
        """The calls that come from a place from which none came before."""
        for number, place in counted.places:
            if place not in self.seen:
                self.seen.add(place)
                yield number


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--inject", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--scenario")
    parser.add_argument("--plan", help="only this one, AT HOW VARIANT, as a failure names it")
    parser.add_argument("--trace", action="store_true", help="print the calls that led to the failure")
    parser.add_argument("--show", type=int, default=40, help="print no more failures than this")
    arguments = parser.parse_args()
    scenarios = all_scenarios()
    if arguments.scenario:
        names = arguments.scenario.split(",")
        scenarios = [s for s in scenarios if s.name in names]
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="maskloss-faults.") as folder:
        campaign = Campaign(arguments, folder)
        campaign.make_files()
        scenarios = [s for s in scenarios if not s.needs or campaign.has(s.needs)]
        with ThreadPoolExecutor(arguments.jobs) as threads:
            if arguments.plan:
                tasks = ((s, campaign.begin(s)[0], arguments.plan) for s in scenarios)
            else:
                tasks = campaign.tasks(scenarios)
            for done in threads.map(campaign.try_one, tasks):
                assert done is None
    print("%d scenarios, %d runs, %d failed, %.1f s" % (len(scenarios), campaign.n_runs, campaign.n_failed, time.time() - began))
    sys.exit(1 if campaign.n_failed or not campaign.n_runs else 0)


if __name__ == "__main__":
    main()
