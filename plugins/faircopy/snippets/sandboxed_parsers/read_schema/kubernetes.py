"""The schema of an object of Kubernetes, from a table of fields, and values with a form that no schema describes."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from . import pods
from .pods import FILLED_IN, below
from .values import Path, YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`
Fields = Mapping[str, str]  # name, with `!` at its end if it must be there -> type

TABLE = FilePath(__file__).with_name("kubernetes_fields.txt")
SIMPLE: Mapping[str, Mapping[str, Any]] = {
    "any": {},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "int-or-string": {"type": ["integer", "string"]},
    "number": {"type": "number"},
    "quantity": {"type": ["string", "number"]},
    "string": {"type": "string"},
}
# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
QUANTITY = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?")
# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?")
# Their names are parts of an address only.
WITH_FREE_NAMES = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
WORD_TO_REPLACE = re.compile(r"[A-Z][A-Z0-9_-]*")


def schema_of(document: YamlDocument) -> Mapping[str, Any] | None:
    """Return the schema of an object of one of Kubernetes' own APIs; None for any other document."""
    fields = table().get(kind_of(document))
    return fields and {**mapping_of({**fields, "apiVersion": "any", "kind": "any"}), "$defs": definitions()}


def kind_of(document: YamlDocument) -> str:
    value = document.value if isinstance(document.value, dict) else {}
    return f"={value.get('apiVersion')}/{value.get('kind')}"


@cache
def table() -> Mapping[str, Fields]:
    lines = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: dict(field.split(":", 1) for field in fields) for name, *fields in lines}


@cache
def definitions() -> Mapping[str, Any]:
    return {name: mapping_of(fields) for name, fields in table().items() if not name.startswith("=")}


def mapping_of(fields: Fields) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name.removesuffix("!"): type_of(kind) for name, kind in fields.items()},
        "required": [name.removesuffix("!") for name in fields if name.endswith("!")],
        "additionalProperties": False,
    }


def type_of(kind: str) -> Mapping[str, Any]:
    if kind.startswith("["):
        return {"type": "array", "items": type_of(kind[1:-1])}
    if kind.startswith("{"):
        return {"type": "object", "patternProperties": {"": type_of(kind[1:-1])}}
    return SIMPLE.get(kind, {"$ref": f"#/$defs/{kind}"})


def faults(document: YamlDocument) -> Iterator[Fault]:
    kind = kind_of(document)
    if kind not in table():
        return
    for path, type_name, value in typed(document.value, kind, (), set()):
        fact = trouble_with(type_name, path, value, kind)
        if fact and not FILLED_IN.search(value):
            yield "", *document.position_of(path), fact, ""
    yield from unselected(document)
    yield from pods.faults(document, kind.rpartition("/")[2])


def typed(value: Any, kind: str, path: Path, seen: set[int]) -> Iterator[tuple[Path, str, str]]:
    """Yield each text whose type the table knows, with its path and type; of what stands there twice, the first."""
    if isinstance(value, str):
        yield path, kind, value
    elif isinstance(value, dict | list) and id(value) not in seen:
        seen.add(id(value))
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from typed(inner, type_below(kind, key), (*path, key), seen)


def type_below(kind: str, key: str | int) -> str:
    """Return the type of a field, of an entry or of an item of a value of some type."""
    if kind.startswith("[" if isinstance(key, int) else "{"):
        return kind[1:-1]
    fields = table().get(kind, {})
    return fields.get(str(key)) or fields.get(f"{key}!") or "any"


def trouble_with(type_name: str, path: Path, text: str, kind: str) -> str:
    if type_name == "quantity" and not QUANTITY.fullmatch(text):
        return (
            f"'{text[:60]}' is not a quantity: write a number, and perhaps one of m, k, M, G, Ki, Mi, Gi, such as 512Mi"
        )
    is_name = path == ("metadata", "name") or (path[-1:] == ("name",) and path[-3:-2] == ("containers",))
    if not is_name or NAME.fullmatch(text) or WORD_TO_REPLACE.fullmatch(text):
        return ""
    if kind.rpartition("/")[2] in WITH_FREE_NAMES:
        return ""
    return f"'{text[:60]}' is not a valid name: use lower-case letters, digits and hyphens"


def unselected(document: YamlDocument) -> Iterator[Fault]:
    """Yield each label that a workload selects its pods by, and that its own template does not give them."""
    spec = below(document.value, "spec")
    selected = below(spec, "selector", "matchLabels")
    labels = below(spec, "template", "metadata", "labels")
    for key, value in selected.items() if labels else ():
        if labels.get(key) != value and not FILLED_IN.search(f"{value}{labels.get(key)}"):
            place = document.key_at(("spec", "selector", "matchLabels"), key)
            fact = f"it selects pods with '{key}: {value}', and the pods of its template have "
            yield "", *place, fact + (f"'{key}: {labels[key]}'" if key in labels else "no such label"), ""
