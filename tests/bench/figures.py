"""The figures that all sides have to agree about, from sums over the pixels of each true class."""

import json
import resource
import sys
import time

import numpy as np

EPSILON = SMOOTH = 1e-7


class Sums:
    """hard[y, c], soft[y, c], cce[y], focal[y]: added up over images, in double precision."""

    def __init__(self):
        self.parts = None

    def add(self, *parts):
        parts = [np.asarray(part, np.float64) for part in parts]
        self.parts = parts if self.parts is None else [a + b for a, b in zip(self.parts, parts)]

    def figures(self):
        hard, soft, cce, focal = self.parts
        support = hard.sum(1)
        masked = [hard.copy(), soft.copy(), cce.copy(), focal.copy()]
        for matrix in masked[:2]:
            matrix[0] = 0
            matrix[0, 0] = support[0]
        masked[2][0] = support[0] * -np.log(1 - EPSILON)
        masked[3][0] = support[0] * EPSILON ** 2 * -np.log(1 - EPSILON)
        return {"raw": self.view(hard, soft, cce, focal), "masked": self.view(*masked)}

    @staticmethod
    def view(hard, soft, cce, focal):
        n, tp, present = hard.sum(), np.diag(hard), hard.sum(1) > 0
        union = hard.sum(0) + hard.sum(1) - tp
        p, fp, fn = np.diag(soft), soft.sum(0) - np.diag(soft), soft.sum(1) - np.diag(soft)
        dice = (fp + fn) / 2 / (p + (fp + fn) / 2 + SMOOTH)
        tversky = (0.3 * fp + 0.7 * fn) / (p + 0.3 * fp + 0.7 * fn + SMOOTH)
        return {"cce": cce.sum() / n, "focal": 0.25 * focal.sum() / n, "dice": dice[present].mean(),
                "focal_tversky": (tversky[present] ** 0.75).mean(), "accuracy": tp.sum() / n,
                "miou": (tp[union > 0] / union[union > 0]).mean()}


def work(evaluate, add):
    """Evaluates the pairs of the command line, PEER TRUTH PREDICTION [TRUTH PREDICTION]...; seconds on the clock and of the
    processors. The first pair is evaluated twice, the first time without being measured."""
    paths = sys.argv[1:]
    evaluate(*paths[:2])
    start, cpu = time.perf_counter(), time.process_time()
    for truth, prediction in zip(paths[::2], paths[1::2]):
        add(evaluate(truth, prediction))
    return time.perf_counter() - start, time.process_time() - cpu


def tell(seconds, figures):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds[0], "cpu": seconds[1], "peak": peak, "figures": figures}))


def run_peer(evaluate):
    """The main function of a peer: prints seconds (imports are not counted), peak memory and figures. evaluate(truth path,
    prediction path) returns the four sums of an image."""
    sums = Sums()
    seconds = work(evaluate, lambda parts: sums.add(*parts))
    tell(seconds, sums.figures())


def run_counts(evaluate):
    """The same of a peer that counts labels: evaluate returns a matrix, rows being the truth."""
    matrices = []
    seconds = work(evaluate, matrices.append)
    hard = sum(matrices)
    right = np.diag(hard)
    union = hard.sum(0) + hard.sum(1) - right
    tell(seconds, {"raw": {"accuracy": right.sum() / hard.sum(), "miou": (right[union > 0] / union[union > 0]).mean()}})
