"""A small TIFF writer: classic and BigTIFF, both byte orders, strips and tiles, chunky and planar, gray, palette and
RGB, integers of 1 to 64 bits and floats of 16 to 64, LZW, deflate and PackBits, both predictors, any tag."""

import struct
import zlib
from dataclasses import dataclass, field

import numpy as np

NONE, LZW, JPEG, ADOBE_DEFLATE, PACKBITS, DEFLATE = 1, 5, 7, 8, 32773, 32946
MIN_IS_WHITE, MIN_IS_BLACK, RGB, PALETTE = 0, 1, 2, 3
SHORT, LONG, LONG8, DOUBLE, ASCII = 3, 4, 16, 12, 2
CODES = {SHORT: "H", LONG: "I", LONG8: "Q", DOUBLE: "d"}


@dataclass
class Page:
    """samples (H,W) or (H,W,C)."""
    samples: np.ndarray
    bits: int = None                  # of a sample; None: the dtype's
    photometric: int = MIN_IS_BLACK
    compression: int = NONE
    predictor: int = 1
    planar: bool = False
    tile: int = None                  # side of a tile, a multiple of 16
    rows_per_strip: int = None
    colours: list = None              # of a palette: (r, g, b) of 16 bits
    extra: int = None                 # what the channels beyond the photometric's are: 0 unspecified, 2 alpha
    tags: list = field(default_factory=list)      # (number, type, values), as they are
    raw: bytes = None                 # the only strip's bytes, ready made


def lzw(data):
    """Codes of 9 to 12 bits, high bits first, widened one code early as TIFF does."""
    out, buffer, bits = bytearray(), 0, 0
    table, width = {bytes([i]): i for i in range(256)}, 9

    def put(code):
        nonlocal buffer, bits
        buffer, bits = (buffer << width) | code, bits + width
        while bits >= 8:
            out.append((buffer >> (bits - 8)) & 255)
            bits -= 8

    put(256)
    entry = b""
    for byte in data:
        longer = entry + bytes([byte])
        if longer in table:
            entry = longer
            continue
        put(table[entry])
        table[longer] = len(table) + 2
        entry = bytes([byte])
        if len(table) + 2 == 4095:
            put(table[entry])
            put(256)
            table, width, entry = {bytes([i]): i for i in range(256)}, 9, b""
        elif len(table) + 2 >= (1 << width):
            width += 1
    if entry:
        put(table[entry])
        if len(table) + 3 >= (1 << width) and width < 12:
            width += 1
    put(257)
    if bits:
        out.append((buffer << (8 - bits)) & 255)
    return bytes(out)


def packbits(row):
    out, i = bytearray(), 0
    while i < len(row):
        run = 1
        while i + run < len(row) and run < 128 and row[i + run] == row[i]:
            run += 1
        if run > 1:
            out += bytes([257 - run, row[i]])
            i += run
            continue
        start = i
        while i < len(row) and i - start < 128 and (i + 1 >= len(row) or row[i] != row[i + 1]):
            i += 1
        out += bytes([i - start - 1]) + row[start:i]
    return bytes(out)


def predicted(block, predictor, order):
    """block (rows, columns, channels); differences along the rows."""
    if predictor == 2:
        unsigned = block.view("u%d" % block.dtype.itemsize)
        block = unsigned.copy()
        block[:, 1:] -= unsigned[:, :-1]
        return [row.astype(block.dtype.newbyteorder(order)).tobytes() for row in block]
    rows = []
    for row in block:
        # The bytes of one significance together, high ones first, whatever the file's order.
        planes = np.frombuffer(row.astype(row.dtype.newbyteorder(">")).tobytes(), np.uint8)
        planes = planes.reshape(-1, block.dtype.itemsize).T.ravel()
        channels, out = row.shape[-1], planes.copy()
        out[channels:] -= planes[:-channels]
        rows.append(out.tobytes())
    return rows


def block_bytes(block, page, order):
    """One strip or tile, compressed."""
    bits = page.bits or block.dtype.itemsize * 8
    if bits < 8:
        flat = block.reshape(len(block), -1)
        spread = (flat[:, :, None].astype(int) >> np.arange(bits - 1, -1, -1)) & 1
        rows = [np.packbits(row).tobytes() for row in spread.reshape(len(block), -1).astype(np.uint8)]
    elif page.predictor > 1:
        rows = predicted(np.ascontiguousarray(block), page.predictor, order)
    else:
        rows = [row.astype(row.dtype.newbyteorder(order)).tobytes() for row in block]
    if page.compression == PACKBITS:
        return b"".join(packbits(row) for row in rows)
    data = b"".join(rows)
    if page.compression in (DEFLATE, ADOBE_DEFLATE):
        return zlib.compress(data)
    return lzw(data) if page.compression == LZW else data


