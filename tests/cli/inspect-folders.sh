#!/bin/sh
# inspect of directories: what their files hold together, and what does not fit to the rest.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
run inspect sample/truth sample/pred
run inspect -c sample/classes.json sample/truth/
note "# an odd size, another depth, another kind, a file that cannot be read, one of unknown kind, one that is hidden"
mkdir -p odd/deep
cp data/good-png-gray8.png odd/a.png
cp data/good-png-gray8-3x3.png odd/b.png
cp data/good-png-gray8-mask.png odd/deep/c.png
cp data/good-png-gray16.png odd/d.png
cp data/good-npy-u1-hw.npy odd/e.npy
cp data/bad-png-empty.png odd/f.png
echo text >odd/readme.txt
cp data/bad-png-empty.png odd/.hidden.png
run inspect odd
run inspect -f json odd
note "# errors of single files do not hide the rest, nor do those of operands"
run inspect missing odd/deep data/good-npy-f4-hwc.npy
note "# values that are bad are counted, and the first file that has one is named"
mkdir bad
cp data/good-npy-f4-hwc.npy bad/a.npy
cp data/bad-npy-nan.npy bad/b.npy
cp data/bad-npy-nan.npy bad/c.npy
run inspect bad
note "# more kinds and errors than are listed"
run inspect data/good-pairs
"$MASKLOSS" inspect data 2>said | sed -n 's/^\(data: .*such as\) .*/\1/p' >>"$got"
wc -l <said >>"$got"
note "# nothing that is read"
mkdir empty text
echo text >text/readme.txt
run inspect empty
run inspect -f json text empty
mkdir loop
ln -s ../loop loop/again
run inspect loop
finish
