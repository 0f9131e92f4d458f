"""Pelican plugin: writes a redirect page for each old address in a field `Redirect_from`."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from faircopy.content.templates import templates_of
from faircopy.content.texts import encoded, plain, with_translations
from faircopy.incremental.output import write_file
from faircopy.redirects.pages import TEMPLATES, redirect_page
from faircopy.redirects.paths import file_of, paths_of


class RedirectsGenerator(Generator):
    """Writes the pages, from the context that Pelican's own generators filled."""

    def generate_output(self, writer: object) -> None:
        for name, page in self.pages():
            write_file(writer, self.output_path, name, partial(encoded, page))

    def pages(self) -> Iterator[tuple[str, Callable[[], str]]]:
        templates = templates_of(self.settings, TEMPLATES)
        for text in moved(self.context):
            url = f"{self.settings['SITEURL']}/{text.url}"
            for path in paths_of(text.redirect_from):
                yield file_of(path), partial(redirect_page, url, plain(text.title), text.lang, templates)


def moved(context: dict[str, Any]) -> Iterator[Any]:
    """Yield each published post and page with a field `Redirect_from`."""
    for kind in ("articles", "hidden_articles", "pages", "hidden_pages"):
        texts = with_translations(context.get(kind, []))
        yield from (text for text in texts if hasattr(text, "redirect_from"))


def add_generator(pelican: object) -> type[RedirectsGenerator]:  # noqa: ARG001  # Pelican's signature
    return RedirectsGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
