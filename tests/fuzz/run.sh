#!/bin/sh
# Fuzzes the parsers with libFuzzer under AddressSanitizer and UndefinedBehaviorSanitizer.
#
#   tests/fuzz/run.sh [-s SECONDS] [TARGET...]      default: 30 seconds for each target
#
# Needs clang with its libFuzzer and a ./configure (./bootstrap makes one). Builds in build-fuzz/, or where BUILD says; what
# the fuzzer learns stays in corpus/ there, and an input that fails is written there too. Such an input belongs into
# tests/fuzz/corpus (make-corpus.py), where make check replays it ever after.
set -eu
seconds=30
while getopts s: option; do
    case $option in
    s) seconds=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
cd "$(dirname "$0")/../.."
source_folder=$(pwd)
build=${BUILD:-build-fuzz}
# shellcheck disable=SC2046 # a list of words
[ $# -gt 0 ] || set -- $(sed -n 's/^const char ml_fuzz_name\[\] = "\(.*\)";/\1/p' tests/fuzz/fuzz_*.c)

mkdir -p "$build"
cd "$build"
[ -f Makefile ] || "$source_folder/configure" -q --enable-werror CC=clang CFLAGS="-O1 -g -DML_FUZZING \
-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
make -s -j"$jobs" libmaskloss.a # configures again where that is needed, which must not see the LDFLAGS
# shellcheck disable=SC2046 # a list of words
make -s -j"$jobs" $(printf 'tests/fuzz/fuzz_%s ' "$@") LDFLAGS=-fsanitize=fuzzer

fuzz() {
    mkdir -p "corpus/$1"
    "tests/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix="$1-" "corpus/$1" "$source_folder/tests/fuzz/corpus/$1" >"$1.log" 2>&1
}

# Waits for the targets that run, "NAME PID" each, and tells how they ended.
finish() {
    while [ $# -gt 0 ]; do
        if wait "$2"; then
            printf '%s: %s seconds\n' "$1" "$seconds"
            grep -E '^(stat::number_of_executed_units|stat::new_units_added|stat::slowest_unit|stat::peak_rss)' "$1.log"
        else
            tail -60 "$1.log"
            printf '%s: fails; the input is in %s\n' "$1" "$build"
            status=1
        fi
        shift 2
    done
}

# As many at a time as there are processors.
status=0 n=0 running=
for target in "$@"; do
    fuzz "$target" &
    running="$running $target $!" n=$((n + 1))
    [ $((n % jobs)) -eq 0 ] || continue
    # shellcheck disable=SC2086 # a list of words
    finish $running
    running=
done
# shellcheck disable=SC2086
finish $running
exit $status
