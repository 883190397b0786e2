#!/usr/bin/env python3
"""Writes the test fixtures: label PNGs, .npy and .npz predictions and class sets, sound ones and broken ones.

    make.py [FOLDER]           write them (default: the folder that this program lies in)
    make.py --check [FOLDER]   compare them with what is there; name what differs, is missing or is left over and exit 1
    make.py --list             print each name and what the file is
    make.py --deep [DEPTH]     write a class set with arrays nested DEPTH deep (100000) to standard output;
                               tests make that one themselves, it is not kept

good-* is valid (some files need an option or a class set, which the list says), bad-* must be refused. A broken file
differs from a sound one in one thing. All sound three-class predictions of 7 x 5 pixels hold the same probabilities and
all their truths the same classes, so that every combination must give the same figures to the last bit: the values are
whole numbers of 1/128, and scaling does not change a quotient of whole numbers. The files' bytes do not depend on the
Python or zlib in use: image data are stored, or compressed by zipwriter.py.
"""

import os
import struct
import sys
import zlib

from nifti_fixtures import bad_niftis, good_niftis
from photo_fixtures import bad_photos, good_photos
from tiff_fixtures import bad_tiffs, good_tiffs
from zipwriter import DEFLATED, DESCRIPTOR, ENCRYPTED, archive, fixed_huffman, member

# --- PNG ------------------------------------------------------------------------------------------

GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Per pass of Adam7: first column, first row, column step, row step.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def stored_zlib(data):
    """A zlib stream of stored blocks: the same bytes from every zlib."""
    out = b"\x78\x01"
    pieces = [data[i:i + 65535] for i in range(0, len(data), 65535)] or [b""]
    for number, piece in enumerate(pieces, 1):
        out += struct.pack("<BHH", number == len(pieces), len(piece), len(piece) ^ 0xFFFF) + piece
    return out + struct.pack(">I", zlib.adler32(data))


