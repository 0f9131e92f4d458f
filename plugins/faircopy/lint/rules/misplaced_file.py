"""Files of the content folder that nothing reads."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from faircopy.content.paths import ContentPaths, is_below
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import FileCheck, SiteContext
from faircopy.lint.layout import DOCUMENT
from faircopy.lint.rule import LintRule

MISPLACED = LintRule(
    "FM135",
    Severity.ERROR,
    "a file below `content/` is in a place, or of a kind, that nothing reads",
    "[Posts](posts.md#where-files-go) says where files go; only `.md` is read",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/notes.txt --
▶Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/a/notes.csv --
Words.
""",
    house=True,
)

OURS = "a post is 'posts/YYYY/slug/index.md', a page 'pages/slug.md'; 'extra/' is copied as it is"
# What somebody may take for a source of a post. All else beside a post is an attachment.
SOURCE_LIKE = re.compile(r"\.(md|mkd|mkdn|mdown|mdwn|mdx|markdown|rst|adoc|org|textile|x?html?|te?xt)", re.IGNORECASE)


@FileCheck
def check_place(file: Path, site: SiteContext) -> Iterator[Diagnostic]:
    inside = file.relative_to(site.content)
    paths = site.site.paths
    among_documents = paths.is_post(inside) or paths.is_page(inside)
    is_copied = len(inside.parts) > 1 and is_below(inside, paths.static)
    is_used = (among_documents and file.suffix in paths.suffixes) or is_copied
    if not is_used and (fact := fault_of(inside, among_documents=among_documents)):
        hint = OURS if paths == ContentPaths() else "ARTICLE_PATHS, PAGE_PATHS and STATIC_PATHS name what is used"
        yield MISPLACED.at(str(file), 1, fact, hint)


def fault_of(file: PurePath, *, among_documents: bool) -> str:
    if not among_documents:
        return "files in this place are not read"
    if SOURCE_LIKE.fullmatch(file.suffix):
        return f"nothing reads a file that ends in '{file.suffix}'; only '{DOCUMENT}' is read"
    return ""
