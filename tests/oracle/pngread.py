"""A PNG decoder that takes nothing on trust: what maskloss writes must be whole, plain, and what it says it is."""

import struct
import zlib
from dataclasses import dataclass, field

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1}               # of the colour types that maps have: gray, RGB, palette


class Broken(Exception):
    pass


@dataclass
class Picture:
    kind: int                               # PNG's colour type
    depth: int
    samples: np.ndarray                     # (H,W), or (H,W,3)
    palette: list = None                    # of (r, g, b)
    texts: dict = field(default_factory=dict)


def chunks(data):
    """(kind, data) of each, to the last byte of the file."""
    if not data.startswith(SIGNATURE):
        raise Broken("no PNG")
    at = len(SIGNATURE)
    while at < len(data):
        if at + 12 > len(data):
            raise Broken("cut off")
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + size]
        if len(data) < at + 12 + size:
            raise Broken("cut off in %r" % kind)
        if struct.unpack_from(">I", data, at + 8 + size)[0] != zlib.crc32(kind + body):
            raise Broken("the checksum of %r is wrong" % kind)
        yield kind, body
        at += 12 + size
        if kind == b"IEND" and at != len(data):
            raise Broken("%d bytes after the end" % (len(data) - at))


def predictor(a, b, c):
    """Paeth's."""
    estimate = a + b - c
    return min((abs(estimate - a), 0, a), (abs(estimate - b), 1, b), (abs(estimate - c), 2, c))[2]


def unfiltered(raw, height, row_bytes, step):
    rows, above = [], bytearray(row_bytes)
    if len(raw) != height * (row_bytes + 1):
        raise Broken("%d bytes of samples, not %d" % (len(raw), height * (row_bytes + 1)))
    for n in range(height):
        line = bytearray(raw[n * (row_bytes + 1):(n + 1) * (row_bytes + 1)])
        way, row = line[0], line[1:]
        if way > 4:
            raise Broken("filter %d" % way)
        for i in range(row_bytes) if way else ():
            a = row[i - step] if i >= step else 0
            c = above[i - step] if i >= step else 0
            guess = (0, a, above[i], (a + above[i]) // 2, predictor(a, above[i], c))[way]
            row[i] = (row[i] + guess) & 255
        rows.append(row)
        above = row
    return np.frombuffer(b"".join(bytes(row) for row in rows), dtype=np.uint8).reshape(height, row_bytes)


def samples_of(raw, width, height, depth, kind):
    channels = CHANNELS[kind]
    row_bytes = (width * channels * depth + 7) // 8
    rows = unfiltered(raw, height, row_bytes, max(1, channels * depth // 8))
    if depth == 16:
        flat = rows.reshape(height, -1, 2).astype(np.int64)
        flat = flat[:, :, 0] * 256 + flat[:, :, 1]
    elif depth == 8:
        flat = rows.astype(np.int64)
    else:
        bits = np.unpackbits(rows, axis=1).reshape(height, -1, depth).astype(np.int64)
        flat = (bits * (1 << np.arange(depth - 1, -1, -1))).sum(axis=2)[:, :width * channels]
    return flat.reshape(height, width, 3) if channels == 3 else flat


def decode(data):
    """The picture; Broken where anything is not as it should be."""
    found = list(chunks(data))
    kinds = [kind for kind, _ in found]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or kinds.count(b"IHDR") != 1:
        raise Broken("chunks %s" % kinds)
    width, height, depth, kind, method, filtering, interlaced = struct.unpack(">IIBBBBB", found[0][1])
    if kind not in CHANNELS or method or filtering or interlaced:
        raise Broken("colour type %d, interlaced %d" % (kind, interlaced))
    if kinds.count(b"PLTE") != (kind == 3):
        raise Broken("%d palettes in colour type %d" % (kinds.count(b"PLTE"), kind))
    try:
        raw = zlib.decompress(b"".join(body for name, body in found if name == b"IDAT"))
    except zlib.error as error:
        raise Broken("samples: %s" % error) from error
    picture = Picture(kind, depth, samples_of(raw, width, height, depth, kind))
    for name, body in found:
        if name == b"PLTE":
            picture.palette = [tuple(body[i:i + 3]) for i in range(0, len(body), 3)]
        if name == b"tEXt":
            key, _, text = body.partition(b"\0")
            if not 1 <= len(key) <= 79 or b"\0" in text or key.decode("latin-1") in picture.texts:
                raise Broken("text %r" % body)
            picture.texts[key.decode("latin-1")] = text.decode("latin-1")
    if picture.palette is not None and picture.samples.max() >= len(picture.palette):
        raise Broken("index %d of %d palette entries" % (picture.samples.max(), len(picture.palette)))
    return picture
