"""Label images in the encodings that PNG has, and how a reader would take them without being told (SPEC 4)."""

import numpy as np

import png
from values import chance, pick


def gray_of_samples(depth, palette):
    """Gray value of each sample where a second reading exists, else None."""
    if palette is not None:
        is_gray = all(r == g == b for r, g, b in palette)
        return {i: colour[0] for i, colour in enumerate(palette)} if is_gray else None
    return {v: v * 255 // ((1 << depth) - 1) for v in range(1 << depth)} if depth < 8 else None


def reading_taken(samples, depth, palette, meaning):
    """'any' where it does not matter, 'raw', 'scaled', or 'ask' (an error until --samples is given)."""
    grays = gray_of_samples(depth, palette)
    if grays is None:
        return "any"
    present = [int(v) for v in np.unique(samples)]
    if all(grays[v] == v for v in present):
        return "any"
    raw_known = all(v in meaning for v in present)
    scaled_known = all(grays[v] in meaning for v in present)
    if raw_known and scaled_known:
        return "any" if all(meaning[v] == meaning[grays[v]] for v in present) else "ask"
    return "scaled" if scaled_known else "raw"


def coloured_palette(rng, entries):
    palette = [tuple(colour) for colour in rng.randint(256, size=(entries, 3)).tolist()]
    palette[rng.randint(entries)] = (200, 10, int(rng.randint(256)))      # never all gray
    if chance(rng, 0.3):
        palette[0] = palette[-1] = (1, 2, 3)                              # equal colours: only the index tells
    return palette


def raw_encodings(rng, labels):
    """(samples, depth, palette) where the stored sample is the label."""
    top = int(labels.max())
    found = [(labels, depth, None) for depth in (1, 2, 4, 8, 16) if top < 1 << depth]
    for depth in (1, 2, 4, 8):
        if top < 1 << depth:
            entries = pick(rng, [top + 1, 1 << depth])
            found.append((labels, depth, coloured_palette(rng, entries)))
            grays = [(int(v),) * 3 for v in rng.randint(256, size=entries)]
            found.append((labels, depth, grays))
    return found


def scaled_encodings(rng, labels):
    """(samples, depth, palette) where the gray value is the label, as optimisers of PNG files leave it."""
    present = [int(v) for v in np.unique(labels)]
    found = []
    for depth in (1, 2, 4):
        unit = 255 // ((1 << depth) - 1)
        if all(v % unit == 0 and v <= 255 for v in present):
            found.append((labels // unit, depth, None))
    for depth in (1, 2, 4, 8):
        if len(present) <= 1 << depth and present[-1] <= 255:
            order = [present[i] for i in rng.permutation(len(present))]
            samples = np.searchsorted(present, labels)
            index = np.array([order.index(v) for v in present])
            found.append((index[samples], depth, [(v, v, v) for v in order]))
    return found


def choose_encoding(rng, labels, intent):
    """intent: how this case means packed gray and gray palettes.  Images with one reading fit both intents."""
    if intent == "scaled":
        found = scaled_encodings(rng, labels)
        if found:
            return pick(rng, found)
        return pick(rng, [e for e in raw_encodings(rng, labels) if gray_of_samples(*e[1:]) is None])
    return pick(rng, raw_encodings(rng, labels))


def write_labels(rng, path, labels, intent, meaning):
    """Write the image; say whether --samples must be given for it, and its tag."""
    samples, depth, palette = choose_encoding(rng, labels, intent)
    interlaced = chance(rng, 0.25)
    png.write(path, samples, depth, palette, interlaced)
    taken = reading_taken(samples, depth, palette, meaning)
    two_ways = gray_of_samples(depth, palette) is not None
    tag = "%s%d%s" % ("gray" if palette is None else "gray palette" if two_ways else "palette", depth,
                      " adam7" if interlaced else "")
    return taken not in ("any", intent), tag


def write_plain(rng, path, labels):
    """Write the labels as a PNG that has one reading whatever the class set."""
    top = int(labels.max())
    depth = pick(rng, [8, 16, 8]) if top < 256 else 16
    palette = coloured_palette(rng, pick(rng, [top + 1, 256])) if depth == 8 and chance(rng, 0.5) else None
    png.write(path, labels, depth, palette, chance(rng, 0.2))
