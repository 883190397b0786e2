#!/bin/sh
# Others read record streams: jq, and pandas.
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-readers.XXXXXX")
trap 'rm -rf "$folder"' EXIT
sample=$srcdir/data/sample skipped=
"$MASKLOSS" eval -f jsonl -c "$sample/classes.json" -o "$folder/s.jsonl" "$sample/truth" "$sample/pred"
"$MASKLOSS" eval -f json -c "$sample/classes.json" -o "$folder/s.json" "$sample/truth" "$sample/pred"
if command -v jq >/dev/null; then
    # What both forms have is the same, but for the images' matrices, and their losses per pixel by class.
    jq -S '[.images[] | del(.raw.confusion, .masked.confusion) | del((.raw, .masked).losses[] | select(has("sum")).per_class)]' \
        "$folder/s.json" >"$folder/a"
    jq -S -s '[.[1:-1][] | del(.record, .crc32)]' "$folder/s.jsonl" >"$folder/b"
    cmp "$folder/a" "$folder/b"
    jq -S '{aggregate, errors, gates}' "$folder/s.json" >"$folder/a"
    tail -n 1 "$folder/s.jsonl" | jq -S 'del(.crc32)' >"$folder/b"
    cmp "$folder/a" "$folder/b"
    # And what jq has written is a record stream still, without the check sums of other bytes.
    jq -c 'del(.crc32)' "$folder/s.jsonl" >"$folder/t.jsonl"
    "$MASKLOSS" merge -f jsonl "$folder/t.jsonl" | cmp - "$folder/s.jsonl"
else
    skipped="$skipped jq"
fi
for python in "${PYTHON3:-python3}" /usr/bin/python3 python3; do
    "$python" -c 'import pandas' 2>/dev/null && break
    python=
done
if [ -n "$python" ]; then
    "$python" - "$folder/s.jsonl" "$folder/s.json" <<'P'
import json, sys
import pandas
lines = pandas.read_json(sys.argv[1], lines=True)
with open(sys.argv[2], encoding="utf-8") as file:
    images = json.load(file)["images"]
got = lines[lines["id"].notna()]
assert list(got["id"]) == [image["id"] for image in images]
assert list(got["width"]) == [image["width"] for image in images]
for view, image in zip(got["masked"], images):  # pandas rounds numbers as it likes
    assert abs(view["metrics"]["miou"] - image["masked"]["metrics"]["miou"]) < 1e-12
P
else
    skipped="$skipped pandas"
fi
[ -z "$skipped" ] || echo "SKIP: stream-readers: no$skipped"
[ "$skipped" != " jq pandas" ] || exit 77