def pack_row(row, depth):
    """Samples as big-endian bits; a pixel is one sample or a tuple of them."""
    samples = [s for pixel in row for s in (pixel if isinstance(pixel, tuple) else (pixel,))]
    bits = "".join(format(s, "0%db" % depth) for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def scanlines(rows, depth, adam7):
    """The image data before compression: filter byte 0 and the packed samples of each row of each pass."""
    passes = [[row[x0::dx] for row in rows[y0::dy]] for x0, y0, dx, dy in ADAM7] if adam7 else [rows]
    return b"".join(b"\0" + pack_row(row, depth) for part in passes for row in part if row)


def ihdr(width, height, depth=8, colour=GRAY, adam7=False):
    return ("IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, adam7))


def png_chunks(rows, depth=8, colour=GRAY, adam7=False, palette=None):
    """The (type, data) pairs of an image; rows are lists of samples, palette a list of (r, g, b)."""
    chunks = [ihdr(len(rows[0]), len(rows), depth, colour, adam7)]
    if palette is not None:
        chunks.append(("PLTE", b"".join(bytes(entry) for entry in palette)))
    return chunks + [("IDAT", stored_zlib(scanlines(rows, depth, adam7))), ("IEND", b"")]


def zeros_zlib(data, n_runs):
    """A zlib stream of the data and runs of 258 zeros, each 13 bits of the fixed code: a length and the distance 1."""
    literals = "".join(format(0x30 + byte, "08b") for byte in data + b"\0")  # all below 144
    text = "110" + literals + ("11000101" + "00000") * n_runs + "0000000"
    text += "0" * (-len(text) % 8)
    whole = data + bytes(1 + 258 * n_runs)
    return b"\x78\x01" + bytes(int(text[i:i + 8][::-1], 2) for i in range(0, len(text), 8)) + struct.pack(">I", zlib.adler32(whole))


def png_file(chunks, wrong_crc=None):
    """The file of these chunks; the CRC of the chunk type wrong_crc gets a flipped bit."""
    out = SIGNATURE
    for kind, data in chunks:
        crc = zlib.crc32(kind.encode() + data) ^ (kind == wrong_crc)
        out += struct.pack(">I", len(data)) + kind.encode() + data + struct.pack(">I", crc)
    return out


def png(rows, **how):
    return png_file(png_chunks(rows, **how))


# --- npy ------------------------------------------------------------------------------------------

def npy_header(header, version=(1, 0), pad=True, length=None):
    """Magic, version, length and header text (str or bytes); padded to 64 bytes as NumPy does unless told otherwise."""
    text = header if isinstance(header, bytes) else header.encode("latin-1")
    size = 2 if version[0] == 1 else 4
    if pad:
        text += b" " * (-(8 + size + len(text) + 1) % 64) + b"\n"
    field = struct.pack("<H" if size == 2 else "<I", len(text) if length is None else length)
    return b"\x93NUMPY" + bytes(version) + field + text


def npy_text(descr, shape, order="False"):
    """NumPy's own header text; descr and order are Python source, shape a tuple or source."""
    return "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (descr, order, shape)


def npy(code, shape, values, **how):
    """A whole file; code is NumPy's, like <f4."""
    letter = {"f2": "e", "f4": "f", "f8": "d", "u1": "B", "u2": "H", "i8": "q", "b1": "B"}[code[1:]]
    data = struct.pack("%s%d%s" % (">" if code[0] == ">" else "<", len(values), letter), *values)
    order = how.pop("order", "False")
    return npy_header(npy_text(repr(code), shape, order), **how) + data


# --- Writing and checking -------------------------------------------------------------------------

def run(files, folder, prefixes, arguments):
    """Writes files (path: bytes) below folder or, with --check, compares them; returns the exit status.

    A file on disk whose path starts with one of prefixes and that is not made here is left over.
    """
    check = arguments[:1] == ["--check"]
    rest = arguments[1:] if check else arguments
    if len(rest) > 1 or rest[:1] and rest[0].startswith("-"):
        print("usage: %s [--check] [FOLDER]; more at its head" % os.path.basename(sys.argv[0]), file=sys.stderr)
        return 2
    folder = rest[0] if rest else folder
    if not check:
        for name, data in sorted(files.items()):
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        return 0
    wrong = []
    for name, data in sorted(files.items()):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                if file.read() != data:
                    wrong.append("differs: " + name)
        except FileNotFoundError:
            wrong.append("missing: " + name)
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(top, name), folder).replace(os.sep, "/")
            if path.startswith(prefixes) and path not in files:
                wrong.append("left over: " + path)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


# --- The image that all fixtures show -------------------------------------------------------------

WIDTH, HEIGHT, CLASSES = 7, 5, 3
LABELS = [[0, 0, 0, 1, 1, 1, 1],
          [0, 0, 2, 2, 1, 1, 1],
          [0, 2, 2, 2, 2, 1, 0],
          [1, 1, 2, 2, 0, 0, 0],
          [1, 1, 1, 1, 0, 2, 0]]
BINARY = [[min(label, 1) for label in row] for row in LABELS]
COLOURS = [(70, 130, 180), (128, 64, 128), (0, 0, 142)]
UNIT = 128           # predictions are whole numbers that add up to this
SPOT = (2, 4)        # row and column of every wrong value and of label 255; its true class is 2


def mapped(rows, function):
    """rows with every sample replaced by function(sample, row, column)."""
    return [[function(s, r, c) for c, s in enumerate(row)] for r, row in enumerate(rows)]


def weights(labels, classes, seed):
    """Per pixel, row by row, a list of whole numbers that add up to UNIT; most pixels favour their label."""
    out, state = [], seed
    for label in (label for row in labels for label in row):
        left, pixel = UNIT, [0] * classes
        for c in range(classes - 1, 0, -1):
            state = (state * 1103515245 + 12345) % 2 ** 31
            pixel[c] = (state >> 16) % (left // 2 + 1)
            left -= pixel[c]
        pixel[0] = left
        state = (state * 1103515245 + 12345) % 2 ** 31
        if (state >> 16) % 4:
            best = pixel.index(max(pixel))
            pixel[best], pixel[label] = pixel[label], pixel[best]
        out.append(pixel)
    return out


def prediction():
    """The 7 x 5 prediction of three classes, with the cases that formulas trip over."""
    out = weights(LABELS, CLASSES, 7)
    out[0] = [UNIT, 0, 0]       # truth 0: certain and right
    out[3] = [UNIT, 0, 0]       # truth 1: certain and wrong
    out[1] = [48, 48, 32]       # truth 0: a tie that the lowest index wins
    out[4] = [48, 48, 32]       # truth 1: the same tie is a miss
    out[9] = [0, 64, 64]        # truth 2: a tie without the first class
    return out


def interleaved(pixels):
    return [q for pixel in pixels for q in pixel]


def planes(pixels):
    return [pixel[c] for c in range(len(pixels[0])) for pixel in pixels]


def scaled(values):
    return [v / UNIT for v in values]


def at_spot(place, value):
    """A copy of the f4 HWC values with the class `place` of the spot replaced, or with place None all of it."""
    values = scaled(interleaved(prediction()))
    first = (SPOT[0] * WIDTH + SPOT[1]) * CLASSES
    for c in range(CLASSES):
        if place is None or place == c:
            values[first + c] = value
    return values


# --- Label images ---------------------------------------------------------------------------------

def wide(limit):
    """Labels below limit whose class is the label modulo 3, spread over the range.

    None but 0 is a multiple of 17, as all scaled readings of 2 and 4 bits are.
    """
    def label(s, r, c):
        room = (limit - s + 2) // 3
        wanted = s + 3 * ((2 * r + 3 * c) * max(1, room // 26) % room)
        return wanted if wanted % 17 else s
    return mapped(LABELS, label)


def hues(count):
    return [(37 * i % 256, 91 * i % 256, 151 * i % 256) for i in range(count)]


def deepened(colour):
    """8-bit samples in 16 bits."""
    return tuple(257 * v for v in colour)


def good_pngs(add):
    for adam7 in (False, True):
        tail, note = ("-adam7", ", interlaced") if adam7 else ("", "")
        for depth in (1, 2, 4, 8, 16):
            rows = BINARY if depth == 1 else LABELS
            add("good-png-gray%d%s.png" % (depth, tail), png(rows, depth=depth, adam7=adam7),
                "gray of %d bits%s, labels 0..%d" % (depth, note, 1 if depth == 1 else 2))
        for depth in (8, 16):
            opaque = (1 << depth) - 1
            add("good-png-gray-alpha%d%s.png" % (depth, tail),
                png(mapped(LABELS, lambda s, r, c: (s, opaque)), depth=depth, colour=GRAY_ALPHA, adam7=adam7),
                "gray of %d bits with alpha, opaque%s" % (depth, note))
        for depth in (1, 2, 4, 8):
            rows = BINARY if depth == 1 else LABELS
            palette = COLOURS[:2] if depth == 1 else COLOURS
            add("good-png-pal%d%s.png" % (depth, tail),
                png(rows, depth=depth, colour=PALETTE, palette=palette, adam7=adam7),
                "palette of %d bits%s, labels 0..%d" % (depth, note, 1 if depth == 1 else 2))
    for depth, limit in ((2, 4), (4, 16), (8, 255), (16, 65535)):
        add("good-png-gray%d-wide.png" % depth, png(wide(limit), depth=depth),
            "gray of %d bits, labels spread over its range; with good-classes-modulo.json" % depth)
    for depth, limit in ((4, 16), (8, 255)):
        add("good-png-pal%d-wide.png" % depth, png(wide(limit), depth=depth, colour=PALETTE, palette=hues(limit)),
            "palette of %d bits with %d entries; with good-classes-modulo.json" % (depth, limit))
    add("good-png-pal1-white.png", png(BINARY, depth=1, colour=PALETTE, palette=[(255, 255, 255), (0, 0, 0)]),
        "BINARY as indices into a palette of white and black")
    add("good-png-gray8-mask.png", png(mapped(BINARY, lambda s, r, c: 255 * s)),
        "labels 0 and 255; with good-classes-mask.json (so is good-png-gray1.png, read scaled)")
    add("good-png-gray8-synonyms.png",
        png(mapped(LABELS, lambda s, r, c: ((0, 3), (1, 7), (2, 8))[s][(r + c) % 2])),
        "two labels a class; with good-classes-3.json")

    gray = lambda *values: [(v, v, v) for v in values]
    add("good-png-pal8-gray-permuted.png",
        png(mapped(LABELS, lambda s, r, c: (1, 2, 0)[s]), colour=PALETTE, palette=gray(2, 0, 1)),
        "gray palette, both readings known and different: an error without --samples; scaled is the usual truth")
    add("good-png-pal8-gray-identity.png", png(LABELS, colour=PALETTE, palette=gray(0, 1, 2)),
        "gray palette, both readings the same")
    add("good-png-pal8-gray-offset.png",
        png(mapped(LABELS, lambda s, r, c: s + 3), colour=PALETTE, palette=gray(9, 9, 9, 0, 1, 2)),
        "gray palette, indices 3..5 stand for gray 0..2: only scaled fits")
    add("good-png-pal8-short.png", png(LABELS, colour=PALETTE, palette=COLOURS[:2]),
        "index 2 with a palette of two: a label needs no colour, the index is the label")
    add("good-png-pal8-transparent.png",
        png_file(png_chunks(LABELS, colour=PALETTE, palette=COLOURS)[:2] + [("tRNS", b"\0\x80\xff")]
                 + png_chunks(LABELS)[1:]),
        "palette with tRNS, which means nothing for labels")
    head, idat, iend = png_chunks(LABELS)
    parts = [("IDAT", idat[1][:3]), ("IDAT", b""), ("IDAT", idat[1][3:20]), ("IDAT", idat[1][20:])]
    add("good-png-gray8-chunks.png",
        png_file([head, ("gAMA", struct.pack(">I", 100000)), ("sBIT", b"\2"), ("tRNS", b"\0\1"), ("bKGD", b"\0\2"),
                  ("tEXt", b"Comment\0labels")] + parts + [iend]),
        "gAMA, sBIT, tRNS, bKGD, tEXt and an IDAT in four parts, one empty: labels as they are")
    add("good-png-gray8-3x3.png", png([row[:3] for row in LABELS[:3]]),
        "truth of good-npy-f4-3x3x3.npy")
    add("good-png-rgb.png", png(mapped(LABELS, lambda s, r, c: COLOURS[s]), colour=RGB),
        "colours of good-classes-3.json; an error without colours in the class set")
    add("good-png-rgba.png", png(mapped(LABELS, lambda s, r, c: COLOURS[s] + (255,)), colour=RGBA),
        "colours of good-classes-3.json, all opaque")
    add("good-png-rgb-adam7.png", png(mapped(LABELS, lambda s, r, c: COLOURS[s]), colour=RGB, adam7=True),
        "the same in RGB, interlaced")
    add("good-png-rgb16.png", png(mapped(LABELS, lambda s, r, c: deepened(COLOURS[s])), depth=16, colour=RGB),
        "the same in 16 bits: 257 times the colours of good-classes-3.json")
    add("good-png-rgba16-adam7.png",
        png(mapped(LABELS, lambda s, r, c: deepened(COLOURS[s] + (255,))), depth=16, colour=RGBA, adam7=True),
        "the same in 16 bits with alpha, interlaced")
    head, idat, iend = png_chunks(mapped(LABELS, lambda s, r, c: COLOURS[s]), colour=RGB)
    add("good-png-rgb-key.png",
        png_file([head, ("tRNS", struct.pack(">HHH", *COLOURS[0])), idat, iend]),
        "RGB with a tRNS that calls the colour of class 0 transparent, which means nothing for labels")
    add("good-png-pal8-recoloured.png", png(LABELS, colour=PALETTE, palette=COLOURS[1:] + COLOURS[:1]),
        "a palette with the colours of other classes of good-classes-3.json: the index is the label, never the colour")


def bad_pngs(add):
    chunks = png_chunks(LABELS)
    head, idat, iend = chunks
    whole = png_file(chunks)
    after_head = 8 + 12 + 13
    bad = lambda name, data, note: add("bad-png-%s.png" % name, data, note)

    bad("empty", b"", "no byte at all")
    bad("not-a-png", b"P5\n7 5\n255\n" + bytes(WIDTH * HEIGHT), "a PGM")
    bad("text-mode", whole.replace(b"\r\n", b"\n", 1), "the signature as a text-mode copy leaves it")
    bad("cut-signature", whole[:5], "ends inside the signature")
    bad("cut-ihdr", whole[:after_head - 9], "ends inside IHDR")
    bad("cut-after-ihdr", whole[:after_head], "ends after IHDR")
    bad("cut-idat", whole[:after_head + 8 + 20], "ends inside IDAT")
    bad("cut-before-iend", whole[:-12], "all pixels are there, IEND is not")
    bad("cut-iend", whole[:-2], "ends inside IEND's CRC")
    bad("crc-ihdr", png_file(chunks, wrong_crc="IHDR"), "wrong CRC of IHDR")
    bad("crc-idat", png_file(chunks, wrong_crc="IDAT"), "wrong CRC of IDAT")
    bad("adler", png_file([head, ("IDAT", idat[1][:-1] + bytes([idat[1][-1] ^ 1])), iend]),
        "wrong check sum of the zlib stream")
    bad("deflate", png_file([head, ("IDAT", idat[1][:2] + b"\7" + idat[1][3:]), iend]), "a deflate block of type 3")
    rows = scanlines(LABELS, 8, False)
    bad("surplus", png_file([head, ("IDAT", stored_zlib(rows + rows[-1 - WIDTH:])), iend]), "data of one row more than there are")
    bad("surplus-zeros", png_file([head, ("IDAT", zeros_zlib(rows, 16000)), iend]),
        "four million zeros behind the last row")
    bad("surplus-chunk", png_file([head, idat, ("IDAT", stored_zlib(rows)), iend]), "an IDAT behind the end of the data")
    bad("filter", png_file([head, ("IDAT", stored_zlib(b"\5" + scanlines(LABELS, 8, False)[1:])), iend]),
        "filter byte 5 in the first row")
    bad("width-zero", png_file([ihdr(0, HEIGHT), idat, iend]), "width 0")
    bad("height-zero", png_file([ihdr(WIDTH, 0), idat, iend]), "height 0")
    bad("size-2147483647", png_file([ihdr(2 ** 31 - 1, 2 ** 31 - 1), idat, iend]), "2147483647 x 2147483647 pixels")
    bad("size-30000", png_file([ihdr(30000, 30000), idat, iend]), "30000 x 30000 pixels, data for 35")
    bad("depth-3", png_file([ihdr(WIDTH, HEIGHT, depth=3), idat, iend]), "gray of 3 bits")
    bad("colour-type-5", png_file([ihdr(WIDTH, HEIGHT, colour=5), idat, iend]), "colour type 5")
    bad("pal16", png_file([ihdr(WIDTH, HEIGHT, depth=16, colour=PALETTE), ("PLTE", bytes(9)), idat, iend]),
        "palette of 16 bits")
    bad("interlace-2", png_file([(head[0], head[1][:-1] + b"\2"), idat, iend]), "interlace method 2")
    bad("critical-chunk", png_file([head, ("LABL", b"?"), idat, iend]), "an unknown critical chunk")
    bad("no-idat", png_file([head, iend]), "no IDAT")
    bad("idat-short", png_file([head, ("IDAT", stored_zlib(scanlines(LABELS[:3], 8, False))), iend]),
        "a sound zlib stream with three of five rows")
    bad("no-plte", png_file([ihdr(WIDTH, HEIGHT, colour=PALETTE), idat, iend]), "palette image without PLTE")
    bad("plte-size", png_file([ihdr(WIDTH, HEIGHT, colour=PALETTE), ("PLTE", bytes(10)), idat, iend]),
        "PLTE of 10 bytes")
    bad("gray-alpha-clear", png(mapped(LABELS, lambda s, r, c: (s, 255 - ((r, c) == SPOT))), colour=GRAY_ALPHA),
        "gray with alpha, 254 at row 2, column 4")
    bad("gray-alpha16-clear", png(mapped(LABELS, lambda s, r, c: (s, 65535 * ((r, c) != SPOT))), depth=16, colour=GRAY_ALPHA),
        "gray with alpha of 16 bits, 0 at row 2, column 4")
    bad("rgb-unknown", png(mapped(LABELS, lambda s, r, c: (1, 2, 3) if (r, c) == SPOT else COLOURS[s]), colour=RGB),
        "colour 1,2,3 at row 2, column 4 is in no class")
    bad("rgba-clear", png(mapped(LABELS, lambda s, r, c: COLOURS[s] + (254 if (r, c) == SPOT else 255,)), colour=RGBA),
        "alpha 254 at row 2, column 4")
    spots = {SPOT: (1, 2, 3), (3, 0): (9, 9, 9), (4, 6): (1, 2, 3)}
    bad("rgb-unknown-2", png(mapped(LABELS, lambda s, r, c: spots.get((r, c), COLOURS[s])), colour=RGB),
        "the same, and again at row 4, column 6; 9,9,9 at row 3, column 0: two colours that are in no class")
    bad("rgb-smooth", png(mapped(LABELS, lambda s, r, c: (10 * r, 10 * c, 128)), colour=RGB),
        "35 colours, none of them in a class")
    odd = lambda s, r, c: deepened(COLOURS[s])[:2] + (257 * COLOURS[s][2] + ((r, c) == SPOT),)
    bad("rgb16-odd", png(mapped(LABELS, odd), depth=16, colour=RGB),
        "RGB of 16 bits whose blue at row 2, column 4 is 142 * 257 + 1")
    clear = lambda s, r, c: deepened(COLOURS[s]) + (65535 - ((r, c) == SPOT),)
    bad("rgba16-clear", png(mapped(LABELS, clear), depth=16, colour=RGBA), "16 bits, alpha 65534 at row 2, column 4")
    bad("label-255", png(mapped(LABELS, lambda s, r, c: 255 if (r, c) == SPOT else s)),
        "label 255 at row 2, column 4; sound with --ignore=255, even against bad-npy-nan.npy")
    bad("label-3-gray4", png(mapped(LABELS, lambda s, r, c: 3 if (r, c) == SPOT else s), depth=4),
        "label 3 (scaled: 51) at row 2, column 4: unknown in both readings")


# --- Predictions ----------------------------------------------------------------------------------

def good_npys(add):
    pixels = prediction()
    hwc, chw = (HEIGHT, WIDTH, CLASSES), (CLASSES, HEIGHT, WIDTH)
    across, plane = interleaved(pixels), planes(pixels)
    good = lambda name, data, note: add("good-npy-%s.npy" % name, data, note)

    for code in ("<f4", "<f8"):
        good(code[1:] + "-hwc", npy(code, hwc, scaled(across)), "the usual prediction")
        good(code[1:] + "-chw", npy(code, chw, scaled(plane)), "the usual prediction, channel first")
    floats = struct.pack("<%df" % len(across), *scaled(across))
    good("f4-keys", npy_header("{'shape': %s, 'fortran_order': False, 'descr': '<f4'}" % (hwc,)) + floats,
         "keys in another order, no comma at the end")
    good("f4-blanks",
         npy_header("{\t'shape':( 5 ,7,  3 , ) ,'descr' :\"<f4\", 'fortran_order':False}  ", pad=False) + floats,
         "odd blanks, double quotes, no padding, no newline; data at an odd offset")
    good("f4-v2", npy("<f4", hwc, scaled(across), version=(2, 0)), "format 2.0")
    good("f4-v3", npy("<f4", hwc, scaled(across), version=(3, 0)), "format 3.0")
    good("f4-scaled", npy("<f4", hwc, [q * (1 + n // CLASSES % 5) for n, q in enumerate(across)]),
         "not normalised: pixel n times 1 + n mod 5, times 128")
    good("f4-minus-zero", npy("<f4", hwc, [q or -0.0 for q in scaled(across)]), "every 0 is -0")
    good("be-f4-hwc", npy(">f4", hwc, scaled(across)), "big-endian")
    good("f2-hwc", npy("<f2", hwc, scaled(across)), "half precision")
    good("u1-hwc", npy("|u1", hwc, across), "bytes, 128 is certain")
    good("be-u2-chw", npy(">u2", chw, plane), "big-endian 16-bit integers, channel first")
    fortran = [pixels[r * WIDTH + x][c] for c in range(CLASSES) for x in range(WIDTH) for r in range(HEIGHT)]
    good("f4-fortran", npy("<f4", hwc, scaled(fortran), order="True"), "HWC in Fortran order")
    good("f4-1hwc", npy("<f4", (1,) + hwc, scaled(across)), "rank 4: a batch of one")
    good("f4-nhwc", npy("<f4", (2,) + hwc, scaled(across + across)), "rank 4: a batch of two equal images")
    good("f4-c1hw", npy("<f4", (CLASSES, 1, HEIGHT, WIDTH), scaled(plane)), "rank 4: nnU-Net's axes")
    two = weights(BINARY, 2, 11)
    good("f4-hwc-2", npy("<f4", (HEIGHT, WIDTH, 2), scaled(interleaved(two))),
         "two classes, for good-png-gray1.png; against label 2 an error")
    good("f4-hw", npy("<f4", (HEIGHT, WIDTH), scaled([q[1] for q in two])), "rank 2: binary, the same values")
    good("f4-hw1", npy("<f4", (HEIGHT, WIDTH, 1), scaled([q[1] for q in two])), "one channel: binary, the same values")
    good("u1-hw", npy("|u1", (HEIGHT, WIDTH), decisions(pixels)),
         "rank 2: hard labels, what the usual prediction decides")
    flat = [label for row in LABELS for label in row]
    good("u1-nhw", npy("|u1", (2, HEIGHT, WIDTH), flat + flat), "rank 3: two equal truths, for f4-nhwc")
    good("i8-hw", npy("<i8", (HEIGHT, WIDTH), flat), "rank 2: the truth as 64-bit integers")
    hot = [int(c == label) for label in flat for c in range(CLASSES)]
    good("b1-onehot", npy("|b1", hwc, hot), "rank 3: the truth as one-hot vectors")
    good("u1-nhwc-onehot", npy("|u1", (2,) + hwc, hot + hot), "rank 4: two equal truths as one-hot vectors")
    good("fortran-u1-nhw", npy("|u1", (2, HEIGHT, WIDTH),
                               [LABELS[r][x] for x in range(WIDTH) for r in range(HEIGHT) for n in range(2)], order="True"),
         "rank 3 in Fortran order")
    square = [pixels[r * WIDTH + c] for r in range(3) for c in range(3)]
    good("f4-3x3x3", npy("<f4", (3, 3, 3), scaled(interleaved(square))),
         "HWC, but both layouts fit good-png-gray8-3x3.png: an error without --layout")


def decisions(pixels):
    return [pixel.index(max(pixel)) for pixel in pixels]


def bad_npys(add):
    hwc = (HEIGHT, WIDTH, CLASSES)
    values = scaled(interleaved(prediction()))
    floats = struct.pack("<%df" % len(values), *values)
    whole = npy("<f4", hwc, values)
    start = len(whole) - len(floats)
    text = npy_text("'<f4'", hwc)
    bad = lambda name, data, note: add("bad-npy-%s.npy" % name, data, note)
    header = lambda name, text, note, **how: bad(name, npy_header(text, **how) + floats, note)
    descr = lambda name, source, note, data=floats: bad(name, npy_header(npy_text(source, hwc)) + data, note)
    shape = lambda name, source, note, data=floats: bad(name, npy_header(npy_text("'<f4'", source)) + data, note)

    bad("empty", b"", "no byte at all")
    bad("cut-magic", whole[:4], "ends inside the magic")
    bad("cut-version", whole[:7], "ends inside the version")
    bad("cut-length", whole[:9], "ends inside the header's length")
    bad("cut-header", whole[:40], "ends inside the header")
    bad("cut-data", whole[:-1], "data one byte short")
    bad("no-data", whole[:start], "ends after the header")
    bad("long-data", whole + b"\0", "data one byte long")
    spot = SPOT[0] * WIDTH + SPOT[1]
    hot = [int(c == label) for row in LABELS for label in row for c in range(CLASSES)]
    two, none = list(hot), list(hot)
    two[spot * CLASSES:(spot + 1) * CLASSES] = [1, 1] + [0] * (CLASSES - 2)
    none[spot * CLASSES:(spot + 1) * CLASSES] = [0] * CLASSES
    bad("onehot-two", npy("|u1", hwc, two), "one-hot truth, two channels set at row 2, column 4")
    bad("onehot-none", npy("|u1", hwc, none), "one-hot truth, no channel set at row 2, column 4")
    bad("magic", b"\x93NUMPX" + whole[6:], "wrong magic")
    bad("png", png(LABELS), "a PNG by the name of .npy")
    header("version-9", text, "format 9.9", version=(9, 9))
    header("version-0", text, "format 0.0", version=(0, 0))

    header("header-beyond", text, "the header's length goes beyond the file", length=60000)
    header("header-beyond-v2", text, "format 2.0, a header of 4 GiB", version=(2, 0), length=2 ** 32 - 1)
    header("header-empty", "", "a header of no byte", pad=False)
    header("header-no-dict", "['descr', '<f4']", "the header is a list")
    header("header-open", text[:-1], "the dictionary is not closed")
    header("header-quote", text.replace("'shape'", "'shape"), "a string is not closed")
    header("header-garbage", text + " 1", "something follows the dictionary")
    header("header-call", text.replace("False", "bool()"), "a call instead of a literal")
    header("header-nul", text.replace(" 'shape'", "\0'shape'"), "a NUL between the keys")
    header("header-nested", text.replace("(5", "(" * 2000 + "5"), "2000 open parentheses")
    header("key-missing", "{'descr': '<f4', 'shape': %s, }" % (hwc,), "no fortran_order")
    header("key-twice", text[:-1] + "'shape': %s, }" % (hwc,), "shape twice, the same")
    header("key-extra", text[:-1] + "'order': 'C', }", "a key that does not exist")
    header("order-number", npy_text("'<f4'", hwc, order="0"), "fortran_order is 0, not False")

    shape("shape-negative", "(-5, 7, 3)", "a negative size")
    shape("shape-two-negative", "(-5, -7, 3)", "two negative sizes with a sound product")
    shape("shape-zero", "(5, 0, 3)", "no column", b"")
    shape("shape-overflow", "(4611686018427387904, 4611686018427387904, 16)", "a product that is 0 modulo 2**64")
    shape("shape-overflow-bytes", "(5, 7, 4611686018427387907)",
          "420 bytes modulo 2**64, what the file has")
    shape("shape-number", "(5, 7, 100000000000000000000003)", "a size beyond 64 bits")
    shape("shape-huge", "(30000, 30000, 19)", "68 GB in the header, 420 bytes in the file")
    shape("shape-list", "[5, 7, 3]", "a list, not a tuple")
    shape("shape-no-tuple", "(105)", "a number in parentheses, not a tuple")
    shape("shape-fraction", "(5.0, 7, 3)", "a fraction")
    shape("shape-leading-zero", "(05, 7, 3)", "not a Python number")
    shape("rank-0", "()", "rank 0", floats[:4])
    shape("rank-1", "(105,)", "rank 1")
    shape("size", "(7, 5, 3)", "sound, but of 5 x 7 pixels: another size than its truth")

    descr("object", "'|O'", "Python objects")
    descr("structured", "[('p', '<f4')]", "a structured dtype")
    descr("complex", "'<c8'", "complex numbers", floats + floats)
    descr("text", "'<U1'", "text")
    descr("f16", "'<f16'", "long double", floats * 4)
    descr("f3", "'<f3'", "no dtype at all", floats[:3 * 105])

    nan, inf = float("nan"), float("inf")
    bad("nan", npy("<f4", hwc, at_spot(1, nan)), "NaN at row 2, column 4, class 1")
    chw = at_spot(1, nan)
    bad("nan-chw", npy("<f4", (CLASSES, HEIGHT, WIDTH), [v for c in range(CLASSES) for v in chw[c::CLASSES]]),
        "NaN at row 2, column 4, class 1; channel first")
    bad("infinite", npy("<f4", hwc, at_spot(1, inf)), "infinite at row 2, column 4, class 1")
    bad("negative", npy("<f4", hwc, at_spot(1, -0.25)), "-0.25 at row 2, column 4, class 1")
    bad("zeros", npy("<f4", hwc, at_spot(None, 0.0)), "all 0 at row 2, column 4")
    bad("sum-infinite", npy("<f8", hwc, at_spot(None, 1e308)), "1e308 three times at row 2, column 4: no finite sum")


# --- Archives of predictions ----------------------------------------------------------------------

def arrays():
    """Arrays for archives, by name: the usual prediction in several orders, and others that differ from it."""
    pixels = prediction()
    hwc, chw = (HEIGHT, WIDTH, CLASSES), (CLASSES, HEIGHT, WIDTH)
    across, plane = scaled(interleaved(pixels)), scaled(planes(pixels))
    fortran = [pixels[r * WIDTH + x][c] for c in range(CLASSES) for x in range(WIDTH) for r in range(HEIGHT)]
    return {"hwc": npy("<f4", hwc, across), "chw": npy("<f4", chw, plane),
            "c1hw": npy("<f2", (CLASSES, 1, HEIGHT, WIDTH), plane), "fortran": npy("<f4", hwc, scaled(fortran), order="True"),
            "other": npy("<f4", hwc, scaled(interleaved(weights(LABELS, CLASSES, 3)))),
            "labels": npy("|u1", (HEIGHT, WIDTH), [label for row in LABELS for label in row]),
            "decided": npy("|u1", (HEIGHT, WIDTH), decisions(pixels))}


def good_npzs(add):
    a = arrays()
    good = lambda name, members, note, **how: add("good-npz-%s.npz" % name, archive(members, **how), note)

    for order in ("hwc", "chw", "fortran"):
        good("stored-" + order, [member("arr_0.npy", a[order])], "the usual prediction, stored, as numpy.savez does")
        good("deflated-" + order, [member("arr_0.npy", a[order], DEFLATED)],
             "the usual prediction, deflated, as numpy.savez_compressed does")
    good("deflated-c1hw", [member("probabilities.npy", a["c1hw"], DEFLATED)], "nnU-Net's array")
    good("probabilities", [member("arr_0.npy", a["other"]), member("softmax.npy", a["other"]),
                           member("probabilities.npy", a["hwc"], DEFLATED), member("zz.npy", a["other"])],
         "of four arrays that called probabilities is taken")
    good("softmax", [member("softmax.npy", a["chw"]), member("arr_0.npy", a["other"])], "softmax comes before arr_0")
    good("arr_0", [member("arr_1.npy", a["other"], DEFLATED), member("arr_0.npy", a["hwc"])], "arr_0 of two")
    good("keys", [member("net/a.npy", a["hwc"], DEFLATED), member("net/b.npy", a["other"]), member("c", a["other"])],
         "two arrays without a usual name: an error without --array=net/a")
    good("beside", [member("net/", b""), member("README.txt", b"not an array", DEFLATED), member("net/q.npy", a["hwc"])],
         "one array beside a folder and a text")
    good("zip64", [member("arr_0.npy", a["hwc"], DEFLATED)], "sizes and offsets in Zip64 records alone", zip64=True)
    good("not-zip64", [member("arr_0.npy", a["hwc"], DEFLATED, zip64=False)], "no Zip64 at all, and a comment",
         comment=b"made by hand")
    good("streamed", [member("arr_0.npy", a["chw"], DEFLATED, flags=DESCRIPTOR),
                      member("arr_1.npy", a["other"], flags=DESCRIPTOR)], "written to a pipe: sizes behind the data")
    good("labels", [member("arr_0.npy", a["labels"], DEFLATED)], "rank 2: the truth")
    twice = interleaved(prediction()) * 2
    good("batch", [member("probabilities.npy", npy("<f4", (2, HEIGHT, WIDTH, CLASSES), scaled(twice)), DEFLATED)],
         "rank 4: a batch of two equal images")
    good("batch-chw", [member("probabilities.npy", npy("<f4", (2, CLASSES, HEIGHT, WIDTH), scaled(planes(prediction()) * 2)),
                              DEFLATED)], "the same, channel first")
    good("decided", [member("arr_0.npy", a["decided"])], "rank 2: hard labels, what the usual prediction decides")


def bad_npzs(add):
    hwc = arrays()["hwc"]
    packed = fixed_huffman(hwc)
    whole = archive([member("arr_0.npy", hwc)])
    middle = len(hwc) // 2
    flip = lambda data, at: data[:at] + bytes([data[at] ^ 4]) + data[at + 1:]
    bad = lambda name, data, note: add("bad-npz-%s.npz" % name, data, note)
    one = lambda name, note, data=hwc, **how: bad(name, archive([member("arr_0.npy", data, **how)]), note)

    bad("empty", b"", "no byte at all")
    bad("npy", hwc, "an .npy by the name of .npz")
    bad("no-member", archive([]), "an archive of nothing")
    bad("cut-member", whole[:200], "ends inside the member")
    bad("cut-directory", whole[:-40], "ends inside the directory")
    bad("cut-end", whole[:-1], "ends inside the last record")
    bad("trailing", whole + b"\0", "a byte follows")
    bad("no-array", archive([member("README.txt", b"text"), member("arr_0", hwc)]), "two members, none called .npy")
    bad("two-keys", archive([member("a.npy", hwc), member("b.npy", hwc)]), "two arrays and no telling which")
    bad("twice", archive([member("arr_0.npy", hwc), member("arr_0.npy", hwc)]), "two members of one name")
    bad("two-names", archive([member("arr_0.npy", hwc, local_name="arr_1.npy")]), "another name at the data than in the directory")
    bad("offset", archive([member("arr_0.npy", hwc, offset=1)]), "no member where the directory says")
    bad("offset-beyond", archive([member("arr_0.npy", hwc, offset=100000)]), "a member beyond the end")
    one("encrypted", "encrypted, the old way", flags=ENCRYPTED, packed=bytes(12) + hwc)
    one("method-12", "compressed by bzip2, says the directory", method=12)
    one("method-99", "compressed by method 99", method=99)
    one("crc-field", "a wrong check sum", crc=1)
    one("crc-field-deflated", "a wrong check sum", crc=1, method=DEFLATED)
    one("crc-stored", "a bit flipped in the stored data", packed=flip(hwc, middle))
    one("crc-deflated", "a bit flipped in the data before they were deflated", packed=fixed_huffman(flip(hwc, middle)),
        method=DEFLATED)
    planes_first = arrays()["chw"]
    one("crc-chw", "a bit flipped in stored data, channel first", data=planes_first, packed=flip(planes_first, middle))
    one("deflate", "a deflate block of type 3", packed=b"\7" + packed[1:], method=DEFLATED)
    one("deflate-cut", "the deflated data end early", packed=packed[:-20], method=DEFLATED)
    one("size-less", "longer than the archive says", size=len(hwc) - 4, method=DEFLATED)
    one("size-more", "shorter than the archive says", size=len(hwc) + 4, method=DEFLATED)
    one("size-stored", "stored, but of another size than its data", size=len(hwc) - 4)
    one("size-huge", "4 GB out of 600 bytes", size=4 * 10 ** 9, method=DEFLATED)
    one("packed-size-huge", "data beyond the end", packed_size=4 * 10 ** 9, method=DEFLATED)
    one("array-cut", "the array lacks a byte, the archive is sound", data=hwc[:-1], method=DEFLATED)
    one("array-long", "a byte follows the array, the archive is sound", data=hwc + b"\0")
    one("object", "Python objects", data=npy_header(npy_text("'|O'", (1,))) + b"\x80\4N.")
    one("no-npy", "a text by the name of .npy", data=b"not an array")
    one("png", "a PNG by the name of .npy", data=png(LABELS))
    one("nothing", "a member without a byte", data=b"")
    one("nan", "NaN at row 2, column 4, class 1", data=npy("<f4", (HEIGHT, WIDTH, CLASSES), at_spot(1, float("nan"))))


# --- Folders of pairs -----------------------------------------------------------------------------

def pairs(add):
    """Keys a and b/c, as truth, .npy, planes in both namings, and hard labels."""
    small = [[2, 0, 1, 1], [2, 2, 0, 1]]
    for key, labels, pixels in (("a", LABELS, prediction()), ("b/c", small, weights(small, CLASSES, 3))):
        width = len(labels[0])
        cut = lambda flat: [flat[i:i + width] for i in range(0, len(flat), width)]
        add("good-pairs/truth/%s.png" % key, png(labels), "truth of all the folders beside it")
        add("good-pairs/npy/%s.npy" % key,
            npy("<f4", (len(labels), width, CLASSES), scaled(interleaved(pixels))), "HWC")
        add("good-pairs/hard/%s.png" % key, png(cut(decisions(pixels))), "hard labels: what npy/ decides")
        for c in range(CLASSES):
            plane = cut([pixel[c] for pixel in pixels])
            add("good-pairs/planes8/%s/%d.png" % (key, c), png(plane), "npy/ as KEY/CLASS.png of 8 bits")
            add("good-pairs/planes16/%s_%d.png" % (key, c), png(mapped(plane, lambda s, r, c: 300 * s), depth=16),
                "npy/ times 300 as KEY_CLASS.png of 16 bits")
        channels = npy("<f2", (CLASSES, 1, len(labels), width), scaled(planes(pixels)))
        add("good-pairs/nnunet/%s.npz" % key, archive([member("probabilities.npy", channels, DEFLATED)]),
            "npy/ as nnU-Net writes it")
        for extension in ("pkl", "json"):
            add("good-pairs/nnunet/%s.%s" % (key, extension), b"{}\n", "what nnU-Net puts beside it: passed over")


# --- Class sets -----------------------------------------------------------------------------------

CLASS_SET = """{
  "classes": [
    {"name": "background", "labels": [0, 3], "color": [70, 130, 180], "weight": 1},
    {"name": "road", "labels": [1, 7], "color": [128, 64, 128], "weight": 2},
    {"name": "car", "labels": [2, 8], "color": [0, 0, 142], "weight": 4}
  ],
  "ignore": [255],
  "mask": ["background"]
}
"""


def small_set(*classes):
    """A class set of (name, labels) only."""
    lines = ['    {"name": "%s", "labels": %s}' % (name, list(labels)) for name, labels in classes]
    return '{\n  "classes": [\n%s\n  ]\n}\n' % ",\n".join(lines)


def changed(old, new):
    """CLASS_SET with one thing changed."""
    assert old in CLASS_SET, old
    return CLASS_SET.replace(old, new, 1)


def class_sets(add):
    good = lambda name, text, note: add("good-classes-%s.json" % name, text.encode(), note)
    good("3", CLASS_SET, "names, several labels a class, colours, weights, ignore, mask")
    good("numbers", small_set(("0", [0]), ("1", [1]), ("2", [2])), "names that are their own indices")
    good("names", changed('"car"', '"\\ud83d\\ude97 \\"Auto\\"\\\\"').replace('"road"', '"Stra\u00dfe"'),
         "names with a non-ASCII letter, an escaped pair of surrogates, quotes and a backslash")
    good("modulo", small_set(*((name, modulo(c)) for c, name in enumerate(("zero", "one", "two")))),
         "class = label modulo 3, for the wide images; no label but 0 is a multiple of 17")
    good("mask", small_set(("background", [0]), ("object", [255])), "labels 0 and 255; good-png-gray1.png reads scaled")
    good("gray4-scaled", small_set(("a", [0]), ("b", [17]), ("c", [34])), "good-png-gray4.png reads scaled")
    good("gray4-both", small_set(("a", [0]), ("b", [1, 17]), ("c", [2, 34])),
         "both readings of good-png-gray4.png, the same classes")
    good("gray4-differ", small_set(("a", [0]), ("b", [1, 34]), ("c", [2, 17])),
         "both readings of good-png-gray4.png, other classes: an error without --samples")
    good("rotated", small_set(("a", [1]), ("b", [2]), ("c", [0])),
         "every label is another class's index: good-png-pal8-gray-permuted.png read raw is the usual truth")
    good("ignored-label", changed('"ignore": [255]', '"ignore": [2, 8]'),
         "class car's labels are ignored: ignore is stronger")
    good("ignore-colour", changed('"ignore": [255]', '"ignore": [255, [0, 0, 142]]'),
         "a colour in ignore, for RGB truth")

    def bad(name, text, note):
        add("bad-classes-%s.json" % name, text if isinstance(text, bytes) else text.encode(), note)

    bad("empty-file", "", "no byte at all")
    bad("not-json", "road 7\ncar 8\n", "not JSON")
    bad("truncated", CLASS_SET[:150], "ends inside")
    bad("trailing", CLASS_SET + "{}\n", "something follows the document")
    bad("comma", changed('"weight": 4}\n', '"weight": 4},\n'), "a comma too many")
    bad("utf8", changed("road", "R").encode().replace(b"R", b"r\xffad"), "a name that is not UTF-8")
    bad("surrogate", changed("road", "\\ud83d"), "half a pair of surrogates")
    bad("array", "[]\n", "the document is an array")
    bad("no-classes", '{"ignore": [255]}\n', "classes is missing")
    bad("none", '{"classes": []}\n', "classes is empty")
    bad("one", small_set(("road", [0])), "a single class")
    bad("classes-object", '{"classes": {"road": [0], "car": [1]}}\n', "classes is an object")
    bad("key-twice", changed('"ignore": [255],', '"ignore": [255],\n  "ignore": [255],'), "ignore twice")
    bad("key-twice-escaped", changed('"ignore": [255],', '"ignore": [255],\n  "\\u0069gnore": [255],'),
        "ignore twice, once written with an escape")
    bad("key-case", changed('"ignore"', '"Ignore"'), 'the key "Ignore"')
    bad("class-key-twice", changed('"labels": [1, 7]', '"labels": [1, 7], "labels": [1, 7]'),
        "labels twice in class road")
    bad("key-unknown", changed('"ignore"', '"ignored"'), 'the key "ignored"')
    bad("class-key-unknown", changed('"color"', '"colour"'), 'the key "colour" in class background')
    bad("name-missing", changed('"name": "road", ', ""), "class 1 has no name")
    bad("name-empty", changed('"road"', '""'), "class 1 has an empty name")
    bad("name-nul", changed("road", "ro\\u0000ad"), "a NUL in the name of class 1")
    bad("name-twice", changed('"car"', '"road"'), "two classes are named road")
    bad("name-number", changed('"road"', '"2"'), 'class 1 is named "2"')
    bad("name-no-text", changed('"road"', "1"), "the name of class 1 is a number")
    bad("label-twice", changed("[2, 8]", "[2, 7]"), "label 7 in classes road and car")
    bad("label-negative", changed("[2, 8]", "[2, -1]"), "label -1")
    bad("label-fraction", changed("[2, 8]", "[2, 8.5]"), "label 8.5")
    bad("label-large", changed("[2, 8]", "[2, 18446744073709551616]"), "label 2**64")
    bad("label-text", changed("[2, 8]", '[2, "8"]'), 'label "8"')
    bad("color-range", changed("142", "256"), "a colour value of 256")
    bad("color-twice", changed("[0, 0, 142]", "[128, 64, 128]"), "one colour for road and car")
    bad("color-length", changed("[0, 0, 142]", "[0, 142]"), "a colour of two values")
    bad("weight-negative", changed('"weight": 2', '"weight": -2'), "weight -2")
    bad("weight-infinite", changed('"weight": 2', '"weight": 1e999'), "weight 1e999")
    bad("weight-nan", changed('"weight": 2', '"weight": NaN'), "weight NaN")
    bad("weight-text", changed('"weight": 2', '"weight": "2"'), 'weight "2"')
    bad("ignore-negative", changed("[255]", "[-1]"), "ignored label -1")
    bad("mask-unknown", changed('["background"]', '["sky"]'), "mask names no class")


def modulo(c):
    """The labels of class c in the wide images: those below 255, and the larger ones that occur."""
    small = {n for n in range(255) if n % 17 or n == 0}
    return sorted(n for n in small.union(*wide(65535)) if n % 3 == c)


def deep(depth):
    """A class set whose mask is nested depth times: what overruns the stack of a careless parser."""
    return CLASS_SET.replace('["background"]', "[" * depth + "]" * depth)


# --- The worked example of the specification ------------------------------------------------------

SHAPES = """............ .1111....2.. .1111....22. .1111....22. .1111....... .1111...#### ......2.#### 2.......#... 2222....1111"""
DRAWN = """.......1.... ..1111...22. ..1111...22. ..1111...2.. ..1211...... ..1111..1122 ..........22 2.11........ 2211....1111"""


def labels_of(rows):
    """Rows of letters as rows of labels."""
    return [[{".": 0, "#": 255, "1": 1, "2": 2}[c] for c in row] for row in rows.split()]


def worked(add):
    p = [.9, .05, .05, .2, .7, .1, .1, .8, .1, .6, .3, .1, .1, .2, .7, .5, .1, .4]
    add("worked/truth.png", png([[0, 0, 1, 1, 2, 2]]), "six pixels in a row, three classes")
    add("worked/prediction.npy", npy("<f8", (1, 6, 3), p), "HWC, one row")
    add("worked/weights.txt", b"1 2 4\n", "class weights")
    add("worked/shapes-truth.png", png(labels_of(SHAPES)), "regions that can be measured by hand; 255 is ignored")
    add("worked/shapes-prediction.png", png(labels_of(DRAWN)), "the same, drawn a little wrong")


def fixtures():
    """All files: path to (bytes, what it is)."""
    files = {}

    def add(name, data, note):
        assert name not in files, name
        files[name] = (data, note)

    image = {"labels": LABELS, "binary": BINARY, "colours": COLOURS, "pixels": prediction(), "unit": UNIT}
    for part in (good_tiffs, bad_tiffs, good_niftis, bad_niftis):
        part(add, image)
    for part in (good_pngs, bad_pngs, good_npys, bad_npys, good_npzs, bad_npzs, good_photos, bad_photos, pairs, class_sets, worked):
        part(add)
    return files


def main(arguments):
    if arguments[:1] == ["--list"] and len(arguments) == 1:
        for name, (_, note) in sorted(fixtures().items()):
            print("%s\t%s" % (name, note))
        return 0
    if arguments[:1] == ["--deep"] and len(arguments) <= 2 and all(a.isdigit() for a in arguments[1:]):
        sys.stdout.write(deep(int(arguments[1]) if arguments[1:] else 100000))
        return 0
    files = {name: data for name, (data, _) in fixtures().items()}
    return run(files, os.path.dirname(os.path.abspath(__file__)), ("good-", "bad-", "worked/"), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
