"""What the bench's programs share: label images as PNG, and the files of a pair as arrays."""

import os
import struct
import zlib

import numpy as np

try:
    from PIL import Image
except ImportError:
    Image = None

SIGNATURE = b"\x89PNG\r\n\x1a\n"
VOID = 255


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(rows, step):
    """The rows of bytes, each behind the number of its filter: the one whose differences add up to the least, as libpng and PIL
    choose."""
    above = np.zeros_like(rows)
    above[1:] = rows[:-1]
    left, corner = np.zeros_like(rows), np.zeros_like(rows)
    left[:, step:], corner[:, step:] = rows[:, :-step], above[:, :-step]
    a, b, c = (x.astype(np.int16) for x in (left, above, corner))
    p, q, r = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    paeth = np.where((p <= q) & (p <= r), a, np.where(q <= r, b, c)).astype(np.uint8)
    tried = [rows, rows - left, rows - above, rows - ((a + b) >> 1).astype(np.uint8), rows - paeth]
    costs = np.stack([np.abs(x.view(np.int8).astype(np.int16)).sum(1, dtype=np.int64) for x in tried])
    best = costs.argmin(0)
    packed = np.empty((rows.shape[0], 1 + rows.shape[1]), np.uint8)
    packed[:, 0] = best
    for number, x in enumerate(tried):
        packed[best == number, 1:] = x[best == number]
    return packed


def write_png(path, samples):
    """Gray, 8 or 16 bits as the array's type says, compressed as PIL does it."""
    height, width = samples.shape
    depth = 8 * samples.itemsize
    rows = np.frombuffer(samples.astype(samples.dtype.newbyteorder(">")).tobytes(), np.uint8).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    packer = zlib.compressobj(6, zlib.DEFLATED, 15, 9, zlib.Z_FILTERED)
    data = packer.compress(filtered(rows, samples.itemsize).tobytes()) + packer.flush()
    with open(path, "wb") as file:
        file.write(SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def unfiltered(packed, step):
    """What `filtered` was given, without a decoder: for tests, it is slow."""
    rows = np.zeros((packed.shape[0], packed.shape[1] - 1), np.uint8)
    above = np.zeros(packed.shape[1] - 1, np.int64)
    for y, line in enumerate(packed):
        kind, row = line[0], line[1:].astype(np.int64)
        for x in range(len(row) if kind in (1, 3, 4) else 0):
            a, c = (row[x - step], above[x - step]) if x >= step else (0, 0)
            p, q, r = abs(above[x] - c), abs(a - c), abs(a + above[x] - 2 * c)
            paeth = a if p <= q and p <= r else above[x] if q <= r else c
            row[x] = row[x] + (a if kind == 1 else (a + above[x]) >> 1 if kind == 3 else paeth) & 255
        if kind == 2:
            row = row + above & 255
        rows[y], above = row, row
    return rows


def read_png(path):
    """What write_png wrote, by PIL where it is."""
    if Image:
        with Image.open(path) as image:
            return np.asarray(image).astype(np.uint16 if image.mode.startswith("I") else np.uint8)
    with open(path, "rb") as file:
        data = file.read()
    at, packed = len(SIGNATURE), b""
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            _, height, depth = struct.unpack(">IIB", body[:9])
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    rows = unfiltered(np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, -1), depth // 8)
    return rows if depth == 8 else rows.view(">u2").astype(np.uint16)


def read_prediction(path):
    """The values and whether channels come first: a file, or the planes of a folder."""
    if os.path.isdir(path):
        n = len(os.listdir(path))
        return np.stack([read_png(os.path.join(path, "%d.png" % c)) for c in range(n)]).astype(np.float32), True
    values = np.load(path)
    values = values if path.endswith(".npy") else values["probabilities"]
    return values, "chw" in os.path.basename(os.path.dirname(path))
