"""Arrays in the files that NumPy writes: every dtype, byte order, memory order, .npy format and kind of .npz."""

import os

import numpy as np

FLOATS = ("f2", "f4", "f8")
INTEGERS = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
# How a file holds its array; the last two are .npz.
CONTAINERS = ("npy 1.0", "npy 2.0", "npy 3.0", "npz stored", "npz deflated")
NPY = CONTAINERS[:3]
NPZ = CONTAINERS[3:]


def in_both_orders(types):
    """Little- and big-endian; types of one byte have no order."""
    return [order + t for t in types for order in ("<>" if t[1] != "1" else "|")]


ALL_FLOATS = in_both_orders(FLOATS)
ALL_INTEGERS = in_both_orders(INTEGERS) + ["|b1"]
ALL_TYPES = ALL_FLOATS + ALL_INTEGERS


def extension(container):
    return ".npz" if container in NPZ else ".npy"


def write(path, array, container="npy 1.0", fortran=False, array_key="arr_0", others=None):
    """One file.  `others`: further arrays of an .npz, {key: array}, written around this one."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    array = np.asfortranarray(array) if fortran else np.ascontiguousarray(array)
    if container in NPZ:
        save = np.savez if container == "npz stored" else np.savez_compressed
        arrays = dict(others or {})
        arrays[array_key] = array
        with open(path, "wb") as file:
            save(file, **{name: arrays[name] for name in sorted(arrays)})
        return
    version = tuple(int(digit) for digit in container[4:].split("."))
    with open(path, "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def is_bad_order(stored):
    """Whether two values of a pixel (last axis) differ as stored and are equal as doubles: nobody's case."""
    if stored.dtype.kind not in "iu" or stored.dtype.itemsize < 8:
        return False
    rows = np.sort(stored.reshape(-1, stored.shape[-1]), axis=1)
    return bool(((np.diff(rows, axis=1) != 0) & (np.diff(rows.astype("f8"), axis=1) == 0)).any())
