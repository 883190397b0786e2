#!/bin/sh
# Prefixes of the names of files, beside suffixes, --match=name, planes and batches; and what a message about partners proposes.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy plane=data/good-pairs/planes8/a
note "# prefixes of the file's name, in folders too; other files take no part"
fresh; copy $png t/gt_a.png t/x/gt_b.png t/x/photo.png t/gt_.png; copy $npy p/pred-a.npy p/x/pred-b.npy p/x/other.npy
ids --truth-prefix=gt_ --prediction-prefix=pred- t p
ids --truth-prefix=gt_ --prediction-prefix=pred- --match=name t p
ids --truth-prefix=gt_ --prediction-prefix=pred- t/gt_a.png p/pred-a.npy
run eval t p
run eval --truth-prefix=gt_ t p
run eval --truth-prefix=mask_ t p
run eval --truth-prefix=mask_ --truth-suffix=_x.png t p
run eval --truth-prefix=gt_ --prediction-prefix=out_ t p
run eval --truth-prefix=gt_ --prediction-prefix=out_ --prediction-suffix=_x.npy t p
note "# beside a suffix"
fresh; copy $png t/gt_a_l.png t/gt_b_l.png t/gt_a_color.png; copy $npy p/pred_a_q.npy p/pred_b_q.npy
ids --truth-prefix=gt_ --truth-suffix=_l.png --prediction-prefix=pred_ --prediction-suffix=_q.npy t p
run eval t p
note ""; note "# planes, in both namings"
fresh; copy $png t/a.png t/x/b.png; mkdir -p p/x/b
for c in 0 1 2; do cp $plane/$c.png p/m_a_$c.png; cp $plane/$c.png p/x/b/m_$c.png; done
ids --prediction-prefix=m_ t p
ids --prediction-prefix=m_ t/x/b.png p/x/b
ids t/a.png p/m_a
run eval t p
note ""; note "# batches, shards"
fresh; copy data/good-npy-u1-nhw.npy t/gt_a.npy t/gt_b.npy; copy data/good-npy-f4-nhwc.npy p/a.npy p/b.npy
ids --truth-prefix=gt_ --truth-layout=labels t p
ids --truth-prefix=gt_ --truth-layout=labels --shard=1/2 t p
note ""; note "# what is proposed"
fresh; copy $png t/one.png t/two.png; copy $npy p/pred_one.npy p/pred_two.npy; run eval t p
fresh; copy $png t/gt_one.png t/gt_two.png; copy $npy p/pred_one.npy p/pred_two.npy; run eval t p
fresh; copy $png t/c1/one.png t/c2/two.png; copy $npy p/pred_one.npy p/pred_two.npy; run eval t p
fresh; copy $png t/mask-one-v2.png t/mask-two-v2.png; copy $npy p/one.npy p/two.npy; run eval t p
fresh; copy $png t/one.png; copy $npy p/best_one.npy; run eval t p
note "# prefixes with numbers of their own are other images, and one name in common says nothing"
fresh; copy $png t/001_cat.png t/002_cat.png; copy $npy p/003_cat.npy p/004_cat.npy; run eval t p
fresh; copy $png t/a_mask.png; copy $npy p/b_mask.npy; run eval t p
note "# nothing in common"
fresh; copy $png t/one.png t/two.png; copy $npy p/a.npy p/b.npy; run eval t p
note "# bad values"
run eval --truth-prefix= t p
run eval --prediction-prefix= t p
run eval --truth-prefix=x -l list
run eval --prediction-prefix=x -l list
run merge --truth-prefix=x list
finish
