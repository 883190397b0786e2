#!/usr/bin/env python3
"""Validates JSON documents against a JSON Schema, and their text against what a schema cannot see.

    schema_check.py SCHEMA FILE...      (FILE - is standard input)

Reports, comparisons, inspections, explanations and the lines of record streams are valid under the schema's root. Of a FILE.jsonl, each line
is also one of its definition for its place: the first a header, the last an end; so is what FILE.KIND.json says: report,
comparison, inspection, explanation.

Refused beside what the schema refuses: bytes that are not UTF-8, a key twice in one object, NaN and Infinity, numbers
beyond the range of a double, and anything after the document. Prints each fault with its place. Exit status: 0 all
documents are valid, 1 one is not, 2 usage or an unusable schema, 77 python3-jsonschema is missing.
"""

import json
import math
import sys

SHOWN = 20
KINDS = ("report", "comparison", "inspection", "explanation")


def unique(pairs):
    seen = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError("key twice in one object: %s" % json.dumps(key))
        seen[key] = value
    return seen


def constant(text):
    raise ValueError("%s is no JSON" % text)


def number(text):
    value = float(text)
    if math.isinf(value):
        raise ValueError("%s is beyond a double" % text)
    return value


def parse(data):
    return json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=constant, parse_float=number)


def load(path):
    if path == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(path, "rb") as file:
            data = file.read()
    return parse(data)


def definition(kind, schema, name):
    """The validator of one of the schema's definitions."""
    return kind({"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/" + name})


def stream_faults(kind, schema, path):
    """One line per fault of a record stream."""
    root = kind(schema)
    validators = {name: definition(kind, schema, name) for name in ("stream_header", "stream_image", "stream_end")}
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    if lines.pop() or len(lines) < 2:
        return ["is no stream of whole lines"]
    found = []
    for at, line in enumerate(lines):
        name = "stream_header" if at == 0 else "stream_end" if at == len(lines) - 1 else "stream_image"
        document = parse(line)
        found += ["line %d: %s" % (at + 1, fault) for fault in faults(validators[name], document)]
        found += [] if root.is_valid(document) else ["line %d: the root does not take it" % (at + 1)]
    return found


def document_faults(kind, schema, path):
    """One line per fault of a document, by the definition that its name tells, and by the root."""
    document = load(path)
    parts = path.split(".")
    name = parts[-2] if len(parts) > 2 and parts[-2] in KINDS else None
    found = list(faults(definition(kind, schema, name), document)) if name else []
    return found or list(faults(kind(schema), document))


def place(error):
    return "$" + "".join("[%s]" % json.dumps(part) for part in error.absolute_path)


def innermost(error):
    """Of alternatives that all fail, a fault of the likeliest: the one with the fewest wrong kinds, then faults."""
    while error.context:
        branches = {}
        for cause in error.context:
            branches.setdefault(cause.schema_path[0], []).append(cause)
        error = min(branches.values(), key=lambda causes: (
            sum(cause.validator in ("const", "enum", "type") for cause in causes), len(causes)))[0]
    return error


def faults(validator, document):
    """One line per fault."""
    for error in map(innermost, validator.iter_errors(document)):
        text = error.message
        yield "%s: %s" % (place(error), text if len(text) <= 300 else text[:140] + " ... " + text[-140:])


def main(arguments):
    if len(arguments) < 2:
        print("usage: schema_check.py SCHEMA FILE...", file=sys.stderr)
        return 2
    try:
        import jsonschema
    except ImportError:
        print("SKIP: python3-jsonschema is not installed")
        return 77
    try:
        schema = load(arguments[0])
        # No default: a schema that does not name a known draft would be checked against the wrong one.
        kind = jsonschema.validators.validator_for(schema, default=None)
        if kind is None:
            raise ValueError("$schema names no known draft")
        kind.check_schema(schema)
    except (OSError, ValueError, RecursionError, jsonschema.SchemaError) as error:
        print("%s: %s" % (arguments[0], getattr(error, "message", error)), file=sys.stderr)
        return 2
    status = 0
    for path in arguments[1:]:
        try:
            found = (stream_faults if path.endswith(".jsonl") else document_faults)(kind, schema, path)
        except (OSError, ValueError, RecursionError) as error:
            found = [str(error)]
        for line in found[:SHOWN]:
            print("%s: %s" % (path, line))
        if len(found) > SHOWN:
            print("%s: and %d more" % (path, len(found) - SHOWN))
        if found:
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
