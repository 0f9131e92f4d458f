"""The existing content of a site: its addresses, slugs, tags and categories."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from faircopy.content.moment import zone_named
from faircopy.content.settings import Site, site_of
from faircopy.content.settings_file import SettingsFileError, literal_settings, unfit_in
from faircopy.diagnostics.model import ContentError
from faircopy.lint.addresses import SiteFile, addresses_of, file_at, url_of
from faircopy.lint.layout import layout_of
from faircopy.lint.parts import parts_of
from faircopy.markdown.case_collisions import folded, is_device_name
from faircopy.markdown.document import Document, read_document
from faircopy.redirects.paths import NotAPathError, file_of

SETTINGS = "pelicanconf.py"


class UserError(Exception):
    """A command cannot do what the author asked; the message says why, and what to do."""


def site_in(folder: Path) -> Site:
    """Return the site whose settings are in a folder. Raises UserError if they cannot be read."""
    settings = folder / SETTINGS
    try:
        refuse_unfit(settings)
        site = site_of(literal_settings(settings), folder, os.environ.get("SITEURL", ""))
        zone_named(site.timezone)
    except ContentError as error:
        wrong = error.diagnostics[0]
        raise UserError(f"{wrong.path}:{wrong.line}: {wrong.message}; {wrong.hint}") from None
    except SettingsFileError as error:
        raise UserError(str(error)) from None
    return site


def refuse_unfit(settings: Path) -> None:
    """Raise ContentError if a setting has a value of a kind that nothing can use."""
    if wrong := [*unfit_in(settings)]:
        raise ContentError(wrong)


@dataclass(frozen=True, slots=True)
class ExistingContent:
    """The documents of a content folder, and what is in use."""

    content: Path
    site: Site
    documents: tuple[tuple[Document, bool], ...]  # with whether each is a post
    address_by_file: Mapping[str, SiteFile]  # by faircopy.markdown.case_collisions.folded
    slugs: Mapping[str, str]  # of posts -> their documents
    tags: tuple[str, ...]  # the most used first
    categories: tuple[str, ...]
    languages: tuple[str, ...] = ()  # that texts name, the most used first

    def holder(self, document: Document) -> SiteFile | None:
        """Return the document with the address that a new post would have."""
        url = url_of(document, self.site, dated=True)
        return self.address_by_file.get(folded(file_at(url))) if url is not None else None


def existing_content(content: Path, site: Site) -> ExistingContent:
    """Read a content folder; unreadable files are left out, because proofreading reports them."""
    layout = layout_of(content, site.paths)
    pairs = [
        (read, dated)
        for paths, dated in ((layout.posts, True), (layout.pages, False))
        for path in paths
        if isinstance(read := read_document(path), Document)
    ]
    posts = [document for document, dated in pairs if dated]
    tags = Counter(part.text for document in posts for part in parts_of(document, "tags"))
    categories = Counter(part.text for document in posts for part in parts_of(document, "category"))
    slugs = {field.value: document.path for document in posts if (field := document.field("slug"))}
    languages = Counter(field.value for document, _ in pairs if (field := document.field("lang")) and field.value)
    usual = [name for name, _ in categories.most_common()]
    known = [*(name for name in usual if name in site.categories), *site.categories]
    return ExistingContent(
        content,
        site,
        tuple(pairs),
        addresses_in_use(pairs, site),
        slugs,
        tuple(name for name, _ in tags.most_common()),
        tuple(dict.fromkeys(known if site.categories else usual)),
        tuple(name for name, _ in languages.most_common()),
    )


def addresses_in_use(pairs: list[tuple[Document, bool]], site: Site) -> dict[str, SiteFile]:
    address_by_file = {folded(address.file): address for address in addresses_of(pairs, site)}
    for document, _ in pairs:
        for part in parts_of(document, "redirect_from"):
            try:
                file = file_of(part.text)
            except NotAPathError:
                continue
            what = f"the redirect at {document.path}:{part.line}"
            address_by_file.setdefault(folded(file), SiteFile(file, what, document.path, part.line, part.column))
    return address_by_file


def today_at(site: Site) -> dt.date:
    """Return the current day in the site's time zone."""
    return dt.datetime.now(ZoneInfo(site.timezone)).date()


def refuse_device_name(slug: str) -> None:
    """Raise UserError for a slug that no folder on Windows can have."""
    if is_device_name(slug):
        raise UserError(f"Windows keeps the name '{slug}' for a device, so no folder there can have it; add a word")
