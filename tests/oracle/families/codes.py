"""Gray with alpha, 16-bit RGB, --truth-code, arrays of colours, labels to 2^24-1 and ranges of them (SPEC 9.3)."""

import numpy as np

import png
import store
from reading import Reading
from rules import LARGEST_LABEL, UNKNOWN, ClassSet, Refused, coded_label, names, place
from values import chance, class_names, pick, sample

CODES = ["none", "red", "green", "blue", "rgb", "ade20k", "/2", "/128", "/256", "/1000"]
PLAIN = ["gray1", "gray2", "gray4", "gray8", "gray16", "palette", "gray+alpha 8", "gray+alpha 16", "array"]
COLOURED = ["RGB 8", "RGB 16", "RGBA 8", "RGBA 16"]
FAULTS = ["unknown", "too large", "negative", "transparent", "of RGB"]
WANTED = (["refusal", "ranges", "ignored inside a range", "labels beyond 65535", "largest label", "array of colours",
           "array of colours, said", "array of colours and a code", "16-bit colours"]
          + ["code " + code for code in CODES] + PLAIN + COLOURED + ["refused: " + fault for fault in FAULTS])
INTEGERS = ["|u1", "<u2", ">u2", "<i4", ">i4", "<u4", "<i8", ">u8"]


class Truth:
    """Samples of one image: numbers, or tuples (r, g, b), and how they are stored."""

    def __init__(self, kind, palette=None, dtype=None):
        self.kind, self.palette, self.dtype = kind, palette, dtype
        self.depth = 16 if kind.endswith("16") else int(kind[4:]) if kind in ("gray1", "gray2", "gray4") else 8
        self.top = int(min(np.iinfo(dtype).max, 1 << 36)) if dtype else (1 << self.depth) - 1
        self.coloured = kind.startswith("RGB")

    def draw(self, m, code):
        """One sample at random: small, any, or round."""
        rng = m.rng
        if self.palette is not None:
            return int(rng.randint(len(self.palette)))
        top = int(pick(rng, [self.top, min(self.top, 300), min(self.top, LARGEST_LABEL)]))
        one = lambda: int(rng.randint(0, top + 1, dtype=np.int64))
        if self.coloured:
            return (one(), one(), one() if code != "rgb" or chance(rng, 0.3) else one() % 256)
        if code in ("none", "rgb"):
            return min(one(), 255 if code == "rgb" else LARGEST_LABEL)
        return one()

    def write(self, m, name, samples, shape, alpha=None):
        """samples: a list; alpha: (pixel, value) that is not opaque."""
        rng = m.rng
        full = (1 << self.depth) - 1
        if self.kind == "array":
            array = np.array(samples, dtype=object).reshape(shape).astype(self.dtype)
            container = pick(rng, store.NPY)
            return m.store(name + ".npy", array, container, chance(rng, 0.3))
        values = np.array(samples, dtype=np.int64).reshape(*shape, -1)
        if "alpha" in self.kind or "RGBA" in self.kind:
            opaque = np.full(values.shape[:2] + (1,), full)
            if alpha is not None:
                opaque.reshape(-1)[alpha[0]] = alpha[1]
            values = np.concatenate([values, opaque], axis=2)
        if values.shape[2] == 1:
            values = values[:, :, 0]
        png.write(m.path(name + ".png"), values, self.depth, self.palette, chance(rng, 0.2))
        return name + ".png"


def draw_truth(m, code, kinds):
    kind = kinds[m.turn % len(kinds)]
    m.turn += 1
    palette = None
    if kind == "palette":
        palette = [tuple(int(v) for v in colour) for colour in m.rng.randint(256, size=(pick(m.rng, [20, 256]), 3))]
    m.tags.add(kind)
    return Truth(kind, palette, pick(m.rng, INTEGERS) if kind == "array" else None)


def labels_of(truth, pool, code):
    """The label of each sample of the pool."""
    if code == "none":
        return list(pool)
    return [coded_label(code, v, truth.depth, truth.palette) for v in pool]


