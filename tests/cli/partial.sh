#!/bin/sh
# --partial: missing and extra partners are counted under coverage. --keep-going: what cannot be read is reported, the rest is
# evaluated as if there were nothing else, and the exit status is 3.
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
# Coverage, errors and ids of the JSON report.
parts() {
    printf '$ maskloss eval -f json %s (ids, coverage, errors)\n' "$*" >>"$got"
    "$MASKLOSS" eval -f json "$@" >report 2>>"$got"
    status=$?
    sed -n -e 's/^      "id": /  id: /p' -e 's/^    "coverage": /  coverage: /p' -e '/^  "errors"/,/^  "gates"/p' report |
        grep -v gates >>"$got"
    printf '[exit %d]\n\n' $status >>"$got"
}
# The figures of a report: all but ids, coverage and errors.
figures() { sed -e '/^      "\(id\|truth\|prediction\)"/d' -e '/^    "coverage"/d' -e '/^  "errors"/,$d' "$1"; }

note "# partners are missing, and there are too many"
fresh; copy $png t/a.png t/b.png t/sub/c.png; copy $npy p/b.npy p/z.npy p/sub/c.npy
run eval t p
parts --partial t p
parts --partial -q t p
run eval --partial -s --views=masked -L cce t p
parts --keep-going t p
parts --keep-going --partial t p
note "# none is left"
fresh; copy $png t/a_gt.png t/b_gt.png; copy $npy p/a.npy p/b.npy
run eval --partial t p
run eval --keep-going t p
run eval --partial -c data/good-classes-3.json t/a_gt.png p/none.npy
note "# incomplete planes, two kinds of prediction"
fresh; copy $png t/a.png t/b.png t/c.png; copy $npy p/a.npy p/c.npy; copy $png p/c.png
copy data/good-pairs/planes8/a/0.png p/b_0.png p/b_2.png
run eval --partial t p
parts --keep-going t p
rm p/a.npy
run eval --keep-going --partial t p
note "# files that cannot be read: nothing of them is left in the figures"
fresh; copy $png t/a.png t/e.png; copy $npy p/a.npy p/e.npy
parts t p
figures report >alone
copy $png t/b.png t/c.png t/d.png t/f.png t/g.png
copy data/bad-npy-nan-chw.npy p/b.npy; copy data/bad-npy-cut-data.npy p/c.npy; copy data/good-npy-f4-3x3x3.npy p/d.npy
copy $npy p/f.npy; copy data/bad-png-label-255.png t/f.png; ln -s nowhere p/g.npy
mkdir good half
cp -r data/good-pairs/planes8/a p/h
copy $png t/h.png
copy data/bad-png-cut-idat.png p/h/2.png
run eval t p
parts --keep-going t p
figures report >kept
diff alone kept && note "the figures are those of the two alone"
parts --keep-going -c data/good-classes-3.json t p
run eval --keep-going -s --views=masked -L cce -o result t p
note "the result is written: $(sed -n '/^coverage/,/^$/p' result | wc -l) lines of coverage and errors"
note "# the first image cannot be read: the number of classes is that of the first that can"
fresh; copy $png t/a.png t/b.png; copy data/bad-npy-magic.npy p/a.npy; copy $npy p/b.npy
parts --keep-going t p
copy data/bad-png-crc-idat.png t/b.png
run eval --keep-going t p
note "# of labels alone"
fresh; copy $png t/a.png t/b.png p/b.png; copy data/bad-png-cut-idat.png p/a.png
parts --keep-going t p
copy data/bad-png-label-255.png t/b.png
run eval --keep-going t p
note "# no image can be evaluated: with a class set there is a report all the same"
fresh; copy $png t/a.png t/b.png; copy data/bad-npy-nan.npy p/a.npy; copy data/bad-npy-cut-data.npy p/b.npy
run eval --keep-going -L cce,dice -c data/good-classes-3.json t p
parts --keep-going -c data/good-classes-3.json t p
grep -c '"cce": {"sum": 0, "mean": null, "mean_unmasked": null}' report >>"$got"
run eval --keep-going t/a.png p/a.npy
note "# many: the first ten are said, all are reported; the ids' bytes are made visible"
fresh; copy $png t/a.png; copy $npy p/a.npy
for i in 01 02 03 04 05 06 07 08 09 10 11 "$(printf '12\377\033')"; do copy $png "t/k$i.png"; copy data/bad-npy-magic.npy "p/k$i.npy"; done
parts --keep-going t p
run eval --keep-going -s --views=raw -L cce t p
note "# a list"
tab=$(printf '\t')
printf "%s\t%s\n" t/a.png p/a.npy t/k01.png p/k01.npy t/none.png p/none.npy t/a.png p/b_2.png | sed "4s/$/${tab}planes/" >list
mkdir p/b_2.png
parts --keep-going -l list
parts --keep-going --partial -l list
note "# weights that follow from the set: those of the images that count, in the first line of a stream too"
fresh; copy $png t/a.png t/b.png t/c.png; copy $npy p/a.npy p/c.npy; copy data/bad-npy-nan.npy p/b.npy
copy data/bad-png-label-255.png t/c.png
run eval --keep-going -w inverse -L wcce -s --views=masked t p
run eval --keep-going -w inverse -p masked.losses.wcce.mean t p
run eval -q -w inverse -p masked.losses.wcce.mean t/a.png p/a.npy
run eval --keep-going -q -w median -L wcce -f jsonl -o s.jsonl t p
note "$(head -n 1 s.jsonl | sed 's/.*"views"/"views"/')"
run eval --keep-going -q -w inverse -L wcce -f jsonl --resume -o s.jsonl t p
copy $png t/c.png; copy $npy p/b.npy
run eval -q -w median -L wcce -f jsonl --resume -o s.jsonl t p
run eval -q -w median -L wcce -f jsonl -o whole.jsonl t p
cmp s.jsonl whole.jsonl && note "what failed is put in order: the stream is that of the whole set"
note "# a truth that is another one now: the weights are those of the records, as merge finds them"
copy data/good-png-gray1.png t/b.png
run eval -q -w median -L wcce -f jsonl --resume -o s.jsonl t p
"$MASKLOSS" merge -q -w median -f jsonl s.jsonl >merged.jsonl
for stream in s.jsonl merged.jsonl; do sed -n '1s/.*"weights":\(\[[^]]*]\).*/\1/p' $stream; done | sort -u | wc -l >>"$got"
note "# a batch: the other images of the file go on; errors in order of their numbers"
fresh; copy $png t/a.png t/c.png; copy $npy p/a.npy; copy data/bad-npy-magic.npy p/c.npy
head -c 128 data/good-npy-u1-nhw.npy | sed 's/(2, 5, 7), } /(12, 5, 7), }/' >t/b.npy
head -c 128 data/good-npy-f4-nhwc.npy | sed 's/(2, 5, 7, 3), } /(12, 5, 7, 3), }/' >p/b.npy
for n in 0 1 2 3 4 5 6 7 8 9 10 11; do
    tail -c 35 data/good-npy-u1-nhw.npy >>t/b.npy
    case $n in
    2 | 10) tail -c 420 data/bad-npy-nan.npy ;;
    *) tail -c 420 $npy ;;
    esac >>p/b.npy
done
parts --keep-going t p
run eval --keep-going -s --views=raw -L cce 't/b.npy[2]' 'p/b.npy[10]'
note "# what is no fault of an input ends the run"
run eval --keep-going --mask=7 t p
run eval --keep-going -o nowhere/result t p
[ -w /dev/full ] && run eval --keep-going -s -o /dev/full t p
finish
