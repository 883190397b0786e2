#!/bin/sh
# Writes the C source of the style and the script of pages (src/output/page/files.h) to standard output:
#
#     page-files.sh FILE.css FILE.js
#
# Without comments, which stand on lines of their own, and indents. Bytes are written as numbers, since a string of that length is
# more than C promises.
set -eu
LC_ALL=C
export LC_ALL
cat <<'END'
/* The style and the script of pages; written by data/page-files.sh. */
#include "output/page/files.h"

END
for file; do
    case $file in
    *.css) name=style ;;
    *) name=script ;;
    esac
    printf 'const char ml_page_%s[] = { /* %s */\n' $name "$(basename "$file")"
    awk '/^ *\/\*/ { inside = 1 } !inside && NF { sub(/^ */, ""); print } /\*\/$/ { inside = 0 }' "$file" | od -A n -v -t u1 | sed 's/[0-9][0-9]*/&,/g'
    printf '};\nconst size_t ml_page_%s_bytes = sizeof ml_page_%s;\n\n' $name $name
done
