#!/bin/sh
# Nothing is declared that nobody uses: headers, functions, types, constants, members.
# In make check: sources only
if [ -z "${PYTHON3:-}" ]; then
    echo "SKIP: unused: no python3"
    exit 77
fi
exec "$PYTHON3" "$srcdir/tests/unused.py" "$srcdir"
