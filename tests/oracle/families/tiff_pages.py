"""Pages of a TIFF that are palettes, gray of any depth or colours: each is read as a file of its own would be (SPEC 9.2, 9.6)."""

import numpy as np

import tiff
from families.palette_color import class_set, draw_file, meanings
from families.tiff_files import alike, write
from reading import Reading, decided
from rules import UNKNOWN, VOID
from values import chance, pick

N_PAGES = 2
WANTED = ["refusal", "truth", "prediction", "one page", "RGB pages of 8 bits", "RGB pages of 16 bits", "palette of 4 bits",
          "palette of 8 bits", "gray of 4 bits", "gray of 8 bits", "gray of 16 bits", "samples color",
          "samples raw", "samples scaled", "asked", "nothing knows"]


def label_pages(m, samples, depth, palette):
    """samples: one (H,W) a page; entries that do not occur are colours that 8 bits cannot say."""
    dtype = "<u2" if depth == 16 else "|u1"
    how = {"bits": depth if depth < 8 else None}
    if palette is not None:
        odd = [(257 * 7, 1000, 3)] * ((1 << depth) - len(palette))
        how.update(photometric=tiff.PALETTE, colours=[tuple(257 * int(v) for v in one) for one in palette] + odd)
    pages = alike(m, [tiff.Page(one.astype(dtype), **how) for one in samples])
    for page in pages:
        page.predictor = 1
    return pages


def colour_pages(m, shape):
    """(pages, classes of each): RGB of known colours."""
    rng, classes = m.rng, m.world
    known = [tuple(c) for c in list(classes.colours) + list(classes.ignored_colours) if c is not None]
    dtype, factor = pick(rng, [("|u1", 1), ("<u2", 257)])
    m.tags.add("RGB pages of %d bits" % (8 if factor == 1 else 16))
    drawn = [np.array(known)[rng.randint(len(known), size=shape)] for _ in range(N_PAGES)]
    pages = alike(m, [tiff.Page((one * factor).astype(dtype), photometric=tiff.RGB) for one in drawn])
    return pages, [[classes.of_colour(colour) for colour in one.reshape(-1, 3)] for one in drawn]


def page_samples(m, shape, option):
    """Samples of two pages of one depth and palette."""
    samples, depth, palette = draw_file(m, shape, option)
    values = np.unique(samples)
    return [samples, values[m.rng.randint(len(values), size=shape)]], depth, palette


def keep(m, key, at, files, y, shape, hints, free, **read):
    """The page `at`, or all of a batch."""
    truth, name = files
    for k in range(N_PAGES):
        if at is None or at == k:
            m.keep("%s[%d]" % (key, k), "%s[%d]" % (truth, k), "%s[%d]" % (name, k), y[k], shape, hints[k], free[k], number=k,
                   **{what: one[k] for what, one in read.items()})


def operand(m, name, at):
    if at is not None:
        m.operands.append("%s[%d]" % (name, at))


def draw(m, key, option, at):
    rng, shape = m.rng, m.shape()
    truth, name = "truth/%s.tif" % key, "pred/%s" % key
    samples, depth, palette = page_samples(m, shape, option)
    pages = label_pages(m, samples, depth, palette)
    if at is not None:
        m.operands = ["%s[%d]" % (truth, at)]
    used = range(N_PAGES) if at is None else [at]
    found, hints, free = [None] * N_PAGES, [None] * N_PAGES, [None] * N_PAGES
    if chance(rng, 0.5):
        m.tags.add("truth")
        write(m, truth, pages)
        name = m.store(name + ".npy", np.ones((N_PAGES, *shape, m.n_classes), "<f4"))
        operand(m, name, at)
        for k in used:
            found[k], hints[k], free[k] = meanings(m, samples[k], depth, palette, option, truth)
        soft = [m.soft(found[k] if found[k] else [0] * samples[k].size).reshape(*shape, m.n_classes) for k in range(N_PAGES)]
        m.store(name, np.stack(soft))
        both = [decided(q.reshape(-1, m.n_classes)) for q in soft]
        keep(m, key, at, (truth, name), found, shape, hints, free, p=[p for p, _ in both], d=[d for _, d in both])
        return
    m.tags.add("prediction")
    true_pages, y = colour_pages(m, shape)
    write(m, truth, true_pages)
    write(m, name + ".tif", pages)
    operand(m, name + ".tif", at)
    for k in used:
        looked_at = [n for n, c in enumerate(y[k]) if c != VOID]
        d, hints[k], free[k] = meanings(m, samples[k], depth, palette, option, name + ".tif", looked_at)
        found[k] = [VOID if c == UNKNOWN or y[k][n] == VOID else c for n, c in enumerate(d)]
    keep(m, key, at, (truth, name + ".tif"), y, shape, hints, free, d=found)


COUNT = 80


def make(seed, number, folder):
    m = Reading(seed, "tiff-pages", number, folder)
    m.n_classes = pick(m.rng, [2, 5])
    m.use(class_set(m))
    option = pick(m.rng, [None, None, None, "color", "color", "raw", "scaled"])
    if option:
        m.give("samples", option, option)
        m.tags.add("samples " + option)
    at = int(m.rng.randint(N_PAGES)) if number % 3 == 2 else None
    if at is not None:
        m.tags.add("one page")
    case = m.images_or_refusal(lambda key: draw(m, key, option, at), 1, number % 2 == 0)
    if case.status:
        case.tags.add("asked" if any("--samples" in one for one in case.says) else "nothing knows")
    return case
