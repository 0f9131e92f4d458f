"""Text that looks as if a publishing system had eaten a part of it."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint import rules
from faircopy.lint.typography import language_of
from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, Kind, Text, find_code, find_words, without_comments

EMPTY_SPAN = re.compile(r"(?<![`\\])(?:``|`\s+`)(?!`)")
REQUEST = re.compile(r'"(?:(?:GET|POST|HEAD|PUT|PATCH|DELETE|OPTIONS)\b)? {1,2}(?P<what>HTTP/\d(?:\.\d)?)\b')
ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
# One backslash, or any odd number.
LONE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\[ \t]*$")
BROKEN_ON_PURPOSE = re.compile(r"""\bexpect\s*=\s*["']?fail""")
# In these an escape is how it is written.
MARKUP = frozenset(
    ("html", "xml", "svg", "xhtml", "jinja", "html+jinja", "markdown", "md", "php", "vue", "rss", "atom")
)


def check_eaten(document: Document) -> Iterator[Diagnostic]:
    """Yield each place where something seems to be missing."""
    path = document.path
    for text in find_words(document):
        if text.kind is Kind.WORDS:
            yield from check_words(path, text)
    for code in find_code(document):
        if not BROKEN_ON_PURPOSE.search(code.info):
            yield from check_code(path, code)


def check_words(path: str, text: Text) -> Iterator[Diagnostic]:
    words = without_comments(text.text)
    if "`" in words:
        # Spans with something in them are out of the way first: `` ` `` is one.
        rest = CODE_SPAN.sub(lambda found: found[0] if not found["code"].strip() else "x" * len(found[0]), words)
        for found in EMPTY_SPAN.finditer(rest):
            line, column = text.place(found.start())
            hint = "write what belongs there, or take the backticks out"
            yield rules.SPAN_EMPTY.at(path, line, "there is nothing between two backticks", hint, column=column)
    for found in REQUEST.finditer(words):
        if not any(span.start() < found.start() < span.end() for span in CODE_SPAN.finditer(words)):
            yield no_address(path, text, found)
    if LONE_BACKSLASH.search(words):
        yield nothing_follows(path, text, len(words.rstrip()) - 1)


def check_code(path: str, code: Text) -> Iterator[Diagnostic]:
    for found in REQUEST.finditer(code.text):
        yield no_address(path, code, found)
    # A span that is an escape and nothing else speaks of the escape.
    if language_of(code.info) not in MARKUP and not ESCAPE.fullmatch(code.text.strip()):
        told: set[int] = set()
        for found in ESCAPE.finditer(code.text):
            line, column = code.place(found.start())
            if line not in told:
                told.add(line)
                fact = f"'{found[0]}' stands in code, where readers see it as it is"
                yield rules.ESCAPED_CODE.at(path, line, fact, "write the character itself", column=column)
    lines = code.text.split("\n")
    offset = 0
    for number, line_text in enumerate(lines):
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if code.info and not following and LONE_BACKSLASH.search(line_text):
            yield nothing_follows(path, code, offset + len(line_text.rstrip()) - 1)
        offset += len(line_text) + 1


def no_address(path: str, text: Text, found: re.Match[str]) -> Diagnostic:
    line, column = text.place(found.start())
    fact = f"a request has no address before '{found['what']}'"
    return rules.URL_EATEN.at(path, line, fact, "put back what it asked for", column=column)


def nothing_follows(path: str, text: Text, offset: int) -> Diagnostic:
    line, column = text.place(offset)
    fact = "the backslash says that a line follows, and none does"
    return rules.LINE_EATEN.at(path, line, fact, "put back what follows, or take the backslash out", column=column)
