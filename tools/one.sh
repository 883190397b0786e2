#!/bin/sh
# Builds and runs the tests of one name, and nothing else; `make one M=NAME` and `make refresh T=NAME` call it in the build folder,
# with the environment that tests have.
#
#     tools/one.sh [--refresh] NAME TEST...
#
# NAME is short, or is the path of a test: loss is tests/unit/test_loss and, if there were such files, tests/cli/loss.sh and
# tests/loss.sh; fuzz_loss is tests/fuzz/fuzz_loss. TEST...: all tests that there are, as in Makefile.am. --refresh has a case of
# the command line write its expected output anew, and shows what changed. Environment: srcdir, MAKE, SHELL.
set -eu
usage='make one M=NAME: the name of a test, as loss, fuzz_npy, cli/losses or tests/oracle.sh'
refresh=no
if [ "$1" = --refresh ]; then
    refresh=yes
    usage='make refresh T=NAME: the name of a case of tests/cli'
    shift
fi
name=$1
shift

# The names by which a test is called: its path, the path without folder tests and ending, the last word, the last word's own.
names() {
    path=${1#tests/}
    path=${path%.sh}
    last=${path##*/}
    printf '%s\n' "$1" "$path" "$last" "${last#test_}"
}

found=
known=
for test; do
    case $refresh:$test in
    yes:tests/cli/examples.sh) continue ;; # what it expects is in the pages
    yes:tests/cli/* | no:*) ;;
    *) continue ;;
    esac
    case " $(names "$test" | tr '\n' ' ')" in
    *" ${name%.[ch]} "*) found="$found $test" ;;
    esac
    known="$known $(names "$test" | tail -n 1)"
done

if [ -z "$found" ]; then
    near=
    for word in $known; do
        case $word in
        *"${name:-/}"*) near="$near $word" ;;
        "$(printf '%.3s' "$name")"?*) [ -z "$name" ] || near="$near $word" ;;
        *) case $name in *"$word"*) near="$near $word" ;; esac ;;
        esac
    done
    {
        if [ $refresh = no ] && [ -e "$srcdir/tests/unit/test_$name.c" ]; then
            echo "configure did not find Check, without which there are no unit tests"
        elif [ -n "$name" ]; then
            echo "no test is called $name"
        fi
        echo "$usage"
        [ -z "$near" ] || printf 'near: '
        printf '%s\n' ${near:-$known} | sort -u | paste -s -d ' ' - | fold -s -w 100
    } >&2
    exit 2
fi

status=0
for test in $found; do
    case $test in
    *.sh)
        programs=
        grep -q 'MASKLOSS\|cli/lib.sh' "$srcdir/$test" && programs=maskloss
        grep -q PNG_SAMPLES "$srcdir/$test" && programs="$programs tests/png_samples"
        grep -q PHOTO_ROWS "$srcdir/$test" && programs="$programs tests/photo_rows"
        grep -q TABLES "$srcdir/$test" && programs="$programs src/tables/print"
        grep -q tests/bench/floor "$srcdir/$test" && programs="$programs tests/bench/floor"
        set -- "$SHELL" "$srcdir/$test"
        ;;
    *)
        programs=$test
        set -- "./$test"
        ;;
    esac
    # shellcheck disable=SC2086 # a list of words
    [ -z "$programs" ] || "$MAKE" -s --no-print-directory $programs || exit 1
    if [ $refresh = yes ]; then
        expected=$srcdir/${test%.sh}.out
        before=$(mktemp "${TMPDIR:-/tmp}/maskloss-before.XXXXXX")
        trap 'rm -f "$before"' EXIT
        [ ! -e "$expected" ] || cp "$expected" "$before"
        REFRESH=1 "$@" || exit 1
        diff -u --label before --label "${test%.sh}.out" "$before" "$expected" || [ $? -eq 1 ]
        continue
    fi
    result=0
    "$@" || result=$?
    case $result in
    0) echo "PASS: $test" ;;
    77) echo "SKIP: $test" ;;
    *)
        echo "FAIL: $test (status $result)"
        status=1
        ;;
    esac
done
exit $status
