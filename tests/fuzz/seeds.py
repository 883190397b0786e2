"""The seeds of the fuzz targets that are no fixtures: texts, record streams, and runs of the program (make-corpus.py)."""

import zlib

# A small record stream: its header, an image, the last line, and the last line of a summary.
STREAM_HEAD = """{"maskloss":{"version":"0","schema":1},"settings":{"mask":[0],"ignore":[255,[1,2,3]],"weights":[1,2],\
"activation":"none","epsilon":1e-07,"absent":"skip","average":[1],"losses":[{"key":"cce","name":"cce"},\
{"key":"focal:alpha=0.5/1","name":"focal","alpha":[0.5,1],"gamma":2},{"key":"dice","name":"dice","smooth":1}]},\
"classes":[{"index":0,"name":"a","labels":[0]},{"index":1,"name":"\\u00e9","labels":[1,7]}],"views":["raw"],"smooth":1,\
"shard":{"of":2,"have":[0]}}
"""
STREAM_IMAGE = """{"id":"a[%d]","truth":"t\\\\\\\\","prediction":"p\\\\xFF","width":3,"height":1,"pixels":{"total":3,"ignored":1,\
"bad":0},"raw":{"x":[1,{"y":"]"}]},"record":{"hard":[[1,0],[]],"none":[1,0],"soft":[[0.25,0.75],[]],\
"sums":{"cce":[0.5,0],"focal":[0.125,0]}}}
"""
STREAM_END = """{"aggregate":{"images":%d,"coverage":{"expected":2,"evaluated":%d}},"errors":[{"id":"b","message":"m"}],"gates":[]}
"""
SPREAD = '["00000000000000008000000000000000",0.5,0.5,1]'
SPREADS = '{"losses":{%s},"metrics":{%s}}' % (
    ",".join('"%s":%s' % (key, SPREAD) for key in ("cce", "focal:alpha=0.5/1", "dice")),
    ",".join('"%s":%s' % (key, SPREAD) for key in ("accuracy", "mean_recall", "miou", "mdice", "fwiou", "kappa", "mcc")))
STREAM_EXACT = """{"aggregate":{"images":1,"coverage":{"expected":1,"evaluated":1},"exact":{"total":3,"ignored":1,"bad":0,\
"hard":[[1,0],[]],"none":[1,0],"soft":[["00000000000000000000000000000001","00000000000000010000000000000000"],[]],\
"sums":{"cce":["00000000000000000000000000000001","00000000000000000000000000000000"],\
"focal":["00000000000000000000000000000001","00000000000000000000000000000000"]},\
"image_mean":{"raw":%s,"masked":%s}}},"errors":[],"gates":[]}
""" % (SPREADS, SPREADS)



def summed(text):
    """A stream, each line with its check sum."""
    lines = [line[:-1] for line in text.splitlines()]
    return "".join('%s,"crc32":"%08x"}\n' % (line, zlib.crc32(line.encode())) for line in lines)


