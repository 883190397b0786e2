#!/bin/sh
# Real predictions against reference figures; skipped where the data are absent.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/open_data.py" --maskloss "$MASKLOSS"
