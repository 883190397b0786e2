"""Puts files where they are read fast. The system copies from some pages at half the speed that it has on others: a large file is
read into the page cache anew until it is read about as fast as the fastest."""

import os
import time

LARGE, TRIES, NEAR = 1 << 23, 6, 0.93
_buffer = bytearray(1 << 20)
_fastest = [0.0]


def _read(descriptor):
    """Bytes a second, from the beginning."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    start, total = time.perf_counter(), 0
    while n := os.readv(descriptor, [_buffer]):
        total += n
    return total / (time.perf_counter() - start)


def _place(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        for _ in range(TRIES):
            _read(descriptor)
            speed = max(_read(descriptor) for _ in range(2))
            if speed >= NEAR * _fastest[0]:
                _fastest[0] = max(speed, _fastest[0])
                return
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        _read(descriptor)
    finally:
        os.close(descriptor)


def place(folders):
    """The large files in folders, each once, however many links it has."""
    seen = set()
    for folder in folders:
        for top, _, names in os.walk(folder):
            for name in sorted(names):
                path = os.path.join(top, name)
                facts = os.stat(path)
                if facts.st_size >= LARGE and facts.st_ino not in seen:
                    seen.add(facts.st_ino)
                    _place(path)
