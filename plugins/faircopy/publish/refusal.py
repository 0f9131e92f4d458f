"""PublishRefusedError, the only way in which publishing fails."""

from collections.abc import Iterable

from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors


class PublishRefusedError(ContentError):
    """The site was not published, or it is not sure that it was: `standing` says which, `diagnostics` says why."""

    def __init__(self, diagnostics: list[Diagnostic], standing: str = "not published") -> None:
        super().__init__(diagnostics)
        self.standing = standing


def refuse_errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Raise PublishRefusedError if there is an error among the diagnostics; return the warnings."""
    found = list(diagnostics)
    if has_errors(found):
        raise PublishRefusedError(found)
    return found
