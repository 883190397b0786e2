#!/bin/sh
# Writes the files and parts of files that follow from the program's tables:
#
#     tables.sh PROGRAM            writes them (make tables does this)
#     tables.sh PROGRAM --check    fails if they are not what it would write
#
# PROGRAM is src/tables/print, which prints each piece. A line @PIECE@ in NAME.in stands for it in NAME; in the manual it stands between
# the lines '.\" PIECE: written by make tables' and '.\" end'. The files are kept in the tree, so that a build for another machine,
# which cannot run its PROGRAM, has them too.
set -eu
program=$1
check=${2:-}
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-tables.XXXXXX")
trap 'rm -rf "$work"' EXIT
status=0
for piece in $("$program"); do
    "$program" "$piece" | sed '/^$/d' >"$work/$piece"
done

# FROM TO: TO is FROM with all pieces in their places.
fill() {
    awk -v work="$work" '
function put(piece, before, line) {
    if ((getline line <(work "/" piece)) < 0) {
        print "tables: " FILENAME ": there is no piece " piece > "/dev/stderr"
        exit failed = 1
    }
    do
        print before line
    while ((getline line <(work "/" piece)) > 0)
    close(work "/" piece)
}
/^ *@[a-z-]+@$/ { # with blanks before it, these stand before each line too
    put(substr($1, 2, length($1) - 2), substr($0, 1, index($0, "@") - 1))
    next
}
/^\.\\" end$/ { inside = 0 }
inside { next }
{ print }
/^\.\\" [a-z-]+: written by make tables$/ {
    piece = $2
    sub(/:$/, "", piece)
    put(piece, "")
    inside = 1
}
END { exit failed || inside }' "$1" >"$work/filled" || {
        echo "tables: $1: a piece without end" >&2
        exit 1
    }
    if [ "$check" = --check ]; then
        diff -u "$2" "$work/filled" || status=1
    elif ! cmp -s "$2" "$work/filled"; then
        cat "$work/filled" >"$2"
    fi
}

fill data/completions/bash.in data/completions/bash/maskloss
fill data/completions/zsh.in data/completions/zsh/_maskloss
fill data/completions/fish.in data/completions/fish/maskloss.fish
fill data/result.schema.json.in data/result.schema.json
for page in man/*.[1-9]; do
    fill "$page" "$page"
done
[ $status -eq 0 ] || echo "something in the program's tables has changed: make tables writes these files" >&2
exit $status
