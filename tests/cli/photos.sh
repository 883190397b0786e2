#!/bin/sh
# --photos: a photo for each pair, found by its key before anything is read; every doubt is an error that says what helps.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy tab=$(printf '\t')
figure() { run eval -p masked.metrics.miou "$@"; }
fresh; copy $png t/a.png t/x/b.png; copy $npy p/a.npy p/x/b.npy
copy $png photos/a.png photos/x/b.png photos/spare.png
note "# a photo for each; more photos than pairs do no harm, and figures do not depend on them"
figure t p
figure --photos=photos t p
note "# none for one of them"
rm photos/x/b.png
run eval --photos=photos t p
figure --photos=photos --partial t p
figure --photos=photos --keep-going t p
run eval --photos=nowhere t p
note "# suffixes"
copy $png photos/x/b_leftImg8bit.png photos/a_leftImg8bit.png
run eval --photos=photos t p
figure --photos=photos --photo-suffix=_leftImg8bit.png t p
run eval --photo-suffix=_leftImg8bit.png t p
note "# names alone"
mkdir flat; cp photos/a.png flat/a.jpg; cp photos/a.png flat/b.png
run eval --photos=flat t p
figure --photos=flat --match=name t p
note "# two for one"
cp photos/a.png flat/a.png
run eval --photos=flat --match=name t p
note "# two files, with a directory or a photo"
figure --photos=photos t/a.png p/a.npy
figure --photos=photos/spare.png t/a.png p/a.npy
run eval --photos=photos/spare.png t p
note "# a list: keys or names"
printf "t/a.png${tab}p/a.npy\nt/x/b.png${tab}p/x/b.npy\n" >list
rm flat/a.jpg
figure --photos=flat --list=list
printf "t/a.png${tab}p/a.npy${tab}one\nt/x/b.png${tab}p/x/b.npy${tab}two\n" >list
run eval --photos=flat --list=list
note "# images of a batch: each needs a line of its own"
b=data/good-npy-u1-nhw.npy q=data/good-npy-f4-nhwc.npy
mkdir batch; cp $png batch/good-npy-u1-nhw.png
run eval --photos=batch $b $q
mv batch/good-npy-u1-nhw.png "batch/good-npy-u1-nhw[0].png"
printf "${b}[0]${tab}${q}[0]\n" >list
figure --photos=batch --list=list
note "# a photo is not overwritten"
run eval --photos=flat --match=name -o flat/a.png t p
cmp $png flat/a.png || fail "a photo was overwritten"
finish
