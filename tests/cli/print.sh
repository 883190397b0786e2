#!/bin/sh
# --print: values alone, in eval, merge and compare; gates and failures count all the same; paths that are not there.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy
note "# one a line, in the order asked, as JSON has them; null; a name"
run eval -c sample/classes.json -p masked.metrics.miou -p images --print=raw.metrics.miou -p masked.constant.metrics.miou.class \
    -p 'masked.per_class.car.iou' -p image_mean.masked.losses.cce.mean sample/truth sample/pred
run eval -q -i 0,1,2 -c data/good-classes-3.json -p masked.metrics.miou -p forgiven.rate -p pixels.valid $png $npy
run eval -L all,tversky:fp=0.1 -p 'masked.losses["tversky:fp=0.1"].mean' $png $npy
note "# notes go to standard error, unless -q"
"$MASKLOSS" eval -p images $png data/good-pairs/hard/a.png 2>notes >values
show cat values notes
"$MASKLOSS" eval -q -p images $png data/good-pairs/hard/a.png 2>notes >values
show cat values notes
note "# to a file, whole or not at all; gates still count, and failed images too"
run eval -p images -o values.txt -g 'images==1' $png $npy
show cat values.txt
run eval -p images -o values.txt -g 'images>1' -p masked.metrics.accuracy $png $npy
show cat values.txt
run eval -p masked.losses.cce.mean -o values.txt $png data/bad-npy-nan.npy
show cat values.txt
printf '%s\t%s\ta\n%s\tdata/bad-npy-nan.npy\tb\n' $png $npy $png >pairs
run eval -p images -p coverage.expected --keep-going -l pairs
note "# of streams, and of what changed between two"
run eval -f jsonl -o a.jsonl -c sample/classes.json sample/truth sample/pred
run eval -f jsonl -s -o sums.jsonl -c sample/classes.json sample/truth sample/pred
run merge -p masked.metrics.miou -p raw.metrics.miou a.jsonl
run merge -m none -p masked.metrics.miou sums.jsonl
run eval -f jsonl -o b.jsonl -c sample/classes.json sample/truth sample/pred-new
run compare -p masked.metrics.miou -p delta:masked.metrics.miou -p rel:masked.metrics.miou -p low:image_mean.masked.metrics.miou.mean \
    -p high:image_mean.masked.metrics.miou.mean -p masked.constant.metrics.miou.class a.jsonl b.jsonl
run compare -p delta:images -g 'delta:masked.metrics.miou>1' a.jsonl b.jsonl
note "# a path that is not there proposes the nearest, without a view that of the leading one; gates and --by too"
run eval -p metrics.miou $png $npy
run eval -p losses.cce.mean $png $npy
run eval -c sample/classes.json -p per_class.car.iou sample/truth sample/pred
run eval --views=raw -p metrics.miou $png $npy
run eval -p masked.metrics.miuo $png $npy
run eval -p masked.confusion $png $npy
run eval -g 'metrics.miou>=0.7' $png $npy
run eval --worst=1 --by=metrics.miou $png $npy
run merge -p metrics.miou a.jsonl
run compare -p delta:metrics.miou a.jsonl b.jsonl
run compare -p delta:masked.constant.metrics.miou.class a.jsonl b.jsonl
run compare -p low:images a.jsonl b.jsonl
run eval -c sample/classes.json -p low:masked.metrics.miou -p high:masked.metrics.miou sample/truth sample/pred
run eval -c sample/classes.json -p low:images sample/truth sample/pred
note "# what is wrong"
run eval -p '' $png $npy
run eval -p 'images>=1' $png $npy
run eval -p delta:images $png $npy
run eval -p images -f json $png $npy
run merge -f text -p images a.jsonl
run compare -f tsv -p images a.jsonl b.jsonl
run eval -p images --worst=1 $png $npy
run eval -p images --resume -o values.txt $png $npy
run inspect -p images $png
finish
