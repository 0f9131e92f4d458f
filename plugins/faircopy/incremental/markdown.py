"""A cache of converted Markdown, keyed by the text, the settings, the code, and the files that were read."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import msgspec

from faircopy.cache.database import Session
from faircopy.cache.fingerprints import UnhashableValueError, fingerprint
from faircopy.cache.inputs import files_opened, state_of_file
from faircopy.pool import ForkPool
from markdown import Markdown

logger = logging.getLogger(__name__)

KIND = "markdown"
# So many are converted by one process, which loads what it needs to colour code.
BATCH_SIZE = 250
# Fewer than these are converted sooner than processes are made.
MIN_FORKED = 16


class ConvertedSource(msgspec.Struct, frozen=True, array_like=True):
    """The result of converting one source."""

    html: str
    meta: Mapping[str, list[str]]  # the front matter, as Python-Markdown reads it
    fields: Mapping[str, str]  # the text of each field that is Markdown itself -> its HTML
    reads: Mapping[str, str]  # files that were opened on the way -> the fingerprints of what they held

    def is_current(self) -> bool:
        return all(state_of_file(path) == state for path, state in self.reads.items())


class Converter:
    """Converts texts with the same settings, one after another."""

    def __init__(self, settings: Mapping[str, Any], formatted_fields: Iterable[str]) -> None:
        self.settings = dict(settings)
        self.formatted_fields = tuple(formatted_fields)
        # The first one looks for what is installed, which is no file that a text reads.
        Markdown(**settings)

    def convert(self, text: str) -> ConvertedSource:
        with files_opened() as paths:
            # A new one for each text, as Pelican does: an extension may count, or read a file when it begins.
            markdown = Markdown(**self.settings)
            html = markdown.convert(text)
            meta: dict[str, list[str]] = getattr(markdown, "Meta", {})
            # Front matter inside front matter would be taken out of it.
            markdown.preprocessors.deregister("meta", strict=False)
            texts = ["\n".join(lines) for name, lines in meta.items() if name.lower() in self.formatted_fields]
            fields = {one: markdown.reset().convert(one) for one in texts}
        return ConvertedSource(html, meta, fields, {path: state_of_file(path) for path in sorted(paths)})


class CachedMarkdown:
    """Converts new texts, and looks up the others."""

    def __init__(self, session: Session, settings: Mapping[str, Any], formatted_fields: Iterable[str]) -> None:
        """`settings` are Pelican's MARKDOWN. With settings that have no fingerprint nothing is cached."""
        self.session = session
        self.settings = dict(settings)
        self.formatted_fields = tuple(sorted(formatted_fields))
        self.converter: Converter | None = None
        # For the keys, a setting tells what it knows of all texts with `cache_key`, and of each with `cache_key_for`.
        configs = self.settings.get("extension_configs", {})
        values = [one for config in configs.values() for one in dict(config).values()]
        self.shared = [one for one in values if hasattr(one, "cache_key")]
        self.knowing = [one for one in values if hasattr(one, "cache_key_for")]
        self.fingerprint = self.fingerprint_of_settings()
        self.keys: dict[str, str] = {}  # by path: what the HTML of a source is kept by that has been looked at already
        self.there: set[str] = set()  # keys of what is kept, or has come
        self.coming: Iterator[tuple[str, ConvertedSource | None]] = iter(())  # what others are converting, by key

    def fingerprint_of_settings(self) -> str | None:
        def name(value: object) -> str | None:
            return "tells its key" if hasattr(value, "cache_key") or hasattr(value, "cache_key_for") else None

        try:
            return fingerprint((self.session.code, self.formatted_fields, self.settings), name)
        except UnhashableValueError:
            return None

    def shared_key(self) -> str | None:
        """Return the part of the keys that all texts share now; None if their dependencies are unknown."""
        if self.fingerprint is None:
            return None
        try:
            return fingerprint((self.fingerprint, [one.cache_key() for one in self.shared]))
        except UnhashableValueError:
            return None

    def key(self, text: str, shared: str | None) -> str | None:
        """Return the cache key of `text`, of which `shared_key` is a part; None if its dependencies are unknown."""
        if shared is None:
            return None
        try:
            return fingerprint((shared, text, [one.cache_key_for(text) for one in self.knowing]))
        except UnhashableValueError:
            return None

    def convert(self, text: str) -> ConvertedSource:
        """Return the result of converting a text. Raises only what the conversion raises."""
        key: str | None = None
        with self.cache_errors_contained():
            key = self.key(text, self.shared_key())
            if key and (found := self.load(key)):
                return found
        converted = self.convert_anew(text)
        with self.cache_errors_contained():
            if key:
                self.save(key, converted)
        return converted

    @contextmanager
    def cache_errors_contained(self) -> Iterator[None]:
        """Stop caching, with a warning, if the cache raises.

        Pelican drops a page whose reader raises, and exits with status 0. A cache must not cause that.
        """
        try:
            yield
        except Exception as error:  # no fault of the page, whatever it is
            logger.warning("converted pages are not kept in this build: %r", error)
            logger.debug("the way there", exc_info=True)
            self.fingerprint = None
            self.keys.clear()

    def converted_ahead(self, source: str) -> ConvertedSource | None:
        """Return the result that `convert_ahead` computed, once; None if it is no longer available."""
        with self.cache_errors_contained():
            return self.take_ahead(source)
        return None

    def take_ahead(self, source: str) -> ConvertedSource | None:
        key = self.keys.pop(source, None)
        if key and key not in self.there:
            for one, converted in self.coming:
                self.there.add(one)
                if converted:
                    self.save(one, converted)
                if one == key:
                    break
        return self.load(key) if key else None

    def convert_ahead(self, texts: Iterable[tuple[str, str]]) -> None:
        """Convert new texts, each with its source, on all processors.

        A caller that asks for them in the same order can use the first while others are still being converted.
        """
        with self.cache_errors_contained():
            self.send_ahead(texts)

    def send_ahead(self, texts: Iterable[tuple[str, str]]) -> None:
        self.there = self.session.store.keys(KIND)
        pool = ForkPool(self.convert_anew, BATCH_SIZE, MIN_FORKED)
        new: dict[str, None] = {}  # by key, in order
        shared = self.shared_key()
        for source, text in texts:
            if key := self.key(text, shared):
                self.keys[source] = key
                if key not in self.there and key not in new:
                    new[key] = None
                    pool.submit(text)
        self.coming = zip(new, pool.results(), strict=True)

    def convert_anew(self, text: str) -> ConvertedSource:
        if self.converter is None:
            self.converter = Converter(self.settings, self.formatted_fields)
        return self.converter.convert(text)

    def load(self, key: str) -> ConvertedSource | None:
        data = self.session.store.get(KIND, key)
        converted = read_converted(data) if data else None
        return converted if converted and converted.is_current() else None

    def save(self, key: str, converted: ConvertedSource) -> None:
        with suppress(UnicodeEncodeError):  # a lone surrogate
            self.session.store.put(KIND, key, msgspec.msgpack.encode(converted))


def read_converted(data: bytes) -> ConvertedSource | None:
    """Return a stored result; None if it is invalid."""
    try:
        return msgspec.msgpack.decode(data, type=ConvertedSource)
    except msgspec.MsgspecError:
        return None
