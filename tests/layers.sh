#!/bin/sh
# The house rules: includes go down only, no circle of files or of rooms, each foreign library in one file (or one that reads and one that writes), no room and no file too
# large, nothing that a library must not call.
# In make check: sources only
set -eu
cd "${srcdir:-.}/src"
problems=0
# Of the library and the program; all: with the program that prints tables.
sources=$(find . -name '*.[ch]' ! -name main.c ! -path '*/.*' ! -path './tables/*' | sed 's|^\./||' | LC_ALL=C sort)
all="main.c $sources $(find tables -name '*.[ch]' | LC_ALL=C sort)"

problem() {
    printf 'layers: %s\n' "$*" >&2
    problems=$((problems + 1))
}

# Each line of the text is a problem.
problem_lines() {
    [ -z "$1" ] || while read -r line; do problem "$line"; done <<END
$1
END
}

# ROOM: the rooms that it includes, and may. A room inside a room has the rights of the outer one; the circles below bind it too.
allowed='
base:
kernel: base
io: base
core: base kernel
format: base kernel io
measure: base kernel core observe
label: base kernel core format
json: base io core
observe: base kernel io core format
input: base io core format label
stream: base io core json measure
output: base io core json stream
engine: base io core observe measure input stream output
cli: base kernel io input measure engine
command: base io json input engine cli
main.c: base io command
tables: base io core json measure input cli command
'

# FILE INCLUDED, for each line that includes a file of ours.
includes=$(grep -H '^ *# *include "' $all | sed 's/: *# *include "/ /; s/".*//')

problem_lines "$(printf '%s\n@\n%s\n' "$allowed" "$includes" | awk '
function room(file) {
    sub(/\/.*/, "", file)
    return file
}
$1 == "@" { after = 1; next }
!after && NF {
    sub(/:$/, "", $1)
    known[$1] = 1
    for (i = 2; i <= NF; i++)
        may[$1, $i] = 1
}
after {
    from = room($1)
    to = room($2)
    if (!(from in known))
        print $1 ": room " from " is not in the list"
    else if (from != to && !((from, to) in may))
        print $1 ": " from " must not include " $2
    used[from, to] = 1
}
END {
    for (right in may)
        if (!(right in used)) {
            split(right, rooms, SUBSEP)
            print rooms[1] " does not include " rooms[2] ": drop the right"
        }
}')"
for included in $(printf '%s\n' "$includes" | sed 's/.* //' | LC_ALL=C sort -u); do
    [ -f "$included" ] || problem "$included is included, and is not below src/"
done

