"""The plugin's state of the current build: each page with its document and downloads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from faircopy.content.texts import folder_of_page
from faircopy.filter_tool.model import ProvenFilter
from faircopy.markdown.document import parse_document
from faircopy.snippets.pages.downloads import Download, DownloadPaths, downloads_of
from faircopy.snippets.pages.rendered import VerifiedDocument

# Pelican settings: results of a check that ran before Pelican …
PROVEN = "SNIPPETS_PROVEN"
# … and what this plugin knows of the build that is under way.
PUBLICATION = "SNIPPETS_PUBLICATION"

# The address of a page is known only after Pelican has read its front matter, when its Markdown is already converted.
# Until then, links to downloads contain these placeholders.
PLACEHOLDERS = DownloadPaths(page="snippets-page:/", name="~name~")
LINK = re.compile(r'(<a\b[^<>]*?\shref=")snippets-page:/([^"]*)')


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page made from one of our documents."""

    verified: VerifiedDocument
    url: str  # absolute
    file: Path
    places: DownloadPaths
    downloads: Mapping[Path, Download]


@dataclass
class Publication:
    """One build."""

    by_text: dict[str, VerifiedDocument]
    by_path: dict[str, VerifiedDocument]  # by absolute path
    # Filled when Pelican has read everything:
    pages: dict[str, DocumentPage] = field(default_factory=dict)  # by source
    entries: dict[str, frozenset[str]] = field(default_factory=dict)  # by the file of a feed: whose it has to have
    filter_tools: dict[str, tuple[ProvenFilter, ...]] = field(default_factory=dict)  # by source
    needs_style: bool = False  # some page is in a theme that does not know proven blocks
    copied: list[Any] = field(default_factory=list)  # the files that are copied as they are

    def data(self, source: str, file: Path) -> bytes:
        """Return the contents of a download as of now: a preview calls this again and again."""
        return self.pages[source].downloads[file].data


@dataclass(frozen=True, slots=True)
class VerdictLookup:
    """Looks up the verified document of a text, for the Markdown extension."""

    by_text: Mapping[str, VerifiedDocument]

    def __call__(self, text: str) -> VerifiedDocument | None:
        return self.by_text.get(text)

    def cache_key_for(self, text: str) -> object:
        """Return everything here that the HTML of a text depends on, for caches of it."""
        verified = self.by_text.get(parse_document("", text).text)
        return verified and msgspec.json.encode(
            ([(one.snippet, one.verdict) for one in verified.fences], verified.hidden)
        )


def page_of(
    verified: VerifiedDocument, save_as: str, url: str, places: DownloadPaths, settings: Mapping[str, Any]
) -> DocumentPage:
    output = Path(settings["OUTPUT_PATH"])
    folder = output / folder_of_page(save_as.removesuffix("index.html"))
    downloads = {folder / download.path: download for download in downloads_of(verified, places.name)}
    return DocumentPage(verified, f"{settings['SITEURL']}/{url}", output / save_as, places, downloads)


def link(found: re.Match[str], *, places: DownloadPaths) -> str:
    """Return the start tag of a link to a download, with its final address."""
    return found[1] + escape(places.page) + found[2].replace(PLACEHOLDERS.name, quote(places.name), 1)
