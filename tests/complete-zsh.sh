#!/bin/sh
# The completion of zsh, in a real zsh.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/complete.py" --maskloss "$MASKLOSS" --files "${srcdir:-.}/data/completions" zsh
