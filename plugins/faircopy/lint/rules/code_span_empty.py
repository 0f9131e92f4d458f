"""Empty code spans: a publishing system may have removed a tag from them."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import CODE_SPAN, TextKind, find_words, without_comments

SPAN_EMPTY = LintRule(
    "PR510",
    Severity.WARNING,
    "a code span is empty",
    "write what belongs there, or take the backticks out",
    bad="The tag ▶`` is gone.\n",
    good="The tag `<b>` is there.\n",
)

EMPTY_SPAN = re.compile(r"(?<![`\\])(?:``|`\s+`)(?!`)")


@DocumentCheck
def check_code_spans(context: DocumentContext) -> Iterator[Diagnostic]:
    for text in find_words(context.document):
        words = without_comments(text.text)
        if text.kind is not TextKind.WORDS or "`" not in words:
            continue
        # Spans with something in them are out of the way first: `` ` `` is one.
        rest = CODE_SPAN.sub(lambda found: found[0] if not found["code"].strip() else "x" * len(found[0]), words)
        for found in EMPTY_SPAN.finditer(rest):
            line, column = text.place(found.start())
            hint = "write what belongs there, or take the backticks out"
            yield SPAN_EMPTY.at(context.path, line, "there is nothing between two backticks", hint, column=column)
