#!/bin/sh
# The completion of bash, in a real bash.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" bash
