#!/usr/bin/env python3
"""Builds of maskloss by different compilers print the same bytes, and so does each with every kernel that runs here, and with FMA
switched off in the C library.

    identical.py [--cases N] PROGRAM PROGRAM...

Evaluates N generated cases of each of the oracle's families, and compares the whole documents, messages and exit statuses of the
first program with those of the others.
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

N_CASES, SEED = 10, 7
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


def main():
    parser = argparse.ArgumentParser(usage="%(prog)s [--cases N] PROGRAM PROGRAM...")
    parser.add_argument("--cases", type=int, default=N_CASES, metavar="N")
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    programs = [os.path.abspath(p) for p in arguments.programs]
    variants = {p: variants_of(p) for p in programs}
    passed = failed = 0
    with tempfile.TemporaryDirectory() as top:
        for family, number in ((f, n + 1) for f in FAMILIES
                               for n in range(min(arguments.cases, FAMILIES[f].COUNT))):
            folder = os.path.join(top, family, str(number))
            case = FAMILIES[family].make(SEED, number, folder)
            expected = None
            for name, got in (pair for p in programs for pair in documents(p, variants[p], case, folder)):
                expected = expected or got
                passed += got == expected
                failed += got != expected
                if got != expected:
                    print("FAIL case %d of %s: %s differs from %s" % (number, family, name, programs[0]))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
