#!/bin/sh
# Files as people have them, with the options that they need and without.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/field_cases.py" --maskloss "$MASKLOSS"
