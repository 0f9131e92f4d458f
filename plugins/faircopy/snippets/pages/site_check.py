"""Checks the snippets of a Pelican site, as its settings have it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faircopy.diagnostics.model import ContentError, has_errors
from faircopy.markdown.document import Document, read_document
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import all_rules, check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.pages.rendered import VerifiedDocument, verified_documents


def check_settings(settings: Mapping[str, Any]) -> Settings:
    """Return the settings of the check for a site with these Pelican settings."""
    return Settings(
        strict=settings.get("SNIPPETS_STRICT", False),
        jobs=os.cpu_count() or 1,
        cache=Cache(default_folder(), all_rules),
        checkers=settings.get("SNIPPETS_CHECKERS"),
    )


def check_site(settings: Mapping[str, Any]) -> list[VerifiedDocument]:
    """Check the snippets of a site's articles and pages. Raises ContentError if any is wrong."""
    content = Path(os.path.relpath(settings["PATH"]))
    folders = dict.fromkeys([*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]])
    paths = dict.fromkeys(path for folder in folders for path in sorted((content / folder).rglob("*.md")))
    # What cannot be read is Pelican's to complain of.
    documents = [read for path in paths if isinstance(read := read_document(path), Document)]
    report = check_documents(documents, check_settings(settings))
    if has_errors(report.diagnostics):
        raise ContentError(report.diagnostics)
    return verified_documents(documents, report.checked)
