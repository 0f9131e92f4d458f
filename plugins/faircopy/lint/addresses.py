"""The addresses of posts, pages, terms and redirects, and where two of them would meet."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup
from unidecode import unidecode

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint import rules
from faircopy.lint.parts import Part, parts_of
from faircopy.markdown.alike import folded
from faircopy.markdown.document import Document
from faircopy.redirects.pages import NotAPathError, file_of

UNPUBLISHED = ("draft", "skip")


@dataclass(frozen=True, slots=True)
class Address:
    """A file of the site, and what it is made from."""

    file: str  # below the site: '2017/09/fail2ban/index.html'
    what: str  # made from: 'content/posts/…/index.md:5', or "the site's own page"
    path: str = ""  # of the document; "" for what has none
    line: int = 1
    column: int = 1
    slug: tuple[str, str] = ("", "")  # kind and slug, of a post or page


def slug_of(text: str) -> str:
    """Return `text` as the slug of a post: "Don't panic, Māori" is dont-panic-maori; "" when nothing is left of it."""
    # A title may speak of tags; in the name of a tag, Pelican takes them out.
    return term_slug(text.replace("<", " ").replace("&", " ")).replace("_", "-").strip("-")


def term_slug(text: str) -> str:
    """Return the slug that Pelican gives a tag or category with its own settings (pelican.utils.slugify)."""
    plain = Markup(text).striptags()  # noqa: S704  # read as HTML, returned as text
    words = unidecode(unicodedata.normalize("NFKC", plain)).strip()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip()).lower()


def status_of(document: Document) -> str:
    field = document.field("status")
    return field.value.lower() if field and field.value else "published"


def url_of(document: Document, site: Site, *, dated: bool) -> str | None:
    """Return where a document is, or for a draft will be, below the site; None when its front matter is too wrong."""
    slug, category, language = (value_of(document, key) for key in ("slug", "category", "lang"))
    date = date_of(document)
    if not slug or (dated and date is None):
        return None
    pattern = site.article_url if dated else site.page_url
    try:
        return pattern.format(
            slug=slug, date=date, lang=language or site.language, category=term_slug(category or "misc")
        )
    except (KeyError, IndexError, ValueError, AttributeError):
        return None  # a pattern that needs what only Pelican knows


def value_of(document: Document, key: str) -> str:
    field = document.field(key)
    return field.value if field else ""


def date_of(document: Document) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(value_of(document, "date").replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None


def file_at(url: str) -> str:
    """Return the file that a clean address stands for."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def addresses_of(documents: Iterable[tuple[Document, bool]], site: Site) -> Iterator[Address]:
    """Yield the files of posts and pages, drafts too, as they want to be published one day."""
    for url in site.fixed:
        yield Address(file_at(url), "the site's own page")
    for document, dated in documents:
        wanted = url_of(document, site, dated=dated)
        if wanted is not None and status_of(document) != "skip":
            field = document.field("slug")
            place = (field.line, field.column) if field else (1, 1)
            slug = ("post" if dated else "page", value_of(document, "slug"))
            yield Address(file_at(wanted), f"{document.path}:{place[0]}", document.path, *place, slug)


def term_addresses(documents: Iterable[tuple[Document, bool]], site: Site) -> Iterator[Address]:
    """Yield the page of each tag and category of the posts, once."""
    seen: set[str] = set()
    for document, dated in documents:
        for key, pattern in (("category", site.category_url), ("tags", site.tag_url)) if dated else ():
            for part in parts_of(document, key):
                file = file_at(pattern.format(slug=term_slug(part.text)))
                if file not in seen:
                    seen.add(file)
                    what = f"the {key.removesuffix('s')} '{part.text}' at {document.path}:{part.line}"
                    yield Address(file, what, document.path, part.line, part.column)


def check_addresses(documents: Iterable[tuple[Document, bool]], site: Site) -> list[Diagnostic]:
    """Return each address that two things want, redirects included."""
    documents = list(documents)
    found: list[Diagnostic] = []
    held: dict[str, Address] = {}
    for address in (*addresses_of(documents, site), *term_addresses(documents, site)):
        holder = held.setdefault(folded(address.file), address)
        # That two posts share a slug is told already.
        if holder is not address and not (address.slug == holder.slug and address.slug[1]):
            found += clash(holder, address)
    for document, dated in documents:
        found += check_redirects(document, url_of(document, site, dated=dated), held)
    return found


def clash(holder: Address, address: Address) -> Iterator[Diagnostic]:
    # A tag or a page of our own has no line to mend.
    mine, other = (address, holder) if address.path else (holder, address)
    hint = "give one of them another slug"
    if holder.file == address.file:
        fact = f"the address '{mine.file}' is that of {other.what} too"
        yield rules.ADDRESS_TAKEN.at(mine.path, mine.line, fact, hint, column=mine.column)
    else:
        fact = f"the address '{mine.file}' differs only by its letters' case from '{other.file}', of {other.what}"
        yield rules.ADDRESS_ALIKE.at(mine.path, mine.line, fact, hint, column=mine.column)


def check_redirects(document: Document, url: str | None, held: dict[str, Address]) -> Iterator[Diagnostic]:
    for part in parts_of(document, "redirect_from"):
        try:
            file = file_of(part.text)
        except NotAPathError as error:
            hint = "write a path of this site, as in /2016/08/old-name/"
            yield at_part(document, part, rules.REDIRECT_UNUSABLE, f"'{part.text}' {error}", hint)
            continue
        here = Address(file, f"the redirect at {document.path}:{part.line}", document.path, part.line, part.column)
        holder = held.setdefault(folded(file), here)
        if url is not None and folded(file) == folded(file_at(url)):
            yield at_part(document, part, rules.REDIRECT_TAKEN, f"'{part.text}' leads to itself", "take it out")
        elif holder is not here:
            fact = f"'{part.text}' is the address of {holder.what}"
            yield at_part(document, part, rules.REDIRECT_TAKEN, fact, "take it out, or move the other")


def at_part(document: Document, part: Part, rule: Rule, fact: str, hint: str) -> Diagnostic:
    return rule.at(document.path, part.line, fact, hint, column=part.column)
