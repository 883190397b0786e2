#!/bin/sh
# The completion of fish, in a real fish.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" fish
