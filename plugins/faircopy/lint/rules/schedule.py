"""The findings of `faircopy.content` on posts with a future date."""

from faircopy.content.schedule import check_schedule
from faircopy.lint.checks import Found, SiteContext, SiteDocumentCheck
from faircopy.lint.reports import LintedDocument


@SiteDocumentCheck
def check_dates_to_come(one: LintedDocument, site: SiteContext) -> Found:
    return check_schedule(one.document, site.moment) if one.dated and site.moment else ()
