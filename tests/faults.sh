#!/bin/sh
# System calls and allocations that fail, one at a time: a sample of what tests/faults/run.py can do, a larger one if FULL_LENGTH is
# set, with FAULTS_EVERY=places one of each place in the program, and with the arguments `--every 1`, which `make faults` gives, all
# of it. What makes them fail is compiled here, for whatever the program is built with.
# In make check: runs the program often
set -eu
sources=$(cd "${srcdir:-.}" && pwd)/tests/faults
case $(uname) in
Linux) ;;
*)
    echo "SKIP: faults: calls are made to fail on Linux alone" >&2
    exit 77
    ;;
esac
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-faults.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
${INJECT_CC:-cc} -std=gnu11 -O1 -g -Wall -Wextra -shared -fPIC -o "$work/inject.so" "$sources/inject.c" -ldl
case ${FAULTS_EVERY:-} in
places) set -- --places "$@" ;;
*) set -- --every "${FAULTS_EVERY:-$([ -n "${FULL_LENGTH:-}" ] && echo 41 || echo 251)}" "$@" ;;
esac
"${PYTHON3:-python3}" "$sources/run.py" --maskloss "$MASKLOSS" --inject "$work/inject.so" --data "$sources/../data" "$@"
