#!/bin/sh
# explain: every step for one pixel, in text and JSON: all states, all sorts of predictions, and what is no place.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
c=sample/classes.json t=sample/truth/park.png p=sample/pred/park.npy g=data/good-png-gray8.png

# The JSON from "pixel" on.
pixel() {
    printf '$ maskloss explain -f json %s (pixel)\n' "$*" >>"$got"
    "$MASKLOSS" explain -f json "$@" 2>&1 </dev/null | sed -n '/^  "pixel"/,$p; /^maskloss:/p' >>"$got"
}
# The lines of the text that say what it is.
state() {
    printf '$ maskloss explain %s (state)\n' "$*" >>"$got"
    "$MASKLOSS" explain "$@" 2>&1 </dev/null | grep -E '^(label|colour|class |decision|state|maskloss:)' >>"$got"
}

note "# right, forgiven, missed, wrong, ignored, bad"
run explain -c $c $t $p 40,40
run explain -c $c -w 4,1,2,1,1,1 $t $p 13,45
state -c $c $t $p 30,10
state -c $c -m none $t $p 30,10
run explain -c $c -i 3,255 $t $p 30,10
run explain $g data/bad-npy-nan.npy 2,4
pixel -c $c -L all $t $p 30,10
pixel -c $c --views=excluded,raw,masked $t $p 13,45
run explain -L cce -c $c --views=excluded,raw,masked $t $p 13,45
run explain -L cce -c $c --views=excluded,raw,masked $t $p 30,10
run explain -L cce -c $c --views=excluded $t $p 30,10
pixel -c $c -i 3 $t $p 30,10
pixel $g data/bad-npy-nan.npy 2,4
printf '# the head is that of a report\n' >>"$got"
"$MASKLOSS" eval -f json -c $c -L all -w 4,1,2,1,1,1 -i 7 $t $p | sed '/^  "images"/,$d' >report
"$MASKLOSS" explain -f json -c $c -L all -w 4,1,2,1,1,1 -i 7 $t $p 0,0 | sed '/^  "pixel"/,$d' | cmp - report >>"$got" 2>&1

note "# a bad pixel elsewhere matters where the image is evaluated"
state $g data/bad-npy-nan.npy 0,0
state $g data/bad-npy-nan.npy 4,5
run explain -L cce,wcce,brier $g data/bad-npy-nan.npy 4,5
run explain --bad-pixels=ignore -L cce,dice $g data/bad-npy-nan.npy 4,5
pixel $g data/bad-npy-nan.npy 4,5
state -i 2 $g data/bad-npy-nan.npy 4,5
state $g data/bad-npy-nan-chw.npy 4,5
for f in negative zeros infinite sum-infinite; do state $g data/bad-npy-$f.npy 2,4; done

note "# planes, integers, halves, one channel, logits, labels"
run explain -L cce,dice -m none $g data/good-pairs/planes8/a 4,6
for f in f4-chw u1-hwc f2-hwc; do state $g data/good-npy-$f.npy 4,6; done
run explain -L cce,jaccard -m none data/good-png-gray1.png data/good-npy-f4-hw.npy 0,0
run explain -L brier -m none --threshold=0.25 data/good-png-gray1.png data/good-npy-f4-hw.npy 0,0
pixel -L cce -m none -A sigmoid data/good-png-gray1.png data/good-npy-f4-hw.npy 0,0
run explain -L cce,dice -m none --prediction-as=probabilities data/good-png-gray1.png data/good-png-gray8.png 0,6
run explain -L focal -A softmax $g data/good-npy-f4-hwc.npy 4,5
run explain -L focal -A sigmoid $g data/good-npy-f4-hwc.npy 4,5
run explain -m 1 $g data/good-pairs/hard/a.png 0,6

note "# one image of a batch"
state 'data/good-npy-u1-nhw.npy[1]' 'data/good-npy-f4-nhwc.npy[1]' 0,6
pixel -L cce -i 0,1,2 'data/good-npy-u1-nhw.npy[1]' 'data/good-npy-f4-nhwc.npy[1]' 0,6
run explain data/good-npy-u1-nhw.npy data/good-npy-f4-nhwc.npy 0,6

note "# what is stored in truths: colours, codes, another reading, no data, one-hot, masks"
cat >colours.json <<'END'
{"classes": [{"name": "sky", "labels": [0], "color": [0, 0, 0]}, {"name": "car", "labels": [2], "color": [255, 0, 0]},
             {"name": "road", "labels": [1], "color": [0, 255, 0]}], "ignore": [255, [9, 9, 9]]}
