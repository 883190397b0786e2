#!/bin/sh
# What is read here as macOS and the BSDs would read it: builds in build-posix/ with nothing declared that POSIX.1-2008 lacks,
# without the functions of Linux that configure looks for, and with macOS's name for the time of a file's change; then runs some tests.
#
#     tests/plain-posix.sh                    the tests below
#     tests/plain-posix.sh ARGUMENT...        make check with these
#
# Environment: CC.
# In make check: not by itself
set -eu
cd "$(dirname "$0")/.."
source_folder=$(pwd)
mkdir -p build-posix
cd build-posix
# The last is the kind of a struct that has st_mtimespec alone, as far as sources can tell.
[ -e Makefile ] || "$source_folder/configure" -q --enable-werror CC="${CC:-gcc}" CFLAGS='-O0 -std=c11' \
    CPPFLAGS='-U_GNU_SOURCE -U_ALL_SOURCE -U_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -Dst_mtimespec=st_mtim -Dst_ctimespec=st_ctim' \
    ac_cv_func_getrandom=no ac_cv_func_posix_fadvise=no ac_cv_func_sched_getaffinity=no ac_cv_func_syncfs=no \
    ac_cv_member_struct_stat_st_mtim=no ac_cv_member_struct_stat_st_mtimespec=yes
# That they were taken, or nothing would be asked here.
if ! grep -q '^DEFS = .*-Dst_mtim=st_mtimespec' Makefile || grep -Eq '^DEFS = .*-DHAVE_(GETRANDOM|POSIX_FADVISE|SCHED_GETAFFINITY|SYNCFS)' Makefile; then
    echo "plain-posix: configure found more than it may: $(grep '^DEFS' Makefile)" >&2
    exit 1
fi
jobs=$(getconf _NPROCESSORS_ONLN)
make -s -j"$jobs"
[ $# -gt 0 ] || set -- check_PROGRAMS="tests/png_samples" check_DATA= \
    TESTS="$(printf ' tests/cli/%s.sh' merge compare explain files output pipes jobs maps inspect)"
exec make -s -j"$jobs" check "$@"
