#!/bin/sh
# Pages (-f html) of many kinds: every figure is that of the JSON result, they are well-formed, small, and load nothing.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-pages.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/pages_check.py" --maskloss "$MASKLOSS" --source "$srcdir" --folder "$folder"
