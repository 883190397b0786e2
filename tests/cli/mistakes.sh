#!/bin/sh
# Usual mistakes: what the message says is wrong, and what to do, in no more than 240 characters but for names. Where it names an option
# or a command, that is run, too, and must help: `helps` runs what follows `--` in place of the mistake.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
[ -n "${PYTHON3:-}" ] || skip "no python3 with numpy"
"$PYTHON3" - <<'END' || skip "no python3 with numpy"
import json, os, struct, zlib
import numpy as np

def png(path, a, colour=0, bits=8):
    """a, (H, W) or (H, W, channels), as a PNG of that colour type."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.astype(">u2" if bits == 16 else "u1").tobytes() for row in a)
    head = struct.pack(">IIBBBBB", a.shape[1], a.shape[0], bits, colour, 0, 0, 0)
    open(path, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))

rng = np.random.default_rng(11)
t = np.repeat(np.repeat(rng.integers(0, 3, (3, 5)), 4, 0), 4, 1)          # 12 x 20, classes 0 to 2
logits = rng.normal(0, 1, (3, 12, 20)) + 3 * (np.arange(3)[:, None, None] == t)
p = np.exp(logits) / np.exp(logits).sum(0)
png("t.png", t)
np.save("p.npy", p.astype("f4"))
np.save("logits.npy", logits.astype("f4"))
np.save("four.npy", np.concatenate([p, p[:1]]).astype("f4"))               # a channel more than classes
np.save("two.npy", p[1:].astype("f4"))                                     # the background channel is missing
png("one.png", t + 1)                                                      # labels from 1
void = t.copy(); void[0, :9] = 255
png("void.png", void)
void[3, 3] = 7
png("odd.png", void)
png("seven.png", np.where(t == 2, 7, t))                                   # a label of data set ids
png("ids.png", np.choose(t, [7, 11, 26]))                                  # Cityscapes ids
png("mask.png", np.where(t == 2, 255, 0))
few = t.copy(); few[5, 5] = 9
png("few.png", few)
np.save("nineteen.npy", np.concatenate([p, np.full((16, 12, 20), .01)]).astype("f4"))
np.save("sigmoid.npy", p[2].astype("f4"))
np.save("turned.npy", p.transpose(0, 2, 1).astype("f4"))
np.save("half.npy", p[:, ::2, ::2].astype("f4"))
np.save("padded.npy", np.pad(p, ((0, 0), (0, 4), (0, 12))).astype("f4"))
np.save("crop.npy", p[:, 2:9, 3:14].astype("f4"))
png("t-turned.png", t.T)
png("colors.png", np.array([[0, 0, 0], [128, 64, 128], [220, 20, 60]])[t], 2)
png("codes.png", 1000 * t + 7, 0, 16)
png("gray-rgb.png", np.repeat(t[..., None], 3, 2), 2)
np.save("percent.npy", np.round(100 * p).astype("u1"))
np.save("percent-f.npy", (100 * p).astype("f4"))
np.save("percent-1.npy", np.where(t == 2, 97, 3.5).astype("f4"))
near = p.astype("f4"); near[0, 3, 3] += .002
np.save("near-p.npy", near)                                                # one sum of 1.002
np.save("rounded.npy", np.round(255 * p).astype("u1"))
np.save("twice.npy", (np.exp(p) / np.exp(p).sum(0)).astype("f4"))
np.save("t-float.npy", t.astype("f4"))
np.save("t-probability.npy", (t / 2).astype("f4"))
signed = t.astype("i2"); signed[0, :3] = -1
np.save("signed.npy", signed)
png("gray.png", np.round(255 * p[2]))
png("near.png", np.where(t == 2, 250, 0) + rng.integers(0, 5, t.shape))
png("indices.png", np.choose(t, [0, 2, 13]))
nan = t.astype("f4"); nan[1, 1] = np.nan
np.save("nan.npy", nan)
np.save("onehot.npy", np.eye(3, dtype="u1")[t])
np.save("overlap-t.npy", (logits > 1).astype("u1"))                        # a class each channel
np.save("overlap-p.npy", (1 / (1 + np.exp(-logits))).astype("f4"))
np.save("rank3-t.npy", np.stack([t, t, t]).astype("u1"))
np.save("bad.npy", np.where(np.arange(20) == 3, np.nan, p).astype("f4"))
open("photo.jpg", "wb").write(b"\xff\xd8\xff\xe0 and so on")
open("table.csv", "w").write("ImageId,EncodedPixels\na,1 2\n")
json.dump({"classes": [{"name": n} for n in ("background", "road", "car")], "ignore": [255], "mask": []}, open("set.json", "w"))
json.dump({"classes": [{"name": n} for n in ("background", "road", "car", "void")]}, open("four.json", "w"))
def labelled(name, labels, ignore=()):
    json.dump({"classes": [{"name": f"c{k}", "labels": [label]} for k, label in enumerate(labels)], "ignore": list(ignore)}, open(name, "w"))
labelled("from-1.json", (1, 2, 3))
labelled("odd.json", (0, 1, 2), (7, 255))
labelled("seven.json", (0, 1, 7))
json.dump({"classes": [{"name": "road", "labels": [1]}, {"name": "car", "labels": [2]}], "ignore": [0]}, open("no-background.json", "w"))
json.dump({"classes": [{"name": n, "color": c} for n, c in
                       (("void", [0, 0, 0]), ("road", [128, 64, 128]), ("person", [220, 20, 60]))], "mask": []}, open("colors.json", "w"))
for name in "truth", "pred", "named", "prefixed", "flat", "other":
    os.makedirs(name, exist_ok=True)
for city in "a", "b":
    png(f"truth/{city}.png", t)
    os.link("p.npy", f"pred/{city}.npy")
    os.link("p.npy", f"named/{city}_prob.npy")
    os.link("p.npy", f"prefixed/pred_{city}.npy")
os.link("p.npy", "other/c.npy")
END

# The mistake, with its number and what it is; then the same with what the message advises, which must work.
n=0
mistake() {
    n=$((n + 1))
    note "# $n. $1"
    shift
    run "$@"
}
helps() {
    "$MASKLOSS" "$@" >.out 2>.err </dev/null || {
        cat .err >&2
        fail "$n: the advice does not help: maskloss $*"
    }
    note "# helps: maskloss $*"
    note ""
}
# A recipe of the page, by its heading: runs it as it stands there.
recipe() {
    heading=$1
    shift
    "$PYTHON3" "$srcdir/tests/conversions.py" --page "$srcdir/man/maskloss-formats.7" --run "$heading" "$@" || fail "$n: $heading"
    note "# recipe: $heading"
}

mistake "truth and prediction exchanged" eval p.npy t.png
helps eval t.png p.npy
mistake "an option that has another name" eval --weigth=1,2,3 t.png p.npy
helps eval --weight=1,2,3 t.png p.npy
mistake "a class that has another name" eval -c ./set.json -m backgroud t.png p.npy
helps eval -c ./set.json -m background t.png p.npy
mistake "a loss that has another name" eval -L dise t.png p.npy
helps eval -L dice t.png p.npy
mistake "a loss of another library" eval -L crossentropy t.png p.npy
helps eval -L cce t.png p.npy
mistake "a parameter of a loss that has another name" eval -L tversky:alpha=0.3 t.png p.npy
helps eval -L tversky:fp=0.3 t.png p.npy
mistake "a figure that has another name" eval --gate 'raw.metrics.mIou>=0' t.png p.npy
helps eval --gate 'raw.metrics.miou>=0' t.png p.npy
mistake "a figure without its view" eval --gate 'miou>=0' t.png p.npy
helps eval --gate 'masked.metrics.miou>=0' t.png p.npy
mistake "a class set that has another name" eval -c citiscapes ids.png p.npy
mistake "a class set of one's own without ./" eval -c set t.png p.npy
helps eval -c ./set.json t.png p.npy
mistake "a view that has another name" eval --views=mask t.png p.npy
helps eval --views=masked t.png p.npy
mistake "a form that has another name" eval -f jason t.png p.npy
helps eval -f json t.png p.npy
mistake "an activation that has another name" eval -A softmaxx t.png logits.npy
helps eval -A softmax t.png logits.npy
mistake "a command that has another name" evaluate t.png p.npy
helps eval t.png p.npy
mistake "a file that has another name" eval t.png q.npy
mistake "a channel more than classes" eval -c ./set.json t.png four.npy
helps eval -c ./four.json t.png four.npy
mistake "the background channel is missing" eval -c ./set.json t.png two.npy
helps eval -c ./no-background.json t.png two.npy
mistake "labels that count from 1" eval -m none one.png p.npy
helps eval -c ./from-1.json one.png p.npy
mistake "a mask of 0 and 255" eval mask.png sigmoid.npy
helps eval -c binary mask.png sigmoid.npy
mistake "void that nobody named" eval void.png p.npy
helps eval --ignore=255 void.png p.npy
mistake "void, and another label that is no class" eval odd.png p.npy
helps eval -c ./odd.json odd.png p.npy
mistake "a few pixels of a label that is no class" eval few.png p.npy
helps eval --ignore=9 few.png p.npy
mistake "a label that is no class" eval -i 255 seven.png p.npy
helps eval -c ./seven.json -i 255 seven.png p.npy
mistake "ids of a data set without its class set" eval ids.png nineteen.npy
helps eval -c cityscapes ids.png nineteen.npy
mistake "ids of a data set, and a prediction of other classes" eval ids.png p.npy
mistake "logits without -A" eval t.png logits.npy
helps eval -A softmax t.png logits.npy
mistake "softmax twice" eval -A softmax -f tsv -o .report t.png p.npy
helps eval t.png p.npy
mistake "sigmoid of probabilities" eval -A sigmoid -f tsv -o .report t.png p.npy
mistake "no mistake: logits that are not probabilities only because of one sum" eval -A softmax -f tsv -o .report t.png near-p.npy
mistake "no mistake: probabilities with errors of rounding" eval -f tsv -o .report t.png rounded.npy
mistake "sums that are odd in one pixel" eval -f tsv -o .report t.png near-p.npy
mistake "percentages" eval -o .report t.png percent.npy
mistake "percentages as floats" eval -o .report t.png percent-f.npy
mistake "percentages of class 1" eval -c binary mask.png percent-1.npy
"$PYTHON3" -c 'import numpy; numpy.save("right.npy", numpy.load("percent-1.npy") / 100)'
helps eval -c binary mask.png right.npy
mistake "NaN in a prediction" eval t.png bad.npy
helps eval --bad-pixels=ignore t.png bad.npy
mistake "a file against a directory" eval truth/a.png pred
helps eval truth/a.png pred/a.npy
mistake "a file against a directory that has nothing like it" eval t.png pred
mistake "a directory against a file" eval truth p.npy
helps eval truth pred
mistake "two directories, exchanged" eval pred truth
helps eval truth pred
mistake "a suffix that nobody named" eval truth named
helps eval --prediction-suffix=_prob.npy truth named
mistake "a prefix that nobody named" eval truth prefixed
helps eval --prediction-prefix=pred_ truth prefixed
mistake "no prediction of any truth" eval truth other
mistake "height and width exchanged" eval t.png turned.npy
"$PYTHON3" -c 'import numpy; a = numpy.load("turned.npy"); numpy.save("right.npy", a.swapaxes(-2, -1))'
helps eval t.png right.npy
mistake "height and width exchanged, of labels" eval t.png t-turned.png
mistake "half the size" eval t.png half.npy
recipe "Resize floats" half.npy 12 20 resized.npy
helps eval t.png resized.npy
mistake "padded" eval t.png padded.npy
recipe "Crop padding" padded.npy 0 0 12 20 cropped.npy
helps eval t.png cropped.npy
mistake "a crop" eval t.png crop.npy
recipe "Paste a crop" crop.npy 2 3 12 20 pasted.npy
helps eval --bad-pixels=ignore t.png pasted.npy
mistake "colours without a class set" eval colors.png p.npy
helps eval -c ./colors.json colors.png p.npy
mistake "a class set without colours" eval -c ./set.json colors.png p.npy
helps eval -c ./colors.json colors.png p.npy
mistake "gray labels as RGB" eval gray-rgb.png p.npy
mistake "the same, as the message says" inspect gray-rgb.png
helps eval --truth-code=red gray-rgb.png p.npy
mistake "codes of class and instance against labels" eval codes.png t.png
helps eval --truth-code=/1000 codes.png t.png
mistake "void against labels" eval void.png t.png
helps eval --ignore=255 void.png t.png
mistake "masks of 0 and 255 on both sides" eval mask.png mask.png
helps eval --classes=binary mask.png mask.png
mistake "probabilities as truth" eval t-probability.npy p.npy
mistake "a probability map of class 1 as hard labels" eval -c binary mask.png gray.png
helps eval -c binary --prediction-as=probabilities mask.png gray.png
mistake "a mask that went through JPEG as hard labels" eval -c binary mask.png near.png
helps eval -c binary --prediction-as=probabilities mask.png near.png
mistake "class indices of ids" eval -c cityscapes -m none ids.png indices.png
helps eval -c cityscapes -m none --prediction-as=indices ids.png indices.png
mistake "labels as floats in a prediction" eval t.png t-float.npy
helps eval --prediction-as=labels t.png t-float.npy
mistake "-1 for void" eval signed.npy p.npy
helps eval --no-data=-1 signed.npy p.npy
mistake "NaN for no data" eval nan.npy p.npy
helps eval --no-data=nan nan.npy p.npy
mistake "one-hot truth with a prediction of rank 3" eval onehot.npy p.npy
helps eval --truth-layout=onehot onehot.npy p.npy
mistake "a truth of rank 3" eval rank3-t.npy p.npy
mistake "classes that overlap, a sigmoid each" eval overlap-t.npy overlap-p.npy
helps eval --truth-layout=labels --mask=none overlap-t.npy overlap-p.npy
mistake "a JPEG" eval photo.jpg p.npy
mistake "a table of run lengths" eval table.csv p.npy
mistake "JSON asked of compare" compare t.png p.npy

# All messages, those of the other cases too, are short once the names in them are set aside.
"$PYTHON3" - "$got" "$srcdir"/tests/cli/*.out <<'END' || fail "a message is too long"
import re, sys
long = 0
for path in sys.argv[1:]:
    for line in open(path, errors="replace"):
        if line.startswith("maskloss: "):
            line = re.sub(r' "id":.*', "", line.rstrip("\n"))  # a case puts the images on the message's line
            line = re.sub(r"(truths|predictions): [^;]*", r"\1", line)
            line = re.sub(r"[^\s,:;=]*(/|\.(png|npy|npz|tiff?|nii|gz|jsonl?|mat|csv|jpg))[^\s,:;]*", "", line)
            line = re.sub(r"[\w.:]+[<>]=[-+\w.]+ \(is [^)]*\)", "", line)  # gates, as they were asked for, and what they got
            line = re.sub(r"\w{60,}", "", line)  # a name that is too long for a file
            if len(line) > 240:
                print(f"{path}: {len(line)}: {line}", file=sys.stderr)
                long += 1
sys.exit(bool(long))
END
finish
