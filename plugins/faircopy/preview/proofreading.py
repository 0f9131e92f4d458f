"""Proofreads the sources of a site in memory, and decides which findings keep a text from being shown."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from faircopy.build.complaints import watched
from faircopy.build.rules import PELICAN_COMPLAINED
from faircopy.content.moment import moment_of
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.lint.check import check_content, check_documents_alone
from faircopy.lint.report_cache import ReportCache
from faircopy.lint.reports import SnippetReport
from faircopy.lint.rules.link_targets import LINK_CASE, LINK_DEAD
from faircopy.markdown.document import Document
from faircopy.snippets.pages.site_check import check_settings

# Pelican's message about a link to a missing file of the content folder.
LOST = re.compile(r"^(Unable to find|Cannot get modification stamp for) ")


def is_of_a_link(one: Diagnostic) -> bool:
    return one.code == PELICAN_COMPLAINED.code and bool(LOST.search(one.message))


class Proofreading:
    """Proofreads one site; `settings` are Pelican's."""

    def __init__(self, settings: dict[str, Any], reports: ReportCache) -> None:
        self.settings, self.reports = settings, reports
        self.content = Path(settings["PATH"])

    def snippets(self, documents: Iterable[Document]) -> list[SnippetReport]:
        return self.reports.snippet_reports(documents, check_settings(self.settings))

    def known_snippets(self, documents: Iterable[Document]) -> list[SnippetReport | None]:
        return self.reports.known_snippet_reports(documents, check_settings(self.settings))

    def save(self) -> None:
        """Cache the findings for the next process."""
        if self.reports.store:
            self.reports.store.save(and_drop=False)

    def errors_of(self, reports: Mapping[Path, SnippetReport], site: Site) -> dict[Path, list[Diagnostic]]:
        """Return the errors that keep texts from being shown, by source; none on other sites, where Pelican decides."""
        if not site.house_rules:
            return {}
        documents = [
            (report.proven.document, site.paths.is_post(source.relative_to(self.content)))
            for source, report in reports.items()
        ]
        findings = check_documents_alone(documents, site, self.reports)
        return {
            source: [one for one in (*found, *report.diagnostics) if has_errors([one])]
            for (source, report), found in zip(reports.items(), findings, strict=True)
        }

    def found(self, site: Site, only: Callable[[Path], bool] | None = None) -> Sequence[Diagnostic]:
        settings, moment = check_settings(self.settings), moment_of(self.settings)
        content = Path(os.path.relpath(self.content))
        return check_content(content, settings, site, moment=moment, cache=self.reports, only=only).diagnostics

    def watched(self, run: Callable[[], None], settings_file: Path, site: Site) -> list[Diagnostic]:
        """Run a function that uses Pelican; return its problems.

        On other sites a dead link is only a finding, and its page is shown as Pelican renders it.
        """
        found = watched(run, self.content, settings_file)
        return found if site.house_rules else [one for one in found if not is_of_a_link(one)]

    def explained(self, broken: list[Diagnostic], site: Site) -> list[Diagnostic]:
        """Return why the site cannot be read; if Pelican misses a file, at the link to it."""
        lost = [one for one in broken if is_of_a_link(one)]
        found = self.found(site) if lost else ()
        dead = [one for one in found if one.code in (LINK_DEAD.code, LINK_CASE.code)]
        return sorted({*dead, *(one for one in broken if one not in lost)}) if dead else broken
