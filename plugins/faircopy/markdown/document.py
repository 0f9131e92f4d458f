"""Document: a Markdown source, its front matter with line numbers, and where its body starts."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown import rules
from faircopy.markdown.files import open_regular, why_unreadable

# No text that people have written is as long, and reading it takes half a minute.
MAX_BYTES = 5_000_000
# The grammar of Python-Markdown's meta extension, which Pelican reads front matter with:
# https://python-markdown.github.io/extensions/meta_data/
FIELD = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
# A tab is worth as many spaces as lead to the next multiple of four: Python-Markdown expands it before it looks.
TAB = 4
CONTINUATION = re.compile(r"(?:[ ]{4}|[ ]{0,3}\t)[ \t]*(?P<value>.*)")
OPENING = re.compile(r"-{3}")
CLOSING = re.compile(r"-{3}|\.{3}")


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the front matter."""

    key: str  # lower case: keys are case-insensitive
    value: str  # continuation lines joined by a newline
    line: int  # from 1
    column: int  # where the value starts, from 1


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown source, newlines normalised to LF and a byte-order mark removed."""

    path: str  # as the caller gave it
    text: str
    fields: tuple[Field, ...]
    body_line: int  # the first line of the body, from 1

    @property
    def lines(self) -> list[str]:
        """All lines, front matter included: line n of the file is `lines[n - 1]`. Do not modify the list."""
        return lines_of(self.text)

    @property
    def body(self) -> str:
        return "\n".join(self.lines[self.body_line - 1 :])

    def field(self, key: str) -> Field | None:
        """Return the first field of that name; `key` in lower case."""
        return next((field for field in self.fields if field.key == key), None)


# Each fence and each problem asks for the lines of its document.
@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    return text.split("\n")


def parse_document(path: str, text: str) -> Document:
    """Split `text` into front matter and body, as Pelican does."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    fields: list[Field] = []
    values: list[list[str]] = []  # of each field, its lines
    start = 1 if lines and OPENING.match(lines[0]) else 0
    body_line = len(lines) + 1
    for number, line in enumerate(lines[start:], start + 1):
        more = CONTINUATION.fullmatch(line)
        if not line.strip() or CLOSING.match(line):
            body_line = number + 1
            break
        if found := FIELD.fullmatch(line):
            fields.append(Field(found["key"].lower(), "", number, found.start("value") + 1))
            values.append([expanded(line, found.start("value")).strip()])
        elif more and fields:
            values[-1].append(expanded(line, more.start("value")).strip())
        else:
            body_line = number
            break
    joined = (replace(one, value="\n".join(value)) for one, value in zip(fields, values, strict=True))
    return Document(path, text, tuple(joined), body_line)


def expanded(line: str, start: int, end: int | None = None) -> str:
    """Return part of a front matter line with tabs expanded, as Pelican reads it."""
    if "\t" not in line:
        return line[start:end]
    return line[:end].expandtabs(TAB)[len(line[:start].expandtabs(TAB)) :]


def read_document(path: Path, shown_as: str | None = None) -> Document | Diagnostic:
    """Read the file at `path`; return a diagnostic if it cannot be opened, is too large or is not UTF-8.

    `shown_as` is the path to use in diagnostics, `path` itself by default.
    """
    path_in_messages = shown_as or str(path)
    try:
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return rules.UNREADABLE.at(path_in_messages, 1, *why_unreadable(path, error))
    if len(data) > MAX_BYTES:
        return rules.TOO_LARGE.at(path_in_messages, 1, f"it has more than {MAX_BYTES} bytes, and is not read")
    try:
        return parse_document(path_in_messages, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return rules.NOT_UTF8.at(path_in_messages, line, found, "save the file as UTF-8", column=column)
