#!/bin/sh
# Which lines and branches the tests reach: builds in coverage/ of the folder in which it is called, without optimisation and with
# gcc's counters, runs the tests there, and prints a table per room (tools/coverage.py). `make coverage` calls it.
#
#     tools/coverage.sh SOURCES [ARGUMENT OF MAKE CHECK]...
#
# coverage/coverage.json is for `tools/coverage.py --missed ROOM`, coverage/html/index.html for a browser. What an earlier call
# counted is forgotten. Needs gcc and gcovr. Environment: MAKE, PYTHON3, JOBS (default: one for each processor), FULL_LENGTH (all
# of the generated cases, where ten of each kind reach the same lines).
set -eu
source_folder=$(cd "$1" && pwd)
shift
command -v gcovr >/dev/null || {
    echo "coverage: no gcovr (apt-get install gcovr)" >&2
    exit 1
}
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
mkdir -p coverage
cd coverage
# Counters are added up over processes that run at a time, and over threads.
# A process that a signal ends writes none, and neither does one that ends by _exit: the last thing that the program does after a
# signal is to raise it again, and a test may have raised it before.
[ -e Makefile ] || {
    printf '%s\n' '#include <signal.h>' '#include <stdlib.h>' '#include <unistd.h>' 'void __gcov_dump(void);' \
        'void __gcov_reset(void);' \
        'int raise(int number)' '{' '    __gcov_dump();' '    __gcov_reset();' '    return kill(getpid(), number);' '}' \
        'void _exit(int status)' '{' '    __gcov_dump();' '    _Exit(status);' '}' | gcc -c -x c -o dump.o -
    "$source_folder/configure" -q --disable-hardening CC=gcc CFLAGS="-O0 -g --coverage -fprofile-update=atomic -fprofile-abs-path" \
        LIBS="$PWD/dump.o"
}
"${MAKE:-make}" -s -j"$jobs"
find . '(' -name '*.gcda' -o -name '*conftest*' ')' -delete
(umask 0 && ./maskloss --version >/dev/null) # counters that a test that gives up its rights can add to
# One test has to fail: it limits the size of files, and the counters are files, too.
set -- XFAIL_TESTS=tests/cli/output.sh "$@"
status=0
export FAULTS_EVERY="${FAULTS_EVERY:-places}" NO_MEMORY_TEST=1 # counters take memory
[ -n "${FULL_LENGTH:-}" ] || set -- ORACLE_ARGUMENTS="--cases 10" PAIRED_ARGUMENTS="--cases 10" CORRUPTION_EVERY=97 "$@"
"${MAKE:-make}" -s -j"$jobs" check source_tests=tests/generated.sh "$@" >check.txt 2>&1 || status=$?
grep -E '^# (TOTAL|PASS|FAIL|SKIP|ERROR)' check.txt || status=1
[ $status -eq 0 ] || echo "coverage: tests fail: coverage/check.txt, coverage/test-suite.log" >&2
# Of the kernels the last is counted: gcovr 5 cannot add up functions that stand at other lines in each.
find . '(' -name 'libkernel_baseline*.gc*' -o -name 'libkernel_avx2*.gc*' ')' -delete
# Where threads and killed processes leave counters that contradict each other, gcov makes negative numbers of them: such lines are
# left as they are.
gcovr -j "$jobs" --gcov-ignore-parse-errors --no-markers --root "$source_folder" --filter "$source_folder/src/" --json coverage.json .
mkdir -p html
gcovr --no-markers --root "$source_folder" -a coverage.json --html-details html/index.html
"${PYTHON3:-python3}" "$source_folder/tools/coverage.py" --sources "$source_folder" coverage.json || status=$?
exit $status
