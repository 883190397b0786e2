#!/bin/sh
# The completion of zsh, in a real zsh.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" zsh
