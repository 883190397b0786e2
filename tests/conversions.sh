#!/bin/sh
# The conversions of man maskloss-formats give the arrays that went in; see conversions.py. PyTorch, which takes a second
# to start, has both kinds of its files only if FULL_LENGTH is set.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/conversions.py" --maskloss "$MASKLOSS" --page "${srcdir:-.}/man/maskloss-formats.7"
