"""What converters of markup share: lines that know their place in the source, items, tables, words between signs."""

import re
from collections.abc import Iterator, Mapping, Sequence

from faircopy.checklists.adopt.inlines import at_line_start, code_of, escaped

SourceLine = tuple[int, str]  # the line of the source, from 1, and Markdown
INDENT = "    "
MAX_DEPTH = 8


def inline(text: str, pattern: re.Pattern[str]) -> str:
    """Return the words of a line as inline Markdown.

    The groups of `pattern` say what it finds: `code`, `bold`, `italic`, `words` (as they are), `tag` (HTML), `image`,
    and `url` with the words of the link in `label`; the pattern itself uses `mark`. What has none of them is left out.
    """
    made: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        made += [escaped(text[end : found.start()]), marked(found.groupdict(), pattern)]
        end = found.end()
    return "".join([*made, escaped(text[end:])])


def marked(groups: Mapping[str, str | None], pattern: re.Pattern[str]) -> str:
    found = {name: value for name, value in groups.items() if value is not None and name != "mark"}
    if "url" in found:
        return f"[{inline((found.get('label') or found['url']).strip(), pattern)}](<{found['url']}>)"
    name, value = next(iter(found.items()), ("", ""))
    if name == "code":
        return code_of(value)
    if name in ("tag", "image"):
        return value if name == "tag" else f"![](<{value}>)"
    # Markdown has no emphasis that begins or ends with a blank.
    sign = {"bold": "**", "italic": "*"}.get(name, "") if value.strip() == value else ""
    return f"{sign}{inline(value, pattern)}{sign}" if value else ""


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


class Items:
    """Writes the items of lists, none of them more than one level below the one above."""

    def __init__(self) -> None:
        self.depth = 0  # of the last item; 0 outside of lists
        self.indents: list[int] = []  # of the items that are open, where blanks say what stands below what

    def item(self, depth: int, text: str, *, is_numbered: bool = False) -> str:
        """Return an item; the outermost have depth 1."""
        depth = min(depth, self.depth + 1, MAX_DEPTH)
        self.depth = depth
        return f"{INDENT * (depth - 1)}{'1.' if is_numbered else '-'} {text}"

    def indented(self, indent: int, text: str, *, is_numbered: bool = False) -> str:
        """Return an item whose depth its indentation says, whatever that of the first one is."""
        self.close(indent)
        self.indents.append(indent)
        return self.item(len(self.indents), text, is_numbered=is_numbered)

    def margin(self, indent: int) -> str:
        """Return the blanks before a line of text, which belongs to the items that are indented less."""
        self.close(indent)
        self.depth = len(self.indents)
        return INDENT * min(self.depth, MAX_DEPTH)

    def close(self, indent: int) -> None:
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.depth = min(self.depth, len(self.indents))

    def paragraph(self, number: int, text: str) -> Iterator[SourceLine]:
        """Yield a line that ends the list above it."""
        yield from [(number, "")] if self.depth else []
        self.depth = 0
        yield number, at_line_start(text)


def table(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[SourceLine]:
    """Yield a table whose first row has the names of the columns; cells are inline Markdown."""
    width = len(rows[0][1]) if rows else 0
    for place, (number, cells) in enumerate(rows):
        yield from [] if place else [(number, "")]
        yield number, f"| {' | '.join([*cells, *[''] * width][:width])} |"
        yield from [] if place else [(number, f"|{' --- |' * width}")]
    yield from [(rows[-1][0], "")] if rows else []


def without_comments(text: str) -> str:
    """Return a text without comments of HTML; each line stays a line."""
    first, *others = text.split("<!--")
    parts = [other.partition("-->") for other in others]
    return first + "".join("\n" * inner.count("\n") + rest if end else f"<!--{inner}" for inner, end, rest in parts)
