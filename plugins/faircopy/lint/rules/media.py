"""The findings of `faircopy.media` on charts, and on files with active content."""

from pathlib import Path

from faircopy.lint.checks import FileCheck, Found, SiteContext, SiteDocumentCheck
from faircopy.lint.reports import LintedDocument
from faircopy.media.check import check_charts, check_files


@SiteDocumentCheck
def check_charts_of(one: LintedDocument, _: SiteContext) -> Found:
    return check_charts(one.document)


@FileCheck
def check_active_content(file: Path, _: SiteContext) -> Found:
    return check_files([file])
