#!/bin/sh
# The Markdown and JUnit forms as their readers see them, with names made to break them, and Markdown's limit of size.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-forms.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/forms_check.py" --maskloss "$MASKLOSS" --data "$srcdir/tests/data" --folder "$folder"
