#!/bin/sh
# Builds the Debian package of a distribution, as anybody would who has nothing but its archive, in deb/ of the folder in which it is
# called. `make deb` calls it, with what `make dist` made. lintian looks at the result, where it is installed: a warning is a fault.
#
#     tools/deb.sh ARCHIVE VERSION
#
# Needs dpkg-dev, debhelper and what debian/control names. DEB_BUILD_OPTIONS=nocheck leaves out the tests.
set -eu
archive=$(realpath "$1")
rm -rf deb
mkdir deb
cd deb
cp "$archive" "maskloss_$2.orig.tar.gz"
tar -xzf "$archive"
cd "maskloss-$2"
of_package=$(dpkg-parsechangelog -S Version)
[ "${of_package%-*}" = "$2" ] || {
    echo "deb: debian/changelog is of version $of_package, the program of $2" >&2
    exit 1
}
dpkg-buildpackage -us -uc
cd ..
if command -v lintian >/dev/null; then
    lintian --fail-on error,warning ./*.changes
else
    echo "deb: no lintian, so nobody looked at the packages"
fi
ls "$PWD"/*.deb
