"""The result of reading a source: texts, with notes on what was lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

# The target of links to files of the source, until the new place of the file is known.
SOURCE_LINK = "faircopy-source:"


@dataclass(frozen=True, slots=True, order=True)
class ImportNote:
    """Something that the author should check."""

    path: str  # of the source
    line: int  # in it; 0 where it has no lines
    fact: str


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A post or page of another generator."""

    path: str  # in the source, with slashes; of an export a name for the entry
    is_post: bool
    title: str
    slug: str  # as it was; not yet one of ours
    text: str  # Markdown; links still lead to where they led
    date: datetime | None = None  # without a zone if the source has none
    modified: datetime | None = None
    status: str = "published"  # or draft, hidden
    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    addresses: tuple[str, ...] = ()  # paths that lead to it now, the usual one first
    comments: int = 0
    line: int = 1  # where the text begins in `path`
    notes: tuple[ImportNote, ...] = ()
    translation: str = ""  # what it has in common with its translations; "": that is its slug


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text with its new place."""

    source: ForeignText
    slug: str
    path: str  # below the content folder
    day: datetime
    is_translation: bool = False  # of a text that is not in the site's own language either
    notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignSite:
    """Everything read from a source."""

    kind: str  # "Jekyll", "Hugo" …
    texts: tuple[ForeignText, ...]
    files: Mapping[str, str]  # address path -> path in the source, of pictures and the like
    roots: tuple[str, ...] = ()  # its own addresses, without a slash at the end: "https://example.org/blog"
    notes: tuple[ImportNote, ...] = ()
    language: str = ""  # of texts that name none
