#!/usr/bin/env python3
"""What is declared and used by nobody.

    unused.py FOLDER        FOLDER: the source tree

Says, with exit status 1, which
- headers that nobody includes,
- functions and objects of a header that no file but its own .c uses (unit tests count as users, and so do the
  header's inline functions),
- types, macros and constants of an enum that nobody uses,
- members of a struct that nobody reads: after a dot or an arrow, other than to be set.

It reads text, not C: comments and strings are cut out, and a name is the same name wherever it stands. What it reports is unused;
not all that is unused is reported.
"""

import pathlib
import re
import sys

KEYWORDS = set("if else for while do switch case default return sizeof static const struct union enum typedef inline extern "
               "unsigned signed int char long short float double void bool register volatile restrict goto break continue "
               "_Static_assert defined".split())
WORD = re.compile(r"[A-Za-z_]\w*")


def bare(text):
    """The text without comments, and with empty strings and characters; lines stay."""
    def keep_lines(match):
        part = match.group(0)
        return '""' if part[0] == '"' else "' '" if part[0] == "'" else " " + "\n" * part.count("\n")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', keep_lines, text, flags=re.S)


def without_bodies(text):
    """The declarations of a header: what functions do inside braces is cut out; structs and enums stay."""
    result, depth, keep = [], 0, []
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            head = "".join(result)[-300:]
            keep.append(not re.search(r"\)\s*$", head))
            depth += 1
            result.append("{" if all(keep) else "")
        elif piece == "}":
            result.append("}" if all(keep) else ";")
            if keep:
                keep.pop()
        elif all(keep):
            result.append(piece)
    return "".join(result)


def declared(text):
    """The functions and objects that a header gives to others; not its inline functions."""
    code = without_bodies(re.sub(r"^#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M))
    for statement in re.split(r"[;}]", code):
        match = re.search(r"\b(ml_\w+)\s*\((?!\s*\*)", statement)
        if match and not re.search(r"\b(?:inline|typedef)\b", statement):
            yield "function", match.group(1)
        match = re.search(r"\bextern\b[^(]*?\b(\w+)\s*(?:\[[^]]*\]\s*)*$", statement)
        if match:
            yield "object", match.group(1)


def defined(text):
    """Names that are there to be used, in the same file or another: inline functions, types, macros, constants."""
    for match in re.finditer(r"^#\s*define\s+(\w+)", text, flags=re.M):
        if not match.group(1).endswith("_H"):
            yield "macro", match.group(1)
    for match in re.finditer(r"\binline\b[^;{(]*?\b(\w+)\s*\(", text):
        yield "function", match.group(1)
    for match in re.finditer(r"\btypedef\b[^;{]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})?[^;{}(]*?\b(\w+)\s*;", text):
        yield "type", match.group(1)
    for name in enum_constants(text):
        yield "constant", name


def enum_constants(text):
    for body in re.findall(r"\benum\b\s*\w*\s*\{([^{}]*)\}", text):
        for part in body.split(","):
            match = WORD.search(part)
            if match:
                yield match.group(0)


def struct_members(text):
    """Members of structs and unions, of whatever depth."""
    for match in re.finditer(r"\b(?:struct|union)\b\s*\w*\s*\{", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        body = re.sub(r"\{[^{}]*\}", "", text[match.end():at - 1])
        for statement in body.split(";"):
            pointer = re.search(r"\(\s*\*\s*(?:const\s+)?(\w+)(?:\[\w*\])?\s*\)\s*\(", statement)
            if pointer:
                yield pointer.group(1)
                continue
            statement = re.sub(r"\[[^]]*\]|:\s*\d+", "", statement)
            parts = statement.split(",")
            for part in parts:
                names = WORD.findall(part)
                if names and names[-1] not in KEYWORDS and (len(names) > 1 or part is not parts[0]):
                    yield names[-1]


def own(path):
    """A header and its .c are one module."""
    return path.rsplit(".", 1)[0]


def main():
    top = pathlib.Path(sys.argv[1])
    files = {str(path.relative_to(top)): bare(path.read_text(encoding="utf-8"))
             for room in ("src", "tests") for path in sorted((top / room).rglob("*.[ch]"))}
    included = set()
    for path in files:
        for name in re.findall(r'^#\s*include "([^"]+)"', (top / path).read_text(encoding="utf-8"), flags=re.M):
            included.add(name)
    users = {}
    for path, text in files.items():
        for name in set(WORD.findall(text)):
            users.setdefault(name, set()).add(path)
    everything = "\n".join(files.values())
    times = {}
    for name in WORD.findall(re.sub(r"\b(?:struct|union|enum)\s+\w+(?=\s*\{)", "", everything)):
        times[name] = times.get(name, 0) + 1
    read = set(re.findall(r"(?:\.|->)\s*(\w+)\b(?!\s*(?:\[[^]]*\]\s*)*=(?!=))", everything))
    read.update(re.findall(r"\boffsetof\([^()]*?(\w+)\s*\)", everything))

    found = []
    for path, text in files.items():
        if not path.startswith("src/"):
            continue
        if path.endswith(".h"):
            module = own(path)
            if path[len("src/"):] not in included:
                found.append(f"{path}: nobody includes it")
            for kind, name in declared(text):
                inside = WORD.findall(text).count(name) > 1  # an inline function of the header uses it
                if not inside and not any(own(user) != module for user in users[name]):
                    found.append(f"{path}: {kind} {name}: no other file uses it")
        for kind, name in defined(text):
            if times[name] < 2:
                found.append(f"{path}: {kind} {name}: nobody uses it")
        for name in struct_members(text):
            if name not in read and not name.isupper():  # a macro writes the members that it stands for
                found.append(f"{path}: member {name}: nobody reads it")
    for line in found:
        print("unused: " + line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
