#!/bin/sh
# Signals, full disks and limits while files are written: tests/killed.py, a few rounds, or many if FULL_LENGTH is set.
# In make check: runs the program often
set -eu
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/killed.py" --maskloss "$MASKLOSS" \
    --rounds "$([ -n "${FULL_LENGTH:-}" ] && echo 400 || echo 24)" "$@"
