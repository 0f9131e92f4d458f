"""Request lines of a log that have lost their address."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.code_blocks import intact_code
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, MarkdownPart, TextKind, find_words, without_comments

REQUEST_TRUNCATED = LintRule(
    "PR511",
    Severity.WARNING,
    "a request has no address",
    'put back what it asked for: `"GET / HTTP/1.1"`',
    bad='The request was ▶"GET HTTP/1.1".\n',
    good='The request was "GET / HTTP/1.1".\n',
)

REQUEST = re.compile(r'"(?:(?:GET|POST|HEAD|PUT|PATCH|DELETE|OPTIONS)\b)? {1,2}(?P<what>HTTP/\d(?:\.\d)?)\b')


@DocumentCheck
def check_requests(context: DocumentContext) -> Iterator[Diagnostic]:
    for text, found in requests_in(context.document):
        line, column = text.place(found.start())
        fact = f"a request has no address before '{found['what']}'"
        yield REQUEST_TRUNCATED.at(context.path, line, fact, "put back what it asked for", column=column)


def requests_in(document: Document) -> Iterator[tuple[MarkdownPart, re.Match[str]]]:
    for text in find_words(document):
        words = without_comments(text.text) if text.kind is TextKind.WORDS else ""
        for found in REQUEST.finditer(words):
            if not any(span.start() < found.start() < span.end() for span in CODE_SPAN.finditer(words)):
                yield text, found
    for code in intact_code(document):
        yield from ((code, found) for found in REQUEST.finditer(code.text))
