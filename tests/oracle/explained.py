"""What `maskloss explain` says of a pixel (SPEC 10.2), and whether its numbers are those of maps and sums."""

import os

import numpy as np

import compare
import gradients
import oracle
from pictures import gradient_map, loss_of, masked_p
from pixels import VIEWS, take_view
from probabilities import EXT
from sight import STATES, sight_of, states, sums_of

# Options of eval that explain does not have.
OF_EVAL = ("jobs", "keep-going", "partial")
WIDTH = 80
ALL_CLASSES = 20              # more of them than this are not all shown
LARGEST = 10
MANY = 30                     # pixels of which every one is asked for
POINTWISE = tuple(oracle.POINTWISE)
HEAD = ("id", "row", "column", "label", "class", "state", "reason")
TAIL = ("classes", "sum", "decision", "margin", "losses", "adds", "gradient")


class Wrong(Exception):
    pass


class Anything:
    pass


def text_of(value):
    return compare.shown(value)[:200]


# ------------------------------------------------------------------ what is expected

def head(image, options, sight, n):
    state = STATES[states(sight, options.mask)[n]]
    row, column = divmod(n, sight.shape[1])
    return {"id": image.id, "row": row, "column": column, "label": int(image.labels.reshape(-1)[n]),
            "class": options.names[sight.y[n]] if sight.y[n] >= 0 else None, "state": state}


def shown_classes(sight, n):
    """All, or the ten largest and the true one."""
    p = sight.p[n]
    if len(p) <= ALL_CLASSES:
        return list(range(len(p)))
    largest = sorted(range(len(p)), key=lambda c: (-p[c], c))[:LARGEST]
    return sorted({*largest, int(sight.y[n])})


def margin(sight, n):
    """Of p, to the runner-up; None where nothing is decided."""
    d = sight.d[n]
    return None if d < 0 else float(sight.p[n, d] - max(p for c, p in enumerate(sight.p[n]) if c != d))


def pointwise(loss, options, sight, n):
    """raw, masked and factor of a pixel."""
    made = {}
    for view in ("raw", "masked"):
        px = sight.pixels()
        at = int(sight.valid[:n].sum())
        made[view] = float(oracle.pointwise_values(loss, take_view(px, view, options.mask), options)[at]) + 0.0
    return {**made, "factor": float(gradients.factors(loss, options)[sight.y[n]])}


def added(view, options, sight, n):
    """{class: {tp, fp, fn}} of all classes."""
    y = int(sight.y[n])
    p = (masked_p(sight, options) if view == "masked" else sight.p)[n]
    nothing = view == "excluded" and y in options.mask
    made = {}
    for c, name in enumerate(options.names):
        row = {"tp": p[c], "fp": EXT(0), "fn": 1 - p[y]} if c == y else {"tp": EXT(0), "fp": p[c], "fn": EXT(0)}
        made[name] = {key: 0.0 if nothing else float(value) for key, value in row.items()}
    return made


def stored(sight, n, c):
    """The stored value of a class, a list of its channels' where it has several, Anything where it has none of its own."""
    if sight.q is None:
        return None
    if sight.is_binary:
        return float(sight.q[n, 0] * sight.unit) if c == 1 else Anything
    values = [float(sight.q[n, k]) for k in sight.groups[c]]
    return values[0] if len(values) == 1 else values


def pixel(image, options, n, keys):
    """A right answer; keys: of the losses whose gradients there are."""
    sight = sight_of(image, options)
    made = head(image, options, sight, n)
    if made["state"] in ("ignored", "bad"):
        return {**made, "reason": "because"}
    classes = [{"class": options.names[c], "stored": stored(sight, n, c), "p": float(sight.p[n, c])}
               for c in shown_classes(sight, n)]
    for one in classes:
        one["stored"] = None if one["stored"] is Anything else one["stored"]
    sums = sums_of(sight)
    losses = {key: loss_of(key, options) for key in keys}
    return {
        **made, "reason": None, "classes": classes, "sum": None if sums is None else float(sums[n]),
        "decision": options.names[sight.d[n]] if sight.d[n] >= 0 else None, "margin": margin(sight, n),
        "losses": {key: pointwise(loss, options, sight, n) for key, loss in losses.items() if loss.name in POINTWISE},
        "adds": {view: added(view, options, sight, n) for view in VIEWS if view in options.views},
        "gradient": {} if sight.q is None else {key: [float(v) + 0.0 for v in gradients.gradient(loss, sight, options)[n]]
                                                for key, loss in losses.items()},
    }


