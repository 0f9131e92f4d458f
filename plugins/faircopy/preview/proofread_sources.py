"""Which sources of a site can be shown: those in which proofreading found no error."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import Document, read_document
from faircopy.preview.first_proofs import FirstProofs
from faircopy.preview.proofreading import Proofreading
from faircopy.snippets.pages.rendered import VerifiedDocument
from faircopy.snippets.plugin import update


class ProofreadSources:
    """The sources of one site, by their absolute paths; each is in `proven` or in `wrong`, some for a time in both."""

    def __init__(self, settings: dict[str, Any], proofreading: Proofreading) -> None:
        self.settings, self.proofreading = settings, proofreading
        self.proofs = FirstProofs(proofreading)
        self.proven: dict[Path, VerifiedDocument] = {}  # the text that is shown, not always the newest
        self.wrong: dict[Path, list[Diagnostic]] = {}  # why the newest text is not shown

    def load(self, sources: Collection[Path], site: Site) -> set[Path]:
        """Proofread some sources, and return those whose new text can be shown: without errors, and not removed."""
        read = {source: read_document(Path(os.path.relpath(source))) for source in sources if os.path.lexists(source)}
        for source in sources:
            self.wrong.pop(source, None)
            if source not in read:
                self.proven.pop(source, None)
        documents = {source: one for source, one in read.items() if isinstance(one, Document)}
        self.wrong |= {source: [one] for source, one in read.items() if isinstance(one, Diagnostic)}
        reports = dict(zip(documents, self.proofs.reports(documents), strict=True))
        errors = self.proofreading.errors_of(reports, site)
        for source, one in reports.items():
            if found := errors.get(source):
                self.wrong[source] = found
            else:
                self.proven[source] = one.proven
                update(self.settings, source, one.proven)
        return set(documents) - set(self.wrong)

    def hold_back(self, errors: Mapping[Path, Diagnostic]) -> bool:
        """Hold back the texts in which reading the site has ended; tell whether there are any."""
        held = {source: [one] for source, one in errors.items() if source in self.proven}
        self.wrong |= held
        for source in held:
            del self.proven[source]
        return bool(held)
