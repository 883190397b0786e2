"""A test that cannot fail is worthless: wrong oracles that the cases must tell from the right one, and wrong answers
that the judge must see.

Each mutant is a mistake that a program could make as well.  If no case of a family comes out differently under it, the
family would not see that mistake.
"""

import contextlib
import dataclasses
import json
from unittest import mock

import numpy as np

import compare
import constants
import oracle
import pixels
import probabilities
from judge import judge
from pixels import Pixels


def decide_on_p(q, activation, is_binary):
    p, _, bad = probabilities.predict(q, activation, is_binary)
    return p, np.argmax(np.where(np.isnan(p), 0, p.astype(float)), axis=1), bad


def last_of_equals(q, activation, is_binary):
    p, d, bad = probabilities.predict(q, activation, is_binary)
    return p, d if is_binary else q.shape[1] - 1 - np.argmax(q[:, ::-1], axis=1), bad


def nothing_is_bad(q, activation, is_binary):
    p, d, bad = probabilities.predict(q, activation, is_binary)
    return np.where(bad[:, None], 1 / p.shape[1], p), d, np.zeros_like(bad)


def binary_of_class_0(q, activation, is_binary):
    p, d, bad = probabilities.predict(q, activation, is_binary)
    return (p[:, ::-1], 1 - d, bad) if is_binary else (p, d, bad)


def half_is_class_1(q, activation, is_binary):
    p, d, bad = probabilities.predict(q, activation, is_binary)
    return p, (np.asarray(p[:, 1] >= 0.5).astype(int) if is_binary else d), bad


def other_activation(name):
    return lambda q, activation, is_binary: probabilities.predict(q, name, is_binary and name != "softmax")


def unstable_softmax(q, activation, is_binary):
    """exp of logits as they are."""
    p, d, bad = probabilities.predict(q, activation, is_binary)
    return (probabilities.shares(np.exp(q)) if activation == "softmax" else p), d, bad


def one_minus_sigmoid(q, activation, is_binary):
    """In doubles: 1 - sigmoid(30) has three digits."""
    p, d, bad = probabilities.predict(q, activation, is_binary)
    if activation == "sigmoid" and is_binary:
        value = probabilities.sigmoid(q[:, 0])
        p = np.stack([1.0 - value, value], axis=1)
    return p, d, bad


def unshared_sigmoid(q, activation, is_binary):
    """Sigmoids not divided by their sum."""
    p, d, bad = probabilities.predict(q, activation, is_binary)
    if activation == "sigmoid" and not is_binary:
        p = probabilities.sigmoid(q.astype(probabilities.EXT))
    return p, d, bad


def scrambled(change):
    """The image's values as they would be misread."""
    def read(image, options):
        if image.q is not None:
            image = pixels.Image(**{**vars(image), "q": change(np.asarray(image.q))})
        return pixels.read_pixels(image, options)
    return read


def as_chw(q):
    return q if q.ndim == 2 else q.reshape(q.shape[2], *q.shape[:2]).transpose(1, 2, 0)


def as_fortran(q):
    return q.ravel().reshape(q.shape, order="F")


def swapped_bytes(q):
    wrong = q.byteswap()
    return np.abs(np.where(np.isfinite(wrong), wrong, 1)) if q.dtype.kind == "f" else wrong


def chained(stored, table, unknown):
    """A remap after a remap: 7 -> 3, and then 3 -> 1."""
    once = pixels.map_labels(stored, table, unknown)
    return np.array([table.get(int(c), c) if c >= 0 else c for c in once])


def void_is_class_0(stored, table, unknown):
    return pixels.map_labels(stored, table, 0 if unknown == -1 else unknown)


def through_class_set(stored, options, unknown, is_index=False):
    return pixels.classes_of(stored, options, -1, False)


def colours_never_void(options):
    return {colour: max(c, 0) for colour, c in pixels.class_of_colour(options).items()}


def bad_before_ignored(image, options):
    """Counts bad pixels under an ignored truth, too."""
    px = pixels.read_pixels(image, options)
    if image.q is None:
        return px
    q = np.asarray(image.q, dtype=np.float64).reshape(px.total, -1)
    bad = probabilities.predict(q, options.activation, image.q.ndim == 2)[2]
    return Pixels(px.y, px.d, px.p, px.total, int(bad.sum()))


def by_text(image):
    """a[10] before a[9]"""
    return image.id.encode("utf-8", "surrogateescape"), 0


FREE = ("text", "call")         # of notes and conventions: any text
LEAVES = 100          # values of a document that are changed, one at a time

