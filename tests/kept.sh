#!/bin/sh
# --keep-going is the run without the images that failed. KEPT_ROUNDS=20 for a longer run.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/kept.py" --maskloss "$MASKLOSS" \
    --rounds "${KEPT_ROUNDS:-$([ -n "${FULL_LENGTH:-}" ] && echo 12 || echo 1)}"
