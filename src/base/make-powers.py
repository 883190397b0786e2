#!/usr/bin/env python3
"""Writes src/base/powers.c, the powers of ten that numbers as text need; with --check compares instead."""

import os
import sys

LOWEST, HIGHEST = -292, 324  # 10^-k of the shortest text of every double

HEAD = """\
/* Powers of ten for number.c; written by make-powers.py. */
#include "base/powers.h"

const ml_wide ml_powers_of_ten[ML_POWER_MAX - ML_POWER_MIN + 1] = {
"""


def scaled(exponent):
    """10^exponent as a 128-bit integer with the top bit set, rounded up where it does not fit."""
    if exponent >= 0:
        shift = (10**exponent).bit_length() - 128
        return -(-(10**exponent) >> shift) if shift > 0 else 10**exponent << -shift
    below = 10**-exponent
    return -(-(1 << (below.bit_length() + 127)) // below)


def entry(exponent):
    value = scaled(exponent)
    assert value.bit_length() == 128, exponent
    return "{UINT64_C(0x%016x), UINT64_C(0x%016x)}," % (value >> 64, value & (2**64 - 1))


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "powers.c")
    entries = [entry(e) for e in range(LOWEST, HIGHEST + 1)]
    lines = ["    " + " ".join(entries[i : i + 2]) for i in range(0, len(entries), 2)]
    text = HEAD + "\n".join(lines) + "\n};\n"
    if "--check" in sys.argv[1:]:
        with open(path, encoding="ascii") as file:
            if file.read() != text:
                sys.exit("powers.c is not what make-powers.py writes")
    else:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)


main()