END
npy rgb.npy '1, 3, 3, ' '|u1' 000 000 000 377 000 000 011 011 011
npy rgb-p.npy '1, 3, 3, ' '|u1' 001 001 001 001 001 002 001 001 002
for column in 0 1 2; do state -c ./colours.json --truth-layout=colors --layout=hwc rgb.npy rgb-p.npy 0,$column; done
pixel -L cce -m none -c ./colours.json --truth-layout=colors --layout=hwc rgb.npy rgb-p.npy 0,1
npy coded.npy '1, 2, ' '<u2' 320 007 050 012
npy two.npy '1, 2, 3, ' '|u1' 001 002 003 003 002 001
state --truth-code=/1000 coded.npy two.npy 0,0
state --truth-code=/1000 --no-data=2600 coded.npy two.npy 0,1
pixel --truth-code=/1000 --no-data=2600 coded.npy two.npy 0,1
state --truth-layout=onehot data/good-npy-b1-onehot.npy data/good-npy-f4-hwc.npy 0,6
state -c data/good-classes-gray4-scaled.json data/good-png-gray4.png data/good-npy-f4-hwc.npy 0,6
copy data/good-png-gray1.png masks/1.png
state --truth-layout=planes masks data/good-pairs/planes8/a 0,6
pixel -L cce --truth-layout=planes -i 1 masks data/good-npy-f4-hwc.npy 0,6

note "# classes that are sums of channels"
printf '{"classes": [{"name": "a", "labels": [0, 2], "channels": [2, 0]}, {"name": "b", "labels": [1], "channels": [1]}]}' >sums.json
run explain -L cce,dice -c ./sums.json -m none $g data/good-npy-f4-hwc.npy 4,5
pixel -L cce -c ./sums.json -m none -A softmax $g data/good-npy-f4-hwc.npy 4,5

note "# names of classes are cut; of more than 20 the largest are shown"
cat >names.json <<'END'
{"classes": [{"name": "a class whose name is much longer than there is room for in a table of a terminal", "labels": [0]},
             {"name": "道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路道路", "labels": [1]},
             {"name": "<b>&\"'", "labels": [2]}]}
END
run explain -L all -c ./names.json -m 1 $g data/good-npy-f4-hwc.npy 4,5
pixel -L cce -c ./names.json -m 1 $g data/good-npy-f4-hwc.npy 4,4
npy many-t.npy '1, 1, ' '|u1' 003
many=$(i=0 && while [ $i -lt 150 ]; do printf '%03o ' $((i % 7 + 1)) && i=$((i + 1)); done)
npy many-p.npy '1, 1, 150, ' '|u1' $many
run explain -L cce -m none many-t.npy many-p.npy 0,0
"$MASKLOSS" explain -f json -m none many-t.npy many-p.npy 0,0 | grep -c '"class": ".*"p"' >>"$got"

note "# what begins alike stays distinct: classes, keys of losses"
cat >alike.json <<'END'
{"classes": [{"name": "construction--flat--road", "labels": [0]}, {"name": "construction--flat--sidewalk", "labels": [1]},
             {"name": "construction--flat--road--of-much-more-than-there-is-room-for--road", "labels": [2]}]}
END
run explain -L tversky:fp=0.1:fn=0.9,tversky:fp=0.9:fn=0.1,focal:alpha=0.5:gamma=3,focal:alpha=0.75:gamma=3,focal_tversky:fp=0.9 \
    -c ./alike.json -m none $g data/good-npy-f4-hwc.npy 4,5
run explain -L focal:alpha=0.123456789012345/0.123456789012345/0.123456789012345:gamma=1.23456789012345 -c ./alike.json -m none \
    $g data/good-npy-f4-hwc.npy 4,5

note "# of more than 20 classes each table says how many it leaves out"
run explain -L cce,dice -m 3 many-t.npy many-p.npy 0,0
npy many-1.npy '1, 1, 150, ' '|u1' 001 001 001 001 001 001 001 001 001 001 001 001 001 001
head -c $((128 + 150)) /dev/zero | dd of=many-1.npy bs=1 seek=142 count=136 conv=notrunc 2>/dev/null
run explain -L cce -m none many-t.npy many-1.npy 0,0

note "# no line is longer than 80 columns"
cat >long.json <<'END'
{"classes": [{"name": "a class whose name is much longer than there is room for in a sentence", "labels": [0]},
             {"name": "another-one-without-any-blanks-which-is-longer-than-a-whole-line-of-a-terminal-is-wide", "labels": [1]},
             {"name": "a third class whose name is much longer than there is room for in a sentence", "labels": [2]}]}
END
for mask in 0 1 2 none; do
    "$MASKLOSS" explain -L cce -c ./long.json -m $mask $g data/good-npy-f4-hwc.npy 4,5 | sed '/^label/,/^$/!d' >>"$got"
done
printf '{"classes": [{"name": "a class whose name is much longer than there is room for in a sentence", "labels": [0]}, %s' \
    '{"name": "another class whose name is much longer than there is room for in a sentence", "labels": [1]}]}' >two.json
