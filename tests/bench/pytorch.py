#!/usr/bin/env python3
"""The losses with PyTorch, single precision, in pieces that stay in the cache."""

import os

import torch

from figures import EPSILON, run_peer
from images import VOID, read_png, read_prediction

PIECE_VALUES = 1 << 18
SOFTMAX = os.environ.get("BENCH_ACTIVATION") == "softmax"


def add_piece(y, q, sums):
    """q: (C, n)."""
    hard, soft, cce, focal = sums
    n_classes = len(q)
    p, decision = torch.softmax(q, 0) if SOFTMAX else q / q.sum(0), q.argmax(0)
    valid = y != VOID
    label = torch.where(valid, y, n_classes)
    onehot = torch.zeros(n_classes + 1, len(y)).scatter_(0, label[None], 1)
    soft += (onehot @ p.T)[:n_classes].double()
    pt = p.gather(0, torch.where(valid, y, 0)[None])[0].double().clamp(EPSILON, 1 - EPSILON)
    loss = -pt.log()
    cce += torch.bincount(label, loss, n_classes + 1)[:n_classes]
    focal += torch.bincount(label, (1 - pt) ** 2 * loss, n_classes + 1)[:n_classes]
    hard += torch.bincount(label * n_classes + decision, minlength=(n_classes + 1) * n_classes).reshape(-1, n_classes)[:n_classes]


def evaluate(truth, prediction):
    y, (q, channels_first) = torch.from_numpy(read_png(truth).copy()).reshape(-1).long(), read_prediction(prediction)
    q = torch.from_numpy(q)
    q = q.reshape(q.shape[0], -1) if channels_first else q.reshape(-1, q.shape[-1])
    n_classes = q.shape[0 if channels_first else 1]
    sums = (torch.zeros(n_classes, n_classes, dtype=torch.int64), torch.zeros(n_classes, n_classes, dtype=torch.float64),
            torch.zeros(n_classes, dtype=torch.float64), torch.zeros(n_classes, dtype=torch.float64))
    n = PIECE_VALUES // n_classes
    for i in range(0, len(y), n):
        piece = q[:, i:i + n] if channels_first else q[i:i + n].T
        add_piece(y[i:i + n], piece.float().contiguous(), sums)
    return sums


if __name__ == "__main__":
    torch.set_num_threads(1)
    with torch.no_grad():
        run_peer(evaluate)
