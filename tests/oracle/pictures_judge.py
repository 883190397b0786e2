"""Whether a folder of maps holds what it should, and nothing else."""

import io
import os

import numpy as np

import compare
import pngread

GRAY, RGB, PALETTE = 0, 2, 3
# Colour type and depth; None: any that holds the indices.
FORMS = {"palette": (PALETTE, None), "gray8": (GRAY, 8), "gray16": (GRAY, 16), "rgb": (RGB, 8)}
TYPES = {"f4": "<f4", "f8": "<f8"}
# Okabe and Ito 2008, without black.
OKABE_ITO = {(230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0),
             (204, 121, 167)}
# Viridis at i/17: matplotlib's table at every 15th of its 256 entries.
VIRIDIS = [(68, 1, 84), (72, 23, 105), (71, 42, 122), (67, 61, 132), (61, 78, 138), (53, 94, 141), (46, 109, 142),
           (41, 123, 142), (35, 137, 142), (31, 151, 139), (33, 165, 133), (46, 179, 124), (70, 192, 111), (101, 203, 94),
           (137, 213, 72), (176, 221, 47), (216, 226, 25), (253, 231, 37)]
BETWEEN = 7                   # how far viridis is from straight lines between those
LEGEND = ("right", "forgiven", "missed|masked", "wrong", "ignored")
SHOWN = 6


def files_below(folder):
    """Names of all files (and links), and of folders that hold nothing."""
    found = set()
    for top, folders, files in os.walk(folder):
        below = os.path.relpath(top, folder)
        found |= {os.path.normpath(os.path.join(below, name)) for name in files}
        links = [name for name in folders if os.path.islink(os.path.join(top, name))]
        found |= {os.path.normpath(os.path.join(below, name)) for name in links}
        if not files and not folders and below != ".":
            found.add(below + "/")
    return found


def judge_folder(folder, wanted):
    """Lines that say what is wrong; wanted: {name: (kind, Map)}."""
    there = files_below(folder) if os.path.isdir(folder) else set()
    lines = ["no file %s" % name for name in sorted(set(wanted) - there)]
    lines += ["%s is left in the folder" % name for name in sorted(there - set(wanted))]
    palettes = {}
    for name in sorted(set(wanted) & there, key=lambda name: (wanted[name][0] == "overlay", name)):
        kind, one = wanted[name]
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        stem = name[:-len(".%s.png" % kind)]
        try:
            found = judge_array(data, one) if one.form in TYPES else judge_picture(data, kind, one, palettes, stem)
        except (pngread.Broken, ValueError) as error:
            found = ["%s" % error]
        lines += ["%s: %s" % (name, line) for line in found]
    return lines[:SHOWN] + (["... and more"] if len(lines) > SHOWN else [])


# ------------------------------------------------------------------ arrays

def judge_array(data, one):
    stream = io.BytesIO(data)
    array = np.lib.format.read_array(stream, allow_pickle=False)
    if stream.read():
        return ["bytes after the array"]
    if array.dtype.str != TYPES[one.form] or not array.flags.c_contiguous:
        return ["%s%s" % (array.dtype.str, "" if array.flags.c_contiguous else ", not in C order")]
    if array.shape != one.low.shape:
        return ["shape %s, not %s" % (array.shape, one.low.shape)]
    largest = np.finfo(array.dtype).max
    wide = array.astype(np.longdouble)
    fits = (one.low <= wide) & (wide <= one.high)
    # What no double holds is infinite.
    fits |= np.isinf(wide) & (np.abs(one.high) > largest) & (np.sign(one.high) == np.sign(wide))
    return place(fits, lambda at: "is %r, not %r" % (array[at], float((one.low[at] + one.high[at]) / 2)))


def place(fits, text):
    if fits.all():
        return []
    at = tuple(int(i) for i in np.argwhere(~fits)[0])
    return ["%s %s (%d such)" % (list(at), text(at), int((~fits).sum()))]


# ------------------------------------------------------------------ pictures

def judge_picture(data, kind, one, palettes, stem):
    picture = pngread.decode(data)
    colour_type, depth = FORMS[one.form]
    if picture.kind != colour_type or depth not in (None, picture.depth):
        return ["colour type %d, %d bits: not %s" % (picture.kind, picture.depth, one.form)]
    if kind == "error":
        palettes[stem] = picture.palette
    low, high = (one.low, one.high) if one.form != "rgb" else (overlaid(one, palettes.get(stem)),) * 2
    if picture.samples.shape != low.shape:
        return ["size %s, not %s" % (picture.samples.shape[:2], low.shape[:2])]
    fits = (low <= picture.samples) & (picture.samples <= high)
    lines = place(fits, lambda at: "is %d, not %d" % (picture.samples[at], high[at]))
    if kind == "error":
        lines += judge_legend(picture)
    if one.maximum is not None:
        lines += judge_scale(picture, one)
    if one.colours is not None:
        lines += judge_colours(picture, one)
    return lines


def overlaid(one, palette):
    """Photo in gray, and the error map's colours at what is not right."""
    if palette is None:
        raise ValueError("there is no error map to take colours from")
    shown = np.repeat(one.grey[:, :, None], 3, axis=2)
    for state in (1, 2, 3):
        shown[one.states == state] = palette[state]
    return shown


def judge_legend(picture):
    palette, lines = picture.palette, []
    if len(palette) < 5 or len(set(palette[:5])) < 5:
        lines.append("palette %s: five entries, no two of them equal" % palette[:6])
    elif not set(palette[1:4]) <= OKABE_ITO:
        lines.append("entries 1 to 3 are no colours of Okabe and Ito: %s" % palette[1:4])
    said = " ".join("%s %s" % item for item in picture.texts.items()).lower()
    missing = [words for words in LEGEND if not any(word in said for word in words.split("|"))]
    return lines + ["the legend does not say %s" % words for words in missing]


def judge_scale(picture, one):
    lines, palette = [], picture.palette
    text = picture.texts.get("Maximum")
    try:
        number = compare.parse(text or "none")
        if compare.number_differs(float(one.maximum), number):
            lines.append("Maximum is %s, not %r" % (text, one.maximum))
        elif isinstance(number, compare.Number) and (not compare.text_is_shortest(number) or text.endswith(".0")):
            lines.append("Maximum has more digits than it needs: %s" % text)
    except ValueError:
        lines.append("Maximum is %r" % text)
    if len(palette) != 256 or palette[255] != (128, 128, 128):
        return lines + ["%d entries, the last one %s" % (len(palette), palette[-1])]
    if palette[0] != VIRIDIS[0] or palette[254] != VIRIDIS[-1]:
        lines.append("ends of the palette: %s, %s" % (palette[0], palette[254]))
    at = np.arange(255) / 254
    curve = np.stack([np.interp(at, np.arange(18) / 17, [c[k] for c in VIRIDIS]) for k in range(3)], axis=1)
    off = np.abs(curve - np.array(palette[:255])).max(axis=1)
    if (off > BETWEEN).any():
        lines.append("entry %d is %s: not viridis" % (int(off.argmax()), palette[int(off.argmax())]))
    return lines


def judge_colours(picture, one):
    palette = picture.palette
    if len(palette) < len(one.colours):
        return ["%d palette entries for %d classes" % (len(palette), len(one.colours))]
    lines = ["class %d is %s, not %s" % (c, palette[c], tuple(colour))
             for c, colour in enumerate(one.colours) if colour is not None and palette[c] != tuple(colour)]
    if len(set(palette[:one.distinct])) < one.distinct:
        lines.append("classes share a colour")
    return lines[:2]
