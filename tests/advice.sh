#!/bin/sh
# What messages and inspect advise is followed on hostile files, and never ends in a misreading; see advice.py.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/advice.py" --maskloss "$MASKLOSS"
