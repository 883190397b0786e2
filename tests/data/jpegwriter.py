"""Writes JPEGs from coefficients, in any order of scans: nothing is transformed or rounded here, so the bytes depend on no library.
Huffman's codes are as long as each other, which is never short and always allowed."""

import struct

ZERO_RUN = 0xF0
# Every symbol of a block has a code of 4 bits (sizes of DC) or of 8 (AC; the last are the ends of bands in progressive scans).
DC_SYMBOLS = list(range(12))
AC_SYMBOLS = [0] + [run << 4 | size for run in range(16) for size in range(1, 11)] + [ZERO_RUN] + [run << 4 for run in range(1, 15)]


class Bits:
    """The data of a scan: bits from the highest of a byte on, a 0 after each byte of ones."""

    def __init__(self):
        self.text = ""

    def put(self, value, n):
        self.text += format(value, "0%db" % n) if n else ""

    def take(self):
        text = self.text + "1" * (-len(self.text) % 8)
        self.text = ""
        return bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8)).replace(b"\xff", b"\xff\0")

    def number(self, value):
        size = abs(value).bit_length()
        self.put(value if value >= 0 else value + (1 << size) - 1, size)

    def dc(self, difference):
        self.put(DC_SYMBOLS.index(abs(difference).bit_length()), 4)
        self.number(difference)

    def ac(self, values):
        run = 0
        for value in values:
            if value == 0:
                run += 1
                continue
            while run > 15:
                self.put(AC_SYMBOLS.index(ZERO_RUN), 8)
                run -= 16
            self.put(AC_SYMBOLS.index(run << 4 | abs(value).bit_length()), 8)
            self.number(value)
            run = 0
        if run:
            self.put(AC_SYMBOLS.index(0), 8)


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def half(value, low):
    """What is left of an AC coefficient whose `low` lowest bits come later."""
    return (abs(value) >> low) * (1 if value > 0 else -1)


class Image:
    """parts: (h, v, block) of each component; block(row, column) is its 64 coefficients in zigzag order."""

    def __init__(self, width, height, parts):
        self.width, self.height, self.parts = width, height, parts
        self.h, self.v = max(p[0] for p in parts), max(p[1] for p in parts)

    def units(self, chosen):
        """Per unit of a scan of these components its blocks: (component, row, column)."""
        if len(chosen) == 1:
            h, v, _ = self.parts[chosen[0]]
            columns, rows = (-(-length * n // (8 * most)) for length, n, most in
                             ((self.width, h, self.h), (self.height, v, self.v)))
            return [[(chosen[0], y, x)] for y in range(rows) for x in range(columns)]
        columns, rows = -(-self.width // (8 * self.h)), -(-self.height // (8 * self.v))
        return [[(c, y * self.parts[c][1] + j, x * self.parts[c][0] + i) for c in chosen
                 for j in range(self.parts[c][1]) for i in range(self.parts[c][0])]
                for y in range(rows) for x in range(columns)]

    def scan(self, chosen, first=0, last=63, high=0, low=0, restart=0):
        """One scan with its header: coefficients first to last, of which bits from `low` on (`high`: below that; of DC only)."""
        out = segment(0xDA, bytes([len(chosen)]) + b"".join(bytes([c + 1, 0]) for c in chosen) + bytes([first, last, high << 4 | low]))
        bits, before = Bits(), {c: 0 for c in chosen}
        for number, unit in enumerate(self.units(chosen)):
            if restart and number and number % restart == 0:
                out += bits.take() + bytes([0xFF, 0xD0 + (number // restart - 1) % 8])
                before = {c: 0 for c in chosen}
            for c, y, x in unit:
                block = self.parts[c][2](y, x)
                if first == 0 and high:
                    bits.put(block[0] >> low & 1, 1)
                elif first == 0:
                    bits.dc((block[0] >> low) - before[c])
                    before[c] = block[0] >> low
                if last and not high:
                    bits.ac([half(value, low) for value in block[max(first, 1):last + 1]])
                elif last:
                    assert not any(block[first:last + 1]), "refined AC coefficients are 0 here"
                    bits.put(AC_SYMBOLS.index(0), 8)
        return out + bits.take()

    def file(self, scans, progressive=False, restart=0, extra=b"", tail=b"\xff\xd9", quantum=4):
        """scans: the arguments of scan() for each; extra: segments before the first; tail: what ends the file."""
        parts = b"".join(bytes([c + 1, h << 4 | v, 0]) for c, (h, v, _) in enumerate(self.parts))
        out = b"\xff\xd8" + extra + segment(0xDB, b"\0" + bytes([quantum]) * 64)
        out += segment(0xC2 if progressive else 0xC0, struct.pack(">BHHB", 8, self.height, self.width, len(self.parts)) + parts)
        for kind, symbols, length in ((0, DC_SYMBOLS, 4), (0x10, AC_SYMBOLS, 8)):
            counts = bytes(len(symbols) if n == length else 0 for n in range(1, 17))
            out += segment(0xC4, bytes([kind]) + counts + bytes(symbols))
        if restart:
            out += segment(0xDD, struct.pack(">H", restart))
        for scan in scans:
            out += self.scan(*scan, restart=restart)
        return out + tail


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")


def adobe(transform):
    """Adobe's segment: 0 for RGB and CMYK as they are."""
    return segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform))