# Texts: each is a seed, named by its number.
TEXTS = {
    "gate": ["masked.metrics.miou>=0.7", " raw.losses.cce.mean <\t1e-3 ", 'masked.losses["tversky:fp=0.1"].mean!=.5',
             'a["x\\"y\\\\z"][""]==-1', "delta:masked.metrics.miou>=-0.005", "high:image_mean.raw.losses.cce.mean<=0",
             "forgiven.rate", "delta>0", "a..b>1", 'a["b>1', "rel:low:a<=1e999"],
    "loss": ["all", "cce,wcce,focal,brier", "tversky:fp=0.1:fn=0.9,dice:smooth=1", "focal:alpha=0.1/0.2/0.7:gamma=3.5",
             "focal_tversky:exponent=0.5:smooth=0", "jaccard,jaccard", "dice:smooth=", "tversky:fp=1e999", ":", "cce:"],
    "stream": [STREAM_HEAD, STREAM_HEAD + STREAM_IMAGE % 0 + STREAM_IMAGE % 1 + STREAM_END % (2, 2), STREAM_HEAD + STREAM_EXACT,
               STREAM_HEAD + STREAM_IMAGE % 0, STREAM_HEAD + STREAM_END % (1, 1),
               STREAM_HEAD.replace('"views"', '"worst":{"images":1,"by":"width"},"views"') + STREAM_IMAGE % 0 + STREAM_EXACT,
               summed(STREAM_HEAD + STREAM_IMAGE % 0 + STREAM_IMAGE % 1 + STREAM_END % (2, 2)), summed(STREAM_HEAD + STREAM_EXACT)],
    "text": ["0,1,2", " 0 , 2 ", "", ",", "1e-07", "-0.0", "0x10", "1e999", "a\u00e4\u20ac\U0001f600\\", "\x1b[31m\n",
             "18446744073709551616", "4.9406564584124654e-324", "1.7976931348623157e308"],
    "weights": ["\x011,2,0.5", "\x00 1\n2\n", "\x011 2 -1", "\x001,,2", "\x001e999,1", "\x031,1"],
    "list": ["\x00t.png\tp.npy\n", "\x00t.png\tp.npy\tan id\nt.png\tq.npz:key[3]\n", "\x01t.png\tp.npy", "\x02a\tp.npy\nx\tp.npy\tc\n",
             "\x00t.png\ta\nt[0].png\tx\tb\n", "\x04none.png\tp.npy\n", "\x08t.png\tp.npy\nu.png\tp.npy\n", "\x10t.png\tnone.npy\nt[0].png\tp.npy\n",
             "\x00t.png p.npy\r\n", "\x00t.png\tp.npy\na/0.png\tp.npy\tt\n", "\x00\n", "\x02b/m\tx\n", "\x00v.nii.gz[1]\tp.npy[1]\n"],
    "groups": ["dir", "dir:2\na/b/c\nd/e\n", "before:_\na_1\nb\n", "file\nv.nii.gz[0]\nt.npy[12]\n", "index\nt.npy[12]\n", "none",
               "list:list\na\tA\nt.npy\tB\nt.npy[3]\tC\n", "list:list\na\tA\na\tB\n", "list:list\na A\n", "dir:0", "rows", "list:list"],
    "figures": ["\x7fmasked.metrics.miou", "\x73raw.losses[\"tversky:fp=0.1\"].mean", "\x31low:masked.losses.dice.mean", "\x7fgroups[\"a b\"].raw.metrics.kappa",
                "\x70group_mean.raw.losses.cce.mean", "\x37image_mean.masked.metrics.miou.mean", "\x22per_class.1.iou", "\x2fdelta:raw.per_class.2.fn",
                "\x11masked.metrics.miuo", "\x00images", "\x7fcoverage.expected", "\x7fmetrics.kappa", "\x7fraw.confusion", "\x44excluded.per_class.0.dice"],
    "roles": ["\x00\x00\x05\x03\x03\x00\x03\x05\x01", "\x00\x02\x00\x05\x03\x03\x01\x05\x03\x02", "\x00\x03\x00\x04\x05\x03\x04\x01\x04\x05\x03\x02",
              "\x02\x03\x00\x05\x03\x02\x03\x01\x05\x03\x02", "\x05\x02\x00\x03\x03\x03\x01\x03\x03\x03",
              "\x00\x13\x00\x04\x05\x03\x24\x01\x04\x02\x05\x03", "\x04\x0b\x00\x05\x03\x02\x03\x00\x05\x03\x02"],
    "options": ["eval\n-c\nvoc\n-m0,1\n-i255\n-wmedian\n-Lall\n-Asoftmax\nt\np", "eval\n--absent=one\n--empty=absent\n--average=foreground",
                "eval\n--bad-pixels=ignore\n--epsilon=1e-3\n--smooth=2\n--group=dir:2\n--intervals\n--views=raw,excluded",
                "eval\n--truth-layout=planes\n--prediction-as=indices\n--unknown=miss\n--threshold=0.25\n--no-data=nan\n--no-data=-1",
                "eval\n--truth-code=/1000\n--samples=raw\n--layout=hwc\n--match=name\n--shard=1/4\n--max-pixels=10\n--max-memory=1G\n-j2",
                "eval\n-fjsonl\n-os\n--resume\nt\np", "eval\n-p\nmasked.metrics.miou\n-p\nlow:raw.losses.cce.mean\n--list=x\n-0",
                "eval\n--worst=all\n--by=-masked.metrics.miou\n-g\nmasked.metrics.miou>=0.7\n-dmaps\n--kinds=error,loss:dice\n--map-scale=3",
                "merge\n-s\n--partial\n-wmedian\na\nb", "merge\n--threshold=1", "compare\n-gdelta:masked.metrics.miou>=0\n--common\n--worst=3\na\nb",
                "explain\n-fjson\nt\np\n-1,2", "inspect\n-v\n-fjson\nx", "eval\n--tru=1", "eval\n--nothing=1", "eval\n--format", "eval\n-qX",
                "eval\n--quiet=1", "eval\n--\n-x", "inspect\n--prediction-labels=indices", "eval\n-h", "eval\n--help", "eval\n-v0"],
    "pairs": ["Ta.png\nPa.npy\nOa.jpg", "Ta/x.png\nTb/x.png\nPa/x.npy\nPb/x.npy\nOb/x.png", "Tx_gt.png\nPx_pred.npy\nc_gt\nd_pred\nOx_photo.png\ne_photo",
              "aa_\nbp_\nTa_1.png\nPp_1.npy", "Ta.png\nPa/0.png\nPa/1.png", "Ta.png\nPa_0.png\nPa_1.png\nPa_2.png", "fp\nTa/0.png\nTa/1.png\nPa.npy",
              "fp\nTa_0.png\nTa_1.png\nTb_1.png\nPa.npy\nPb.npy", "fm\nTa.png\nPa.npy\nPb.npy", "fn\nTq/a.png\nPr/a.npy\nOs/a.png", "fr\nTa.png\nTb.png\nPa.npy",
              "fk\nTa.png\nTb.png\nPa.npy\nPc.npy", "Ta_gt.png\nTb_gt.png\nPa.npy\nPb.npy", "Ta.png\nTa.tif\nPa.npy\nPa.npz", "Ta.nii.gz\nPa.nii\n",
              "Ta.png\nPa.mat\tMATLAB 5.0", "Ta.png\nPa.txt\nPb", "f1\nTa.png\nPa.npy", "f1p\nTa_0.png\nTa_1.png\nPa_0.png\nPa_1.png", "flk\nTa.png\nPa.npy\nOb.png",
              "fc\nTa.png\nPa_sky.png\nPa_road.png\nPa_1.png", "tT/a.png\npP/b.npy\nTa.png\nPb.npy", "tT/a.png\npP/b\nTa.png\nPb_0.png\nPb_1.png",
              "fp\ntT/a\npP/b.npy\nTa_0.png\nTa_1.png\nPb.npy", "tT/a.png\npP\nTa.png\nP0.png\nP1.png", "Ta.png\nPa_0.png\nPa_1.tif", "Ta.png\nPa_0.png\nPa_2.png",
              "Ta.png\nTa_0.png\nPa_0.png\nPa_0_0.png", "cx\nTax.png\nPa.npy", "Ta.png\nPb/a.npy\nPc/a.npy\nfn"],
    "resume": ["\x00", "\x002000 100000 ", "\x0018 10000 ", "\x011500 1 9", "\x00100 1 x", "\x031400 1 7", "\x011900 300 $$", "\x0218 0 x"],
}


