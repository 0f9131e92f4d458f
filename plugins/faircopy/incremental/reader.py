"""Pelican's reader of Markdown, with HTML that is kept."""

import re
from contextlib import suppress
from typing import Any

from pelican.readers import METADATA_PROCESSORS, MarkdownReader
from pelican.urlwrappers import URLWrapper
from pelican.utils import SafeDatetime, pelican_open

from faircopy._compat.pelican import MetadataReader, set_slug_of_name
from faircopy.incremental.markdown import Converted, KeptMarkdown
from faircopy.incremental.store import Store

DATES = ("date", "modified")
PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?", re.ASCII)


class KeptMarkdownReader(MetadataReader):
    """Reads as MarkdownReader does. `store` and `code` are set by a subclass for each build."""

    store: Store
    code: str  # the digest of all that takes part
    converted: Converted  # the latest

    def __init__(self, settings: dict[str, Any]) -> None:
        # It completes what Markdown is given.
        super().__init__(settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.slugs: dict[tuple[type, str], str] = {}
        self.kept = KeptMarkdown(self.store, settings["MARKDOWN"], settings["FORMATTED_FIELDS"], self.code)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        self.converted = self.kept.converted_ahead(source_path) or self.kept.convert(text_of(source_path))
        metadata: dict[str, Any] = self.metadata_of(source_path, self.converted.meta, self.converted.fields)
        for value in metadata.values():
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, URLWrapper):
                    self.give_slug(one)
        return self.converted.html, metadata

    def process_metadata(self, name: str, value: Any) -> Any:
        """Make a value of a field, as Pelican does: only that it asks dateutil, which guesses, for every date."""
        if name in DATES and is_pelicans(name) and isinstance(value, str) and PLAIN_DATE.fullmatch(value):
            with suppress(ValueError):
                return SafeDatetime.fromisoformat(value)
        return super().process_metadata(name, value)  # type: ignore[no-untyped-call]  # Pelican has few types

    def give_slug(self, wrapper: Any) -> None:
        """Have a tag, a category or an author know its slug, which follows from its name: most have been met before."""
        kind = type(wrapper), wrapper.name
        if kind not in self.slugs:
            self.slugs[kind] = wrapper.slug
        set_slug_of_name(wrapper, self.slugs[kind])


def text_of(source_path: str) -> str:
    """Return the text of a source. Raises OSError, and UnicodeError."""
    with pelican_open(source_path) as text:
        return str(text)


def is_pelicans(name: str) -> bool:
    """Tell whether no plugin has another idea of a field."""
    return METADATA_PROCESSORS[name].__module__ == MarkdownReader.__module__
