"""Images without alternative text."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule

ALT_MISSING = LintRule(
    "PR301",
    Severity.ERROR,
    "an image has no text for those who cannot see it",
    'describe the picture; for decoration only write `<img alt="" src="…">`',
    bad="""\
![](▶bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==
""",
    good="""\
![A bridge](bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==
""",
)


@DocumentCheck
def check_alt(context: DocumentContext) -> Iterator[Diagnostic]:
    for link in context.links:
        if not link.alt:
            fact = f"the image '{link.target}' has no words for those who cannot see it"
            hint = 'describe the picture: ![…](…); for decoration only, write <img alt="" src="…">'
            yield ALT_MISSING.at(context.path, link.line, fact, hint, column=link.column)