def asked(options):
    names = [(name, {}) for name in oracle.DEFAULT_LOSSES] if options.losses is None else options.losses
    return [oracle.resolve_loss(name, given, options.smooth).key for name, given in names]


# ------------------------------------------------------------------ judging

class Judge:
    """Of one pixel's answer."""

    def __init__(self, image, options, sight, n, got):
        self.image, self.options, self.sight, self.n, self.got = image, options, sight, n, got

    def is_so(self, what, expected, got):
        if expected is Anything:
            return
        differs = compare.number_differs(expected, got) if isinstance(expected, float) else (
            type(expected) is not type(got) or expected != got)
        if differs:
            raise Wrong("%s is %s, not %s" % (what, text_of(got), text_of(expected)))
        if isinstance(got, compare.Number) and not compare.text_is_shortest(got):
            raise Wrong("%s has too many digits: %s" % (what, got.text))

    def run(self):
        wanted = head(self.image, self.options, self.sight, self.n)
        off = wanted["state"] in ("ignored", "bad")
        keys = [*HEAD, *(() if off else TAIL)]
        if list(self.got) != keys:
            raise Wrong("keys %s, not %s" % (list(self.got), keys))
        for key, value in wanted.items():
            self.is_so(key, value, self.got[key])
        reason = self.got["reason"]
        if (reason is None) is off or (off and (not isinstance(reason, str) or not reason)):
            raise Wrong("reason is %s of a pixel that is %s" % (text_of(reason), wanted["state"]))
        if not off:
            for part in TAIL:
                getattr(self, "judge_" + part)(self.got[part])

    def judge_classes(self, got):
        names, sight, n = self.options.names, self.sight, self.n
        shown = [one.get("class") for one in got]
        p = sight.p[n]
        if len(names) <= ALL_CLASSES and shown != names:
            raise Wrong("classes %s, not %s" % (shown, names))
        if len(names) > ALL_CLASSES:
            held = {names.index(name) for name in shown}
            least = sorted(p)[-LARGEST]
            must = {c for c in range(len(names)) if p[c] > least} | {int(sight.y[n])}
            may = {c for c in range(len(names)) if p[c] >= least * (1 - 1e-12)} | must
            others = held - {int(sight.y[n])}
            if len(held) != len(shown) or not must <= held <= may or not LARGEST - 1 <= len(others) <= LARGEST:
                raise Wrong("classes %s" % shown)
        for one in got:
            c = names.index(one["class"])
            if list(one) != ["class", "stored", "p"]:
                raise Wrong("keys %s" % list(one))
            self.is_so("p of %s" % names[c], float(p[c]), one["p"])
            self.judge_stored("stored of %s" % names[c], stored(sight, n, c), one["stored"])

    def judge_stored(self, what, wanted, got):
        """A class set that names channels may have lists of one, too; in the set's order, or in that of the channels."""
        if not isinstance(got, list) or self.image.groups is None:
            self.is_so(what, wanted, got)
            return
        wanted = wanted if isinstance(wanted, list) else [wanted]
        if len(got) != len(wanted):
            raise Wrong("%s is %s, not %s" % (what, text_of(got), text_of(wanted)))
        for one, other in zip(sorted(wanted), sorted(got)):
            self.is_so(what, one, other)

    def judge_sum(self, got):
        sums = sums_of(self.sight)
        wanted = None if sums is None else float(sums[self.n])
        self.is_so("sum", Anything if self.sight.is_binary else wanted, got)

    def judge_decision(self, got):
        d = self.sight.d[self.n]
        self.is_so("decision", self.options.names[d] if d >= 0 else None, got)

    def judge_margin(self, got):
        self.is_so("margin", margin(self.sight, self.n), got)

    def keys_of(self, what, got, wanted):
        """At least those, in their order."""
        if [key for key in got if key in wanted] != wanted:
            raise Wrong("%s of %s, not %s" % (what, list(got), wanted))

    def judge_losses(self, got):
        self.keys_of("losses", got, [key for key in asked(self.options) if key.partition(":")[0] in POINTWISE])
        for key, value in got.items():
            wanted = pointwise(loss_of(key, self.options), self.options, self.sight, self.n)
            if list(value) != list(wanted):
                raise Wrong("losses.%s has %s" % (key, list(value)))
            for name, number in wanted.items():
                self.is_so("losses.%s.%s" % (key, name), number, value[name])

    def judge_adds(self, got):
        """What is not said is nothing."""
        if list(got) != [view for view in VIEWS if view in self.options.views]:
            raise Wrong("adds has %s" % list(got))
        many = len(self.options.names) > ALL_CLASSES
        for view, rows in got.items():
            wanted = added(view, self.options, self.sight, self.n)
            if not set(rows) <= set(wanted):
                raise Wrong("adds.%s has %s" % (view, list(rows)))
            for name, figures in wanted.items():
                said = rows.get(name, figures if many else {})
                for key, number in figures.items():
                    self.is_so("adds.%s.%s.%s" % (view, name, key), number, said.get(key, 0))

    def judge_gradient(self, got):
        if self.sight.q is None:
            if got != {}:
                raise Wrong("gradient of labels: %s" % text_of(got))
            return
        self.keys_of("gradient", got, asked(self.options))
        for key, values in got.items():
            one = gradient_map(loss_of(key, self.options), self.sight, self.options)
            low, high = one.low[self.n], one.high[self.n]
            if len(values) != len(low) or any(not compare.is_number(v) for v in values) or not (
                    (low <= np.array(values, dtype=EXT)) & (np.array(values, dtype=EXT) <= high)).all():
                raise Wrong("gradient.%s is %s, not %s" % (key, text_of(values), [float(v) for v in (low + high) / 2]))


