"""Front matter of other generators: YAML, TOML or JSON, with all values as they were written.

python-frontmatter is not used, because it does not report the line at which the text begins, turns `No` into False and
`2017` into a number, and needs an abandoned package for TOML.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import yaml

from faircopy.authoring.existing import UserError
from faircopy.content.moment import full_date

OPENINGS = {"---": "---", "+++": "+++"}
MAX_WORDS = 200  # in a list
BLANK_LINES = re.compile(r"\ufeff?(?:[ \t]*\r?\n)*")


@dataclass(frozen=True, slots=True)
class ForeignMatter:
    """Front matter, and the text after it."""

    text: str
    line: int = 1  # where the text begins
    fields: Mapping[str, Any] = field(default_factory=dict)  # by name in lower case
    trouble: str = ""  # why the fields cannot be read
    found: bool = False  # whether there is any
    trouble_line: int = 1  # where that is

    def word(self, *names: str) -> str:
        """Return the first non-empty field of these names, as one line."""
        return next((text for name in names if (text := as_line(self.fields.get(name.lower())))), "")

    def words(self, *names: str) -> tuple[str, ...]:
        """Return a list field; also one written with commas."""
        for name in names:
            value = self.fields.get(name.lower())
            parts = value if isinstance(value, list) else as_line(value).split(",") if value else []
            if parts:
                return tuple(dict.fromkeys(word for part in parts[:MAX_WORDS] if (word := as_line(part))))
        return ()

    def is_true(self, name: str) -> bool:
        return self.word(name).lower() in {"true", "yes", "on", "1"}

    def is_false(self, name: str) -> bool:
        return self.word(name).lower() in {"false", "no", "off", "0"}


def as_line(value: object) -> str:
    """Return a scalar as one line of text; "" for other values."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(whole(str(value)).split()) if isinstance(value, str | int | float) else ""


def whole(text: str) -> str:
    """Return a text with "?" for halves of characters, which an escape may name and no file can hold."""
    return text.encode(errors="replace").decode()


def with_whole_characters(table: dict[str, Any]) -> dict[str, Any]:
    return {key: whole(value) if isinstance(value, str) else value for key, value in table.items()}


def split_matter(text: str) -> ForeignMatter:
    """Split a source into front matter, which blank lines may precede as in Hugo, and text."""
    blank = BLANK_LINES.match(text)
    found = matter_at_start(text[blank.end() :]) if blank else matter_at_start(text)
    before = blank[0].count("\n") if blank and found.found else 0
    if not before:
        return found if found.found else ForeignMatter(text)
    return replace(found, line=found.line + before, trouble_line=found.trouble_line + before)


def matter_at_start(text: str) -> ForeignMatter:
    first = text.partition("\n")[0].rstrip()
    if first in OPENINGS:
        lines = text.split("\n")
        ends = {OPENINGS[first], "..."} if first == "---" else {OPENINGS[first]}
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ends), 0)
        if end:
            body = "\n".join(lines[end + 1 :])
            read = from_yaml if first == "---" else from_toml
            return with_fields(read, "\n".join(lines[1:end]), body, end + 2)
    if first.startswith("{") and not first.startswith(("{{", "{%")):
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return ForeignMatter(text)
        body = text[end:].removeprefix("\n")
        return with_fields(json.loads, text[:end], body, text[: len(text) - len(body)].count("\n") + 1)
    return ForeignMatter(text)


def with_fields(read: Any, matter: str, body: str, line: int) -> ForeignMatter:
    try:
        fields = read(matter) or {}
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 2 if error.problem_mark else 1  # after the line that opens it
        return ForeignMatter(body, line, {}, str(error.problem or "it is no YAML"), found=True, trouble_line=at)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        return ForeignMatter(body, line, {}, " ".join(str(error).split()) or type(error).__name__, found=True)
    if not isinstance(fields, dict):
        return ForeignMatter(body, line, {}, "it is no list of fields", found=True)
    return ForeignMatter(body, line, {str(key).lower(): value for key, value in fields.items()}, found=True)


def read_settings(path: str, text: str) -> dict[str, Any]:
    """Return the settings in a file by their names; JSON is YAML. Raises UserError."""
    try:
        found = from_toml(text) if path.endswith(".toml") else from_yaml(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise UserError(f"'{path}' cannot be read: {' '.join(str(error).split())}") from error
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def from_yaml(text: str) -> Any:
    # The base loader makes strings of all values, and objects of none.
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # see above
    except yaml.YAMLError:
        # PyYAML refuses tabs around words, which the parsers of Jekyll and Hugo allow.
        without_tabs = text.replace("\t", " ")
        if without_tabs == text:
            raise
        return yaml.load(without_tabs, Loader=yaml.BaseLoader)  # noqa: S506  # see above


def from_toml(text: str) -> Any:
    return tomllib.loads(text)


def read_moment(text: str) -> datetime | None:
    """Return the moment that a text names; None also for Go's zero time, which Hugo takes for no date."""
    moment = full_date(text)
    return moment if moment and moment.year > 1 else None
