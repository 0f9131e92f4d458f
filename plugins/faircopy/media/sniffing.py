"""The type that a browser assigns to a file: by an unambiguous suffix, otherwise by its contents."""

import re
from enum import StrEnum
from pathlib import PurePath

PACKED = (".svgz",)
DRAWING = (".svg",)
XML = (".xml", ".xhtml", ".xht", ".rss", ".atom", ".rdf", ".mml", ".xsl", ".xslt")
HTML = (".html", ".htm", ".shtml")
# Shown as text or pixels, played, or saved, whatever is in them.
INERT = frozenset(
    """
    .avif .bmp .gif .ico .jpeg .jpg .png .tif .tiff .webp .mp3 .mp4 .ogg .wav .webm .otf .ttf .woff .woff2 .pdf
    .conf .css .csv .ini .js .json .log .markdown .md .mjs .text .toml .tsv .txt .vtt .wasm .yaml .yml
    .pf_fragment .pf_index .pf_meta .pagefind .map
    """.split()  # noqa: SIM905  # a list would be a line for each
)
# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
HTML_BEGINNING = re.compile(
    rb"[\s]*<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >])",
    re.IGNORECASE,
)
MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\t\n\x0c\r ]*(?P<markup><)?")
HEAD_BYTES = 4096  # bytes that tell


class MediaKind(StrEnum):
    """How a browser opens a file."""

    PACKED = "packed"
    DRAWING = "drawing"  # an SVG by its ending
    XML = "xml"  # by its ending
    HTML = "html"  # by its ending
    MARKUP = "markup"  # begins as XML or HTML does, under an ending that says nothing
    INERT = "inert"


def kind_of(name: str, head: bytes) -> MediaKind:
    """Return the kind of the file `name`; `head` has at least its first HEAD bytes."""
    ending = PurePath(name).suffix.lower()
    for kind, endings in (
        (MediaKind.PACKED, PACKED),
        (MediaKind.DRAWING, DRAWING),
        (MediaKind.XML, XML),
        (MediaKind.HTML, HTML),
    ):
        if ending in endings:
            return kind
    if ending in INERT:
        return MediaKind.INERT
    found = MARKUP.match(head)
    is_blank = found is not None and len(head) >= HEAD_BYTES and found.end() == len(head)
    return MediaKind.MARKUP if found and (found["markup"] or is_blank) else MediaKind.INERT


def sniffs_as_html(data: bytes) -> bool:
    """Tell whether a browser that gets no type reads some bytes as HTML."""
    text = data[: 2 * HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return HTML_BEGINNING.match(text.replace(b"\0", b"")) is not None
