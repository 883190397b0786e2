#!/bin/sh
# Writes lists.am, which Makefile.am includes: the lists of sources, tests, pages and other files of the distribution, made of
# what is there. A new file needs no line anywhere.
#
#     tools/lists.sh            writes lists.am if it has to change
#     tools/lists.sh --check    fails if it would (in an unpacked distribution: if a file is missing or was added)
#
# autoreconf runs it (configure.ac), and so does every make in a checkout. lists.am is in the distribution, not in the repository:
# two branches that add files have nothing to settle. What a list takes is in the table below; what is generated or built in the
# source folder has other endings. A test may say in its first comment when it runs ("other_tests" without such a line):
#
#     # In make check: first                     long: begins before the others
#     # In make check: sources only              "source_tests", looks at the sources, whatever was built
#     # In make check: runs the program often    "frequent_tests", left out under valgrind
#     # In make check: not by itself             something else runs it
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C
export LC_ALL
new=$(mktemp "${TMPDIR:-/tmp}/maskloss-lists.XXXXXX") # not here: what is only read may be read-only
trap 'rm -f "$new" lists.am.$$' EXIT

folders=
for folder in .ci data debian doc man src tests tools; do
    [ ! -d $folder ] || folders="$folders $folder"
done
# shellcheck disable=SC2086 # a list of words
files=$(find $folders '(' -name '.?*' ! -name .ci -o -name '#*' -o -name '*~' -o -name __pycache__ ')' -prune -o -type f -print)
groups=$(grep -H '^# In make check: ' tests/*.sh tests/cli/*.sh) || [ $? -eq 1 ]
{
    printf '%s\n' "$groups"
    printf '%s\n' "$files" | sort -t . -k 1,1 -k 2 # cityscapes before cityscapes-train
} | awk '
function add(list, file) {
    text[list] = text[list] " \\\n\t" file
}
function stem(file) {
    sub(/\.[^.]*$/, "", file)
    return file
}
BEGIN {
    n_lists = split("library_sources kernel_sources table_sources unit_programs fuzz_targets fuzz_sources first_tests " \
        "source_tests frequent_tests other_tests class_sets man_pages doc_pages other_files", lists)
    group["first"] = "first_tests"
    group["sources only"] = "source_tests"
    group["runs the program often"] = "frequent_tests"
    group["not by itself"] = "-"
}
/:# In make check: / {
    file = $0
    sub(/:.*/, "", file)
    sub(/^[^:]*:# In make check: /, "")
    if (!($0 in group)) {
        print "lists: " file ": no such group of tests: " $0 > "/dev/stderr"
        exit failed = 1
    }
    list_of[file] = group[$0]
    next
}
$0 == "" { next }
/[^-A-Za-z0-9_.+\/]/ {
    print "lists: make could not take the name " $0 > "/dev/stderr"
    exit failed = 1
}
/^src\/main\.c$/ || /^data\/(class-sets|page-files)\.c/ { next }
/^src\/kernel\/isa.*\.[ch]$/ { add("kernel_sources", $0); next }
/^src\/tables\/.*\.[ch]$/ { add("table_sources", $0); next }
/^src\/.*\.[ch]$/ { add("library_sources", $0); next }
/^tests\/unit\/test_[^\/]*\.c$/ { add("unit_programs", stem($0)); next }
/^tests\/fuzz\/fuzz_[^\/]*\.c$/ {
    add("fuzz_targets", stem($0))
    name = stem($0)
    gsub(/\//, "_", name)
    rules = rules name "_SOURCES = " $0 " $(fuzz_sources)\n"
    next
}
/^tests\/fuzz\/[^\/]*\.c$/ { add("fuzz_sources", $0); next }
/^tests\/unit\/[^\/]*\.c$/ {
    print "lists: " $0 ": not test_NAME.c: nothing would run it" > "/dev/stderr"
    exit failed = 1
}
/^data\/classes\// { add("class_sets", $0); next }
/^man\/[^\/]*\.[1-9]$/ { add("man_pages", $0); next }
/^doc\// { add("doc_pages", $0); next }
/^tests\/[^\/]*\.sh$/ || (/^tests\/cli\/.*\.sh$/ && $0 != "tests/cli/lib.sh") {
    list = $0 in list_of ? list_of[$0] : "other_tests"
    if (list != "-")
        add(list, $0)
    add("other_files", $0)
    next
}
/^tests\/(data|fuzz\/corpus|fuzz\/dict)\// || /^(tests|src)\/.*\.(c|h|py|sh|out|supp)$/ || /^(\.ci|data|tools)\// ||
    /^debian\/(source\/(format|lintian-overrides)|maskloss.lintian-overrides|tests\/control|changelog|clean|control|copyright|rules)$/ { add("other_files", $0) }
END {
    if (failed)
        exit 1
    print "# Written by tools/lists.sh."
    for (i = 1; i <= n_lists; i++)
        print lists[i] " =" text[lists[i]]
    printf "%s", rules
}' >"$new"

if cmp -s "$new" lists.am; then
    exit 0
fi
if [ "${1:-}" = --check ]; then
    diff -u lists.am "$new" >&2 || echo "lists: lists.am does not list what is here" >&2
    exit 1
fi
cat "$new" >lists.am.$$
mv lists.am.$$ lists.am
