"""Which class a stored label is, by the plainest reading of SPEC 4 and 9: loops over pixels, one rule a function.

A rule that refuses raises Refused with what the message must say.  Classes are indices; VOID is a label or colour that
is no class (ignored), UNKNOWN one that nobody knows.
"""

import re

from values import World

VOID, UNKNOWN = -1, None
LARGEST_LABEL = (1 << 24) - 1
# Of a prediction that holds indices, an ignored label that is no index is no class, as in a prediction of labels.
IGNORED_BESIDE_INDICES = VOID


class Refused(Exception):
    """says: regular expressions that the messages must match; silent: those they must not."""

    def __init__(self, *says, status=3, silent=()):
        super().__init__(str(says))
        self.says, self.status, self.silent = says, status, silent


def names(file):
    return r"^maskloss: \S*%s\b.*: " % re.escape(file)


def place(n, width):
    """Of pixel n, in this order or as numbers after row and column."""
    return r"\brow %d\b.*\bcolumn %d\b" % divmod(n, width)


def amount(number, what):
    """`3 pixels`, `3 more pixels`; one may be said in any way."""
    return what if number == 1 else r"\b%d\b[^.;:]{0,30}\b%ss\b" % (number, what)


class ClassSet(World):
    """Names, labels (numbers and ranges), colours, and what is ignored.  Classes without labels have their index."""

    def __init__(self, class_names, labels=None, colours=None, ignore=(), ignored_colours=(), channels=None):
        super().__init__(len(class_names))
        self.names = list(class_names)
        self.given = labels or [None] * len(class_names)
        self.entries = [entry if entry is not None else [c] for c, entry in enumerate(self.given)]
        self.colours = list(colours) if colours else [None] * len(class_names)
        self.set_ignore, self.ignored_colours = list(ignore), list(ignored_colours)
        self.channels = channels
        self.has_ranges = any(isinstance(one, list) for entry in self.entries for one in entry)
        self.labels = [[one for one in entry if not isinstance(one, list)] for entry in self.entries]
        self.document = self.make_document()

    def make_document(self):
        classes = []
        for c, name in enumerate(self.names):
            entry = {"name": name}
            if self.given[c] is not None:
                entry["labels"] = self.given[c]
            if self.colours[c] is not None:
                entry["color"] = list(self.colours[c])
            if self.channels is not None:
                entry["channels"] = self.channels[c]
            classes.append(entry)
        document = {"classes": classes}
        if self.set_ignore or self.ignored_colours:
            document["ignore"] = self.set_ignore + [list(colour) for colour in self.ignored_colours]
        return document

    def has_colours(self):
        return any(colour is not None for colour in self.colours)

    def of_label(self, label):
        if label in self.ignore:
            return VOID
        for c, entry in enumerate(self.entries):
            for one in entry:
                if one == label or isinstance(one, list) and one[0] <= label <= one[1]:
                    return c
        return UNKNOWN

    def of_colour(self, colour):
        colour = tuple(int(v) for v in colour)
        if colour in [tuple(one) for one in self.ignored_colours]:
            return VOID
        for c, one in enumerate(self.colours):
            if one is not None and tuple(one) == colour:
                return c
        return UNKNOWN


