#!/usr/bin/env python3
"""Builds of maskloss by different compilers print the same bytes, and so does each with FMA switched off in the C library.

    identical.py PROGRAM PROGRAM...

Evaluates generated cases with every loss and compares the whole documents of the first program with those of the others.
"""

import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))
sys.dont_write_bytecode = True

import cases  # noqa: E402

N_CASES, SEED = 120, 7
NO_FMA = "glibc.cpu.hwcaps=-AVX2_Usable,-AVX2,-FMA_Usable,-FMA,-FMA4,-AVX512F"


def documents(program, case, folder):
    for tunables in ("", NO_FMA):
        environment = dict(os.environ, GLIBC_TUNABLES=tunables) if tunables else None
        done = subprocess.run([program, "eval", *case.arguments], cwd=folder, env=environment, capture_output=True, check=False)
        yield program + (" without FMA" if tunables else ""), (done.returncode, done.stdout, done.stderr)


def main():
    programs = [os.path.abspath(p) for p in sys.argv[1:]]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as top:
        for number in range(1, N_CASES + 1):
            folder = os.path.join(top, str(number))
            case = cases.make(SEED, number, folder)
            expected = None
            for name, got in (pair for program in programs for pair in documents(program, case, folder)):
                expected = expected or got
                passed += got == expected
                failed += got != expected
                if got != expected:
                    print("FAIL case %d: %s differs from %s" % (number, name, programs[0]))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
