#!/usr/bin/env python3
"""Resampling with NumPy: how often each unit is drawn, by bincount, times what it adds, a product of matrices.

    products.py UNITS COLUMNS       prints the processor's seconds of 10000 resamples"""

import sys
import time

import numpy as np

RESAMPLES, AT_ONCE = 10000, 250


def main():
    n, n_columns = map(int, sys.argv[1:])
    rng = np.random.default_rng(1)
    units = rng.random((n, n_columns))
    counts, sums = np.empty((AT_ONCE, n)), np.empty((RESAMPLES, n_columns))
    start = time.process_time()
    for first in range(0, RESAMPLES, AT_ONCE):
        for row in counts:
            row[:] = np.bincount(rng.integers(0, n, n, dtype=np.uint32), minlength=n)
        sums[first:first + AT_ONCE] = counts @ units
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
