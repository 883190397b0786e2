#!/bin/sh
# A file that changes while it is read is an error that names it, whatever reads it. The result goes into a FIFO, which takes no more
# than 64 KiB at a time: when its first image has been read, not all of the input has been.
. "${srcdir:-.}/tests/cli/lib.sh"
mkfifo fifo

# Runs maskloss with its lines going into the FIFO, and after the first image's the command that follows --: during ARGUMENT... -- COMMAND...
during() {
    printf '$ maskloss %s' "$*" >>"$got"
    arguments=
    while [ "$1" != -- ]; do
        arguments="$arguments $1"
        shift
    done
    shift
    # shellcheck disable=SC2086 # a list of words
    {
        "$MASKLOSS" $arguments -o fifo 2>message
        echo $? >status
        exec 3<>fifo # whoever waits for somebody to write waits no longer
    } &
    {
        IFS= read -r line
        IFS= read -r line # of the first image: the header is written before
        "$@"
        cat >rest
    } <fifo
    wait $!
    [ ${#line} -gt 0 ] || fail "nothing was written before the change"
    printf '\n%s\n[exit %d]\n\n' "$(head -n 1 message)" "$(cat status)" >>"$got"
}

# Bytes of an array of labels, 0 and 1 in turn, of so many images of 2 x 2.
batch() {
    npy "$1" "$2, 2, 2, " '|u1'
    dd if=/dev/zero bs=4 count="$2" 2>/dev/null | tr '\000' '\001' >>"$1"
}
batch truth.npy 600
cp truth.npy prediction.npy
printf '{"classes": [{"name": "a", "labels": [0]}, {"name": "b", "labels": [1]}]}' >classes.json
eval="eval -j1 -q -f jsonl -L cce -c classes.json --truth-layout=labels"
append() { printf x >>"$1"; }
replace() {
    cp -p "$1" new
    mv new "$1"
}
note "# images of a batch"
for input in truth.npy prediction.npy; do
    for change in append replace rm; do
        during $eval truth.npy prediction.npy -- $change $input
        batch truth.npy 600
        cp truth.npy prediction.npy
    done
done
during $eval truth.npy prediction.npy -- chmod 600 truth.npy
during $eval --keep-going truth.npy prediction.npy -- touch -d 2001-02-03 truth.npy
sed -n '$p' rest | grep -c '"errors":\[{"id":"truth\[' | sed 's/^/lines with errors: /' >>"$got"

note "# without a class set all labels are read before, and then once more"
fresh
copy truth.npy t/a.npy p/a.npy t/b.npy p/b.npy
batch t/b.npy 1
cp t/b.npy p/b.npy
during eval -j1 -q -f jsonl -L cce --truth-layout=labels t p -- touch -d 2001-02-03 t/b.npy

note "# record streams, longer than what is read at a time"
batch truth.npy 6000
cp truth.npy prediction.npy
"$MASKLOSS" $eval -o stream truth.npy prediction.npy
[ "$(wc -c <stream)" -gt 1500000 ] || fail "the stream is too short"
during merge -q -f jsonl stream -- append stream
during merge -q -f jsonl stream -- touch -d 2001-02-03 stream
finish
