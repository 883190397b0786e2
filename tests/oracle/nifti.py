"""A small NIfTI writer: .nii and .nii.gz, headers of 348 and 540 bytes, both byte orders, scaling, affines."""

import gzip
import struct

import numpy as np

CODES = {"u1": 2, "i2": 4, "i4": 8, "f4": 16, "f8": 64, "i1": 256, "u2": 512, "u4": 768, "i8": 1024, "u8": 1280}


def header_1(array, order, offset, slope, inter, sform, qform):
    """348 bytes; sform: three rows of four, or None; qform: (b, c, d, x, y, z, qfac), or None."""
    dims = [array.ndim, *array.shape] + [1] * (7 - array.ndim)
    steps = spacing(sform)
    out = struct.pack(order + "i10s18sihcB", 348, b"", b"", 0, 0, b"r", 0)
    out += struct.pack(order + "8h", *dims)
    out += struct.pack(order + "3f4h", 0, 0, 0, 0, CODES[array.dtype.str[1:]], array.dtype.itemsize * 8, 0)
    out += struct.pack(order + "8f", qform[6] if qform else 1, *steps, 1, 1, 1, 1)
    out += struct.pack(order + "3fhBB4f2i", offset, slope, inter, 0, 0, 10, 0, 0, 0, 0, 0, 0)
    out += struct.pack(order + "80s24s2h", b"written by a test", b"", 1 if qform else 0, 2 if sform else 0)
    out += struct.pack(order + "6f", *(qform[:6] if qform else [0] * 6))
    out += struct.pack(order + "12f", *[v for row in sform or [[0] * 4] * 3 for v in row])
    out += struct.pack(order + "16s4s", b"", b"n+1\0")
    assert len(out) == 348
    return out


def header_2(array, order, offset, slope, inter, sform, qform):
    """540 bytes."""
    dims = [array.ndim, *array.shape] + [1] * (7 - array.ndim)
    out = struct.pack(order + "i8s2h", 540, b"n+2\0\r\n\x1a\n", CODES[array.dtype.str[1:]], array.dtype.itemsize * 8)
    out += struct.pack(order + "8q3d", *dims, 0, 0, 0)
    out += struct.pack(order + "8d", qform[6] if qform else 1, *spacing(sform), 1, 1, 1, 1)
    out += struct.pack(order + "q2d4d2q", offset, slope, inter, 0, 0, 0, 0, 0, 0)
    out += struct.pack(order + "80s24s2i", b"written by a test", b"", 1 if qform else 0, 2 if sform else 0)
    out += struct.pack(order + "6d", *(qform[:6] if qform else [0] * 6))
    out += struct.pack(order + "12d", *[v for row in sform or [[0] * 4] * 3 for v in row])
    out += struct.pack(order + "3i16sB15s", 0, 10, 0, b"", 0, b"")
    assert len(out) == 540
    return out


def spacing(sform):
    if sform is None:
        return [1, 1, 1]
    return [float(np.sqrt(sum(row[i] ** 2 for row in sform))) for i in range(3)]


def encode(array, order="<", version=1, slope=0.0, inter=0.0, sform=None, qform=None, extension=b""):
    """Bytes of a .nii; the array's first axis varies fastest, as NIfTI has it.  extension: of the header, if any."""
    make, size = (header_1, 348) if version == 1 else (header_2, 540)
    more = b""
    if extension:
        length = (8 + len(extension) + 15) // 16 * 16
        more = struct.pack(order + "2i", length, 6) + extension.ljust(length - 8, b"\0")
    offset = (size + 4 + len(more) + 15) // 16 * 16
    out = make(array, order, offset, slope, inter, sform, qform) + (b"\1\0\0\0" if more else bytes(4)) + more
    data = array.astype(array.dtype.newbyteorder(order)).tobytes(order="F")
    return out.ljust(offset, b"\0") + data


def write(path, array, **more):
    data = encode(array, **more)
    if path.endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    with open(path, "wb") as file:
        file.write(data)
