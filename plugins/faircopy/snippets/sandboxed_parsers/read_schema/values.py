"""YAML text -> values as YAML 1.2 reads them, and where each of them stands."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

BaseLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
Position = tuple[int, int]  # line and column, from 1


class CoreLoader(BaseLoader):  # type: ignore[misc]  # libyaml's is known only as it runs
    """Resolves plain words as YAML 1.2's core schema does: `on`, `yes` and `22:22` are texts."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML's own form


# https://yaml.org/spec/1.2.2/#103-core-schema, and the merge key of YAML 1.1, which all readers know
for name, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", r"<<", ["<"]),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{pattern})\Z"), first)


class UnknownTag:
    """What a tag of the program's own stands for."""


UNKNOWN = UnknownTag()


@dataclass(slots=True)
class YamlDocument:
    """One document of a YAML text."""

    value: Any
    keys: dict[tuple[int, Hashable], Position]  # of (id of a mapping, key)
    values: dict[int, Position]  # by the id of a list or mapping
    items: dict[tuple[int, Hashable], Position]  # of (id of a list or mapping, index or key): where its value starts

    def position_of(self, path: Path) -> Position:
        """Return where the value at a path starts."""
        value, place = self.value, self.values.get(id(self.value), (1, 1))
        for step in path:
            place = self.items.get((id(value), step), place)
            value = value[step]
        return place

    def key_at(self, path: Path, key: str) -> Position:
        """Return where a key of the mapping at a path stands."""
        value = self.value
        for step in path:
            value = value[step]
        return self.keys.get((id(value), key), self.position_of(path))


@dataclass(slots=True)
class Construction:
    document: YamlDocument = field(default_factory=lambda: YamlDocument(None, {}, {}, {}))
    made: dict[int, Any] = field(default_factory=dict)  # by the id of its node: an alias is the same value

    def value_of(self, node: yaml.Node) -> Any:
        if id(node) not in self.made:
            if not node.tag.startswith("tag:yaml.org,2002:"):
                self.made[id(node)] = UNKNOWN
            elif isinstance(node, yaml.MappingNode):
                self.fill_mapping(node)
            elif isinstance(node, yaml.SequenceNode):
                self.fill_list(node)
            elif isinstance(node, yaml.ScalarNode):
                self.made[id(node)] = scalar_of(node)
        return self.made[id(node)]

    def fill_list(self, node: yaml.SequenceNode) -> None:
        made: list[Any] = []
        self.made[id(node)] = made  # before its items: an item may be an alias of the list
        self.document.values[id(made)] = position_of(node)
        for index, item in enumerate(node.value):
            self.document.items[id(made), index] = position_of(item)
            made.append(self.value_of(item))

    def fill_mapping(self, node: yaml.MappingNode) -> None:
        made: dict[str, Any] = {}
        self.made[id(node)] = made
        self.document.values[id(made)] = position_of(node)
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                merged = self.value_of(value)
                for one in merged if isinstance(merged, list) else [merged]:
                    for name, inner in one.items() if isinstance(one, dict) else ():
                        made.setdefault(name, inner)
                        self.document.keys.setdefault((id(made), name), position_of(value))
                        self.document.items.setdefault((id(made), name), position_of(value))
                continue
            name = str(key.value)
            self.document.keys[id(made), name] = position_of(key)
            self.document.items[id(made), name] = position_of(value)
            made[name] = self.value_of(value)


def scalar_of(node: yaml.ScalarNode) -> Any:
    text, kind = str(node.value), node.tag.removeprefix("tag:yaml.org,2002:")
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text[:400])
    if kind == "float":
        return float(text)
    return text


def position_of(node: yaml.Node) -> Position:
    return node.start_mark.line + 1, node.start_mark.column + 1


def documents_of(text: str) -> Iterator[YamlDocument]:
    """Yield the documents of a text. Raises yaml.YAMLError, ValueError and RecursionError."""
    for node in yaml.compose_all(text, Loader=CoreLoader):
        if node is not None:
            construction = Construction()
            construction.document.value = construction.value_of(node)
            yield construction.document
