"""Whether two sides agree. Without NumPy: the process that starts the others has to be small, because Linux counts its memory as
theirs."""


def of_maskloss(document):
    """The same out of maskloss's result."""
    def view(of):
        losses, metrics = of["losses"], of["metrics"]
        figures = {name: losses[name]["mean"] for name in ("cce", "focal", "dice", "focal_tversky") if name in losses}
        return dict(figures, accuracy=metrics["accuracy"], miou=metrics["miou"])
    return {name: view(document["aggregate"][name]) for name in ("raw", "masked")}


def largest_difference(one, other):
    """Of the figures that `one` has."""
    return max(abs(one[v][f] - other[v][f]) / max(abs(one[v][f]), 1e-3) for v in one for f in one[v])
