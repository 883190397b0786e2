"""Checks of the measures' reference: SPEC 11's own numbers, and SciPy's and scikit-image's opinion where they are there."""

import numpy as np

import measured
import measured_boundary
import measured_objects
import measured_surface
import oracle
from pixels import VIEWS, Image, Options
from selftest_fooled import P, PREDICTION_I, SMALL, TRUTH_I, column

IGNORED = 255
MEASURES = [("band", {}), ("band", {"width": 2}), ("objects", {"worst": 2}), ("surface", {}), ("surface", {"tau": 2}),
            ("boundary_iou", {"d": 1}), ("boundary_iou", {"d": 2})]
SEVERAL = 12            # random images for the second opinions

# SPEC 11 of image I: path below measures, value.
GOLDEN_I = [
    ("band.pixels", 80), ("band.raw.confusion", [[43, 7, 1], [5, 13, 0], [2, 2, 7]]),
    ("band.raw.metrics.accuracy", .7875), ("band.masked.metrics.accuracy", .8875),
    ("band.raw.metrics.miou", .602064708), ("band.masked.metrics.miou", .721891327), ("band:width=2.pixels", 99),
    ("objects:worst=2.per_class.1.objects", 2), ("objects:worst=2.per_class.1.found", 2),
    ("objects:worst=2.per_class.1.half", 2), ("objects:worst=2.per_class.2.objects", 3),
    ("objects:worst=2.per_class.2.found", 2), ("objects:worst=2.per_class.2.half", 2),
    ("surface.raw.per_class.1.hd", 3.162277660), ("surface.raw.per_class.1.hd95", 3),
    ("surface.raw.per_class.1.assd", .678192504), ("surface.raw.per_class.1.nsd", .883720930),
    ("surface:tau=2.raw.per_class.1.nsd", .930232558), ("surface.raw.per_class.2.hd", 3.605551275),
    ("surface.raw.per_class.2.hd95", 2.802775638), ("surface.raw.per_class.2.assd", .610555128),
    ("surface.raw.per_class.2.nsd", .85), ("surface.masked.per_class.1.hd", 3), ("surface.masked.per_class.1.hd95", 3),
    ("surface.masked.per_class.1.assd", .405405405), ("surface.masked.per_class.1.nsd", .945945946),
    ("surface.masked.per_class.2.hd", 3.605551275), ("surface.masked.per_class.2.hd95", 2.802775638),
    ("surface.masked.per_class.2.assd", .590058029), ("surface.masked.per_class.2.nsd", .842105263),
    ("boundary_iou:d=1.raw.per_class.1.iou", .375), ("boundary_iou:d=1.raw.per_class.2.iou", .538461538),
    ("boundary_iou:d=1.masked.per_class.1.iou", .541666667), ("boundary_iou:d=1.masked.per_class.2.iou", .583333333),
    ("boundary_iou:d=2.raw.per_class.1.iou", .529411765), ("boundary_iou:d=2.masked.per_class.1.iou", .692307692),
]
GOLDEN_SPACED = [("surface.raw.per_class.1.hd", 6), ("surface.raw.per_class.1.hd95", 4.8),
                 ("surface.raw.per_class.1.assd", .897803518), ("surface.raw.per_class.1.nsd", .883720930)]


def labels_of(text):
    meaning = {".": 0, "#": IGNORED}
    return np.array([[meaning.get(char) if char in meaning else int(char) for char in line.strip()]
                     for line in text.splitlines()])


def options_of(measures, **more):
    return Options(names=["0", "1", "2"], labels=[[0], [1], [2]], weights=[1, 1, 1], ignore=[IGNORED], losses=[("cce", {})],
                   views=VIEWS, measures=measures, **more)


def look_up(value, path):
    """Keys may have points nowhere but between them, for the parameters here."""
    for key in path.split("."):
        value = value[key]
    return value


def misses(value, expected):
    if isinstance(expected, float):
        return value is None or not abs(value - expected) <= 5.0000001e-10
    return value != expected


def golden():
    image = Image("i", "i.png", "i.npy", labels_of(TRUTH_I), hard=labels_of(PREDICTION_I))
    failures = []
    for what, options, expected in (("I", options_of(MEASURES), GOLDEN_I),
                                    ("I, spacing 2,1", options_of([("surface", {})], spacing=(2, 1)), GOLDEN_SPACED)):
        document = oracle.report([image], options)
        for part in (document["images"][0], document["aggregate"]):
            for path, wanted in expected:
                if part is document["aggregate"] and path.rpartition(".")[2] in ("hd", "hd95"):
                    wanted = None
                value = look_up(part["measures"], path)
                if misses(value, wanted):
                    failures.append("%s: %s is %r, not %r" % (what, path, value, wanted))
    return failures


