"""The addresses of posts, pages, tags and categories."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup
from unidecode import unidecode

from faircopy.content.address_patterns import address_by
from faircopy.content.moment import read_date
from faircopy.content.settings import Site
from faircopy.languages.slugs import slug_in
from faircopy.lint.parts import parts_of
from faircopy.markdown.document import Document

UNPUBLISHED = ("draft", "skip")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site, and its source."""

    file: str  # below the site: '2017/09/fail2ban/index.html'
    what: str  # made from: 'content/posts/…/index.md:5', or "the site's own page"
    path: str = ""  # of the document; "" for what has none
    line: int = 1
    column: int = 1
    shared: tuple[str, ...] | None = None  # what no other post, or page, may have (`slug_key`)


def slug_of(text: str, language: str = "") -> str:
    """Return the slug of a text: "Don't panic, Māori" is dont-panic-maori; "" if nothing is left.

    With a language, by its rules (faircopy.languages.slugs); otherwise by Pelican's default settings.
    """
    # A title may speak of tags; in the name of a tag, Pelican takes them out.
    return term_slug(text.replace("<", " ").replace("&", " "), language).replace("_", "-").strip("-")


def term_slug(text: str, language: str = "") -> str:
    """Return the slug that Pelican gives a tag or category (pelican.utils.slugify); `language` as for `slug_of`."""
    plain = Markup(text).striptags()  # noqa: S704  # read as HTML, returned as text
    if language:
        return slug_in(language, plain)
    words = unidecode(unicodedata.normalize("NFKC", plain)).strip()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip()).lower()


def status_of(document: Document) -> str:
    field = document.field("status")
    return field.value.lower() if field and field.value else "published"


def url_of(document: Document, site: Site, *, dated: bool) -> str | None:
    """Return the (for a draft: future) address of a document below the site; None for invalid front matter."""
    slug, category = (value_of(document, key) for key in ("slug", "category"))
    language = language_of(document, site)
    date = date_of(document)
    if not slug or (dated and date is None):
        return None
    patterns = (site.article_url, site.article_lang_url) if dated else (site.page_url, site.page_lang_url)
    pattern = patterns[language != site.language.lower()]
    category = term_slug(category or "misc", site.slug_language)
    return address_by(pattern, {"slug": slug, "date": date, "lang": language, "category": category})


def language_of(document: Document, site: Site) -> str:
    """Return the language of a text in the form that Pelican compares."""
    return value_of(document, "lang") or site.language.lower()


def slug_key(document: Document, site: Site, *, dated: bool) -> tuple[str, ...] | None:
    """Return the key that must be unique among posts, or among pages.

    Texts with the same slug in several languages are translations of each other. None if there is no slug, or if
    Pelican identifies texts by something else.
    """
    slug = value_of(document, "slug")
    by = site.article_translation_id if dated else site.page_translation_id
    if not slug or "slug" not in by:
        return None
    others = (value_of(document, key.lower()) for key in by if key != "slug")
    return ("post" if dated else "page", slug, language_of(document, site), *others)


def value_of(document: Document, key: str) -> str:
    field = document.field(key)
    return field.value if field else ""


def date_of(document: Document) -> dt.datetime | None:
    return read_date(value_of(document, "date"))


def file_at(url: str) -> str:
    """Return the file that a clean address is served from."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def addresses_of(documents: Iterable[tuple[Document, bool]], site: Site) -> Iterator[SiteFile]:
    """Yield the output files of posts and pages, drafts included, under their future addresses."""
    for url in site.fixed:
        yield SiteFile(file_at(url), "the site's own page")
    for document, dated in documents:
        wanted = url_of(document, site, dated=dated)
        if wanted is not None and status_of(document) != "skip":
            field = document.field("slug")
            place = (field.line, field.column) if field else (1, 1)
            shared = slug_key(document, site, dated=dated)
            yield SiteFile(file_at(wanted), f"{document.path}:{place[0]}", document.path, *place, shared)


def term_addresses(documents: Iterable[tuple[Document, bool]], site: Site) -> Iterator[SiteFile]:
    """Yield the page of each tag and category of the posts."""
    seen: set[str] = set()
    for document, dated in documents:
        for key, pattern in (("category", site.category_url), ("tags", site.tag_url)) if dated else ():
            for part in parts_of(document, key):
                url = address_by(pattern, {"slug": term_slug(part.text, site.slug_language), "name": part.text})
                if url is not None and (file := file_at(url)) not in seen:
                    seen.add(file)
                    what = f"the {key.removesuffix('s')} '{part.text}' at {document.path}:{part.line}"
                    yield SiteFile(file, what, document.path, part.line, part.column)