# (families that must see it, module, name, what stands there instead)
MUTANTS = [
    (["activation"], pixels, "predict", decide_on_p),
    (["mixed", "arrays", "activation"], pixels, "predict", last_of_equals),
    (["mixed", "bad", "binary", "activation"], pixels, "predict", nothing_is_bad),
    (["binary", "activation", "batches"], pixels, "predict", binary_of_class_0),
    (["binary", "activation"], pixels, "predict", half_is_class_1),
    (["activation", "bad"], pixels, "predict", other_activation("sigmoid")),
    (["activation", "bad"], pixels, "predict", other_activation("softmax")),
    (["activation"], pixels, "predict", unshared_sigmoid),
    (["activation"], pixels, "predict", unstable_softmax),
    (["activation"], pixels, "predict", one_minus_sigmoid),
    (["arrays", "batches", "truths", "activation"], oracle, "read_pixels", scrambled(as_chw)),
    (["arrays", "batches", "binary"], oracle, "read_pixels", scrambled(as_fortran)),
    (["arrays", "batches"], oracle, "read_pixels", scrambled(swapped_bytes)),
    (["mixed", "hard"], pixels, "map_labels", chained),
    (["mixed", "hard", "colours"], pixels, "map_labels", void_is_class_0),
    (["hard", "truths"], pixels, "classes_of", through_class_set),
    (["colours"], pixels, "class_of_colour", colours_never_void),
    (["bad", "binary", "activation"], oracle, "read_pixels", bad_before_ignored),
    (["batches"], oracle, "order", by_text),
]


def document(case):
    """The case's document as the oracle computes it now, or what went wrong."""
    try:
        with np.errstate(all="ignore"):
            return dataclasses.replace(case, known=None).document()
    except (ValueError, IndexError, OverflowError) as error:
        return {"refused": str(error)}


def patch(module, name, wrong):
    """The wrong function calls the right one by its own module's name, so that is kept while it runs."""
    right = getattr(module, name)

    def call(*arguments, **more):
        with mock.patch.object(module, name, right):
            return wrong(*arguments, **more)
    return mock.patch.object(module, name, call)


def undetected(made, mutants=None):
    failures = []
    for families, module, name, wrong in mutants or MUTANTS:
        for family in families:
            if family in made and not any(differs(case, module, name, wrong) for case in made[family] if case.status == 0):
                failures.append("%s: no case notices %s" % (family, getattr(wrong, "__qualname__", wrong)))
    return failures


def differs(case, module, name, wrong):
    """By as much as is not forgiven."""
    constants.forget()
    with patch(module, name, wrong):
        given = document(case)
    constants.forget()
    if "maskloss" in given:
        given["maskloss"]["version"] = "1.0"
    return any(True for _ in compare.differences(case.document(), compare.concrete(given)))


# ------------------------------------------------------------------ answers

def answer(case):
    """What a right program prints."""
    made = compare.concrete(case.document())
    made["maskloss"]["version"] = "1.0"
    made["errors"] = [{"id": error["id"], "message": "?"} for error in made["errors"]]
    return made


def leaves(value, path=()):
    if isinstance(value, (dict, list)) and value:
        for key in (value if isinstance(value, dict) else range(len(value))):
            yield from leaves(value[key], path + (key,))
    else:
        yield path, value


def spoiled(value):
    """Another value of a leaf, as near as it must still be noticed."""
    if isinstance(value, str):
        return value + " "
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value + 1.1 * max(compare.RELATIVE * abs(value), compare.ABSOLUTE)
    return [0]


@contextlib.contextmanager
def changed(made, path):
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    kept = holder[path[-1]]
    holder[path[-1]] = spoiled(kept)
    try:
        yield
    finally:
        holder[path[-1]] = kept


def unjudged(made):
    """A right answer passes; with any one of its values changed, it does not; nor does another exit status."""
    failures = []
    for family, cases in made.items():
        case = next((c for c in cases if c.status == 0 and not c.says and not c.counts and len(c.images) < 20), None)
        if case is not None:
            failures += unjudged_document(case)
        refusal = next((c for c in cases if c.status != 0 and c.errors is None), None)
        if refusal is not None:
            failures += unjudged_refusal(refusal)
    return failures


def unjudged_document(case):
    where = "%s %d" % (case.family, case.number)
    failures, expected, given = [], case.document(), answer(case)
    said = "" if getattr(case, "quiet", False) else "".join(note.get("text", "") + "\n" for note in given.get("notes", []))
    found = judge(case, 0, json.dumps(given).encode(), said.encode())
    if found:
        failures.append("%s: a right answer is refused: %s" % (where, found))
    if not judge(case, 3, json.dumps(given).encode(), b"maskloss: x: y"):
        failures.append("%s: the exit status does not matter" % where)
    places = [path for path, _ in leaves(given) if path != ("maskloss", "version") and path[-1] not in FREE]
    for path in places[::1 + len(places) // LEAVES]:
        with changed(given, path):
            if not any(True for _ in compare.differences(expected, given)):
                failures.append("%s: a change at %s is not seen" % (where, path))
    return failures


def unjudged_refusal(case):
    where = "%s %d" % (case.family, case.number)
    good = [judge(case, case.status, b"", message) for message in (b"maskloss: something else", b"")]
    return ["%s: %s does not matter" % (where, what) for what, lines in (
        ("the message", good[0]), ("that there is a message", good[1]), ("the exit status", judge(case, 0, b"{}", b"")))
            if not lines]
