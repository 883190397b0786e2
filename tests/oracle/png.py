"""A small PNG writer: gray of 1, 2, 4, 8 and 16 bits, palettes of 1, 2, 4 and 8, gray with alpha, RGB and RGBA of 8 and
16; plain or Adam7."""

import struct
import zlib

import numpy as np

# Adam7's passes: first column, first row, column step, row step.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
GRAY, PALETTE = 0, 3
COLOUR_OF_CHANNELS = {2: 4, 3: 2, 4: 6}     # gray and alpha, RGB, RGBA


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack_rows(samples, depth):
    """Each row: filter byte 0, then the samples from the high bits down; 16 bits are big-endian."""
    if depth == 16:
        rows = np.ascontiguousarray(samples.astype(">u2")).view(np.uint8)
    elif depth == 8:
        rows = samples.astype(np.uint8).reshape(len(samples), -1)
    else:
        shifts = np.arange(depth - 1, -1, -1)
        bits = (samples[:, :, None] >> shifts) & 1
        rows = np.packbits(bits.reshape(len(samples), -1).astype(np.uint8), axis=1)
    return b"".join(b"\0" + row.tobytes() for row in rows)


def image_data(samples, depth, interlaced):
    if not interlaced:
        return pack_rows(samples, depth)
    data = b""
    for x0, y0, dx, dy in PASSES:
        part = np.ascontiguousarray(samples[y0::dy, x0::dx])
        if part.size:                 # an empty pass has no rows at all, not even filter bytes
            data += pack_rows(part, depth)
    return data


def encode(samples, depth, palette=None, interlaced=False):
    """Bytes of a PNG file; palette is a list of (r, g, b), or None.  Samples are (H,W), or (H,W,2 to 4)."""
    height, width = samples.shape[:2]
    samples = np.asarray(samples, dtype=np.int64)
    assert samples.min() >= 0 and samples.max() < 1 << depth
    if samples.ndim == 3:
        assert depth in (8, 16) and palette is None
        kind = COLOUR_OF_CHANNELS[samples.shape[2]]
    else:
        kind = GRAY if palette is None else PALETTE
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced)))
    if palette is not None:
        assert samples.max() < len(palette) <= 1 << depth
        out += chunk(b"PLTE", bytes(v for colour in palette for v in colour))
    out += chunk(b"IDAT", zlib.compress(image_data(samples, depth, interlaced), 6))
    return out + chunk(b"IEND", b"")


def write(path, samples, depth, palette=None, interlaced=False):
    with open(path, "wb") as file:
        file.write(encode(samples, depth, palette, interlaced))
