"""Finds active content in files of the site: SVG, XML and HTML that would run as the site itself.

A browser gives such a file all rights of the site's own pages. Elements that draw are allowed, by name; anything that
runs, loads or redirects is refused. Nothing is changed silently.
"""

from collections.abc import Iterator

from faircopy.media.active_html import html_faults
from faircopy.media.active_xml import XmlReader
from faircopy.media.faults import MediaFault
from faircopy.media.sniffing import HEAD_BYTES, MediaKind, kind_of, sniffs_as_html


def faults_of(name: str, data: bytes) -> Iterator[MediaFault]:
    """Yield the active content in the file `name`; nothing for passive file types."""
    match kind_of(name, data[:HEAD_BYTES]):
        case MediaKind.PACKED:
            yield MediaFault(1, 1, "it is packed, so nobody sees what is in it", "save it as a plain '.svg'")
        case MediaKind.HTML:
            yield from html_faults(data)
        case MediaKind.DRAWING:
            yield from XmlReader(is_drawing=True).read(data)
        case MediaKind.XML:
            yield from XmlReader().read(data)
        case MediaKind.MARKUP:
            yield from (html_faults(data) if sniffs_as_html(data) else ())
            yield from XmlReader(must_be_xml=False).read(data)
