"""The TIFF fixtures of make.py: its labels and its prediction in every way that TIFF has for them, and broken files."""

import struct

from tiffwriter import (ASCII, DEFLATE, DOUBLE, FLOAT, LONG, LZW, PACKBITS, PALETTE, RGB, SHORT, SIGNED, WHITE, ZSTD, page,
                        tiff)

SIZE = (7, 5)


def flat(rows):
    return [s for row in rows for s in row]


def place(east):
    """Pixels of 10 m, the corner at this."""
    return [(33550, DOUBLE, [10, 10, 0]), (33922, DOUBLE, [0, 0, 0, east, 5000000, 0])]


def good_tiffs(add, image):
    """image: labels, binary (rows of labels), colours, pixels (weights of the classes), unit."""
    labels, binary = flat(image["labels"]), flat(image["binary"])
    good = lambda name, data, note: add("good-tiff-%s.tif" % name, data, note)
    for bits in (1, 2, 3, 4, 8, 12, 16, 24, 32):
        good("u%d" % bits, tiff([page(binary if bits == 1 else labels, *SIZE, bits=bits)]), "labels of %d bits" % bits)
    for bits in (8, 16, 32):
        good("i%d" % bits, tiff([page(labels, *SIZE, bits=bits, kind=SIGNED)]), "signed labels of %d bits" % bits)
    good("i64", tiff([page(labels, *SIZE, bits=64, kind=SIGNED)], order=">"), "signed labels of 64 bits, big-endian")
    for name, method in (("lzw", LZW), ("deflate", DEFLATE), ("packbits", PACKBITS), ("zstd", ZSTD)):
        good(name, tiff([page(labels, *SIZE, compression=method, rows=2)]), "the same in strips of two rows, " + name)
    good("predictor", tiff([page(labels, *SIZE, bits=16, compression=DEFLATE, predictor=2)], order=">"),
         "16 bits, deflated differences, big-endian")
    good("tiles", tiff([page(labels, *SIZE, compression=DEFLATE, tile=(16, 16))]), "one tile, larger than the image")
    good("big", tiff([page(labels, *SIZE, rows=2)], big=True), "BigTIFF")
    good("big-be", tiff([page(labels, *SIZE, bits=16, rows=3)], big=True, order=">"), "BigTIFF, big-endian")
    good("white", tiff([page(labels, *SIZE, photometric=WHITE)]), "0 is white: the stored sample is the label")
    good("reversed", tiff([page(labels, *SIZE, bits=4, tags=[(266, SHORT, [2])],
                                blocks=lambda blocks: [bytes(int(format(b, "08b")[::-1], 2) for b in x) for x in blocks])]),
         "4 bits, the first of a byte the lowest")
    palette = lambda colours, factor: [factor * c for k in range(3) for c in [x[k] for x in colours] + [0] * (256 - len(colours))]
    for factor in (257, 256, 1):
        good("palette%d" % factor, tiff([page(labels, *SIZE, photometric=PALETTE, tags=[(320, SHORT, palette(image["colours"], factor))])]),
             "palette, %d times the colours of good-classes-3.json: the index is the label" % factor)
    colours = [v for s in labels for v in image["colours"][s]]
    good("rgb", tiff([page(colours, *SIZE, samples=3, photometric=RGB)]), "colours of good-classes-3.json")
    good("rgb-nodata", tiff([page(colours, *SIZE, samples=3, photometric=RGB, tags=[(42113, ASCII, b"9\0")])]), "rgb with a no-data value")
    good("rgb-planar", tiff([page(colours, *SIZE, samples=3, photometric=RGB, planar=True, compression=LZW)]), "the same in planes")
    opaque = [v for s in labels for v in tuple(image["colours"][s]) + (255,)]
    good("rgba", tiff([page(opaque, *SIZE, samples=4, photometric=RGB, tags=[(338, SHORT, [2])])]), "the same with alpha")
    reduced = page(labels[:3], 3, 1, tags=[(254, LONG, [1])])
    mask = page(labels, *SIZE, tags=[(254, LONG, [4]), (262, SHORT, [4])])
    good("overview", tiff([page(labels, *SIZE), reduced, mask]), "with a smaller image and a mask, which are no pages")
    good("geo", tiff([page(labels, *SIZE, tags=[(42113, ASCII, b"255 \0")] + place(500000))]),
         "with GDAL's no-data value and a place on the ground")
    odd = [257 * image["colours"][i][k] if i < len(image["colours"]) else 1000 for k in range(3) for i in range(256)]
    good("palette-odd", tiff([page(labels, *SIZE, photometric=PALETTE, tags=[(320, SHORT, odd)])]),
         "palette257 with colours of 16 bits in the entries that do not occur")
    good("palette-pages", tiff([page(labels, *SIZE, photometric=PALETTE, tags=[(320, SHORT, palette(image["colours"], 257))])] * 2),
         "palette257 in two pages")
    good("u4-pages", tiff([page(labels, *SIZE, bits=4)] * 2), "u4 in two pages")
    good("rgb-pages", tiff([page([257 * v for v in colours], *SIZE, bits=16, samples=3, photometric=RGB)] * 2),
         "rgb in two pages of 16 bits")
    good("u8-pages", tiff([page(labels, *SIZE), page(labels, *SIZE)]), "two equal truths as pages, for good-tiff-f32-pages2")

    pixels, unit = image["pixels"], image["unit"]
    across = [q for pixel in pixels for q in pixel]
    scaled = [q / unit for q in across]
    three = dict(samples=3)
    for name, how in (("chunky", {}), ("planar", dict(planar=True)), ("tiles", dict(tile=(16, 16), compression=DEFLATE)),
                      ("planar-tiles", dict(planar=True, tile=(16, 16), compression=LZW)),
                      ("planar-strips", dict(planar=True, rows=2, compression=PACKBITS))):
        good("f32-" + name, tiff([page(scaled, *SIZE, bits=32, kind=FLOAT, **three, **how)]), "probabilities, " + name)
    for name, off in (("near", 4), ("far", 6)):
        good("f32-" + name, tiff([page(scaled, *SIZE, bits=32, kind=FLOAT, tags=place(500000 + off), **three)]),
             "the same, %d m east of good-tiff-geo, whose pixels are 10 m" % off)
    void = [-9999 if i % 4 == 0 else s for i, s in enumerate(labels)]
    good("nodata", tiff([page(void, *SIZE, bits=16, kind=SIGNED, tags=[(42113, ASCII, b"-9999\0")])]),
         "every fourth label is the no-data value")
    good("nodata-class", tiff([page(labels, *SIZE, tags=[(42113, ASCII, b"0\0")])]), "the no-data value is a label")
    good("f16", tiff([page(scaled, *SIZE, bits=16, kind=FLOAT, **three)], order=">"), "half precision, big-endian")
    good("f64", tiff([page(scaled, *SIZE, bits=64, kind=FLOAT, **three)]), "doubles")
    good("u8-chunky", tiff([page(across, *SIZE, **three)]), "whole numbers, 128 is certain")
    good("u16-planar", tiff([page(across, *SIZE, bits=16, planar=True, **three)], order=">"), "the same in planes, big-endian")
    good("u32-chunky", tiff([page(across, *SIZE, bits=32, **three)]), "the same in 32 bits")
    planes = [[q[c] / unit for q in pixels] for c in range(3)]
    good("f32-pages", tiff([page(plane, *SIZE, bits=32, kind=FLOAT) for plane in planes]), "a page for each class")
    good("f32-pages2", tiff([page(scaled, *SIZE, bits=32, kind=FLOAT, **three)] * 2), "two equal predictions as pages")
    good("u8-hard", tiff([page([q.index(max(q)) for q in pixels], *SIZE)]), "hard labels, what the prediction decides")


