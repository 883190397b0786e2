"""Command lines: the options that say how to evaluate, each in one of its spellings, and the same for the oracle."""

import os

import oracle
from oracle import number_text
from pixels import VIEWS, Options
from values import chance, nice, pick, sample, weight_list


# Members of settings that say how files are read, by the options that are their values.
SAID = {"samples": "samples", "prediction-as": "prediction_as", "prediction-labels": "prediction_as"}


class Command:
    """Draws options; `arguments` holds one list of words each.  Whoever derives from it sets world, n_classes, mask,
    is_sharp and ignore_bad before choose_options is called."""

    def __init__(self, rng, folder):
        self.rng, self.folder = rng, str(folder)
        self.arguments, self.tags, self.said = [], set(), {}
        self.epsilon = None                                # text of an --epsilon that must be
        self.may_summarise = True
        self.views = None                                  # that a family has put on the command line

    def option(self, short, long, value):
        """One option in one of its spellings."""
        forms = [["--%s=%s" % (long, value)], ["--" + long, value]]
        if short:
            forms += [["-" + short, value], ["-" + short + value]]
        self.arguments.append(pick(self.rng, forms))
        if long in SAID:
            self.said[SAID[long]] = value

    def path(self, *parts):
        full = os.path.join(self.folder, *parts)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        return full

    def write_text(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def class_list(self, classes, names, tag):
        """LIST of -m and --average: indices or names."""
        by_name = chance(self.rng, 0.5)
        if by_name and names[0] != "0":
            self.tags.add(tag + " by name")
        return ",".join(names[c] if by_name else str(c) for c in classes)

    def choose_mask(self):
        rng, names = self.rng, self.world.names
        if chance(rng, 0.35):
            if self.world.set_mask is not None:
                self.tags.add("mask of the class set")
                return self.world.set_mask
            return [0]
        mask = sample(rng, range(self.n_classes), rng.randint(0, min(self.n_classes, 4) + 1))
        self.option("m", "mask", self.class_list(mask, names, "mask") or "none")
        self.tags.add("mask none" if not mask else "mask several" if len(mask) > 1 else "mask one")
        return sorted(mask)

    def choose_options(self, few_losses=False):
        rng, world = self.rng, self.world
        options = Options(names=world.names, labels=world.labels, weights=self.choose_weights(), mask=self.mask,
                          ignore=world.ignore, colours=world.colours, ignored_colours=world.ignored_colours)
        options.ignore_bad = self.ignore_bad
        if self.ignore_bad:
            self.option(None, "bad-pixels", "ignore")
        if self.epsilon or chance(rng, 0.3):
            text = self.epsilon or pick(rng, ["1e-5", "0.001", "0.1", "0.49", "1e-12"])
            self.option(None, "epsilon", text)
            options.epsilon = float(text)
            self.tags.add("epsilon")
        if chance(rng, 0.3):
            text = pick(rng, ["1", "1e-5", "0.5"] + ([] if self.is_sharp else ["0", "0", "1e-9"]))
            self.option(None, "smooth", text)
            options.smooth = float(text)
            self.tags.add("smooth")
        if chance(rng, 0.5):
            options.absent = pick(rng, ["skip", "one", "zero", "keep"])
            self.option(None, "absent", options.absent)
        self.tags.add("absent " + options.absent)
        self.choose_average(options)
        if self.views:
            options.views = self.views
        elif chance(rng, 0.6):
            chosen = sample(rng, VIEWS, rng.randint(1, 4))
            self.option(None, "views", ",".join(chosen))
            options.views = tuple(chosen)
        if few_losses:
            options.losses = [(name, {}) for name in ("cce", "brier", "dice")]
            self.option("L", "loss", "cce,brier,dice")
        elif chance(rng, 0.6):
            self.choose_losses(options)
        if self.may_summarise and chance(rng, 0.1):
            self.arguments.append([pick(rng, ["-s", "--summary"])])
            options.summary = True
            self.tags.add("summary")
        if chance(rng, 0.3):
            self.option("j", "jobs", pick(rng, ["1", "2", "3", "7"]))
            self.tags.add("jobs")
        self.arguments.append(pick(rng, [["-f", "json"], ["-fjson"], ["--format=json"]]))
        return options

    def choose_weights(self):
        """An explicit -w wins over the class set's weights."""
        rng = self.rng
        if chance(rng, 0.5):
            if self.world.set_weights is not None:
                self.tags.add("weights of the class set")
                return self.world.set_weights
            return [1.0] * self.n_classes
        weights = weight_list(rng, self.n_classes)
        texts = [number_text(w) for w in weights]
        if chance(rng, 0.5):
            text = "".join(text + pick(rng, [" ", ", ", ",", "\n", "\t"]) for text in texts[:-1])
            self.write_text("weights.txt", text + texts[-1] + pick(rng, ["", "\n"]))
            self.option("w", "weights", pick(rng, ["weights.txt", "./weights.txt"]))
            self.tags.add("weights file")
        else:
            self.option("w", "weights", ",".join(texts))
            self.tags.add("weights list")
        return weights

    def choose_average(self, options):
        rng = self.rng
        if chance(rng, 0.5):
            options.average = pick(rng, ["all", "foreground", "list", "list"])
            text = options.average
            if text == "list":
                options.average = sample(rng, range(self.n_classes), rng.randint(1, self.n_classes + 1))
                text = self.class_list(options.average, options.names, "average")
            self.option(None, "average", text)
        self.tags.add("average " + (options.average if isinstance(options.average, str) else "list"))

    def choose_losses(self, options):
        rng = self.rng
        if chance(rng, 0.2):
            self.option("L", "loss", "all")
            options.losses = [(name, {}) for name in oracle.all_losses()]
            self.tags.add("all losses")
            return
        texts, options.losses, keys = [], [], set()
        for _ in range(rng.randint(1, 7)):
            text, name, given = self.draw_loss()
            key = oracle.resolve_loss(name, given, options.smooth).key
            if key not in keys:                            # the same loss twice is a usage error
                keys.add(key)
                texts.append(text)
                options.losses.append((name, given))
        if len({name for name, _ in options.losses}) < len(options.losses):
            self.tags.add("one loss twice")
        self.option("L", "loss", ",".join(texts))

    def draw_loss(self):
        rng = self.rng
        name = pick(rng, oracle.all_losses())
        table = {**oracle.POINTWISE, **oracle.REGION, **oracle.WHOLE}[name]
        params = sample(rng, sorted(table), rng.randint(0, len(table) + 1))
        text, given = name, {}
        for param in params:
            value = self.draw_parameter(param)
            text += ":%s=%s" % (param, value)
            numbers = [float(v) for v in value.split("/")]
            given[param] = numbers if len(numbers) > 1 else numbers[0]
        return text, name, given

    def draw_parameter(self, param):
        rng, careful = self.rng, self.is_sharp
        if param == "alpha" and chance(rng, 0.5) and self.n_classes <= 19:
            self.tags.add("alpha per class")
            return "/".join(number_text(nice(rng)) for _ in range(self.n_classes))
        return pick(rng, {
            "alpha": ["0.25", "0.5", "1", "0", "2e-1"],
            "gamma": ["2", "2.0", "0", "1", "0.5", "5", "3.7"],
            "smooth": ["1", "1e-5", "1e-7", "0.001"] + ([] if careful else ["0", "0"]),
            "fp": ["0.3", "0.5", "0", "1", "0.1", "2"],
            "fn": ["0.7", "0.5", "1", "0.9", "2"] + ([] if careful else ["0"]),
            "exponent": ["0.75", "1", "2", "1.3333333333333333"] + ([] if careful else ["0.5", "0.1"]),
        }[param])
