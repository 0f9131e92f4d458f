"""The one way in which publishing ends without a site."""

from collections.abc import Iterable

from mdsource.diagnostics import ContentError, Diagnostic, has_errors


class PublishRefusedError(ContentError):
    """The remote is as it was; `diagnostics` says why."""


def refuse_errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Raise PublishRefusedError when there is an error among them; return what is only worth a word."""
    found = list(diagnostics)
    if has_errors(found):
        raise PublishRefusedError(found)
    return found
