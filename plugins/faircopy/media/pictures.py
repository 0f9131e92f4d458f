"""Replaces images with `picture` elements of several sizes and formats, and charts with drawings, with captions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Protocol

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from faircopy.content.paths import without_prefix
from faircopy.media.chart_data import Chart, read_chart, table_of
from faircopy.media.images import FORMATS, Photo, photo_of

IMAGE = r"<img\b(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*'){0,200})>"
# Python-Markdown puts an image that stands alone into a paragraph of its own.
FOUND = re.compile(rf"<p>\s*(?P<alone>{IMAGE})\s*</p>|{IMAGE}")
TAG = re.compile(r"<[^>]*>")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# An image after so many words is below the first screen, and need not be fetched before it is scrolled to.
FIRST_SCREEN_WORDS = 100
# The column of style.css: 30rem on a wide screen, on a narrow one what the edges leave.
SIZES = "(min-width: 36em) 30rem, 90vw"


class RenderTemplate(Protocol):
    """Renders a template to HTML: `faircopy.content.templates.TextTemplates.render`."""

    def __call__(self, name: str, /, **values: object) -> str: ...


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Everything that rendering pictures needs."""

    read: Callable[[str], bytes | None]  # a file by the path in the text; None if there is none
    draw: Callable[[Chart, str, str, str], str]  # a chart, a name for its ids, its title and description -> SVG
    site: str  # the address that renditions stand below
    render: RenderTemplate


@dataclass(frozen=True, slots=True)
class RenderedImages:
    """A text with its pictures rendered."""

    html: str
    photos: dict[str, Photo]  # to be rendered, by the path that the text names


def render_images(html: str, context: RenderContext) -> RenderedImages:
    """Return `html` with each local image replaced by its picture or chart.

    Unreadable images stay unchanged. Raises ChartError for invalid chart data.
    """
    photos: dict[str, Photo] = {}
    charts: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        tag = found["alone"] or found[0]
        attributes = attributes_of(tag)
        data = None if ELSEWHERE.match(attributes["src"]) else context.read(without_prefix(attributes["src"]))
        if data is None:
            return found[0]
        kinds = attributes.get("class", "").split()
        if "chart" in kinds:
            charts.append(attributes["src"])
            chart = read_chart(next((kind for kind in kinds if kind != "chart"), ""), data.decode("utf-8-sig"))
            return chart_html(chart, f"chart-{len(charts)}", attributes, context)
        photo = photo_of(without_prefix(attributes["src"]), data)
        image: dict[str, object] = {"tag": Markup(tag), "attributes": attributes}  # noqa: S704  # Markdown's own
        if photo is not None:
            photos[without_prefix(attributes["src"])] = photo
            lazy = len(TAG.sub(" ", html[: found.start()]).split()) >= FIRST_SCREEN_WORDS
            image |= picture(photo, attributes, context.site, lazy=lazy)
        title = text(attributes.get("title", ""))
        return context.render("picture/picture.html", image=image, title=title, stands_alone=bool(found["alone"]))

    return RenderedImages(FOUND.sub(replaced, html), photos)


def attributes_of(tag: str) -> dict[str, str]:
    node = LexborHTMLParser(tag).css_first("img")
    return {"src": "", "alt": "", **{name: value or "" for name, value in (node.attributes if node else {}).items()}}


def picture(photo: Photo, attributes: dict[str, str], site: str, *, lazy: bool) -> dict[str, object]:
    """Return the template data of an image: smaller formats first, the original file for other browsers."""
    sources = [
        {"type": FORMATS[form], "sizes": SIZES, "srcset": ", ".join(srcset(photo, form, site))} for form in photo.forms
    ]
    own_attributes = {
        **{name: value for name, value in attributes.items() if name != "title"},
        # Beside the text: Pelican copies it there.
        "src": f"{{attach}}{without_prefix(attributes['src'])}",
        "width": str(photo.width),
        "height": str(photo.height),
        **({"loading": "lazy", "decoding": "async"} if lazy else {}),
    }
    return {"sources": sources, "attributes": {name: Markup(escape(value)) for name, value in own_attributes.items()}}  # noqa: S704


def srcset(photo: Photo, form: str, site: str) -> list[str]:
    return [f"{site}/{photo.path(width, form)} {width}w" for width in photo.widths]


def chart_html(chart: Chart, name: str, attributes: dict[str, str], context: RenderContext) -> str:
    """Return the chart with its caption, and its data as a table below."""
    title = attributes.get("title", "")
    drawing = context.draw(chart, name, title or attributes["alt"], attributes["alt"])
    headings, rows = table_of(chart)
    return context.render(
        "picture/chart.html",
        drawing=Markup(drawing),  # noqa: S704  # drawn here
        title=text(title),
        headings=[*map(text, headings)],
        rows=[[*map(text, row)] for row in rows],
    )


def text(words: str) -> Markup:
    return Markup(escape(words, quote=False))  # noqa: S704  # escaped
