"""What each map of SPEC 10.1 holds, from the pixels, and what its file is called."""

from dataclasses import dataclass

import numpy as np

import gradients
import oracle
from pixels import one_hot, take_view
from probabilities import EXT
from sight import STATES, sight_of, states

DEFAULT_KINDS = ("error", "loss")
PLAIN_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=-")
LARGEST_PALETTE = 254                     # classes beside ignored and none
# Of a figure that is rounded: what may go either way.
DOUBT = 1e-9
SHADES = 254


@dataclass
class Map:
    """form: palette, gray8, gray16, rgb, f4 or f8.  What is stored lies between low and high."""
    form: str
    low: np.ndarray
    high: np.ndarray
    maximum: float = None                 # of a loss map
    colours: list = None                  # of the palette's first entries: (r, g, b), None where any will do
    distinct: int = 0                     # of so many entries no two are the same
    grey: np.ndarray = None               # of an overlay: what is shown where no state's colour is
    states: np.ndarray = None
    exact: np.ndarray = None              # of an array: what a right program writes

    @property
    def extension(self):
        return "npy" if self.form in ("f4", "f8") else "png"


# ------------------------------------------------------------------ names

def path_of(id_):
    """Path below DIR, None where nothing is left of the id."""
    kept = [part for part in id_.split("/") if part not in ("", ".", "..")]
    return "/".join(kept) or None


def kind_in_name(kind):
    return "".join(chr(byte) if byte in PLAIN_BYTES else "-" for byte in kind.encode("utf-8", "surrogateescape"))


def file_of(id_, kind, extension):
    return "%s.%s.%s" % (path_of(id_), kind_in_name(kind), extension)


# ------------------------------------------------------------------ pictures

def rounded(x):
    """(lowest, highest) of floor(x + 1/2), which may go either way where x + 1/2 is nearly whole."""
    up = x + EXT(0.5)
    low, high = np.floor(up - DOUBT), np.floor(up + DOUBT)
    # 127.5 of p = 1/2 is exact for everybody.
    low = np.where(up == np.floor(up), np.where(x == EXT(127.5), up, low), low)
    return low.astype(np.int64), high.astype(np.int64)


def same(form, values, **more):
    return Map(form, values, values, **more)


def error_map(sight, options):
    """Bad pixels look as ignored ones do."""
    return same("palette", np.minimum(states(sight, options.mask), STATES.index("ignored")))


def loss_values(loss, sight, options):
    """Of each pixel in the masked view; 0 where it is not valid."""
    values = np.zeros(len(sight.y), dtype=EXT)
    if sight.valid.any():
        values[sight.valid] = oracle.pointwise_values(loss, take_view(sight.pixels(), "masked", options.mask), options)
    return values


def loss_map(loss, sight, options, scale):
    values = loss_values(loss, sight, options)
    largest = EXT(scale) if scale is not None else values.max()
    shades = SHADES * np.minimum(values / largest, 1) if largest > 0 else np.zeros(len(values), dtype=EXT)
    low, high = (np.where(sight.valid, bound, 255) for bound in rounded(shades))
    return Map("palette", low, high, maximum=float(largest))


def class_map(classes, sight, options):
    """Classes as colours, or as numbers where there are too many; -1 is none."""
    n = len(options.names)
    top = 255 if n <= LARGEST_PALETTE else 65535
    shown = np.where(sight.valid, np.where(classes < 0, top - 1, classes), top)
    if n > LARGEST_PALETTE:
        return same("gray16", shown)
    colours = options.colours or [None] * n
    return same("palette", shown, colours=colours, distinct=0 if any(colour is not None for colour in colours) else n)


def probability_map(c, sight):
    low, high = rounded(255 * sight.p[:, c])
    return Map("gray8", low, high)


def masked_p(sight, options):
    p = sight.p.copy()
    masked = sight.valid & np.isin(sight.y, options.mask)
    p[masked] = one_hot(sight.y[masked], p.shape[1])
    return p


def masked_tensor(sight, options):
    p = masked_p(sight, options)
    return Map("f4", (p * (1 - DOUBT)).astype(np.float32), (p * (1 + DOUBT)).astype(np.float32), exact=p)


def gradient_map(loss, sight, options):
    values = gradients.gradient(loss, sight, options)
    largest = np.abs(values).max(axis=1, keepdims=True)
    slack = 1e-9 * np.abs(values) + 1e-11 * largest + 1e-12
    slack[~sight.counted(options.mask)] = 0
    return Map("f8", values - slack, values + slack, exact=values)


def luminance(photo):
    """Gray of an (H,W) or (H,W,3) photo of 8 bits."""
    if photo.ndim == 2:
        photo = np.repeat(photo[:, :, None], 3, axis=2)
    r, g, b = (photo[:, :, i].astype(np.int64) for i in range(3))
    return (299 * r + 587 * g + 114 * b + 500) // 1000


def overlay(photo, sight, options):
    """The colours are the error map's, which the judge has."""
    step = photo.shape[0] // sight.shape[0]
    grey = 128 + luminance(photo[::step, ::step]) // 2
    return Map("rgb", None, None, grey=grey.reshape(-1), states=states(sight, options.mask))


def loss_of(text, options):
    """A loss as -L takes it."""
    name, *parts = text.split(":")
    given = {}
    for part in parts:
        key, value = part.split("=")
        numbers = [float(one) for one in value.split("/")]
        given[key] = numbers if len(numbers) > 1 else numbers[0]
    return oracle.resolve_loss(name, given, options.smooth)


def class_of(text, options):
    return options.names.index(text) if text in options.names else int(text)


def picture(kind, sight, options, scale=None, photo=None):
    """The map; arrays in the shape of the file."""
    name, _, more = kind.partition(":")
    if name == "loss":
        made = loss_map(loss_of(more or "cce", options), sight, options, scale)
    elif name == "probability":
        made = probability_map(class_of(more, options), sight)
    elif name == "gradient":
        made = gradient_map(loss_of(more, options), sight, options)
    elif name == "overlay":
        made = overlay(photo, sight, options)
    else:
        made = {"error": error_map, "masked": masked_tensor,
                "decision": lambda s, o: class_map(s.d, s, o),
                "truth": lambda s, o: class_map(s.y, s, o)}[name](sight, options)
    for part in ("low", "high", "grey", "states", "exact"):
        values = getattr(made, part)
        if values is not None:
            setattr(made, part, values.reshape(*sight.shape, *values.shape[1:]))
    return made


def pictures_of(image, options, kinds, scale=None, photo=None):
    """{name of the file below DIR: (kind, Map)} of an image; a missing photo makes no overlay."""
    sight, made = sight_of(image, options), {}
    for kind in kinds:
        if kind == "overlay" and photo is None:
            continue
        one = picture(kind, sight, options, scale, photo)
        made[file_of(image.id, kind, one.extension)] = kind, one
    return made
