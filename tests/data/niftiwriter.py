"""Writes NIfTI-1 and NIfTI-2 byte by byte, and gzip, sound and broken ones, with the same bytes from every Python and zlib.

    nifti(values, (X, Y, Z), 4)

Values are in the order of the file: X varies fastest.
"""

import struct
import zlib

from zipwriter import fixed_huffman

CODES = {2: "B", 4: "h", 8: "i", 16: "f", 64: "d", 256: "b", 512: "H", 768: "I", 1024: "q", 1280: "Q"}
BITS = {128: 24, 2304: 32}


def nifti(values, shape, datatype=2, order="<", version=1, slope=1, inter=0, sform=None, qform=None, pixdim=(1, 1, 1),
          extension=b"", offset=None, magic=None, bitpix=None, dim=None, tail=b""):
    """The file. sform: three rows of four numbers; qform: (qfac, b, c, d); what is not None replaces what is right."""
    code = CODES.get(datatype, "B")
    if bitpix is None:
        bitpix = BITS.get(datatype, 8 * struct.calcsize(order + code))
    dim = list(dim or [len(shape)] + list(shape))
    dim += [1] * (8 - len(dim))
    zooms = [qform[0] if qform else 1] + list(pixdim)
    zooms += [1] * (8 - len(zooms))
    head = bytearray(348 if version == 1 else 540)
    data_offset = len(head) + 4 + len(extension) if offset is None else offset
    rows = [n for row in sform for n in row] if sform else [0] * 12
    quatern = list(qform[1:]) if qform else [0] * 3

    def put(at, text, *numbers):
        struct.pack_into(order + text, head, at, *numbers)

    put(0, "i", len(head))
    if version == 1:
        put(40, "8h", *dim)
        put(70, "2h", datatype, bitpix)
        put(76, "8f", *zooms)
        put(108, "3f", data_offset, slope, inter)
        put(252, "2h", 1 if qform else 0, 1 if sform else 0)
        put(256, "3f", *quatern)
        put(280, "12f", *rows)
        head[344:348] = magic or b"n+1\0"
    else:
        head[4:12] = magic or b"n+2\0\r\n\032\n"
        put(12, "2h", datatype, bitpix)
        put(16, "8q", *dim)
        put(104, "8d", *zooms)
        put(168, "q2d", data_offset, slope, inter)
        put(344, "2i", 1 if qform else 0, 1 if sform else 0)
        put(352, "3d", *quatern)
        put(400, "12d", *rows)
    body = struct.pack("%s%d%s" % (order, len(values), code), *values)
    return bytes(head) + struct.pack("4B", 1 if extension else 0, 0, 0, 0) + extension + body + tail


def gzip(data, crc=None, size=None):
    """A member, of the fixed code."""
    return (b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + fixed_huffman(data) +
            struct.pack("<II", zlib.crc32(data) if crc is None else crc, len(data) % 2 ** 32 if size is None else size))
