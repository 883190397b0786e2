"""Groups of images (SPEC 8.5): every rule, groups of one, means over groups, gates on them, and what is refused."""

from sets import Sets
from values import chance, pick

NEEDS = ("metrics", "empty", "constant", "punished", "loss-classes", "presence", "means", "groups")
RULES = ["dir", "dir:1", "dir:2", "before:_", "file", "index", "list:groups.txt", "file"]
# Rule, ids with a group, one without.
REFUSED = [("dir", ["a/x"], "x"), ("dir:2", ["a/b/x", "a/b/y"], "a/x"), ("before:_", ["a_1"], "b"), ("before:_", ["a_1"], "_b"),
           ("index", [], "x"), ("list:groups.txt", ["a", "b"], "c")]
# Lines of a list that are refused.
LINES = ["a", "a\t", "a\tx\ty", "\tx"]
COUNT = 5 * len(RULES) + len(REFUSED) + len(LINES)
WANTED = (["rule " + rule.partition(":")[0] for rule in RULES]
          + ["group of one", "group of several", "batch", "one image", "all ignored", "failed images", "gate fails", "gates hold",
             "summary", "2 classes", "6 classes", "19 classes", "hard", "no group", "bad line", "empty one"])


def good(m, rule):
    m.start(pick(m.rng, [2, 3, 6, 19]) if chance(m.rng, 0.95) else 150)
    keys = None
    if rule == "dir:2":
        keys = ["a/b/x_1", "a/b/y_1", "a/c/x_1", "b/b/z_1", "a/b/c/d_2", "a b/c d/e_1"]
    if rule == "index":
        m.batch("v/a", pick(m.rng, [2, 11]))
        m.batch("v/b", pick(m.rng, [1, 3]))
    else:
        if rule in ("file", "before:_", "dir") and chance(m.rng, 0.6):
            m.batch("v/w_1", pick(m.rng, [2, 11]))
        m.draw(None, ("soft", "hard", "right") if not m.images else ("soft", "right"), keys=keys)
    if m.images[0].number is not None or any(image.number is not None for image in m.images):
        m.option(None, "truth-layout", "labels")
    if chance(m.rng, 0.2):
        m.fail(["fail/f/f_1"] if rule == "dir:2" else ["fail/f_1"])
    m.ask_groups(rule)
    if chance(m.rng, 0.3):
        m.ask_empty()
    follow = [("streamed", "group_refusals"), ("sharded", "resumed"), ("scored_again", "of_old_program"), ("printed_values", "streamed")][m.number % 4]
    return m.end(follow, n_gates=pick(m.rng, [0, 3, 6]))


def refusal(m, says, status=3):
    m.arguments.append(["-f", "json"])
    case = m.case(None)
    case.status, case.says = status, tuple(says)
    return case


def plain_images(m, ids):
    m.start(3, [0], plain=True)
    m.draw(len(ids), ("soft",), ["mixed"], ids)


def without_group(m, rule, ids, bad):
    plain_images(m, ids + [bad])
    if rule.startswith("list:"):
        m.write_text("groups.txt", "".join("%s\tg\n" % id_ for id_ in ids))
    m.option(None, "group", rule)
    m.tags.add("no group")
    return refusal(m, [r"^maskloss: .*(^|[^\w])%s\b" % bad])


def bad_line(m, line):
    plain_images(m, ["a", "b"])
    m.write_text("groups.txt", "b\tg\n%s\n" % line)
    m.option(None, "group", "list:groups.txt")
    m.tags.add("bad line")
    return refusal(m, [r"^maskloss: \S*groups\.txt\b.*2"])


def make(seed, number, folder):
    m = Sets(seed, "grouped", number, folder)
    if number <= len(REFUSED):
        return without_group(m, *REFUSED[number - 1])
    number -= len(REFUSED)
    if number <= len(LINES):
        return bad_line(m, LINES[number - 1])
    return good(m, RULES[number % len(RULES)])
