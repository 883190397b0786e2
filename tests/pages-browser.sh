#!/bin/sh
# Pages (-f html) in a browser: with and without scripts, narrow and wide, and what they fetch: nothing.
# In make check: runs the program often
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-browser.XXXXXX")
trap 'rm -rf "$folder"' EXIT
exec "${PYTHON3:-python3}" "$srcdir/tests/pages_browser.py" --maskloss "$MASKLOSS" --source "$(cd "$srcdir" && pwd)" --folder "$folder"
