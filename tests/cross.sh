#!/bin/sh
# The program prints the same bytes on other processors: builds it for aarch64 (NEON, little-endian), s390x (big-endian) and i386
# (32 bits), runs it under qemu-user, or as it is where the processor can, and compares some evaluations with those of the native
# build; runs the unit tests of the kernels too, and on 32 bits those of sizes and files, of which one is beyond 4 GiB.
#
#     tests/cross.sh PROGRAM [ARCHITECTURE]...
#
# PROGRAM: a native build, configured --without-libzip as the others are (libzip would need twenty packages more, and holds no
# arithmetic); ARCHITECTURE: arm64, s390x, i386, armhf (default: the first three).
#
# Debian only: needs the cross compilers (gcc-aarch64-linux-gnu, gcc-s390x-linux-gnu, gcc-i686-linux-gnu, gcc-arm-linux-gnueabihf,
# with their libc6-dev-*-cross) and qemu-user-static. Libraries of the other architectures are not installed, because their versions would have to be those of
# this system's; their packages are fetched through an apt of its own and unpacked below build-cross/.
# In make check: not by itself
set -eu
cd "$(dirname "$0")/.."
source_folder=$(pwd)
top=$source_folder/build-cross
cases=${CROSS_CASES:-3}
[ $# -ge 1 ] || {
    sed -n 's/^# \{0,1\}//p' "$0" | sed -n '1,10p' >&2
    exit 2
}
program=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- arm64 s390x i386

. tools/own-apt.sh

# Unpacks the libraries into $here/root.
fetch() {
    mkdir -p "$here/root" "$here/packages"
    own_apt_begin "$here/apt" deb "$arch"
    # From the second line on: libjpeg, libtiff and what that is linked with, LERC on little-endian processors only.
    lerc=liblerc4
    [ "$arch" != s390x ] || lerc=''
    (cd "$here/packages" && own_apt download libpng-dev libpng16-16 zlib1g-dev zlib1g libcjson-dev libcjson1 check libsubunit-dev \
        libsubunit0 libjpeg62-turbo-dev libjpeg62-turbo libtiff-dev libtiff6 libdeflate0 libjbig0 $lerc liblzma5 libwebp7 libzstd1 \
        libstdc++6 libgcc-s1)
    for package in "$here"/packages/*.deb; do
        dpkg -x "$package" "$here/root"
    done
}

for arch; do
    tests="kernel narrow_samples math reducer bootstrap"
    narrow="memory source npy array_reader number fixed wide lines directory nearest distances worst_objects"
    case $arch in
    arm64) triple=aarch64-linux-gnu ;;
    s390x) triple=s390x-linux-gnu ;;
    i386) triple=i686-linux-gnu tests="$tests $narrow" ;;
    armhf) triple=arm-linux-gnueabihf tests="$tests $narrow" ;;
    *)
        echo "cross: $arch is none of arm64, s390x, i386, armhf" >&2
        exit 2
        ;;
    esac
    here=$top/$arch
    multiarch=$(echo "$triple" | sed 's/^i686/i386/') # as Debian's libraries call it
    libraries=$here/root/usr/lib/$multiarch
    elsewhere=$libraries:$here/root/lib/$multiarch
    [ -d "$libraries" ] || fetch
    mkdir -p "$here/build"
    loader=/usr/$triple/lib/ld-linux.so.2
    if [ "$arch" = i386 ] && "$loader" --version >/dev/null 2>&1; then
        runner="$loader --library-path $elsewhere:/usr/$triple/lib"
    else
        runner="qemu-$(echo "${triple%%-*}" | sed 's/^i686/i386/')-static -L /usr/$triple -E LD_LIBRARY_PATH=$elsewhere"
    fi
    cat >"$here/run" <<EOF
#!/bin/sh
exec $runner "\$@"
EOF
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$here/run" "$here/build/maskloss" >"$here/maskloss"
    chmod +x "$here/run" "$here/maskloss"
    (
        cd "$here/build"
        export PKG_CONFIG_LIBDIR="$libraries/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$here/root"
        # Said here because pkg-config wants the developers' packages of all that libtiff is linked with.
        export TIFF_CFLAGS=" " TIFF_LIBS=-ltiff
        "$source_folder/configure" -q --host="$triple" --enable-werror --without-libzip --without-isal CFLAGS=-O2 \
            CPPFLAGS="-isystem $here/root/usr/include -isystem $here/root/usr/include/$multiarch" \
            LDFLAGS="-L$libraries -Wl,-rpath-link,$libraries -Wl,-rpath-link,$here/root/lib/$multiarch" >configure.txt
        # shellcheck disable=SC2046,SC2086 # lists of words
        make -s -j2 maskloss $(printf 'tests/unit/test_%s ' $tests)
    )
    echo "$arch: $("$here/maskloss" --version -v | tr '\n' ' ')"
    for test in $tests; do
        srcdir=$source_folder CK_FORK=no UNIT_SHORT=100 "$here/run" "$here/build/tests/unit/test_$test"
    done
    case $arch in
    i386 | armhf)
        for case in large-files hostile; do
            srcdir=$source_folder MASKLOSS=$here/maskloss PYTHON3=/usr/bin/python3 sh "tests/cli/$case.sh"
            echo "$arch: tests/cli/$case.sh passes"
        done
        ;;
    esac
    /usr/bin/python3 tests/identical.py --cases "$cases" "$program" "$here/maskloss"
done
