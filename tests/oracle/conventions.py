"""What other programs would print (SPEC 8.7): each call's formula, on the pixels.

A row has a key, whether its batch is the whole set or each unit (image or group), and a function of batches.  A batch
is the pixels that the call is given.  G: pixels of the class, P: predicted mass, TP: predicted mass where it is right.
"""

import re

import numpy as np

from pixels import take_view

EXT = np.longdouble


class Batch:
    """Per class, of pixels: G, P, TP; and the same of decisions."""

    def __init__(self, px, n_classes):
        p = px.p.astype(EXT)
        self.G = [int((px.y == c).sum()) for c in range(n_classes)]
        self.P = [p[:, c].sum() for c in range(n_classes)]
        self.TP = [p[px.y == c, c].sum() for c in range(n_classes)]
        self.called = [int((px.d == c).sum()) for c in range(n_classes)]
        self.hit = [int(((px.d == c) & (px.y == c)).sum()) for c in range(n_classes)]
        self.classes = range(n_classes)

    def soft(self, first=0):
        return [(self.TP[c], self.G[c], self.P[c]) for c in self.classes if c >= first]

    def iou(self, c):
        union = self.G[c] + self.called[c] - self.hit[c]
        return None if union == 0 else EXT(self.hit[c]) / union

    def dice(self, c):
        both = self.G[c] + self.called[c]
        return None if both == 0 else EXT(2 * self.hit[c]) / both


def mean(values):
    """Of those that are defined."""
    held = [v for v in values if v is not None]
    return sum(held, EXT(0)) / len(held) if held else None


def keras_dice(batch):
    return 1 - 2 * sum(batch.TP) / (sum(batch.G) + sum(batch.P) + EXT(1e-7))


def keras_dice_per_class(batch):
    return mean([1 - 2 * tp / (g + p + EXT(1e-7)) for tp, g, p in batch.soft()])


def smp_dice(batch):
    return mean([0 if g == 0 else 1 - 2 * tp / max(g + p, EXT(1e-7)) for tp, g, p in batch.soft()])


def smp_jaccard(batch):
    return mean([0 if g == 0 else 1 - tp / max(g + p - tp, EXT(1e-7)) for tp, g, p in batch.soft()])


def monai_dice(batch, first=0):
    return mean([1 - (2 * tp + EXT(1e-5)) / (g + p + EXT(1e-5)) for tp, g, p in batch.soft(first)])


def monai_dice_foreground(batch):
    return monai_dice(batch, 1)


def nnunet_dice_loss(batch):
    value = mean([(2 * tp + EXT(1e-5)) / (g + p + EXT(1e-5)) for tp, g, p in batch.soft(1)])
    return None if value is None else -value


def mean_iou(batch):
    return mean([batch.iou(c) for c in batch.classes])


def micro_iou(batch):
    union = sum(batch.G) + sum(batch.called) - sum(batch.hit)
    return None if union == 0 else EXT(sum(batch.hit)) / union


def dice_macro(batch):
    return mean([batch.dice(c) for c in batch.classes])


def dice_of_present(batch):
    return mean([batch.dice(c) for c in batch.classes if batch.G[c] > 0])


def iou_empty_is_one(batch):
    return mean([1 if batch.iou(c) is None else batch.iou(c) for c in batch.classes])


def mean_of_batches(function):
    return lambda batches: mean([function(batch) for batch in batches])


def class_by_class(figure):
    """nnU-Net: per class c > 0 the mean over the cases where it is defined, then the mean over classes."""
    return lambda batches: mean([mean([figure(batch, c) for batch in batches]) for c in batches[0].classes if c > 0])


# Key, batch, function of the batches.
ROWS = [
    ("keras.dice", "all", mean_of_batches(keras_dice)),
    ("keras.dice_per_class", "all", mean_of_batches(keras_dice_per_class)),
    ("smp.dice", "all", mean_of_batches(smp_dice)),
    ("smp.dice", "1", mean_of_batches(smp_dice)),
    ("smp.jaccard", "all", mean_of_batches(smp_jaccard)),
    ("monai.dice", "1", mean_of_batches(monai_dice)),
    ("monai.dice", "all", mean_of_batches(monai_dice)),
    ("monai.dice_foreground", "1", mean_of_batches(monai_dice_foreground)),
    ("nnunet.dice_loss", "all", mean_of_batches(nnunet_dice_loss)),
    ("nnunet.dice_loss", "1", mean_of_batches(nnunet_dice_loss)),
    ("mmseg.miou", "all", mean_of_batches(mean_iou)),
    ("cityscapes.miou", "all", mean_of_batches(mean_iou)),
    ("keras.mean_iou", "all", mean_of_batches(mean_iou)),
    ("nnunet.foreground_dice", "1", class_by_class(Batch.dice)),
    ("nnunet.foreground_iou", "1", class_by_class(Batch.iou)),
    ("torchmetrics.dice_macro", "1", mean_of_batches(dice_macro)),
    ("monai.dice_metric", "1", mean_of_batches(dice_of_present)),
    ("smp.iou_imagewise", "1", mean_of_batches(iou_empty_is_one)),
    ("torchgeo.jaccard_micro", "all", mean_of_batches(micro_iou)),
]
# Key, figure of cross-entropy in the aggregate.
CROSS_ENTROPY = [("keras.cce", "cce", "mean"), ("torch.ce", "wcce", "mean_weighted")]
SHOWN = ("raw", "masked")


def rows(whole, units, options, cross_entropy):
    """The array's rows; cross_entropy(name, figure, view) gives a figure of the aggregate."""
    result = []
    for key, loss, figure in CROSS_ENTROPY:
        result.append({"key": key, "call": re.compile("."), "batch": "all",
                       **{view: cross_entropy(loss, figure, view) for view in SHOWN}})
    batches = {}
    for view in SHOWN:
        def batch(px, view=view):
            return Batch(take_view(px, view, options.mask), len(options.names))
        batches["all", view], batches["1", view] = [batch(whole)], [batch(px) for px in units]
    for key, size, function in ROWS:
        result.append({"key": key, "call": re.compile("."), "batch": size,
                       **{view: function(batches[size, view]) for view in SHOWN}})
    return result
