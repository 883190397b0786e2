#!/bin/sh
# Pages of comparisons (compare -f html): every figure is that of the JSON result, as tests/pages.sh says of those of evaluations.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-compared.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/pages_compared.py" --maskloss "$MASKLOSS" --source "$srcdir" --folder "$folder"
