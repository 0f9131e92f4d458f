"""Pelican's reader of Markdown, which takes converted texts from the cache."""

import re
from contextlib import suppress
from typing import Any

from pelican.readers import METADATA_PROCESSORS, MarkdownReader
from pelican.urlwrappers import URLWrapper
from pelican.utils import SafeDatetime, pelican_open

from faircopy._compat.pelican import MetadataReader, set_slug_of_name
from faircopy.cache.database import Session
from faircopy.incremental.markdown import CachedMarkdown, ConvertedSource

DATES = ("date", "modified")
PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?", re.ASCII)


class CachedMarkdownReader(MetadataReader):
    """Reads Markdown as Pelican's MarkdownReader does. A subclass for each build sets `session`."""

    session: Session
    converted: ConvertedSource  # the latest

    def __init__(self, settings: dict[str, Any]) -> None:
        # It completes what Markdown is given.
        super().__init__(settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.slugs: dict[tuple[type, str], str] = {}
        self.cached = CachedMarkdown(self.session, settings["MARKDOWN"], settings["FORMATTED_FIELDS"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        self.converted = self.cached.converted_ahead(source_path) or self.cached.convert(text_of(source_path))
        metadata: dict[str, Any] = self.metadata_of(source_path, self.converted.meta, self.converted.fields)
        for value in metadata.values():
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, URLWrapper):
                    self.give_slug(one)
        return self.converted.html, metadata

    def process_metadata(self, name: str, value: Any) -> Any:
        """Process a field as Pelican does, but without asking dateutil, which guesses, for every date."""
        if name in DATES and is_pelicans(name) and isinstance(value, str) and PLAIN_DATE.fullmatch(value):
            with suppress(ValueError):
                return SafeDatetime.fromisoformat(value)
        return super().process_metadata(name, value)  # type: ignore[no-untyped-call]  # Pelican has few types

    def give_slug(self, wrapper: Any) -> None:
        """Set the slug of a tag, category or author from a cache: it depends only on the name."""
        kind = type(wrapper), wrapper.name
        if kind not in self.slugs:
            self.slugs[kind] = wrapper.slug
        set_slug_of_name(wrapper, self.slugs[kind])


def text_of(source_path: str) -> str:
    """Return the text of a source. Raises OSError, and UnicodeError."""
    with pelican_open(source_path) as text:
        return str(text)


def is_pelicans(name: str) -> bool:
    """Tell whether no plugin has changed how a field is processed."""
    return METADATA_PROCESSORS[name].__module__ == MarkdownReader.__module__
