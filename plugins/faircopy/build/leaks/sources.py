"""The sources of a site, sorted by whether they are public."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faircopy.build.leaks.decoders.budget import Leaf
from faircopy.build.leaks.references import NAMING, is_in_extra, is_named
from faircopy.build.leaks.search_settings import SearchSettings
from faircopy.build.leaks.texts import UnpublishedText, texts_in, unpublished_texts
from faircopy.build.leaks.unpack import files_in
from faircopy.lint.layout import layout_of
from faircopy.markdown.document import Document

# Texts in these files are rendered into pages anyway.
TEMPLATES = (".html", ".xml", ".txt", ".j2", ".jinja", ".jinja2")


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text that everyone may read."""

    document: Document
    file: Path
    is_hidden: bool = False  # whoever knows its address


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Sources:
    """The sources of a site."""

    settings: SearchSettings
    unpublished: tuple[UnpublishedText, ...]
    documents: tuple[PublicText, ...]
    files: tuple[Path, ...]  # that are in no text that is held back: attachments, 'extra/', the theme's

    @cached_property
    def templates(self) -> tuple[Path, ...]:
        """Return the theme's templates, and the settings."""
        below = self.settings.theme / "templates"
        folder = below if below.is_dir() else self.settings.theme
        found = [file for file in files_below(folder, *self.settings.own_theme) if file.suffix in TEMPLATES]
        return (*found, *self.settings.settings)

    @cached_property
    def template_words(self) -> tuple[str, ...]:
        return tuple(file.read_text("utf-8", "replace") for file in self.templates)

    @cached_property
    def theme_words(self) -> tuple[str, ...]:
        files = files_below(self.settings.theme, *self.settings.own_theme)
        return tuple(file.read_text("utf-8", "replace") for file in files if file.suffix in NAMING)

    def is_of_hidden(self, name: str) -> bool:
        """Tell whether a file of the site belongs to a hidden text."""
        return any(text.is_own_file(name) for text in self.hidden)

    @cached_property
    def hidden(self) -> tuple[UnpublishedText, ...]:
        return tuple(text for text in self.unpublished if text.is_hidden)

    def is_public(self, file: Path) -> bool:
        """Tell whether a public text or the theme refers to a file, which would not be public by merely being there."""
        content = self.settings.content
        if not file.is_relative_to(content):
            return any(file.name in words for words in self.theme_words)
        inside = file.relative_to(content).as_posix()
        if not is_in_extra(file, content) and any(inside in words for words in self.template_words):
            return True
        return any(
            is_named(file, content, text.document.text, text.file, self.settings.siteurl) for text in self.documents
        )


def sources_for(settings: SearchSettings) -> Sources:
    """Read all that the site is made from."""
    layout = layout_of(settings.content, settings.paths)
    texts = [*texts_in(layout, settings)]
    unpublished = tuple(unpublished_texts(texts, layout, settings))
    unpublished_files = {os.path.realpath(file) for text in unpublished for file in text.files.values()}
    files = [
        file
        for file in layout.files
        if file.suffix != ".md" or is_in_extra(file, settings.content)
        if os.path.realpath(file) not in unpublished_files
    ]
    documents = tuple(PublicText(one.document, one.path, one.is_hidden) for one in texts if not one.why)
    return Sources(settings, unpublished, documents, (*files, *files_below(settings.theme, *settings.own_theme)))


def files_below(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]


def leaves_in(file: Path) -> Iterator[Leaf]:
    return files_in(file.read_bytes())


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
