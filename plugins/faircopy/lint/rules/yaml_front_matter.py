"""Front matter in YAML."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import LIST_HINT, at_field
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import CONTINUATION, FIELD, OPENING, Document

NOT_YAML = LintRule(
    "FM136",
    Severity.ERROR,
    "front matter is written as YAML, which Pelican does not read",
    "write values without quotes or brackets, a list as `one, two`, and no comments",
    bad="""\
-- content/posts/2018/a/index.md --
Title: ▶"A"
Date: 2018-01-02
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
""",
)

# Values with a meaning in YAML that Pelican would take literally.
YAML_VALUE = re.compile(r"""(?P<quote>["'])(?:(?!(?P=quote)).)*(?P=quote)|\[.*\]|[|>][+-]?""")
LIST_ITEM = re.compile(r"\s*[-*]\s")


@DocumentCheck
def check_yaml(context: DocumentContext) -> Iterator[Diagnostic]:
    document = context.document
    if not document.fields:
        return
    for field in document.fields:
        if YAML_VALUE.fullmatch(field.value):
            hint = "write it without quotes or brackets, a list as 'one, two'"
            yield at_field(document, field, NOT_YAML, f"Pelican takes {field.value} literally", hint)
    for number, line in enumerate(document.lines[: document.body_line - 1], 1):
        if LIST_ITEM.match(line):
            fact = f"Pelican takes '{line.strip()}' literally"
            yield NOT_YAML.at(document.path, number, fact, LIST_HINT)
    yield from check_end(document)


def check_end(document: Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic if a YAML line ends the front matter early."""
    end = document.lines[document.body_line - 1 : document.body_line]
    if not end or not end[0].strip() or not is_field(document.lines[document.body_line - 2]):
        return
    if OPENING.match(document.lines[0]) or LIST_ITEM.match(end[0]):
        fact = f"front matter ends at '{end[0].strip()}', which is not a field"
        yield NOT_YAML.at(document.path, document.body_line, fact, LIST_HINT)


def is_field(line: str) -> bool:
    return bool(FIELD.fullmatch(line) or CONTINUATION.fullmatch(line))
