#!/bin/sh
# What packages say beside configure.ac agrees with it and with each other: the version, and the libraries that a build needs, in
# bootstrap, debian/ and the Dockerfile; and what the image installs for the program are those that it is linked with or loads.
# In make check: sources only
set -eu
cd "$srcdir"
status=0
fault() {
    echo "packages: $*" >&2
    status=1
}
version=$(sed -n 's/^AC_INIT(\[maskloss\], \[\(.*\)\])$/\1/p' configure.ac)
packaged=$(sed -n '1s/^maskloss (\(.*\)-[^-]*) .*/\1/p' debian/changelog)
[ -n "$version" ] || fault "configure.ac names no version"
[ "$version" = "$packaged" ] || fault "debian/changelog is of \"$packaged\", configure.ac of \"$version\""

needed=$(sed -n 's/^.*build_packages="\(.build_packages \)\{0,1\}\([^"]*\)".*$/\2/p' bootstrap)
for package in $needed; do
    grep -Eq "(^|[ \\\\])$package( |\$)" Dockerfile || fault "the Dockerfile does not install $package"
    case $package in
    lib*-dev | zlib1g-dev | pkg-config)
        [ "$package" = libc6-dev ] || grep -Eq "^ $package(,| |\$)" debian/control || fault "debian/control does not name $package"
        ;;
    esac
done
[ -n "$needed" ] || fault "bootstrap names no packages"

# What the program is linked with or loads late, by the names of libraries: libpng16.so.16 -> libpng16-16, libz.so.1 -> zlib1g, and so
# on. What it is not linked with, debian/rules tells dpkg-shlibdeps.
if libraries=$(ldd "$OLDPWD/maskloss" 2>/dev/null) && [ -f /etc/debian_version ]; then
    for library in $LATE_LIBRARIES $(readelf -d "$OLDPWD/maskloss" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
        case $library in
        libc.so.* | libm.so.* | libpthread.so.* | ld-linux*) continue ;;
        esac
        path=$(printf '%s\n' "$libraries" | sed -n "s|^\t$library => \(/[^ ]*\) .*|\1|p")
        [ -n "$path" ] || path=$(/sbin/ldconfig -p | sed -n "s|^\t$library .* => ||p" | head -n 1)
        package=$(dpkg -S "$(realpath "$path")" 2>/dev/null | sed 's/:.*//')
        [ -n "$package" ] || continue # a library that somebody built
        grep -Eq "^ .* $package( |\$)|install .* $package( |\$)" Dockerfile || fault "the image has no $package, for $library"
    done
fi
exit $status
