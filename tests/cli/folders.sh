#!/bin/sh
# The folders that people have are evaluated as they are, or the error says with which options.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
png=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy plane=data/good-pairs/planes8/a
none() { # none NAME...: files that are not looked into
    for name in "$@"; do
        mkdir -p "$(dirname "$name")"
        echo "{}" >"$name"
    done
}

note "# Cityscapes: labels, colours, instances and polygons side by side in a folder per city"
for image in frankfurt/frankfurt_000000_000294 frankfurt/frankfurt_000000_000576 lindau/lindau_000000_000019; do
    truth=gtFine/val/${image}_gtFine
    copy $png "${truth}_labelIds.png" "${truth}_instanceIds.png" "${truth}_labelTrainIds.png"
    copy data/good-png-rgb.png "${truth}_color.png"
    none "${truth}_polygons.json"
    copy $png "flat/${image#*/}.png" "left/${image#*/}_leftImg8bit.png" "nested/${image}_leftImg8bit.png"
    copy $npy "arrays/${image#*/}_prob.npy"
    for c in 0 1 2; do copy $plane/$c.png "folders/${image#*/}/$c.png" "planes/${image#*/}_$c.png"; done
done
for predictions in flat left nested arrays folders planes; do
    run eval gtFine/val $predictions
done
ids --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val flat
ids --truth-suffix=_gtFine_labelIds.png --prediction-suffix=_leftImg8bit.png --match=name gtFine/val left
ids --truth-suffix=_gtFine_labelIds.png --prediction-suffix=_leftImg8bit.png gtFine/val nested
ids --truth-suffix=_gtFine_labelIds.png --prediction-suffix=_prob.npy --match=name gtFine/val arrays
ids --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val folders
ids --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val planes
note "# the options that the error proposes lead to a result"
for predictions in flat left nested arrays folders planes; do
    options=$("$MASKLOSS" eval gtFine/val $predictions 2>&1 | sed -n 's/.*; perhaps//p')
    "$MASKLOSS" eval -f json $options gtFine/val $predictions 2>/dev/null | grep '"coverage"' >>"$got"
done
note "# names that are there twice; planes of one key in two places"
copy $png gtFine/val/zurich/lindau_000000_000019_gtFine_labelIds.png
run eval --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val flat
rm -r gtFine/val/zurich
copy $png flat/again/lindau_000000_000019.png
run eval --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val flat
rm -r flat/again
copy $plane/0.png folders/again/lindau_000000_000019/0.png
run eval --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val folders
rm folders/lindau_000000_000019/0.png
run eval --truth-suffix=_gtFine_labelIds.png --match=name gtFine/val folders

note ""
note "# VOC: palette images of the same names"
copy data/good-png-pal8.png VOC/SegmentationClass/2007_000032.png VOC/SegmentationClass/2007_000039.png
copy data/good-png-pal8.png voc-out/2007_000032.png voc-out/2007_000039.png
ids VOC/SegmentationClass voc-out
note "# of a whole set only the images of a list"
printf '2007_000039\n' >val.txt
sed 's|.*|VOC/SegmentationClass/&.png\tvoc-out/&.png\t&|' val.txt >val.tsv
ids --list=val.tsv

note ""
note "# nnU-Net: what goes with a prediction lies beside it"
copy $png labelsTs/case_001.png labelsTs/case_002.png
none labelsTs/dataset.json
copy data/good-npy-f4-c1hw.npy nnunet/case_001.npy nnunet/case_002.npy
none nnunet/case_001.pkl nnunet/case_002.pkl nnunet/case_001.json nnunet/dataset.json nnunet/plans.json nnunet/predict_from_raw_data_args.json
ids labelsTs nnunet
note "# with --save_probabilities there are labels too: two predictions for a key"
copy $png nnunet/case_001.png nnunet/case_002.png
run eval labelsTs nnunet
ids --prediction-suffix=.npy labelsTs nnunet
ids --prediction-suffix=.png labelsTs nnunet

note ""
note "# mmsegmentation: labels under the names of the images"
copy $png ade/annotations/ADE_val_00000001.png ade/annotations/ADE_val_00000002.png work_dirs/ADE_val_00000001.png work_dirs/ADE_val_00000002.png
none work_dirs/20240101_000000.log work_dirs/vis_data/scalars.json
ids ade/annotations work_dirs

note ""
note "# one folder per image, with a file of one name in it"
copy $png cases/a/truth.png cases/b/truth.png
copy $npy cases/a/prob.npy cases/b/prob.npy
copy $png cases/a/image.png cases/b/image.png
ids --truth-suffix=/truth.png --prediction-suffix=/prob.npy cases cases
run eval cases cases
note "# a train folder beside: predictions of one part only"
copy $png split/train/x.png split/val/y.png
copy $npy split-out/y.npy
run eval split split-out
ids --match=name --partial split split-out
finish
