"""What rules.py and the writers must say of examples that are small enough to be judged by eye."""

import re

import numpy as np

import nifti
import tiff
from compare import AtLeast, Hints, Notes, differences
from reading import decided_binary
from rules import VOID, ClassSet, Refused, choose_reading, coded_label, hard_labels, names, place

BOTH_WAYS = "--prediction-as=labels|indices"
SHIFTED = ClassSet(["a", "b", "c"], [[1], [2], [3]], ignore=[0])
INDEXED = ClassSet(["a", "b", "c"], ignore=[255])
WHITE, BLUE, RED = (255, 255, 255), (0, 0, 255), (255, 0, 0)
COLOURED = ClassSet(["a", "b", "c"], None, [WHITE, BLUE, RED])
MASK = ClassSet(["bg", "fg"], [[0], [1, 255]], [(0, 0, 0), WHITE])


def outcome(rule, *arguments):
    """What the rule gives, or the words that its refusal asks for."""
    try:
        return rule(*arguments)
    except Refused as error:
        return "refused: " + " ".join(error.says)


def hard(labels, y, classes, given=None, miss=False):
    found = outcome(hard_labels, np.array([labels]), y, classes, given, miss, "p.png")
    return found[0] if isinstance(found, tuple) else found


def reading(present, depth, palette, classes, option=None):
    found = outcome(choose_reading, present, depth, palette, classes, option, "p.png")
    return found if isinstance(found, str) else ([found[0](v) for v in present], found[1])


def nine_bits(data):
    bits = "".join("{:08b}".format(byte) for byte in data)
    return [int(bits[i:i + 9], 2) for i in range(0, len(bits) - 8, 9)]


ASKS = re.compile("refused: .*--(samples|prediction-as)")
REFUSED = re.compile("refused: ")
# (what it is about, what is right, what the rules say)
EXAMPLES = [
    ("labels", [0, 2], lambda: hard([1, 3], [0, 2], SHIFTED)),
    ("indices of shifted labels", ASKS, lambda: hard([0, 1], [0, 1], SHIFTED)),
    ("the same, counted", ASKS, lambda: hard([0, 1], [0, 1], SHIFTED, None, True)),
    ("the same, said", [0, 1], lambda: hard([0, 1], [0, 1], SHIFTED, "indices")),
    ("the same, said otherwise", [VOID, 0], lambda: hard([0, 1], [0, 1], SHIFTED, "labels")),
    ("a label beyond all indices", [VOID, 0, 2], lambda: hard([0, 1, 3], [0, 1, 1], SHIFTED)),
    ("an ignored label", [VOID, 1], lambda: hard([255, 1], [0, 1], INDEXED)),
    ("an unknown label", REFUSED, lambda: hard([7, 1], [0, 1], INDEXED)),
    ("an unknown label, counted", [VOID, 1], lambda: hard([7, 1], [0, 1], INDEXED, None, True)),
    ("an unknown label where nobody looks", [VOID, 1], lambda: hard([7, 1], [VOID, 1], INDEXED)),
    ("a palette in another order", ASKS, lambda: reading([0, 1], 8, [BLUE, WHITE], COLOURED)),
    ("a palette in the right order", [0, 1], lambda: reading([0, 1], 8, [WHITE, BLUE], COLOURED)[0]),
    ("a palette of other indices", ([0, 1], "color"), lambda: reading([3, 4], 8, [RED] * 3 + [WHITE, BLUE], COLOURED)),
    ("a palette of other colours", ([1, 2], "raw"), lambda: reading([1, 2], 8, [(1, 2, 3)] * 3, COLOURED)),
    ("a palette, by color", ([1, 0], "color"), lambda: reading([0, 1], 8, [BLUE, WHITE], COLOURED, "color")),
    ("one bit", [0, 1], lambda: reading([0, 1], 1, None, MASK)[0]),
    ("a gray picture", ([0, 1], "raw"), lambda: reading([0, 255], 8, None, MASK)),
    ("a gray picture of colours", ([0], "color"), lambda: reading([255], 8, None, COLOURED)),
    ("a gray picture of indices, by color", ([1], "raw"), lambda: reading([1], 8, None, COLOURED, "color")),
    ("ade20k", 3 * 256 + 7, lambda: coded_label("ade20k", (39, 7, 200))),
    ("rgb", 16777215, lambda: coded_label("rgb", (255, 255, 255))),
    ("half of a bit", 1, lambda: coded_label("/128", 1, 1)),
    ("instances", 26, lambda: coded_label("/1000", 26999, 16)),
    ("red of a palette", 4, lambda: coded_label("red", 1, 8, [(9, 9, 9), (4, 5, 6)])),
    ("a range", [1, 1, None], lambda: [ClassSet("ab", [[1], [26, [300, 302]]]).of_label(v) for v in (26, 302, 303)]),
    ("a range around an ignored label", VOID, lambda: ClassSet("a", [[[1, 9]]], ignore=[4]).of_label(4)),
    ("half a threshold", [0, 1, 1], lambda: decided_binary([.5, .5 + 2 ** -53, .7])[1].tolist()),
    ("another threshold", [0, 0, 1], lambda: decided_binary([.2, 51 / 255, .21], .2)[1].tolist()),
    ("PackBits",
     b"\xfe\xaa\x02\x80\x00\x2a\xfd\xaa", lambda: tiff.packbits(b"\xaa" * 3 + b"\x80\x00\x2a" + b"\xaa" * 4)),
    # 256, 7, 258, 8, 8, 258, 6, 6, 257 in nine bits each: the example of TIFF's own specification.
    ("LZW", [256, 7, 258, 8, 8, 258, 6, 6, 257], lambda: nine_bits(tiff.lzw(bytes([7, 7, 7, 8, 8, 7, 7, 6, 6])))),
    ("NIfTI's first axis is the fastest", [1, 2, 3, 4],
     lambda: list(nifti.encode(np.array([[[1], [3]], [[2], [4]]], "u1"))[352:])),
]

