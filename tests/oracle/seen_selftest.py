"""Checks of what maps and explanations are compared with: golden gradients, differences of the oracle's own losses, and
a pretended program (seen_pretend.py) that is right, and wrong on purpose."""

import os
import shutil

import numpy as np

import explained
import golden
import gradients
import mutants
import oracle
import seen_pretend
from families import FAMILIES
from pictures import loss_of, path_of
from pixels import Image, Options, Pixels, take_view
from probabilities import EXT, predict
from seen_mistakes import MISTAKES
from seen_vandals import LAX, SPEAKERS, VANDALS
from sight import sight_of, summed
from workers import pool

SEEN = ("maps", "explain", "gradient")
SIMPLE_WAYS = ("whole", "explained")
# Folders that looks leave.
MADE = ("maps", "tensor", "worst", "resumed", "shard0", "shard1", "few", "twice", "compared", "linked", "refused")
STEP = EXT(2) ** -14          # of what a pixel's values are measured by; the rule's error is its fourth power
PIXELS = 3                    # of an image that are compared with differences
CASES = 12                    # of a family, that vandals visit
DIFFERENT, ENOUGH = 40, 1000  # cases of maps, and gradients, that are compared with differences
# SPEC 10.1, of E7.
E7 = (("cce", 2, (.166666667, -.041666667, .166666667)), ("cce", 3, (.166666667, -.388888889, .166666667)),
      ("dice", 2, (.142098856, -.038008913, .161972446)), ("focal_tversky", 5, (.075347300, .065435090, -.110542898)))


# ------------------------------------------------------------------ golden numbers

def example(key, rows=golden.ROWS, truth=None, smooth=1e-7):
    """The gradient of a loss, all rows."""
    options = Options(names=["0", "1", "2"], labels=[[0], [1], [2]], weights=golden.WEIGHTS, ignore=[golden.IGNORED],
                      smooth=smooth)
    image = Image("t", "t.png", "p.npy", np.array(truth or golden.TRUTH)[:, None], q=np.array(rows)[:, None])
    return gradients.gradient(loss_of(key, options), sight_of(image, options), options)


def golden_numbers():
    failures = []
    for key, row, expected in E7:
        got = example(key, smooth=0.0)[row]
        if np.abs(got - expected).max() > 5.0000001e-10:
            failures.append("gradient of E7: %s, row %d, is %s" % (key, row, got))
    cut = golden.TRUTH[:4] + [golden.IGNORED] * 2
    stretched = (np.array(golden.ROWS) * np.arange(1, 7)[:, None]).tolist()
    for name, table, more in (("plain", golden.PLAIN, {}), ("stretched", golden.STRETCHED, {"rows": stretched}),
                              ("cut", golden.CUT, {"truth": cut})):
        for key, (_, rows) in table.items():
            wanted = np.zeros((6, 3))
            wanted[2:2 + len(rows)] = rows
            off = np.abs(example(key, **more).astype(float) - wanted).max()
            if not off <= 2e-14 * np.abs(wanted).max() + 1e-15:
                failures.append("golden gradients, %s: %s is off by %g" % (name, key, off))
    return failures


# ------------------------------------------------------------------ differences

def mean_of(loss, sight, options, q):
    """The image's mean in the masked view, of other stored values."""
    with np.errstate(all="ignore"):
        share, _, _ = predict(q / sight.unit if sight.unit != 1 else q, sight.activation, sight.is_binary)
    px = sight.pixels(summed(share, sight.groups))
    seen = take_view(Pixels(px.y, np.maximum(px.d, 0), px.p, px.total, px.bad), "masked", options.mask)
    figures = oracle.loss_figures(seen, options, [loss], "masked")[loss.key]
    return figures["mean"]


