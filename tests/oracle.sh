#!/bin/sh
# Every figure of the JSON report against NumPy, on 240 generated cases.
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/run.py" --maskloss "$MASKLOSS" ${ORACLE_ARGUMENTS:-}
