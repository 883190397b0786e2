"""The families of cases, in the order in which they run.  Each module has COUNT and make(seed, number, folder) -> Case,
numbers from 1 to COUNT, and WANTED, the tags that its cases must have between them; at times NEEDS, parts of SPEC 8
(built.py)."""

from families import (activation, affixes, arrays, bad, batches, binary, bounds, calls, channels, codes, colours, constant,
                      empty, explain, faults, faulty_files, float_labels, gdice, gradient, grouped, hard, hard_unknown, maps, measures,
                      missing_truth, mixed, nifti_files, noted, pairs, palette_color, probability_plane, sums, tiff_files,
                      tiff_pages, tiff_tags, truth_planes, truths)

# Of these, which take long, a short run has one case of three: (where it begins to choose, numbers that are added), so that
# these cases alone have all tags of WANTED, too.  run.py says if they have not: then begin elsewhere or add a number.
LONG = {
    "mixed": (7 / 12, ()), "constant": (4 / 12, ()), "empty": (9 / 12, ()), "grouped": (3 / 12, (12, 17)),
    "bounds": (3 / 12, (10,)), "calls": (9 / 12, ()), "maps": (0 / 12, (30,)), "gradient": (2 / 12, ()),
    "explain": (1 / 12, (3, 4, 14)), "measures": (0 / 12, (25, 61, 66)),
}
GOLDEN = (5 ** 0.5 - 1) / 2           # multiples are spread evenly, out of step with what a family goes through in turn


def numbers(name, is_short):
    """Of the cases of a family."""
    everything = range(1, FAMILIES[name].COUNT + 1)
    if not is_short or name not in LONG:
        return list(everything)
    start, added = LONG[name]
    return [number for number in everything if (number * GOLDEN + start) % 1 < 1 / 3 or number in added]


FAMILIES = {
    "mixed": mixed, "arrays": arrays, "binary": binary, "truths": truths, "batches": batches, "activation": activation,
    "hard": hard, "colours": colours, "bad": bad, "sums": sums, "pairs": pairs, "faults": faults,
    "faulty-files": faulty_files, "channels": channels, "affixes": affixes, "hard-unknown": hard_unknown,
    "probability-plane": probability_plane, "palette-color": palette_color, "codes": codes,
    "float-labels": float_labels, "truth-planes": truth_planes, "missing-truth": missing_truth, "tiff": tiff_files,
    "tiff-pages": tiff_pages, "tiff-tags": tiff_tags, "nifti": nifti_files,
    "constant": constant, "empty": empty, "gdice": gdice, "noted": noted, "grouped": grouped, "bounds": bounds,
    "calls": calls, "maps": maps, "gradient": gradient, "explain": explain, "measures": measures,
}
