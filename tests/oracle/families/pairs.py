"""Which truth belongs to which prediction: --match=name, --list, -0, --partial, --keep-going."""

import re

import numpy as np

import png
import store
from case import Maker
from families.batches import SOFT
from pixels import Image
from typed import typed_values
from values import chance, pick, plane_values, sample, true_classes

CITIES = ["aachen/aachen_000000_000019", "aachen/aachen_000001_000019", "bremen/bremen_000000_000019", "ulm/deep/ulm_7",
          "zürich/zürich 1"]
NAMES = ["a", "b c", "naïve", "x.y", "sub/z", "Z", "sub/a b/q", "0"]
WANTED = ["match name", "match name, suffixes", "match name, planes", "match path", "list", "list with ids",
          "list without ids", "list, NUL-ended", "list from standard input", "list with newlines in names",
          "list, planes", "list, one image of a batch", "list, array of an npz", "list, hard", "list, batches",
          "list, no last line end", "list, several predictions of one truth", "partial, directories", "partial, list",
          "partial, all there", "keep going", "keep going, all kinds of failure",
          "planes, one pair"]


def matched_by_name(m):
    """Nested truth as of Cityscapes, flat predictions."""
    rng = m.rng
    m.begin(3)
    m.option(None, "match", "name")
    m.tags.add("match name")
    suffixes = ("_gtFine_labelIds.png", "_pred.npy") if m.number % 2 else None
    if suffixes:
        m.option(None, "truth-suffix", suffixes[0])
        m.option(None, "prediction-suffix", suffixes[1])
        m.tags.add("match name, suffixes")
    for i, path in enumerate(CITIES):
        labels, name = m.draw_truth(m.small_shape()), path.rsplit("/", 1)[1]
        truth = m.truth_png("truth/%s%s" % (path, suffixes[0] if suffixes else ".png"), labels)
        if suffixes:
            m.truth_png("truth/%s_gtFine_color.png" % path, labels)
            m.write_text("truth/%s_gtFine_polygons.json" % path, "{}")
        if not suffixes and i % 2:
            q, prediction = write_planes(m, "pred/" + name, labels, "_")
            m.tags.add("match name, planes")
        else:
            q = m.draw_values(labels, pick(rng, store.ALL_TYPES))
            folder = "pred/" if chance(rng, 0.7) else "pred/elsewhere/"
            prediction = m.store(folder + name + (suffixes[1] if suffixes else ".npy"), q)
        m.images.append(Image(name, truth, prediction, labels, q=q))
    return m.finish(few_losses=True)


def matched_by_path(m):
    """The same file names in other folders: only the path tells them apart."""
    m.begin(3)
    m.option(None, "match", "path")
    m.tags.add("match path")
    for key in ("one/x", "two/x", "x", "two/one/x"):
        labels = m.draw_truth((2, 5))
        q = m.draw_values(labels, "<f4")
        m.add(key, labels, prediction=m.store("pred/%s.npy" % key, q), q=q)
    return m.finish(few_losses=True)


def write_planes(m, name, labels, joint):
    """(q, what the result calls the prediction)"""
    q, _ = plane_values(m.rng, m.true(labels), m.n_classes, 8)
    q = q.reshape(*labels.shape, m.n_classes)
    for c in range(m.n_classes):
        png.write(m.path("%s%s%d.png" % (name, joint, c)), q[:, :, c], 8)
    return q, name + "_*.png" if joint == "_" else name


