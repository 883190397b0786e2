#!/bin/sh
# The time that everything in a distribution has, in seconds: SOURCE_DATE_EPOCH, or that of the last commit, or, in an unpacked
# distribution, that which it came with. `make dist` calls it, in the folder of the sources.
set -eu
if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
elif [ -e .git ]; then
    git -c safe.directory="$(pwd)" log -1 --format=%ct
else
    date -r configure.ac +%s
fi
