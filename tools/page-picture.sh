#!/bin/sh
# The picture in README of the page that the program writes of the sample set.
#
#     tools/page-picture.sh PROGRAM            makes doc/page.png anew, with headless Chromium, and tools/page.sum
#     tools/page-picture.sh PROGRAM --check    whether the page is still the one in the picture; needs no browser
#
# tools/page.sum is a sum of the page without what differs between machines: bytes of pictures, which depend on what compresses, and
# the version. PROGRAM is a path from the working folder, or absolute.
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-page.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$program" eval -q -f html -o "$work/page.html" -c data/sample/classes.json data/sample/truth data/sample/pred
sum=$(sed -e 's|data:image/png;base64,[A-Za-z0-9+/=]*|data:|g' -e 's|maskloss [0-9][0-9.]*|maskloss|g' "$work/page.html" | cksum)
if [ "${2:-}" = --check ]; then
    [ "$sum" = "$(cat tools/page.sum)" ] || {
        echo "doc/page.png shows a page that is written no more: run tools/page-picture.sh and look at it" >&2
        exit 1
    }
    exit 0
fi
# The tables between are left out of the picture.
sed 's|</head>|<style>#set, #forgiven, #figures, #classes, #spread { display: none }</style></head>|' "$work/page.html" >"$work/shown.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 --window-size=1000,1120 \
    --screenshot="$work/page.png" "file://$work/shown.html" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
cp "$work/page.png" doc/page.png
printf '%s\n' "$sum" >tools/page.sum
