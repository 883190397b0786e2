"""What the bench's programs share: label images as PNG, and the files of a pair as arrays."""

import os
import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
VOID = 255


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png(path, samples):
    """Gray, 8 or 16 bits as the array's type says; rows without filter."""
    height, width = samples.shape
    depth = 8 * samples.itemsize
    rows = np.zeros((height, 1 + width * samples.itemsize), np.uint8)
    rows[:, 1:] = np.frombuffer(samples.astype(samples.dtype.newbyteorder(">")).tobytes(), np.uint8).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b""))


def read_png(path):
    """What write_png wrote: the fastest way there is from Python, because nothing is left to do after zlib."""
    with open(path, "rb") as file:
        data = file.read()
    at, packed = len(SIGNATURE), b""
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth = struct.unpack(">IIB", body[:9])
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, -1)[:, 1:]
    return rows if depth == 8 else np.ascontiguousarray(rows).view(">u2")


def read_prediction(path):
    """The values and whether channels come first: a file, or the planes of a folder."""
    if os.path.isdir(path):
        n = len(os.listdir(path))
        return np.stack([read_png(os.path.join(path, "%d.png" % c)) for c in range(n)]).astype(np.float32), True
    values = np.load(path)
    values = values if path.endswith(".npy") else values["probabilities"]
    return values, "chw" in os.path.basename(os.path.dirname(path))