def container(words, parts, fixtures):
    """An input of the target `program`: the words of a command line, and its files; a fixture is named, a text is bytes."""
    made = "\n".join(words).encode()
    for name, what in parts.items():
        made += b"\n@@@" + name.encode() + b"\n" + (what.encode() if isinstance(what, str) and what not in fixtures
                                                    else fixtures[what][0] if isinstance(what, str) else what)
    return made


PNG, NPY = "good-png-gray8.png", "good-npy-f4-hwc.npy"
PAIR = {"t.png": PNG, "p.npy": NPY}
SET = {"t/a.png": PNG, "t/b.png": "good-png-gray2.png", "p/a.npy": NPY, "p/b.npy": "good-npy-f2-hwc.npy"}
STREAM_2 = """{"maskloss":{"version":"0","schema":1},"settings":{"mask":[0],"ignore":[],"weights":[1,2],"activation":"none",\
"epsilon":1e-07,"absent":"skip","average":"all","losses":[{"key":"cce","name":"cce"}]},"classes":[{"index":0,"name":"a",\
"labels":[0]},{"index":1,"name":"b","labels":[1]}],"views":["raw","masked"]}
{"id":"a","truth":"t","prediction":"p","width":3,"height":1,"pixels":{"total":3,"ignored":0,"bad":0},"record":{"hard":[[1,0],\
[1,1]],"none":[0,0],"soft":[[%s],[1,1]],"sums":{"cce":[%s,0.5]}}}
{"id":"b","truth":"t","prediction":"p","width":3,"height":1,"pixels":{"total":3,"ignored":0,"bad":0},"record":{"hard":[[1,0],\
[1,1]],"none":[0,0],"soft":[[0.5,0.5],[1,1]],"sums":{"cce":[0.125,0.5]}}}
{"aggregate":{"images":2,"coverage":{"expected":2,"evaluated":2}},"errors":[],"gates":[]}
"""
STREAMS = {"a.jsonl": summed(STREAM_2 % ("1,0", "0.25")), "b.jsonl": summed(STREAM_2 % ("0.75,0.25", "0.5"))}
MASKED = "good-classes-mask.json"

