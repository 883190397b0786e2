# Command-line cases. A case is a script NAME.sh that sources this file, calls `run` and ends with `finish`, and a file NAME.out
# with what it prints: each command, its output (messages and exit status included).
#
#     make one M=NAME        runs it
#     make refresh T=NAME    writes NAME.out anew and shows what changed (REFRESH=1 in the environment)
#
# A case works in a folder of its own in which `data` is tests/data and `sample` is data/sample. Environment, set by
# make check: srcdir, MASKLOSS (the program), PYTHON3.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
MASKLOSS=${MASKLOSS:-$PWD/maskloss}
case_name=$(basename "$0" .sh)
work=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-$case_name.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
ln -s "$srcdir/tests/data" "$work/data"
ln -s "$srcdir/data/sample" "$work/sample"
got=$work/.got
expected=$srcdir/tests/cli/$case_name.out
: >"$got"
cd "$work" || exit 1
LC_ALL=C
export LC_ALL

# Runs maskloss with the arguments and notes command, output and exit status.
run() {
    printf '$ maskloss %s\n' "$*" >>"$got"
    "$MASKLOSS" "$@" >>"$got" 2>&1 </dev/null
    printf '[exit %d]\n\n' $? >>"$got"
}

# Notes a line of text, or what a command prints.
note() { printf '%s\n' "$*" >>"$got"; }
show() {
    printf '$ %s\n' "$*" >>"$got"
    "$@" >>"$got" 2>&1
}

# Evaluates, and notes the ids and files of the images.
ids() {
    printf '$ maskloss eval %s (ids)\n' "$*" >>"$got"
    "$MASKLOSS" eval -f json "$@" 2>>"$got" | sed -n 's/^      "\(id\|truth\|prediction\)": /  \1: /p' >>"$got"
}

# A JSON report without hints and notes: they tell how values are stored, and values of another scale mean the same.
without_notes() { sed '/^ *"hints": \[/d; /^  "notes": \[\],$/d; /^  "notes": \[$/,/^  \],/d' "$@"; }

# Whether two files have the same bytes; the second, which is to be made anew before it is compared again, is removed.
same_files() {
    cmp "$1" "$2" >>"$got" 2>&1 && note "$1 and $2 are the same"
    rm -f "$2"
}

# Of the sample set, evaluated with these options, whose record stream is all.jsonl: whether the sums of three shards, an
# evaluation that goes on with the first lines of the stream, and one in groups by several threads come to the same bytes.
shards_are_same() {
    for k in 0 1 2; do "$MASKLOSS" eval "$@" --shard=$k/3 -s -f jsonl -o sums-$k.jsonl sample/truth sample/pred; done
    "$MASKLOSS" merge -q -s -f json -o merge.json sums-2.jsonl sums-0.jsonl sums-1.jsonl
    "$MASKLOSS" eval "$@" -s -f json -o eval.json sample/truth sample/pred
    same_files eval.json merge.json
}
resumed_is_same() {
    sed '/"aggregate"/d;$d' all.jsonl | sed '$d' >part.jsonl
    "$MASKLOSS" eval "$@" -f jsonl -o part.jsonl --resume sample/truth sample/pred
    same_files all.jsonl part.jsonl
}
groups_are_same() {
    printf '%s\t%s\n' crossing west high-street west park east ring-road east >towns.txt
    "$MASKLOSS" eval "$@" -j 3 --group=list:towns.txt -f json -o eval.json sample/truth sample/pred
    "$MASKLOSS" merge -q --group=list:towns.txt -f json -o merge.json all.jsonl
    same_files eval.json merge.json
}

# Lines of a record stream without their check sums, so that they may be changed.
without_crc() { sed 's/,"crc32":"[0-9a-f]*"}$/}/' "$@"; }

# The text report without its lines about files: the same figures of files of other names are the same bytes then.
without_paths() { sed '/^Truth /,/^[0-9]* image/{/^[0-9]* image/!d;}'; }

# Empty folders t and p; and the same file under several names: copy FILE NAME...
fresh() {
    rm -rf t p
    mkdir -p t p
}
copy() {
    file=$1
    shift
    for name in "$@"; do
        mkdir -p "$(dirname "$name")"
        cp "$file" "$name"
    done
}

# Writes an array: npy FILE 'SHAPE, ' TYPE BYTE..., the bytes in octal.
npy() {
    file=$1 shape="($2)" type=$3
    shift 3
    header=$(printf "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" "$type" "$shape")
    printf '\223NUMPY\001\000\166\000%-117s\n' "$header" >"$file"
    for byte; do printf '%b' "\\0$byte" >>"$file"; done
}

fail() {
    printf '%s: %s\n' "$case_name" "$*" >&2
    exit 1
}

skip() {
    printf 'SKIP: %s: %s\n' "$case_name" "$*" >&2
    exit 77
}

# Files that must be refused by name, and nothing be printed; notes what is said: refused TRUTH... -- PREDICTION
refused() {
    for prediction; do :; done
    for file; do
        [ "$file" != -- ] || break
        status=0
        "$MASKLOSS" eval "$file" "$prediction" >out 2>err || status=$?
        [ $status -eq 3 ] || fail "$file: exit $status: $(cat err)"
        [ ! -s out ] || fail "$file: partial output"
        grep -q "^maskloss: $file" err || fail "$file: not named: $(cat err)"
        cat err >>"$got"
    done
}

# To be called by cases that need .npz.
needs_archives() {
    "$MASKLOSS" eval -o /dev/null data/good-png-gray8.png data/good-npz-stored-hwc.npz 2>&1 | grep -q without-libzip || return 0
    skip "built without libzip"
}

# To be called by cases that need TIFF.
needs_tiff() {
    "$MASKLOSS" inspect data/good-tiff-u8.tif 2>&1 | grep -q without-libtiff || return 0
    skip "built without libtiff"
}

# Compares with what is expected.
finish() {
    if [ "${REFRESH:-}" = 1 ]; then
        cp "$got" "$expected" || exit 1
        exit 0
    fi
    diff -u "$expected" "$got" || fail "the output differs from $case_name.out (make refresh T=$case_name accepts it)"
}