def golden_calibration():
    a = Image("a", "a.png", "a.npy", column([0, 0, 1, 1, 2, 2]), q=np.array(P).reshape(6, 1, 3))
    b = Image("b", "b.png", "b.npy", column([0, 0, 1, 1]), q=np.array(SMALL).reshape(4, 1, 3))
    document = oracle.report([a, b], options_of([("calibration", {})]))
    failures = []
    for part, ece in ((document["images"][0], (.3, .266666667, .4)),
                      (document["aggregate"], (.18, .14, .233333333))):
        for view, wanted in zip(VIEWS, ece):
            value = part["measures"]["calibration"][view]["ece"]
            if misses(value, wanted):
                failures.append("calibration: ece in %s is %r, not %r" % (view, value, wanted))
    if misses(document["images"][0]["measures"]["calibration"]["raw"]["mce"], .6):
        failures.append("calibration: mce is not .6")
    return failures


# ------------------------------------------------------------------ second opinions

def random_planes():
    rng = np.random.RandomState(16)
    for n in range(SEVERAL):
        height, width = rng.randint(1, 30, size=2)
        coarse = rng.randint(-1, 3, size=(height // 4 + 1, width // 4 + 1))
        y = np.kron(coarse, np.ones((4, 4), dtype=int))[:height, :width]
        d = np.where(rng.rand(height, width) < 0.1, rng.randint(3, size=y.shape), np.roll(y, n % 3, axis=1))
        d = np.where(y < 0, -1, d)
        yield measured.Plane("x", y, d, np.zeros((height, width, 3)), np.zeros(y.shape, dtype=bool), False)


def scipy_opinion(ndimage):
    """Labels of components, erosion by a square, and the exact distance transform."""
    failures, options = [], options_of([])
    for n, plane in enumerate(random_planes()):
        for c in range(3):
            true, called = plane.y == c, plane.d == c
            labelled, count = ndimage.label(true, structure=np.ones((3, 3)))
            sizes = sorted(np.bincount(labelled.ravel())[1:].tolist())
            if sizes != sorted(map(len, measured_objects.components(plane, c))) or count != len(sizes):
                failures.append("SciPy: plane %d, class %d: other objects" % (n, c))
            for reach in (1, 2, 5):
                side = 2 * reach + 1
                rest = ndimage.binary_erosion(true, structure=np.ones((side, side)))
                if (measured_boundary.rim(true, reach) != (true & ~rest)).any():
                    failures.append("SciPy: plane %d, class %d, d=%d: another rim" % (n, c, reach))
            if true.any() and called.any():
                failures += distances(ndimage, n, plane, c, true, called, options)
    return failures


def distances(ndimage, n, plane, c, true, called, options):
    edges = [region & ~ndimage.binary_erosion(region) for region in (true, called)]
    for spacing in ((1.0, 1.0), (2.5, 0.75)):
        options.spacing = spacing
        there, back, *_ = measured_surface.measure(plane, c, 1, options, "raw")
        for start, end, found in ((*edges, there), (*edges[::-1], back)):
            other = ndimage.distance_transform_edt(~end, sampling=spacing)[start]
            if len(other) != len(found) or not np.allclose(np.sort(other), np.sort(found), rtol=1e-12, atol=0):
                return ["SciPy: plane %d, class %d: other distances" % (n, c)]
            if abs(np.percentile(other, 95) - measured_surface.percentile(found, 0.95)) > 1e-9:
                return ["NumPy: plane %d, class %d: another percentile" % (n, c)]
    return []


def skimage_opinion(segmentation):
    """Inner boundaries over eight neighbours are the edge pixels where nothing is ignored."""
    failures = []
    for n, plane in enumerate(random_planes()):
        plane.y = np.maximum(plane.y, 0)
        other = segmentation.find_boundaries(plane.y + 1, connectivity=2, mode="thick", background=0)
        if (other != measured.MEASURES["band"].edges(plane)).any():
            failures.append("scikit-image: plane %d: other edges" % n)
    return failures


def second_opinions():
    failures = []
    try:
        from scipy import ndimage
        failures += scipy_opinion(ndimage)
    except ImportError as error:
        print("SKIP: the measures have no second opinion of SciPy (Debian: python3-scipy): %s" % error)
    try:
        from skimage import segmentation
        failures += skimage_opinion(segmentation)
    except ImportError as error:
        print("SKIP: the measures have no second opinion of scikit-image (Debian: python3-skimage): %s" % error)
    return failures


def failures():
    return golden() + golden_calibration() + second_opinions()
