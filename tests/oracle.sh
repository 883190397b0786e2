#!/bin/sh
# Every figure of the JSON report against NumPy, on generated cases, and what must be refused.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/run.py" --maskloss "$MASKLOSS" ${ORACLE_ARGUMENTS:-}
