"""Backslashes at the end of a paragraph, where they break no line."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.code_blocks import intact_code
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_comments

LINE_TRUNCATED = LintRule(
    "PR512",
    Severity.WARNING,
    "a line ends in a backslash, and nothing follows",
    "put back what follows, or take the backslash out",
    bad="Copy it to ▶\\\n",
    good="Copy it to `\\`.\n",
)

# One backslash, or any odd number.
LONE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\[ \t]*$")


@DocumentCheck
def check_backslashes(context: DocumentContext) -> Iterator[Diagnostic]:
    for text in find_words(context.document):
        words = without_comments(text.text)
        if text.kind is TextKind.WORDS and LONE_BACKSLASH.search(words):
            yield nothing_follows(context.path, text, len(words.rstrip()) - 1)
    for code in intact_code(context.document):
        lines = code.text.split("\n")
        offset = 0
        for number, line_text in enumerate(lines):
            following = lines[number + 1].strip() if number + 1 < len(lines) else ""
            if code.info and not following and LONE_BACKSLASH.search(line_text):
                yield nothing_follows(context.path, code, offset + len(line_text.rstrip()) - 1)
            offset += len(line_text) + 1


def nothing_follows(path: str, text: MarkdownPart, offset: int) -> Diagnostic:
    line, column = text.place(offset)
    fact = "the backslash says that a line follows, but none does"
    return LINE_TRUNCATED.at(path, line, fact, "put back what follows, or take the backslash out", column=column)
