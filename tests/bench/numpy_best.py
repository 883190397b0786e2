#!/usr/bin/env python3
"""The losses with NumPy as fast as we know how: pieces that stay in the cache, channels first, single precision where the values
are, matrix products and bincount instead of masks."""

import os

import numpy as np

from figures import EPSILON, run_peer
from images import VOID, read_png, read_prediction

PIECE_VALUES = 1 << 18


SOFTMAX = os.environ.get("BENCH_ACTIVATION") == "softmax"


def add_piece(y, q, sums):
    """q: (C, n) contiguous."""
    if SOFTMAX:
        q = np.exp(q - q.max(0))
    hard, soft, cce, focal = sums
    n_classes, n = q.shape
    best, decision, total = q[0].copy(), np.zeros(n, np.uint8), q[0].astype(np.float32)
    for c in range(1, n_classes):
        larger = q[c] > best
        np.copyto(decision, np.uint8(c), where=larger)
        np.maximum(best, q[c], out=best)
        total += q[c]
    p = q / total
    valid = y != VOID
    y = np.where(valid, y, n_classes).astype(np.intp)
    labels, place = np.unique(y, return_inverse=True)
    onehot = np.zeros((len(labels), n), np.float32)
    onehot[place, np.arange(n)] = 1
    here = labels < n_classes
    soft[labels[here]] += (onehot @ p.T)[here]
    pt = p[np.minimum(y, n_classes - 1), np.arange(n)].astype(np.float64)
    np.clip(pt, EPSILON, 1 - EPSILON, out=pt)
    loss = -np.log(pt)
    cce += np.bincount(y, loss, n_classes + 1)[:n_classes]
    focal += np.bincount(y, np.square(1 - pt) * loss, n_classes + 1)[:n_classes]
    hard += np.bincount(y * n_classes + decision, minlength=(n_classes + 1) * n_classes).reshape(-1, n_classes)[:n_classes]


def evaluate(truth, prediction):
    y, (q, channels_first) = read_png(truth).reshape(-1), read_prediction(prediction)
    n_classes = q.shape[0 if channels_first else -1]
    q = q.reshape(n_classes, -1) if channels_first else q.reshape(-1, n_classes)
    sums = (np.zeros((n_classes, n_classes), np.int64), np.zeros((n_classes, n_classes)), np.zeros(n_classes),
            np.zeros(n_classes))
    n = PIECE_VALUES // n_classes
    for i in range(0, len(y), n):
        piece = q[:, i:i + n] if channels_first else q[i:i + n].T
        add_piece(y[i:i + n], np.ascontiguousarray(piece, np.float32), sums)
    return sums


if __name__ == "__main__":
    run_peer(evaluate)
