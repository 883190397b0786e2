"""Checks of what is computed for SPEC 8: SPEC's own numbers, and numbers that other programs' code has printed."""

import math
import os
import zlib
from contextlib import contextmanager

import numpy as np

import built
import conventions
import groups
import oracle
import resampled
from pixels import VIEWS, Image, Options, concatenate, read_pixels, take_view

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "data", "sample")
SAMPLE_CLASSES = ["background", "road", "building", "tree", "car", "person"]
P = [[.9, .05, .05], [.2, .7, .1], [.1, .8, .1], [.6, .3, .1], [.1, .2, .7], [.5, .1, .4]]
Q = [[.7, .2, .1], [.3, .6, .1], [.25, .5, .25], [.8, .15, .05], [.05, .9, .05], [.4, .35, .25]]
SMALL = [[.8, .1, .1], [.3, .1, .6], [.2, .7, .1], [.4, .5, .1]]
TRUTH_I = """............
             .1111....2..
             .1111....22.
             .1111....22.
             .1111.......
             .1111...####
             ......2.####
             2.......#...
             2222....1111"""
PREDICTION_I = """.......1....
                  ..1111...22.
                  ..1111...22.
                  ..1111...2..
                  ..1211......
                  ..1111..1122
                  ..........22
                  2.11........
                  2211....1111"""


@contextmanager
def everything():
    kept = set(built.BUILT)
    built.BUILT.update(built.PARTS)
    try:
        yield
    finally:
        built.BUILT.clear()
        built.BUILT.update(kept)


def column(y):
    return np.array(y).reshape(-1, 1)


def soft(id_, y, p):
    return Image(id_, id_ + ".png", id_ + ".npy", column(y), q=np.array(p).reshape(len(y), 1, 3))


E7 = soft("a", [0, 0, 1, 1, 2, 2], P)
B4 = soft("b", [0, 0, 1, 1], SMALL)
OTHER_B = [E7, soft("q", [0, 1, 1, 0, 1, 0], Q)]


def plane(text):
    return np.array([[{".": 0, "#": 9}.get(ch, ch) for ch in row.strip()] for row in text.split("\n")]).astype(int)


def image_i():
    return Image("i", "i.png", "j.png", plane(TRUTH_I), hard=plane(PREDICTION_I))


def three(**more):
    names = ["0", "1", "2"]
    given = {"losses": [(name, {}) for name in oracle.all_losses()], "views": VIEWS, "smooth": 0.0, "weights": [1, 2, 4]}
    return Options(**{"names": names, "labels": [[0], [1], [2]], "ignore": [9], **given, **more})


