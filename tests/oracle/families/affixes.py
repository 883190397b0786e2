"""Prefixes and suffixes of file names, what an error about partners proposes, standard input (SPEC 9.9)."""

import numpy as np

from reading import Reading, decided
from rules import ClassSet, Refused
from values import class_names, pick

WAYS = ["prefix", "both prefixes", "prefix and suffix", "suffix", "match name", "standard input", "refusal"]
REFUSALS = ["prediction prefix", "truth prefix", "both prefixes", "suffix", "match name", "nothing in common"]
KEYS = ["a", "b_1", "sub/c", "sub/deep/d e", "gt", "x.y"]
WANTED = (["passed over", "truth from standard input", "prediction from standard input"] + WAYS
          + ["refused " + r for r in REFUSALS])


def joined(folder, key, prefix, suffix):
    """folder/sub/PREFIXnameSUFFIX: the prefix is that of the file's name."""
    before, slash, name = key.rpartition("/")
    return folder + "/" + before + slash + prefix + name + suffix


def write_pair(m, key, truth, name):
    """One pair in files of these names."""
    shape = m.shape()
    labels = m.rng.randint(m.n_classes, size=shape)
    q = m.soft(labels.ravel())
    p, d = decided(q)
    container = "npz stored" if name.endswith(".npz") else "npy 1.0"
    m.store(name, q.reshape(*shape, m.n_classes), container)
    m.keep(key, m.truth_png(truth, labels), name, labels.ravel(), shape, p=p, d=d)


def images(m, way):
    """The options that make partners of these names, among files that take no part."""
    rng = m.rng
    truth_prefix, prediction_prefix = {"prefix": pick(rng, [("gt_", ""), ("", "pred_")]), "suffix": ("", "")}.get(
        way, ("gt_", pick(rng, ["pred-", "p", "gt_"])))
    truth_suffix, prediction_suffix = (".png", ".npy")
    if "suffix" in way:
        truth_suffix, prediction_suffix = "_labels.png", pick(rng, ["_out.npy", ".npz"])
        m.give("truth-suffix", truth_suffix)
        m.give("prediction-suffix", prediction_suffix)
    if truth_prefix:
        m.give("truth-prefix", truth_prefix)
    if prediction_prefix:
        m.give("prediction-prefix", prediction_prefix)
    if way == "match name":
        m.give("match", "name")
    for key in KEYS:
        truth = joined("truth", key, truth_prefix, truth_suffix)
        shown = key.rpartition("/")[2] if way == "match name" else key
        write_pair(m, shown, truth, joined("pred", shown, prediction_prefix, prediction_suffix))
    if truth_prefix:
        m.truth_png("truth/photo_a.png", np.zeros((2, 2), int))
        m.truth_png("truth/sub/other.png", np.zeros((2, 2), int))
        m.tags.add("passed over")
    if prediction_prefix:
        m.store("pred/uncertainty_a.npy", np.zeros((2, 2)))
    return m.read()


def standard_input(m):
    """One of the two is `-`; the id is the other's."""
    of_truth = m.number // 7 % 2
    write_pair(m, "t" if not of_truth else "p", "t.png", "p.npy")
    m.tags.add("truth from standard input" if of_truth else "prediction from standard input")
    with open(m.path("t.png" if of_truth else "p.npy"), "rb") as file:
        m.more["stdin"] = file.read()
    m.operands = ["-", "p.npy"] if of_truth else ["t.png", "-"]
    image = m.images[0]
    image.truth, image.prediction = m.operands
    return m.read()


def refusal(m, way):
    """Names that no option pairs: the message proposes the one that would, and shows a name of each side."""
    prefix = {"prediction prefix": ("", "pred_"), "truth prefix": ("gt_", ""), "both prefixes": ("gt_", "pred_")}
    prefix = prefix.get(way, ("", ""))
    suffix = ("_labels.png", "_logits.npy") if way == "suffix" else (".png", ".npy")
    for i, key in enumerate(["one", "two", "three"]):
        folder = "city%d/" % i if way == "match name" else ""
        other = "abc"[i] if way == "nothing in common" else key
        write_pair(m, key, joined("truth", folder + key, prefix[0], suffix[0]),
                   joined("pred", other, prefix[1], suffix[1]))
    says = {"prediction prefix": ["--prediction-prefix=pred_"], "truth prefix": ["--truth-prefix=gt_"],
            "both prefixes": ["--truth-prefix=gt_", "--prediction-prefix=pred_"],
            "suffix": ["--truth-suffix=_labels", "--prediction-suffix=_logits"], "match name": ["--match=name"],
            "nothing in common": ["--list"]}[way]
    shown = [r"(one|two|three)", r"\b[abc]\b" if way == "nothing in common" else r"(pred_)?(one|two|three)"]
    m.images = []
    m.tags.add("refused " + way)
    return m.refused(Refused("^maskloss: ", *says, *shown))


COUNT = 49


def make(seed, number, folder):
    m = Reading(seed, "affixes", number, folder)
    m.n_classes = pick(m.rng, [2, 3, 4])
    m.use(ClassSet(class_names(m.rng, m.n_classes)))
    way = WAYS[number % len(WAYS)]
    m.tags.add(way)
    if way == "refusal":
        return refusal(m, REFUSALS[number // len(WAYS) % len(REFUSALS)])
    return standard_input(m) if way == "standard input" else images(m, way)
