"""Reference links without a definition."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.links import references_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import TextKind, find_words, without_code

REFERENCE_UNKNOWN = LintRule(
    "PR206",
    Severity.ERROR,
    "a link refers to an address that is not defined",
    "add a line `[label]: https://…`, or put the brackets in backticks",
    bad="See [the page][▶nowhere].\n",
    good="""\
See [the page][there].

[there]: https://www.example.org/
""",
)

# `[words][label]`; a label that begins with `^` is a footnote's.
REFERENCE = re.compile(r"\[(?P<words>[^\[\]]+)\]\[(?P<label>[^\[\]^][^\[\]]*)\]")


@DocumentCheck
def check_references(context: DocumentContext) -> Iterator[Diagnostic]:
    references = {label.casefold() for label in references_of(context.document)}
    for text in find_words(context.document):
        if text.kind is TextKind.HTML or "][" not in text.text:
            continue
        for found in REFERENCE.finditer(without_code(text.text)):
            if " ".join(found["label"].split()).casefold() not in references:
                line, column = text.place(found.start("label"))
                fact = f"there is no address for '{found['label']}'"
                hint = f"add a line '[{found['label']}]: https://…', or put the brackets in backticks"
                yield REFERENCE_UNKNOWN.at(context.path, line, fact, hint, column=column)
