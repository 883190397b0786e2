#!/bin/sh
# The jobs of doc/ci.md do what they are there for: their commands run, and fail where a network got worse.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "$srcdir/tests/ci_recipes.py" --maskloss "$MASKLOSS" --page "$srcdir/doc/ci.md" --sample "$srcdir/data/sample"
