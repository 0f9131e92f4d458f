"""YAML against a JSON Schema: one that check-jsonschema carries, of which only the data are used, or of Kubernetes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path as FilePath
from typing import Any

import yaml
from jsonschema import ValidationError
from jsonschema.validators import validator_for

from . import commands, compose, kubernetes, references, texts
from .levels import keys_above, place_below
from .values import UNKNOWN, Path, YamlDocument, documents_of

# Kind, line and column from 1, message, the tool's own words or ""; after a newline in the message what was meant.
Fault = tuple[str, int, int, str, str]

COMPOSE = "compose-spec"
KUBERNETES = "kubernetes"  # whose schemas are made of a table; the others are files
MAX_SUGGESTIONS = 20  # each takes milliseconds
NAME = re.compile(r"[\w-]+")
STEP_TWICE = {"run", "uses"}
MAX_SHOWN = 8  # values that could have stood there
# Put in only as the program reads it.
INTERPOLATED = re.compile(r"\$\{|\$\w|\{\{")
TYPES = {dict: "a mapping", list: "a list", str: "a text", bool: "a truth value", int: "a number", float: "a number"}
WANTED = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "boolean": "a truth value",
    "number": "a number",
    "integer": "a whole number",
    "null": "nothing",
}


def faults(text: str) -> list[Fault]:
    """Return the faults of what a JSON list asks for: the name of the schema, and the YAML."""
    name, code = json.loads(text)
    try:
        found = [fault for document in documents_of(code) for fault in faults_in(document, name)]
    except yaml.YAMLError:
        return []  # yamllint tells of that
    except (RecursionError, ValueError) as error:
        return [("form", 1, 1, "too deeply nested", str(error))]
    # A mistake may break several rules at one place.
    return sorted(dict.fromkeys(found), key=lambda fault: fault[1:3])


def faults_in(document: YamlDocument, name: str) -> Iterator[Fault]:
    if name == KUBERNETES:
        if schema := kubernetes.schema_of(document):
            yield from schema_faults(document, validator_for(schema)(schema))
        yield from kubernetes.faults(document)
        return
    yield from schema_faults(document, load_validator(name))
    yield from references.faults(document, name)
    yield from texts.faults(document, name)
    yield from compose.faults(document, name)
    if name == COMPOSE:
        yield from commands.faults(document)


@cache
def load_validator(name: str) -> Any:
    spec = find_spec("check_jsonschema")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("check_jsonschema")
    path = FilePath(spec.origin).parent / "builtin_schemas/vendor" / f"{name}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


def schema_faults(document: YamlDocument, validator: Any) -> Iterator[Fault]:
    nearest = KeySuggestions(MAX_SUGGESTIONS)
    for error in validator.iter_errors(document.value):
        found = [
            (leaf, *fact) for leaf in leaves_of(error, validator.schema) for fact in facts_of(leaf, validator.schema)
        ]
        # A misspelt key is told, and not again as one that is missing.
        meant = {}
        for leaf, kind, key, _ in found:
            if kind == "key":
                meant[key] = nearest.find(key, known_keys(schema_of(leaf), validator.schema))
        for leaf, kind, key, fact in found:
            if kind == "missing" and key in meant.values():
                continue
            path = tuple(leaf.absolute_path)
            line, column = document.key_at(path, key) if kind == "key" else document.position_of(path)
            where = f" in '{'.'.join(map(str, path))}'" if path else ""
            if kind == "key":
                kind_of_key, more = about_key(path, key, meant.get(key, ""), validator.schema)
                yield kind_of_key, line, column, f"{fact}{where}{more}", short(leaf.message)
            else:
                yield kind, line, column, f"{fact}{where}", short(leaf.message)


def about_key(path: Path, key: str, near: str, root: Mapping[str, Any]) -> tuple[str, str]:
    """Return the kind of an unknown key, and what is to be added to the fact: where it belongs, or what was meant."""
    # Who has misplaced a key has not misspelt it. Only the schemas of Kubernetes say of each key where it stands.
    place = place_below(path, key, root) if "$defs" in root and not is_almost(key, near) else ""
    if place:
        return "key", f"; it belongs in '{place}'"
    is_foreign = not near and NAME.fullmatch(key) is not None and key not in keys_above(path, root)
    return "foreign" if is_foreign else "key", f"\n{near}".rstrip()


def is_almost(key: str, near: str) -> bool:
    """Tell whether a key differs from another by hardly more than an ending."""
    return bool(get_close_matches(key, [near], cutoff=0.85)) if near else False


class KeySuggestions:
    """Looks for the keys that were meant, so many times."""

    def __init__(self, left: int) -> None:
        self.left = left

    def find(self, key: str, known: Iterable[str]) -> str:
        self.left -= 1
        return next(iter(get_close_matches(key, known, n=1, cutoff=0.7)), "") if self.left >= 0 else ""


def leaves_of(error: ValidationError, root: Mapping[str, Any]) -> list[ValidationError]:
    """Return what is wrong in the one of several allowed forms that was meant: the one with the least wrong."""
    if not error.context:
        return [error]
    by_form = groupby(error.context, key=lambda one: one.schema_path[0])
    forms = [[leaf for one in group for leaf in leaves_of(one, root)] for _, group in by_form]
    return min(forms, key=lambda form: cost_of(form, len(error.absolute_path), root))


def cost_of(form: list[ValidationError], depth: int, root: Mapping[str, Any]) -> tuple[bool, int, int]:
    """A form of another type was not meant; else what is wrong at this very place counts first."""
    here = [leaf for leaf in form if len(leaf.absolute_path) == depth]
    is_other = any(leaf.validator in ("type", "const") for leaf in here)
    return is_other, sum(len(list(facts_of(leaf, root))) for leaf in here), len(form)


def facts_of(error: ValidationError, root: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of each fact, the key that it is about ("": the value itself), and the fact."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    if value is UNKNOWN or (isinstance(value, str) and INTERPOLATED.search(value)):
        return
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties" if isinstance(value, dict):
            yield from (("key", key, f"unknown key '{key}'") for key in unknown_keys(value, schema_of(error), root))
        case "required" if isinstance(value, dict):
            yield from (("missing", key, f"the key '{key}' is missing") for key in wanted if key not in value)
        case "type":
            yield ("empty" if value is None else "type"), "", f"{type_of(value)} where {either(wanted)} should be"
        case "enum" if not isinstance(value, dict | list):
            yield ("empty" if value is None else "value"), "", f"'{short(value)}' is not one of {listed(wanted)}"
        case "oneOf" | "anyOf" | "not" | "dependencies" | "dependentRequired" if isinstance(value, dict):
            # What a step of a workflow lacks may be left out, but not what it has twice.
            yield ("" if value.keys() >= STEP_TWICE else "form"), "", f"the keys {listed(value)} do not go together"
        case "pattern" | "format":
            yield "form", "", f"'{short(value)}' does not have the required form"
        case _:
            yield "form", "", short(error.message)


def schema_of(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def unknown_keys(value: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any]) -> list[str]:
    known, patterns = set(known_keys(schema, root)), list(schema.get("patternProperties", ()))
    return [key for key in value if key not in known and not any(re.search(pattern, key) for pattern in patterns)]


def known_keys(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that a schema knows, with those of the schemas that it is made of."""
    yield from schema.get("properties", ())
    parts = [*schema.get("allOf", ()), *([schema] if "$ref" in schema else [])]
    for part in parts:
        target: Any = part
        if part.get("$ref", "").startswith("#/"):
            target = root
            for step in part["$ref"].removeprefix("#/").split("/"):
                target = target[step]
        yield from known_keys(target, root) if target is not schema else ()


def type_of(value: object) -> str:
    return "nothing stands" if value is None else f"{TYPES.get(type(value), 'something')} stands"


def either(wanted: str | Iterable[str]) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(WANTED.get(name, name) for name in names)


def listed(values: Iterable[object]) -> str:
    texts = [f"'{short(value)}'" for value in values]
    return ", ".join(texts[:MAX_SHOWN] + (["…"] if len(texts) > MAX_SHOWN else []))


def short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else f"{text[:119]}…"
