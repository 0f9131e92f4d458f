"""Private names of Pelican, behind functions and hooks that say what they are for."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

import pelican.generators
from pelican.contents import Content
from pelican.log import LimitFilter
from pelican.readers import MarkdownReader
from pelican.utils import process_translations
from pelican.writers import FileOverwriteFailedError, Writer

# Class -> the private names of it that are used here; a test looks for each.
PRIVATE_NAMES = {
    "pelican.contents.Content": ("_content", "_context", "_expand_settings"),
    "pelican.urlwrappers.URLWrapper": ("_name", "_slug", "_slug_from_name"),
    "pelican.log.LimitFilter": ("_raised_messages", "_group_count"),
    "pelican.readers.MarkdownReader": ("_md", "_source_path", "_parse_metadata"),
    "pelican.writers.Writer": ("_open_w", "_written_files", "_overridden_files"),
    "pelican.utils.memoized": ("cache",),
}
# Attributes of a content that it shares with all others.
SHARED_BY_CONTENTS = frozenset(("settings", "_context"))
# Attributes of a tag, a category or an author that follow from its name and the settings.
FOLLOWS_FROM_NAME = frozenset(("settings", "name", "slug", "_name", "_slug", "_slug_from_name"))


# Contents


def html_of(content: Any) -> str:
    """Return the HTML of an article or page before its links are resolved; "" if there is none.

    `content.content` would resolve the links, perhaps too early.
    """
    return content._content or ""  # noqa: SLF001


def set_html(content: Any, html: str) -> None:
    """Replace the HTML, as Pelican's documentation has plugins do. There is no setter.

    What Pelican remembers of the HTML is forgotten: another plugin may have asked for it already.
    """
    content._content = html  # noqa: SLF001
    forget_text_of(content)


def set_context(content: Any, context: dict[str, Any]) -> None:
    """Replace the context of a content that an earlier run created."""
    content._context = context  # noqa: SLF001


def wrap_address_formatting(content: Any, wrap: Callable[[Callable[[str], str]], Callable[[str], str]]) -> None:
    """Wrap the method that formats a content's addresses from the settings."""
    content._expand_settings = wrap(content._expand_settings)  # noqa: SLF001


# Their translations


def find_translations_by_groups() -> None:
    """Make Pelican look for translations within each group of contents: over all contents it takes quadratic time."""
    pelican.generators.process_translations = translations_by_groups  # type: ignore[assignment]  # a list is a list


def translations_by_groups(
    contents: list[Any], translation_id: str | Collection[str] | None = None
) -> tuple[list[Any], list[Any]]:
    """Return the same as Pelican's `process_translations`, without its linear searches in lists."""
    try:
        names = {translation_id} if isinstance(translation_id, str) else translation_id
        value_of = attrgetter(*names)  # type: ignore[misc]  # as Pelican does, and below is what it then says
        contents.sort(key=value_of)
    except (TypeError, AttributeError):
        return process_translations(contents, translation_id)
    originals: list[Any] = []
    translations: list[Any] = []
    for _, group in groupby(contents, value_of):
        found, others = process_translations([*group], translation_id)
        originals += found
        translations += others
    return originals, translations


# Their texts, with links resolved: Pelican makes each once


def number_of_texts() -> int:
    """Return how many texts Pelican has rendered so far."""
    return len(Content.get_content.cache)


def texts_since(number: int) -> Iterator[Any]:
    """Yield the contents whose texts were rendered since `number_of_texts` returned `number`, newest first."""
    made: dict[tuple[Content, str], str] = Content.get_content.cache
    return (content for content, _ in islice(reversed(made), len(made) - number))


def forget_texts() -> None:
    """Make Pelican render all texts and summaries again."""
    for method in (Content.get_content, Content.get_summary):
        method.cache.clear()


def forget_text_of(content: Any) -> None:
    for method in (Content.get_content, Content.get_summary):
        method.cache.pop((content, content.get_siteurl()), None)


# Tags, categories and authors


def slug_follows_from_name(wrapper: Any) -> bool:
    """Tell whether a tag, category or author has the slug that Pelican makes of its name."""
    return bool(wrapper._slug_from_name)  # noqa: SLF001


def set_slug_of_name(wrapper: Any, slug: str) -> None:
    """Set the slug as if Pelican had made it of the name."""
    wrapper._slug = slug  # noqa: SLF001


# Reading and writing


class MetadataReader(MarkdownReader):
    """Pelican's Markdown reader, for a text that has been converted elsewhere."""

    def metadata_of(self, source: str, front_matter: Mapping[str, list[str]], html: Mapping[str, str]) -> Any:
        """Return Pelican's values of the front matter; `html` has the HTML of each field that is Markdown."""
        self._source_path = source
        self._md: Any = FieldConverter(html)
        return self._parse_metadata(front_matter)  # type: ignore[no-untyped-call]  # Pelican has few types


class FieldConverter:
    """Stands in for the Markdown object that Pelican has just used, when there is none."""

    def __init__(self, html: Mapping[str, str]) -> None:
        self.html = html
        self.preprocessors = self

    def deregister(self, name: str) -> None:
        """Have no front matter looked for inside front matter; nobody has."""

    def reset(self) -> None:
        """Do nothing: there is no state."""

    def convert(self, text: str) -> str:
        return self.html[text]


class BufferedWriter(Writer):
    """Pelican's writer, with our buffer in place of each file that it would open."""

    @abstractmethod
    def buffer(self, path: str | None) -> Any:
        """Return the buffer for the file `path`; without a path the page lost its address and nothing is written."""

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: ARG002
        if filename in self._overridden_files and override:
            raise FileOverwriteFailedError(f"two pages want to take the place of any other at '{filename}'")
        skipped = filename in self._overridden_files
        if not skipped and not override and filename in self._written_files:
            raise FileOverwriteFailedError(f"two pages want to be written to '{filename}'")
        self._written_files.add(filename)
        if override:
            self._overridden_files.add(filename)
        return self.buffer(None if skipped else filename)


class OneFileWriter(Writer):
    """Pelican's writer for a single file, whose text it keeps."""

    def __init__(self, writer: Writer, buffer: Any) -> None:
        super().__init__(writer.output_path, writer.settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.buffer = buffer

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: ARG002
        return self.buffer


def forget_logged_messages() -> None:
    """Let Pelican log a warning again that this process has logged before; otherwise a second build looks clean."""
    LimitFilter._raised_messages.clear()  # noqa: SLF001
    LimitFilter._group_count.clear()  # noqa: SLF001