# ------------------------------------------------------------------ a whole image

class Explained:
    """Every pixel of a small image, some of a larger one; look: of the case (looked.py)."""

    MALFORMED = ("1", "1,", ",1", "1;0", "a,b", "-1,0", "0,-1", "1,0,0", "1.5,0", "0x1,0", "")

    def __init__(self, look):
        self.look, self.case = look, look.case
        self.image, self.options = self.case.images[0], self.case.options
        self.sight = sight_of(self.image, self.options)
        self.words = [*look.words_but(*OF_EVAL)]
        self.printed = compare.parse(look.printed.decode("utf-8"))

    def explain(self, place, *more, status=0):
        return self.look.run(["explain", *more, *self.words, *self.case.operands, place], status)

    def all_pixels(self):
        count = len(self.sight.y)
        every = count <= MANY
        chosen = range(count) if every else range(0, count, count // 8)
        answers = {n: self.pixel(n) for n in chosen}
        if every:
            self.sums(answers)
        self.maps(answers)
        self.text(chosen)
        self.refusals()

    def pixel(self, n):
        place = "%d,%d" % divmod(n, self.sight.shape[1])
        document = compare.parse(self.explain(place, "-f", "json")[1].decode("utf-8"))
        if list(document) != ["maskloss", "settings", "classes", "pixel"]:
            raise Wrong("explain %s: keys %s" % (place, list(document)))
        for key in ("maskloss", "settings", "classes"):
            if document[key] != self.printed[key]:
                raise Wrong("explain %s: %s is %s, not eval's" % (place, key, text_of(document[key])))
        try:
            Judge(self.image, self.options, self.sight, n, document["pixel"]).run()
        except Wrong as wrong:
            raise Wrong("explain %s: %s" % (place, wrong)) from wrong
        return document["pixel"]

    def sums(self, answers):
        """What all pixels cost and add is what eval has summed."""
        valid = [one for one in answers.values() if one["state"] not in ("ignored", "bad")]
        whole = self.printed["aggregate"]
        for view in self.options.views:
            for key in valid[0]["losses"] if valid and view != "excluded" else ():
                if key in whole[view]["losses"]:
                    self.same("losses.%s.%s" % (key, view), sum(one["losses"][key][view] for one in valid),
                              whole[view]["losses"][key]["sum"])
            if len(self.options.names) > ALL_CLASSES:
                continue                           # not all of them are said
            table = whole[view]["soft_confusion"]
            for c, name in enumerate(self.options.names):
                tp, fp, fn = (sum(one["adds"][view].get(name, {}).get(key, 0) for one in valid)
                              for key in ("tp", "fp", "fn"))
                self.same("adds.%s.%s.tp" % (view, name), tp, table[c][c])
                self.same("adds.%s.%s.fp" % (view, name), fp, sum(row[c] for k, row in enumerate(table) if k != c))
                if not whole["pixels"]["none"]:
                    self.same("adds.%s.%s.fn" % (view, name), fn, sum(v for k, v in enumerate(table[c]) if k != c))

    def same(self, what, got, wanted):
        if not abs(got - wanted) <= 1e-9 * abs(wanted) + 1e-11:
            raise Wrong("the sum of %s over all pixels is %r, eval has %r" % (what, float(got), float(wanted)))

    def maps(self, answers):
        """Gradients and probabilities are those of eval's maps, to the last bit."""
        if self.sight.q is None:
            return
        keys = asked(self.options)
        kinds = ["masked", *("gradient:" + key for key in keys)]
        self.look.run(["eval", "-f", "json", "--maps=compared", "--kinds=" + ",".join(kinds), *self.look.words_but(),
                       *self.case.operands], 0)
        read = {}
        for kind in kinds:
            name = self.look.name_of(self.image.id, kind)
            read[kind] = np.load(os.path.join(self.look.folder, "compared", name))
        for n, one in answers.items():
            if one["state"] in ("ignored", "bad"):
                continue
            at = divmod(n, self.sight.shape[1])
            for key in keys:
                given, held = [float(v) for v in one["gradient"][key]], read["gradient:" + key][at].tolist()
                if given != held:
                    raise Wrong("%s: gradient.%s is %s, the map has %s" % (at, key, given, held))
            if self.sight.y[n] not in self.options.mask:
                for row in one["classes"]:
                    held = read["masked"][at][self.options.names.index(row["class"])]
                    if np.float32(row["p"]) != held:
                        raise Wrong("%s: p of %s is %r, the masked tensor has %r" % (at, row["class"], row["p"], held))

    def text(self, chosen):
        """Fits a terminal and says the state."""
        seen = set()
        for n in chosen:
            state = STATES[states(self.sight, self.options.mask)[n]]
            if state in seen:
                continue
            seen.add(state)
            place = "%d,%d" % divmod(n, self.sight.shape[1])
            text = self.explain(place)[1].decode("utf-8")
            long = [line for line in text.splitlines() if len(line) > WIDTH]
            if long:
                raise Wrong("explain %s: a line of %d columns: %s" % (place, len(long[0]), long[0]))
            if state not in text.lower():
                raise Wrong("explain %s does not say that the pixel is %s:\n%s" % (place, state, text))

    def refusals(self):
        height, width = self.sight.shape
        beyond = ("%d,0" % height, "0,%d" % width, "99999999999999999999,0", "0,18446744073709551616")
        for place in (*beyond, *self.MALFORMED):
            _, printed, text = self.explain(place, "-f", "json", status=2)
            if printed or "maskloss: " not in text:
                raise Wrong("explain %r prints %r and says %r" % (place, printed[:80], text[:200]))