MESSAGES = [
    (names("t.png"), "maskloss: truth/t.png: row 1", True), (names("t.png"), "maskloss: t.png[2]: row 1", True),
    (names("t.png"), "maskloss: p.png: t.png is larger", False),
    (place(9, 7), "row 1, column 2", True), (place(9, 7), "row 12, column 2", False),
]


def failures():
    """As text."""
    lines = []
    for what, right, rule in EXAMPLES:
        got = rule()
        if not (isinstance(got, str) and right.search(got) if isinstance(right, re.Pattern) else got == right):
            lines.append("rules, %s: %s, not %s" % (what, got, right))
    for pattern, text, wanted in MESSAGES:
        if bool(re.search(pattern, text, re.MULTILINE)) != wanted:
            lines.append("rules: /%s/ on %r" % (pattern, text))
    return lines + loose_comparison()


def loose_comparison():
    expected = AtLeast(a=1, b=AtLeast(c=2), hints=Hints(["no-data"]), notes=Notes([{"code": "x"}]))
    notes = [{"code": "y", "text": ""}, {"code": "x", "text": ""}]
    good = {"a": 1, "more": 0, "b": {"c": 2, "d": 3}, "notes": notes, "hints": ["hard", "no-data"]}
    answers = [(good, 0), ({**good, "a": 2}, 1), ({**good, "hints": ["hard"]}, 1), ({**good, "notes": []}, 1),
               ({**good, "hints": ["no-data", "read-by-color"]}, 1), ({**good, "b": {}}, 1), ({"b": {}, "a": 1}, 1),
               ({key: value for key, value in good.items() if key != "hints"}, 1)]
    return ["loose comparison: %s" % answer for answer, wanted in answers
            if len(list(differences(expected, answer))) != wanted]