def bad_tiffs(add, image):
    labels = flat(image["labels"])
    whole = tiff([page(labels, *SIZE)])
    bad = lambda name, data, note: add("bad-tiff-%s.tif" % name, data, note)
    plain = lambda **how: tiff([page(labels, *SIZE, **how)])
    tag = lambda number, kind, values: plain(tags=[(number, kind, values)])

    bad("cut-header", whole[:6], "ends inside the header")
    bad("cut-directory", whole[:-20], "ends inside the directory")
    bad("offset", whole[:4] + struct.pack("<I", 2 ** 31) + whole[8:], "the directory lies beyond the end")
    bad("no-directory", whole[:4] + bytes(4) + whole[8:], "there is no directory")
    bad("circle", tiff([page(labels, *SIZE)] * 2, chain=lambda at: [at[0], at[1], at[0]]), "the second directory leads to the first")
    bad("self", tiff([page(labels, *SIZE)], chain=lambda at: [at[0], at[0]]), "the directory leads to itself")
    bad("big-offsets", tiff([page(labels, *SIZE)], big=True)[:4] + b"\4" + tiff([page(labels, *SIZE)], big=True)[5:],
        "BigTIFF with offsets of 4 bytes")
    bad("wrong-order", b"MM" + whole[2:], "little-endian, but says that it is big-endian")
    bad("pages-differ", tiff([page(labels, *SIZE), page(labels[:14], 7, 2)]), "pages of two sizes")
    black = [(320, SHORT, [0] * 768)]
    other = [(320, SHORT, [257] * 768)]
    bad("pages-palettes", tiff([page(labels, *SIZE, photometric=PALETTE, tags=tags) for tags in (black, other)]),
        "pages of two palettes")
    bad("pages-nodata", tiff([page(labels, *SIZE), page(labels, *SIZE, tags=[(42113, ASCII, b"0\0")])]),
        "a no-data value in the second page alone")
    bad("only-mask", tag(254, LONG, [4]), "nothing but a mask")
    bad("width-0", tag(256, LONG, [0]), "no columns")
    bad("height-0", tag(257, LONG, [0]), "no rows")
    bad("huge", tag(256, LONG, [2 ** 32 - 1]), "4294967295 columns")
    bad("square", tiff([page(labels, *SIZE, compression=LZW, tags=[(256, LONG, [2 ** 31]), (257, LONG, [2 ** 31]), (278, LONG, [2 ** 31])])]),
        "2147483648 x 2147483648 pixels in one strip")
    bad("strip-beyond", tag(273, LONG, [2 ** 31]), "the strip lies beyond the end")
    bad("strip-short", tag(279, LONG, [20]), "the strip has 20 bytes for 35 pixels")
    bad("strip-none", tag(273, LONG, None), "no strips")
    bad("strips-many", tag(273, LONG, [8] * 5), "places of five strips where there is one")
    bad("strip-bomb", tiff([page(labels, *SIZE, compression=ZSTD, tags=[(256, LONG, [30000]), (257, LONG, [30000]), (278, LONG, [30000])])]),
        "30000 x 30000 pixels in a strip that holds 35")
    bad("deflate", plain(compression=DEFLATE, blocks=lambda x: [x[0][:2] + b"\7" + x[0][3:]]), "a deflate block of type 3")
    bad("deflate-cut", plain(compression=DEFLATE, blocks=lambda x: [x[0][:12]]), "ends inside the deflated strip")
    bad("lzw", plain(compression=LZW, blocks=lambda x: [b"\xff" * len(x[0])]), "LZW codes that were never made")
    bad("sparse", tiff([page(labels, *SIZE, tile=(16, 16), tags=[(325, LONG, [0])])]), "a tile without data, as GDAL writes with SPARSE_OK")
    bad("tile-size", tiff([page(labels, *SIZE, tile=(16, 16), tags=[(322, LONG, [2 ** 31]), (323, LONG, [2 ** 31])])]),
        "a tile of 2147483648 x 2147483648")
    bad("tile-beyond", tiff([page(labels, *SIZE, tile=(16, 16), compression=DEFLATE, tags=[(325, LONG, [100000])])]),
        "a tile that ends beyond the file")
    bad("tile-0", tiff([page(labels, *SIZE, tile=(16, 16), tags=[(322, LONG, [0])])]), "tiles of no width")
    for bits in (0, 33, 65):
        bad("bits-%d" % bits, tag(258, SHORT, [bits]), "samples of %d bits" % bits)
    bad("bits-64", tag(258, SHORT, [64]), "says 64 bits and has 8")
    bad("bits-differ", tiff([page(labels * 2, *SIZE, samples=2, tags=[(258, SHORT, [8, 16])])]), "8 and 16 bits in one pixel")
    bad("float-24", tiff([page(labels, *SIZE, bits=24, tags=[(339, SHORT, [3])])]), "floats of 24 bits")
    bad("complex", tiff([page(labels, *SIZE, bits=64, tags=[(339, SHORT, [6])])]), "complex numbers")
    bad("samples-0", tag(277, SHORT, [0]), "no samples in a pixel")
    bad("samples-65535", tag(277, SHORT, [65535]), "65535 samples in a pixel")
    bad("orientation", tag(274, SHORT, [3]), "turned by half")
    bad("depth", tag(32997, LONG, [2]), "two slices in a page")
    bad("cmyk", tiff([page(labels * 4, *SIZE, samples=4, photometric=5)]), "CMYK")
    bad("ycbcr", tiff([page(labels * 3, *SIZE, samples=3, photometric=6)]), "YCbCr")
    for name, method in (("jpeg", 7), ("webp", 50001), ("lerc", 34887), ("unknown", 12345)):
        bad("compressed-" + name, tag(259, SHORT, [method]), "compression " + name)
    bad("palette-short", tiff([page(labels, *SIZE, photometric=PALETTE, tags=[(320, SHORT, [0] * 6)])]), "a palette of two colours for 8 bits")
    entry = struct.pack("<HHI", 42113, ASCII, 4) + b"255\0"
    bad("tag-beyond", tag(42113, ASCII, b"255\0").replace(entry, struct.pack("<HHII", 42113, ASCII, 100000, 8)),
        "a tag of 100000 bytes")
