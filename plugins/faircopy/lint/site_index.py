"""SiteIndex: everything in a content folder that links can lead to."""

import os
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from faircopy.content.settings import Site
from faircopy.lint.addresses import UNPUBLISHED, status_of, url_of
from faircopy.markdown.case_collisions import folded
from faircopy.markdown.document import Document

# Kinds of files that no build makes of a text, but for cards; charts are drawings.
NEVER_MADE = frozenset(
    """
    .png .webp .jpg .jpeg .gif .avif .bmp .tif .tiff .heic .mp4 .m4v .webm .mov .ogv .mp3 .m4a .ogg .oga .opus .flac
    .wav .pdf .zip .gz .tgz .xz .7z .doc .docx .odt .ods .xls .xlsx .ppt .pptx .epub
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Target:
    """A post or page as the target of links."""

    document: Document
    anchors: frozenset[str]
    url: str | None  # below the site


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Everything that a link within the site can lead to."""

    content: str  # the content folder, as paths of documents begin
    files: frozenset[str]  # below it
    by_case: Mapping[str, str]  # the files, by what is the same in all names that look alike
    targets: Mapping[str, Target]  # by their files below `content`
    urls: Mapping[str, str]  # address below the site -> the file of the post or page there
    names: frozenset[str]  # of the files, without their folders
    site: Site

    def content_path(self, document: Document) -> str:
        return Path(os.path.relpath(document.path, self.content)).as_posix()

    def named_in(self, document: Document, path: str) -> str:
        """Return the file below the content folder that `path` in a document refers to."""
        if path.startswith("/"):
            return posixpath.normpath(path.lstrip("/"))
        folder = PurePosixPath(self.content_path(document)).parent
        return posixpath.normpath(posixpath.join(folder, path))

    def makes(self, path: str) -> bool:
        """Tell whether the site has, or may have, a page at `path` that no document makes."""
        lists = [pattern.partition("{")[0] for pattern in (self.site.category_url, self.site.tag_url)]
        return path in (*self.site.fixed, *self.site.moved) or any(
            start and path.startswith(start) for start in (*lists, "page/", "drafts/")
        )

    def cannot_have(self, path: str, document: Document) -> bool:
        """Tell whether nothing can be at `path`, an address that no post or page has.

        A picture or the like comes from the content folder or the theme; and what has no ending is a page, or offers a
        snippet of the document's own. Any other file may be one that the build makes. Only for sites of ours: what else
        another site's address serves, nobody knows. And not for drafts, whose links no build follows.
        """
        place = PurePosixPath(path)
        if not self.site.house_rules or status_of(document) in UNPUBLISHED:
            return False
        if path.startswith(("theme/", "cards/")) or place.name in self.names or self.makes(path):
            return False
        if place.suffix.lower() in NEVER_MADE:
            return True
        ends = place.suffix or f'/{place.name}"' in document.text
        return not ends and f"{path}/" not in self.urls and not self.makes(f"{path}/")


class IndexedDocument(Protocol):
    """A document of the site."""

    @property
    def document(self) -> Document: ...

    @property
    def dated(self) -> bool:
        """Whether it is a post."""

    @property
    def anchors(self) -> frozenset[str]:
        """The ids of its page."""


def index_of(content: Path, files: Iterable[Path], documents: Iterable[IndexedDocument], site: Site) -> SiteIndex:
    """Return the index of a content folder with its `files` and `documents`."""
    names = frozenset(Path(os.path.relpath(file, content)).as_posix() for file in files)
    targets = {
        Path(os.path.relpath(one.document.path, content)).as_posix(): Target(
            one.document, one.anchors, url_of(one.document, site, dated=one.dated)
        )
        for one in documents
    }
    # Of two with one address, which is an error of its own, the first counts.
    urls = {target.url: name for name, target in reversed(targets.items()) if target.url is not None}
    by_case = {folded(name): name for name in names}
    return SiteIndex(str(content), names, by_case, targets, urls, frozenset(Path(one).name for one in names), site)
