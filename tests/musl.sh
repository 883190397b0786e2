#!/bin/sh
# Builds with musl's C library, in build-musl/, and runs tests there.
#
#     tests/musl.sh                       the tests below: those of what asks the C library for something, and cases of the commands
#     tests/musl.sh ARGUMENT...           make check with these; source_tests= gives all
#
# Debian only: needs musl-tools, which has the library and musl-gcc, and nothing that is built with it. zlib, libpng, cJSON and
# Check are built here, from the sources of Debian's packages, fetched through an apt of its own; libzip, libtiff and libjpeg, which
# bring a dozen of others, are left out.
# In make check: not by itself
set -eu
cd "$(dirname "$0")/.."
source_folder=$(pwd)
here=$source_folder/build-musl
prefix=$here/libraries
jobs=$(getconf _NPROCESSORS_ONLN)

. tools/own-apt.sh

# The archives as their authors published them, checked against Debian's sums, below $here/sources.
fetch() {
    mkdir -p "$here/sources"
    own_apt_begin "$here/apt" deb-src
    (cd "$here/sources" && own_apt source --tar-only zlib libpng1.6 cjson check && for archive in *.orig.tar.*; do tar -xf "$archive"; done)
}

# Static ones, so that the programs need nothing but musl.
libraries() {
    mkdir -p "$prefix/include/cjson" "$prefix/lib"
    (
        cd "$here"/sources/zlib-*/
        CC=musl-gcc CFLAGS=-O1 ./configure --static
        make -s -j"$jobs" libz.a
        cp libz.a "$prefix/lib"
        cp zlib.h zconf.h "$prefix/include"
        cd "$here"/sources/libpng-*/
        ./configure -q --disable-shared --disable-dependency-tracking --disable-tools CC=musl-gcc CFLAGS=-O1 \
            CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib"
        make -s -j"$jobs" libpng16.la
        cp .libs/libpng16.a "$prefix/lib"
        cp png.h pngconf.h pnglibconf.h "$prefix/include"
        cd "$here"/sources/cJSON-*/
        musl-gcc -O1 -fPIE -c cJSON.c
        ar rcs "$prefix/lib/libcjson.a" cJSON.o
        cp cJSON.h "$prefix/include/cjson"
        cd "$here"/sources/check-*/
        ./configure -q --disable-shared --disable-dependency-tracking --disable-subunit CC=musl-gcc CFLAGS=-O1
        make -s -j"$jobs" -C lib
        make -s -j"$jobs" -C src libcheck.la
        cp src/.libs/libcheck.a lib/.libs/libcompat.a "$prefix/lib"
        cp src/check.h check_stdint.h "$prefix/include"
    ) >"$here/libraries.txt" 2>&1 || {
        cat "$here/libraries.txt"
        exit 1
    }
}

mkdir -p "$here"
[ -e "$prefix/include/check.h" ] || {
    [ -d "$here/sources" ] || fetch
    libraries
}
cd "$here"
export CPPFLAGS="-isystem $prefix/include" LDFLAGS="-L$prefix/lib"
[ -e Makefile ] || PNG_CFLAGS=' ' PNG_LIBS='-lpng16 -lz -lm' CJSON_CFLAGS=' ' CJSON_LIBS=-lcjson Z_CFLAGS=' ' Z_LIBS=-lz \
    CHECK_CFLAGS=' ' CHECK_LIBS='-lcheck -lcompat -lpthread -lm' "$source_folder/configure" -q --enable-werror CC="${CC:-musl-gcc}" \
    CFLAGS=-O0 --without-libzip --without-libtiff --without-libjpeg --without-isal
make -s -j"$jobs"
export UNIT_SHORT="${UNIT_SHORT:-20}" # its printf takes time over doubles
if [ $# -eq 0 ]; then
    # Threads, errors, numbers and text, files and folders, streams on pipes; then cases of each command.
    unit="$(printf ' tests/unit/test_%s' eval schedule kernel math number error text source lines directory look out out_lines \
        temporary pipe npy png_reader) tests/fuzz/fuzz_options tests/fuzz/fuzz_list"
    cases=$(printf ' tests/cli/%s.sh' merge compare explain files output pipes jobs hostile maps names usage mistakes)
    set -- check_PROGRAMS="$unit tests/png_samples src/tables/print" check_DATA= TESTS="$unit $cases tests/hardening.sh"
fi
exec make -s -j"$jobs" check "$@"
