#!/bin/sh
# Writes the C source of the class sets that are part of the program (src/input/shipped_sets.h) to standard output:
#
#     class-sets.sh FILE.json...
#
# The name of a set is that of its file. Bytes are written as numbers, since a string of that length is more than C promises.
set -eu
LC_ALL=C
export LC_ALL
cat <<'END'
/* The class sets of data/classes; written by data/class-sets.sh. */
#include "input/shipped_sets.h"

END
n=0
table=
for file; do
    n=$((n + 1))
    name=$(basename "$file" .json)
    printf 'static const uint8_t set_%d[] = { /* %s */\n' $n "$name"
    od -A n -v -t u1 "$file" | sed 's/[0-9][0-9]*/&,/g'
    printf '};\n\n'
    table="$table    {\"$name\", set_$n, sizeof set_$n},
"
done
printf 'const ml_shipped_set ml_shipped_sets[] = {\n%s};\n' "$table"
printf 'const size_t ml_n_shipped_sets = %d;\n' $n
