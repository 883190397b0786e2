#!/bin/sh
# Writes the completion files of the shells, data/completions/SHELL/..., from SHELL.in and the tables of the program:
#
#     make-completions.sh GENERATOR            writes them (make completions does this)
#     make-completions.sh GENERATOR --check    fails if they are not what it would write
#
# They are kept in the tree, so that a build for another machine, which cannot run its GENERATOR, has them too.
set -eu
generator=$1
folder=$(dirname "$0")/completions
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-completions.XXXXXX")
trap 'rm -rf "$work"' EXIT
status=0

# shell SHELL FILE
shell() {
    "$generator" "$1" >"$work/tables"
    sed -e "/^@tables@\$/r $work/tables" -e '/^@tables@$/d' "$folder/$1.in" >"$work/$1"
    if [ "$check" = --check ]; then
        diff -u "$folder/$1/$2" "$work/$1" || status=1
    else
        cp "$work/$1" "$folder/$1/$2"
    fi
}

check=${2:-}
shell bash maskloss
shell zsh _maskloss
shell fish maskloss.fish
[ $status -eq 0 ] || echo "the completions are not those of the table of options: make completions writes them" >&2
exit $status
