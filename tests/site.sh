#!/bin/sh
# The pages become a site (make html), and all links within it lead somewhere.
# In make check: sources only
set -eu
for tool in "${MANDOC:-mandoc}" "${CMARK:-cmark-gfm}"; do
    if ! command -v "$tool" >/dev/null; then
        echo "SKIP: site: no ${tool##*/}"
        exit 77
    fi
done
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-site.XXXXXX")
trap 'rm -rf "$folder"' EXIT
sh "$srcdir/tools/site.sh" "$srcdir" "$folder/html" 0.0
"${PYTHON3:-python3}" "$srcdir/tests/site_check.py" "$folder/html"
if (MANDOC=/nowhere/mandoc && export MANDOC && sh "$srcdir/tools/site.sh" "$srcdir" "$folder/none" 0.0) 2>"$folder/message"; then
    echo "site: makes pages without mandoc"
    exit 1
fi
grep -q mandoc "$folder/message"
test ! -e "$folder/none"
