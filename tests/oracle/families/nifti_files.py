"""Volumes: NIfTI labels, channels and binary planes, and arrays (N,C,H,W) and (C,N,H,W) beside them (SPEC 9.6)."""

import numpy as np

import nifti
import store
from probabilities import EXT
from reading import Reading, decided, decided_binary
from rules import ClassSet, Refused, hard_labels, names, place
from values import chance, class_names, pick

TYPES = list(nifti.CODES)
WAYS = ["hard", "channels", "nnunet", "binary", "layouts", "equal", "refusal", "truths", "channels", "binary array"]
REFUSALS = ["sign", "permutation", "qform", "sform before qform", "unknown", "half", "slices", "size"]
EQUAL = ["nchw", "cnhw", "both", "neither", "said"]
WANTED = (["refusal", "gzip", "plain", "header 348", "header 540", "little-endian", "big-endian", "scaled", "slope 0",
           "extension", "channels in dimension 4", "channels in dimension 5", "one of the axes is 1", "no affine",
           "identity says nothing", "sform agrees, qform does not", "nnU-Net, said", "nnU-Net, not said",
           "NIfTI beside npz"] + ["label " + t for t in TYPES] + ["value " + t for t in TYPES] + WAYS
          + ["refused " + r for r in REFUSALS] + ["N = C " + e for e in EQUAL]
          + ["layout " + one for one in ("hwc", "chw", "cnhw")])
