#!/bin/sh
# Label images in every encoding, and real ones; skipped where the data are absent.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/open_labels.py" --maskloss "$MASKLOSS" --samples "$PNG_SAMPLES"
