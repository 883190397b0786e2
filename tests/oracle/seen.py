"""Cases of maps and of explain: an evaluation as in the other families, and what is looked at besides it.

`ways` names methods of Look (looked.py) that run the program again with --maps, or as `maskloss explain`.
"""

from dataclasses import dataclass, field

import numpy as np

import looked
import oracle
from case import Case, Maker
from pixels import Image, Options
from pictures import loss_of
from sight import sight_of
from values import World, chance, pick, sample

FORMATS = ("-f", "-fjson", "--format=json")
POINTWISE = tuple(oracle.POINTWISE)


@dataclass
class SeenCase(Case):
    kinds: list = None                             # None: --kinds is not given
    words: dict = field(default_factory=dict)      # long name of an option: its words, without --format
    operands: list = field(default_factory=list)
    ways: tuple = ()
    map_words: tuple = ()                          # that go with --maps, besides it and --kinds
    scale: float = None                            # of --map-scale
    photos: dict = field(default_factory=dict)     # id: array of 8 bits, (H,W) or (H,W,3)
    refusal: list = None                           # words after the files' of a call that is refused
    wrong_maps: tuple = ()                         # (exit statuses, regular expressions) of the refusal
    answer: dict = None                            # the document, once the self-test has made it

    def has_document(self):
        return self.status == 0 or self.errors is not None

    def look(self, program, folder, printed):
        """Lines that say what is wrong with what is looked at besides the document."""
        return looked.follow(program, self, folder, printed)

    def images_in_order(self):
        return sorted(self.images, key=oracle.order)


class Seen(Maker):
    """Base of the makers."""

    def __init__(self, seed, family, number, folder):
        super().__init__(seed, family, number, folder)
        self.may_summarise = False
        self.words, self.kinds, self.ways, self.more, self.photos = {}, None, (), {}, {}
        self.fixed_mask, self.map_words = None, []

    def option(self, short, long, value):
        super().option(short, long, value)
        self.words[long] = self.arguments[-1]

    def flag(self, long):
        self.arguments.append(["--" + long])
        self.words[long] = self.arguments[-1]

    def start(self, n, world=None, mask=None):
        """Like begin, with a class set at random; mask: class indices."""
        self.fixed_mask = mask
        self.begin(n, world)
        self.tags.add("C=%d" % n)

    def choose_mask(self):
        if self.fixed_mask is None:
            return super().choose_mask()
        self.option("m", "mask", ",".join(map(str, self.fixed_mask)) or "none")
        return sorted(self.fixed_mask)

    # ------------------------------------------------------------------ values

    def plain_values(self, labels, dtype="<f4"):
        """(H,W,C): shares whose decisions no rounding changes, with zeros and certain pixels among them."""
        rng, n = self.rng, self.n_classes
        y = np.maximum(self.true(labels), 0)
        q = rng.randint(0, 40, size=(len(y), n)) * (rng.rand(len(y), n) < 0.8)
        hit = np.flatnonzero(rng.rand(len(y)) < pick(rng, [0.3, 0.6, 0.9]))
        q[hit, y[hit]] += rng.randint(20, 60)
        sure = np.flatnonzero(rng.rand(len(y)) < 0.15)
        q[sure] = np.eye(n, dtype=int)[np.where(rng.rand(len(sure)) < 0.7, y[sure], 0)] * 50
        q[q.sum(axis=1) == 0] = 1
        if np.dtype(dtype).kind in "iu":
            return q.astype(dtype).reshape(*labels.shape, n)
        unit = pick(rng, [1, q.sum(axis=1, keepdims=True), 7])
        return (q / unit).astype(dtype).reshape(*labels.shape, n)

    def logits(self, labels, n, dtype="<f4"):
        rng = self.rng
        y = np.maximum(self.true(labels), 0)
        z = rng.randn(len(y), n) * pick(rng, [1, 3])
        if n > 1:
            z[np.arange(len(y)), y] += pick(rng, [0, 2, 8])
        else:
            z[np.abs(z) < 0.01] = 0.5
        return z.astype(dtype).reshape(*labels.shape, n)

    def channel_groups(self, count):
        """Channels 0..count-1 over the classes, one at least in each."""
        order = [int(c) for c in self.rng.permutation(count)]
        found = [[order.pop()] for _ in range(self.n_classes)]
        for c in order:
            found[self.rng.randint(self.n_classes)].append(c)
        return found

    def channel_world(self, n, groups):
        world = World(n)
        world.document = {"classes": [{"name": str(c), "channels": groups[c]} for c in range(n)]}
        return world

    def add_channels(self, key, labels, q, groups, name, activation):
        """An image of stored channels, and what the rest of the oracle reads of it."""
        truth = self.truth_png(("truth/%s.png" if self.operands == ["truth", "pred"] else "%s.png") % key, labels)
        image = Image(key, truth, name, labels, q=q, groups=groups)
        options = self.reading_options(activation)
        sight = sight_of(image, options)
        image.pixels = sight.pixels()
        self.images.append(image)

    def reading_options(self, activation):
        return Options(names=self.world.names, labels=self.world.labels, weights=[], ignore=self.world.ignore,
                       activation=activation)

    # ------------------------------------------------------------------ kinds

    def draw_keys(self, options, count, names=None):
        """Keys of losses, no two the same."""
        found = []
        while len(found) < count:
            text, name, _ = self.draw_loss()
            key = loss_of(text, options).key
            if key not in found and (names is None or name in names):
                found.append(key)
        return found

    def all_kinds(self, options, is_soft):
        rng = self.rng
        kinds = ["error", "loss", "decision", "truth", "masked"]
        kinds += ["loss:" + key for key in self.draw_keys(options, 2, POINTWISE)]
        for c in sample(rng, range(self.n_classes), 2):
            kinds.append("probability:%s" % (options.names[c] if chance(rng, 0.5) else c))
        if is_soft:
            kinds += ["gradient:" + key for key in self.draw_keys(options, 3)]
        if self.photos:
            kinds.append("overlay")
        return sample(rng, kinds, len(kinds))

    def ask_scale(self, text):
        self.map_words.append("--map-scale=" + text)
        self.more.update(scale=float(text))
        self.tags.add("map-scale")

    # ------------------------------------------------------------------ the case

    def end(self, kinds="all", is_soft=True, **changes):
        """kinds: "all", None (the default ones), or a list."""
        options = self.choose_options()
        for name, value in changes.items():
            assert hasattr(options, name)
            setattr(options, name, value)
        self.kinds = self.all_kinds(options, is_soft) if kinds == "all" else kinds
        return self.case(options)

    def case(self, options):
        made = super().case(options)
        words = {long: one for long, one in self.words.items() if one[0] not in FORMATS}
        for one in self.arguments:
            if one[0] not in FORMATS and not any(one is other for other in words.values()):
                words[" ".join(one)] = one
        return SeenCase(**{**vars(made), "kinds": self.kinds, "words": words, "operands": list(self.operands),
                           "ways": tuple(self.ways), "photos": self.photos, "map_words": tuple(self.map_words),
                           **self.more})