def slope(loss, sight, options, n, k, step):
    """By the five-point rule."""
    q = sight.q.astype(EXT) * sight.unit
    total = EXT(0)
    for times, factor in ((1, 8), (-1, -8), (2, -1), (-2, 1)):
        moved = q.copy()
        moved[n, k] += times * step
        value = mean_of(loss, sight, options, moved)
        total += factor * (value or 0)             # no mean has no slope
    return total / (12 * step)


def measure(loss, sight, n):
    """How far the values of a pixel may be moved: not far where the logarithm bends."""
    near = min(EXT(1), sight.p[n, sight.y[n]]) if loss.name in ("cce", "wcce", "focal") else EXT(1)
    if sight.activation != "none":
        return near
    return near * (EXT(sight.unit) if sight.is_binary else sight.q[n].astype(EXT).sum())


def is_smooth(loss, sight, options, n):
    """Whether the loss has a derivative at the pixel that two sides agree on."""
    pt, eps = sight.p[n, sight.y[n]], options.epsilon
    if loss.name in ("cce", "wcce", "focal"):
        return min(abs(pt - eps), abs(pt - (1 - eps))) > 8 * STEP and 1e-3 < pt
    if loss.name not in oracle.REGION:
        return True
    fp_weight, fn_weight, power, smooth = gradients.parameters(loss)
    for tp, fp, fn, _ in gradients.masked_counts(sight, options):
        wrong = fp_weight * fp + fn_weight * fn
        whole = tp + wrong + smooth
        if whole < 0.1 or (wrong / whole < 1e-2 and power not in (1, 2)):
            return False
    return True


