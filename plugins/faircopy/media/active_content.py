"""Files that run when somebody opens them: SVG, XML and HTML from the content, which would do so as the site itself.

A browser gives a file that stands on the site all that the site's own pages may do. What draws is let through, by
name; what runs, fetches or leads astray is refused, and nothing is changed in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from xml.parsers import expat

from faircopy.markdown.schemes import forbidden_scheme
from faircopy.media.active_css import fault_in_css
from faircopy.media.active_html import ACTIVE_ELEMENTS, changes_address, fetches_elsewhere, html_faults
from faircopy.media.faults import Fault

PACKED = (".svgz",)
XML = (".svg", ".xml", ".xhtml", ".xht", ".rss", ".atom", ".rdf", ".mml", ".xsl", ".xslt")
HTML = (".html", ".htm", ".shtml")
RUNNABLE = (*PACKED, *XML, *HTML)

SVG_SPACE = "http://www.w3.org/2000/svg"
XHTML_SPACE = "http://www.w3.org/1999/xhtml"
EVENTS_SPACE = "http://www.w3.org/2001/xml-events"
XML_SPACE = "http://www.w3.org/XML/1998/namespace"
# https://www.w3.org/TR/SVG2/eltindex.html, without what holds or runs other languages, and what fetches.
DRAWING = frozenset(
    """
    a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence filter g image line linearGradient marker mask metadata mpath path pattern polygon
    polyline radialGradient rect set stop style svg switch symbol text textPath title tspan use view
    """.split()  # noqa: SIM905  # a list would be a line for each
)
ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "set"))
REFERENCES = frozenset(("href", "src"))
# Pixels, in which nothing runs; an SVG within an SVG would have to be looked at in turn.
PIXELS = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*")
ENCODINGS = frozenset(("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"))
SHORT = 40  # characters of a value that are shown


def faults_of(name: str, data: bytes) -> Iterator[Fault]:
    """Yield what would run, fetch or lead astray in the file `name`; nothing for a kind that only is what it shows."""
    ending = PurePath(name).suffix.lower()
    if ending in PACKED:
        yield Fault(1, 1, "it is packed, so nobody sees what is in it", "save it as a plain '.svg'")
    elif ending in HTML:
        yield from html_faults(data)
    elif ending in XML:
        yield from XmlReader().read(data)


@dataclass(frozen=True, slots=True)
class Attribute:
    space: str  # its namespace; "" where it has none
    name: str
    value: str


class XmlReader:
    """Reads one document with expat, which tells where everything stands."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.styles: list[str] | None = None  # the text of the `style` that is open
        # Names with the namespace before them; entities of the document's own are refused, so none is expanded.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.XmlDeclHandler = self.declaration

    def read(self, data: bytes) -> list[Fault]:
        try:
            self.parser.Parse(data, True)
        except DeclaredError:
            pass
        except (expat.ExpatError, ValueError, LookupError) as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "offset", 0) + 1
            why = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
            fact = f"it is no XML ({why}), and a browser shows and runs what comes before the error"
            self.faults.append(Fault(line, column, fact, "correct it, or save it anew"))
        return self.faults

    def fault(self, fact: str, hint: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.faults.append(Fault(line, column, fact, hint))

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002  # expat's signature
        # In others a browser may see other characters than we do.
        if encoding and encoding.lower() not in ENCODINGS:
            self.fault(f"it is written in '{encoding}'", "save it as UTF-8")

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:  # noqa: ARG002
        if internal:
            self.fault("it declares entities of its own", "take the part in brackets out of its DOCTYPE")
            raise DeclaredError

    def instruction(self, target: str, text: str) -> None:  # noqa: ARG002  # expat's signature
        if target.lower() == "xml-stylesheet":
            self.fault("'<?xml-stylesheet …?>' makes another document of it", "take the line out")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        shown = f"<{name}>"
        named = [Attribute(*split(one), value) for one, value in attributes.items()]
        is_known = space in {SVG_SPACE, XHTML_SPACE, ""}
        if space == EVENTS_SPACE or (is_known and name.lower() in ACTIVE_ELEMENTS):
            self.fault(f"'{shown}' runs a script, or shows another document", "take it out")
        elif space == SVG_SPACE and name not in DRAWING:
            self.fault(f"'{shown}' is nothing that draws", "take it out; a drawing program saves it as 'plain SVG'")
        if space in {SVG_SPACE, ""} and name == "style":
            self.styles = []
        for attribute in named:
            self.attribute(space, name, attribute)

    def attribute(self, space: str, element: str, attribute: Attribute) -> None:
        name, value = attribute.name.lower(), attribute.value
        shown = f'{attribute.name}="{" ".join(value.split())[:SHORT]}"'
        if name.startswith("on") or attribute.space == EVENTS_SPACE:
            self.fault(f"'{shown}' of '<{element}>' runs a script", "take it out")
        elif attribute.space == XML_SPACE and name == "base":
            self.fault(f"'xml:{shown}' turns all addresses of the file to another place", "take it out")
        elif element in ANIMATIONS and name == "attributename" and changes_address(value):
            self.fault(f"'{shown}' of '<{element}>' would change where something leads", "take it out")
        elif name in REFERENCES and (wrong := fault_in_reference(space, element, value)):
            self.fault(f"'{shown}' of '<{element}>' {wrong}", "draw it here, or write '#id' of a part of this file")
        elif space == XHTML_SPACE and fetches_elsewhere(name, value):
            self.fault(f"'{shown}' of '<{element}>' fetches something from another site", "take it out")
        elif name not in REFERENCES and space in {SVG_SPACE, XHTML_SPACE} and forbidden_address(value):
            self.fault(f"'{shown}' of '<{element}>' leads to a script", "take it out")
        elif why := fault_in_css(value) if "(" in value or name == "style" else "":
            self.fault(f"'{shown}' of '<{element}>' {why}", "write 'url(#id)' of a part of this file")

    def text(self, data: str) -> None:
        if self.styles is not None:
            self.styles.append(data)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "style" and self.styles is not None:
            if why := fault_in_css("".join(self.styles)):
                self.fault(f"the '<style>' that ends here {why}", "take that rule out")
            self.styles = None


class DeclaredError(Exception):
    """Nothing more is read: what the document has declared could be anything."""


def split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


def forbidden_address(value: str) -> bool:
    # `values` has several; of other attributes only what runs matters: 'x: y' is no address.
    return any(forbidden_scheme(one) in {"javascript", "vbscript", "livescript"} for one in value.split(";"))


def fault_in_reference(space: str, element: str, value: str) -> str:
    """Return why an element of a drawing may not refer to `value`; "" where it may."""
    address = value.strip()
    if space != SVG_SPACE or element == "a":
        return f"has the scheme '{scheme}:'" if (scheme := forbidden_scheme(address)) else ""
    if address.startswith("#") or not address or (element in {"image", "feImage"} and PIXELS.fullmatch(address)):
        return ""
    return "is not in this file"
