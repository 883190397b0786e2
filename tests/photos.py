#!/usr/bin/env python3
"""Photos are the gray values that follow from Pillow's colours, to the last bit: PNG and JPEG of every mode that it writes, at the
truth's size and at multiples of it; and its CMYK is refused.

    photos.py --rows PROGRAM [--cases N]

PROGRAM is tests/photo_rows. Pillow decodes JPEG through libjpeg, too: of another release, whose values may differ, nothing is said.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

try:
    from PIL import Image, features
except ImportError:
    print("SKIP: photos: no Pillow (python3-pil)")
    sys.exit(77)

MODES = {"png": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"], "jpg": ["L", "RGB"]}


def picture(draw, mode, width, height):
    """Something that is neither flat nor noise alone."""
    small = Image.frombytes("RGB", (max(1, width // 6), max(1, height // 6)),
                            bytes(draw.randrange(256) for _ in range(3 * max(1, width // 6) * max(1, height // 6))))
    image = small.resize((width, height), Image.BICUBIC)
    if mode == "I;16":
        return Image.frombytes("I;16", (width, height), bytes(draw.randrange(256) for _ in range(2 * width * height)))
    if mode == "P":
        return image.quantize(draw.randrange(2, 257))
    if mode == "RGBA":
        image.putalpha(small.convert("L").resize((width, height)))
        return image
    if mode == "LA":
        image = image.convert("LA")
        image.putalpha(small.convert("L").resize((width, height)))
        return image
    return image.convert(mode)


def grays(path, step):
    """v of every step-th pixel, from the colours that Pillow decodes."""
    with Image.open(path) as image:
        image.load()
        if image.mode.startswith("I"):
            wide = list(image.getdata())
            pixels = [(v >> 8,) * 3 for v in wide]
        elif image.mode == "LA":
            pixels = [(v,) * 3 for v, _ in image.getdata()]
        elif image.mode in ("RGB", "RGBA"):
            pixels = [p[:3] for p in image.getdata()]
        else:
            pixels = list(image.convert("RGB").getdata())
        width, height = image.size
    chosen = [pixels[y * width + x] for y in range(0, height, step) for x in range(0, width, step)]
    return bytes((299 * r + 587 * g + 114 * b + 500) // 1000 for r, g, b in chosen)


def save(draw, image, path):
    if path.endswith(".png"):
        image.save(path)
    else:
        image.save(path, quality=draw.randrange(1, 101), progressive=draw.random() < .4, optimize=draw.random() < .4,
                   **({"subsampling": draw.randrange(3)} if image.mode == "RGB" else {}))


def rows(program, path, width, height):
    return subprocess.run([program, path, str(width), str(height)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", required=True)
    parser.add_argument("--cases", type=int, default=120)
    arguments = parser.parse_args()
    draw = random.Random(13)
    problems = n_compared = n_refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in range(arguments.cases):
            kind = ("jpg", "jpg", "png")[case % 3]
            mode = draw.choice(MODES[kind])
            width, height, step = draw.randrange(1, 40), draw.randrange(1, 40), draw.choice((1, 1, 2, 3))
            path = os.path.join(folder, "%d.%s" % (case, kind))
            save(draw, picture(draw, mode, width * step, height * step), path)
            done = rows(arguments.rows, path, width, height)
            if kind == "jpg" and b"--without-libjpeg" in done.stderr:
                n_refused += 1
                continue
            n_compared += 1
            if done.returncode != 0 or done.stdout != grays(path, step):
                problems += 1
                print("photos: case %d, %s of mode %s, %d x %d, step %d: %s" % (
                    case, kind, mode, width, height, step, done.stderr.decode() or "other values"), file=sys.stderr)
        path = os.path.join(folder, "cmyk.jpg")
        picture(draw, "CMYK", 9, 9).save(path)
        if rows(arguments.rows, path, 9, 9).returncode != 3:
            problems += 1
            print("photos: CMYK is not refused", file=sys.stderr)
    print("photos: %d compared with Pillow, libjpeg-turbo %s%s" % (
        n_compared, features.version("libjpeg_turbo"),
        ", %d JPEGs refused without libjpeg" % n_refused if n_refused else ""))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
