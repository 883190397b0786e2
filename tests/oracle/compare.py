"""Compare a JSON text with the document expected: keys and their order, integers, strings and null exactly, floats
within SPEC's tolerance, numbers written with as many digits as SPEC says, messages by a regular expression."""

import json
import re

RELATIVE, ABSOLUTE = 1e-9, 1e-12
MINUS_ZERO = re.compile(r"-0(?![.\d])")


class AtLeast(dict):
    """An object of which some keys are expected, in this order; others may stand between them."""


class Unordered(list):
    """An array whose values may stand in any order."""


class Hints(list):
    """Hints of an image that must be there.  No other one that `judged` names may be; the key's place is free, and
    without any it may be missing."""

    def __init__(self, must=(), judged=("no-data", "unknown-labels", "read-by-color")):
        super().__init__(sorted(must))
        self.judged = set(judged)

    def missed(self, got):
        """Whether what is there is not what must be."""
        known = {"hard", "odd-sums", "looks-like-probabilities", "no-data", "unknown-labels", "read-by-color"}
        if not isinstance(got, list) or any(not isinstance(hint, str) or hint not in known for hint in got):
            return True
        return not set(self) <= set(got) or bool((set(got) & self.judged) - set(self))


class Free(list):
    """Anything, or one of some values."""


class OneOf(list):
    """Texts, one of which must be there."""


class Codes(list):
    """Codes of the notes that must be there, each once and with a text; no others, but for those that `free` names."""

    def __init__(self, codes, free=()):
        super().__init__(codes)
        self.free = set(free)

    def missed(self, got):
        if not isinstance(got, list) or any(
                not isinstance(note, dict) or list(note) != ["code", "text"] or not isinstance(note["text"], str)
                or not note["text"] for note in got):
            return True
        codes = [note["code"] for note in got]
        return len(set(codes)) != len(codes) or set(codes) - self.free != set(self) - self.free


class Rows(dict):
    """{values of some keys: the row}, of an array whose rows may stand in any order and may be more; `call` of each is
    any text."""

    def __init__(self, keys, rows):
        super().__init__((tuple(row[key] for key in keys), row) for row in rows)
        self.keys_of_rows = keys


class Notes(list):
    """{"code": ..} each, that must be among the notes."""


class Number(float):
    """A float that remembers its text."""

    def __new__(cls, text):
        self = super().__new__(cls, text)
        if self == 0 and text.startswith("-"):
            raise ValueError("-0 in the output")
        self.text = text
        return self


def parse(text):
    """Python values; duplicate keys, NaN, Infinity and -0 are errors."""
    def no_constant(name):
        raise ValueError("%s in the output" % name)

    def integer(digits):
        if digits == "-0":
            raise ValueError("-0 in the output")
        return int(digits)

    def members(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key occurs twice among %s" % [key for key, _ in pairs])
        return dict(pairs)

    may_have = MINUS_ZERO.search(text)             # few have: int itself is faster by far
    return json.loads(text, parse_float=Number, parse_int=integer if may_have else int, parse_constant=no_constant,
                      object_pairs_hook=members)


def significant_digits(text):
    return text.lower().split("e")[0].replace(".", "").replace("-", "").strip("0")


def fewest_digits(x):
    """The fewest of 15, 16 and 17 digits that read back the same."""
    return next(text for text in ("%.*g" % (n, x) for n in (15, 16, 17)) if float(text) == x)


def text_is_shortest(number):
    if number.text == float.__repr__(number):       # none is shorter; most numbers end here
        return True
    return len(significant_digits(number.text)) <= len(significant_digits(fewest_digits(number)))


def shown(value):
    if isinstance(value, re.Pattern):
        return "/%s/" % value.pattern
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, float) else repr(float(value))
    return text if len(text) <= 300 else text[:300] + "..."


def below(path, key):
    if isinstance(key, int):
        return "%s[%d]" % (path, key)
    plain = key.replace("_", "").replace("-", "").isalnum() and key.isascii()
    return "%s.%s" % (path, key) if plain else '%s["%s"]' % (path, key)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def are_integers(values):
    return set(map(type, values)) == {int}


def number_differs(expected, got):
    if not is_number(got):
        return True
    if isinstance(expected, int):
        return not isinstance(got, int) or got != expected
    return not abs(got - expected) <= max(RELATIVE * abs(expected), ABSOLUTE)


def agrees(expected, got):
    """Whether this is a number, a text or null, as it should be: the quick way for most values of a document."""
    kind = type(got)
    if type(expected) in (int, str, type(None)):
        return kind is type(expected) and expected == got
    return (type(expected) is float and kind in (Number, float, int) and not number_differs(expected, got)
            and (kind is not Number or text_is_shortest(got)))


