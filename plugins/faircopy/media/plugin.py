"""Pelican plugin: inserts pictures and charts into texts, and writes smaller pictures and link preview cards.

It also minifies the theme's stylesheets.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from faircopy._compat.pelican import html_of, set_html
from faircopy.cache.namespaces import ASSETS, PROJECT_FOLDER
from faircopy.content.assets import published
from faircopy.content.deprecated import value_of
from faircopy.content.templates import templates_of
from faircopy.content.texts import plain
from faircopy.incremental.marks import needs_no_text
from faircopy.incremental.output import write_file
from faircopy.languages.words import SiteTranslations, site_words, words_of
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.media import cards, chart_svg, images
from faircopy.media.cards import Card
from faircopy.media.chart_data import Chart
from faircopy.media.images import Photo
from faircopy.media.pictures import RenderContext, render_images
from faircopy.media.store import cached_asset
from faircopy.metadata.dates import date_of

logger = logging.getLogger(__name__)

Settings = Mapping[str, Any]
# Cards that were warned of.
WITHOUT_TEXT: set[Card] = set()
SITE_CARD = "cards/site.png"
EXTENSION = "faircopy.media.extension"
TEMPLATES = Path(__file__).parent / "templates"


def start(pelican: Any) -> None:
    """Pass the languages to our Markdown extension, if the settings use it."""
    markdown = pelican.settings["MARKDOWN"]
    if EXTENSION in markdown.get("extensions", ()):
        # New dictionaries: those that the settings file has may belong to other settings as well.
        configs = {**markdown.get("extension_configs", {}), EXTENSION: {"words": site_words(pelican.settings)}}
        pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def prepare_text(content: Any) -> None:
    """Render the pictures of one post or page."""
    # `content` resolves links, for which it is too early: other sources have not been read.
    html = html_of(content)
    folder = os.path.dirname(content.source_path)  # noqa: PTH120  # most texts have no picture, and need no Path
    draw = partial(drawn, asset_cache(content.settings))
    context = RenderContext(
        partial(read, content.settings["PATH"], folder),
        draw,
        content.settings["SITEURL"],
        partial(render, content),
    )
    rendered = render_images(html, context)
    set_html(content, rendered.html)
    content.photos = {Path(folder, path): photo for path, photo in rendered.photos.items()}


def render(content: Any, name: str, /, **values: object) -> str:
    return templates_of(content.settings, TEMPLATES).render(name, lang=content.lang, **values)


def read(content: str, folder: str, path: str) -> bytes | None:
    file = Path(folder, path)
    # Files outside the site are never read, whatever the text links to.
    if not file.is_file() or why_outside(file, site_around(Path(content).parent)):
        return None
    return file.read_bytes()


def drawn(store: str | Path, chart: Chart, name: str, title: str, description: str) -> str:
    def draw() -> bytes:
        return chart_svg.chart_svg(chart, name, title, description).encode()

    return cached_asset(Path(store), chart_svg, (chart, name, title, description), draw).decode()


@needs_no_text
def name_cards(generator: Any) -> None:
    for kind in ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations"):
        for article in getattr(generator, kind):
            # A translation has the slug of its original.
            language = "" if article.in_default_lang else f"{article.lang}/"
            article.card = f"cards/{language}{article.slug}.png"


def add_globals(generator: Any) -> None:
    generator.env.globals.update(SITE_CARD=SITE_CARD)


def asset_cache(settings: Settings) -> Path:
    """Return the folder of cached pictures."""
    given = value_of(settings, "ASSET_CACHE")
    return Path(given) if given else Path(PROJECT_FOLDER, ASSETS.name)


def card_of(article: Any, words: SiteTranslations) -> Card:
    date = date_of(article).in_words(words, article.lang)
    return Card(plain(article.title), (date, str(article.category)), article.settings["SITENAME"], article.lang)


class PicturesGenerator(Generator):
    """Writes the generated pictures of pages: cards, and photos in other sizes and formats."""

    def generate_output(self, writer: object) -> None:
        for path, make in self.pictures(asset_cache(self.settings)):
            write_file(writer, self.output_path, path, make)

    def pictures(self, store: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
        # A draft has no place in production, and its pictures have none either.
        read = self.context["generated_content"].values()
        texts = [text for text in read if hasattr(text, "photos") and text.save_as]
        for text in texts:
            for file, photo in text.photos.items():
                yield from renditions(store, file, photo)
        of_site = Card(self.settings.get("SITESUBTITLE", ""), (), self.settings["SITENAME"])
        yield SITE_CARD, partial(card, store, of_site)
        words = words_of(self.settings)
        for text in texts:
            if hasattr(text, "card"):
                yield text.card, partial(card_for, store, text, words)


def renditions(store: Path, file: Path, photo: Photo) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for form in photo.forms:
        for width in photo.widths:
            yield photo.path(width, form), partial(rendition, store, file, photo, width, form)


def rendition(store: Path, file: Path, photo: Photo, width: int, form: str) -> bytes:
    made_from = photo.digest, width, form
    return cached_asset(store, images, made_from, lambda: images.rendition(file.read_bytes(), width, form))


def card_for(store: Path, article: Any, words: SiteTranslations) -> bytes:
    return card(store, card_of(article, words))


def card(store: Path, design: Card) -> bytes:
    found = design.fonts(folder_of_fonts())
    if found is None and design not in WITHOUT_TEXT:
        WITHOUT_TEXT.add(design)
        fact = "no font here has all letters of '%s' and what stands beside it, so its card has no text; %s"
        logger.warning(
            fact, design.title, "install fonts-noto-core, or for Chinese, Japanese and Korean fonts-noto-cjk"
        )
    return cached_asset(store, cards, (design, found), partial(cards.draw_card, design, found))


@cache
def folder_of_fonts() -> Path:
    """Return Matplotlib's folder of fonts."""
    # Not imported: that takes longer than drawing a card.
    matplotlib = find_spec("matplotlib")
    return Path(str(matplotlib and matplotlib.origin)).parent / "mpl-data" / "fonts" / "ttf"


def finish(pelican: Any) -> None:
    """Publish the minified stylesheets."""
    output = Path(pelican.settings["OUTPUT_PATH"])
    for stylesheet in sorted((output / pelican.settings["THEME_STATIC_DIR"]).rglob("*.css")):
        stylesheet.write_bytes(published(stylesheet))


def add_generator(pelican: object) -> type[PicturesGenerator]:  # noqa: ARG001  # Pelican's signature
    return PicturesGenerator


def register() -> None:
    signals.initialized.connect(start)
    signals.generator_init.connect(add_globals)
    signals.content_object_init.connect(prepare_text)
    signals.article_generator_finalized.connect(name_cards)
    signals.get_generators.connect(add_generator)
    signals.finalized.connect(finish)