def pair_of_planes(m):
    m.begin(3)
    name, joint = [("p", "_"), ("./p", "_"), ("out/p", "/"), ("out/p.x", "_")][m.number // len(CASES) % 4]
    labels = m.draw_truth(m.small_shape())
    q, prediction = write_planes(m, name, labels, joint)
    m.operands = [m.truth_png("t.png", labels), name]
    m.images.append(Image("t", m.operands[0], prediction, labels, q=q))
    m.tags.add("planes, one pair")
    m.may_summarise = False                              # what the prediction is called is the point
    return m.finish(few_losses=True)


# ------------------------------------------------------------------ lists

class Lines(Maker):
    """A list; each of `lines` is one pair."""

    def start(self):
        self.begin(3)
        self.lines, self.operands = [], []

    def pair(self, i, name):
        """One line of a kind that depends on i."""
        rng = self.rng
        labels = self.draw_truth(self.small_shape())
        truth = self.truth_png("in/%s.png" % name, labels)
        kind = ["npy", "planes", "batch", "npz", "hard", "npy", "planes dir", "npy"][i % 8]
        written, image = "out/p%d.npy" % i, Image(None, truth, None, labels)
        if kind.startswith("planes"):
            self.tags.add("list, planes")
            written = "out/p%d" % i
            image.q, image.prediction = write_planes(self, written, labels, "/" if kind == "planes dir" else "_")
        elif kind == "hard":
            self.tags.add("list, hard")
            image.hard = self.draw_truth(labels.shape)
            written = self.truth_png("out/p%d.png" % i, image.hard)
        else:
            image.q = self.draw_values(labels, pick(rng, store.ALL_TYPES))
            if kind == "batch":
                self.store(written, np.stack([image.q[::-1], image.q]))
                written += "[1]"
                self.tags.add("list, one image of a batch")
            elif kind == "npz":
                written = "out/p%d.npz:mine" % i
                self.store(written[:-5], image.q, pick(rng, store.NPZ), array_key="mine",
                           others={"probabilities": np.zeros((2, 2, 2))})
                self.tags.add("list, array of an npz")
            else:
                self.store(written, image.q)
        image.prediction = image.prediction or written
        self.images.append(image)
        return [truth, written]

    def option_list(self, end):
        """Write the list, or give it on standard input; say so on the command line."""
        text = end.join("\t".join(line) for line in self.lines)
        if chance(self.rng, 0.7):
            text += end
        else:
            self.tags.add("list, no last line end")
        if chance(self.rng, 0.3):
            self.tags.add("list from standard input")
            self.option("l", "list", "-")
            return text.encode()
        self.write_text("pairs.txt", text)
        self.option("l", "list", "pairs.txt")
        return b""


def listed(m):
    rng = m.rng
    m.start()
    names, with_ids = sample(rng, NAMES, 6), m.number % 2
    end = "\n"
    if chance(rng, 0.4):
        end = "\0"
        m.arguments.append([pick(rng, ["-0", "--null"])])
        m.tags.add("list, NUL-ended")
        names[0] = "two\nlines"
        m.tags.add("list with newlines in names")
    ids = sample(rng, ["frame 7", "α/1", "B", "a", "a-b", "10", "9", "Ω"], len(names))
    for i, name in enumerate(names):
        line, image = m.pair(i + m.number, name), m.images[-1]
        image.id = ids[i] if with_ids else "in/" + name
        m.lines.append(line + [ids[i]] * with_ids)
    m.tags.update(["list", "list with ids" if with_ids else "list without ids"])
    if with_ids:
        m.lines.append([m.lines[0][0], m.lines[0][1], "again"])         # one truth twice is no mistake
        m.images.append(Image(**{**vars(m.images[0]), "id": "again"}))
        m.tags.add("list, several predictions of one truth")
    return listed_case(m, end)


def listed_case(m, end, **changes):
    stdin = m.option_list(end)
    case = m.finish(few_losses=True, **changes)
    case.stdin = stdin
    return case


def listed_batches(m):
    rng = m.rng
    m.start()
    for key in ("b", "a"):
        labels = np.stack([m.draw_truth((2, 4)) for _ in range(3)])
        y = true_classes(labels, m.world)
        q = typed_values(rng, y, m.n_classes, "<f4").reshape(*labels.shape, m.n_classes)
        truth = m.store("in/%s.npy" % key, labels.astype("u2"))
        name = m.store("out/%s.npy" % key, SOFT[pick(rng, list(SOFT))](q))
        m.lines.append([truth, name, "set " + key])
        for n in range(3):
            names = ["%s[%d]" % (file, n) for file in ("set " + key, truth, name)]
            m.images.append(Image(*names, labels[n], q=q[n], number=n))
    m.tags.add("list, batches")
    return listed_case(m, "\n")


# ------------------------------------------------------------------ what is missing or broken

def partial(m):
    """Missing predictions are counted; predictions without a truth are nobody's pair."""
    m.begin(3)
    m.arguments.append(["--partial"])
    names = sample(m.rng, NAMES, 5)
    missing = 0 if m.number % 4 == 3 else 2
    m.tags.add("partial, directories" if missing else "partial, all there")
    for i, name in enumerate(names):
        labels = m.draw_truth(m.small_shape())
        if i < missing:
            m.truth_png("truth/%s.png" % name, labels)
            continue
        q = m.draw_values(labels, "<f4")
        m.add(name, labels, prediction=m.store("pred/%s.npy" % name, q), q=q)
    m.expected = len(names)
    if m.number % 2:
        m.store("pred/extra.npy", np.ones((2, 2, 3)))
    return m.finish(few_losses=True)


def partial_list(m):
    m.start()
    m.arguments.append(["--partial"])
    m.tags.add("partial, list")
    for i, name in enumerate(sample(m.rng, NAMES, 5)):
        line = m.pair(i, name)
        m.images[-1].id = "id %d" % i
        if i == 2:
            m.images.pop()
            line[1] = "out/nowhere.npy"
        m.lines.append(line + ["id %d" % i])
    m.expected = len(m.lines)
    return listed_case(m, "\n")


def keep_going(m):
    """What can be read is evaluated; the rest is under errors, in order, and the exit status is 3."""
    rng = m.rng
    m.begin(3)
    m.arguments.append(["--keep-going"])
    breakers = {"cut": cut, "label": unknown_label, "bad": bad_pixel, "size": wrong_size, "channels": wrong_channels}
    chosen = sample(rng, sorted(breakers), 3)
    m.errors = []
    for i, name in enumerate(sorted(["a", "b", "c/d", "e", "f", "g"])):
        labels = m.draw_truth((3, 5), "mixed")
        q = m.draw_values(labels, "<f4")
        m.add(name, labels, prediction=m.store("pred/%s.npy" % name, q), q=q)
        if i % 2:
            m.errors.append({"id": name, "message": re.compile(breakers[chosen[i // 2]](m, m.images.pop()))})
    m.tags.update(["keep going", "keep going, all kinds of failure"])
    m.expected = 6
    case = m.finish(few_losses=True)
    case.status, case.errors = 3, m.errors
    return case


def cut(m, image):
    with open(m.path(image.prediction), "r+b") as file:
        file.truncate(150)
    return re.escape(image.prediction)


def unknown_label(m, image):
    labels = image.labels.copy()
    labels[1, 2] = next(v for v in range(60000, 65536) if v not in m.world.meaning())
    m.truth_png(image.truth, labels)
    return r"%s.*\brow 1\b.*\bcolumn 2\b.*\b%d\b" % (re.escape(image.truth), labels[1, 2])


def bad_pixel(m, image):
    labels = image.labels
    at = np.argwhere(m.true(labels).reshape(labels.shape) >= 0)
    if not len(at):
        return cut(m, image)
    row, column = (int(v) for v in at[0])
    q = np.load(m.path(image.prediction))
    q[row, column, 1] = np.nan
    m.store(image.prediction, q)
    return r"%s.*\brow %d\b.*\bcolumn %d\b" % (re.escape(image.prediction), row, column)


def wrong_size(m, image):
    m.store(image.prediction, np.load(m.path(image.prediction))[:, :4])
    return re.escape(image.prediction)


def wrong_channels(m, image):
    m.store(image.prediction, np.load(m.path(image.prediction))[:, :, :2])
    return r"%s.*\b2\b.*\b3\b" % re.escape(image.prediction)


CASES = [matched_by_name, matched_by_name, matched_by_path, listed, listed, partial, partial_list, keep_going, listed,
         listed, partial, listed_batches, pair_of_planes]
COUNT = 4 * len(CASES)


def make(seed, number, folder):
    m = Lines(seed, "pairs", number, folder)
    return CASES[(number - 1) % len(CASES)](m)
