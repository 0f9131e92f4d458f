"""Reads a TOML file of a project, whose author may be a stranger: see `configuration`."""

import re
import tomllib
from pathlib import Path
from typing import Any

from faircopy.markdown.files import open_regular, why_unreadable
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.offsets import line_at

MAX_BYTES = 2**20
# Python's reader takes time and memory by the square of a key's parts: 20,000 of them filled any memory.
MAX_KEY_PARTS = 32
QUOTED = re.compile(r"\"(?>(?:[^\"\\\n]|\\.)*)\"?|'[^'\n]*+'?")
LONG_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_KEY_PARTS}}}")
LINE = re.compile(r"line (\d+)")


class ConfigurationError(Exception):
    """The configuration or the baseline is invalid. The message has place, fact and remedy."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the contents of a TOML file. Raises ConfigurationError."""
    text = read_text(path)
    # Strings first: what is left of a line has dots in keys and numbers only.
    if found := LONG_KEY.search(QUOTED.sub("x", text)):
        line = line_at(text, found.start())
        raise ConfigurationError(f"{path}:{line}: a key has more than {MAX_KEY_PARTS} parts; write tables")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = LINE.search(str(error))
        raise ConfigurationError(f"{path}:{place[1] if place else 1}: it is not TOML: {error}; correct it") from error
    except ValueError as error:  # by Python's limit of 4,300 digits
        raise ConfigurationError(f"{path}:1: a number in it has too many digits; correct it") from error


def read_text(path: Path) -> str:
    """Return the text of a regular file within the project around it. Raises ConfigurationError."""
    try:
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}:1: {'; '.join(why_unreadable(path, error))}") from error
    # A message says words of the file, and what lies elsewhere may be secret.
    if why := why_outside(path, site_around(path.absolute().parent)):
        raise ConfigurationError(f"{path}:1: it is a symbolic link that {why}; put the file itself there")
    if len(data) > MAX_BYTES:
        raise ConfigurationError(f"{path}:1: it has more than {MAX_BYTES} bytes, too many for settings; name another")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}:{line}: it is not UTF-8 text; save the file as UTF-8") from error
