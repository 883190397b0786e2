#!/usr/bin/env python3
"""Builds of maskloss by different compilers print the same bytes, and so does each with every kernel that runs here, and with FMA
switched off in the C library.

    identical.py [--cases N] PROGRAM PROGRAM...

Evaluates N generated cases of each of the oracle's families, and compares the whole documents, messages and exit statuses of the
first program with those of the others. Then each compares the two networks of the sample set, in every form, draws all maps of the set,
writes its page, and explains some pixels.
"""

import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))
sys.dont_write_bytecode = True

from families import FAMILIES  # noqa: E402
from workers import pool  # noqa: E402

N_CASES, SEED = 7, 7
NO_FMA = "glibc.cpu.hwcaps=-AVX2_Usable,-AVX2,-FMA_Usable,-FMA,-FMA4,-AVX512F"


def kernels(program):
    """The names of those that run here."""
    done = subprocess.run([program, "--version", "-v"], capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("kernels:"))
    return line.split()[1:]


def variants_of(program):
    """Environments: each kernel forced and, on x86-64, which alone has several, a C library without FMA."""
    names = kernels(program)
    return [{"MASKLOSS_KERNEL": name} for name in names] + ([{"GLIBC_TUNABLES": NO_FMA}] if len(names) > 1 else [])


def documents(program, variants, case, folder):
    for variant in variants:
        done = subprocess.run([program, "eval", *case.arguments], cwd=folder, env=dict(os.environ, **variant),
                              input=case.stdin, capture_output=True, check=False)
        yield "%s %s" % (program, variant), (done.returncode, done.stdout, done.stderr)


def compare(variants, family, number, top):
    """One case: the number of documents that are the first one, and the names of the others."""
    folder = os.path.join(top, family, str(number))
    case = FAMILIES[family].make(SEED, number, folder)
    expected, same, others = None, 0, []
    for program, environments in variants:
        for name, got in documents(program, environments, case, folder):
            expected = expected or got
            if got == expected:
                same += 1
            else:
                others.append("case %d of %s: %s" % (number, family, name))
    return same, others


FORMS = ("text", "json", "tsv", "markdown", "junit", "html")


def compare_networks(programs, folder):
    """The same of comparisons, of streams that the first program wrote. Forms differ in how the figures are written: all of these
    are in JSON, which is asked for by two numbers of threads."""
    sample = os.path.join(HERE, os.pardir, "data", "sample")
    streams = [os.path.join(folder, network + ".jsonl") for network in ("pred", "pred-new")]
    for stream, network in zip(streams, ("pred", "pred-new")):
        subprocess.run([programs[0], "eval", "-q", "-L", "all", "-f", "jsonl", "-o", stream, "-c", os.path.join(sample, "classes.json"),
                        os.path.join(sample, "truth"), os.path.join(sample, network)], check=True)
    same, others = 0, []
    for form in FORMS:
        expected = None
        for program in programs:
            for jobs in ("1", "3") if form == "json" else ("3",):
                done = subprocess.run([program, "compare", "-f", form, "-j", jobs, "-g", "high:image_mean.raw.losses.cce.mean<=-1",
                                       *streams], capture_output=True, check=False)
                expected = expected or (done.returncode, done.stdout, done.stderr)
                if (done.returncode, done.stdout, done.stderr) == expected and done.returncode == 1:
                    same += 1
                else:
                    others.append("compare -f %s -j %s: %s" % (form, jobs, program))
    return same, others


KINDS = "error,loss,loss:focal,loss:brier,decision,truth,probability:1,masked," + ",".join(
    "gradient:" + loss for loss in ("cce", "focal", "brier", "dice", "gdice", "jaccard", "tversky", "focal_tversky"))


def seen(program, environment, activation, jobs, folder):
    """All files of maps and pages, and explanations: {name: bytes}."""
    sample = os.path.join(HERE, os.pardir, "data", "sample")
    files, environment = {}, dict(os.environ, **environment)
    options = ["-c", os.path.join(sample, "classes.json"), "-A", activation]
    folders = [os.path.join(sample, name) for name in ("truth", "pred")]
    subprocess.run([program, "eval", "-q", "-f", "html", "-o", "page.html", "-j", jobs, "--maps=maps", "--kinds=" + KINDS, *options,
                    *folders], cwd=folder, env=environment, check=True)
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                files[os.path.relpath(os.path.join(place, name), folder)] = file.read()
    for pixel in ("0,0", "30,40", "47,71"):
        pair = [os.path.join(folders[0], "high-street.png"), os.path.join(folders[1], "high-street.npy"), pixel]
        for form in ("text", "json"):
            files["%s of %s" % (form, pixel)] = subprocess.run([program, "explain", "-f", form, *options, *pair], env=environment,
                                                               capture_output=True, check=True).stdout
    return files


def compare_seen(variants, top):
    """The same of what is drawn."""
    same, others = 0, []
    for activation in ("none", "softmax", "sigmoid"):
        expected = None
        for program, environments in variants:
            for environment in environments:
                for jobs in ("1", "3"):
                    with tempfile.TemporaryDirectory(dir=top) as folder:
                        got = seen(program, environment, activation, jobs, folder)
                    expected = expected or got
                    wrong = [name for name in sorted({**expected, **got}) if expected.get(name) != got.get(name)]
                    same += not wrong
                    others += ["%s, -A %s -j %s: %s %s" % (name, activation, jobs, program, environment) for name in wrong]
    return same, others


def main():
    parser = argparse.ArgumentParser(usage="%(prog)s [--cases N] PROGRAM PROGRAM...")
    parser.add_argument("--cases", type=int, default=N_CASES, metavar="N")
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    programs = [os.path.abspath(p) for p in arguments.programs]
    variants = [(program, variants_of(program)) for program in programs]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as top, pool(os.cpu_count()) as workers:
        running = [workers.submit(compare, variants, family, number + 1, top)
                   for family in FAMILIES for number in range(min(arguments.cases, FAMILIES[family].COUNT))]
        for one in running + [workers.submit(compare_networks, programs, top), workers.submit(compare_seen, variants, top)]:
            same, others = one.result()
            passed += same
            failed += len(others)
            for name in others:
                print("FAIL %s differs from %s" % (name, programs[0]))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
