#!/usr/bin/env python3
"""What real shells offer when maskloss's command line is completed.

    complete.py --maskloss PROGRAM --files data/completions bash|zsh|fish

bash and zsh run interactively on a terminal of their own: the lines are typed, and what the shell lists or inserts is read.
fish is asked with its `complete -C`. The expectations are one table for all of them; that every option and every value that
`maskloss help` names is offered is checked against the help itself.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pseudo_terminal

TIMEOUT_SECONDS = 60
SETS = "ade20k binary camvid cityscapes cityscapes-train voc"
FILES = "a dir/|back\\slash.png|it's.png|its.png|my file.json|notes.txt|run 1.jsonl|run2.jsonl|set.json|sub/|voc.png"

# A line; what of its last word the shell keeps, as it is offered; what is offered behind that, separated by blanks or, where names
# have blanks, by |.
CASES = [
    ("maskloss ", "", "compare eval explain help inspect merge"),
    ("maskloss m", "", "merge"),
    ("maskloss --v", "", "--version"),
    ("maskloss help ", "", "compare eval explain inspect merge"),
    ("maskloss help c", "", "compare"),
    ("maskloss help eval ", "", ""),
    ("maskloss nonsense --", "", ""),
    # options of this command alone
    ("maskloss eval --tr", "", "--truth-code --truth-layout --truth-prefix --truth-suffix"),
    ("maskloss inspect --tr", "", "--truth-code --truth-layout"),
    ("maskloss merge --tr", "", ""),
    ("maskloss merge eval --tr", "", ""),
    ("maskloss compare --com", "", "--common"),
    ("maskloss eval run2.jsonl sub --keep", "", "--keep-going"),
    ("maskloss eval -- --keep", "", ""),
    # words
    ("maskloss eval --absent=", "--absent=", "keep one skip zero"),
    ("maskloss eval --absent=o", "--absent=", "one"),
    ("maskloss eval --absent ", "", "keep one skip zero"),
    ("maskloss eval --absent k", "", "keep"),
    ("maskloss eval --layout=x", "--layout=", ""),
    ("maskloss eval -f js", "", "json jsonl"),
    ("maskloss eval -fjs", "-f", "json jsonl"),
    ("maskloss eval -sf js", "", "json jsonl"),
    ("maskloss eval -sfjs", "-sf", "json jsonl"),
    ("maskloss eval --format js", "", "json jsonl"),
    ("maskloss compare -f js", "", "json"),
    ("maskloss inspect -f ", "", "json text"),
    ("maskloss eval -m ", "", "none"),
    ("maskloss eval --average=", "--average=", "all foreground"),
    # lists
    ("maskloss eval -L f", "", "focal focal_tversky"),
    ("maskloss eval -L cce,f", "cce,", "focal focal_tversky"),
    ("maskloss eval -Lcce,f", "-Lcce,", "focal focal_tversky"),
    ("maskloss eval --loss=tversky:fp=0.1:fn=0.9,d", "--loss=tversky:fp=0.1:fn=0.9,", "dice"),
    ("maskloss merge --loss tversky:fp=0.1,j", "tversky:fp=0.1,", "jaccard"),
    ("maskloss eval --views=", "--views=", "excluded masked raw"),
    ("maskloss eval --views=raw,ma", "--views=raw,", "masked"),
    # nothing
    ("maskloss eval -j ", "", ""),
    ("maskloss eval --epsilon=", "--epsilon=", ""),
    ("maskloss eval --max-pixels ", "", ""),
    ("maskloss eval --shard=", "--shard=", ""),
    ("maskloss eval -g ", "", ""),
    ("maskloss compare --by ", "", ""),
    # files
    ("maskloss eval ", "", FILES),
    ("maskloss inspect no", "", "notes.txt"),
    ("maskloss eval sub/", "sub/", "deep.png"),
    ("maskloss eval -j 2 -s no", "", "notes.txt"),
    ("maskloss eval -j no", "", ""),
    ("maskloss eval -- no", "", "notes.txt"),
    ("maskloss eval -l no", "", "notes.txt"),
    ("maskloss eval --output=", "--output=", FILES),
    ("maskloss eval -w in", "", "inverse"),
    ("maskloss eval -w no", "", "notes.txt"),
    ("maskloss eval --weights=no", "--weights=", "notes.txt"),
    ("maskloss eval my", "", "my file.json|"),
    ("maskloss eval my\\ f", "", "my file.json|"),
    ("maskloss eval --output=my\\ f", "--output=", "my file.json|"),
    ("maskloss eval a\\ dir/", "a dir/", "inner file.npy|"),
    # class sets, or files in JSON; record streams
    ("maskloss eval -c ca", "", "camvid"),
    ("maskloss eval --classes=city", "--classes=", "cityscapes cityscapes-train"),
    ("maskloss inspect -c s", "", "set.json sub/"),
    ("maskloss inspect -cse", "-c", "set.json"),
    ("maskloss merge ru", "", "run 1.jsonl|run2.jsonl"),
    ("maskloss compare run2.jsonl ru", "", "run 1.jsonl|run2.jsonl"),
    ("maskloss merge no", "", "notes.txt"),  # none ends in .jsonl: then any
]

# Where there are files with the ending, and others: bash and zsh offer only those, and directories; fish those first.
PREFERRED = [
    ("maskloss merge ", "", "a dir/|run 1.jsonl|run2.jsonl|sub/"),
    ("maskloss eval -c ", "", "|".join(SETS.split()) + "|a dir/|my file.json|set.json|sub/"),
]

# What a TAB makes of a line.
INSERTED = {
    "bash": [
        ("maskloss ev", "maskloss eval "),
        ("maskloss eval --absen", "maskloss eval --absent="),
        ("maskloss eval --absent=o", "maskloss eval --absent=one "),
        ("maskloss eval --views=m", "maskloss eval --views=masked"),
        ("maskloss eval --keep", "maskloss eval --keep-going "),
        ("maskloss eval my", "maskloss eval my\\ file.json "),
        ("maskloss eval 'my f", "maskloss eval 'my file.json' "),
        ('maskloss eval "my f', 'maskloss eval "my file.json" '),
        ('maskloss eval "it\'', 'maskloss eval "it\'s.png" '),
        ("maskloss eval it\\'s", "maskloss eval it\\'s.png "),
        ("maskloss eval back\\\\s", "maskloss eval back\\\\slash.png "),
        ('maskloss eval "back\\\\s', 'maskloss eval "back\\\\slash.png" '),
        ("maskloss eval 'its.png' it\\'s", "maskloss eval 'its.png' it\\'s.png "),
        ("maskloss eval 'back\\s", "maskloss eval 'back\\slash.png' "),
        ("maskloss eval -o my", "maskloss eval -o my\\ file.json "),
        ("maskloss eval -lno", "maskloss eval -lnotes.txt "),
        ("maskloss eval --output='my f", "maskloss eval --output='my file.json' "),
        ("maskloss eval a", "maskloss eval a\\ dir/"),
        ("maskloss eval --classes=vo", "maskloss eval --classes=voc "),  # not voc.png
        ("maskloss eval -s >no", "maskloss eval -s >notes.txt "),
        ("maskloss eval -s > no", "maskloss eval -s > notes.txt "),
        ("maskloss eval ~/no", "maskloss eval ~/notes.txt "),
    ],
    "zsh": [
        ("maskloss ev", "maskloss eval "),
        ("maskloss eval --absen", "maskloss eval --absent="),
        ("maskloss eval --absent=o", "maskloss eval --absent=one "),
        ("maskloss eval --views=m", "maskloss eval --views=masked"),
        ("maskloss eval --keep", "maskloss eval --keep-going "),
        ("maskloss eval my", "maskloss eval my\\ file.json "),
        ("maskloss eval 'my f", "maskloss eval 'my file.json' "),
        ("maskloss eval a", "maskloss eval a\\ dir/"),
        ("maskloss eval -lno", "maskloss eval -lnotes.txt "),
    ],
    "fish": [],
}

# Descriptions, where the shell shows them: how they begin and end.
DESCRIBED = [
    ("maskloss me", "merge", "combine record streams of disjoint sets"),
    ("maskloss he", "help", "say what the options of a command are"),
    ("maskloss eval --smoo", "--smooth", "default of the region losses' smooth"),
    ("maskloss eval --loss", "--loss", "losses, NAME[:key=value]..., or all"),
]


class Terminal:
    """An interactive shell on a terminal; it has a key, Control-T, that prints the line that was typed, and empties it."""

    def __init__(self, argv, folder, setup):
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb", "LC_ALL": "C"}
        self.child, self.fd = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(argv[0], argv, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 300, 200, 0, 0))
        self.type(setup + "\necho REA''DY\n")
        self.read(b"READY\r\n")

    def type(self, text):
        os.write(self.fd, text.encode())

    def read(self, end):
        text = b""
        limit = time.monotonic() + TIMEOUT_SECONDS
        while end not in text:
            ready, _, _ = select.select([self.fd], [], [], max(0, limit - time.monotonic()))
            if not ready:
                sys.exit(f"no {end!r} after {TIMEOUT_SECONDS} s: {text.decode(errors='replace')}")
            text += os.read(self.fd, 65536)
        return text.decode(errors="replace")

    def typed(self, keys):
        """What the terminal shows while keys are typed, and the line there is then."""
        self.type(keys + "\x14")
        shown = self.read(b">ENIL")
        match = re.search(r"LINE<(.*)>ENIL", shown, re.DOTALL)
        return shown[: match.start()], match.group(1)

    def close(self):
        os.close(self.fd)
        os.waitpid(self.child, 0)


class Bash:
    def __init__(self, files, folder, breaks=":"):
        self.terminal = Terminal(
            ["bash", "--norc", "--noprofile", "-i"],
            folder,
            f"PS1= PS2=; unset HISTFILE; {breaks}; source {shlex.quote(os.path.join(files, 'bash', 'maskloss'))}\n"
            "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; bind 'set completion-query-items 0'\n"
            "bind 'set page-completions off'; bind '\"\\C-o\": insert-completions'\n"
            'show() { printf "LINE<%s>ENIL\\n" "$READLINE_LINE"; READLINE_LINE= READLINE_POINT=0; }\n'
            "bind -x '\"\\C-t\": show'",
        )

    def ask(self, lines):
        return [self.offered(line) for line in lines]

    def offered(self, line):
        """The key inserts all that is offered, each with a blank behind it."""
        shown, buffer = self.terminal.typed(line + "\x0f")
        if "bash: " in shown:
            sys.exit(f"{line}: {shown}")
        if buffer.rstrip() == line.rstrip():
            return {}
        kept = line[: line.rindex(" ") + 1] if not re.search(r"\\ ", line) else re.sub(r"[^ ]*\\ [^ ]*$", "", line)
        return {self.option(word): None for word in shlex.split(buffer[len(kept) :])}

    @staticmethod
    def option(word):
        return word[:-1] if re.fullmatch(r"--[a-z-]*=", word) else word

    def inserted(self, line):
        return self.terminal.typed(line + "\t")[1]

    def close(self):
        self.terminal.close()


class Zsh:
    def __init__(self, files, folder, _breaks=":"):
        self.terminal = Terminal(
            ["zsh", "-f", "-i"],
            folder,
            f"PS1= PS2= LISTMAX=10000; unset zle_bracketed_paste; unsetopt beep prompt_sp auto_menu\n"
            f"fpath=({shlex.quote(os.path.join(files, 'zsh'))} $fpath); autoload -U compinit; compinit -u -D\n"
            "zstyle ':completion:*' list-separator --\n"
            'show() { zle -I; print -r -- "LINE<$BUFFER>ENIL"; BUFFER= }; zle -N show\n'
            "bindkey '^T' show; bindkey '^O' list-choices",
        )

    def ask(self, lines):
        return [self.offered(line) for line in lines]

    def offered(self, line):
        """The key lists what is offered, in columns, or with descriptions behind --."""
        shown, _ = self.terminal.typed(line + "\x0f")
        found = {}
        for row in re.split(r"[\r\n]+", shown):
            if "not found" in row or "zsh:" in row:
                sys.exit(f"{line}: {shown}")
            if not row.strip() or line.strip() in row:
                continue
            names, _, description = row.partition("  -- ")
            for name in re.split(r" {2,}", names.strip()):
                found[re.sub(r"\\(.)", r"\1", name)] = description.strip() or None
        return found

    def inserted(self, line):
        return self.terminal.typed(line + "\t")[1]

    def close(self):
        self.terminal.close()


class Fish:
    def __init__(self, files, folder, _breaks=":"):
        self.files = files
        self.folder = folder
        # fish completes only what can be run
        commands = os.path.join(folder, ".commands")
        os.mkdir(commands)
        os.symlink("/bin/true", os.path.join(commands, "maskloss"))
        self.path = commands + ":" + os.environ["PATH"]

    def ask(self, lines):
        program = "set fish_complete_path $argv[1]; for line in $argv[2..]; complete -C $line; echo; end"
        environment = {"PATH": self.path, "HOME": self.folder, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["fish", "--no-config", "-c", program, os.path.join(self.files, "fish"), *lines],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
        if done.stderr:
            sys.exit(done.stderr)
        return self.parse(done.stdout, len(lines))

    @staticmethod
    def parse(text, n):
        """Answers end in an empty line."""
        answers, answer = [], {}
        for row in text.split("\n")[:-1]:
            if row:
                word, _, description = row.partition("\t")
                answer[word] = description or None
            else:
                answers.append(answer)
                answer = {}
        assert len(answers) == n
        return answers

    def close(self):
        pass


def make_files(folder):
    for name in FILES.split("|"):
        path = os.path.join(folder, name)
        if name.endswith("/"):
            os.mkdir(path)
        else:
            open(path, "w", encoding="ascii").close()
    for name in ("sub/deep.png", "a dir/inner file.npy"):
        open(os.path.join(folder, name), "w", encoding="ascii").close()


def wanted(text):
    names = text.split("|") if "|" in text else text.split()
    return {name.rstrip("/") for name in names if name}


def behind(front, offered):
    """What is offered, in order, without what of the word stays. What bash replaces starts behind the last = or :."""
    fronts = (front, re.sub(r"^.*[=:]", "", front))
    return [re.sub("|".join(f"^{re.escape(f)}" for f in fronts), "", word).rstrip("/") for word in offered]


def help_cases(maskloss):
    """From the help and the list of losses: lines, what stays, what is offered; and lines, what stays, some of what is offered."""
    overview = subprocess.run([maskloss, "--help"], capture_output=True, text=True, check=True).stdout
    commands = sorted(set(re.findall(r"^  maskloss ([a-z]+) \[", overview, re.MULTILINE)))
    assert len(commands) >= 4, commands
    all_options, some_values = [("maskloss ", "", " ".join(commands + ["help"]))], []
    listed = subprocess.run([maskloss, "eval", "--list-losses"], capture_output=True, text=True, check=True).stdout
    losses = " ".join(re.findall(r"^([a-z_]+) +\*? ", listed, re.MULTILINE) + ["all"])
    all_options += [("maskloss eval -L ", "", losses), ("maskloss eval --loss=cce,", "--loss=cce,", losses)]
    for command in commands:
        text = subprocess.run([maskloss, "help", command], capture_output=True, text=True, check=True).stdout
        rows = re.findall(r"^  (-.|  )[, ] --([a-z-]+)(?:=(\S+))?", text, re.MULTILINE)
        assert len(rows) >= 10, text
        long = [f"--{name}" for _, name, _ in rows]
        short = [letter for letter, _, _ in rows if letter.strip()]
        all_options.append((f"maskloss {command} --", "", " ".join(long)))
        all_options.append((f"maskloss {command} -", "", " ".join(long + short)))
        for _, name, argument in rows:
            words = re.findall(r"(?:^|\|)([a-z-]+)(?=\||$)", argument)
            if words:
                some_values.append((f"maskloss {command} --{name}=", f"--{name}=", " ".join(words)))
    return all_options, some_values


class Judge:
    def __init__(self):
        self.n_checks = self.n_failures = 0

    def check(self, right, *what):
        self.n_checks += 1
        if not right:
            self.n_failures += 1
            print(*what)


def check_shell(shell, name, maskloss, judge):
    all_options, some_values = help_cases(maskloss)
    exact = CASES + all_options + (PREFERRED if name != "fish" else [])
    for (line, front, text), offered in zip(exact, shell.ask([case[0] for case in exact])):
        got = set(behind(front, offered))
        judge.check(got == wanted(text), f"{name}: {line!r}: {sorted(got)}, not {sorted(wanted(text))}")
    for (line, front, text), offered in zip(some_values, shell.ask([case[0] for case in some_values])):
        lacks = wanted(text) - set(behind(front, offered))
        judge.check(not lacks, f"{name}: {line!r}: {sorted(lacks)} not among {sorted(offered)}")
    if name == "fish":
        for (line, front, text), offered in zip(PREFERRED, shell.ask([case[0] for case in PREFERRED])):
            first = set(behind(front, offered)[: len(wanted(text))])
            judge.check(first == wanted(text), f"{name}: {line!r}: first {sorted(first)}, not {sorted(wanted(text))}")
    if name != "bash":
        for (line, word, description), offered in zip(DESCRIBED, shell.ask([case[0] for case in DESCRIBED])):
            got = offered.get(word)
            judge.check(got == description, f"{name}: {line!r}: {got!r} describes {word}, not {description!r}")
    for line, result in INSERTED[name]:
        got = shell.inserted(line)
        judge.check(got == result, f"{name}: TAB makes {line!r} to {got!r}, not {result!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))
    parser.add_argument("--maskloss", required=True)
    parser.add_argument("--files", required=True, help="folder of the completion files")
    arguments = parser.parse_args()
    name = arguments.shell
    if not shutil.which(name):
        print(f"SKIP: complete-{name}: no {name}", file=sys.stderr)
        return 77
    if name != "fish" and pseudo_terminal.why_none():
        print(f"SKIP: complete-{name}: {pseudo_terminal.why_none()}", file=sys.stderr)
        return 77
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="maskloss-complete.") as folder:
        make_files(folder)
        # bash: also where people have taken = and : from the characters that break words
        for breaks in [":", "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}"] if name == "bash" else [":"]:
            shell = {"bash": Bash, "zsh": Zsh, "fish": Fish}[name](os.path.abspath(arguments.files), folder, breaks)
            check_shell(shell, name, arguments.maskloss, judge)
            shell.close()
    print(f"{name}: {judge.n_checks} checks, {judge.n_failures} failures")
    return 1 if judge.n_failures else 0


if __name__ == "__main__":
    sys.exit(main())
