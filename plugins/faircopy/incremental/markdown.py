"""Markdown -> HTML, kept by all that takes part: the text, the settings, the code, and the files that were read."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import msgspec

from faircopy.incremental.digests import OpaqueError, digest_of
from faircopy.incremental.forks import Crew
from faircopy.incremental.opened import files_opened, state_of_file
from faircopy.incremental.store import Store
from markdown import Markdown

logger = logging.getLogger(__name__)

KIND = "markdown"
# So many are converted by one process, which loads what it needs to colour code.
SHARE = 250
# Fewer than these are converted sooner than processes are made.
WORTH_FORKS = 16


class Converted(msgspec.Struct, frozen=True, array_like=True):
    """What Pelican needs of one source."""

    html: str
    meta: Mapping[str, list[str]]  # the front matter, as Python-Markdown reads it
    fields: Mapping[str, str]  # the text of each field that is Markdown itself -> its HTML
    reads: Mapping[str, str]  # files that were opened on the way -> the digests of what they held

    def is_current(self) -> bool:
        return all(state_of_file(path) == state for path, state in self.reads.items())


class Converter:
    """Converts texts with the same settings, one after the other."""

    def __init__(self, settings: Mapping[str, Any], formatted_fields: Iterable[str]) -> None:
        self.settings = dict(settings)
        self.formatted_fields = tuple(formatted_fields)
        # The first one looks for what is installed, which is no file that a text reads.
        Markdown(**settings)

    def convert(self, text: str) -> Converted:
        with files_opened() as paths:
            # A new one for each text, as Pelican does: an extension may count, or read a file when it begins.
            markdown = Markdown(**self.settings)
            html = markdown.convert(text)
            meta: dict[str, list[str]] = getattr(markdown, "Meta", {})
            # Front matter inside front matter would be taken out of it.
            markdown.preprocessors.deregister("meta", strict=False)
            texts = ["\n".join(lines) for name, lines in meta.items() if name.lower() in self.formatted_fields]
            fields = {one: markdown.reset().convert(one) for one in texts}
        return Converted(html, meta, fields, {path: state_of_file(path) for path in sorted(paths)})


class KeptMarkdown:
    """Converts texts that are new, and knows the others."""

    def __init__(self, store: Store, settings: Mapping[str, Any], formatted_fields: Iterable[str], code: str) -> None:
        """`settings` are Pelican's MARKDOWN. Raises nothing for settings that have no digest: nothing is kept then."""
        self.store = store
        self.settings = dict(settings)
        self.formatted_fields = tuple(sorted(formatted_fields))
        self.code = code
        self.converter: Converter | None = None
        # A setting that knows things of each text tells them with `cache_key_for`, for the key.
        configs = self.settings.get("extension_configs", {})
        self.knowing = [
            one for config in configs.values() for one in dict(config).values() if hasattr(one, "cache_key_for")
        ]
        self.digest = self.digest_of_settings()
        self.keys: dict[str, str] = {}  # by path: what the HTML of a source is kept by that has been looked at already
        self.there: set[str] = set()  # keys of what is kept, or has come
        self.coming: Iterator[tuple[str, Converted | None]] = iter(())  # what others are converting, by key

    def digest_of_settings(self) -> str | None:
        def name(value: object) -> str | None:
            return "knows each text" if hasattr(value, "cache_key_for") else None

        try:
            return digest_of((self.code, self.formatted_fields, self.settings), name)
        except OpaqueError:
            return None

    def key(self, text: str) -> str | None:
        """Return what the HTML of `text` is kept by; None when nobody can tell what it depends on."""
        if self.digest is None:
            return None
        try:
            return digest_of((self.digest, text, [one.cache_key_for(text) for one in self.knowing]))
        except OpaqueError:
            return None

    def convert(self, text: str) -> Converted:
        """Return what a text is converted to. Raises what its conversion raises, and nothing else."""
        key: str | None = None
        with self.nothing_lost():
            key = self.key(text)
            if key and (found := self.kept(key)):
                return found
        converted = self.convert_anew(text)
        with self.nothing_lost():
            if key:
                self.keep(key, converted)
        return converted

    @contextmanager
    def nothing_lost(self) -> Iterator[None]:
        """Stop keeping, and say so, where keeping raises.

        Pelican leaves out a page whose reader raises, and ends with status 0. What only saves time must not raise.
        """
        try:
            yield
        except Exception as error:  # no fault of the page, whatever it is
            logger.warning("converted pages are not kept in this build: %r", error)
            logger.debug("the way there", exc_info=True)
            self.digest = None
            self.keys.clear()

    def converted_ahead(self, source: str) -> Converted | None:
        """Return what `convert_ahead` has seen to, once; None where that is not to be had any more."""
        with self.nothing_lost():
            return self.taken_ahead(source)
        return None

    def taken_ahead(self, source: str) -> Converted | None:
        key = self.keys.pop(source, None)
        if key and key not in self.there:
            for one, converted in self.coming:
                self.there.add(one)
                if converted:
                    self.keep(one, converted)
                if one == key:
                    break
        return self.kept(key) if key else None

    def convert_ahead(self, texts: Iterable[tuple[str, str]]) -> None:
        """Have those converted that are new, each with its source, with all processors.

        Who asks for them in the same order goes on with the first while others are being converted.
        """
        with self.nothing_lost():
            self.send_ahead(texts)

    def send_ahead(self, texts: Iterable[tuple[str, str]]) -> None:
        self.there = self.store.keys(KIND)
        crew = Crew(self.convert_anew, SHARE, WORTH_FORKS)
        new: dict[str, None] = {}  # by key, in order
        for source, text in texts:
            if key := self.key(text):
                self.keys[source] = key
                if key not in self.there and key not in new:
                    new[key] = None
                    crew.take(text)
        self.coming = zip(new, crew.results(), strict=True)

    def convert_anew(self, text: str) -> Converted:
        if self.converter is None:
            self.converter = Converter(self.settings, self.formatted_fields)
        return self.converter.convert(text)

    def kept(self, key: str) -> Converted | None:
        data = self.store.get(KIND, key)
        converted = read_converted(data) if data else None
        return converted if converted and converted.is_current() else None

    def keep(self, key: str, converted: Converted) -> None:
        with suppress(UnicodeEncodeError):  # a lone surrogate
            self.store.put(KIND, key, msgspec.msgpack.encode(converted))


def read_converted(data: bytes) -> Converted | None:
    """Return what was kept; None for what is none."""
    try:
        return msgspec.msgpack.decode(data, type=Converted)
    except msgspec.MsgspecError:
        return None