RAS = [[2.0, 0.1, 0.0, -30.0], [-0.1, 2.0, 0.0, 12.5], [0.0, 0.0, 3.0, 7.0]]
LPS = [[-2.0, 0.0, 0.0, 90.0], [0.0, -2.0, 0.0, 120.0], [0.0, 0.0, 3.0, 7.0]]
PERMUTED = [[0.0, 2.0, 0.0, -30.0], [2.0, 0.0, 0.0, 12.5], [0.0, 0.0, 3.0, 7.0]]
IDENTITY = [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
HALF_TURN = (0.0, 0.0, 1.0, 90.0, 120.0, 7.0, 1.0)                # LPS as a quaternion
NO_TURN = (0.0, 0.0, 0.0, -30.0, 12.5, 7.0, 1.0)


def write(m, name, array, **more):
    """array as NIfTI names its axes; how it is stored is drawn."""
    rng = m.rng
    name += pick(rng, [".nii", ".nii.gz"])
    more.setdefault("order", pick(rng, "<>"))
    more.setdefault("version", pick(rng, [1, 1, 2]))
    more.setdefault("extension", b"some text" if chance(rng, 0.2) else b"")
    m.tags |= {"gzip" if name.endswith("gz") else "plain", "header 348" if more["version"] == 1 else "header 540",
               "little-endian" if more["order"] == "<" else "big-endian"}
    if more["extension"]:
        m.tags.add("extension")
    nifti.write(m.path(name), array, **more)
    return name


def scaled(m, values, dtype):
    """(stored array, scaling) that give these whole values."""
    rng, dtype = m.rng, np.dtype(dtype)
    if dtype.kind in "iu" and values.max() > np.iinfo(dtype).max:
        dtype = np.dtype("i4")
    slope, inter = pick(rng, [(0.0, 0.0), (1.0, 0.0), (0.0, 5.0), (2.0, 0.0), (0.5, 1.0), (1.0, -3.0)])
    raw = values if slope == 0 else (values - inter) / slope
    if not np.array_equal(raw.astype(dtype).astype("f8"), raw):
        slope, inter, raw = 0.0, 0.0, values
    m.tags |= {"slope 0" if slope == 0 else "scaled", "label " + dtype.str[1:]}
    return raw.astype(dtype), {"slope": slope, "inter": inter}


def volume(m, shape=None):
    """labels (N,H,W)"""
    rng, classes = m.rng, m.world
    if shape is None:
        height, width = m.shape(2, 7)
        shape = (int(pick(rng, [s for s in (2, 3, 4, 6) if s not in (m.n_classes, height, width)])), height, width)
    m.last_shape = shape[1:]
    known = [one for entry in classes.entries for one in entry] + list(classes.ignore)
    return np.array(known)[rng.randint(len(known), size=shape)]


def as_nifti(stack):
    """(N,H,W) or (N,H,W,C) to X, Y, Z and more."""
    return stack.transpose(2, 1, 0) if stack.ndim == 3 else stack.transpose(2, 1, 0, 3)


def next_type(m):
    m.turn += 1
    return TYPES[m.turn % len(TYPES)]


def write_labels(m, name, labels, **more):
    stored, scaling = scaled(m, as_nifti(labels), next_type(m))
    return write(m, name, stored, **scaling, **more)


def affines(m):
    """Two that say the same of the axes, or of which one says nothing."""
    way = pick(m.rng, ["same", "none", "identity", "spacing", "qform", "both"])
    if way == "none":
        m.tags.add("no affine")
        return {}, {"sform": LPS}
    if way == "identity":
        m.tags.add("identity says nothing")
        return {"sform": LPS}, {"sform": IDENTITY}
    if way == "qform":
        return {"sform": LPS}, {"qform": HALF_TURN}
    if way == "both":
        m.tags.add("sform agrees, qform does not")
        return {"sform": RAS}, {"sform": RAS, "qform": HALF_TURN}
    return {"sform": RAS}, {"sform": [[3 * v for v in row] for row in RAS] if way == "spacing" else RAS}


def keep(m, key, truth, name, labels, **read):
    """Every slice; read: d or p and d for all pixels of the volume in order."""
    size = labels.shape[1] * labels.shape[2]
    for z, one in enumerate(labels):
        y = [m.world.of_label(v) for v in one.ravel().tolist()]
        here = slice(z * size, (z + 1) * size)
        m.keep("%s[%d]" % (key, z), "%s[%d]" % (truth, z), "%s[%d]" % (name, z), y, labels.shape[1:], number=z,
               **{what: values[here] for what, values in read.items()})


def classes_of(m, labels):
    return [m.world.of_label(v) for v in labels.ravel().tolist()]


def hard(m, key):
    labels = volume(m)
    called = volume(m, labels.shape)
    one, other = affines(m)
    d, _ = hard_labels(called.reshape(1, -1), classes_of(m, labels), m.world, "labels", True, "")
    kind = pick(m.rng, ["u1", "i2", "i4", "u2", "u4", "i8"] if called.max() < 256 else ["i4", "u4"])
    name = write(m, "pred/" + key, as_nifti(called).astype(kind), **other)
    keep(m, key, write_labels(m, "truth/" + key, labels, **one), name, labels, d=np.array(d))


def channels(m, key):
    """In dimension 4, or in 5 with one before it; integers and floats, with a scale."""
    rng, n = m.rng, m.n_classes
    labels = volume(m)
    q = m.soft(classes_of(m, labels), "f8").reshape(*labels.shape, n)
    dtype = next_type(m)
    if dtype == "i1":
        q = np.minimum(q, 127)
    stored = as_nifti(q.astype(dtype))
    if chance(rng, 0.5):
        stored = stored[:, :, :, None]
        m.tags.add("channels in dimension 5")
    else:
        m.tags.add("channels in dimension 4")
    slope = pick(rng, [0.0, 1.0, 0.5, 1 / 256])
    m.tags.add("value " + dtype)
    one, other = affines(m)
    p, d = decided(q.reshape(-1, n))
    name = write(m, "pred/" + key, stored, slope=slope, inter=0.0, **other)
    keep(m, key, write_labels(m, "truth/" + key, labels, **one), name, labels, p=p, d=d)


def binary(m, key):
    """A 3-D float prediction; m.way tells whether it is NIfTI or an array (1,N,H,W)."""
    labels = volume(m)
    q = np.round(m.rng.rand(*labels.shape), 2).astype(pick(m.rng, ["<f4", "<f8"]))
    p, d = decided_binary(q)
    one, other = affines(m)
    if m.way == "binary array":
        name = m.store("pred/%s.npy" % key, q[None])
        m.tags.add("one of the axes is 1")
    else:
        name = write(m, "pred/" + key, as_nifti(q), **other)
    keep(m, key, write_labels(m, "truth/" + key, labels, **one), name, labels, p=p, d=d)


def truths(m, key):
    """NIfTI labels, and a prediction (N,H,W,C)."""
    labels = volume(m)
    q = m.soft(classes_of(m, labels)).reshape(*labels.shape, m.n_classes)
    p, d = decided(q.reshape(-1, m.n_classes))
    name = m.store("pred/%s.npy" % key, q)
    keep(m, key, write_labels(m, "truth/" + key, labels), name, labels, p=p, d=d)


def nnunet(m, key):
    """case.npz (C,N,H,W) with case.nii.gz beside it."""
    labels = volume(m)
    q = m.soft(classes_of(m, labels)).reshape(*labels.shape, m.n_classes)
    q = (q / q.sum(axis=3, keepdims=True)).astype(pick(m.rng, ["<f2", "<f4"]))
    p, d = decided(q.reshape(-1, m.n_classes))
    name = m.store("pred/%s.npz" % key, q.transpose(3, 0, 1, 2), pick(m.rng, store.NPZ),
                   array_key=pick(m.rng, ["probabilities", "softmax"]))
    write(m, "pred/" + key, as_nifti(volume(m, labels.shape)).astype("u1" if labels.max() < 256 else "u4"))
    m.tags |= {"NIfTI beside npz", "nnU-Net, said" if m.asked else "nnU-Net, not said"}
    keep(m, key, write_labels(m, "truth/" + key, labels), name, labels, p=p, d=d)


def layouts(m, key):
    """A layout that is said, of sides that fit any."""
    n = m.n_classes
    labels = volume(m, (n, n, n))
    q = m.soft(classes_of(m, labels)).reshape(*labels.shape, n)
    p, d = decided(q.reshape(-1, n))
    stored = {"hwc": q, "chw": q.transpose(0, 3, 1, 2), "cnhw": q.transpose(3, 0, 1, 2)}[m.asked]
    name = m.store("pred/%s.npy" % key, stored)
    keep(m, key, m.store("truth/%s.npy" % key, labels.astype("<i4")), name, labels, p=p, d=d)


def equal(m, key):
    """As many images as classes: the sums of the first image's pixels decide."""
    n = m.n_classes
    height, width = m.shape(5, 9)
    labels = volume(m, (n, height, width))
    q = m.soft(classes_of(m, labels), "f8").reshape(*labels.shape, n)
    if m.asked != "neither":
        q = q / q.sum(axis=3, keepdims=True)
    if m.asked == "both":                    # the same for every image: sums of 1 along either axis
        square = np.array([[((i + j) % n + 1) for j in range(n)] for i in range(n)], float)
        square /= square.sum(axis=0)[0]
        q = np.broadcast_to(square[:, None, None, :], q.shape).copy()
    stored = q.transpose(3, 0, 1, 2) if m.asked == "cnhw" else q.transpose(0, 3, 1, 2)
    if m.asked == "said":
        stored = q.transpose(3, 0, 1, 2)
    p, d = decided(q.reshape(-1, n).astype(EXT))
    name = m.store("pred/%s.npy" % key, np.ascontiguousarray(stored))
    m.tags.add("N = C " + m.asked)
    keep(m, key, m.store("truth/%s.npy" % key, labels.astype("<i4")), name, labels, p=p, d=d)


def refusal(m, way):
    rng, n = m.rng, m.n_classes
    labels = volume(m)
    q = as_nifti(m.soft(classes_of(m, labels)).reshape(*labels.shape, n))
    pairs = {"sign": ({"sform": RAS}, {"sform": LPS}), "permutation": ({"sform": RAS}, {"sform": PERMUTED}),
             "qform": ({"qform": NO_TURN}, {"qform": HALF_TURN}),
             "sform before qform": ({"sform": LPS, "qform": NO_TURN}, {"sform": RAS, "qform": NO_TURN})}
    m.tags.add("refused " + way)
    m.operands = ["t", "p"]
    if way in pairs:
        one, other = pairs[way]
        m.operands = [write(m, "t", as_nifti(labels).astype("i4"), **one), write(m, "p", q, **other)]
        return m.refused(Refused(r"^maskloss: \S*[tp]\.nii", r"affine|ax[ei]s|orient|[sq]form|flip"))
    if way in ("slices", "size"):
        fewer = q[:, :, :-1] if way == "slices" else q[:-1]
        m.operands = [write(m, "t", as_nifti(labels).astype("i4")), write(m, "p", fewer)]
        many = labels.shape[0] if way == "slices" else labels.shape[2]
        return m.refused(Refused(names(m.operands[1]), r"\b%d\b" % many, r"\b%d\b" % (many - 1)))
    stored = as_nifti(labels).astype("<f4")
    x, y, z = (int(rng.randint(side)) for side in stored.shape)
    stored[x, y, z] = 1234 if way == "unknown" else 0.5
    m.operands = [write(m, "t", stored), write(m, "p", q)]
    says = [r"\b1234\b"] if way == "unknown" else []
    return m.refused(Refused(names(m.operands[0]), place(y * stored.shape[0] + x, stored.shape[0]), *says))


COUNT = 80
DRAW = {"hard": hard, "channels": channels, "nnunet": nnunet, "binary": binary, "layouts": layouts, "equal": equal,
        "truths": truths, "binary array": binary}


def make(seed, number, folder):
    m = Reading(seed, "nifti", number, folder)
    m.way = WAYS[number % len(WAYS)]
    turn = number // len(WAYS)
    m.n_classes = 2 if m.way.startswith("binary") else pick(m.rng, [3, 4])
    labels = [[c] for c in range(m.n_classes)]
    if chance(m.rng, 0.3):
        labels[-1] = [pick(m.rng, [100, 2000, 70000])]
    m.use(ClassSet(class_names(m.rng, m.n_classes), labels, ignore=[15] if chance(m.rng, 0.5) else []))
    m.tags.add(m.way)
    if m.way == "refusal":
        return refusal(m, REFUSALS[turn % len(REFUSALS)])
    m.asked, m.turn = None, number * 3 + turn
    if m.way == "layouts":
        m.asked = ["hwc", "chw", "cnhw"][turn % 3]
        m.tags.add("layout " + m.asked)
    elif m.way == "equal":
        m.asked = EQUAL[turn % len(EQUAL)]
    elif m.way == "nnunet":
        m.asked = "cnhw" if turn % 2 else None
    if m.asked and m.way != "equal" or m.asked == "said":
        m.give("layout", "cnhw" if m.asked == "said" else m.asked)
    for i in range(2):
        DRAW[m.way](m, "i%d" % i)
    return m.read()
