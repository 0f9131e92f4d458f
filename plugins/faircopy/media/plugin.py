"""Pelican plugin: gives articles what the templates show of them, makes their pictures, and indexes the site."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from faircopy.incremental.offers import ON_REQUEST, offer
from faircopy.incremental.results import RESULTS, Results
from faircopy.incremental.signals import needs_no_text, pure
from faircopy.incremental.store import PREVIOUS, SESSION
from faircopy.markdown.inside import site_around, why_outside
from faircopy.media import cards, chart_svg, images
from faircopy.media.assets import published
from faircopy.media.cards import Card
from faircopy.media.chart_data import Chart
from faircopy.media.images import FORMATS, Photo
from faircopy.media.pictures import Studio, hang_pictures
from faircopy.media.store import kept
from faircopy.metadata.dates import KnownDate, is_ahead, iso_day, known_date, nz_date, original_text
from faircopy.metadata.outline import sections_of
from faircopy.metadata.policy import data_hashes
from faircopy.metadata.reading_time import reading_minutes
from faircopy.metadata.structured_data import Posting, blog_posting
from faircopy.related.relations import Post, Relatives, onward, relations
from faircopy.search.index import write_index

Settings = dict[str, Any]
SITE_CARD = "cards/site.png"


def add_filters(generator: Any) -> None:
    generator.env.filters.update(
        nz_date=pure(nz_date),
        original_text=pure(original_text),
        known_date=date_of,
        data_hashes=pure(data_hashes),
        sections=pure(sections_of),
        structured_data=structured_data,
    )
    generator.env.globals.update(SITE_CARD=SITE_CARD)
    generator.env.tests.update(ahead=ahead)


def date_of(article: Any) -> KnownDate:
    # Metadata come as text, or as dates, numbers and booleans from a YAML reader: hence str().
    approximate = str(getattr(article, "date_approximate", "")).lower() in {"yes", "true"}
    return known_date(article.date, str(getattr(article, "original", None) or ""), approximate=approximate)


def ahead(article: Any) -> bool:
    # The clock is read for the author only: templates ask this where unpublished texts are shown.
    return is_ahead(article.date, dt.datetime.now(article.date.tzinfo))


def prepare_text(content: Any) -> None:
    """Put the pictures of one post or page in place, and note how long it takes to read."""
    # `content` resolves links, for which it is too early: other sources have not been read.
    html: str | None = content._content  # noqa: SLF001
    if html is None:
        return
    folder = os.path.dirname(content.source_path)  # noqa: PTH120  # most texts have no picture, and need no Path
    draw = partial(drawn, content.settings["MADE_BEFORE"])
    hung = hang_pictures(
        html, Studio(partial(read, content.settings["PATH"], folder), draw, content.settings["SITEURL"])
    )
    content._content = hung.html  # noqa: SLF001
    results: Results | None = content.settings.get(RESULTS)
    content.reading_minutes = results.of(reading_minutes, hung.html) if results else reading_minutes(hung.html)
    content.photos = {Path(folder, path): photo for path, photo in hung.photos.items()}


def read(content: str, folder: str, path: str) -> bytes | None:
    file = Path(folder, path)
    # What leads out of the site is no file of a text, whatever the text says.
    if not file.is_file() or why_outside(file, site_around(Path(content).parent)):
        return None
    return file.read_bytes()


def drawn(store: str | Path, chart: Chart, name: str, title: str, description: str) -> str:
    def draw() -> bytes:
        return chart_svg.chart_svg(chart, name, title, description).encode()

    return kept(Path(store), chart_svg, (chart, name, title, description), draw).decode()


@needs_no_text
def relate(generator: Any) -> None:
    """Have templates find out which others a reader of an article may want next, and name its card."""
    articles = {article.slug: article for article in generator.articles}
    found = relations(post_of(article) for article in generator.articles)
    generator.env.filters["onward"] = partial(onward_of, articles, found)
    for kind in ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations"):
        for article in getattr(generator, kind):
            # A translation has the slug of its original.
            language = "" if article.in_default_lang else f"{article.lang}/"
            article.card = f"cards/{language}{article.slug}.png"


def onward_of(articles: Mapping[str, Any], found: Relatives, article: Any) -> list[tuple[Any, str]]:
    """Return the articles that `article` leads to, with the words that say why; none for what is not in the list."""
    # A hidden article may share its slug with one that is not.
    listed = articles.get(article.slug)
    if listed is None or listed is not article:
        return []
    return [(articles[other], why) for other, why in onward(found[article.slug])]


def structured_data(article: Any) -> Markup:
    return Markup(blog_posting(posting_of(article)))  # noqa: S704  # escaped there


def post_of(article: Any) -> Post:
    tags = frozenset(tag.slug for tag in getattr(article, "tags", ()))
    return Post(article.slug, article.date, tags, str(getattr(article, "series", "")))


def posting_of(article: Any) -> Posting:
    settings: Settings = article.settings
    modified = getattr(article, "modified", None)
    return Posting(
        url=f"{settings['SITEURL']}/{article.url}",
        title=plain(article.title),
        summary=plain(article.metadata.get("summary", "")),
        author=settings["AUTHOR"],
        author_url=f"{settings['SITEURL']}/{settings['ABOUT_URL']}",
        published=date_of(article).iso,
        modified=iso_day(modified) if modified else "",
        language=article.lang,
        image=f"{settings['SITEURL']}/{article.card}",
        keywords=tuple(tag.name for tag in getattr(article, "tags", ())),
    )


def card_of(article: Any) -> Card:
    return Card(plain(article.title), (str(date_of(article)), str(article.category)), article.settings["SITENAME"])


def plain(html: str) -> str:
    return str(Markup(html).striptags())  # noqa: S704  # read as HTML, returned as text


class PicturesGenerator(Generator):
    """Writes the pictures that pages name and no source holds: cards, and photos in other sizes and formats."""

    def generate_output(self, writer: object) -> None:
        for path, make in self.pictures(Path(self.settings["MADE_BEFORE"])):
            offer(writer, self.output_path, path, make)

    def pictures(self, store: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
        # A draft has no place in production, and its pictures have none either.
        read = self.context["generated_content"].values()
        texts = [text for text in read if hasattr(text, "photos") and text.save_as]
        for text in texts:
            for file, photo in text.photos.items():
                yield from renditions(store, file, photo)
        yield SITE_CARD, partial(card, store, Card(self.settings["SITESUBTITLE"], (), self.settings["SITENAME"]))
        for text in texts:
            if hasattr(text, "card"):
                yield text.card, partial(card_for, store, text)


def renditions(store: Path, file: Path, photo: Photo) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for form in FORMATS:
        for width in photo.widths:
            yield photo.path(width, form), partial(rendition, store, file, photo, width, form)


def rendition(store: Path, file: Path, photo: Photo, width: int, form: str) -> bytes:
    made_from = photo.digest, width, form
    return kept(store, images, made_from, lambda: images.rendition(file.read_bytes(), width, form))


def card_for(store: Path, article: Any) -> bytes:
    return card(store, card_of(article))


def card(store: Path, design: Card) -> bytes:
    # Not imported: that takes longer than drawing a card, and its fonts are all that is wanted here.
    matplotlib = find_spec("matplotlib")
    fonts = Path(str(matplotlib and matplotlib.origin)).parent / "mpl-data" / "fonts" / "ttf"
    return kept(store, cards, design, partial(cards.draw_card, design, fonts))


def finish(pelican: Any) -> None:
    """Publish the stylesheets in their compact form, and index the finished pages."""
    output = Path(pelican.settings["OUTPUT_PATH"])
    for stylesheet in sorted((output / pelican.settings["THEME_STATIC_DIR"]).rglob("*.css")):
        stylesheet.write_bytes(published(stylesheet))
    if not pelican.settings.get(ON_REQUEST):
        settings = pelican.settings
        write_index(output, settings.get(SESSION), Path(settings.get(PREVIOUS) or output))


def add_generator(pelican: object) -> type[PicturesGenerator]:  # noqa: ARG001  # Pelican's signature
    return PicturesGenerator


def register() -> None:
    signals.generator_init.connect(add_filters)
    signals.content_object_init.connect(prepare_text)
    signals.article_generator_finalized.connect(relate)
    signals.get_generators.connect(add_generator)
    signals.finalized.connect(finish)