def differences(case):
    """Some pixels of a case's gradients, against differences of the mean."""
    failures, compared, options = [], 0, case.options
    for image in case.images:
        sight = sight_of(image, options)
        if sight.q is None:
            continue
        chosen = np.flatnonzero(sight.counted(options.mask))[:: max(1, int(sight.counted(options.mask).sum()) // PIXELS)]
        for key in [kind.partition(":")[2] for kind in case.kinds if kind.startswith("gradient:")]:
            loss = loss_of(key, options)
            exact = gradients.gradient(loss, sight, options)
            for n in chosen[:PIXELS]:
                if not is_smooth(loss, sight, options, n):
                    continue
                k = int(n) % exact.shape[1]
                got = slope(loss, sight, options, n, k, STEP * measure(loss, sight, n))
                compared += 1
                if not abs(got - exact[n, k]) <= 1e-7 * np.abs(exact[n]).max() + 1e-11:
                    failures.append("%s %d, %s: d %s / d q[%d,%d] is %s, by differences %s" % (
                        case.family, case.number, image.id, key, n, k, exact[n, k], got))
    return failures, compared


# ------------------------------------------------------------------ the pretended program

class Visits:
    """Cases of a family made again in folders of their own, with files."""

    def __init__(self, family, seed, most, top):
        self.family, self.seed, self.folder = FAMILIES[family], seed, os.path.join(top, "seen-" + family)
        self.numbers = range(1, min(self.family.COUNT, most or self.family.COUNT) + 1)

    def cases(self, most=None, ways=None):
        """ways: those of a case that are gone, all without it."""
        for number in self.numbers[:most]:
            case = self.family.make(self.seed, number, self.folder)
            if ways:
                case.ways = tuple(way for way in case.ways if way in ways)
            try:
                yield case
            finally:
                shutil.rmtree(self.folder)

    def lines(self, case, **wrong):
        for name in MADE:
            shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
        return seen_pretend.follow(seen_pretend.Pretended(case, self.folder, **wrong))


def right_answers(visits, family):
    return ["%s %d: a right program is refused: %s" % (family, case.number, line)
            for case in visits.cases() for line in visits.lines(case)]


def unnoticed_mistakes(visits, family):
    waiting = [mistake for mistake in MISTAKES if family in mistake[0]]
    for case in visits.cases(ways=SIMPLE_WAYS):
        if case.ways:
            waiting = [mistake for mistake in waiting if not visits.lines(case, mistake=mistake[1:])]
    return ["%s: no case notices %s" % (family, mistake[3].__name__) for mistake in waiting]


def unnoticed_vandals(visits, family):
    waiting = dict(VANDALS) if family == "maps" else {}
    speaking = [speak for name, speak in SPEAKERS if name == family]
    for case in visits.cases(most=CASES, ways=SIMPLE_WAYS):
        waiting = {name: vandal for name, vandal in waiting.items() if not visits.lines(case, vandal=vandal)}
        speaking = [speak for speak in speaking if not visits.lines(case, speak=speak)]
    return ["%s: %s is not noticed" % (family, name) for name in [*waiting, *(speak.__name__ for speak in speaking)]]


def unnoticed_laxness(visits, family):
    """Every way of looking must see what it is there for."""
    waiting = list(LAX) if family == "maps" else []
    for case in visits.cases() if waiting else ():
        ways = case.ways
        for way, wrong in list(waiting):
            case.ways = (way,)
            if way in ways and visits.lines(case, **wrong):
                waiting.remove((way, wrong))
        if not waiting:
            break
    return ["%s: %s does not notice %s" % (family, way, wrong) for way, wrong in waiting]


def unjudged_answers(visits, family):
    """Each value of an explanation, changed."""
    failures = []
    if family != "explain":
        return failures
    for case in visits.cases(most=CASES):
        options, image = case.options, case.images[0]
        sight = sight_of(image, options)
        for n in (0, len(sight.y) // 2, len(sight.y) - 1):
            made = explained.pixel(image, options, n, explained.asked(options))
            where = "explain %d, pixel %d" % (case.number, n)
            if judged(image, options, sight, n, made):
                failures.append("%s: a right answer is refused: %s" % (where, judged(image, options, sight, n, made)))
            for path, value in list(mutants.leaves(made)):
                free = path[0] == "reason" and value is not None or path[0] == "sum" and sight.is_binary or (
                    path[-1] == "stored" and explained.stored(sight, n, options.names.index(
                        made["classes"][path[1]]["class"])) is explained.Anything)
                if free or path[0] == "gradient" or len(options.names) > explained.ALL_CLASSES and path[0] == "adds":
                    continue
                with mutants.changed(made, path):
                    if not judged(image, options, sight, n, made):
                        failures.append("%s: a change at %s is not seen" % (where, path))
            failures += ["%s: without %s" % (where, key) for key in made
                         if not judged(image, options, sight, n, {k: v for k, v in made.items() if k != key})]
    return failures[:20]


def judged(image, options, sight, n, made):
    try:
        with np.errstate(all="ignore"):
            explained.Judge(image, options, sight, n, made).run()
    except (explained.Wrong, ValueError, KeyError, TypeError, AttributeError) as wrong:
        return "%s" % wrong
    return None


def names():
    wanted = {"a/b": "a/b", "/root": "root", "../../x": "x", "a/./b/../c": "a/b/c", "..x/y..": "..x/y..", "..": None,
              "/": None, "./.": None, "": None}
    return ["path of %s is %s" % (id_, path_of(id_)) for id_, path in wanted.items() if path_of(id_) != path]


def of_family(family, seed, most, top):
    """All that one family's cases show."""
    visits, found = Visits(family, seed, most, top), []
    for check in (right_answers, unnoticed_mistakes, unnoticed_vandals, unnoticed_laxness, unjudged_answers):
        found += check(visits, family)
    return found


def failures(made, options, top):
    found, compared = golden_numbers() + names(), 0
    for case in [*made.get("gradient", []), *made.get("maps", [])[:DIFFERENT]]:
        if case.kinds:
            more, count = differences(case)
            found, compared = found + more, compared + count
    if "gradient" in made and not options.cases and compared < ENOUGH:
        found.append("only %d gradients were compared with differences" % compared)
    with pool(options.jobs) as workers:
        running = [workers.submit(of_family, family, options.seed, options.cases, top) for family in SEEN if family in made]
        return found + sum((one.result() for one in running), [])
