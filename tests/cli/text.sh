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
finish
