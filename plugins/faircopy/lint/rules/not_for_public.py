"""Home folders, keys and passwords in a text, before a publication is refused for them."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.private_texts import is_allowed, private_texts_in
from faircopy.lint.rule import LintRule
from faircopy.offsets import place_at

NOT_FOR_PUBLIC = LintRule(
    "FM158",
    Severity.WARNING,
    "a text contains a home folder, a key or a password, so it cannot be published",
    "write it another way, or, if readers may see it, add it to `PUBLISH_ALLOWED`",
    bad="""\
The log is in `▶/home/ada/log`, with "password": "▶Xk29vQz7Lp".
""",
    good="""\
The log is in `~/log`, or `/home/`, with "password": "your-password".
""",
    house=True,
)


@DocumentCheck
def check_private(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield each secret and local path once, in the words of the guard of publications."""
    allowed = context.site.allowed
    text = context.document.text
    reported: set[str] = set()
    for found in private_texts_in(text) if allowed is not None else ():
        if found.text not in reported and not is_allowed(found.text, allowed or ()):
            reported.add(found.text)
            fact = f"this contains {found.kind}: {found.quoted}"
            line, column = place_at(text, text.index(found.text))
            yield NOT_FOR_PUBLIC.at(context.path, line, fact, found.hint, column=column)
