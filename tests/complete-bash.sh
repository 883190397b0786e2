#!/bin/sh
# The completion of bash, in a real bash.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" bash
