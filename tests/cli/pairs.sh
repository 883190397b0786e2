#!/bin/sh
# Files of two directories are paired by key, never by position: nested keys, suffixes, planes in both namings, and every doubt.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy plane=data/good-pairs/planes8
for kind in npy hard planes8 planes16; do
    ids data/good-pairs/truth data/good-pairs/$kind
done
ids data/good-pairs/truth/ data/good-pairs/npy/
note ""; note "# nested keys in bytewise order; other kinds of files, hidden ones and extensions in capitals"
fresh; copy $png t/b/x.png t/b-x.png t/a.b.png t/B.PNG t/.hidden.png t/notes.txt
copy $npy p/b/x.npy p/b-x.npy p/a.b.npy p/B.NPY p/readme.md
ids t p
note ""; note "# suffixes"
fresh; copy $png t/a_gt.png t/b_gt.png t/b_color.png; copy $npy p/a_prob.npy p/b_prob.npy p/b_other.npy
ids --truth-suffix=_gt.png --prediction-suffix=_prob.npy t p
run eval t p
run eval --truth-suffix=_gt.png t p
run eval --truth-suffix=_no.png t p
note "# numbers are no suffixes: another frame is another image"
fresh; copy $png t/frame_0001.png t/frame_0002.png t/frame_0003.png; copy $npy p/frame_0001.npy p/frame_0002.npy p/frame_0004.npy
run eval t p
note "# the same folder"
fresh; copy $png t/a_gt.png; copy $npy t/a_prob.npy
ids --truth-suffix=_gt.png --prediction-suffix=_prob.npy t t
note ""; note "# missing and extra partners"
fresh; copy $png t/a.png t/b.png t/c.png; copy $npy p/b.npy p/z.npy
run eval t p
fresh; for i in 01 02 03 04 05 06 07 08 09 10 11 12; do copy $png t/k$i.png; done; copy $npy p/k01.npy
run eval t p
run eval p t
fresh; run eval t p
copy $png t/a.png
run eval t p
run eval t/a.png p
note ""; note "# two kinds of prediction, two truths of one key"
fresh; copy $png t/a.png p/a.png; copy $npy p/a.npy
run eval t p
ids --prediction-suffix=.npy t p
fresh; copy $png t/a.png t/a.PNG; copy $npy p/a.npy
run eval t p
note ""; note "# a file that could be either"
fresh; copy $png t/a.png t/a_1.png p/a.png p/a_1.png
run eval t p
ids --prediction-suffix=.png t p
note ""; note "# planes"
fresh; copy $png t/a.png; for c in 0 1 2; do cp $plane/a/$c.png p/a_$c.png; done
ids t p
ids t/a.png p/a
ids t/a.png $plane/a
rm p/a_1.png
run eval t p
run eval t/a.png p/a
run eval t/a.png p/b
cp $plane/a/1.png p/a_1.png; cp $plane/a/1.png p/a_7.png
run eval t p
run eval -c data/good-classes-3.json t p
rm p/a_7.png; mkdir p/a; cp p/a_0.png p/a/0.png
run eval t p
note ""; note "# planes by class name"
fresh; copy $png t/a.png
cat >names.json <<'J'
{"classes": [{"name": "sky"}, {"name": "wide_road"}, {"name": "road"}]}
J
cp $plane/a/0.png p/a_0.png; cp $plane/a/1.png p/a_wide_road.png; cp $plane/a/2.png p/a_road.png
ids -c names.json t p
cp $plane/a/2.png p/a_2.png
run eval -c names.json t p
note ""; note "# planes that do not fit"
fresh; copy $png t/a.png; for c in 0 1 2; do cp $plane/a/$c.png p/a_$c.png; done
cp data/good-pairs/planes16/a_2.png p/a_2.png
run eval t p
cp data/good-png-gray4.png p/a_2.png
run eval t p
cp data/good-png-gray8-3x3.png p/a_2.png
run eval t p
note ""; note "# links"
fresh; copy $png t/a.png; copy $npy real/a.npy; ln -s ../real p/deep; mkdir t/deep; mv t/a.png t/deep
ids t p
ln -s nowhere p/passed-over.txt
run eval -q -s -L dice t p
ln -s nowhere t/broken.png
cp $npy p/broken.npy
run eval t p
ln -s .. real/loop
run eval t p
finish
