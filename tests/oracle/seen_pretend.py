"""A program that does what SPEC 10 says, for the self-test: its maps and explanations are the oracle's own, unless a
mistake is made on purpose.  It shows that the judges take what is right and see what is not."""

import io
import json
import os
import struct
import zlib

import numpy as np

import explained
import looked
import mutants
import oracle
import png
from pictures import pictures_of
from pictures_judge import VIRIDIS
from pixels import Image
from sight import STATES, sight_of, states

ERROR_COLOURS = [(255, 255, 255), (86, 180, 233), (230, 159, 0), (213, 94, 0), (60, 60, 60)]
ERROR_TEXTS = dict(zip("01234", ("right", "forgiven", "missed: called a masked class", "wrong", "ignored or bad")))


# ------------------------------------------------------------------ files

def encoded(samples, depth, palette=None, texts=()):
    """A PNG with texts."""
    data = png.encode(samples, depth, palette)
    end = data.index(b"IDAT") - 4
    chunks = b"".join(png.chunk(b"tEXt", key.encode() + b"\0" + text.encode()) for key, text in dict(texts).items())
    return data[:end] + chunks + data[end:]


def viridis():
    at = np.arange(255) / 254
    curve = [np.interp(at, np.arange(18) / 17, [c[k] for c in VIRIDIS]) for k in range(3)]
    return [tuple(int(v) for v in row) for row in np.rint(np.stack(curve, axis=1))] + [(128, 128, 128)]


def class_palette(colours):
    made = [colour or (i, 255 - i, 128) for i, colour in enumerate(colours)]
    return made + [(i, i, i) for i in range(len(made), 256)]


def file_bytes(kind, one):
    if one.form in ("f4", "f8"):
        stream = io.BytesIO()
        with np.errstate(over="ignore"):
            np.save(stream, np.ascontiguousarray(one.exact.astype("<f8").astype("<" + one.form)))
        return stream.getvalue()
    if one.form == "rgb":
        shown = np.repeat(one.grey[:, :, None], 3, axis=2)
        for state in (1, 2, 3):
            shown[one.states == state] = ERROR_COLOURS[state]
        return encoded(shown, 8)
    if kind == "error":
        return encoded(one.high, 8, ERROR_COLOURS, ERROR_TEXTS)
    if one.maximum is not None:
        return encoded(one.high, 8, viridis(), {"Maximum": oracle.number_text(one.maximum)})
    if one.colours is not None:
        return encoded(one.high, 8, class_palette(one.colours))
    return encoded(one.high, 16 if one.form == "gray16" else 8)


def write_maps(folder, images, case, kinds, follows_links=False):
    """False where a link is in the way."""
    for image in images:
        made = pictures_of(image, case.options, kinds, case.scale, case.photos.get(image.id))
        for name, (kind, one) in made.items():
            path = os.path.join(folder, name)
            step = folder
            for part in name.split("/")[:-1]:
                step = os.path.join(step, part)
                if os.path.islink(step) and not follows_links:
                    return False
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.lexists(path) and not follows_links:
                os.remove(path)
            with open(path, "wb") as file:
                file.write(file_bytes(kind, one))
    return True


# ------------------------------------------------------------------ command lines

def value_of(words, long, default=None):
    for i, word in enumerate(words):
        if word == "--" + long:
            return words[i + 1]
        if word.startswith("--%s=" % long):
            return word.partition("=")[2]
    return default


