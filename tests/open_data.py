#!/usr/bin/env python3
"""Real predictions against reference figures: every evaluation of ../shared/data/open that maskloss can read.

    open_data.py --maskloss PATH [--data FOLDER]

The folder lies beside the checkout on machines that have it; elsewhere the test is skipped, loudly. Standard library only.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Read if the program was built with libzip; otherwise they must be refused with exit 3 and that reason.
ARCHIVES = {"npz_chw", "npz_c1hw"}
PLACES = [os.path.join(HERE, "..", "..", "shared", "data"),
          os.path.join(os.getcwd(), "..", "shared", "data"),
          os.path.join(os.getcwd(), "..", "..", "shared", "data")]


def find_data(given, name, what):
    """The folder of that name; without it the test is skipped."""
    for place in [given] if given else [os.path.join(place, name) for place in PLACES]:
        if os.path.exists(os.path.join(place, "EXPECTED.json")):
            return os.path.realpath(place)
    print("SKIP: no ../shared/data/%s beside the checkout: %s are NOT tested" % (name, what))
    sys.exit(77)


def start(name, what, with_samples=True):
    """The command line, the folder of that name, and what its EXPECTED.json holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--maskloss", required=True)
    if with_samples:
        parser.add_argument("--samples", required=True)
    parser.add_argument("--data")
    arguments = parser.parse_args()
    data = find_data(arguments.data, name, what)
    with open(os.path.join(data, "EXPECTED.json"), encoding="utf-8") as file:
        return arguments, data, json.load(file)


def end(passed, failed, complete=True):
    """Prints the counts and exits: 1 if something failed, or was not there to be tested."""
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not complete else 0)


class Checker:
    def __init__(self):
        self.passed = self.failed = 0

    def same(self, where, got, expected):
        if isinstance(expected, list):
            ok = isinstance(got, list) and len(got) == len(expected)
            if ok:
                for i, (g, e) in enumerate(zip(got, expected)):
                    self.same("%s[%d]" % (where, i), g, e)
                return
        elif expected is None or isinstance(expected, int):
            ok = got == expected
        else:
            ok = got is not None and math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12)
        self.passed += ok
        self.failed += not ok
        if not ok:
            print("FAIL %s: %r, expected %r" % (where, got, expected))


def per_class(view, figure):
    return [c[figure] for c in view["per_class"].values()]


def check_view(checker, where, view, expected):
    confusion = expected.get("confusion_rows_true_cols_pred", expected.get("confusion"))
    checker.same(where + ".confusion", view["confusion"], confusion)
    checker.same(where + ".accuracy", view["metrics"]["accuracy"], expected["pixel_accuracy"])
    checker.same(where + ".iou", per_class(view, "iou"), expected["iou"])
    for ours, theirs in (("precision", "precision"), ("recall", "recall"), ("dice", "f1_dice"), ("support", "support"),
                         ("predicted", "predicted")):
        if theirs in expected:
            checker.same("%s.%s" % (where, ours), per_class(view, ours), expected[theirs])
    if "mean_iou_nan_skipped" in expected:
        checker.same(where + ".miou", view["metrics"]["miou"], expected["mean_iou_nan_skipped"])
    if "mean_recall_nan_skipped" in expected:
        checker.same(where + ".mean_recall", view["metrics"]["mean_recall"], expected["mean_recall_nan_skipped"])
    cce = expected.get("cce_unit_weights", expected.get("cce"))
    if cce is not None:
        checker.same(where + ".cce", view["losses"]["cce"]["mean"], cce)
        checker.same(where + ".wcce", view["losses"]["wcce"]["mean"], expected["wcce"])


def check_evaluation(checker, name, evaluation, document):
    for theirs, ours in (("unmasked", "raw"), ("masked", "masked")):
        expected = evaluation[theirs]
        check_view(checker, "%s %s" % (name, ours), document["aggregate"][ours], expected)
        mean = document["aggregate"]["image_mean"][ours]["losses"]
        for key, loss in (("wcce_mean_of_image_means", "wcce"), ("cce_mean_of_image_means", "cce")):
            if key in expected:
                checker.same("%s %s image_mean.%s" % (name, ours, loss), mean[loss]["mean"], expected[key])
        images = {image["id"]: image[ours] for image in document["images"]}
        for stem, figures in expected.get("per_image", {}).items():
            check_view(checker, "%s %s %s" % (name, ours, stem), images[stem], figures)
        for stem, confusion in expected.get("per_image_confusion", {}).items():
            checker.same("%s %s %s.confusion" % (name, ours, stem), images[stem]["confusion"], confusion)


def run(program, data, name, evaluation, folder):
    """Evaluates into a folder that holds links to just the labels that the variant covers."""
    labels = os.path.join(folder, "labels")
    os.mkdir(labels)
    for stem in evaluation["stems"]:
        path = os.path.join(data, evaluation["labels"].replace("<stem>", stem))
        os.symlink(path, os.path.join(labels, stem + ".png"))
    command = [program, "eval", "-f", "json", labels, os.path.join(data, name)]
    if evaluation.get("weights"):
        command[2:2] = ["--weights", ",".join(map(repr, evaluation["weights"]))]
    return subprocess.run(command, capture_output=True, check=False)


def main():
    arguments, data, expected = start("open", "the real predictions", with_samples=False)
    evaluations = expected["evaluations"]
    checker, refused = Checker(), 0
    for name, evaluation in evaluations.items():
        with tempfile.TemporaryDirectory() as folder:
            done = run(arguments.maskloss, data, name, evaluation, folder)
        if evaluation["reader"] in ARCHIVES and b"--without-libzip" in done.stderr:
            refused += 1
            checker.same(name + " exit status (built without libzip)", done.returncode, 3)
            continue
        checker.same(name + " exit status", done.returncode, 0)
        if done.returncode == 0:
            check_evaluation(checker, name, evaluation, json.loads(done.stdout))
        else:
            print(done.stderr.decode())
    print("%d evaluations, %d of them refused without libzip" % (len(evaluations), refused))
    end(checker.passed, checker.failed)


if __name__ == "__main__":
    main()
