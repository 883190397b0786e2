#!/bin/sh
# The conversions of man maskloss-formats give the arrays that went in; see conversions.py.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/conversions.py" --maskloss "$MASKLOSS" --page "${srcdir:-.}/man/maskloss-formats.7"
