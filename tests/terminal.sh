#!/bin/sh
# Texts on a terminal: colour where it should be, and lines as wide as the terminal.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "$srcdir/tests/terminal.py" --maskloss "$MASKLOSS" --sample "$srcdir/data/sample"
