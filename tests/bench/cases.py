"""The rows of the bench: what is evaluated, by whom, and what is to be reached. Without NumPy, because the process that starts the
others has to be small: Linux counts its memory as theirs."""

import collections

# name; what it is, for the table; height, width, classes; number of different images, and how often each stands in the set; the
# forms in which its predictions are stored (data.py), of which the first is meant where a side names none; options of maskloss;
# whether truths are arrays; the sides; the ratios that have a goal: of what to what, with the goal or None.
# A side is NAME or NAME@FORM; "maskloss without" is maskloss without the measures of the options. Whatever is not maskloss or the floor is a peer, and its time is set beside maskloss's.
Case = collections.namedtuple("Case", "name what shape images times forms options array_truth sides ratios")

CITY, SMALL = (1024, 2048, 19), (128, 128, 6)
OURS = ("maskloss", "maskloss -j2", "floor")
HARD = OURS + ("C loop", "OpenCV", "PIL")
TO_FLOOR = ("maskloss", "floor")
WITHOUT = "maskloss without"


def case(name, what, shape, images, times, forms, options=(), sides=OURS, ratios=(), array_truth=False):
    return Case(name, what, shape, images, times, forms, options, array_truth, sides, ratios)


def soft(name, what, form, goal, *options, shape=CITY, times=4, peers=()):
    """A row that is read at the floor's speed times something."""
    return case(name, what, shape, 1, times, (form,), options, OURS + peers, ((*TO_FLOOR, goal),))


def measure(name, goal):
    """A measure on top of an evaluation without it; the goal is how many times as long that takes it adds."""
    return case("measure-" + name, "f4, HWC, -M " + name, CITY, 1, 4, ("f4-hwc",), ("-M", name), OURS + (WITHOUT,),
                ((*TO_FLOOR, None), ("maskloss", WITHOUT, 1 + goal)))


CASES = [
    case("hard-png-set", "labels, PNG, class set", CITY, 1, 8, ("png",), ("-c", "SET"), HARD,
         ((*TO_FLOOR, 1.4), ("maskloss", "C loop", 1.05), ("maskloss", "OpenCV", 1.05))),
    case("hard-png", "labels, PNG, no class set", CITY, 1, 8, ("png",), (), HARD,
         ((*TO_FLOOR, 1.4), ("maskloss", "C loop", 1.05), ("maskloss", "OpenCV", 1.05))),
    case("hard-npy", "labels, u1 .npy, of a PNG truth", CITY, 1, 8, ("u1-labels",), ("-c", "SET", "--prediction-as=labels"), OURS,
         ((*TO_FLOOR, 1.8),)),
    case("hard-npy-both", "labels, both u1 .npy", CITY, 1, 8, ("u1-labels",), ("-c", "SET", "--prediction-as=labels"), OURS,
         ((*TO_FLOOR, None),), True),
    case("hard-tiny", "32 x 32, labels, PNG, no class set", (32, 32, 19), 50, 100, ("png",), (), OURS, ((*TO_FLOOR, 2.2),)),
    soft("f4-hwc", "f4, HWC", "f4-hwc", 1.85, peers=("NumPy", "NumPy, plain", "PyTorch")),
    soft("f4-chw", "f4, CHW", "f4-chw", 1.65, peers=("NumPy", "PyTorch")),
    soft("f2-hwc", "f2, HWC", "f2-hwc", 2.2, peers=("NumPy",)),
    soft("f8-hwc", "f8, HWC", "f8-hwc", 1.7, times=2),
    soft("u1-hwc", "u1, HWC", "u1-hwc", 2.4),
    soft("softmax-chw", "softmax, f4, CHW", "logits-chw", 3.3, "-A", "softmax", peers=("NumPy", "PyTorch")),
    soft("binary", "one channel, f4", "f4-one", 2.0, shape=(1024, 2048, 2), times=12),
    soft("binary-logits", "one channel, logits, f4", "logits-one", 3.0, "-A", "sigmoid", shape=(1024, 2048, 2), times=12),
    soft("two-chw", "2 classes, f4, CHW", "f4-chw", 2.2, shape=(1024, 2048, 2), times=12),
    soft("three-chw", "3 classes, f4, CHW", "f4-chw", 2.4, shape=(1024, 2048, 3), times=12),
    case("fortran", "f4, (H, W, C) in Fortran order", CITY, 1, 2, ("f4-fortran", "f4-hwc"), (),
         OURS + ("maskloss@f4-hwc",), ((*TO_FLOOR, None), ("maskloss", "maskloss@f4-hwc", 2.5))),
    case("npz-stored", "f4, CHW, stored .npz", CITY, 1, 3, ("npz-chw", "f4-chw"), (), OURS + ("maskloss@f4-chw",),
         ((*TO_FLOOR, None), ("maskloss", "maskloss@f4-chw", 1.15))),
    case("npz-noise", "f2, HWC, deflated .npz", CITY, 1, 1, ("npz-noise",), (), OURS, ((*TO_FLOOR, 0.85),)),
    case("npz-confident", "f2, HWC, deflated .npz, confident", CITY, 1, 2, ("npz-confident",), (), OURS, ((*TO_FLOOR, 0.55),)),
    case("planes", "16-bit planes, PNG", CITY, 1, 1, ("planes",), (), OURS,
         ((*TO_FLOOR, None), ("maskloss -j2", "maskloss", 0.55))),
    soft("150-hwc", "512 x 683 x 150, f4, HWC", "f4-hwc", None, shape=(512, 683, 150), times=3),
    case("150-small", "64 x 64 x 150, f4, HWC", (64, 64, 150), 20, 10, ("f4-hwc",), (), OURS, ((*TO_FLOOR, 3),)),
    case("1000-small", "64 x 64 x 1000, f4, HWC", (64, 64, 1000), 4, 20, ("f4-hwc",), (), OURS, ((*TO_FLOOR, None),)),
    measure("band", 0.5),
    measure("objects", 0.5),
    measure("objects:worst=12", 0.5),
    measure("surface", 3),
    measure("boundary_iou", 1),
    measure("calibration", 0.3),
    case("small", "128 x 128 x 6, f4, HWC", SMALL, 50, 30, ("f4-hwc",), (), OURS + ("NumPy", "PyTorch"), ((*TO_FLOOR, 2.3),)),
]
