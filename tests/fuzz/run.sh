#!/bin/sh
# Fuzzes the targets with libFuzzer under AddressSanitizer and UndefinedBehaviorSanitizer.
#
#   tests/fuzz/run.sh [-s SECONDS] [-k] [TARGET...]    default: 30 seconds for each target that there is
#   tests/fuzz/run.sh -c [TARGET...]                   how much of its sources ("Covers:") the corpus of each reaches
#
# make fuzz SECONDS=N KEEP=1 TARGETS="npz png" and make fuzz-coverage TARGETS=... call it. Needs clang with its libFuzzer (CLANG
# says which; -c: and llvm-cov) and a ./configure (./bootstrap makes one). Builds in build-fuzz/, or where BUILD says; what the
# fuzzer learns stays in corpus/ there, and an input that fails is written there too: build-fuzz/tests/fuzz/fuzz_NAME INPUT runs it
# again. It belongs into tests/fuzz/corpus/NAME, where make check replays it ever after. With -k some of those that reach code
# which the corpus does not, and are short, are put there (keep.py).
set -eu
seconds=30 keep='' mode=fuzz
while getopts s:kc option; do
    case $option in
    s) seconds=$OPTARG ;;
    k) keep=yes ;;
    c) mode=coverage ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
cd "$(dirname "$0")/../.."
source_folder=$(pwd)
corpus=$source_folder/tests/fuzz/corpus
compiler=${CLANG:-clang}
mkdir -p "${BUILD:-build-fuzz}"
cd "${BUILD:-build-fuzz}"
# shellcheck disable=SC2046 # a list of words
[ $# -gt 0 ] || set -- $(cd "$source_folder/tests/fuzz" && printf '%s\n' fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
for target; do
    [ -f "$source_folder/tests/fuzz/fuzz_$target.c" ] || {
        printf 'tests/fuzz/run.sh: there is no target %s\n' "$target" >&2
        exit 2
    }
done
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
programs=$(printf 'tests/fuzz/fuzz_%s ' "$@")

# Configures in the current folder: build FLAGS
configure() {
    [ -f Makefile ] || "$source_folder/configure" -q --enable-werror --disable-hardening CC="$compiler" CFLAGS="-O1 -g1 $1"
}

# Prints how much of the lines and branches of its sources a target's corpus reaches, and the few of which it reaches least.
report_coverage() {
    sources=$(sed '/\*\//q' "$source_folder/tests/fuzz/fuzz_$1.c" | sed '1,/Covers:/s/.*Covers://' | grep -o 'src/[a-z_/]*\(\.c\)\{0,1\}')
    srcdir=$source_folder LLVM_PROFILE_FILE=$PWD/$1.profraw "tests/fuzz/fuzz_$1" - >"$1.log" 2>&1 || {
        cat "$1.log"
        exit 1
    }
    llvm-profdata merge -o "$1.profdata" "$1.profraw"
    llvm-cov report -instr-profile "$1.profdata" "tests/fuzz/fuzz_$1" >"$1.coverage"
    # shellcheck disable=SC2086 # a list of words
    awk -v target="$1" -v sources="$(printf '%s ' $sources)" '
BEGIN { n_sources = split(sources, source, " ") }
function share(missed, all) { return all ? 100 * (all - missed) / all : 100 }
function is_wanted(file, i) {
    for (i = 1; i <= n_sources; i++)
        if (file == source[i] || index(file, source[i] "/") == 1)
            return 1
    return 0
}
{ # the last columns: lines, missed, share, and the same of branches
    sub(/^(\.\.\/)*/, "", $1)
    if (!is_wanted($1))
        next
    name[++n] = $1
    lines[n] = share($(NF - 4), $(NF - 5))
    branches[n] = share($(NF - 1), $(NF - 2))
    all_lines += $(NF - 5)
    missed_lines += $(NF - 4)
    all_branches += $(NF - 2)
    missed_branches += $(NF - 1)
}
END {
    total = share(missed_lines, all_lines)
    printf "%-10s %5.1f %% of %5d lines, %5.1f %% of %5d branches", target, total, all_lines,
        share(missed_branches, all_branches), all_branches
    between = "; least:"
    for (shown = 0; shown < 5; shown++) {
        least = 0
        for (i = 1; i <= n; i++)
            if (!(i in done) && lines[i] < total && (!least || lines[i] < lines[least]))
                least = i
        if (!least)
            break
        done[least]
        printf "%s %s %.0f/%.0f", between, name[least], lines[least], branches[least]
        between = ","
    }
    print ""
}' "$1.coverage"
}

if [ $mode = coverage ]; then
    configure "-fprofile-instr-generate -fcoverage-mapping"
    # shellcheck disable=SC2086 # a list of words
    make -s -j"$jobs" $programs >make.log
    for target; do
        report_coverage "$target"
    done
    exit
fi

configure "-DML_FUZZING -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
make -s -j"$jobs" libmaskloss.a src/tables/print # configures again where that is needed, which must not see the LDFLAGS
# shellcheck disable=SC2086 # a list of words
make -s -j"$jobs" $programs LDFLAGS=-fsanitize=fuzzer
src/tables/print fuzz-words >words.dict

# Fuzzes a target: what was learnt before, the corpus and all fixtures, with the words of its dictionary or, where it has none, of the program.
fuzz() {
    words=$source_folder/tests/fuzz/dict/$1.dict
    [ -f "$words" ] || words=words.dict
    mkdir -p "corpus/$1"
    "tests/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
        -dict="$words" -artifact_prefix="$PWD/$1-" "$PWD/corpus/$1" "$corpus/$1" "$source_folder/tests/data" >"$1.log" 2>&1 </dev/null
}

# Puts into the corpus what reaches more than its seeds and the fixtures do, a few of it.
keep() {
    rm -rf scratch "$1.control"
    mkdir scratch
    "tests/fuzz/fuzz_$1" -set_cover_merge=1 -merge_control_file="$1.control" -use_counters=0 -max_len=5120 "$PWD/scratch" "$corpus/$1" \
        "$PWD/corpus/$1" "$source_folder/tests/data" >"$1-merge.log" 2>&1 </dev/null || {
        tail -20 "$1-merge.log"
        status=1
    }
    fixtures=$(sed -n 's/.*\.fixtures = "\([^"]*\)".*/\1/p' "$source_folder/tests/fuzz/fuzz_$1.c")
    case $1 in # those whose inputs cannot be short
    program) n_bytes=40960 ;;
    stream) n_bytes=16384 ;;
    *) n_bytes=8192 ;;
    esac
    "${PYTHON3:-python3}" "$source_folder/tests/fuzz/keep.py" "$1.control" "$corpus/$1" "${fixtures:--}" $n_bytes
}

# Waits for the targets that run, "NAME PID" each, and tells how they ended.
finish() {
    while [ $# -gt 0 ]; do
        if wait "$2"; then
            printf '%s: %s seconds\n' "$1" "$seconds"
            grep -E '^(stat::number_of_executed_units|stat::new_units_added|stat::slowest_unit|stat::peak_rss)' "$1.log"
            [ -z "$keep" ] || keep "$1"
        else
            tail -60 "$1.log"
            printf '%s: fails; the input is in %s\n' "$1" "$PWD"
            status=1
        fi
        shift 2
    done
}

# As many at a time as there are processors.
status=0 n=0 running=
for target; do
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