# No circle of files, inside a room either: NAME.c and NAME.h are one file here. And none of rooms, of whatever depth: a room inside
# a room stands above the outer one or below it, not both.
circles() { awk '$1 != $2' | tsort 2>&1 >/dev/null | tr '\n' ' '; }
problem_lines "$(printf '%s\n' "$includes" | sed 's/\.[ch] / /; s/\.[ch]$//' | circles)"
# None by what is called or used either, whichever header declares it: a module needs another that it includes, or whose .c defines
# a function or an object that it names (and does not define itself, as what stands in for an absent library does).
uses=$(awk '
FNR == 1 {
    module = FILENAME
    sub(/\.[ch]$/, "", module)
    in_comment = 0
}
{ # the line without strings and comments
    line = $0
    code = ""
    gsub(/\047"\047|"([^"\\]|\\.)*"/, "", line)
    while (line != "") {
        at = index(line, in_comment ? "*/" : "/*")
        if (!in_comment)
            code = code (at ? substr(line, 1, at - 1) : line)
        line = at ? substr(line, at + 2) : ""
        if (at)
            in_comment = !in_comment
    }
}
pass == 1 && FILENAME ~ /c$/ && code ~ /^[a-z]/ && code !~ /^(static|extern|typedef)/ &&
        match(code, /ml_[a-z0-9_]+(\(|(\[[^]]*\])* =)/) {
    name = substr(code, RSTART, RLENGTH)
    sub(/[^a-z0-9_].*/, "", name)
    defines[module, name] = 1
    where[name] = where[name] " " module
}
pass == 2 && (FILENAME ~ /c$/ || code ~ /^ / || code ~ /inline/) { # of headers only what functions in them do
    while (match(code, /ml_[a-z0-9_]+/)) {
        name = substr(code, RSTART, RLENGTH)
        code = substr(code, RSTART + RLENGTH)
        if (!(name in where) || (module, name) in defines)
            continue
        n = split(where[name], modules, " ")
        for (i = 1; i <= n; i++)
            print module, modules[i]
    }
}' pass=1 $all pass=2 $all | LC_ALL=C sort -u)
[ "$(printf '%s\n' "$uses" | wc -l)" -gt 300 ] || problem "uses of modules were not found: are definitions written in another way?"
problem_lines "$(printf '%s\n%s\n' "$includes" "$uses" | sed 's/\.[ch] / /; s/\.[ch]$//' | circles)"
problem_lines "$(printf '%s\n' "$includes" | sed 's|/[^/ ]* | |; s|/[^/]*$||' | LC_ALL=C sort -u | circles)"

# No room above a fifth of the program; no file so long that it must be several.
problem_lines "$(wc -l main.c $sources | awk '
$2 == "total" { total = $1; next }
{
    if ($1 > 400)
        print $2 " has " $1 " lines: are there two files in it?"
    sub(/\/.*/, "", $2)
    lines[$2] += $1
}
END {
    for (room in lines)
        if (5 * lines[room] > total)
            print room " has " lines[room] " of " total " lines, more than a fifth: is there a room missing?"
}')"
lines=$(wc -l <main.c)
[ "$lines" -lt 80 ] || problem "main.c has $lines lines"

# HEADER FILE...: the files that may include it, and do: one, or one that reads and one that writes.
only() {
    header=$1
    shift
    for file in $(grep -l "^#include <$header>" $all); do
        case " $* " in
        *" $file "*) ;;
        *) problem "$file: only $* includes <$header>" ;;
        esac
    done
    for file; do
        grep -q "^#include <$header>" "$file" || problem "$file does not include <$header>: drop the rule"
    done
}
only png.h format/png_reader.c format/png_writer.c
only cjson/cJSON.h input/class_set.c
only zip.h format/zip_directory.c
only tiffio.h format/tiff_decoder.c
only dlfcn.h format/late_library.c
only jpeglib.h format/jpeg_reader.c
only zlib.h base/crc.c format/gzip.c format/inflate_zlib.c
only isa-l/crc.h base/crc.c
only isa-l/igzip_lib.h format/inflate_isal.c
only getopt.h cli/options.c
only sys/ioctl.h cli/terminal.c
only dirent.h io/directory.c
only pthread.h base/thread.c
only cpuid.h base/cpu.c
only immintrin.h kernel/isa_vector.h
only arm_neon.h kernel/isa_vector.h

# Results must not depend on the C library's mathematics: only correctly rounded functions are allowed. Formulas in strings and
# comments are no calls.
for file in $(grep -l '^#include <math.h>' $all); do
    sed -e 's/"[^"]*"//g' -e 's|/\*.*\*/||' -e 's|/\*.*||' -e '/^ \*/d' "$file" |
        grep -nE '(^|[^_a-z])(log|log2|log1p|exp|exp2|expm1|pow|tanh|cbrt|hypot|fma)[fl]?\(' && problem "$file: calls libm"
done
grep -nE '(^|[^_a-z])(setlocale|exit|abort)\(' $all && problem "a call that the library must not make"
for file in $all; do
    case $file in
    cli/messages.c) ;;
    *) grep -nE '(^|[^a-z_])(printf|puts|putchar)\(|std(out|err)' "$file" && problem "$file: prints" ;;
    esac
done
# What a unit test calls itself when it fails is its name.
for file in ../tests/unit/test_*.c; do
    name=${file##*/test_}
    grep -q "unit_main(\"${name%.c}\"" "$file" || problem "$file: does not call itself ${name%.c}"
done
[ "$problems" -eq 0 ]
