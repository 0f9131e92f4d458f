"""The posts and pages of a site, and where each may appear."""

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faircopy.build.leaks.addresses import addresses_of, holds_address, outputs_of
from faircopy.build.leaks.forms import text_with_tags
from faircopy.build.leaks.references import files_linked, sources_linked
from faircopy.build.leaks.search_settings import SearchSettings
from faircopy.build.leaks.unpack import files_in
from faircopy.content.schedule import status_of, why_unpublished
from faircopy.lint.layout import Layout
from faircopy.markdown.document import Document, read_document

OWN = "index.md"  # a post of this name owns what is in its folder, and below
HIDDEN = "hidden"


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept
class UnpublishedText:
    """A text that is not public, or only at its own address."""

    document: Document
    why: str
    addresses: tuple[str, ...]  # below the site, or whatever else names it
    files: Mapping[str, Path]  # what belongs to it, by its path as the text would name it
    is_hidden: bool = False
    own: tuple[str, ...] = ()  # of a hidden text: the files and folders of the site in which it may stand
    is_named: bool = False  # by a public text: then others may name it, too

    @property
    def fact(self) -> str:
        """Why it must not appear there, for a message."""
        if self.is_hidden:
            return "this text is hidden: what it says stands at its own address only"
        return f"this text is not public: {self.why}"

    def is_own_file(self, name: str) -> bool:
        """Tell whether a built file is one of the text's own."""
        return any(name == one or name.startswith(f"{one.rstrip('/')}/") for one in self.own)

    @cached_property
    def leaves(self) -> tuple[tuple[str, bytes], ...]:
        """Its files and what is packed in them: how to name one, and its bytes."""
        return tuple(
            (f"{name}/{leaf.path}".rstrip("/"), leaf.data)
            for name, file in self.files.items()
            for leaf in files_in(file.read_bytes())
        )


@dataclass(frozen=True, slots=True)
class SourceText:
    """A post or a page, as its source has it."""

    document: Document
    path: Path
    dated: bool  # a post
    why: str  # it is not public; "" where it is

    @property
    def is_hidden(self) -> bool:
        """Whether it is public, but only for readers who know its address."""
        return not self.why and status_of(self.document) == HIDDEN

    def addresses(self, settings: SearchSettings) -> set[str]:
        return addresses_of(self.document, settings.addresses, settings.moment, dated=self.dated)


def texts_in(layout: Layout, settings: SearchSettings) -> Iterator[SourceText]:
    """Yield all readable posts and pages; an unreadable one has ended the build already."""
    for paths, dated in ((layout.posts, True), (layout.pages, False)):
        for path in paths:
            document = read_document(path, os.path.relpath(path, settings.messages_relative_to))
            if isinstance(document, Document):
                document = settings.metadata.added_to(document, path, settings.content)
                yield SourceText(document, path, dated, why_unpublished(document, settings.moment, dated=dated))


def unpublished_texts(texts: list[SourceText], layout: Layout, settings: SearchSettings) -> Iterator[UnpublishedText]:
    """Yield the texts that are not public, and the hidden ones."""
    others = [one for one in texts if one.why or one.is_hidden]
    if not others:
        return
    public = [one for one in texts if not one.why and not one.is_hidden]
    taken = {address for one in public for address in one.addresses(settings)}
    owners = owners_in(layout)
    linked = {
        os.path.realpath(file) for one in public for file in sources_linked(one.document, one.path, settings.content)
    }
    for one in others:
        addresses = one.addresses(settings) - taken
        if one.why:
            files = files_of(one.document, one.path, owners, settings.content)
            yield UnpublishedText(one.document, one.why, tuple(sorted(addresses)), files)
        elif one.is_hidden:
            is_named = os.path.realpath(one.path) in linked or is_named_in(public, addresses, settings.siteurl)
            named = () if is_named else tuple(sorted(addresses))
            own = {*one.addresses(settings), *outputs_of(one.document, settings.outputs, settings.moment)}
            yield UnpublishedText(
                one.document, HIDDEN, named, {}, is_hidden=True, own=tuple(sorted(own)), is_named=is_named
            )


def is_named_in(public: list[SourceText], addresses: AbstractSet[str], siteurl: str) -> bool:
    """Tell whether a public text mentions one of some addresses."""
    return any(
        holds_address(form, address, siteurl)
        for one in public
        for address in addresses
        if address in one.document.text or "%" in one.document.text or "&" in one.document.text
        for form in (one.document.text, text_with_tags(one.document.text))
    )


def owners_in(layout: Layout) -> dict[str, list[Path]]:
    """Return the files of the text in each folder: all files below it, except below another text's folder."""
    folders = {str(path.parent) for path in layout.posts if path.name == OWN}
    owned: dict[str, list[Path]] = {folder: [] for folder in folders}
    for file in layout.files:
        folder = next((str(one) for one in file.parents if str(one) in folders), None)
        if folder and file.suffix != ".md":
            owned[folder].append(file)
    return owned


def files_of(document: Document, path: Path, owners: Mapping[str, list[Path]], content: Path) -> dict[str, Path]:
    """Return the files of a text: those in its folder, and those that it links to.

    A file to which a public text or the theme refers is public, too; that is decided when it is found.
    """
    owned = owners.get(str(path.parent), []) if path.name == OWN else []
    found = sorted({*owned, *files_linked(document, path, content)})
    return {os.path.relpath(file, path.parent): file for file in found if file.stat().st_size}