# Runs of the program: the words of the command line, and files.
RUNS = [
    ("eval t.png p.npy", PAIR), ("eval -f json t.png p.npy", PAIR), ("eval -f jsonl t p", SET), ("eval -f tsv t p", SET),
    ("eval -f markdown -L all t p", SET), ("eval -f html -L all -o r.html -d maps --kinds=error,loss,decision,truth,masked t p", SET),
    ("eval -f junit -g masked.metrics.miou>=0.9 t p", SET), ("eval -p masked.metrics.miou -p raw.losses.cce.mean t p", SET),
    ("eval --intervals --conventions -f json t p", SET), ("eval --group=before:a --worst=1 --by=masked.metrics.miou -f json t p", SET),
    ("eval -c c.json -i 255 -w w --views=raw,masked,excluded -f json t.png p.npy",
     {**PAIR, "c.json": "good-classes-names.json", "w": "1 2 3"}),
    ("eval -c c.json -w inverse --average=foreground --absent=zero --empty=one t p", {**SET, "c.json": MASKED}),
    ("eval --list l -f json", {**PAIR, "l": "t.png\tp.npy\tx\n"}), ("eval --keep-going -f json t p", {**SET, "p/b.npy": "bad-npy-nan.npy"}),
    ("eval --partial --bad-pixels=ignore t p", {**SET, "p/a.npy": "bad-npy-nan.npy", "t/c.png": PNG}),
    ("eval --shard=0/2 -f jsonl -s t p", SET), ("eval --missing-truth=0 -f json t p", {**SET, "p/c.npy": NPY}),
    ("eval t.png p", {"t.png": PNG, "p/0.png": PNG, "p/1.png": PNG, "p/2.png": PNG}),
    ("eval t.png p.png --prediction-as=labels", {"t.png": PNG, "p.png": "good-png-pal4.png"}),
    ("eval t.tif p.tif", {"t.tif": "good-tiff-u8.tif", "p.tif": "good-tiff-f32-planar.tif"}),
    ("eval t.nii.gz p.nii", {"t.nii.gz": "good-nifti-u1.nii.gz", "p.nii": "good-nifti-f4-4d.nii"}),
    ("eval t.npy p.npz --array=probs", {"t.npy": "good-npy-u1-nhw.npy", "p.npz": "good-npz-batch.npz"}),
    ("eval -A softmax -d m --kinds=probability:1,gradient:dice,overlay --photos=o.jpg t.png p.npy", {**PAIR, "o.jpg": "good-photo-flat-rgb.jpg"}),
    ("eval --threshold=0.4 t.png p.npy", {"t.png": "good-png-gray1.png", "p.npy": "good-npy-f4-hwc-2.npy"}),
    ("eval -v --samples=raw --truth-code=red t.png p.npy", {"t.png": "good-png-rgb.png", "p.npy": NPY}),
    ("eval t.png p.npy -o d", PAIR), ("merge --partial -f json a.jsonl", STREAMS), ("merge --partial -s -f jsonl -o c a.jsonl", STREAMS),
    ("merge --partial -L all a.jsonl", STREAMS), ("merge --partial -f markdown --intervals a.jsonl", STREAMS),
    ("compare a.jsonl b.jsonl", STREAMS), ("compare -f json a.jsonl b.jsonl", STREAMS),
    ("compare -f html --common a.jsonl b.jsonl", STREAMS), ("compare -f markdown a.jsonl b.jsonl", STREAMS),
    ("compare -g delta:masked.metrics.miou>=0 -f junit a.jsonl b.jsonl", STREAMS), ("compare -f tsv a.jsonl b.jsonl", STREAMS),
    ("explain -L all t.png p.npy 1,2", PAIR), ("explain -f json -c c.json t.png p.npy 0,6", {**PAIR, "c.json": "good-classes-3.json"}),
    ("inspect t.png p.npy", PAIR), ("inspect -f json -c c.json d", {"d/a.png": PNG, "d/b.npz": "good-npz-keys.npz", "c.json": MASKED}),
    ("--help", {}), ("help eval", {}), ("--version -v", {}), ("eval -h", {}), ("eval --list-losses", {}), ("evil", {}),
]
RUNS = [(words.split(), parts) for words, parts in RUNS]
