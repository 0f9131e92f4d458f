"""The pictures of a text: an image becomes a `picture` with sizes and formats, a chart is drawn, both get captions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser

from faircopy.media.chart_data import Chart, read_chart, table_of
from faircopy.media.images import FORMATS, Photo, photo_of

IMAGE = r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
# Python-Markdown puts an image that stands alone into a paragraph of its own.
FOUND = re.compile(rf"<p>\s*(?P<alone>{IMAGE})\s*</p>|{IMAGE}")
TAG = re.compile(r"<[^>]*>")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# What Pelican puts before a path inside the content: {attach}, {static}, {filename}.
PELICANS_PREFIX = re.compile(r"\{\w+\}")
# An image after so many words is below the first screen, and need not be fetched before it is scrolled to.
FIRST_SCREEN_WORDS = 100
# The column of style.css: 30rem on a wide screen, on a narrow one what the edges leave.
SIZES = "(min-width: 36em) 30rem, 90vw"


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made with."""

    read: Callable[[str], bytes | None]  # a file by its path as the text names it; None when there is none
    draw: Callable[[Chart, str, str, str], str]  # a chart, a name for its ids, its title and description -> SVG
    site: str  # the address that renditions stand below


@dataclass(frozen=True, slots=True)
class Hung:
    """A text with its pictures in place."""

    html: str
    photos: dict[str, Photo]  # to be rendered, by the path that the text names


def hang_pictures(html: str, studio: Studio) -> Hung:
    """Return `html` with each image of ours replaced by the picture that it stands for.

    What cannot be read stays as it is. Raises ChartError on data that cannot be drawn.
    """
    photos: dict[str, Photo] = {}
    charts: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        attributes = attributes_of(found["alone"] or found[0])
        data = None if ELSEWHERE.match(attributes["src"]) else studio.read(path_of(attributes["src"]))
        if data is None:
            return found[0]
        kinds = attributes.get("class", "").split()
        if "chart" in kinds:
            charts.append(attributes["src"])
            chart = read_chart(next((kind for kind in kinds if kind != "chart"), ""), data.decode("utf-8-sig"))
            return chart_figure(chart, f"chart-{len(charts)}", attributes, studio)
        photo = photo_of(path_of(attributes["src"]), data)
        if photo is None:
            return captioned(found, found["alone"] or found[0], attributes)
        photos[path_of(attributes["src"])] = photo
        lazy = len(TAG.sub(" ", html[: found.start()]).split()) >= FIRST_SCREEN_WORDS
        return captioned(found, picture(photo, attributes, studio.site, lazy=lazy), attributes)

    return Hung(FOUND.sub(replaced, html), photos)


def attributes_of(tag: str) -> dict[str, str]:
    node = LexborHTMLParser(tag).css_first("img")
    return {"src": "", "alt": "", **{name: value or "" for name, value in (node.attributes if node else {}).items()}}


def path_of(src: str) -> str:
    return PELICANS_PREFIX.sub("", src)


def picture(photo: Photo, attributes: dict[str, str], site: str, *, lazy: bool) -> str:
    """Return the `picture` for an image: smaller formats first, and the file itself for a browser that knows none."""
    sources = "".join(
        f'<source type="{mime}" sizes="{SIZES}" srcset="{", ".join(srcset(photo, form, site))}">'
        for form, mime in FORMATS.items()
    )
    told = {
        **{name: value for name, value in attributes.items() if name != "title"},
        # Beside the text: Pelican copies it there.
        "src": f"{{attach}}{path_of(attributes['src'])}",
        "width": str(photo.width),
        "height": str(photo.height),
        **({"loading": "lazy", "decoding": "async"} if lazy else {}),
    }
    image = " ".join(f'{name}="{escape(value)}"' for name, value in told.items())
    return f"<picture>{sources}<img {image}></picture>"


def srcset(photo: Photo, form: str, site: str) -> list[str]:
    return [f"{site}/{photo.path(width, form)} {width}w" for width in photo.widths]


def captioned(found: re.Match[str], inner: str, attributes: dict[str, str]) -> str:
    """Return an image that stands alone and has a title as a figure with that caption; any other where it stood."""
    if found["alone"] and attributes.get("title"):
        return f"<figure>{inner}<figcaption>{escape(attributes['title'], quote=False)}</figcaption></figure>"
    return f"<p>{inner}</p>" if found["alone"] else inner


def chart_figure(chart: Chart, name: str, attributes: dict[str, str], studio: Studio) -> str:
    """Return the chart with its caption, and its data as a table below it."""
    title = attributes.get("title", "")
    drawing = studio.draw(chart, name, title or attributes["alt"], attributes["alt"])
    caption = f"<figcaption>{escape(title, quote=False)}</figcaption>" if title else ""
    return f"<figure>{drawing}{caption}</figure>\n{html_table(chart)}"


def html_table(chart: Chart) -> str:
    headings, rows = table_of(chart)
    head = "".join(f'<th scope="col">{escape(heading, quote=False)}</th>' for heading in headings)
    body = "\n".join(f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    # As faircopy.media.extension wraps the tables of the Markdown.
    return f'<div class="table" role="group" aria-label="Table" tabindex="0">{table}</div>'
