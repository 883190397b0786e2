#!/bin/sh
# Inputs are read once: of a stored .npz no byte twice, with any number of threads, although it has a check sum; and a file is opened
# once or twice.
set -eu
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/reading.py" --maskloss "$MASKLOSS"