def class_set_of(m, labels):
    """Classes that know all these labels, as numbers and as ranges; at times one is ignored."""
    rng, n = m.rng, m.n_classes
    labels = sorted(set(labels))
    while len(labels) < n:
        labels.append(labels[-1] + 1 if labels[-1] < LARGEST_LABEL else next(
            v for v in range(LARGEST_LABEL) if v not in labels))
        labels.sort()
    cuts = [0] + sorted(sample(rng, range(1, len(labels)), n - 1)) + [len(labels)]
    groups = [labels[a:b] for a, b in zip(cuts, cuts[1:])]
    ignore, entries = [], []
    for group in groups:
        if len(group) > 1 and chance(rng, 0.6):
            m.tags.add("ranges")
            entries.append(pick(rng, [[[group[0], group[-1]]], [group[0], [group[1], group[-1]]]]))
            if chance(rng, 0.3):
                ignore.append(group[1])
                m.tags.add("ignored inside a range")
        else:
            entries.append([int(v) for v in group])
    if max(labels) > 65535:
        m.tags.add("labels beyond 65535")
    if max(labels) == LARGEST_LABEL:
        m.tags.add("largest label")
    order = [int(i) for i in rng.permutation(n)]
    classes = ClassSet(class_names(rng, n), [entries[i] for i in order])
    if ignore and chance(rng, 0.5):
        classes.option_ignore = ignore
    else:
        classes.set_ignore = ignore
        classes.document = classes.make_document()
    return classes


def coded(m, code, fault):
    """Five images read by one code, or one that is refused."""
    rng = m.rng
    kinds = COLOURED + ["gray8", "palette"] if code in CODES[1:6] else PLAIN
    if code == "none":                               # packed gray has two readings without a code
        kinds = [kind for kind in PLAIN if kind not in ("gray1", "gray2", "gray4")]
    if code == "rgb":
        kinds = [kind for kind in kinds + PLAIN if kind not in ("gray16", "gray+alpha 16")]
    if fault == "of RGB":
        kinds = COLOURED
    if fault in ("too large", "negative"):
        kinds = ["array"]
    if fault == "too large" and code == "rgb":
        kinds = ["RGB 16", "gray16"]
    if fault == "transparent":
        kinds = [kind for kind in kinds if "alpha" in kind or "RGBA" in kind]
    drawn = []
    for _ in range(1 if fault else 5):
        truth = draw_truth(m, code, kinds)
        if fault in ("too large", "negative") and truth.kind == "array":
            truth.dtype = pick(rng, ["<i8", ">i8"])
            truth.top = 1 << 20
        pool = []
        for _ in range(200):
            v = truth.draw(m, code)
            if fault == "of RGB" or labels_of(truth, [v], code)[0] <= LARGEST_LABEL:
                pool.append(v)
            if len(pool) == rng.randint(2, 7):
                break
        if code == "none" and truth.top >= LARGEST_LABEL and chance(rng, 0.5):
            pool.append(LARGEST_LABEL)
        drawn.append((truth, pool))
    known = [0, 1, 2] if fault == "of RGB" else [v for truth, pool in drawn for v in labels_of(truth, pool, code)]
    classes = m.use(class_set_of(m, known))
    if code != "none":
        m.give("truth-code", code, code)
    m.tags.add("code " + code)
    for i, (truth, pool) in enumerate(drawn):
        shape = m.shape()
        samples = [pool[j] for j in rng.randint(len(pool), size=shape[0] * shape[1])]
        if fault:
            return refuse(m, truth, samples, shape, code, fault)
        y = [classes.of_label(v) for v in labels_of(truth, samples, code)]
        name, p, d = m.soft_prediction("i%d" % i, y, shape)
        m.keep("i%d" % i, truth.write(m, "truth/i%d" % i, samples, shape), name, y, shape, p=p, d=d)
    return m.read()


def refuse(m, truth, samples, shape, code, fault):
    rng, at = m.rng, int(m.rng.randint(len(samples)))
    alpha, says = None, [place(at, shape[1])]
    if fault == "transparent":
        alpha = (at, int(rng.randint(1 << truth.depth) - 1 if chance(rng, 0.5) else 0))
        alpha = (at, max(alpha[1], 0))
        says.append("alpha|opaque|transparent")
    elif fault == "of RGB":
        says = ["--truth-code"]
    elif fault == "unknown":
        seen = set(labels_of(truth, samples, code))
        for _ in range(10000):
            v = truth.draw(m, code)
            label = labels_of(truth, [v], code)[0]
            if m.world.of_label(label) is UNKNOWN and label <= LARGEST_LABEL and label not in seen:
                break
        else:
            return None
        samples[at] = v
        says += [r"\b%d\b" % label]
    elif code == "rgb":
        samples[at] = (65535, 65535, 300) if truth.coloured else 256
    else:
        unit = int(code[1:]) if code.startswith("/") else 1
        samples[at] = (LARGEST_LABEL + int(rng.randint(1, 1000))) * unit if fault == "too large" else -1
    m.tags.add("refused: " + fault)
    m.last_shape = shape
    name = truth.write(m, "truth/i0", samples, shape, alpha)
    m.complete("i0")
    return m.refused(Refused(names(name), *says))


