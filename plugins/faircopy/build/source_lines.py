"""Finds the place in the sources that a problem of a build comes from."""

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.utils import get_relative_path, path_to_url

from faircopy.content.paths import ContentPaths
from faircopy.lint.layout import OURS, layout_of
from faircopy.markdown.references import unescape

QUOTED = re.compile(r"'([^'\n]{3,})'")


@dataclass(frozen=True, slots=True)
class PageSource:
    """The source of one page of the site."""

    source: Path
    html: Callable[[], str]  # of the author's text in the page

    @property
    def text(self) -> str:
        """The HTML, character references resolved."""
        return unescape(self.html())


@contextmanager
def record_page_sources() -> Iterator[dict[Path, PageSource]]:
    """Record the source of each page that Pelican writes, by the absolute path of the page."""
    pages: dict[Path, PageSource] = {}

    # Not `content_written`: whoever listens to that has each page rendered before the next one.
    def note(generator: Any, writer: object) -> None:  # noqa: ARG001  # Pelican's signature
        output = Path(generator.output_path).resolve()
        for content in generator.context["generated_content"].values():
            if content and content.save_as:
                pages[output / content.save_as] = PageSource(Path(content.source_path), partial(html_in_page, content))

    signals.page_writer_finalized.connect(note)
    try:
        yield pages
    finally:
        signals.page_writer_finalized.disconnect(note)


def html_in_page(content: Any) -> str:
    """Return the HTML of a text in its own page, from which links may be relative."""
    settings = content.settings
    if settings["RELATIVE_URLS"]:
        return str(content.get_content(path_to_url(get_relative_path(content.save_as))))
    return str(content.get_content(settings["SITEURL"]))


def source_named(record: logging.LogRecord, content: Path) -> str | None:
    """Return the source among the arguments of one of Pelican's log messages."""
    arguments = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    for argument in arguments:
        name = str(argument)
        # A content object prints as its path; a message may hold any other text.
        if "\n" not in name and len(name) < 1000 and (content / name).is_file():
            return os.path.relpath(content / name)
    return None


def lines_quoted(message: str, content: Path) -> Iterator[tuple[str, int]]:
    """Yield file and line of each place in the sources that contains the text quoted in `message`."""
    for text in QUOTED.findall(message):
        for source in sources_below(content):
            for number in lines_with(text, source):
                yield os.path.relpath(source), number


def sources_below(content: Path, paths: ContentPaths = OURS) -> list[Path]:
    layout = layout_of(content, paths)
    return [*layout.posts, *layout.pages]


def lines_with(text: str, source: Path) -> Iterator[int]:
    """Yield the lines of `source`, from 1, that hold `text`."""
    for number, line in enumerate(source.read_text(encoding="utf-8-sig").split("\n"), 1):
        if text in line:
            yield number
