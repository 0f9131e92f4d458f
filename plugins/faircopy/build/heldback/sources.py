"""The sources of a site, sorted by who may see them."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from faircopy.build.heldback.addresses import address_patterns, addresses_of
from faircopy.build.heldback.decoders.budget import Leaf
from faircopy.build.heldback.references import NAMING, files_linked, is_in_extra, is_named
from faircopy.build.heldback.unpack import files_in
from faircopy.checklists.assets import WEB
from faircopy.checklists.vocabulary import FILE as ANSWERS
from faircopy.content.moment import Moment
from faircopy.content.schedule import withheld
from faircopy.lint.layout import Layout, layout_of
from faircopy.markdown.document import Document, read_document

OWN = "index.md"  # a post of this name owns what is in its folder, and below
# Of these, what stands in them is on pages by itself.
TEMPLATES = (".html", ".xml", ".txt", ".j2", ".jinja", ".jinja2")


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept
class Withheld:
    """A text that is not public."""

    document: Document
    why: str
    addresses: tuple[str, ...]  # below the site, or whatever else names it
    files: Mapping[str, Path]  # what belongs to it, by its path as the text would name it

    @cached_property
    def leaves(self) -> tuple[tuple[str, bytes], ...]:
        """Its files and what is packed in them: how to name one, and its bytes."""
        return tuple(
            (f"{name}/{leaf.path}".rstrip("/"), leaf.data)
            for name, file in self.files.items()
            for leaf in files_in(file.read_bytes())
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sources of a site are, and what is asked of them."""

    content: Path
    theme: Path
    settings: tuple[Path, ...]  # files, whose words are on pages, too
    moment: Moment
    addresses: tuple[str, ...]  # patterns of the addresses of posts and pages, drafts too
    shown_from: Path  # the folder that messages name sources from
    siteurl: str = ""
    allowed: tuple[str, ...] = ()  # words, and files of the built site, that somebody has looked at and let through


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text that everybody may read."""

    document: Document
    file: Path


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Sources:
    """The sources of a site."""

    place: Place
    withheld: tuple[Withheld, ...]
    documents: tuple[PublicText, ...]
    files: tuple[Path, ...]  # that are in no text that is held back: attachments, 'extra/', the theme's

    @cached_property
    def templates(self) -> tuple[Path, ...]:
        """Return the theme's templates, and the settings."""
        below = self.place.theme / "templates"
        folder = below if below.is_dir() else self.place.theme
        found = [file for file in files_below(folder) if file.suffix in TEMPLATES]
        return (*found, *self.place.settings)

    @cached_property
    def programs(self) -> tuple[Path, ...]:
        """Return the modules of Faircopy itself, which put words on pages, and its templates."""
        return (*sorted(Path(__file__).parents[2].rglob("*.py")), *files_below(WEB), ANSWERS)

    @cached_property
    def template_words(self) -> tuple[str, ...]:
        return tuple(file.read_text("utf-8", "replace") for file in self.templates)

    @cached_property
    def theme_words(self) -> tuple[str, ...]:
        return tuple(
            file.read_text("utf-8", "replace") for file in files_below(self.place.theme) if file.suffix in NAMING
        )

    def is_shown(self, file: Path) -> bool:
        """Tell whether a public text or the theme shows a file: it does not merely lie there."""
        content = self.place.content
        if not file.is_relative_to(content):
            return any(file.name in words for words in self.theme_words)
        inside = file.relative_to(content).as_posix()
        if not is_in_extra(file, content) and any(inside in words for words in self.template_words):
            return True
        return any(
            is_named(file, content, text.document.text, text.file, self.place.siteurl) for text in self.documents
        )


def place_of(settings: Mapping[str, Any], folder: Path, moment: Moment) -> Place:
    """Return the place of a site with these Pelican settings, whose settings file is in `folder`."""
    return Place(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        settings=tuple(sorted(folder.glob("*.py"))),
        moment=moment,
        addresses=address_patterns(settings),
        shown_from=Path.cwd(),
        siteurl=settings["SITEURL"],
        allowed=tuple(settings.get("PUBLISH_ALLOWED", ())),
    )


def sources_of(place: Place) -> Sources:
    """Read all that the site is made from."""
    layout = layout_of(place.content)
    held: list[tuple[Document, Path, str, bool]] = []
    public: list[tuple[Document, Path, bool]] = []
    for paths, dated in ((layout.posts, True), (layout.pages, False)):
        for path in paths:
            document = read_document(path, os.path.relpath(path, place.shown_from))
            # What cannot be read has ended the build.
            if isinstance(document, Document):
                why = withheld(document, place.moment, dated=dated)
                if why:
                    held.append((document, path, why, dated))
                else:
                    public.append((document, path, dated))

    def named(document: Document, *, dated: bool) -> set[str]:
        return addresses_of(document, place.addresses, place.moment, dated=dated)

    taken = {address for document, _, dated in public for address in named(document, dated=dated)}
    owners = owners_in(layout)
    texts = tuple(
        Withheld(
            document,
            why,
            tuple(sorted(named(document, dated=dated) - taken)),
            files_of(document, path, owners, place.content),
        )
        for document, path, why, dated in held
    )
    hidden = {os.path.realpath(file) for text in texts for file in text.files.values()}
    files = [
        file for file in layout.files if file.suffix != ".md" or "extra" in file.relative_to(place.content).parts[:1]
    ]
    files = [file for file in files if os.path.realpath(file) not in hidden]
    documents = tuple(PublicText(document, path) for document, path, _ in public)
    return Sources(place, texts, documents, (*files, *files_below(place.theme)))


def owners_in(layout: Layout) -> dict[str, list[Path]]:
    """Return the files that belong to the text in each folder: all below it, but for those below another text."""
    folders = {str(path.parent) for path in layout.posts if path.name == OWN}
    owned: dict[str, list[Path]] = {folder: [] for folder in folders}
    for file in layout.files:
        folder = next((str(one) for one in file.parents if str(one) in folders), None)
        if folder and file.suffix != ".md":
            owned[folder].append(file)
    return owned


def files_of(document: Document, path: Path, owners: Mapping[str, list[Path]], content: Path) -> dict[str, Path]:
    """Return the files of a text: those in its folder, and those that it links to.

    One that a public text or the theme shows, too, is public; that is asked where it is found.
    """
    owned = owners.get(str(path.parent), []) if path.name == OWN else []
    found = sorted({*owned, *files_linked(document, path, content)})
    return {os.path.relpath(file, path.parent): file for file in found if file.stat().st_size}


def files_below(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def leaves_in(file: Path) -> Iterator[Leaf]:
    return files_in(file.read_bytes())


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
