"""Inputs that are refused: each is a function that writes files and returns the words of the command line, with the
exit status and what the message must say."""

import os

import numpy as np

import png
from case import Maker
from values import World

VOID = ["-i", "9"]


class Catalogue:
    """A family of faults, in the order in which they are registered."""

    def __init__(self, family):
        self.family, self.faults = family, []

    def __call__(self, *says, status=3):
        """Decorates the function of a fault; says: regular expressions that the messages must match."""
        def register(build):
            self.faults.append((build, status, says))
            return build
        return register

    def make(self, seed, number, folder):
        m = Faults(seed, self.family, number, folder)
        os.makedirs(folder, exist_ok=True)
        build, status, says = self.faults[number - 1]
        m.n_classes, m.world, m.mask = 3, World(3), [0]
        m.operands = build(m)
        m.arguments = [["-f", "json"]]
        case = m.case(None)
        case.status, case.says, case.tags = status, says, {build.__name__}
        return case


class Faults(Maker):
    """Files with simple values; every maker returns the words of the command line."""

    def truth(self, labels=None, name="t.png"):
        png.write(self.path(name), np.array([[0, 1, 2, 0], [1, 1, 2, 9]]) if labels is None else labels, 8)
        return name

    def npy(self, array, name="p.npy"):
        return self.store(name, np.asarray(array))

    def ones(self, *shape, dtype="f4"):
        return np.ones(shape, dtype)

    def classes(self, text):
        self.write_text("classes.json", '{"classes": [%s], "ignore": [9]}' % text)
        return ["-c", "classes.json"]

    def coloured(self):
        return self.classes('{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [4, 5, 6]}')

    def npz(self, name="p.npz", **arrays):
        with open(self.path(name), "wb") as file:
            np.savez(file, **arrays)
        return name
