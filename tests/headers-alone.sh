#!/bin/sh
# Every header compiles alone: whoever includes it needs to include nothing else before it.
# In make check: sources only
set -eu
if ! printf 'int x;\n' | $HEADER_CC -fsyntax-only -x c - 2>/dev/null; then
    echo "SKIP: headers-alone: $HEADER_CC does not compile here"
    exit 77
fi
status=0
for header in $(cd "$srcdir/src" && find . -name '*.h' | sed 's|^\./||' | LC_ALL=C sort); do
    printf '#include "%s"\nextern int not_empty;\n' "$header" | $HEADER_CC -Wno-unused-function -fsyntax-only -x c - || {
        echo "headers-alone: $header lacks an include" >&2
        status=1
    }
done
exit $status
