"""Where the configuration stands: its files, its table in them, and the line of a key."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faircopy.snippets.command.toml_file import ConfigurationError, read_toml
from faircopy.snippets.excerpt import excerpt

OWN_FILE = ".faircopy.toml"  # all of it is ours; of the other only what stands below `tool.faircopy`
FILES = (OWN_FILE, "pyproject.toml")
TABLE = ("tool", "faircopy", "snippets")
SHOWN_TABLE = "[tool.faircopy.snippets]"


def read_table(path: Path) -> Mapping[str, Any] | None:
    """Return the table of a TOML file, or None where there is none. Raises ConfigurationError.

    Also for what stands beside the table, where nothing reads it: it would silently have no effect.
    """
    value: Any = read_toml(path)
    for name in misplaced(path, value):
        line = line_of(path, name.rpartition(".")[2])
        raise ConfigurationError(
            f"{path}:{line}: nothing reads '{excerpt(name)}' there; write the settings into the table {SHOWN_TABLE}"
        )
    for name in TABLE:
        value = value.get(name) if isinstance(value, dict) else None
    if value is not None and not isinstance(value, dict):
        raise ConfigurationError(f"{path}:1: 'tool.faircopy.snippets' is no table; write {SHOWN_TABLE}")
    return value


def misplaced(path: Path, value: Any) -> Iterator[str]:
    """Yield the dotted names of what stands beside the table, in the parts of the file that are ours."""
    for depth, name in enumerate(TABLE):
        if not isinstance(value, dict):
            yield ".".join(TABLE[:depth])
            return
        if path.name == OWN_FILE or depth == len(TABLE) - 1:
            yield from (".".join((*TABLE[:depth], key)) for key in value if key != name)
        if name not in value:
            return
        value = value[name]


def line_of(path: Path, key: str) -> int:
    """Return the line of a file that first names a key; 1 if none does."""
    named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((number for number, line in enumerate(lines, 1) if named.search(line)), 1)
