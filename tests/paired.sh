#!/bin/sh
# compare against NumPy on generated pairs of sets, and what it must refuse; before that, the oracle itself.
# PAIRED_ARGUMENTS="--seed 2" makes other sets.
# In make check: runs the program often
run="$srcdir/tests/oracle/paired_run.py"
"${PYTHON3:-python3}" "$run" --self-test || exit
exec "${PYTHON3:-python3}" "$run" --maskloss "$MASKLOSS" ${PAIRED_ARGUMENTS:-}
