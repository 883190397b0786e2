"""Files of maps and answers that are spoilt on purpose: each must be seen whatever the case."""

import glob
import io
import json
import os
import struct

import numpy as np

import pictures
from seen_mistakes import raw_tensor
from seen_pretend import rechunked


def rewrite(change, pattern, first=True):
    """A vandal that changes the bytes of the files of a kind."""
    def vandal(folder):
        names = sorted(glob.glob(os.path.join(glob.escape(folder), "**", pattern), recursive=True))
        for name in names[:1] if first else names:
            with open(name, "rb") as file:
                data = file.read()
            with open(name, "wb") as file:
                file.write(change(data))
        return bool(names)
    return vandal


def left_behind(name):
    def vandal(folder):
        path = os.path.join(folder, name)
        if name.endswith("/"):
            os.makedirs(path)
        else:
            with open(path, "wb") as file:
                file.write(b"x")
        return True
    return vandal


def lost(folder):
    names = sorted(glob.glob(os.path.join(glob.escape(folder), "**", "*.*"), recursive=True))
    files = [name for name in names if os.path.isfile(name)]
    if files:
        os.remove(files[0])
    return bool(files)


def palette(change):
    def changed(body):
        entries = [body[i:i + 3] for i in range(0, len(body), 3)]
        return b"".join(change(entries))
    return lambda data: rechunked(data, b"PLTE", changed)




def replaced(at, colour):
    return lambda entries: entries[:at] + [bytes(colour)] + entries[at + 1:]


def text(change):
    return lambda data: rechunked(data, b"tEXt", change)


def as_array(change):
    def changed(data):
        array = np.load(io.BytesIO(data))
        stream = io.BytesIO()
        np.save(stream, change(array))
        return stream.getvalue()
    return changed


def nudged(array):
    array = array.copy()
    array.reshape(-1)[-1] += 1e-3
    return array


def of_maximum(change):
    """Of the text Maximum alone."""
    return text(lambda body: change(body) if body.startswith(b"Maximum") else body)


def longer(body):
    """A number with a digit that it does not need."""
    return body + (b"0" if b"." in body and b"e" not in body else b".0")


def interlaced(data):
    return rechunked(data, b"IHDR", lambda body: body[:12] + b"\1")


def taller(data):
    def change(body):
        return body[:4] + struct.pack(">I", struct.unpack(">I", body[4:8])[0] + 1) + body[8:]
    return rechunked(data, b"IHDR", change)


VANDALS = {
    "a file more": left_behind("x.error.png"), "a temporary file": left_behind(".maskloss-1234"),
    "an empty folder": left_behind("more/"), "a file less": lost, "cut off": rewrite(lambda data: data[:-5], "*.png"),
    "bytes after the end": rewrite(lambda data: data + b"\0", "*.png"),
    "a wrong checksum": rewrite(lambda data: data[:30] + bytes([data[30] ^ 1]) + data[31:], "*.png"),
    "interlaced": rewrite(interlaced, "*.png"), "a row less than said": rewrite(taller, "*.png"),
    "missed looks as wrong": rewrite(palette(lambda e: e[:3] + [e[2]] + e[4:]), "*.error.png"),
    "colours of nobody": rewrite(palette(replaced(3, (255, 0, 0))), "*.error.png"),
    "no legend": rewrite(text(lambda body: None), "*.error.png"),
    "no Maximum": rewrite(of_maximum(lambda body: None), "*.loss*.png"),
    "another Maximum": rewrite(of_maximum(lambda body: b"Maximum\x0017.5"), "*.loss*.png"),
    "Maximum with more digits": rewrite(of_maximum(longer), "*.loss*.png"),
    "ignored is black": rewrite(palette(replaced(255, (0, 0, 0))), "*.loss*.png"),
    "another scale of colours": rewrite(palette(lambda e: [bytes([i, i, i]) for i in range(255)] + e[255:]), "*.loss*.png"),
    "reversed colours": rewrite(palette(lambda e: e[254::-1] + e[255:]), "*.loss*.png"),
    "doubles for floats": rewrite(as_array(lambda a: a.astype("<f8")), "*.masked.npy"),
    "floats for doubles": rewrite(as_array(lambda a: a.astype("<f4")), "*.gradient-*.npy"),
    "big-endian": rewrite(as_array(lambda a: a.astype(a.dtype.newbyteorder(">"))), "*.npy"),
    "Fortran order": rewrite(as_array(lambda a: np.asfortranarray(a.transpose(0, 1, 2))), "*.masked.npy"),
    "channels first": rewrite(as_array(lambda a: np.ascontiguousarray(a.transpose(2, 0, 1))), "*.npy"),
    "a value that is off": rewrite(as_array(nudged), "*.npy"),
    "bytes after the array": rewrite(lambda data: data + b"\0", "*.npy"),
}


def other_result(words, status, printed, messages):
    """--maps changes what is printed."""
    with_maps = any("--maps=" in word for word in words)
    return status, printed.replace(b'"images": ', b'"images":  ', 1) if with_maps else printed, messages


def wide_text(words, status, printed, messages):
    """Of explain."""
    return status, printed + b"x" * 81 + b"\n" if words[0] == "explain" and "json" not in words else printed, messages


def silent_text(words, status, printed, messages):
    return status, b"nothing\n" if words[0] == "explain" and "json" not in words else printed, messages


def any_place(words, status, printed, messages):
    """Places that are none are taken."""
    return (0, b"{}", "") if words[0] == "explain" and status == 2 else (status, printed, messages)


def other_settings(words, status, printed, messages):
    if words[:3] == ["explain", "-f", "json"] and status == 0:
        document = json.loads(printed)
        document["settings"]["epsilon"] = 0.125
        printed = json.dumps(document).encode()
    return status, printed, messages


def last_bit(words, status, printed, messages):
    """A gradient that is not the map's to the last bit."""
    if words[:3] == ["explain", "-f", "json"] and status == 0:
        document = json.loads(printed)
        for values in document["pixel"].get("gradient", {}).values():
            values[:] = [float(np.nextafter(v, 9)) for v in values]
        printed = json.dumps(document).encode()
    return status, printed, messages


def unsteady(folder):
    """Other bytes in each run."""
    with open(os.path.join(folder, "time"), "wb") as file:
        file.write(os.urandom(8))
    return True


# Ways of looked.py, and what each must notice by itself.
LAX = [("linked", {"lax": "links"}), ("worst", {"lax": "images"}), ("resumed", {"lax": "images"}),
       ("sharded", {"lax": "images"}), ("refused", {"lax": "refusals"}), ("again", {"vandal": unsteady}),
       ("default_kinds", {"vandal": lost}), ("round_trip", {"mistake": (pictures, "masked_p", raw_tensor)})]
SPEAKERS = [("maps", other_result)] + [("explain", speak) for speak in (wide_text, silent_text, any_place, other_settings,
                                                                        last_bit)]
