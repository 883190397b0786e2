#!/bin/sh
# Every `use as` line that inspect prints, run: eval reads the file so.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-use-as.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/use_as.py" --maskloss "$MASKLOSS" --data "$srcdir/tests/data" --folder "$folder"
