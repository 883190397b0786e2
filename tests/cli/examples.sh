#!/bin/sh
# The examples of the Markdown and of the man pages print what they say. In Markdown an example is an indented block, in a man
# page a literal display; in both, a line "$ COMMAND" is run where data/ is at hand, and the lines after it are its output (messages
# included). Commands that build or install are not run here. There is no examples.out: the documents are what is expected.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
rm -f data sample
ln -s "$srcdir/data" data
mkdir bin
printf '#!/bin/sh\nexec "%s" "$@"\n' "$MASKLOSS" >bin/maskloss
chmod +x bin/maskloss
PATH=$work/bin:$PATH
export PATH

# The blocks of a document, without indentation and roff's escapes; a line "%%" ends each.
blocks() {
    case $1 in
    *.md) awk '/^    / { print substr($0, 5); open = 1; next } open && /^$/ { print ""; next } { if (open) print "%%"; open = 0 }
                  END { if (open) print "%%" }' "$1" ;;
    *) sed -n '/^\.Bd -literal/,/^\.Ed/p' "$1" | sed -e '/^\.Bd/d' -e 's/^\.Ed.*/%%/' -e 's/^\\&//' -e 's/\\e/\\/g' -e 's/\\-/-/g' ;;
    esac
}

# Whether a program is there; that examples are passed over is said.
has() { command -v "$1" >/dev/null || { echo "SKIP: examples: no $1: $command" >&2 && return 1; }; }

n=0
problems=0
# Runs the command noted in `command`, if any, and compares with `wanted`.
check() {
    [ -n "$command" ] || return 0
    case $command in
    *python3*) has python3 || { command= && return 0; } ;;
    *'| jq '*) has jq || { command= && return 0; } ;;
    ./bootstrap* | ./configure* | make* | git* | sudo* | man*) command= && return 0 ;;
    esac
    printf '%s' "$wanted" | awk '{ line[NR] = $0 } END { while (NR > 0 && line[NR] == "") NR--; for (i = 1; i <= NR; i++) print line[i] }' >wanted
    sh -c "$command" >out 2>&1 </dev/null
    awk '{ line[NR] = $0 } END { while (NR > 0 && line[NR] == "") NR--; for (i = 1; i <= NR; i++) print line[i] }' out >got.txt
    n=$((n + 1))
    diff -u wanted got.txt >difference || {
        printf '%s: $ %s\n' "$document" "$command" >&2
        cat difference >&2
        problems=$((problems + 1))
    }
    command=
}

for document in "$srcdir"/*.md "$srcdir"/doc/*.md "$srcdir"/man/*.[1-9]; do
    blocks "$document" >blocks.txt
    wanted=
    command=
    while IFS= read -r line; do
        case $line in
        '$ '*)
            check
            command=${line#??}
            wanted=
            ;;
        '%%') check ;;
        *) wanted=$wanted$line'
' ;;
        esac
    done <blocks.txt
    check
done
printf '%d examples, %d wrong\n' "$n" "$problems" >&2
[ "$n" -gt 0 ] || fail "no examples found"
[ "$problems" -eq 0 ]
