"""Source texts of any format that nothing renders: what their front matter says, and whether they are public."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from faircopy.build.leaks.encodings import readings
from faircopy.content.moment import Moment, read_date
from faircopy.markdown.document import Field
from faircopy.offsets import line_at

# So much of a file has its front matter.
HEAD_BYTES, HEAD_LINES = 8192, 60
# How the formats write a field: 'Status: draft', 'draft = true', ':status: draft', '#+STATUS: draft', '"draft": true,'.
FIELD = re.compile(
    r"\s{0,3}(?:\#\+|//|<!--|[:#;%*@+-])?\s*+[\"']?(?P<key>[A-Za-z][\w-]{0,30})[\"']?\s*[:=](?P<value>.*?)(?:-->)?"
)
FENCE = re.compile(
    r"(?:-{3,}|\+{3,}|;{3,}|\.{3}|<!--|-->|/\*+|\*/|[{}]|\"{3}|={3,}|~{3,}|\#+|\(|\))\s*+(?:\w{1,8}\s*+)?"
)
META = re.compile(r"<meta\s+name=[\"']?([\w-]+)[\"']?\s+content=[\"']?([^\"'>]*)", re.IGNORECASE)
LINE_END = re.compile(r"\r\n|\r|\n")
# Endings of the sources of texts, here and in other programs for web sites.
SOURCES = frozenset(
    (".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdx", ".rst", ".rest", ".adoc", ".asciidoc", ".org", ".textile")
)
# Only texts have these fields; a configuration may have a status, too.
OF_TEXTS = frozenset(("title", "slug", "date", "author", "authors", "tags", "category", "categories", "summary"))
STATUSES = ("status", "state", "visibility", "post_status", "poststatus")
PUBLIC = ("published", "publish", "public", "live")
NOT_PUBLIC = ("draft", "skip", "hidden", "unpublished", "private", "unlisted", "pending", "scheduled")
OFF = {"draft": True, "hidden": True, "private": True, "unlisted": True, "published": False, "publish": False}
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
DATES = ("date", "publishdate", "publish_date", "published")


@dataclass(frozen=True, slots=True)
class NotPublic:
    """The field of a source text that says that it is not public."""

    why: str
    line: int


def why_not_public(name: str, data: bytes, moment: Moment) -> NotPublic | None:
    """Return why a source text is not public, according to its first lines."""
    for text in readings(head_of(data)):
        fields = [*fields_in(text.lstrip("\ufeff"), data)]
        is_source = PurePosixPath(name).suffix.lower() in SOURCES
        if not (is_source or OF_TEXTS.intersection(one.key for one in fields)):
            continue
        for one in fields:
            if why := why_of(one, moment, is_source=is_source):
                return NotPublic(why, one.line)
    return None


def head_of(data: bytes) -> bytes:
    """Return the first whole lines of a file."""
    head = data[:HEAD_BYTES]
    return head if len(data) <= HEAD_BYTES else head.rpartition(b"\n")[0] or head


def why_of(field: Field, moment: Moment, *, is_source: bool) -> str:
    value = field.value.lower()
    words = re.findall(r"\w+", value)
    first_words = [word for word in words[:3] if word not in PUBLIC]
    if field.key in STATUSES and any(get_close_matches(word, NOT_PUBLIC, 1, 0.8) for word in first_words):
        return f"its status is '{field.value}'"
    if field.key in OFF and words and words[0] in (TRUE if OFF[field.key] else FALSE):
        return f"it says '{field.key}: {field.value}'"
    date = read_date(field.value) if field.key in DATES and is_source else None
    return f"it is due at {date:%Y-%m-%d}" if date and moment.is_before(date) else ""


def fields_in(text: str, data: bytes) -> Iterator[Field]:
    """Yield the fields at the beginning of a text, whatever its format."""
    yield from fields_of_html(text)
    if text.lstrip().startswith("{"):
        yield from fields_of_json(data)
    yield from fields_of_lines(LINE_END.split(text)[:HEAD_LINES])


def fields_of_lines(lines: list[str]) -> list[Field]:
    """Return the fields of the lines before the text."""
    fields: list[Field] = []
    for number, line in lines_of_front_matter(lines):
        if found := FIELD.fullmatch(line):
            fields.append(Field(found["key"].lower(), bare(found["value"].strip()), number, 1))
        elif fields and line[:1].isspace():
            fields[-1] = replace(fields[-1], value=f"{fields[-1].value} {bare(line)}".strip())
    return fields


def lines_of_front_matter(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines from the first field on until the text begins, with their numbers.

    As in other formats, a title may precede the fields.
    """
    kinds = [*map(kind_of, lines)]
    first = kinds.index("field") if "field" in kinds else len(kinds)
    if kinds[:first].count("other") > 1:
        return
    is_fenced = "fence" in kinds[:first]
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), 1):
        if number > first:
            if kind != "field" and not goes_on(line, kind, is_fenced=is_fenced):
                return
            yield number, line


def kind_of(line: str) -> str:
    if not line.strip():
        return "blank"
    if FIELD.fullmatch(line):
        return "field"
    return "fence" if FENCE.fullmatch(line) else "other"


def goes_on(line: str, kind: str, *, is_fenced: bool) -> bool:
    """Tell whether a line that is no field continues the field before it."""
    if is_fenced:
        return kind == "blank" or (kind == "other" and line[0] in " \t-")
    return kind != "blank" and line[0].isspace()


def fields_of_html(text: str) -> Iterator[Field]:
    for found in META.finditer(text):
        yield Field(found[1].lower(), found[2].strip(), line_at(text, found.start()), 1)


def fields_of_json(data: bytes) -> Iterator[Field]:
    """Yield the fields of JSON: its own, and those of what it calls its metadata, as notebooks do."""
    try:
        whole, _ = json.JSONDecoder().raw_decode(data.decode("utf-8-sig", "replace").lstrip())
    except (ValueError, RecursionError):
        return
    if isinstance(whole, dict):
        for part in (whole, *(whole.get(key) for key in ("metadata", "meta", "frontmatter", "front_matter"))):
            for key, value in part.items() if isinstance(part, dict) else ():
                if isinstance(value, str | bool | int):
                    yield Field(str(key).lower(), str(value).lower() if isinstance(value, bool) else str(value), 1, 1)


def bare(value: str) -> str:
    """Return a value without its quotes, and without a comma or comment behind it."""
    value = re.sub(r"\s+\#.*$", "", value).strip().rstrip(",;").strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
