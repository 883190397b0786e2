#!/bin/sh
# The libraries that configure lets be loaded late are not linked, and are not looked for where no file needs them; without one of
# them, a file that needs it ends the run with exit status 4 and a message that says which, why and what helps.
#
# Environment, set by make check: LATE_LIBRARIES (names by which they are loaded, or none).
set -eu
skip() {
    echo "SKIP: late-loading: $*"
    exit 77
}
status=0
fault() {
    echo "late-loading: $*" >&2
    status=1
}
build=$PWD
cd "${srcdir:-.}"
data=$PWD/tests/data
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-late.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

# NAME FILE, for each library that this maskloss reads with
libraries=''
for pair in libzip:good-npz-stored-hwc.npz libtiff:good-tiff-f32-chunky.tif; do
    "$MASKLOSS" inspect "$data/${pair#*:}" >"$folder/said" 2>&1 || grep -q -e "--without-${pair%%:*}" "$folder/said" ||
        fault "${pair#*:} is not read: $(cat "$folder/said")"
    grep -q -e "--without-${pair%%:*}" "$folder/said" || libraries="$libraries $pair"
done
[ -n "$libraries" ] || skip "built without libzip and libtiff"
[ -n "$LATE_LIBRARIES" ] || skip "built with libraries that are linked as usual: --disable-late-loading, static, or no ELF"

if command -v readelf >/dev/null && readelf -h "$build/maskloss" >/dev/null 2>&1; then
    readelf -d "$build/maskloss" >"$folder/dynamic"
    for library in $LATE_LIBRARIES; do
        ! grep -F "[$library]" "$folder/dynamic" || fault "$library is linked"
    done
else
    echo "SKIP: late-loading: no readelf to see what is linked; the rest is tested"
fi

# What is no library, in the place of each in turn.
mkdir "$folder/false"
export LD_LIBRARY_PATH="$folder/false${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
for library in $LATE_LIBRARIES; do
    name=${library%%[.-]*}
    : >"$folder/false/$library"
    "$MASKLOSS" eval -q -o "$folder/result" "$data/good-png-gray8.png" "$data/good-npy-f4-hwc.npy" || fault "PNG and npy need $library"
    for pair in $libraries; do
        file=$data/${pair#*:}
        got=0
        "$MASKLOSS" eval -q --keep-going -o "$folder/none" "$data/good-png-gray8.png" "$file" >"$folder/out" 2>"$folder/said" || got=$?
        if [ "${pair%%:*}" != "$name" ]; then
            [ $got -eq 0 ] || fault "${pair#*:} needs $library: $(cat "$folder/said")"
            rm -f "$folder/none"
            continue
        fi
        [ $got -eq 4 ] || fault "exit status $got, not 4, without $library"
        if [ -s "$folder/out" ] || [ -e "$folder/none" ]; then fault "a result without $library"; fi
        right="^maskloss: $file: cannot be read without $name: .*$library.*; install $name, and all that it needs\$"
        [ "$(grep -c '' "$folder/said")$(grep -c "$right" "$folder/said")" = 11 ] || fault "without $library: $(cat "$folder/said")"
    done
    rm "$folder/false/$library"
done
exit $status