run explain -L brier -c ./two.json -m none --threshold=0.123456 data/good-png-gray1.png data/good-npy-f4-hw.npy 0,0
run explain -c ./long.json $g data/bad-npy-nan.npy 2,4
for m in 0 1 2 none; do
    "$MASKLOSS" explain -L all -c ./long.json -m $m $g data/good-npy-f4-hwc.npy 4,5
    "$MASKLOSS" explain -L all -c ./long.json -m $m $g data/bad-npy-nan.npy 2,4
done | awk 'length > 80' >>"$got"

note "# names of classes cannot drive a terminal"
printf '{"classes": [{"name": "a\\u202edaor", "labels": [0]}, {"name": "a\\u2028b", "labels": [1]}, %s' \
    '{"name": "c", "labels": [2]}]}' >control.json
run explain -L cce -c ./control.json -m 1 $g data/good-npy-f4-hwc.npy 4,5
run explain -c ./control.json $g data/bad-npy-nan.npy 2,4

note "# a gradient that is too large for a number"
npy tiny-t.npy '1, 1, ' '|u1' 001
npy tiny-p.npy '1, 1, 2, ' '<f8' 001 000 000 000 000 000 000 000 002 000 000 000 000 000 000 000
run explain -L cce,dice -m none tiny-t.npy tiny-p.npy 0,0
pixel -L cce -m none tiny-t.npy tiny-p.npy 0,0

note "# ties go to the lower index, void is no class"
npy tie.npy '1, 2, 3, ' '|u1' 001 002 002 000 001 001
npy tie-t.npy '1, 2, ' '|u1' 002 001
state tie-t.npy tie.npy 0,0
state -c data/good-classes-ignored-label.json -i 1 $g data/good-pairs/hard/a.png 0,6
npy void.npy '1, 2, ' '|u1' 011 001
state --unknown=miss -c data/good-classes-3.json tie-t.npy void.npy 0,0
pixel --unknown=miss -c data/good-classes-3.json -m none -L cce tie-t.npy void.npy 0,0
state -c data/good-classes-3.json tie-t.npy void.npy 0,1

note "# through pipes, and into a file"
printf '$ maskloss explain - (state)\n' >>"$got"
"$MASKLOSS" explain -L cce - data/good-npy-f4-hwc.npy 4,6 <$g | grep -E '^(truth|label|state)' >>"$got"
"$MASKLOSS" explain -L cce $g - 4,6 <data/good-npy-f4-hwc.npy | grep -E '^(prediction|label|state)' >>"$got"
run explain -o out.txt -c $c $t $p 13,45
"$MASKLOSS" explain -c $c $t $p 13,45 | cmp - out.txt >>"$got" 2>&1
cp $p mine.npy
run explain -o mine.npy -c $c $t mine.npy 13,45
cmp mine.npy $p >>"$got"
run explain -v -L cce -c $c $t $p 30,10 -f json -o /dev/null

note "# no place"
for place in 5,0 0,7 99999999999999999999,0 18446744073709551615,0 1 , 1, ,1 '1;2' 1,2,3 3,-1 1e1,0 ' 1,1' ''; do
    run explain $g data/good-npy-f4-hwc.npy "$place"
done
run explain $g data/good-npy-f4-hwc.npy -1,3
run explain $g data/good-npy-f4-hwc.npy -0,3
run explain 1,2 $g data/good-npy-f4-hwc.npy
run explain $g 1,2 data/good-npy-f4-hwc.npy
note "# no image"
run explain
run explain $g data/good-npy-f4-hwc.npy
run explain $g data/good-npy-f4-hwc.npy 1 1
run explain sample/truth sample/pred 0,0
run explain sample/truth $p 0,0
run explain $t sample/pred 0,0
run explain missing.png $p 0,0
run explain $t missing.npy 0,0
run explain data/bad-png-empty.png $p 0,0
run explain $g data/bad-npy-cut-data.npy 0,0
run explain $t data/good-npy-f4-hwc.npy 0,0
run explain -- - - 0,0
run explain 'data/good-npy-u1-nhw.npy[0]' data/good-npy-f4-nhwc.npy 0,0
run explain 'data/good-npy-u1-nhw.npy[99]' 'data/good-npy-f4-nhwc.npy[99]' 0,0
note "# options of sets are none of a pixel"
for option in -s --worst=3 --group=dir -j2 -l/dev/null --keep-going '-g a<1' --resume --shard=0/1 --truth-suffix=x --intervals \
    -pimages --missing-truth=0 --partial -fjsonl -ftsv --maps=x -dx --list --list=x --list-l=x --li; do
    run explain $option $g data/good-npy-f4-hwc.npy 0,0
done
run explain -L dce $g data/good-npy-f4-hwc.npy 0,0
run explain -m sky $g data/good-npy-f4-hwc.npy 0,0
run explain --truth-layout=planes --no-data=3 $g data/good-npy-f4-hwc.npy 0,0
finish
