#!/bin/sh
# make dist gives the same bytes from another copy of the sources, made later, with another umask, locale and time zone; and so does
# make dist in what it packed.
#
#     tests/dist.sh ARCHIVE       what make dist made of this checkout
# In make check: not by itself
set -eu
archive=$(realpath "$1")
cd "$(dirname "$0")/.."
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-dist.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
status=0

# same FOLDER NAME: makes the archive there, and compares
same() {
    mkdir "$1/build"
    (cd "$1/build" && ../configure -q && make -s dist) >"$folder/log" 2>&1 || {
        cat "$folder/log"
        exit 1
    }
    made=$1/build/${archive##*/}
    if cmp "$archive" "$made"; then
        echo "dist: the same bytes from $2"
    else
        tar -tvzf "$archive" >"$folder/wanted"
        tar -tvzf "$made" >"$folder/got"
        diff "$folder/wanted" "$folder/got" | head -20
        status=1
    fi
}

mkdir "$folder/copy" "$folder/unpacked"
git -c safe.directory="$(pwd)" ls-files >"$folder/tracked"
SOURCE_DATE_EPOCH=$(tools/dist-time.sh)
export SOURCE_DATE_EPOCH
tar -cf - -T "$folder/tracked" | (umask 077 && tar -C "$folder/copy" --no-same-permissions -xmf -)
(
    umask 077
    LC_ALL=C.UTF-8 TZ=Pacific/Auckland
    export LC_ALL TZ
    cd "$folder/copy"
    mkdir -p build-aux
    autoreconf -i >"$folder/log" 2>&1
    same "$folder/copy" "a copy of the sources"
    exit $status
) || status=1
unset SOURCE_DATE_EPOCH
tar -xzf "$archive" -C "$folder/unpacked"
same "$folder/unpacked/$(basename "$archive" .tar.gz)" "the archive itself"
exit $status
