#!/bin/sh
# The house rules: includes go down only and each foreign library lives in one file.
# In make check: sources only
set -eu
cd "${srcdir:-.}/src"
problems=0
sources=$(find . -name '*.[ch]' ! -name main.c ! -path '*/.*' | sed 's|^\./||' | LC_ALL=C sort; echo completions/main.c)

# LAYER: the layers it may include.
allowed='
base:
kernel: base
io: base
core: base kernel
format: base kernel io
json: base io core
observe: base kernel core
input: base kernel io core format
stream: base io core json
output: base io core json stream
engine: base kernel io core json observe input stream output
cli: base kernel io core input output engine
command: base io core json input stream output engine cli
main.c: io cli command
completions: base core io input engine cli command
'

problem() {
    printf 'layers: %s\n' "$*" >&2
    problems=$((problems + 1))
}

for file in main.c $sources; do
    layer=${file%%/*}
    may=$(printf '%s' "$allowed" | sed -n "s/^$layer://p")
    [ -n "$may" ] || [ "$layer" = base ] || problem "$file: layer $layer is not in the list"
    for include in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
        below=${include%%/*}
        [ -f "$include" ] || problem "$file: includes $include, which is not below src/"
        case " $may $layer " in
        *" $below "*) ;;
        *) problem "$file: $layer must not include $include" ;;
        esac
    done
done

# No circle of files, inside a room either: NAME.c and NAME.h are one file here.
loops=$(grep -H '^#include "' main.c $sources | sed 's/\.[ch]:#include "/ /; s/\.[ch]"$//' | awk '$1 != $2' | tsort 2>&1 >/dev/null) || problem "$loops"

# HEADER: the one file that may include it.
only() {
    for file in $(grep -l "^#include <$1>" main.c $sources); do
        [ "$file" = "$2" ] || problem "$file: only $2 includes <$1>"
    done
    grep -q "^#include <$1>" "$2" || problem "$2: no longer includes <$1>: drop the rule"
}
only png.h format/png_reader.c
only cjson/cJSON.h input/class_set.c
only zip.h format/npz.c
only getopt.h cli/options.c
only sys/ioctl.h cli/terminal.c
only dirent.h io/directory.c
only pthread.h base/thread.c
only cpuid.h base/cpu.c
only immintrin.h kernel/isa_vector.h
only arm_neon.h kernel/isa_vector.h

# Results must not depend on the C library's mathematics: only correctly rounded functions are allowed.
for file in $(grep -l '^#include <math.h>' $sources); do
    grep -nE '(^|[^_a-z])(log|log2|log1p|exp|exp2|expm1|pow|tanh|cbrt|hypot|fma)[fl]?\(' "$file" && problem "$file: calls libm"
done
grep -nE '(^|[^_a-z])(setlocale|exit|abort)\(' $sources && problem "a call that the library must not make"
for file in $sources main.c; do
    case $file in
    cli/messages.c) ;;
    *) grep -nE '(^|[^a-z_])(printf|puts|putchar)\(|std(out|err)' "$file" && problem "$file: prints" ;;
    esac
done
lines=$(wc -l <main.c)
[ "$lines" -lt 80 ] || problem "main.c has $lines lines"
for file in $sources; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 450 ] || problem "$file has $lines lines; is there a room missing?"
done
[ "$problems" -eq 0 ]
