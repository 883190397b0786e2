"""Connected regions of the truth that are found, half found or missed: the measure objects."""

import numpy as np

PARAMETERS = {"min": 1, "worst": 0}
HAS_VIEWS = False
MEANS = {"recall": "low"}
SIZES = (("small", 0, 32 * 32), ("medium", 32 * 32, 96 * 96), ("large", 96 * 96, float("inf")))


def components(plane, c):
    """Lists of (row, column)."""
    return plane.once(("components", c), lambda: flood(plane, c))


def flood(plane, c):
    """By flood fill over the eight neighbours."""
    height, width = plane.y.shape
    left = {(int(row), int(column)) for row, column in np.argwhere(plane.y == c)}
    found = []
    while left:
        reached = [left.pop()]
        for row, column in reached:                # grows as it is walked
            for r in range(max(0, row - 1), min(height, row + 2)):
                for k in range(max(0, column - 1), min(width, column + 2)):
                    if (r, k) in left:
                        left.remove((r, k))
                        reached.append((r, k))
        found.append(reached)
    return found


def looked_at(planes, c, least):
    """[(plane, pixels of the object, how many are decided right)], and how many objects are too small."""
    result, left_out = [], 0
    for plane in planes:
        for pixels in components(plane, c):
            if len(pixels) < least:
                left_out += 1
            else:
                result.append((plane, pixels, sum(plane.d[at] == c for at in pixels)))
    return result, left_out


def counts(held):
    n = len(held)
    found = sum(hit > 0 for _, hit in held)
    half = sum(2 * hit >= size for size, hit in held)
    return {"objects": n, "found": found, "half": half, "missed": n - found, "recall": found / n if n else None}


def with_sizes(held, left_out):
    result = {**counts(held), "left_out": left_out}
    for name, low, end in SIZES:
        result[name] = counts([one for one in held if low <= one[0] < end])
    return result


def figures(planes, params, options, view, is_sum):
    everything, all_left_out, per_class = [], 0, {}
    for c, name in enumerate(options.names):
        if c in options.mask:
            continue
        objects, left_out = looked_at(planes, c, params["min"])
        held = [(len(pixels), int(hit)) for _, pixels, hit in objects]
        per_class[name] = with_sizes(held, left_out)
        everything += held
        all_left_out += left_out
    return {**with_sizes(everything, all_left_out), "per_class": per_class}


def of_aggregate(planes, params, options):
    if params.get("worst", 0) == 0:
        return {}
    rows = []
    for c in range(len(options.names)):
        if c in options.mask:
            continue
        for plane, pixels, hit in looked_at(planes, c, params["min"])[0]:
            if hit < len(pixels):
                rows.append(row_of(plane, pixels, int(hit), c, options))
    rows.sort(key=lambda row: (row["hit"] - row["pixels"], row["image"].encode("utf-8", "surrogateescape"), row["box"],
                               options.names.index(row["class"])))
    return {"worst": rows[:params["worst"]]}


def row_of(plane, pixels, hit, c, options):
    rows, columns = [r for r, _ in pixels], [k for _, k in pixels]
    called = [0] * len(options.names)
    for at in pixels:
        if plane.d[at] >= 0 and plane.d[at] != c:
            called[plane.d[at]] += 1
    most = max(called)
    return {"image": plane.id, "class": options.names[c], "box": [min(rows), min(columns), max(rows), max(columns)],
            "pixels": len(pixels), "hit": hit, "as": options.names[called.index(most)] if most else None}
