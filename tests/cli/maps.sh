#!/bin/sh
# Maps: which files there are, what is in them as maskloss itself reads them, and what is refused. Their pixels are compared with
# another program's by the oracle.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
s="-c sample/classes.json sample/truth sample/pred"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy

# The files below a folder, in order.
files() { find "$@" ! -type d | LC_ALL=C sort | sed 's/^/  /' >>"$got"; }

# How maskloss reads a map; how many bytes it has depends on what compresses.
look() {
    printf '$ maskloss inspect %s\n' "$1" >>"$got"
    "$MASKLOSS" inspect "$1" 2>&1 | sed '1s/, [0-9]* bytes//' >>"$got"
}

note "# the result is the same with and without"
"$MASKLOSS" eval $s >plain
"$MASKLOSS" eval $s --maps=maps >with
cmp plain with && note "the same"
files maps
run eval -p raw.metrics.miou -d m --kinds=error,loss,decision,truth,probability:1,masked,gradient:cce,error $t $p
files m
for map in error loss decision truth probability-1 masked gradient-cce; do
    look m/good-png-gray8.$map.*
done

note "# a map of decisions predicts what was decided, that of truths is the truth"
"$MASKLOSS" eval -s -p raw.metrics.miou -p masked.metrics.miou $t $p >wanted
"$MASKLOSS" eval -s -p raw.metrics.miou -p masked.metrics.miou m/good-png-gray8.truth.png m/good-png-gray8.decision.png >given
cmp wanted given && note "the same figures"

note "# the masked tensor has the masked figures as raw ones, but for what float32 rounds"
for figure in losses.cce.mean losses.focal.mean losses.dice.mean metrics.accuracy metrics.kappa; do
    masked=$("$MASKLOSS" eval -p masked.$figure $t $p)
    raw=$("$MASKLOSS" eval -p raw.$figure $t m/good-png-gray8.masked.npy)
    note "$figure: $(echo "$masked $raw" | awk '{ d = $1 - $2; if (d < 0) d = -d; print d < 1e-7 ? "the same" : $0 }')"
done

note "# only the worst; and those that a stream does not have yet"
rm -rf m
run eval $s -d m --worst=1 --kinds=error -f tsv -L cce -o worst.tsv
files m
"$MASKLOSS" eval $s -f jsonl -o stream
head -3 stream >begun
rm -rf m
run eval $s -d m --kinds=error -f jsonl -o begun --resume
files m
cmp stream begun && note "the stream is whole"

note "# batches, and images that fail"
rm -rf m
run eval -p raw.metrics.miou -d m --kinds=error data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy
files m
rm -rf m a b
mkdir -p a b
cp $t a/good.png
cp $t a/worse.png
cp $p b/good.npy
cp data/bad-npy-nan.npy b/worse.npy
run eval -p raw.metrics.miou -d m a b
files m -name '[!.]*'
run eval -p raw.metrics.miou -d m --keep-going a b
files m
rm -rf m

note "# overlays"
mkdir photos
cp $t photos/good.png
cp $t a/other.png
cp $p b/other.npy
rm a/worse.png b/worse.npy
run eval -p raw.metrics.miou -d m --kinds=overlay,error --photos=photos --partial a b
files m
look m/good.overlay.png
run eval -p raw.metrics.miou -d m --kinds=overlay --photos=photos a b
rm -rf m

note "# names"
printf '%s\t%s\t%s\n' $t $p ../x $t $p /y/./z//w >list
run eval -p raw.metrics.miou -d m --kinds=error,gradient:tversky:fp=0.1 -l list
files m
printf '%s\t%s\t%s\n' $t $p a $t $p ./a >list
run eval -s -d m -l list
printf '%s\t%s\t%s\n' $t $p ../.. >list
run eval -s -d m -l list
printf '%s\t%s\t%s\n' $t $p a $t $p a.error.png/b >list
run eval -s -d m -l list
printf '%s\t%s\t%s\n' data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy q $t $p '/q[1]' >list
run eval -s -d m -l list
printf '%s\t%s\t%s\n' $t $p "$(printf '%0250d' 7)" >list
run eval -s -d m -l list
rm -rf m

note "# what is refused, before anything is written"
run eval -s -d m --kinds=errors $t $p
run eval -s -d m --kinds=error, $t $p
run eval -s -d m --kinds=loss:dice $t $p
run eval -s -d m --kinds=loss:focal:gama=1 $t $p
run eval -s -d m --kinds=gradient $t $p
run eval -s -d m --kinds=gradient:all $t $p
run eval -s -d m --kinds=probability $t $p
run eval -s -d m --kinds=probability:7 $t $p
run eval -s -d m --kinds=decision:1 $t $p
run eval -s -d m --kinds=photo $t $p
run eval -s -d m --kinds=overlay $t $p
run eval -s --kinds=error $t $p
run eval -s --map-scale=1 $t $p
run eval -d m --map-scale=0 $t $p
run merge --maps=m stream
test -e m && note "m is there"
run eval -s -d m --kinds=error,gradient:cce --keep-going $t $t
files m -name '[!.]*'

note "# inputs, links and files in the way"
mkdir in
cp $t in/x.error.png
cp $p in/x.error.npy
run eval -p raw.metrics.miou -d in --kinds=error in/x.error.png in/x.error.npy
printf '%s\t%s\t%s\n' in/x.error.png in/x.error.npy x >list
run eval -s -d in --kinds=error -l list
cmp $t in/x.error.png && note "untouched"
for options in --shard=0/2 --partial --keep-going; do
    printf '%s\t%s\t%s\n' in/x.error.png $p z $t $p x >list
    [ $options = --shard=0/2 ] || printf '%s\t%s\t%s\n' in/x.error.png missing.npy z $t $p x >list
    run eval -s -d in --kinds=error -l list $options
done
ln -s ../$t in/y.error.png
printf '%s\t%s\t%s\n' in/y.error.png $p y >list
run eval -s -d in --kinds=error -l list
cmp $t in/x.error.png && test -h in/y.error.png && note "untouched"
mkdir out elsewhere
run eval -f jsonl -o out/good-png-gray8.error.png -d out --kinds=error $t $p
printf '%s\t%s\t%s\n' $t $p x >list
"$MASKLOSS" eval -f jsonl -d out --kinds=error -l list >out/x.error.png 2>message
note "$? $(cat message)"
rm -f out/*
ln -s ../elsewhere out/a
printf '%s\t%s\t%s\n' $t $p a/b >list
run eval -s -d out --kinds=error -l list
rm out/a
ln -s ../in/x.error.png out/x.error.png
printf '%s\t%s\t%s\n' $t $p x >list
run eval -p raw.metrics.miou -d out --kinds=error -l list
cmp $t in/x.error.png && note "untouched"
files out elsewhere
chmod 640 out/x.error.png
run eval -p raw.metrics.miou -d out --kinds='error, loss' -l list
note "mode: $(ls -l out/x.error.png | cut -c1-10)"
echo text >file
run eval -s -d file --kinds=error $t $p
run eval -s -d file/below --kinds=error $t $p
finish
