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
make -s -j2 libmaskloss.a # configures again where that is needed, which must not see the LDFLAGS
for target in "$@"; do
    make -s -j2 "tests/fuzz/fuzz_$target" LDFLAGS=-fsanitize=fuzzer
    mkdir -p "corpus/$target"
    printf '%s: %s seconds\n' "$target" "$seconds"
    "tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix="$target-" "corpus/$target" "$source_folder/tests/fuzz/corpus/$target" >"$target.log" 2>&1 || {
        tail -60 "$target.log"
        printf '%s: fails; the input is in %s\n' "$target" "$build"
        exit 1
    }
    grep -E '^(stat::number_of_executed_units|stat::new_units_added|stat::slowest_unit|stat::peak_rss)' "$target.log"
done
