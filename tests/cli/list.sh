#!/bin/sh
# --list: pairs from a file or from standard input, in order of their ids, whatever the order of the lines; every doubt about a
# line is an error that names it.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
t=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy tab=$(printf '\t')
list() { printf "$@" | sed "s|T|$t|g; s|P|$npy|g" >list; }
note "# files, folders of planes and flat planes; sorted by id"
cat >list <<L
data/good-pairs/truth/b/c.png${tab}data/good-pairs/npy/b/c.npy
data/good-pairs/truth/a.png${tab}data/good-pairs/planes8/a${tab}folder
$t${tab}data/good-pairs/planes16/a${tab}flat
$t${tab}data/good-pairs/hard/a.png${tab}B
L
ids --list=list
ids -l - <list
"$MASKLOSS" eval -f json --list=list >sorted || fail "no result"
sort -r list | "$MASKLOSS" eval -f json -l - >reversed && cmp sorted reversed && note "another order of lines: the same bytes"
printf %s "$(cat list)" | "$MASKLOSS" eval -f json -l - >unended && cmp sorted unended && note "the last line need not end: the same"
mkfifo pipe
cat list >pipe &
"$MASKLOSS" eval -f json -l pipe >piped && cmp sorted piped && note "from a pipe: the same"
wait
tr '\n' '\0' <list >list0
"$MASKLOSS" eval -f json -0 -l list0 >nul && cmp sorted nul && note "ended by NUL: the same"
note "# a newline and a carriage return in a name; an id with odd bytes"
mkdir odd
cp $t "odd/a
b.png"
cp $npy "$(printf 'odd/c\rd.npy')"
printf 'odd/a\nb.png\todd/c\rd.npy\0%s\t%s\t\377\\ "x"\0' $t $npy >list0
ids --null --list=list0
note "# records that are none"
list 'T\tP\n\nT\tP\tx\n'
run eval -l list
list 'T\tP\r\n'
run eval -l list
list 'T\n'
run eval -l list
list 'T P\n'
run eval -l list
list 'T\tP\tx\ty\n'
run eval -l list
list 'T\tP\tx\n\tP\ty\n'
run eval -l list
list 'T\t\ty\n'
run eval -l list
list 'T\tP\t\n'
run eval -l list
run eval -l list0
list 'T\tP\ta\nT\tP\tb\n'
run eval -0 -l list
list 'T\tP\0\0'
run eval -0 -l list
list 'T\tP\0'
run eval -l list
run eval -0 -l list
awk 'BEGIN { for (i = 0; i < 70000; i++) printf "x" }' >list
run eval -l list
: >list
run eval -l list
run eval -l -
run eval -l nowhere
run eval -l data
note "# ids"
list 'T\tP\tb\nT\tP\ta\nT\tP\tb\n'
run eval -l list
list 'T\tP\nT\tP\n'
run eval -l list
note "# files that do not exist"
list 'T\tP\ta\nT\tgone.npy\tb\ngone.png\tP\tc\nT\tgone/x\td\nT\tlist/x\te\n'
run eval -l list
run eval --partial -s --views=raw -L cce -l list
list 'T\tgone.npy\tb\n'
run eval -l list
run eval --partial -l list
note "# files that do not fit"
mkdir planes one
cp data/good-pairs/planes8/a/0.png data/good-pairs/planes8/a/2.png planes
cp data/good-pairs/planes8/a/0.png planes/x_0.png
list 'T\tP\na\tb\nT\tplanes\n'
run eval --partial -l list
list 'T\tP\nT\tplanes/x\tx\n'
run eval -l list
list 'T\tone\n'
run eval -l list
list 'data\tP\n'
run eval -l list
note "# images of a batch: in order of their numbers"
printf '%s\t%s\t%s\n' $t $npy 'x[10]' $t $npy 'x[9]' $t $npy 'x' $t $npy 'x-' >list
ids -l list
b=data/good-npy-u1-nhw.npy q=data/good-npy-f4-nhwc.npy
printf '%s\t%s\n' "${b}[1]" "${q}[0]" "${b}[0]" "$npy" >list
ids -l list
printf '%s\t%s\n' "$b" "$q" >>list
run eval -l list
printf '%s\t%s\n' "${b}[0]" "${q}[0]" "${b}[1]" "none[1]" "${b}[2]" "${q}[0]" >list
run eval --partial -l list
note "# the list is an input too"
list 'T\tP\n'
run eval -l list -o list
note "# wrong calls"
run eval -l list $t
run eval -l list $t $npy
run eval -0 $t $npy
run eval -l list --match=name
run eval -l list --match=path
run eval -l list --truth-suffix=.png
run eval -l list --prediction-suffix=.npy
run eval -l ''
run eval --match=position $t $npy
finish
