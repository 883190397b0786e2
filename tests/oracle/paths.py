"""Paths into a report: gates, and what --print prints."""

import operator
import random
import re
from dataclasses import dataclass

OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
             "!=": operator.ne}
ENDS = ("low", "high")
# Members of the aggregate that hold no figures for gates.
NOT_FOR_GATES = ("intervals", "conventions")


def quoted(part):
    return '["%s"]' % part.replace("\\", "\\\\").replace('"', '\\"')


def text_of(parts):
    text = ""
    for part in parts:
        if re.fullmatch("[A-Za-z0-9_-]+", part):
            text += "." + part if text else part
        else:
            text += quoted(part)
    return text


def group_text(parts):
    """A group's name is always in quotes and brackets."""
    return parts[0] + quoted(parts[1]) + "." + text_of(parts[2:])


def leaves(value, parts=()):
    """(parts, number or None) of all that is in no array."""
    if isinstance(value, dict):
        for key, below in value.items():
            if not (parts == () and key in NOT_FOR_GATES) and key not in ("class", "worst"):
                yield from leaves(below, (*parts, key))
    elif value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        yield parts, value


def figures(document):
    """{parts: value} of the aggregate and of groups."""
    found = dict(leaves(document["aggregate"]))
    for group in document.get("groups", []):
        for parts, value in leaves({key: below for key, below in group.items() if key != "group"}):
            found["groups", group["group"], *parts] = value
    return found


def interval_figures(document):
    """{(parts, low or high): value}"""
    held = document["aggregate"].get("intervals", {})
    found = {}
    for view, below in held.items():
        if isinstance(below, dict):
            for parts, value in leaves(below):
                found[(view, *parts[:-1]), parts[-1]] = value
    return found


def look_up(document, parts):
    held = document["aggregate"]
    if parts[0] == "groups":
        held = next(group for group in document["groups"] if group["group"] == parts[1])
        parts = parts[2:]
    for part in parts:
        held = held[part]
    return held


@dataclass
class Gate:
    parts: tuple
    end: str                          # low, high or nothing
    operator: str
    number: str
    text: str

    def judged(self, document):
        if self.end:
            value = look_up(document, ("intervals", *self.parts, self.end))
        else:
            value = look_up(document, self.parts)
        passes = value is not None and OPERATORS[self.operator](value, float(self.number))
        return {"gate": self.text, "value": value, "pass": bool(passes)}


def draw(rng, document, n):
    """Gates whose truth does not hang on a rounding; most are on figures of SPEC 8."""
    rng, held = random.Random(int(rng.randint(1 << 30))), figures(document)
    bounds = interval_figures(document)
    result = []
    all_hold = rng.random() < 0.6
    news = [parts for parts in held if set(parts) & {"constant", "skill", "punished", "group_mean", "groups", "per_class",
                                                     "mean_precision", "micro_iou", "mean_unmasked", "mean_weighted"}]
    for _ in range(n):
        if bounds and rng.random() < 0.4:
            parts, end = rng.choice(list(bounds))
            value = bounds[parts, end]
        else:
            parts, end = rng.choice(news if news and rng.random() < 0.8 else list(held)), ""
            value = held[parts]
        if value is None and all_hold:
            continue
        result.append(gate_on(rng, parts, end, value, all_hold or rng.random() < 0.6))
    return result


def gate_on(rng, parts, end, value, should_hold):
    if value is None:
        name, number = rng.choice(list(OPERATORS)), "0"
    else:
        is_whole = isinstance(value, int)
        step = rng.choice([0, 1, -1]) if is_whole else rng.choice([1, -1])
        number = repr(value + step * (1 if is_whole else max(1e-6 * abs(value), 1e-9)))
        name = rng.choice([one for one, holds in OPERATORS.items() if holds(value, float(number)) == should_hold])
    space = rng.choice(["", "", " "])
    text = (end + ":" if end else "") + (group_text(parts) if parts[0] == "groups" else text_of(parts))
    return Gate(parts, end, name, number, text + space + name + space + number)
