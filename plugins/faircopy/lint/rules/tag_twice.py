"""Tags that a post has twice."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.parts import parts_of
from faircopy.lint.rule import LintRule

TAG_TWICE = LintRule(
    "FM119",
    Severity.WARNING,
    "a post has the same tag twice",
    "keep one",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: photos, ▶photos
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: photos, films
""",
)


@DocumentCheck
def check_equal_tags(context: DocumentContext) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for part in parts_of(context.document, "tags") if context.dated else ():
        if part.text in seen:
            fact = f"the tag '{part.text}' is already here"
            yield TAG_TWICE.at(context.path, part.line, fact, "keep one", column=part.column)
        seen.add(part.text)
