"""Files that run when somebody opens them: SVG, XML and HTML from the content, which would do so as the site itself.

A browser gives a file that stands on the site all that the site's own pages may do. What draws is let through, by
name; what runs, fetches or leads astray is refused, and nothing is changed in silence.
"""

from collections.abc import Iterator

from faircopy.media.active_html import html_faults
from faircopy.media.active_xml import XmlReader
from faircopy.media.faults import Fault
from faircopy.media.sniffing import HEAD_BYTES, Kind, kind_of, sniffs_as_html


def faults_of(name: str, data: bytes) -> Iterator[Fault]:
    """Yield what would run, fetch or lead astray in the file `name`; nothing for a kind that only is what it shows."""
    match kind_of(name, data[:HEAD_BYTES]):
        case Kind.PACKED:
            yield Fault(1, 1, "it is packed, so nobody sees what is in it", "save it as a plain '.svg'")
        case Kind.HTML:
            yield from html_faults(data)
        case Kind.DRAWING:
            yield from XmlReader(is_drawing=True).read(data)
        case Kind.XML:
            yield from XmlReader().read(data)
        case Kind.MARKUP:
            yield from (html_faults(data) if sniffs_as_html(data) else ())
            yield from XmlReader(must_be_xml=False).read(data)
