#!/bin/sh
# Every figure of the JSON report against NumPy, on generated cases, and what must be refused. Of the families that take
# long one case of three, if FULL_LENGTH is not set.
# In make check: first
data=${srcdir:-.}/tests/data
if "$MASKLOSS" eval "$data/good-png-gray8.png" "$data/good-npz-stored-hwc.npz" 2>&1 | grep -q without-libzip; then
    echo "SKIP: oracle: built without libzip; its cases hold archives"
    exit 77
fi
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/run.py" --maskloss "$MASKLOSS" \
    ${ORACLE_ARGUMENTS:-$([ -n "${FULL_LENGTH:-}" ] || echo --short)}