# ------------------------------------------------------------------ colours

def by_colours(m, refusal):
    """Truths (H,W,3) or (H,W,4) read by the class set's colours, with the option or without; 16-bit RGB beside them."""
    rng, n = m.rng, m.n_classes
    colours = [tuple(int(v) for v in one) for one in rng.randint(256, size=(n + 1, 3))]
    colours = [(c[0], c[1], i * 17) for i, c in enumerate(colours)]
    classes = m.use(ClassSet(class_names(rng, n), None, colours[:n], (), colours[n:]))
    said = m.number // 20 % 2 == 0
    if said:
        m.give("truth-layout", "colors")
    for i in range(1 if refusal else 4):
        shape = m.shape(5, 9)
        samples = np.array(colours)[rng.randint(n + 1, size=shape)]
        at = int(rng.randint(shape[0] * shape[1]))
        if refusal:
            samples.reshape(-1, 3)[at] = (1, 2, 254)
        channels = pick(rng, [3, 3, 4]) if n != 4 else 3
        stored = samples if channels == 3 else np.concatenate([samples, np.full(shape + (1,), 255)], axis=2)
        if i % 2 and not said:
            name = "truth/i%d.png" % i
            png.write(m.path(name), samples * 257, 16)
            m.tags.add("16-bit colours")
        else:
            dtype = "|u1" if channels == 4 else pick(rng, ["|u1", "<i2", ">u2", "<i8"])
            name = m.store("truth/i%d.npy" % i, stored.astype(dtype), fortran=chance(rng, 0.3))
            m.tags.add("array of colours, said" if said else "array of colours")
        if refusal:
            m.complete("i0")
            return m.refused(Refused(names(name), *([place(at, shape[1])] if said else [r"--truth-layout"])))
        y = [classes.of_colour(colour) for colour in samples.reshape(-1, 3)]
        prediction, p, d = m.soft_prediction("i%d" % i, y, shape)
        m.keep("i%d" % i, name, prediction, y, shape, p=p, d=d)
    return m.read()


def coded_arrays(m):
    """A code of red, green and blue on arrays (H,W,3)."""
    rng, code = m.rng, pick(m.rng, CODES[1:6])
    drawn = []
    for _ in range(4):
        shape = m.shape(5, 9)
        samples = rng.randint(0, pick(rng, [6, 256]), size=(*shape, 3))
        drawn.append((shape, samples, [coded_label(code, tuple(int(v) for v in s)) for s in samples.reshape(-1, 3)]))
    classes = m.use(class_set_of(m, [v for _, _, labels in drawn for v in labels]))
    m.give("truth-code", code, code)
    m.tags.add("array of colours and a code")
    if m.number // 10 % 2:
        m.give("truth-layout", "colors")
    for i, (shape, samples, labels) in enumerate(drawn):
        y = [classes.of_label(v) for v in labels]
        prediction, p, d = m.soft_prediction("i%d" % i, y, shape)
        name = m.store("truth/i%d.npy" % i, samples.astype(pick(rng, ["|u1", "<i4"])))
        m.keep("i%d" % i, name, prediction, y, shape, p=p, d=d)
    return m.read()


COUNT = 100


def start(seed, number, folder):
    m = Reading(seed, "codes", number, folder)
    m.n_classes, m.turn = pick(m.rng, [2, 3, 4, 5]), number
    return m


def make(seed, number, folder):
    m = start(seed, number, folder)
    if number % 10 == 9:
        return by_colours(m, number % 20 == 19)
    if number % 10 == 8:
        return coded_arrays(m)
    code = CODES[(number + number // 10) % len(CODES)]
    if number % 3:
        return coded(m, code, None)
    fault = FAULTS[(number // 3 + number // 30) % len(FAULTS)]
    possible = {"unknown": True, "too large": code == "none" or code == "rgb" or code[0] == "/",
                "negative": code == "none" or code[0] == "/", "transparent": True,
                "of RGB": code[0] == "/"}
    if not possible[fault]:
        fault = pick(m.rng, ["unknown", "transparent"])
    return coded(m, code, fault) or coded(start(seed, number, folder), code, None)
