#!/bin/sh
# Names of files, folders, groups and classes that drive terminals or look like markup, in every form, message and map's name.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-names.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/hostile_names.py" --maskloss "$MASKLOSS" --source "$(cd "$srcdir" && pwd)" --folder "$folder"
