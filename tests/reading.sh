#!/bin/sh
# Inputs are read once: of a stored .npz no byte twice, with any number of threads, although it has a check sum; and a plane is opened
# twice at most.
set -eu
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/reading.py" --maskloss "$MASKLOSS"
