"""Two things with the same address, and redirects from addresses that are in use."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.lint.addresses import SiteFile, addresses_of, file_at, term_addresses, url_of
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.parts import FieldPart, parts_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.case_collisions import folded
from faircopy.markdown.document import Document
from faircopy.redirects.paths import NotAPathError, file_of

ADDRESS_TAKEN = LintRule(
    "FM115",
    Severity.ERROR,
    "two things on the site have the same address",
    "give one of them another slug",
    bad="""\
-- pelicanconf.py --
ARCHIVES_URL = "archives/"
-- content/pages/archives.md --
Title: Old texts
Slug: ▶archives
Summary: Words.
""",
    good="""\
-- pelicanconf.py --
ARCHIVES_URL = "archives/"
-- content/pages/archives.md --
Title: Old texts
Slug: old-texts
Summary: Words.
""",
)
ADDRESS_ALIKE = LintRule(
    "FM116",
    Severity.ERROR,
    "two addresses differ only in letter case, and not every disk can keep both",
    "give one of them another slug",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: kept
Summary: Words.
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: ▶Kept
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: kept
Summary: Words.
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
)
REDIRECT_UNUSABLE = LintRule(
    "FM117",
    Severity.ERROR,
    "`Redirect_from` names something that is not a path of the site",
    "write paths of this site, such as `/2016/08/old-name/`, separated by commas",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Redirect_from: ▶https://elsewhere.example/
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Redirect_from: /old/a/
""",
)
REDIRECT_TAKEN = LintRule(
    "FM118",
    Severity.ERROR,
    "a redirect starts from an address that is in use, or leads to itself",
    "remove it, or move what has that address",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Redirect_from: ▶/2018/01/a/
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Redirect_from: /old/a/
""",
)


@SiteCheck
def check_addresses(context: SiteContext) -> list[Diagnostic]:
    """Yield each address that is used twice, redirects included."""
    documents, site = context.dated_documents, context.site
    found: list[Diagnostic] = []
    address_by_file: dict[str, SiteFile] = {}
    for address in (*addresses_of(documents, site), *term_addresses(documents, site)):
        holder = address_by_file.setdefault(folded(address.file), address)
        # That two posts share a slug is an error of its own.
        if holder is not address and (address.shared is None or address.shared != holder.shared):
            found += clash(holder, address)
    for document, dated in documents:
        found += check_redirects(document, url_of(document, site, dated=dated), address_by_file)
    return found


def clash(holder: SiteFile, address: SiteFile) -> Iterator[Diagnostic]:
    # A tag or a page of our own has no line to correct.
    mine, other = (address, holder) if address.path else (holder, address)
    hint = "give one of them another slug"
    if holder.file == address.file:
        fact = f"the address '{mine.file}' is that of {other.what} too"
        yield ADDRESS_TAKEN.at(mine.path, mine.line, fact, hint, column=mine.column)
    else:
        fact = f"the address '{mine.file}' differs only by its letters' case from '{other.file}', of {other.what}"
        yield ADDRESS_ALIKE.at(mine.path, mine.line, fact, hint, column=mine.column)


def check_redirects(document: Document, url: str | None, address_by_file: dict[str, SiteFile]) -> Iterator[Diagnostic]:
    for part in parts_of(document, "redirect_from"):
        try:
            file = file_of(part.text)
        except NotAPathError as error:
            hint = "write a path of this site, such as /2016/08/old-name/"
            yield at_part(document, part, REDIRECT_UNUSABLE, f"'{part.text}' {error}", hint)
            continue
        here = SiteFile(file, f"the redirect at {document.path}:{part.line}", document.path, part.line, part.column)
        holder = address_by_file.setdefault(folded(file), here)
        if url is not None and folded(file) == folded(file_at(url)):
            yield at_part(document, part, REDIRECT_TAKEN, f"'{part.text}' leads to itself", "take it out")
        elif holder is not here:
            fact = f"'{part.text}' is the address of {holder.what}"
            yield at_part(document, part, REDIRECT_TAKEN, fact, "take it out, or move the other")


def at_part(document: Document, part: FieldPart, rule: Rule, fact: str, hint: str) -> Diagnostic:
    return rule.at(document.path, part.line, fact, hint, column=part.column)
