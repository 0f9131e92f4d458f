"""Symbolic links that would publish a file of an unpublished text elsewhere."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from faircopy.content.moment import Moment
from faircopy.content.schedule import why_unpublished
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document

LINK_TO_HELD_BACK = LintRule(
    "PR221",
    Severity.ERROR,
    "a symbolic link shows a file of a text that is not public",
    "put a copy there that may be seen, or publish that text too",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- ▶content/posts/2018/a/data.csv -> ../b/data.csv --
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
Status: draft
-- content/posts/2018/b/data.csv --
a,b
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/a/data.csv -> ../b/data.csv --
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
-- content/posts/2018/b/data.csv --
a,b
""",
)

OWN = "index.md"  # a post of this name owns what is in its folder
HINT = "put a copy there that may be seen, or publish that text too"


@SiteCheck
def check_borrowed_files(site: SiteContext) -> Iterator[Diagnostic]:
    if site.moment:
        yield from borrowed(site.layout.links, site.dated_documents, site.moment)


def borrowed(links: Iterable[Path], read: Iterable[tuple[Document, bool]], moment: Moment) -> Iterator[Diagnostic]:
    """Yield each of the `links` to a file of another text that is not public at `moment`.

    `read` has all documents; posts are dated.
    """
    reasons = {Path(document.path): why_unpublished(document, moment, dated=dated) for document, dated in read}
    owners = {real(path.parent): (path, why) for path, why in reasons.items() if why and path.name == OWN}
    alone = {real(path): (path, why) for path, why in reasons.items() if why}
    for link in links:
        target = real(link)
        owner = alone.get(target) or next((owners[one] for one in (target, *target.parents) if one in owners), None)
        # The file belongs to the text itself, or the link leads to a whole text, which declares its own status.
        if owner is None or link.suffix == ".md" or real(link.parent).is_relative_to(real(owner[0].parent)):
            continue
        if target in owners:
            continue
        fact = f"it is a symbolic link to what belongs to '{owner[0]}', which is not public: {owner[1]}"
        yield LINK_TO_HELD_BACK.at(str(link), 1, fact, HINT)


def real(path: Path) -> Path:
    return Path(os.path.realpath(path))