class Pretended(looked.Look):
    """mistake: (module, name, what stands there instead); vandal: what is done to the folder of maps afterwards;
    speak: changes what is printed; lax: what is not cared for, `links`, `images` (all have maps) or `refusals`."""

    def __init__(self, case, folder, mistake=None, vandal=None, speak=None, lax=None):
        super().__init__(None, case, folder, b"")
        self.mistake, self.vandal, self.speak, self.lax = mistake, vandal, speak, lax
        self.prepare()

    def prepare(self):
        """What eval prints, of which only explain's judge reads more than that it stays the same; made once for a case."""
        if "explained" not in self.case.ways:
            self.case.answer = {"images": []}
        if self.case.answer is None:
            with np.errstate(all="ignore"):
                self.case.answer = mutants.answer(self.case)
        self.document = self.case.answer
        self.printed = json.dumps(self.document).encode()

    def run(self, words, *statuses):
        with np.errstate(all="ignore"):
            if self.mistake:
                with mutants.patch(*self.mistake):
                    status, printed, text = self.answer(words)
            else:
                status, printed, text = self.answer(words)
        if self.speak:
            status, printed, text = self.speak(words, status, printed, text)
        if statuses and status not in statuses:
            raise looked.Failed("%s: exit status %d" % (words, status))
        return status, printed, text

    def answer(self, words):
        return self.explain(words) if words[0] == "explain" else self.evaluate(words)

    # ------------------------------------------------------------------ eval

    def evaluate(self, words):
        maps = value_of(words, "maps")
        if maps == "refused" and self.lax != "refusals":
            return self.case.wrong_maps[0][0], b"", "maskloss: " + " ".join(
                one.split("|")[0].replace("\\", "") for one in self.case.wrong_maps[1])
        if maps is None and value_of(words, "views") in ("masked", "raw") and self.case.operands != words[-2:]:
            return self.case.status, self.of_pair(words), ""
        images, printed = self.chosen(words)
        if self.lax == "images":
            images = self.case.images
        if maps is not None:
            folder = os.path.join(self.folder, maps)
            kinds = value_of(words, "kinds")
            if not write_maps(folder, images, self.case, kinds.split(",") if kinds else ("error", "loss"),
                              self.lax == "links"):
                return 4, b"", "maskloss: %s: a link" % maps
            if self.vandal:
                self.vandal(folder)
        return self.case.status, printed, ""

    def chosen(self, words):
        """Images that have maps, and what is printed."""
        images = self.case.images_in_order()
        if value_of(words, "worst"):
            count = int(value_of(words, "worst"))
            images = images[:count]
            return images, json.dumps({"images": [{"id": image.id} for image in images]}).encode()
        if "jsonl" not in words:
            return images, self.printed
        if value_of(words, "shard"):
            k, n = value_of(words, "shard").split("/")
            keys = [image.id.partition("[")[0] if image.number is not None else image.id for image in images]
            pairs = list(dict.fromkeys(keys))
            images = [image for image, key in zip(images, keys) if pairs.index(key) % int(n) == int(k)]
        path = os.path.join(self.folder, words[words.index("-o") + 1])
        lines = [b"header\n", *(b"%d\n" % n for n in range(len(images))), b"end\n"]
        if "--resume" in words:
            with open(path, "rb") as file:
                images = images[len(file.readlines()) - 1:]
        with open(path, "wb") as file:
            file.write(b"".join(lines))
        return images, b""

    def of_pair(self, words):
        """One view's losses, of an image's own prediction or of a tensor."""
        view, truth, prediction = value_of(words, "views"), *words[-2:]
        image = next(image for image in self.case.images if image.truth == truth)
        options = self.case.options
        if prediction != image.prediction:
            q = np.load(os.path.join(self.folder, prediction))
            image = Image(image.id, truth, prediction, image.labels, q=q)
            options = type(options)(**{**vars(options), "activation": "none"})
        px = oracle.read_pixels(image, options)
        asked = [(name, {}) for name in oracle.DEFAULT_LOSSES] if options.losses is None else options.losses
        losses = [oracle.resolve_loss(name, given, options.smooth) for name, given in asked]
        figures = oracle.loss_figures(oracle.take_view(px, view, options.mask), options, losses, view)
        return json.dumps({"images": [{view: {"losses": oracle.plain(figures)}}]}).encode()

    # ------------------------------------------------------------------ explain

    def explain(self, words):
        image, options = self.case.images[0], self.case.options
        parts = words[-1].split(",")
        sight = sight_of(image, options)
        if len(parts) != 2 or not all(part.isdigit() for part in parts) or not (
                int(parts[0]) < sight.shape[0] and int(parts[1]) < sight.shape[1]):
            return 2, b"", "maskloss: %s: no pixel" % words[-1]
        n = int(parts[0]) * sight.shape[1] + int(parts[1])
        if words[1:3] != ["-f", "json"]:
            return 0, ("the pixel is %s\n" % STATES[states(sight, options.mask)[n]]).encode(), ""
        made = explained.pixel(image, options, n, explained.asked(options))
        document = {key: self.document[key] for key in ("maskloss", "settings", "classes")}
        return 0, json.dumps({**document, "pixel": made}).encode(), ""


def follow(pretended):
    """Lines that say what is wrong with a pretended program."""
    try:
        for name in pretended.case.ways:
            getattr(pretended, name)()
    except (looked.Failed, explained.Wrong, OSError, ValueError, KeyError, IndexError) as failure:
        return ["%s" % failure]
    return []


# ------------------------------------------------------------------ spoiling files

def rechunked(data, kind, change):
    """A PNG whose chunks of a kind are changed; None: left out."""
    out, at = data[:8], 8
    while at < len(data):
        size = struct.unpack_from(">I", data, at)[0]
        name, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
        if name == kind:
            body = change(body)
        if body is not None:
            out += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        at += 12 + size
    return out


