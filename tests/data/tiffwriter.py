"""Writes TIFF and BigTIFF byte by byte, sound and broken ones, with the same bytes from every Python and zlib.

    tiff([page(values, width, height, bits=8)])

Values are whole numbers or floats, pixel by pixel, row by row; samples of a pixel follow each other, however they are stored.
"""

import struct
import zlib

from zipwriter import fixed_huffman

NONE, LZW, DEFLATE, PACKBITS, ZSTD = 1, 5, 8, 32773, 50000
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
WHITE, BLACK, RGB, PALETTE = 0, 1, 2, 3
BYTE, ASCII, SHORT, LONG, DOUBLE, LONG8 = 1, 2, 3, 4, 12, 16
CODES = {BYTE: "B", SHORT: "H", LONG: "I", DOUBLE: "d", LONG8: "Q"}


def packed(values, bits, kind, order):
    """Samples of a row, which ends at a byte; those that are not of whole bytes from the highest bit on."""
    if kind == FLOAT:
        return struct.pack("%s%d%s" % (order, len(values), {16: "e", 32: "f", 64: "d"}[bits]), *values)
    if bits in (8, 16, 24, 32, 64):
        size = bits // 8
        endian = "little" if order == "<" else "big"
        return b"".join((int(v) % (1 << bits)).to_bytes(size, endian) for v in values)
    text = "".join(format(int(v) % (1 << bits), "0%db" % bits) for v in values)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))


def lzw(data):
    """Codes of 9 bits alone: the table is cleared before it grows beyond."""
    bits = ""
    for i, byte in enumerate(data):
        if i % 200 == 0:
            bits += format(256, "09b")
        bits += format(byte, "09b")
    bits += format(257, "09b")
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def packbits(data):
    return b"".join(bytes([len(data[i:i + 128]) - 1]) + data[i:i + 128] for i in range(0, len(data), 128))


def zstandard(data):
    """A frame of raw blocks that says its size."""
    blocks = [data[i:i + 65536] for i in range(0, len(data), 65536)] or [b""]
    frame = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(data))
    for i, block in enumerate(blocks):
        frame += struct.pack("<I", len(block) << 3 | (i == len(blocks) - 1))[:3] + block
    return frame


def deflate(data):
    return b"\x78\x01" + fixed_huffman(data) + struct.pack(">I", zlib.adler32(data))


COMPRESS = {NONE: bytes, LZW: lzw, DEFLATE: deflate, PACKBITS: packbits, ZSTD: zstandard}


def differences(values, samples):
    """Horizontal predictor of a row of whole numbers."""
    return [v - (values[i - samples] if i >= samples else 0) for i, v in enumerate(values)]


def page(values, width, height, bits=8, samples=1, kind=UNSIGNED, photometric=BLACK, compression=NONE, planar=False, tile=None,
         rows=None, predictor=1, tags=(), blocks=None):
    """A page. `tile` is (width, height), `rows` those of a strip; tags (number, type, values) replace others or are added, values
    None leaves one out; `blocks` changes the compressed tiles or strips."""
    return dict(values=list(values), width=width, height=height, bits=bits, samples=samples, kind=kind, photometric=photometric,
                compression=compression, planar=planar, tile=tile, rows=rows or height, predictor=predictor, tags=list(tags),
                blocks=blocks)


def make_blocks(p, order):
    """The tiles or strips, compressed."""
    width, height, samples = p["width"], p["height"], p["samples"]
    across, down = p["tile"] or (width, p["rows"])
    made = []
    for plane in range(samples if p["planar"] else 1):
        for top in range(0, height, down):
            for left in range(0, width, across):
                data = b""
                for row in range(top, top + down if p["tile"] else min(top + down, height)):
                    line = []
                    for column in range(left, left + across):
                        at = (min(row, height - 1) * width + min(column, width - 1)) * samples
                        line += [p["values"][at + plane]] if p["planar"] else p["values"][at:at + samples]
                    if p["predictor"] == 2:
                        line = differences(line, 1 if p["planar"] else samples)
                    data += packed(line, p["bits"], p["kind"], order)
                made.append(COMPRESS.get(p["compression"], bytes)(data))
    return p["blocks"](made) if p["blocks"] else made


def value_bytes(kind, values, order):
    if kind == ASCII:
        return values
    return struct.pack("%s%d%s" % (order, len(values), CODES[kind]), *values)


def tiff(pages, order="<", big=False, chain=None, tail=b""):
    """The file; chain(offsets) gives the directories that the header and each directory name as next."""
    head = 16 if big else 8
    data = b""
    offsets, directories = [], []
    for p in pages:
        places, sizes = [], []
        for block in make_blocks(p, order):
            places.append(head + len(data))
            sizes.append(len(block))
            data += block + b"\0" * (len(block) % 2)
        n = p["samples"]
        wide = LONG8 if big else LONG
        tags = {256: (LONG, [p["width"]]), 257: (LONG, [p["height"]]), 258: (SHORT, [p["bits"]] * n), 259: (SHORT, [p["compression"]]),
                262: (SHORT, [p["photometric"]]), 277: (SHORT, [n]), 284: (SHORT, [2 if p["planar"] else 1]),
                339: (SHORT, [p["kind"]] * n)}
        if p["tile"]:
            tags.update({322: (LONG, [p["tile"][0]]), 323: (LONG, [p["tile"][1]]), 324: (wide, places), 325: (wide, sizes)})
        else:
            tags.update({273: (wide, places), 278: (LONG, [p["rows"]]), 279: (wide, sizes)})
        if p["predictor"] != 1:
            tags[317] = (SHORT, [p["predictor"]])
        for number, kind, values in p["tags"]:
            tags[number] = (kind, values)
        entries = b""
        kept = [(number, kind, values) for number, (kind, values) in sorted(tags.items()) if values is not None]
        inline = 8 if big else 4
        for number, kind, values in kept:
            raw = value_bytes(kind, values, order)
            if len(raw) > inline:
                place = head + len(data)
                data += raw + b"\0" * (len(raw) % 2)
                raw = struct.pack(order + ("Q" if big else "I"), place)
            entries += struct.pack(order + ("HHQ" if big else "HHI"), number, kind, len(values)) + raw.ljust(inline, b"\0")
        offsets.append(head + len(data))
        directories.append(len(data) + len(entries) + (8 if big else 2))
        data += struct.pack(order + ("Q" if big else "H"), len(kept)) + entries + b"\0" * inline
    nexts = chain(offsets) if chain else offsets + [0]
    body = bytearray(data)
    for at, following in zip(directories, nexts[1:]):
        struct.pack_into(order + ("Q" if big else "I"), body, at, following)
    start = (b"II" if order == "<" else b"MM")
    start += struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, nexts[0]) if big else (42, nexts[0])))
    return start + bytes(body) + tail
