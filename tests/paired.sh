#!/bin/sh
# compare against NumPy on generated pairs of sets, and what it must refuse.
# PAIRED_ARGUMENTS="--seed 2" makes other sets.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "$srcdir/tests/oracle/paired_run.py" --maskloss "$MASKLOSS" ${PAIRED_ARGUMENTS:-}
