"""Fences that Markdown does not read as fences."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.lost_fences import lost_fences

FENCE_LOST = LintRule(
    "FM130",
    Severity.ERROR,
    "what looks like the start of a fence is not read as one",
    "it is in an admonition, a footnote, a definition or raw HTML: move it out, and put blank lines around it",
    bad="""\
!!! note
▶    ```text
    ls
    ```
""",
    good="""\
!!! note
    Words.

```text
ls
```
""",
)


@DocumentCheck
def check_lost_fences(context: DocumentContext) -> Iterator[Diagnostic]:
    for line in lost_fences(context.document):
        fact = "a fence in an admonition, a footnote, a definition or raw HTML is not read as one"
        yield FENCE_LOST.at(context.path, line, fact, "move it out, and put blank lines around it")
