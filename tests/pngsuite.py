#!/usr/bin/env python3
"""The PNG reader on other people's test images: raw samples of the sound ones, refusal of the broken ones, no crash ever.

    pngsuite.py --maskloss PATH --samples PATH [--data FOLDER]

--samples is the program tests/png_samples. The folder (PngSuite, libpng's and other decoders' test images, with the SHA-256 of
the raw samples of each) lies beside the checkout on machines that have it; elsewhere the test is skipped, loudly. Standard
library only.
"""

import hashlib
import os
import subprocess

from open_data import end, start


def call(command):
    """Exit status, output, messages."""
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def must_be_refused(name, entry):
    return entry.get("pngsuite_says") == "must be rejected" or os.path.basename(name).startswith("x")


def check_samples(samples, path, name, entry):
    """What is wrong with the samples of the image, or None."""
    status, output, message = call([samples, path])
    if status not in (0, 3):
        return "png_samples exits %d: %s" % (status, message)
    if (status == 3) != bool(message):
        return "exit %d with the message '%s'" % (status, message)
    if must_be_refused(name, entry):
        return None if status == 3 else "is broken, and read"
    expected = entry.get("raw_sha256_u16le")
    if status == 0 and expected and hashlib.sha256(output).hexdigest() != expected:
        return "other samples"
    if status == 3 and expected and name.startswith(("suite/", "libpng/")):
        return "is sound, and refused: " + message.strip()
    return None


def check_program(maskloss, path, name, entry):
    """The whole program, with the image as truth and prediction: a report or one message, never anything else."""
    status, output, message = call([maskloss, "eval", "-q", "-s", path, path])
    if status == 0:
        return "is broken, and evaluated" if must_be_refused(name, entry) else None if output else "no report"
    if status != 3 or output or message.count("\n") != 1 or not message.startswith("maskloss: " + path):
        return "maskloss exits %d with %d bytes of output: %s" % (status, len(output), message.strip())
    return None


def main():
    arguments, data, entries = start("pngsuite", "PngSuite and the images that crashed other decoders")
    passed = failed = n_samples = n_broken = 0
    for name, entry in sorted(entries.items()):
        path = os.path.join(data, name)
        n_samples += "raw_sha256_u16le" in entry
        n_broken += must_be_refused(name, entry)
        for problem in (check_samples(arguments.samples, path, name, entry),
                        check_program(arguments.maskloss, path, name, entry)):
            passed += problem is None
            failed += problem is not None
            if problem:
                print("FAIL %s: %s" % (name, problem))
    print("%d images, %d with known samples, %d that must be refused" % (len(entries), n_samples, n_broken))
    end(passed, failed, n_samples and n_broken)


if __name__ == "__main__":
    main()
