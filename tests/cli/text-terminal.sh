#!/bin/sh
# The text report on a terminal and elsewhere: colours, and lines that fit the columns that there are.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
"${PYTHON3:-python3}" -c 'import pty, numpy' 2>/dev/null || skip "no python3 with numpy"
reason=$("$PYTHON3" "$srcdir/tests/pseudo_terminal.py" 2>&1) || skip "$reason"
unset NO_COLOR COLUMNS
TERM=xterm
export TERM
gray=data/good-png-gray8.png npy=data/good-npy-f4-hwc.npy

# `on_terminal COLUMNS ARGUMENT...` runs maskloss on a terminal that is so wide (0: it does not tell); it prints what came there.
cat >on_terminal.py <<'EOF'
import fcntl, os, pty, struct, sys, termios
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(sys.argv[1]), 0, 0))
pid = os.fork()
if pid == 0:
    for fd in 0, 1, 2:
        os.dup2(slave, fd)
    os.execv(os.environ["MASKLOSS"], ["maskloss"] + sys.argv[2:])
os.close(slave)
got = b""
try:
    while block := os.read(master, 65536):
        got += block
except OSError:
    pass  # the other end is closed
os.waitpid(pid, 0)
sys.stdout.buffer.write(got.replace(b"\r\n", b"\n"))
EOF
export MASKLOSS
on_terminal() { "$PYTHON3" on_terminal.py "$@"; }
escapes() { tr -cd '\033' | wc -c | tr -d ' '; }
visible() { sed "s/$(printf '\033')/ESC/g"; }
plain() { sed "s/$(printf '\033')\[[0-9;]*m//g"; }
gates='-g images==1 -g masked.metrics.miou>=0.8'

note "# --color=always: the bytes"
"$MASKLOSS" eval --color=always -L dice $gates $gray $npy 2>/dev/null | visible >>"$got"
note
note "# nothing but colours differs, and a pipe and a file get none of them"
"$MASKLOSS" eval $gates $gray $npy >pipe 2>/dev/null
"$MASKLOSS" eval --color=always $gates $gray $npy 2>/dev/null | plain | cmp - pipe && note "always: the same text"
"$MASKLOSS" eval -o file $gates $gray $npy 2>/dev/null
cmp file pipe && note "-o: the same"
"$MASKLOSS" eval --color=always -o file $gates $gray $npy 2>/dev/null
note "escapes in a pipe: $(escapes <pipe), with --color=always in a file: $(escapes <file)"
on_terminal 80 eval -o file $gates $gray $npy >screen
cmp file pipe && note "-o, run on a terminal: the same"
note "# on a terminal"
count() { note "$1: $(shift && on_terminal "$@" | escapes) escapes"; }
count "auto" 80 eval $gates $gray $npy
count "never" 80 eval --color=never $gates $gray $npy
(export NO_COLOR=1 && count "auto, NO_COLOR=1" 80 eval $gates $gray $npy)
(export NO_COLOR= && count "auto, NO_COLOR=" 80 eval $gates $gray $npy)
(export TERM=dumb && count "auto, TERM=dumb" 80 eval $gates $gray $npy)
(export NO_COLOR=1 TERM=dumb && count "always, both" 80 eval --color=always $gates $gray $npy)
count "auto, JSON" 80 eval -f json $gates $gray $npy
count "auto, TSV" 80 eval -f tsv $gates $gray $npy
"$MASKLOSS" eval -f jsonl -o a.jsonl $gray $npy
count "auto, merge" 80 merge a.jsonl
note "# compare: from 100 columns on with the intervals of all pixels"
"$MASKLOSS" eval -q -f jsonl -c sample/classes.json -o old.jsonl sample/truth sample/pred || fail old
"$MASKLOSS" eval -q -f jsonl -c sample/classes.json -o new.jsonl sample/truth sample/pred-new || fail new
for columns in 99 100 103; do
    on_terminal $columns compare -q -L dice,focal_tversky --views=masked old.jsonl new.jsonl | plain | sed -n '/^masked  *all/,/^miou/p; /^low/,/^better/p' >>"$got"
done
count "auto, compare" 80 compare -g 'delta:masked.metrics.miou>=0' a.jsonl a.jsonl
run eval --color=sometimes $gray $npy

