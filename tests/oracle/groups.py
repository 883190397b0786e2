"""Groups of images (SPEC 8.5): the name that a rule gives to an id, and means over images or groups."""

import dataclasses
import re

import built
import compare


class NoGroup(Exception):
    """The id has none; its text is the id."""


def name_of(rule, id_, number=None, listed=None):
    """rule as --group has it; number: of an image of a batch; listed: {id: group} of list:FILE."""
    kind, _, text = rule.partition(":")
    key = id_ if number is None else id_[:id_.rindex("[")]
    if kind == "dir":
        parts, n = id_.split("/")[:-1], int(text or 1)
        name = "/".join(parts[:n]) if len(parts) >= n else ""
    elif kind == "before":
        name = id_.partition(text)[0] if text in id_ else ""
    elif kind == "file":
        name = key
    elif kind == "index":
        name = "" if number is None else str(number)
    else:
        assert kind == "list"
        name = (listed or {}).get(id_, "")
    if not name:
        raise NoGroup(id_)
    return name


def with_volumes(images, options):
    """Options, in which each file is a group where any is NIfTI and nothing else is said."""
    if not built.has("groups") or options.groups is not None:
        return options
    paths = [path for image in images for path in (image.truth, image.prediction) if path]
    if not any(re.search(r"\.nii(\.gz)?(\[\d+\])?$", path, re.IGNORECASE) for path in paths):
        return options
    return dataclasses.replace(options, groups={image.id: name_of("file", image.id, image.number) for image in images})


def bytewise(names):
    return sorted(names, key=lambda name: name.encode("utf-8", "surrogateescape"))


def members(images, options):
    """[(group, places of its images)]"""
    found = {}
    for place, image in enumerate(images):
        found.setdefault(options.groups[image.id], []).append(place)
    return [(name, found[name]) for name in bytewise(found)]


# ------------------------------------------------------------------ means over images or groups

def mean(values):
    defined = [v for v in values if v is not None]
    return sum(defined) / len(defined) if defined else None


def spread(values, unit, names=None, more_is_worse=False, is_exact=False):
    """{"mean", "min", "max", unit: number of values}; of groups, whose names are given, "worst" too.  Where values are
    equal but for rounding, any of the groups may be named, unless is_exact says that equal ones are equal to the bit."""
    defined = [v for v in values if v is not None]
    result = {"mean": mean(values), "min": min(defined, default=None), "max": max(defined, default=None),
              unit: len(defined)}
    if names is not None:
        result["worst"] = worst(values, names, more_is_worse, is_exact)
    return result


def worst(values, names, more_is_worse, is_exact):
    held = [(v, name) for v, name in zip(values, names) if v is not None]
    if not held:
        return None
    extreme = (max if more_is_worse else min)(v for v, _ in held)
    near = [name for v, name in held if abs(v - extreme) <= 1e-11 * max(1, abs(extreme))]
    if is_exact or len(near) == 1:
        return near[0]
    return compare.OneOf(near)
