"""The keys that a schema knows on the way to a place: one that is known above was meant to stand there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .values import Path

MAX_STEPS = 3  # down from a mapping
MAX_FORMS = 200  # schemas of one level, which may be made of each other


def keys_above(path: Path, root: Mapping[str, Any]) -> set[str]:
    """Return the keys that may stand in any mapping that the value at a path is part of."""
    level: list[Mapping[str, Any]] = forms_of([root], root)
    found: set[str] = set()
    for step in path:
        found |= {key for form in level for key in form.get("properties", ())}
        level = forms_of([below for form in level for below in schemas_below(form, step)], root)
    return found


def place_below(path: Path, key: str, root: Mapping[str, Any]) -> str:
    """Return where a key may stand below the mapping at a path, by names with dots; "" if it may not, nearby."""
    level = forms_of([root], root)
    for step in path:
        level = forms_of([below for form in level for below in schemas_below(form, step)], root)
    waiting: list[tuple[tuple[str, ...], list[Mapping[str, Any]]]] = [((), level)]
    while waiting:
        names, forms = waiting.pop(0)
        if names and any(key in form.get("properties", ()) for form in forms):
            return ".".join(names)
        for name, schema in ((name, one) for form in forms for name, one in form.get("properties", {}).items()):
            if len(names) < MAX_STEPS and name not in names:
                items = schema.get("items") if schema.get("type") == "array" else schema
                waiting.append(((*names, name), forms_of([items], root)))
    return ""


def schemas_below(form: Mapping[str, Any], step: str | int) -> Iterator[Any]:
    """Yield the schemas of a form for a key, or for an item."""
    if isinstance(step, int):
        yield form.get("items")
        return
    named = form.get("properties", {}).get(step)
    patterns = [below for pattern, below in form.get("patternProperties", {}).items() if re.search(pattern, step)]
    yield from [named] if named is not None else patterns or [form.get("additionalProperties")]


def forms_of(schemas: Iterable[Any], root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the schemas with those that they refer to or are made of."""
    left = list(schemas)
    found: list[Mapping[str, Any]] = []
    while left and len(found) < MAX_FORMS:
        form = left.pop()
        if not isinstance(form, Mapping):
            continue
        found.append(form)
        left += [part for name in ("allOf", "anyOf", "oneOf") for part in form.get(name, ())]
        reference = form.get("$ref", "")
        if reference.startswith("#/"):
            target: Any = root
            for step in reference.removeprefix("#/").split("/"):
                target = target.get(step, {})
            left.append(target)
    return found
