"""Whether what the program did is what the case wants."""

import re

import compare

SHOWN = 8


def judge(case, status, output, messages):
    """Lines that say what is wrong; none if all is well.  output, messages: bytes of standard output and error."""
    text = messages.decode("utf-8", "replace").strip()
    if status != case.status:
        return ["exit status %d, not %d: %s" % (status, case.status, text)]
    lines = ["no message has /%s/: %s" % (wanted, text) for wanted in case.says
             if not re.search(wanted, text, re.MULTILINE)]
    for pattern, times in case.counts.items():
        found = len(re.findall(pattern, text, re.MULTILINE))
        if found != times:
            lines.append("/%s/ is said %d times, not %d: %s" % (pattern, found, times, text))
    if case.has_document():
        lines += differences(case, output)
        if not lines:
            lines += case.judge_more(compare.parse(output.decode("utf-8")), text)
    elif output:
        lines.append("a failure that prints a result")
    if status != 0 and not re.search(r"^maskloss: ", text, re.MULTILINE):
        lines.append("no message begins with 'maskloss: ': %s" % text)
    return lines


def differences(case, output):
    try:
        got = compare.parse(output.decode("utf-8"))
    except ValueError as error:
        return ["not the JSON it should be: %s" % error]
    lines = []
    for path, expected, value in compare.differences(case.document(), got):
        if len(lines) == SHOWN:
            return lines + ["... and more"]
        lines.append("%s\n      expected %s\n      got      %s"
                     % (path.lstrip("."), compare.shown(expected), compare.shown(value)))
    return lines
