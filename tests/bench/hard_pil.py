#!/usr/bin/env python3
"""Labels as most people count them, with PIL and NumPy."""

import numpy as np
from PIL import Image

from figures import run_counts


def evaluate(truth, prediction):
    y, d = np.asarray(Image.open(truth)), np.asarray(Image.open(prediction))
    valid = y < 19
    return np.bincount(19 * y[valid].astype(int) + d[valid], minlength=361).reshape(19, 19)


if __name__ == "__main__":
    run_counts(evaluate)
