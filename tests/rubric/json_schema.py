"""As much of JSON Schema as our own schema uses."""

import operator
import re
from collections.abc import Callable
from typing import NamedTuple

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}


class Bound(NamedTuple):
    kind: type
    holds: Callable[[int, int], bool]


BOUNDS = {
    "maxLength": Bound(str, operator.le),
    "minLength": Bound(str, operator.ge),
    "maxItems": Bound(list, operator.le),
    "minItems": Bound(list, operator.ge),
}


def problems(value, schema, root=None, path="$"):
    """Paths and keywords that the value doesn't meet."""
    root = root or schema
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from problems(value, target, root, path)
    if "const" in schema and value != schema["const"]:
        yield f"{path} const"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} enum"
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(_is(value, name) for name in wanted):
        yield f"{path} type"
        return
    yield from _bounds(value, schema, path)
    if isinstance(value, list):
        for i, row in enumerate(value):
            yield from problems(row, schema.get("items", {}), root, f"{path}[{i}]")
    if isinstance(value, dict):
        yield from _properties(value, schema, root, path)


def _bounds(value, schema, path):
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path} pattern"
    size = len(value) if isinstance(value, str | list) else 0
    for name, bound in BOUNDS.items():
        if isinstance(value, bound.kind) and not bound.holds(
            size, schema.get(name, size)
        ):
            yield f"{path} {name}"
    if _is(value, "number"):
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        if not least <= value <= most:
            yield f"{path} range"


def _properties(value, schema, root, path):
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}.{name} required"
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    for name, inner in value.items():
        rules = [known[name]] if name in known else []
        rules += [rule for p, rule in patterns.items() if re.search(p, str(name))]
        if not rules and schema.get("additionalProperties") is False:
            yield f"{path}.{name} unknown"
        for rule in rules:
            yield from problems(inner, rule, root, f"{path}.{name}")


def _is(value, name):
    if name in ("integer", "number"):
        kinds = int if name == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])
