#!/bin/sh
# The table of `make coverage` counts what gcovr gathered as it says: per room, without what belongs to none; it lists what was
# missed, and fails where a room is below its bound. The document is made by hand, and so are the numbers that it must give.
# In make check: sources only
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-coverage.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$folder/src/io"
printf 'one\n    two(a && b);\nthree\n' >"$folder/src/io/a.c"
# file PATH LINE:COUNT[:BRANCH,..]...
file() {
    path=$1 comma=''
    shift
    printf '{"file": "%s", "lines": [' "$path"
    for line; do
        branches=$(echo "$line" | cut -d : -f 3 | sed 's/[0-9][0-9]*/{"count": &, "fallthrough": false, "throw": false}/g')
        printf '%s{"line_number": %s, "count": %s, "gcovr/noncode": false, "branches": [%s]}' "$comma" "$(echo "$line" | cut -d : -f 1)" \
            "$(echo "$line" | cut -d : -f 2)" "$branches"
        comma=', '
    done
    printf ']}'
}
{
    printf '{"gcovr/format_version": "0.4", "files": ['
    file src/io/a.c 1:5 2:5:3,0,5,0 3:0
    printf ', '
    file src/io/b.h 1:1:1,1
    printf ', '
    file src/core/c.c 1:0:0,0
    printf ', '
    file src/main.c 1:0
    printf ', '
    file tests/d.c 1:0
    printf ']}'
} >"$folder/coverage.json"
cat >"$folder/wanted" <<'E2'
room          lines   missed            branches   missed          
core              1        1    0.00 %         2        2    0.00 %
io                4        1   75.00 %         6        2   66.67 %  below 98 or 95 %
all               5        2   60.00 %         8        4   50.00 %
src/io/a.c:2: branch 2, 4 of 4: two(a && b);
src/io/a.c:3: never runs: three
coverage: below 98 % of lines or 95 % of branches: io
[exit 1]
E2
status=0
"$PYTHON3" "$srcdir/tools/coverage.py" --sources "$folder" --missed io "$folder/coverage.json" >"$folder/got" 2>&1 || status=$?
echo "[exit $status]" >>"$folder/got"
diff -u "$folder/wanted" "$folder/got"
# Nothing is below the bound where no such room is.
sed 's|src/io/|src/cli/|g' "$folder/coverage.json" >"$folder/other.json"
"$PYTHON3" "$srcdir/tools/coverage.py" "$folder/other.json" >"$folder/got"
if "$PYTHON3" "$srcdir/tools/coverage.py" --missed io "$folder/other.json" >"$folder/got" 2>&1; then
    echo "coverage: a room that is not there passes"
    exit 1
fi
