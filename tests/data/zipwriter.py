"""Writes zip archives byte by byte, sound and broken ones, with the same bytes from every Python and zlib.

    archive([member("arr_0.npy", data), ...])

The defaults are what NumPy writes: stored, Zip64 sizes in the local header, dated 1980-01-01.
"""

import struct
import zlib

STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 1, 8, 2048
DATE = 33  # 1980-01-01
FULL = 2 ** 32 - 1


def fixed_huffman(data):
    """One deflate block of the fixed code, literals only."""
    bits = ["1", "10"]  # the last block; its type, the low bit first
    for byte in data:
        bits.append(format(0x30 + byte, "08b") if byte < 144 else format(0x190 + byte - 144, "09b"))
    text = "".join(bits) + "0000000"
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i:i + 8][::-1], 2) for i in range(0, len(text), 8))


def member(name, data, method=STORED, flags=0, packed=None, crc=None, size=None, packed_size=None, zip64=True,
           local_name=None, offset=None):
    """A member; what is not None replaces the true value in both headers (local_name: in the local one, offset: in the other)."""
    if packed is None:
        packed = fixed_huffman(data) if method == DEFLATED else data
    return {"name": name.encode(), "local": (local_name or name).encode(), "method": method, "flags": flags, "packed": packed,
            "crc": zlib.crc32(data) if crc is None else crc, "size": len(data) if size is None else size,
            "packed_size": len(packed) if packed_size is None else packed_size, "zip64": zip64, "offset": offset}


def local_header(m):
    streamed = m["flags"] & DESCRIPTOR
    crc, size, packed_size = (0, 0, 0) if streamed else (m["crc"], m["size"], m["packed_size"])
    extra = struct.pack("<HHQQ", 1, 16, size, packed_size) if m["zip64"] else b""
    short = (FULL, FULL) if m["zip64"] else (packed_size, size)
    return struct.pack("<IHHHHHIIIHH", 0x04034b50, 45 if m["zip64"] else 20, m["flags"], m["method"], 0, DATE, crc, *short,
                       len(m["local"]), len(extra)) + m["local"] + extra


def descriptor(m):
    if not m["flags"] & DESCRIPTOR:
        return b""
    return struct.pack("<IIQQ" if m["zip64"] else "<III", 0x08074b50, m["crc"], m["packed_size"], m["size"])


def central_header(m, offset, zip64):
    offset = offset if m["offset"] is None else m["offset"]
    extra = struct.pack("<HHQQQ", 1, 24, m["size"], m["packed_size"], offset) if zip64 else b""
    fields = (FULL, FULL) if zip64 else (m["packed_size"], m["size"])
    return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, 45, 45 if m["zip64"] else 20, m["flags"], m["method"], 0, DATE,
                       m["crc"], *fields, len(m["name"]), len(extra), 0, 0, 0, 0o600 << 16, FULL if zip64 else offset) \
        + m["name"] + extra


def archive(members, zip64=False, comment=b""):
    """The file; with zip64 sizes, offsets and the number of members stand in Zip64 records alone."""
    out, offsets = b"", []
    for m in members:
        offsets.append(len(out))
        out += local_header(m) + m["packed"] + descriptor(m)
    directory = b"".join(central_header(m, offset, zip64) for m, offset in zip(members, offsets))
    start, n = len(out), len(members)
    out += directory
    if zip64:
        end = len(out)
        out += struct.pack("<IQHHIIQQQQ", 0x06064b50, 44, 45, 45, 0, 0, n, n, len(directory), start)
        out += struct.pack("<IIQI", 0x07064b50, 0, end, 1)
        n, start, directory_size = 0xffff, FULL, FULL
    else:
        directory_size = len(directory)
    return out + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, n, n, directory_size, start, len(comment)) + comment
