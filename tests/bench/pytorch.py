#!/usr/bin/env python3
"""The losses with PyTorch: whole tensors, single precision. BENCH_THREADS in the environment: number of threads."""

import os

import torch
import torch.nn.functional as F

from figures import EPSILON, run_peer
from images import VOID, read_png, read_prediction

PIECE = 65536


def evaluate(truth, prediction):
    y, (q, channels_first) = torch.from_numpy(read_png(truth).copy()).reshape(-1).long(), read_prediction(prediction)
    q = torch.from_numpy(q).float()
    q = (q.reshape(q.shape[0], -1) if channels_first else q.reshape(-1, q.shape[-1]).T)
    n_classes = len(q)
    p, decision = q / q.sum(0), q.argmax(0)
    valid = y != VOID
    y, p, decision = y[valid], p[:, valid], decision[valid]
    pt = p.gather(0, y[None])[0].clamp(EPSILON, 1 - EPSILON).double()
    cce = -pt.log()
    focal = (1 - pt) ** 2 * cce
    onehot = F.one_hot(y, n_classes).float()
    # In pieces: over millions of pixels a sum in single precision is off by more than 1e-4.
    soft = sum((p[:, i:i + PIECE] @ onehot[i:i + PIECE]).double() for i in range(0, len(y), PIECE)).T
    hard = torch.bincount(y * n_classes + decision, minlength=n_classes * n_classes).reshape(n_classes, n_classes)
    zeros = torch.zeros(n_classes, dtype=torch.float64)
    return hard, soft, zeros.index_add(0, y, cce), zeros.index_add(0, y, focal)


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ.get("BENCH_THREADS", "1")))
    run_peer(evaluate)
