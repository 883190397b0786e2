#!/bin/sh
# The completion of fish, in a real fish.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" fish