# Class sets and images of 2, 6, 19 and 150 classes; names are long, in several scripts, and what is no mark of ASCII.
PYTHONUTF8=1 "$PYTHON3" - <<'EOF'
import json, numpy
rng = numpy.random.default_rng(7)
names = ["straße", "道路と歩道", "a name that is longer than any column has room for", "e\u0301tat"]
numpy.save("void.npy", numpy.full((50, 60), 255, "u1"))
for n in 2, 6, 19, 150:
    labels = rng.integers(0, n, (50, 60)).astype("u1")
    values = rng.random((50, 60, n), "f4")
    values[numpy.arange(50)[:, None], numpy.arange(60), labels] += rng.random((50, 60)) * 2
    numpy.save(f"t{n}.npy", labels)
    numpy.save(f"p{n}.npy", values)
    with open(f"c{n}.json", "w") as file:
        json.dump({"classes": [{"name": (names[c] if c < 4 and n > 2 else f"class {c}")} for c in range(n)]}, file)
EOF
# The widest line of a text, in columns, and the number of lines that end in a blank.
cat >widest.py <<'EOF'
import sys, unicodedata
def columns(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
lines = [line.rstrip("\n") for line in sys.stdin]
print(max(map(columns, lines)), "columns,", sum(line.endswith(" ") for line in lines), "end in a blank")
EOF
widest() { PYTHONUTF8=1 "$PYTHON3" widest.py; }
note
note "# lines are not longer than there is room for, whatever the views"
for n in 2 6 19 150; do
    for views in raw raw,masked raw,masked,excluded; do
        "$MASKLOSS" eval -q -c c$n.json --views=$views t$n.npy p$n.npy >text 2>/dev/null
        note "$n classes, $views, in a pipe: $(widest <text)"
        for columns in 60 80 160; do
            on_terminal $columns eval --color=never -c c$n.json --views=$views t$n.npy p$n.npy | grep -v '^maskloss: ' >text
            [ "$(widest <text | sed 's/ .*//')" -le $columns ] || note "$n classes, $views, at $columns: $(widest <text)"
        done
    done
done
note "# the width of the terminal, or COLUMNS; 40 to 200"
first() { on_terminal "$@" eval --color=never -s -c c150.json -m 0,1,2,3,4,5,6 t150.npy p150.npy | sed -n '/^1 image/,/^Forgiven/p' | sed '$d' | widest; }
for columns in 1 40 60 100 0; do note "told $columns: $(first $columns)"; done
for columns in 10 50 1000 x 0 ''; do note "told 80, COLUMNS=$columns: $(export COLUMNS="$columns" && first 80)"; done
COLUMNS=50 "$MASKLOSS" eval $gates $gray $npy 2>/dev/null | cmp - pipe && note "COLUMNS does not count in a pipe"
note
note "# many classes: the worst 40; few: all"
run eval -s -q -c c150.json t150.npy p150.npy
run eval -s -q -c c19.json t19.npy p19.npy
note "# images without a figure are the last of the worst, and no images of --worst"
i=1
while [ $i -lt 20 ]; do
    printf 't2.npy\tp2.npy\timage-%02d\n' $i
    i=$((i + 1))
done >list
printf 'void.npy\tp2.npy\t0-void\nvoid.npy\tp2.npy\tvoid\n' >>list
images() { "$MASKLOSS" eval -q -i 255 -L dice "$@" 2>/dev/null | sed -n '/^The worst/,$p'; }
images -l list | sed -n '1p;4,5p;$p' >>"$got"
images -l list --worst=21 | sed -n '1p;$p' >>"$got"
note "# counts of many digits are rounded where they would not fit"
"$MASKLOSS" eval -q -f jsonl -o c.jsonl -c c6.json t6.npy p6.npy 2>/dev/null
"$PYTHON3" - <<'EOF'
import json
head, image = map(json.loads, open("c.jsonl").read().splitlines()[:2])
for field in "hard", "soft":
    image["record"][field] = [[x * 3001001 for x in row] for row in image["record"][field]]
image["record"]["sums"] = {key: [x * 3001001 for x in row] for key, row in image["record"]["sums"].items()}
image["pixels"] = {key: n * 3001001 for key, n in image["pixels"].items()}
image["width"] *= 3001001
del head["crc32"], image["crc32"]
open("large.jsonl", "w").write(json.dumps(head) + "\n" + json.dumps(image) + "\n")
EOF
run merge -q --partial -s -L dice large.jsonl
note "160 columns: $(on_terminal 160 merge -q --color=never --partial -s -L dice large.jsonl | grep -c '^2 a name that is longer than any column has room for  *[0-9]\{10\} ') with all digits"
finish
