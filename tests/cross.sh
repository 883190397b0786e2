#!/bin/sh
# The program prints the same bytes on other processors: builds it for aarch64 (NEON, little-endian) and s390x (big-endian),
# runs it under qemu-user, and compares some evaluations with those of the native build; runs the unit tests of the kernels too.
#
#     tests/cross.sh PROGRAM [ARCHITECTURE]...
#
# PROGRAM: a native build, configured --without-libzip as the others are (libzip would need twenty packages more, and holds no
# arithmetic); ARCHITECTURE: arm64, s390x (default: both).
#
# Debian only: needs the cross compilers (gcc-aarch64-linux-gnu, gcc-s390x-linux-gnu, with their libc6-dev-*-cross) and
# qemu-user-static. Libraries of the other architectures are not installed, because their versions would have to be those of
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
[ $# -gt 0 ] || set -- arm64 s390x

# apt for another architecture, without a word to this system's.
foreign_apt() {
    apt-get -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o Dir::State="$here/apt" \
        -o Dir::State::status="$here/apt/status" -o Dir::Cache="$here/apt/cache" -o APT::Sandbox::User=root -qq "$@"
}

# Unpacks the libraries into $here/root.
fetch() {
    mkdir -p "$here/apt/lists/partial" "$here/apt/cache/archives/partial" "$here/root" "$here/packages"
    : >"$here/apt/status"
    foreign_apt update
    # From the second line on: libjpeg, libtiff and what that is linked with, LERC on little-endian processors only.
    lerc=liblerc4
    [ "$arch" != s390x ] || lerc=''
    (cd "$here/packages" && foreign_apt download libpng-dev libpng16-16 zlib1g-dev zlib1g libcjson-dev libcjson1 check libsubunit-dev \
        libsubunit0 libjpeg62-turbo-dev libjpeg62-turbo libtiff-dev libtiff6 libdeflate0 libjbig0 $lerc liblzma5 libwebp7 libzstd1 \
        libstdc++6 libgcc-s1)
    for package in "$here"/packages/*.deb; do
        dpkg -x "$package" "$here/root"
    done
}

for arch; do
    case $arch in
    arm64) triple=aarch64-linux-gnu ;;
    s390x) triple=s390x-linux-gnu ;;
    *)
        echo "cross: $arch is neither arm64 nor s390x" >&2
        exit 2
        ;;
    esac
    here=$top/$arch
    libraries=$here/root/usr/lib/$triple
    [ -d "$libraries" ] || fetch
    mkdir -p "$here/build"
    cat >"$here/run" <<EOF
#!/bin/sh
exec qemu-${triple%%-*}-static -L /usr/$triple -E LD_LIBRARY_PATH=$libraries:$here/root/lib/$triple "\$@"
EOF
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$here/run" "$here/build/maskloss" >"$here/maskloss"
    chmod +x "$here/run" "$here/maskloss"
    (
        cd "$here/build"
        export PKG_CONFIG_LIBDIR="$libraries/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$here/root"
        # Said here because pkg-config wants the developers' packages of all that libtiff is linked with.
        export TIFF_CFLAGS=" " TIFF_LIBS=-ltiff
        "$source_folder/configure" -q --host="$triple" --enable-werror --without-libzip CFLAGS=-O2 \
            CPPFLAGS="-isystem $here/root/usr/include -isystem $here/root/usr/include/$triple" \
            LDFLAGS="-L$libraries -Wl,-rpath-link,$libraries -Wl,-rpath-link,$here/root/lib/$triple" >configure.txt
        make -s -j2 maskloss tests/unit/test_kernel tests/unit/test_math tests/unit/test_reducer tests/unit/test_bootstrap
    )
    echo "$arch: $("$here/maskloss" --version -v | tr '\n' ' ')"
    for test in kernel math reducer bootstrap; do
        CK_FORK=no UNIT_SHORT=100 "$here/run" "$here/build/tests/unit/test_$test"
    done
    /usr/bin/python3 tests/identical.py --cases "$cases" "$program" "$here/maskloss"
done
