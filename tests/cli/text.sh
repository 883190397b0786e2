#!/bin/sh
# The text report, as it is read: the sample set, two classes, 150 of which few occur, views, long names.
. "${srcdir:-.}/tests/cli/lib.sh"
run eval -c sample/classes.json sample/truth sample/pred
run eval -s data/worked/truth.png data/worked/prediction.npy
run eval --views=raw,masked,excluded -L cce,tversky:fp=0.1:fn=0.9:smooth=0.001,dice --mask=1,2 data/worked/truth.png data/worked/prediction.npy
run eval --views=raw --mask=none -s -L dice data/worked/truth.png data/worked/prediction.npy
{
    echo '{"classes": ['
    i=0
    while [ $i -lt 150 ]; do
        [ $i -eq 2 ] && name='a name that is too long for a column, ünlimited' || name="class-$i"
        printf '%s{"name": "%s"}' "$([ $i -gt 0 ] && echo ,)" "$name"
        i=$((i + 1))
    done
    echo ']}'
} >many.json
run eval -c many.json data/good-png-gray8.png data/good-pairs/hard/a.png
run eval -s -i 0,1,2 -c data/good-classes-3.json data/good-png-gray8.png data/good-npy-f4-hwc.npy
note "# many images: all of them, or the worst"
i=10
while [ $i -lt 51 ]; do
    printf '%s\t%s\timage-%s\n' data/good-png-gray8.png "$([ $i -eq 25 ] && echo data/good-pairs/hard/a.png || echo data/good-npy-f4-hwc.npy)" $i
    i=$((i + 1))
done >many
head -n 40 many >fewer
"$MASKLOSS" eval --views=masked -L dice -l fewer | sed -n '/^Images/,$p' >>"$got"
"$MASKLOSS" eval --views=masked -L dice -l many | sed -n '/^The worst/,$p' >>"$got"
"$MASKLOSS" eval --views=masked -L dice --worst=all -l many | sed -n '/^Images/,$p' >>"$got"
"$MASKLOSS" eval -L dice,cce --worst=2 -l many | sed -n '/^The worst/,$p' >>"$got"
note "# errors are told at the head and listed at the end"
mkdir t p
for i in a b; do cp data/good-png-gray8.png t/$i.png; done
cp data/good-npy-f4-hwc.npy p/a.npy
cp data/bad-npy-cut-data.npy p/b.npy
run eval -q --keep-going --views=masked -L dice -g 'images==2' -g 'forgiven.pixels>=0' -g 'masked.metrics.mcc < 0.5' t p
finish
