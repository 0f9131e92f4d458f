"""The findings of `faircopy.checklists`."""

from faircopy.checklists.check import check_page, check_posts
from faircopy.lint.checks import DocumentCheck, DocumentContext, Found, SiteCheck, SiteContext


@DocumentCheck
def check_no_list(context: DocumentContext) -> Found:
    return () if context.dated else check_page(context.document)


@SiteCheck
def check_lists(site: SiteContext) -> Found:
    return check_posts(site.posts)