def hard_labels(labels, y, classes, prediction_as, unknown_is_miss, file):
    """(decision per pixel, whether unknown labels were counted): SPEC 9.1.  y: the truth's classes.  The decision of a
    pixel whose truth is ignored is VOID and means nothing."""
    height, width = labels.shape
    n_classes = len(classes.names)
    looked_at = [(n, label) for n, label in enumerate(labels.ravel().tolist()) if y[n] != VOID]
    are_indices = all(0 <= label < n_classes for _, label in looked_at)
    if prediction_as == "indices":
        def meaning(label):
            if 0 <= label < n_classes:
                return label
            return IGNORED_BESIDE_INDICES if label in classes.ignore else UNKNOWN
    else:
        meaning = classes.of_label
    if prediction_as is None:
        no_class = any(meaning(label) in (VOID, UNKNOWN) for _, label in looked_at)
        another = any(meaning(label) not in (VOID, UNKNOWN, label) for _, label in looked_at)
        if no_class and are_indices and another:
            raise Refused(names(file), r"--prediction-as=(labels|indices)\b", r"labels", r"indices")
    d = [VOID] * labels.size
    unknown = [(n, label) for n, label in looked_at if meaning(label) is UNKNOWN]
    if unknown and not unknown_is_miss:
        first, label = unknown[0]
        says = [names(file), place(first, width), r"(^|[^\d])%d\b" % label, amount(len(unknown), "pixel"),
                amount(len({label for _, label in unknown}), "label")]
        if prediction_as is None and are_indices:
            says.append(r"--prediction-as=indices")
        raise Refused(*says)
    for n, label in looked_at:
        if meaning(label) is not UNKNOWN:
            d[n] = meaning(label)
    return d, bool(unknown)


# ------------------------------------------------------------------ samples of a PNG

def gray_value(sample, depth):
    """0..255 for packed samples; the sample itself where a byte or more holds it."""
    return sample * 255 // ((1 << depth) - 1) if depth < 8 else sample


def readings(depth, palette, classes):
    """{reading: function of a sample that gives its meaning}, SPEC 4 and 9.2; color of gray of 8 bits is apart."""
    ways = {"raw": classes.of_label}
    if palette is None and depth < 8:
        ways["scaled"] = lambda v: classes.of_label(gray_value(v, depth))
    if palette is not None and all(r == g == b for r, g, b in palette):
        ways["scaled"] = lambda v: classes.of_label(palette[v][0])
    if palette is not None and classes.has_colours():
        ways["color"] = lambda v: classes.of_colour(palette[v])
    if palette is None and depth < 8 and classes.has_colours():
        ways["color"] = lambda v: classes.of_colour((gray_value(v, depth),) * 3)
    return ways


def choose_reading(present, depth, palette, classes, samples, file):
    """(function of a sample, name of the reading, whether it is the only one that knows all that occurs)"""
    ways = readings(depth, palette, classes)
    knows = {name: all(way(v) is not UNKNOWN for v in present) for name, way in ways.items()}
    if palette is None and depth >= 8 and classes.has_colours() and not any(knows.values()):
        # A gray picture of colours: where the labels say nothing.
        ways["color"] = lambda v: classes.of_colour((gray_value(v, depth),) * 3)
        knows["color"] = all(ways["color"](v) is not UNKNOWN for v in present)
    if samples in ways and (samples != "color" or palette is not None or depth < 8):
        return ways[samples], samples, True
    able = [name for name in ways if knows[name]]
    if not able:
        return ways["raw"], "raw", True
    if any(ways[name](v) != ways[able[0]](v) for name in able for v in present):
        raise Refused(names(file), r"--samples")
    return ways[able[0]], able[0], len(able) == 1


def read_samples(samples, depth, palette, classes, option, file, looked_at=None):
    """(meaning of each pixel, reading or None where several mean the same); looked_at: numbers of pixels that count."""
    flat = samples.ravel().tolist()
    present = sorted({flat[n] for n in (range(len(flat)) if looked_at is None else looked_at)})
    way, name, alone = choose_reading(present, depth, palette, classes, option, file)
    return [way(v) for v in flat], name if alone else None


# ------------------------------------------------------------------ codes

def coded_label(code, sample, depth=8, palette=None):
    """The label that a truth's sample stands for: a number, or (red, green, blue); SPEC 9.3."""
    if code.startswith("/"):
        if isinstance(sample, tuple):
            raise ValueError("of RGB")
        return (sample if palette is not None else gray_value(sample, depth)) // int(code[1:])
    if isinstance(sample, tuple):
        red, green, blue = sample[:3]
    elif palette is not None:
        red, green, blue = palette[sample]
    else:
        red = green = blue = gray_value(sample, depth)
    return {"red": red, "green": green, "blue": blue, "rgb": red + 256 * green + 65536 * blue,
            "ade20k": red // 10 * 256 + green}[code]
