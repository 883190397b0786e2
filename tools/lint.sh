#!/bin/sh
# What can be said about the sources without running the program: layout, shell scripts, manual pages, who includes whom, what is
# declared in vain. `make lint` calls it. A tool that is missing is a fault too, because what was not looked at is not clean.
set -eu
cd "$(dirname "$0")/.."
problems=0

# check TOOL PACKAGE WHAT COMMAND...
check() {
    tool=$1 package=$2 what=$3
    shift 3
    if ! command -v "$tool" >/dev/null; then
        echo "lint: $what: not looked at, no $tool (Debian: $package)"
        problems=$((problems + 1))
    elif "$@"; then
        echo "lint: $what: clean"
    else
        echo "lint: $what: see above"
        problems=$((problems + 1))
    fi
}

# Meant: variables that make check sets, patterns without ./, lists of words; in cases also files called "more" and "batch", options
# with commas, ls in a folder of known names, and ulimit -n.
scripts() {
    shellcheck -e SC2154,SC2013,SC2035,SC2086,SC2046 bootstrap .ci/* data/completions/bash/maskloss \
        $(find data tests tools -name '*.sh' ! -path 'tests/cli/*') &&
        shellcheck -s sh -S warning -e SC2154,SC2013,SC2035,SC2010,SC2238,SC2258,SC3045 tests/cli/*.sh
}
layout() { find src tests -name '*.[ch]' -exec clang-format --dry-run -Werror {} +; }
pages() { mandoc -Tlint -W warning man/*.[1-9]; }
rooms() { srcdir=. sh tests/layers.sh; }
unused() { python3 tests/unused.py .; }

check clang-format clang-format "layout of C (make format)" layout
check shellcheck shellcheck "shell scripts" scripts
check mandoc mandoc "manual pages" pages
check sh dash "rooms and files" rooms
check python3 python3 "declarations" unused
[ "$problems" -eq 0 ]
