"""Which parts of SPEC 8 and 10 the program has.

A part that is named here is in the document of every family's cases; without it the families that are about it do not
run.  When the program has them all, this module goes.
"""

import subprocess

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
MEASURES = ("band", "objects", "surface", "boundary_iou", "calibration")     # of SPEC 11, in the order of `-M all`
LISTED = set(MEASURES)
LATER = {"objects": ("worst",)}        # parameters that the program may have yet to learn
LACKING = set()


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


# ------------------------------------------------------------------ measures

def has_measure(name):
    assert name in MEASURES
    return name in LISTED


def has_parameter(measure, name):
    return (measure, name) not in LACKING


def ask_for_measures(program):
    """Those that the program lists; the others are left out, and named on standard output."""
    done = subprocess.run([program, "eval", "--list-measures"], capture_output=True, check=False, timeout=60)
    listed = {}
    for line in done.stdout.decode("utf-8").splitlines():
        if line[:1].strip():
            name = line.partition(":")[0]
        listed.setdefault(name, []).append(line.strip())
    LISTED.intersection_update(listed)
    for name in MEASURES:
        if name not in LISTED:
            print("SKIP: the measure %s, which the program does not list" % name)
            continue
        for parameter in LATER.get(name, ()):
            if not any(line.startswith(parameter + "=") for line in listed[name]):
                LACKING.add((name, parameter))
                print("SKIP: the parameter %s of the measure %s, which the program does not list" % (parameter, name))
