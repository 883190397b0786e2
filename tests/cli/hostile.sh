#!/bin/sh
# Broken input: every bad-* fixture is refused with exit 3, one message that names the file, and nothing on standard output.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
refused() { # refused FILE ARGUMENT...
    file=$1
    shift
    "$MASKLOSS" eval "$@" >out 2>err
    status=$?
    [ $status -eq 3 ] || fail "$file: exit $status: $(cat err)"
    [ ! -s out ] || fail "$file: partial output"
    [ "$(wc -l <err)" -eq 1 ] || fail "$file: not one message: $(cat err)"
    grep -q "^maskloss: $file" err || fail "$file: not named: $(cat err)"
    note "$file"
}
for f in data/bad-png-*.png; do
    case $f in
    *label*) continue ;;
    *rgb*) refused "$f" -c data/good-classes-3.json "$f" $p ;;
    esac
    refused "$f" "$f" $p
    case $f in
    *size-30000*) refused "$f" --max-pixels=1000000000 "$f" $p ;;
    esac
done
for f in data/bad-npy-*.npy data/bad-npz-*.npz; do
    case $f in
    *onehot*) refused "$f" --truth-layout=onehot "$f" $p ;;
    *) refused "$f" $t "$f" ;;
    esac
done
for f in data/bad-classes-*.json; do
    refused "$f" -c "$f" $t $p
done
finish
