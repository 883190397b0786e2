#!/bin/sh
# The PNG reader on PngSuite and on images that crashed other decoders; skipped where the data are absent.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/pngsuite.py" --maskloss "$MASKLOSS" --samples "$PNG_SAMPLES"
