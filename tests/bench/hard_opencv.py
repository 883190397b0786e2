#!/usr/bin/env python3
"""Labels with OpenCV's decoder, and its histogram in place of a loop in C."""

import cv2
import numpy as np

from figures import run_counts

cv2.setNumThreads(1)


def evaluate(truth, prediction):
    y, d = cv2.imread(truth, cv2.IMREAD_UNCHANGED), cv2.imread(prediction, cv2.IMREAD_UNCHANGED)
    return cv2.calcHist([y, d], [0, 1], None, [19, 19], [0, 19, 0, 19]).astype(np.int64)


if __name__ == "__main__":
    run_counts(evaluate)
