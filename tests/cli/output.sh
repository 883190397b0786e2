#!/bin/sh
# -o writes whole or not at all; what cannot be written exits 4; a closed pipe ends the program as SIGPIPE does.
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png p=data/good-npy-f4-hwc.npy
"$MASKLOSS" eval $t $p >plain || fail "no result"
run eval -o result $t $p
cmp -s plain result && note "-o: the same as on standard output"
run eval -o - -s -L cce $t $p
echo old >kept
run eval -o kept $t missing.npy
note "kept: $(cat kept)"
run eval -o kept $t data/bad-npy-nan.npy
note "kept: $(cat kept)"
ln -s kept link
chmod 6640 kept
run eval -o link $t $p
cmp -s plain kept && note "through a link: written, mode $(ls -l kept | cut -c1-10), still a link: $(test -h link && echo yes)"
run eval -o /dev/null $t $p
mkfifo pipe
cat pipe >through &
run eval -o pipe $t $p
wait
cmp -s plain through && note "a pipe is written directly"
note "# an input is never overwritten"
cp $t truth.png
cp $p prediction.npy
cp data/good-classes-3.json classes.json
ln truth.png twin
for f in truth.png prediction.npy classes.json twin; do
    run eval -c classes.json -o $f truth.png prediction.npy
done
cp data/good-npy-u1-nhw.npy batch.npy
run eval -o batch.npy 'batch.npy[0]' prediction.npy
cmp $t truth.png && cmp $p prediction.npy && cmp data/good-npy-u1-nhw.npy batch.npy && note "untouched"
mkdir planes
cp data/good-pairs/planes8/a/*.png planes
run eval -o planes/1.png $t planes
rm -rf batch.npy truth.png prediction.npy classes.json twin planes
run eval -o nowhere/result $t $p
run eval -o . $t $p
if [ -w /dev/full ]; then
    for arguments in "eval $t $p" --help --version "help eval" "eval --list-losses"; do
        "$MASKLOSS" $arguments >/dev/full 2>message
        note "$arguments >/dev/full: [exit $?] $(cat message)"
    done
    run eval -o /dev/full $t $p
fi
"$MASKLOSS" eval $t $p >&- 2>message
note "standard output closed: [exit $?] $(cat message)"
if [ "$(id -u)" -ne 0 ]; then
    mkdir locked
    chmod 555 locked
    "$MASKLOSS" eval -o locked/result $t $p 2>message
    status=$?
    [ $status -eq 4 ] || fail "a folder that cannot be written: exit $status, $(cat message)"
fi
"$MASKLOSS" eval -f json -L cce -c sample/classes.json sample/truth sample/pred >&- 2>message
note "closed, and the result is JSON: [exit $?] $(cat message)"
echo kept >log
"$MASKLOSS" eval -s -L cce -o /dev/stdout $t $p >>log
note "-o /dev/stdout >>log: [exit $?] $(sed 1q log), $(grep -c '^cce' log) line of cce"
ln -s nothing dangling
run eval -o dangling $t $p
note "# names as long as the system takes, and longer"
long=$(printf '%0255d' 0)
musl="s/: Filename too long/: File name too long/" # in its words
for name in "$long" "${long}0"; do
    "$MASKLOSS" eval -s -o "$name" $t $p 2>message
    note "a name of ${#name} characters: [exit $?] $(sed "$musl; s/0\{99,\}/0.../" message)"
    "$MASKLOSS" eval -s -f jsonl -o "$name" $t $p 2>message
    note "as a stream: [exit $?] $(sed "$musl; s/0\{99,\}/0.../" message)"
done
rm "$long" dangling
folder=$(printf '%0250d' 0)
deep=.
while [ ${#deep} -lt 3500 ]; do deep=$deep/$folder; done
mkdir -p "$deep" # 4095 bytes and the one that ends it are the longest path
last=$(printf "%0$((4095 - ${#deep} - 1))d" 0 | cut -c1-255)
"$MASKLOSS" eval -s -o "$deep/$last" $t $p && [ -s "$deep/$last" ] && note "a path of $((${#deep} + ${#last} + 1)) characters is written"
"$MASKLOSS" eval -s --maps="$deep/$folder" $t $p >/dev/null && note "maps below $((${#deep} + 251)) characters: $(ls "$deep/$folder")"
"$MASKLOSS" eval -s --maps="$deep/$deep" $t $p 2>message
note "below more: [exit $?] $(sed "$musl; s|/[0/.]*0|/0...|" message)"
rm -rf "./$folder"

note "# a limit on the size of files"
limited() { (
    ulimit -f 2 # 1 or 2 KiB
    "$MASKLOSS" "$@" >/dev/null 2>message
    printf '%s: [exit %d] %s\n' "$*" $? "$(cat message)" >line
) && cat line >>"$got"; }
sample="-L cce -c sample/classes.json sample/truth sample/pred"
limited eval -f json -o limited $sample
limited eval --maps=maps --kinds=masked $sample
limited eval -f jsonl -o stream $sample
"$MASKLOSS" eval -f jsonl -o whole $sample
"$MASKLOSS" eval -f jsonl -o stream --resume $sample && cmp whole stream && note "the stream was gone on with"
(
    ulimit -f 2
    "$MASKLOSS" eval -f json $sample >limited 2>message
    printf 'standard output: [exit %d] %s\n' $? "$(cat message)" >line
) && cat line >>"$got"
rm -r limited maps stream whole line
note "left behind: $(ls -A | grep -v '^\.got$' | tr '\n' ' ')"
finish