def indices_of_png(path):
    """Samples of a PNG of 8-bit indices without filters that need more than the row above."""
    data, at, body = open(path, "rb").read(), 8, b""
    while at < len(data):
        size, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        piece = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height = (int.from_bytes(piece[i:i + 4], "big") for i in (0, 4))
        body += piece if kind == b"IDAT" else b""
        at += 12 + size
    rows, raw = np.zeros((height, width), np.uint8), zlib.decompress(body)
    for r in range(height):
        line = bytearray(raw[r * (width + 1):(r + 1) * (width + 1)])
        for c in range(width):
            left = int(rows[r, c - 1]) if c else 0
            up = int(rows[r - 1, c]) if r else 0
            corner = int(rows[r - 1, c - 1]) if r and c else 0
            near = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))[2]
            rows[r, c] = (line[c + 1] + (0, left, up, (left + up) // 2, near)[line[0]]) & 255
    return rows.astype(int)


def sample_set(predictions="pred"):
    images = []
    for key in ("crossing", "high-street", "park", "ring-road"):
        images.append(Image(key, key + ".png", key + ".npy", indices_of_png(os.path.join(SAMPLE, "truth", key + ".png")),
                            q=np.load(os.path.join(SAMPLE, predictions, key + ".npy"))))
    return images


def sample_options(**more):
    return Options(names=SAMPLE_CLASSES, labels=[[c] for c in range(6)], weights=[1] * 6, **more)


class Wanted:
    """Collects what is not as it should be."""

    def __init__(self):
        self.failures = []

    def check(self, what, got, wanted, digits=9):
        bound = 0.5000001 * 10 ** -digits
        if isinstance(wanted, float):
            good = got is not None and abs(float(got) - wanted) <= bound * max(1, 10 ** (-digits + 9))
        else:
            good = got == wanted
        if not good:
            self.failures.append("SPEC 8, %s: %r, not %r" % (what, got, wanted))

    def check_all(self, what, got, wanted, digits=9):
        for i, (a, b) in enumerate(zip(got, wanted)):
            self.check("%s [%d]" % (what, i), a, b, digits)
        self.check(what + ", number", len(got), len(wanted))


def constants_and_skill(w):
    whole = oracle.report([E7], three())["aggregate"]
    sample = oracle.report(sample_set(), sample_options())["aggregate"]
    for view, accuracy, miou, cce, wcce in (
            ("raw", (.5, .333333333, "0"), (.361111111, .111111111, "0"), 1.098612289, 2.229966413),
            ("masked", (.666666667, .666666667, "1"), (.5, .5, "1"), .462098120, 1.273028337),
            ("excluded", (.5, .5, "1"), (.5, .25, "1"), .693147181, 1.909542505)):
        for name, (value, best, called) in (("accuracy", accuracy), ("miou", miou)):
            entry = whole[view]["constant"]["metrics"][name]
            w.check_all("E7 %s %s" % (view, name), [whole[view]["metrics"][name], entry["value"], entry["class"]],
                        [value, best, called])
            w.check("E7 %s skill %s" % (view, name), whole[view]["skill"]["metrics"][name], (value - best) / (1 - best), 8)
        values = whole[view]["constant"]["losses"]
        w.check_all("E7 %s losses" % view, [values["cce"]["value"], values["wcce"]["value"]], [cce, wcce])
        w.check("E7 %s skill cce" % view, whole[view]["skill"]["losses"]["cce"],
                1 - whole[view]["losses"]["cce"]["mean"] / cce, 8)
    for view, accuracy, best, miou, constant, called, cce in (
            ("raw", .872540509, .395760995, .689732544, .065960166, "background", 1.517901044),
            ("masked", .9375, .614800347, .782478452, .227084082, "road", .846645626)):
        entry = sample[view]["constant"]
        w.check_all("sample " + view, [sample[view]["metrics"]["accuracy"], entry["metrics"]["accuracy"]["value"],
                                       sample[view]["metrics"]["miou"], entry["metrics"]["miou"]["value"],
                                       entry["metrics"]["miou"]["class"], entry["losses"]["cce"]["value"]],
                    [accuracy, best, miou, constant, called, cce])


def punished_and_presence(w):
    whole = oracle.report([E7], three())
    for name, part in (("image", whole["images"][0]), ("aggregate", whole["aggregate"])):
        w.check("E7 punished, " + name, part["punished"],
                {"pixels": 2, "rate": .5, "by_truth": {"1": 1, "2": 1}, "share": 1.0})
        w.check_all("E7 cce per class raw, " + name, list(part["raw"]["losses"]["cce"]["per_class"].values()),
                    [.857399214, .713558178, .636482838])
        w.check_all("E7 cce per class masked, " + name, list(part["masked"]["losses"]["cce"]["per_class"].values()),
                    [1.000000050e-07, .713558178, .636482838])
        w.check("E7 cce per class excluded, " + name, part["excluded"]["losses"]["cce"]["per_class"]["0"], None)
    w.check("I punished", oracle.report([image_i()], three())["aggregate"]["punished"],
            {"pixels": 7, "rate": .2, "by_truth": {"1": 5, "2": 2}, "share": .7})
    sample = oracle.report(sample_set(), sample_options())["aggregate"]
    punished = sample["punished"]
    w.check("sample punished", [punished["pixels"], punished["by_truth"]],
            [548, {"road": 49, "building": 51, "tree": 93, "car": 253, "person": 102}])
    w.check_all("sample punished", [punished["rate"], punished["share"]], [.065605172, 548 / 864])

    def presence(view, name):
        row = sample[view]["per_class"][name]
        return row["images"], row["images_missed"], row["images_spurious"]
    w.check("person", presence("raw", "person")[:2], (3, 1))
    w.check("spurious", [presence(view, name)[2] for name in ("tree", "car") for view in ("raw", "masked")], [1, 1, 1, 0])


def empty_and_gdice(w):
    tiny = Image("t", "t", "p", np.array([[0, 1, 0, 0]]), hard=np.array([[0, 1, 0, 1]]))
    for empty, miou, mdice in (("one", .722222222, (4 / 5 + 2 / 3 + 1) / 3), ("zero", .388888889, (4 / 5 + 2 / 3) / 3),
                               ("skip", .583333333, (4 / 5 + 2 / 3) / 2), ("absent", .583333333, (4 / 5 + 2 / 3) / 2)):
        got = oracle.report([tiny], three(empty=empty))
        w.check_all("empty " + empty, [got["aggregate"]["raw"]["metrics"][name] for name in ("miou", "mdice")], [miou, mdice])
        w.check("settings", got["settings"].get("empty"), empty)
    called = Image("t", "t", "p", np.array([[0, 1, 0, 0]]), hard=np.array([[0, 1, 0, 2]]))
    for empty, miou in (("skip", (2 / 3 + 1) / 3), ("absent", (2 / 3 + 1) / 2), ("one", (2 / 3 + 1) / 3)):
        w.check("empty %s, called" % empty, oracle.report([called], three(empty=empty))["aggregate"]["raw"]["metrics"]["miou"],
                miou)
    for image, raw, masked in ((E7, .45, .3), (B4, .352112676, .179487179)):
        got = oracle.report([image], three())["aggregate"]
        w.check_all("gdice", [got[view]["losses"]["gdice"]["mean"] for view in ("raw", "masked")], [raw, masked])


def group_rules(w):
    for rule, id_, number, name in (
            ("dir", "west/a", None, "west"), ("dir:2", "a/b/c", None, "a/b"), ("dir", "a/b/c", None, "a"),
            ("dir", "a/b[3]", 3, "a"), ("before:_", "frankfurt_000000_000294", None, "frankfurt"),
            ("before:_", "x/frankfurt_1", None, "x/frankfurt"), ("file", "v[12]", 12, "v"), ("file", "v", None, "v"),
            ("file", "v[1]", None, "v[1]"), ("index", "v[12]", 12, "12"), ("dir", "a", None, None),
            ("dir:2", "a/b", None, None), ("before:_", "_a", None, None), ("before:_", "a", None, None),
            ("index", "v", None, None)):
        try:
            got = groups.name_of(rule, id_, number)
        except groups.NoGroup:
            got = None
        w.check("group %s of %s" % (rule, id_), got, name)
    sides = {"crossing": "west", "high-street": "west", "park": "east", "ring-road": "east"}
    report = oracle.report(sample_set(), sample_options(groups=sides))
    w.check("order of groups", [one["group"] for one in report["groups"]], ["east", "west"])
    for view, east, west, mean in (("raw", .724158669, .617836322, .670997495), ("masked", .839982757, .718891864, .779437311)):
        spread = report["aggregate"]["group_mean"][view]["metrics"]["miou"]
        w.check_all("groups " + view, [one[view]["metrics"]["miou"] for one in report["groups"]]
                    + [spread[key] for key in ("mean", "min", "max", "groups", "worst")],
                    [east, west, mean, west, east, 2, "west"])
    w.check("order of keys", list(report["aggregate"])[-2:], ["image_mean", "group_mean"])
    w.check("worst of a loss", report["aggregate"]["group_mean"]["raw"]["losses"]["cce"]["worst"],
            max(report["groups"], key=lambda one: one["raw"]["losses"]["cce"]["mean"])["group"])


def interval_of_sample(w):
    whole = oracle.report(sample_set(), sample_options(intervals=True, losses=[("cce", {}), ("dice", {})]))["aggregate"]
    for view, low, high in (("raw", .55233789, .76203394), ("masked", .68253654, .84801933)):
        got = whole["intervals"][view]["metrics"]["miou"]
        w.check_all("interval " + view, [got["low"], got["high"]], [low, high], 8)
    w.check("intervals' keys", list(whole["intervals"]), ["unit", "resamples", "raw", "masked"])


def slow_words(seed, n):
    state, mask, result = seed, (1 << 64) - 1, []
    for _ in range(n):
        state = (state + resampled.GAMMA) & mask
        z = ((state ^ (state >> 30)) * resampled.MIX_1) & mask
        z = ((z ^ (z >> 27)) * resampled.MIX_2) & mask
        result.append(((z ^ (z >> 31)) * n) >> 64)
    return result


def resamples_one_by_one(w):
    """Some resamples made of pixels put together, all figures, against those made of sums."""
    rng = np.random.RandomState(4)
    images = []
    for i in range(7):
        y = rng.randint(0, 3 if i else 2, size=9)
        y[rng.rand(9) < (1 if i == 3 else .2)] = 9
        q = rng.dirichlet([.4] * 3, size=9)
        more = {"hard": rng.choice([0, 1, 2, 9], size=(9, 1))} if i in (2, 5) else {"q": q.reshape(9, 1, 3)}
        images.append(Image("n%d" % i, "t", "p", column(y), **more))
    for empty, absent, average in ((None, "skip", "all"), ("one", "keep", [1, 2]), ("absent", "one", "foreground")):
        options = three(empty=empty, absent=absent, average=average, smooth=1e-7)
        losses = [oracle.resolve_loss(name, {}, options.smooth) for name in oracle.all_losses()]
        units = [read_pixels(image, options) for image in images]
        times = resampled.times_drawn(len(units))[[0, 1, 17, 9999]]
        for view in VIEWS:
            figures = resampled.view_of_resamples(units, times, options, losses, view, oracle.pointwise_values)
            for row, seed in enumerate((0, 1, 17, 9999)):
                px = concatenate([units[i] for i in slow_words(seed, len(units))])
                shown = oracle.view_figures(px, options, losses, view, None, False)
                for parts, values in figures.items():
                    wanted = shown
                    for part in parts:
                        wanted = wanted[part]
                    got = None if math.isnan(values[row]) else values[row]
                    if (got is None) != (wanted is None) or (got is not None and abs(got - float(wanted)) > 1e-12):
                        w.failures.append("resample %d, %s %s: %r, not %r" % (seed, view, parts, got, wanted))


# SPEC 8.7, the set {A, B}: key, batch, raw, masked.
SPEC_ROWS = [
    ("keras.cce", "all", .689181894, .374990456), ("torch.ce", "all", .659382722, .502287003),
    ("keras.dice", "all", .440000003, .260000004), ("keras.dice_per_class", "all", .447257167, .288792701),
    ("smp.dice", "all", .447257158, .288792689), ("smp.dice", "1", .338620235, .218665385),
    ("smp.jaccard", "all", .616853956, .442938948), ("monai.dice", "1", .505284170, .385323123),
    ("monai.dice", "all", .447256419, .288792117), ("monai.dice_foreground", "1", .531575462, .484055421),
    ("nnunet.dice_loss", "all", -.557510152, -.662771323), ("nnunet.dice_loss", "1", -.468424538, -.515944579),
    ("mmseg.miou", "all", .422222222, .638888889), ("cityscapes.miou", "all", .422222222, .638888889),
    ("keras.mean_iou", "all", .422222222, .638888889), ("nnunet.foreground_dice", "1", .541666667, .75),
    ("nnunet.foreground_iou", "1", .458333333, .625), ("torchmetrics.dice_macro", "1", .538888889, .833333333),
    ("monai.dice_metric", "1", .677777778, .833333333), ("smp.iou_imagewise", "1", .430555556, .75),
    ("torchgeo.jaccard_micro", "all", .428571429, .666666667),
]
# data/conventions.md: A raw, A masked, B raw, B masked; digits that count.
PROGRAMS = [
    ("keras.cce", "all", 0.7358134099241599, 0.4500137052421738, 0.6016935838879849, 0.33411798761973505, 9),
    ("torch.ce", "all", 0.6900638459016977, 0.5675782581808465, 0.5989421612921038, 0.45933750236953863, 9),
    ("keras.dice", "all", 0.45000000458333334, 0.3000000058333332, 0.4000000025, 0.23333333652777788, 9),
    ("smp.dice", "all", 0.4440661195506664, 0.3105191762239487, 0.41561690358346076, 0.27565801095212855, 9),
    ("smp.jaccard", "all", 0.6126419408595899, 0.47189284145805876, 0.5855839276129132, 0.4224599117954327, 9),
    ("monai.dice", "1", 0.44406501328579245, 0.31051833923913025, 0.48991966298669526, 0.370406428585238, 9),
    ("monai.dice", "all", 0.44406501328579245, 0.31051833923913025, 0.41561626722858774, 0.2756574970689491, 9),
    ("monai.dice_foreground", "1", 0.41609808810921556, 0.3431362308233708, 0.5326071917931914, 0.47156176556813145, 9),
    ("nnunet.dice_loss", "1", -0.5839019417762756, -0.6568637490272522, -0.46739283204078674, -0.5284382700920105, 6),
    ("nnunet.dice_loss", "all", -0.5839019417762756, -0.6568637490272522, -0.5735450983047485, -0.6663455963134766, 6),
    ("mmseg.miou", "all", 0.3611111044883728, 0.5, 0.579365074634552, 0.6714286208152771, 6),
    ("nnunet.foreground_dice", "1", 0.5833333333333333, 0.6666666666666666, 0.7083333333333333, 0.75, 9),
    ("nnunet.foreground_iou", "1", .416666667, .5, (2 / 3 + 1 / 2) / 2, (3 / 4 + 1 / 2) / 2, 6),
    ("torchmetrics.dice_macro", "1", 0.5222222208976746, 0.6666666865348816, 0.7611111404, 0.83333334326, 6),
    ("monai.dice_metric", "1", 0.5222222208976746, 0.6666666865348816, 0.7611111402511597, 0.8333333730697632, 6),
    ("smp.iou_imagewise", "1", 0.3611111342906952, 0.5, 0.6805555820465088, 0.75, 6),
    ("torchgeo.jaccard_micro", "all", 0.3333333432674408, 0.5, 0.6000000238418579, 0.7142857313156128, 6),
]


def other_programs(w):
    options = three(conventions=True, smooth=1e-7)
    rows = oracle.report([E7, B4], options)["aggregate"]["conventions"]
    for key, batch, raw, masked in SPEC_ROWS:
        w.check_all("%s, %s" % (key, batch), [rows[key, batch]["raw"], rows[key, batch]["masked"]], [raw, masked])
    w.check("rows", sorted(rows), sorted((key, batch) for key, batch, _, _ in SPEC_ROWS))
    of_a, of_b = (oracle.report(images, options)["aggregate"]["conventions"] for images in ([E7], OTHER_B))
    for key, batch, *numbers, digits in PROGRAMS:
        got = [held[key, batch][view] for held in (of_a, of_b) for view in ("raw", "masked")]
        w.check_all("%s, %s of other programs" % (key, batch), got, [float(v) for v in numbers], digits)
    for images, view, per_class in (                       # golden per class
            ([E7], "raw", [0.5000000113636361, 0.4698795308462764, 0.36231885906322137]),
            ([E7], "masked", [0.24528303310786748, 0.35294119550172953, 0.33333335353535276]),
            (OTHER_B, "raw", [0.3939394000612182, 0.3705583820247881, 0.48235295335640105]),
            (OTHER_B, "masked", [0.15966387260786663, 0.2619047706916098, 0.40540542147552905])):
        px = take_view(concatenate([read_pixels(image, options) for image in images]), view, options.mask)
        w.check("keras.dice_per_class, " + view, conventions.keras_dice_per_class(conventions.Batch(px, 3)),
                float(np.mean(per_class)), 8)
    # Precision of torchmetrics, and what a training log with batches of one says.
    for images, raw, masked in (([E7], 0.6111111640930176, 0.8333333730697632), (OTHER_B, 0.8222222328186035, 0.9047619104385376)):
        got = oracle.report(images, options)["aggregate"]
        w.check_all("mean_precision", [got[view]["metrics"]["mean_precision"] for view in ("raw", "masked")], [raw, masked], 6)
    got = oracle.report([E7, B4], options)["aggregate"]["image_mean"]["raw"]["losses"]["wcce"]["mean_weighted"]
    each = [oracle.report([image], options)["aggregate"]["raw"]["losses"]["wcce"]["mean_weighted"] for image in (E7, B4)]
    w.check("a training log", got, sum(each) / 2, 12)


def masking(w):
    """SPEC 8.1 on the oracle's own figures, to the bit."""
    rng = np.random.RandomState(8)
    for n in range(6):
        images = [Image("n%d" % i, "t", "p", rng.randint(0, 3, size=(4, 3)), q=rng.dirichlet([.5] * 3, size=(4, 3)))
                  for i in range(2)]
        w.failures += metamorphic(oracle.report(images, three(mask=[[0], [0, 2], [1]][n % 3])), [[0], [0, 2], [1]][n % 3])


# Figures of a class that hang on where it is and where it is called, alone.
REGION_FIGURES = ("support", "predicted", "tp", "fp", "fn", "iou", "dice", "precision", "recall")


def metamorphic(document, mask):
    """What SPEC 8.1 says of any report with views masked and excluded."""
    failures, names = [], [one["name"] for one in document["classes"]]
    parts = document.get("images", []) + document.get("groups", []) + [document["aggregate"]]
    for part in parts:
        where, masked, excluded = part.get("id", part.get("group", "aggregate")), part["masked"], part["excluded"]
        for c, name in enumerate(names):
            row = masked["per_class"][name]
            if c in mask:
                if row["fn"] != 0 or row["support"] != row["tp"]:
                    failures.append("%s: class %s is masked and has FN" % (where, name))
                if row["iou"] is not None and row["iou"] != row["support"] / (row["support"] + row["fp"]):
                    failures.append("%s: IoU of masked class %s" % (where, name))
                continue
            for key in [key for key in row if key != "tn"]:
                if row[key] != excluded["per_class"][name][key]:
                    failures.append("%s: %s of %s is not equal in masked and excluded" % (where, key, name))
            for key, loss in masked["losses"].items():
                if "per_class" in loss and loss["per_class"][name] != excluded["losses"][key]["per_class"][name]:
                    failures.append("%s: %s of %s is not equal in masked and excluded" % (where, key, name))
        outside = [name for c, name in enumerate(names) if c not in mask]
        if len(outside) == 1:
            row = masked["per_class"][outside[0]]
            if row["support"] and row["iou"] != row["recall"]:
                failures.append("%s: IoU of the only class outside the mask is not its recall" % where)
    return failures


def failures():
    """As text."""
    w = Wanted()
    with everything():
        for check in (constants_and_skill, punished_and_presence, empty_and_gdice, group_rules, interval_of_sample,
                      resamples_one_by_one, other_programs, masking):
            check(w)
    return w.failures
