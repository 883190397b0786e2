#!/bin/sh
# The pages and the comments of the sources name files that there are, and links between pages lead somewhere.
# In make check: sources only
exec "${PYTHON3:-python3}" "$srcdir/tests/docs_check.py" "$srcdir"