def at_least(expected, got, path):
    if not isinstance(got, dict):
        yield path, expected, got
        return
    wanted = [key for key, value in expected.items() if not isinstance(value, Hints)]
    if [key for key in got if key in wanted] != wanted:
        yield path + " (keys)", wanted, list(got)
        return
    for key, value in expected.items():
        yield from differences(value, got.get(key, []) if isinstance(value, Hints) else got[key], below(path, key))


def may_be_missing(value):
    return isinstance(value, Codes) and not set(value) - value.free


def concrete(value):
    """A right answer to what is expected."""
    if isinstance(value, OneOf):
        return value[0]
    if isinstance(value, Free):
        return value[0] if value else None
    if isinstance(value, Codes):
        return [{"code": code, "text": code} for code in value]
    if isinstance(value, Rows):
        return [concrete(row) for row in value.values()]
    if isinstance(value, re.Pattern):
        return "?"
    if isinstance(value, dict):
        return type(value)((key, concrete(one)) for key, one in value.items())
    if isinstance(value, list) and type(value) is list:
        return value[:] if are_integers(value) else [concrete(one) for one in value]
    return value


def by_keys(expected, got, path):
    """Of Rows."""
    if not isinstance(got, list) or any(not isinstance(row, dict) for row in got):
        yield path, list(expected), got
        return
    found = {tuple(row.get(key) for key in expected.keys_of_rows): row for row in got}
    if len(found) < len(got):
        yield path + " (a row twice)", list(expected), list(found)
    for key, row in expected.items():
        where = "%s (%s)" % (path, ", ".join(key))
        if key not in found:
            yield where, row, None
        else:
            yield from differences(row, found[key], where)


def in_object(expected, got, path):
    if not isinstance(got, dict):
        yield path, expected, got
    elif [key for key in expected if key in got or not may_be_missing(expected[key])] != list(got):
        yield path + " (keys)", list(expected), list(got)
    else:
        for key in got:
            if key == "version" or not agrees(expected[key], got[key]):
                yield from differences(expected[key], got[key], below(path, key))


def in_array(expected, got, path):
    if not isinstance(got, list):
        yield path, expected, got
    elif are_integers(expected) and are_integers(got) and expected == got:
        pass                    # a row of a confusion matrix: most of a document's values are there
    elif len(expected) != len(got):
        yield path + " (length)", len(expected), len(got)
    else:
        for i, value in enumerate(expected):
            if not agrees(value, got[i]):
                yield from differences(value, got[i], below(path, i))


def differences(expected, got, path=""):
    """Yield (path, expected, got) for all that is not as it should be."""
    if type(expected) is dict:                      # the most frequent kinds come first
        yield from in_object(expected, got, path)
    elif type(expected) is list:
        yield from in_array(expected, got, path)
    elif path == ".maskloss.version":
        if not isinstance(got, str):
            yield path, "a string", got
    elif isinstance(expected, re.Pattern):
        if not isinstance(got, str) or not expected.search(got):
            yield path, expected, got
    elif isinstance(expected, Free):
        if expected and got not in expected:
            yield path, expected, got
    elif isinstance(expected, OneOf):
        if not isinstance(got, str) or got not in expected:
            yield path, expected, got
    elif isinstance(expected, Codes):
        if expected.missed(got):
            yield path, expected, got
    elif isinstance(expected, Rows):
        yield from by_keys(expected, got, path)
    elif isinstance(expected, AtLeast):
        yield from at_least(expected, got, path)
    elif isinstance(expected, Hints):
        if expected.missed(got):
            yield path, expected, got
    elif isinstance(expected, Notes):
        codes = [note.get("code") for note in got if isinstance(note, dict)] if isinstance(got, list) else []
        if any(note["code"] not in codes for note in expected):
            yield path, expected, got
    elif isinstance(expected, Unordered):
        if not isinstance(got, list) or sorted(map(str, expected)) != sorted(map(str, got)):
            yield path, expected, got
    elif isinstance(expected, dict):
        yield from in_object(expected, got, path)
    elif isinstance(expected, list):
        yield from in_array(expected, got, path)
    elif is_number(expected):
        if number_differs(expected, got):
            yield path, expected, got
        elif isinstance(got, Number) and not text_is_shortest(got):
            yield path + " (digits)", fewest_digits(got), got.text
    elif type(expected) is not type(got) or expected != got:
        yield path, expected, got
