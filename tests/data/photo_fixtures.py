"""Photos to go with truths of 7 x 5 pixels: sound ones and ones that must be refused. Those called flat have one colour in each block
of 8 x 8 pixels, which follows from the DC coefficients alone."""

from jpegwriter import JFIF, Image, adobe, segment

SIZE = (7, 5)


def flat(levels, width=1):
    """Blocks of one value: 128 + level, for a quantum of 8."""
    return lambda y, x: [levels[(y * width + x) % len(levels)]] + [0] * 63


def textured(seed):
    """Blocks with something of every frequency."""
    def block(y, x):
        state, out = seed * 7919 + y * 131 + x * 31 + 1, []
        for k in range(64):
            state = (state * 1103515245 + 12345) % (1 << 31)
            limit = 60 if k == 0 else 24 // k + (k % 9 == 0)
            out.append((state >> 16) % (2 * limit + 1) - limit if limit else 0)
        return out
    return block


def gray(width, height, block):
    return Image(width, height, [(1, 1, block)])


def color(width, height, h, v):
    return Image(width, height, [(h, v, textured(1)), (1, 1, textured(2)), (1, 1, textured(3))])


def good_photos(add):
    good = lambda name, data, note: add("good-photo-%s.jpg" % name, data, note)
    good("flat", gray(*SIZE, flat([-28])).file([([0],)], extra=JFIF, quantum=8), "gray 100")
    good("flat-3", gray(21, 15, flat([-28, 0, 72, 12, -90, 127], 3)).file([([0],)], extra=JFIF, quantum=8),
         "three times as large; grays 100 128 200 / 140 38 255 in blocks of 8 x 8")
    good("flat-rgb", Image(*SIZE, [(1, 1, flat([72])), (1, 1, flat([-28])), (1, 1, flat([-118]))])
         .file([([0, 1, 2],)], extra=adobe(0), quantum=8), "red 200, green 100, blue 10, as such")
    good("gray", gray(*SIZE, textured(0)).file([([0],)], extra=JFIF), "gray")
    good("color", color(*SIZE, 1, 1).file([([0, 1, 2],)], extra=JFIF), "YCbCr")
    good("subsampled", color(21, 15, 2, 2).file([([0, 1, 2],)], extra=JFIF), "YCbCr, colours of half the size, three times as large")
    good("restarts", color(21, 15, 2, 1).file([([0, 1, 2],)], extra=JFIF, restart=1), "with restart markers")
    good("scans", color(14, 10, 1, 1).file([([0],), ([1],), ([2],)], extra=JFIF), "sequential, a scan for each component")
    progressive = [([0, 1, 2], 0, 0, 0, 1), ([0], 1, 5), ([2], 1, 63), ([1], 1, 63), ([0], 6, 63), ([0, 1, 2], 0, 0, 1, 0)]
    good("progressive", color(21, 15, 2, 2).file(progressive, progressive=True, extra=JFIF), "progressive")
    exif = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\10\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0")
    good("exif", gray(*SIZE, textured(0)).file([([0],)], extra=exif), "EXIF says that it lies on its side, which is not looked at")
    good("trailer", gray(*SIZE, textured(0)).file([([0],)], extra=JFIF) + b"what cameras append", "bytes behind the end")


def bad_photos(add):
    bad = lambda name, data, note: add("bad-photo-%s.jpg" % name, data, note)
    plain = gray(*SIZE, textured(0))
    four = Image(*SIZE, [(1, 1, textured(c)) for c in range(4)])
    bad("cmyk", four.file([([0, 1, 2, 3],)], extra=adobe(0)), "CMYK")
    bad("ycck", four.file([([0, 1, 2, 3],)], extra=adobe(2)), "YCCK")
    bad("two-components", Image(*SIZE, [(1, 1, textured(c)) for c in range(2)]).file([([0, 1],)]), "two components")
    bad("no-end", plain.file([([0],)], extra=JFIF, tail=b""), "no end of the image")
    bad("extraneous", plain.file([([0],)], extra=JFIF, tail=bytes(24) + b"\xff\xd9"), "bytes before the end")
    bad("cut", gray(21, 15, textured(0)).file([([0],)], extra=JFIF)[:-40], "cut off")
    bad("no-scan", plain.file([], extra=JFIF), "no pixels")
    bad("restart", color(21, 15, 2, 1).file([([0, 1, 2],)], extra=JFIF, restart=1).replace(b"\xff\xd1", b"\xff\xd5"),
        "a restart marker out of order")
    scans = [([0], 0, 0)] + [([0], k, k, 0, 1) for k in range(1, 64)] + [([0], k, k, 1, 0) for k in range(1, 64)]
    bad("scans", gray(*SIZE, flat([-28])).file(scans, progressive=True, extra=JFIF), "127 scans")
    bad("size", gray(9, 5, textured(0)).file([([0],)], extra=JFIF), "9 x 5")
    bad("size-uneven", gray(14, 5, textured(0)).file([([0],)], extra=JFIF), "twice as wide, and as high")
    bad("size-part", gray(14, 12, textured(0)).file([([0],)], extra=JFIF), "twice as wide, and not quite twice as high")
    large = Image(65500, 65500, [(1, 1, flat([0]))])
    large.units = lambda chosen: [[(0, 0, 0)]]
    bad("large", large.file([([0], 0, 0), ([0], 1, 63)], progressive=True, extra=JFIF), "claims 65500 x 65500, progressive")
