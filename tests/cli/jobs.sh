#!/bin/sh
# Threads: the same bytes with any number of them, for many small images, batches, a large image in bands, hard labels, planes,
# images that fail, and messages.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
mkdir t p
i=0
while [ $i -lt 30 ]; do
    cp data/good-png-gray8.png t/$i.png
    case $((i % 5)) in
    0) cp data/good-npy-f4-hwc.npy p/$i.npy ;;
    1) cp data/good-npy-f8-chw.npy p/$i.npy ;;
    2) cp data/good-npy-f4-fortran.npy p/$i.npy ;;
    3) cp data/good-pairs/hard/a.png p/$i.png ;;
    4) mkdir p/$i && cp data/good-pairs/planes8/a/*.png p/$i ;;
    esac
    i=$((i + 1))
done
cp data/good-npy-u1-nhw.npy t/batch.npy
cp data/good-npy-f4-nhwc.npy p/batch.npy
compare() { # compare NAME ARGUMENT...: whether output, messages and status are those of one thread
    name=$1
    shift
    "$MASKLOSS" eval --jobs=1 "$@" >one 2>one.err
    one=$?
    for jobs in 2 3 7 64; do
        "$MASKLOSS" eval --jobs=$jobs "$@" >more 2>more.err
        [ $? -eq $one ] && cmp -s one more && cmp -s one.err more.err || fail "$name: $jobs threads differ"
    done
    note "$name: status $one, $(wc -l <one | tr -d ' ') lines, $(wc -l <one.err | tr -d ' ') messages"
}
compare json -v -f json -L all t p
compare text t p
compare tsv -f tsv t p
cp data/bad-npy-nan.npy p/10.npy
cp data/bad-npy-cut-data.npy p/21.npy
compare "first error" t p
compare "all errors" --keep-going -f json t p
compare "bad pixels" --bad-pixels=ignore --keep-going -s t p
note "# a large image, in bands"
awk 'BEGIN { for (i = 0; i < 600; i++) for (k = 0; k < 700; k++) printf "%c", 48 + (i * k) % 3 }' >labels
{ printf '\223NUMPY\1\0\166\0'; printf "%-117s\n" "{'descr': '|u1', 'fortran_order': False, 'shape': (600, 700), }"; tr 012 '\0\1\2' <labels; } >large.npy
{ printf '\223NUMPY\1\0\166\0'; printf "%-117s\n" "{'descr': '|u1', 'fortran_order': False, 'shape': (600, 700, 3), }"; cat labels labels labels; } >hwc.npy
{ printf '\223NUMPY\1\0\166\0'; printf "%-117s\n" "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 600, 700), }"; cat labels labels labels; } >chw.npy
compare hwc -f json -L all large.npy hwc.npy
compare chw -f json -L all large.npy chw.npy
compare hard -f json large.npy large.npy
compare "mistaken for a batch" -f json large.npy 'hwc.npy[0]'
note "# usage"
run eval -j 0 t p
run eval -j 1.5 t p
run eval -j 1025 t p
finish
