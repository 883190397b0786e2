#!/bin/sh
# Codes of labels, ranges of them, gray with alpha, and palettes that are read by colour.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
p=data/good-npy-f4-hwc.npy set=data/good-classes-3.json
usual=$("$MASKLOSS" eval -s data/good-png-gray8.png $p | without_paths | cksum)

# The set's first class has the labels $1, the second $2, the third $3; more arguments are evaluated with it.
with_labels() {
    printf '{"classes":[{"name":"0","labels":[%s]},{"name":"1","labels":[%s]},{"name":"2","labels":[%s]}]}' "$1" "$2" "$3" >set.json
    shift 3
    case $("$MASKLOSS" eval -s -c set.json "$@" $p 2>>"$got" | without_paths | cksum) in
    "$usual") note "$*: the usual figures" ;;
    *) note "$*: other figures or none" ;;
    esac
}

note "# the colours of the drawn image are [70, 130, 180], [128, 64, 128] and [0, 0, 142]"
for kind in rgb rgba pal8-recoloured; do
    case $kind in
    pal*) with_labels 128 0 70 --truth-code=red data/good-png-$kind.png ;;
    *)
        with_labels 70 128 0 --truth-code=red data/good-png-$kind.png
        with_labels 130 64 0 --truth-code=green data/good-png-$kind.png
        with_labels 180 128 142 --truth-code=blue data/good-png-$kind.png
        with_labels 11829830 8405120 9306112 --truth-code=rgb data/good-png-$kind.png
        with_labels 1922 3136 0 --truth-code=ade20k data/good-png-$kind.png
        ;;
    esac
done
note "# 16 bits, 257 times as much: at full depth"
with_labels 17990 32896 0 --truth-code=red data/good-png-rgb16.png
run eval -c $set --truth-code=rgb data/good-png-rgb16.png $p
note "# of gray all channels are the value, of packed gray 0 to 255; /N divides it, or an index"
with_labels 0 1 2 --truth-code=green data/good-png-gray8.png
with_labels 0 17 34 --truth-code=red data/good-png-gray4.png
with_labels 0 1 2 --truth-code=/17 data/good-png-gray4.png
with_labels 0 1 2 --truth-code=/1 data/good-png-pal8-gray-identity.png
with_labels 0 1 2 --truth-code=/1 data/good-png-gray-alpha16.png
note "# ranges"
with_labels '[0,0]' '1,[100,16777215]' '[2,99]' data/good-png-gray16.png
note "# what does not go together"
run eval -c $set --truth-code=/256 data/good-png-rgb.png $p
run eval -c $set --truth-code=red data/good-png-rgb.png $p
run eval -c $set --truth-code=red data/bad-png-rgba-clear.png $p
for code in / /0 /-1 /x /1.5 red,green RGB '' 256; do
    run eval "--truth-code=$code" data/good-png-gray8.png $p
done
run eval --samples=colour data/good-png-gray8.png $p
run eval --truth-layout=colours data/good-png-gray8.png $p
note "# a palette whose colours and indices are both of the set"
recoloured=data/good-png-pal8-recoloured.png
run eval -s -c $set $recoloured $p
run inspect -c $set $recoloured
run eval -s -L cce --views=raw -c $set --samples=raw $recoloured $p
run eval -s -L cce --views=raw -c $set --samples=color $recoloured $p
run eval -c data/good-classes-numbers.json --samples=color $recoloured $p
note "# gray with alpha"
for bits in '' 16; do
    run eval data/bad-png-gray-alpha$bits-clear.png $p
done
run inspect data/bad-png-gray-alpha-clear.png data/good-png-gray-alpha16.png
run inspect --truth-code=rgb data/good-png-rgb.png
run inspect --truth-code=red -c $set data/good-png-rgb16.png
note "# arrays of colours"
# Writes $1.npy: bytes of the shape $2, which follow as an octal string.
array() {
    printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '|u1', 'fortran_order': False, 'shape': $2, }" >"$1.npy"
    printf '%b' "$3" >>"$1.npy"
}
array colours '(2, 2, 3)' '\0106\0202\0264\0200\0100\0200\0000\0000\0216\0106\0202\0264'
array other '(2, 2, 3)' '\0106\0202\0264\0200\0100\0200\0000\0000\0215\0106\0202\0264'
array opaque '(2, 2, 4)' '\0106\0202\0264\0377\0200\0100\0200\0377\0000\0000\0216\0377\0106\0202\0264\0377'
array clear '(2, 2, 4)' '\0106\0202\0264\0377\0200\0100\0200\0377\0000\0000\0216\0376\0106\0202\0264\0377'
array labels '(2, 2)' '\0000\0001\0002\0000'
array values '(2, 2, 3)' '\0007\0001\0002\0000\0001\0000\0000\0000\0003\0001\0000\0000'
accuracy() {
    printf '$ maskloss eval %s\n' "$*" >>"$got"
    "$MASKLOSS" eval -s -f tsv -L cce --views=raw -c $set "$@" 2>>"$got" | grep '	metrics.accuracy' >>"$got"
}
for truth in colours opaque; do
    accuracy $truth.npy labels.npy
    accuracy $truth.npy values.npy
    accuracy --truth-layout=colors $truth.npy values.npy
done
accuracy other.npy values.npy
accuracy --truth-layout=colors other.npy values.npy
accuracy --truth-layout=colors clear.npy values.npy
accuracy --truth-layout=colors --truth-code=/2 colours.npy labels.npy
accuracy --truth-layout=colors labels.npy labels.npy
run eval --truth-layout=colors colours.npy labels.npy
with_codes='{"classes":[{"name":"a","labels":[70]},{"name":"b","labels":[128]},{"name":"c","labels":[0]}]}'
printf '%s' "$with_codes" >codes.json
accuracy -c codes.json --truth-code=red --prediction-as=indices colours.npy labels.npy
run inspect -c $set colours.npy other.npy
run inspect --truth-code=green opaque.npy
note "# settings say the code where it was given, streams must agree on it"
"$MASKLOSS" eval -f jsonl -o a.jsonl --truth-code=/1 data/good-png-gray8.png $p
"$MASKLOSS" eval -f jsonl -o b.jsonl --truth-code=red data/good-png-gray8.png $p
sed -n 's/.*"losses": *\[[^]]*\]/losses/; s/,"classes.*//; 1p' a.jsonl >>"$got"
run compare a.jsonl b.jsonl
run merge -s -f tsv --views=raw -L cce a.jsonl b.jsonl
finish
