"""Which files of a site belong to unpublished texts. Paths are relative to the content folder, with slashes."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

LINK = re.compile(r"[{|](?:static|attach|filename)[|}]([^\s\"'()<>?#]+)")


@dataclass(frozen=True, slots=True)
class Texts:
    """The sources of a site, and the files that they link to."""

    public: AbstractSet[str]  # the sources that are published
    unpublished: AbstractSet[str]  # all others: drafts, skipped and future texts
    wanted: AbstractSet[str]  # files that public texts link to
    linked_by_unpublished: AbstractSet[str]  # files that the others link to
    addressed: AbstractSet[str] = frozenset()  # files to which the settings give an address of their own
    roots: Iterable[str] = ()  # folders in which sources are looked for, and which belong to no text


def unpublished_files(files: Iterable[str], texts: Texts) -> Iterator[str]:
    """Yield those of `files` that must not be copied into the site."""
    public, unpublished = (
        folders_of(texts.public),
        folders_of(texts.unpublished) - {PurePosixPath(root) for root in texts.roots},
    )
    for file in files:
        if file in texts.unpublished:
            yield file
        elif file not in texts.public and file not in texts.wanted:
            nearest = next((one for one in PurePosixPath(file).parents if one in public or one in unpublished), None)
            is_in_own_folder = nearest in unpublished and nearest not in public
            if is_in_own_folder or (file in texts.linked_by_unpublished and file not in texts.addressed):
                yield file


def files_linked(source: str, text: str) -> Iterator[str]:
    """Yield the files that the text of a source links to in Pelican's way: '{static}/images/x.png'."""
    folder = posixpath.dirname(source)
    for link in LINK.findall(text):
        path = unquote(link)
        yield posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(folder, path))


def is_named(path: str, words: str, site: str) -> bool:
    """Tell whether a file is linked to by its path from the root of the content or of the site."""
    start = rf"(?:[\"'(\s}}|=,]|{re.escape(site)})/?"
    return path in words and re.search(rf"{start}{re.escape(path)}(?=[\"')\s?#,]|$)", words) is not None


def folders_of(sources: Iterable[str]) -> set[PurePosixPath]:
    return {PurePosixPath(source).parent for source in sources}
