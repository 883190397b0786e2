#!/usr/bin/env python3
"""The losses with NumPy as they stand in the formulas: one-hot truth, whole arrays, double precision."""

import numpy as np

from figures import EPSILON, run_peer
from images import VOID, read_png, read_prediction


def evaluate(truth, prediction):
    y, (q, channels_first) = read_png(truth), read_prediction(prediction)
    q = (q.transpose(1, 2, 0) if channels_first else q).astype(np.float64)
    n_classes = q.shape[-1]
    valid = y != VOID
    y, q = y[valid], q[valid]
    p = q / q.sum(-1, keepdims=True)
    onehot = np.eye(n_classes)[y]
    pt = np.clip((p * onehot).sum(-1), EPSILON, 1 - EPSILON)
    cce = -np.log(pt)
    focal = (1 - pt) ** 2 * cce
    decision = q.argmax(-1)
    hard = np.zeros((n_classes, n_classes), np.int64)
    np.add.at(hard, (y, decision), 1)
    soft = np.stack([p[y == c].sum(0) for c in range(n_classes)])
    return (hard, soft, np.array([cce[y == c].sum() for c in range(n_classes)]),
            np.array([focal[y == c].sum() for c in range(n_classes)]))


if __name__ == "__main__":
    run_peer(evaluate)