def blocks(page, order):
    """The strips or tiles in file order."""
    samples = page.samples if page.samples.ndim == 3 else page.samples[:, :, None]
    height, width, channels = samples.shape
    planes = [samples[:, :, c:c + 1] for c in range(channels)] if page.planar else [samples]
    out = []
    for plane in planes:
        if page.tile:
            side = page.tile
            for top in range(0, height, side):
                for left in range(0, width, side):
                    full = np.zeros((side, side, plane.shape[2]), plane.dtype)
                    part = plane[top:top + side, left:left + side]
                    full[:part.shape[0], :part.shape[1]] = part
                    out.append(block_bytes(full, page, order))
        else:
            step = page.rows_per_strip or height
            out += [block_bytes(plane[top:top + step], page, order) for top in range(0, height, step)]
    return out


def tags_of(page, data, offsets):
    samples = page.samples
    height, width = samples.shape[:2]
    channels = samples.shape[2] if samples.ndim == 3 else 1
    bits = page.bits or samples.dtype.itemsize * 8
    kind = {"u": 1, "i": 2, "f": 3, "b": 1}[samples.dtype.kind]
    tags = [(256, LONG, [width]), (257, LONG, [height]), (258, SHORT, [bits] * channels),
            (259, SHORT, [page.compression]), (262, SHORT, [page.photometric]), (277, SHORT, [channels]),
            (284, SHORT, [2 if page.planar else 1]), (339, SHORT, [kind] * channels)]
    if page.predictor > 1:
        tags.append((317, SHORT, [page.predictor]))
    if page.tile:
        tags += [(322, LONG, [page.tile]), (323, LONG, [page.tile]), (324, "offset", offsets),
                 (325, LONG, [len(one) for one in data])]
    else:
        tags += [(273, "offset", offsets), (278, LONG, [page.rows_per_strip or height]),
                 (279, LONG, [len(one) for one in data])]
    if page.colours is not None:
        full = list(page.colours) + [(0, 0, 0)] * ((1 << bits) - len(page.colours))
        tags.append((320, SHORT, [colour[i] for i in range(3) for colour in full]))
    beyond = channels - (3 if page.photometric == RGB else 1)
    if beyond > 0:
        tags.append((338, SHORT, [page.extra or 0] * beyond))
    given = {number for number, _, _ in page.tags}
    return sorted([tag for tag in tags if tag[0] not in given] + page.tags, key=lambda tag: tag[0])


def encode(pages, big=False, order="<"):
    """Bytes of a file; pages come one after another, each with its directory behind its data."""
    word, size = ("Q", 8) if big else ("I", 4)
    out = bytearray(b"II" if order == "<" else b"MM")
    out += struct.pack(order + "HHHQ", 43, 8, 0, 0) if big else struct.pack(order + "HI", 42, 0)
    link = 8 if big else 4
    for page in pages:
        data = [page.raw] if page.raw is not None else blocks(page, order)
        offsets = []
        for one in data:
            offsets.append(len(out))
            out += one + b"\0" * (len(one) % 2)
        entries = b""
        tags = tags_of(page, data, offsets)
        for number, kind, values in tags:
            kind = (LONG8 if big else LONG) if kind == "offset" else kind
            packed = (values.encode() + b"\0" if kind == ASCII else
                      struct.pack("%s%d%s" % (order, len(values), CODES[kind]), *values))
            count = len(packed) if kind == ASCII else len(values)
            if len(packed) > size:
                out += b"\0" * (len(out) % 2)
                place = len(out)
                out += packed
                packed = struct.pack(order + word, place)
            entries += struct.pack(order + "HH" + word, number, kind, count) + packed.ljust(size, b"\0")
        out += b"\0" * (-len(out) % 8)
        struct.pack_into(order + word, out, link, len(out))
        out += struct.pack(order + ("Q" if big else "H"), len(tags)) + entries
        link = len(out)
        out += bytes(size)
    return bytes(out)


def write(path, pages, big=False, order="<"):
    with open(path, "wb") as file:
        file.write(encode(pages, big, order))
