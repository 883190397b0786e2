"""Which parts of SPEC 8 and 10 the program has.

A part that is named here is in the document of every family's cases; without it the families that are about it do not
run.  When the program has them all, this module goes.
"""

PARTS = (
    "metrics",         # mean_precision and micro_iou
    "empty",           # --empty
    "constant",        # constant and skill
    "punished",
    "loss-classes",    # per_class of pointwise losses
    "presence",        # images, images_missed and images_spurious of per_class
    "means",           # image_mean: per_class, mean_unmasked and mean_weighted
    "gdice",
    "hints",           # hard, odd-sums and looks-like-probabilities
    "notes",           # the codes of SPEC 8.4
    "groups",
    "intervals",
    "conventions",
    "print",           # --print
    "maps",            # --maps, SPEC 10.1
    "explain",         # SPEC 10.2
)
BUILT = set(PARTS)


def has(part):
    assert part in PARTS
    return part in BUILT


def lacks(parts):
    """Those of the parts that the program does not have."""
    return [part for part in parts if not has(part)]


def take(text):
    """Of run.py's --built: `all`, or names between commas."""
    names = PARTS if text == "all" else text.split(",")
    unknown = set(names) - set(PARTS)
    if unknown:
        raise ValueError("no such part: %s; there are %s" % (", ".join(sorted(unknown)), ", ".join(PARTS)))
    BUILT.update(names)
