"""Whether what `compare -f json` printed is what the oracle expects: within the tolerance where it computes, exactly
where it hands on what the evaluations say."""

import compare
import paired

SHOWN = 8
HANDED_ON = ("baseline", "candidate")


def shown_differences(found):
    lines = ["%s\n      expected %s\n      got      %s"
             % (path.lstrip("."), compare.shown(expected), compare.shown(value))
             for path, expected, value in found[:SHOWN]]
    return "\n    ".join(lines + ["... and more"] * (len(found) > SHOWN))


def groups_last(figures):
    """Where those of groups stand among the others is nobody's business."""
    def is_of_group(entry):
        return isinstance(entry, dict) and str(entry.get("figure")).startswith("groups[")
    return [entry for entry in figures if not is_of_group(entry)] + [entry for entry in figures if is_of_group(entry)]


def differences(expected, got):
    """(path, expected, got) for all that is not as it should be; documents as parsed."""
    if isinstance(got, dict) and isinstance(got.get("figures"), list):
        got = {**got, "figures": groups_last(got["figures"])}
    found = list(compare.differences(expected, got))
    if not found:
        for entry, other in zip(expected["figures"], got["figures"]):
            found += [("figures %s: %s, exactly" % (entry["figure"], key), entry[key], other[key])
                      for key in HANDED_ON if entry[key] != other[key]]
    return found


def judge(expected, status, output, messages):
    """Lines that say what is wrong; none if all is well."""
    text = messages.decode("utf-8", "replace").strip()
    wanted = paired.exit_status(expected)
    if status != wanted:
        return ["exit status %d, not %d: %s" % (status, wanted, text)]
    try:
        got = compare.parse(output.decode("utf-8"))
    except ValueError as error:
        return ["not the JSON it should be: %s" % error]
    found = differences(expected, got)
    return [shown_differences(found)] if found else []
