"""Finds active content in an XML document, above all in SVG."""

import re
from dataclasses import dataclass
from xml.parsers import expat

from faircopy.markdown.schemes import forbidden_scheme
from faircopy.media.active_css import fault_in_css
from faircopy.media.active_html import (
    ACTIVE_ELEMENTS,
    changes_address,
    fetches_elsewhere,
    leads_elsewhere,
)
from faircopy.media.faults import MediaFault

SVG_SPACE = "http://www.w3.org/2000/svg"
XHTML_SPACE = "http://www.w3.org/1999/xhtml"
EVENTS_SPACE = "http://www.w3.org/2001/xml-events"
MATHML_SPACE = "http://www.w3.org/1998/Math/MathML"
# Elsewhere a name is only a name to a browser: `<script>` of a build file, `online="yes"` of a list of shops.
LIVE_SPACES = frozenset((SVG_SPACE, XHTML_SPACE, MATHML_SPACE))
XML_SPACE = "http://www.w3.org/XML/1998/namespace"
# https://www.w3.org/TR/SVG2/eltindex.html, without elements that embed other languages or load something.
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
# In these a browser sees the same characters as expat; of the last, each byte of ASCII is that character.
ENCODINGS = re.compile(
    r"utf-?8|utf-16(?:[bl]e)?|us-ascii|ascii|latin1|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]", re.IGNORECASE
)
MARKED = re.compile(r"[<&%]")
MAX_VALUE_CHARS = 40  # characters of a value that are shown
LOCAL_CSS = re.compile(
    r"""(?=.*\btype\s*=\s*["']text/css["'])(?=.*\bhref\s*=\s*["'](?P<address>[^"']*)["'])""", re.DOTALL
)
# A lenient parser may go on after an error and run these.
SUSPICIOUS = re.compile(r"<(?:[\w.-]+:)?script\b|[\s\"'/]on[a-z]+\s*=\s*[\"']|(?:java|vb|live)script:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class XmlAttribute:
    space: str  # its namespace; "" if it has none
    name: str
    value: str


class XmlReader:
    """Parses one document with expat, which knows the place of everything."""

    def __init__(self, *, is_drawing: bool = False, must_be_xml: bool = True) -> None:
        """`is_drawing` for what must be an SVG and no more; without `must_be_xml` it may be something else as well."""
        self.is_drawing = is_drawing
        self.must_be_xml = must_be_xml
        self.is_rooted = False
        self.live = LIVE_SPACES
        self.faults: list[MediaFault] = []
        self.styles: list[str] | None = None  # the text of the `style` that is open
        # Names with the namespace before them; entities of the document's own are refused, so none is expanded.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.XmlDeclHandler = self.declaration
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.skipped

    def read(self, data: bytes) -> list[MediaFault]:
        try:
            self.parser.Parse(data, True)
        except DeclaredError:
            pass
        except (expat.ExpatError, ValueError, LookupError) as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "offset", 0) + 1
            why = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
            fact = f"it is no XML ({why}), and a browser shows and runs what comes before the error"
            text = data.decode("utf-8", errors="replace").replace("\0", "")
            if self.must_be_xml or SUSPICIOUS.search(text):
                self.faults.append(MediaFault(line, column, fact, "correct it, or save it anew"))
        return self.faults

    def fault(self, fact: str, hint: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.faults.append(MediaFault(line, column, fact, hint))

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002  # expat's signature
        if encoding and not ENCODINGS.fullmatch(encoding):
            self.fault(f"it is written in '{encoding}'", "save it as UTF-8")

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:  # noqa: ARG002
        if internal and self.is_drawing:
            self.fault("it declares entities of its own", "take the part in brackets out of its DOCTYPE")
            raise DeclaredError

    def entity(  # expat's signature
        self,
        name: str,
        is_parameter: bool,  # noqa: ARG002
        value: str | None,
        base: str | None,  # noqa: ARG002
        system: str | None,  # noqa: ARG002
        public: str | None,  # noqa: ARG002
        notation: str | None,
    ) -> None:
        # An address or a word may have a short name, as they do in ontologies.
        if notation is None and (value is None or MARKED.search(value)):
            what = "is another file" if value is None else "stands for markup"
            self.fault(f"it declares an entity '{name}' that {what}", "write what it stands for")
            raise DeclaredError

    def skipped(self, name: str, is_parameter: bool) -> None:  # expat's signature
        if is_parameter:
            self.fault(f"its DOCTYPE reads '%{name};', from where anything may come", "take it out")
            raise DeclaredError

    def instruction(self, target: str, text: str) -> None:
        if target.lower() != "xml-stylesheet":
            return
        css = None if self.is_drawing else LOCAL_CSS.match(text)
        if css is None or leads_elsewhere(css["address"]) or forbidden_scheme(css["address"]):
            self.fault("'<?xml-stylesheet …?>' makes another document of it", "take the line out")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        quoted = f"<{name}>"
        named = [XmlAttribute(*split(one), value) for one, value in attributes.items()]
        if not self.is_rooted:
            self.root(space, name)
        is_known = space in self.live
        if space == EVENTS_SPACE or (is_known and name.lower() in ACTIVE_ELEMENTS):
            self.fault(f"'{quoted}' runs a script, or shows another document", "take it out")
        elif space == SVG_SPACE and name not in DRAWING:
            self.fault(f"'{quoted}' is nothing that draws", "take it out; a drawing program saves it as 'plain SVG'")
        if is_known and name == "style":
            self.styles = []
        for attribute in named:
            self.attribute(space, name, attribute)

    def root(self, space: str, name: str) -> None:
        """Check the root element: a drawing or page may lack its namespace."""
        self.is_rooted = True
        if self.is_drawing or (not space and name.lower() in {"svg", "html", "math"}):
            self.live = LIVE_SPACES | {""}

    def attribute(self, space: str, element: str, attribute: XmlAttribute) -> None:
        name, value = attribute.name.lower(), attribute.value
        if space not in self.live and attribute.space != EVENTS_SPACE:
            if name in REFERENCES and forbidden_address(value):
                self.fault(f"'{attribute.name}' of '<{element}>' leads to a script", "take it out")
            return
        quoted = f'{attribute.name}="{" ".join(value.split())[:MAX_VALUE_CHARS]}"'
        if name.startswith("on") or attribute.space == EVENTS_SPACE:
            self.fault(f"'{quoted}' of '<{element}>' runs a script", "take it out")
        elif attribute.space == XML_SPACE and name == "base":
            self.fault(f"'xml:{quoted}' turns all addresses of the file to another place", "take it out")
        elif element in ANIMATIONS and name == "attributename" and changes_address(value):
            self.fault(f"'{quoted}' of '<{element}>' would change where something leads", "take it out")
        elif name in REFERENCES and (wrong := fault_in_reference(space, element, value)):
            self.fault(f"'{quoted}' of '<{element}>' {wrong}", "draw it here, or write '#id' of a part of this file")
        elif space == XHTML_SPACE and fetches_elsewhere(name, value):
            self.fault(f"'{quoted}' of '<{element}>' fetches something from another site", "take it out")
        elif name not in REFERENCES and forbidden_address(value):
            self.fault(f"'{quoted}' of '<{element}>' leads to a script", "take it out")
        elif why := fault_in_css(value) if "(" in value or name == "style" else "":
            self.fault(f"'{quoted}' of '<{element}>' {why}", "write 'url(#id)' of a part of this file")

    def text(self, data: str) -> None:
        if self.styles is not None:
            self.styles.append(data)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "style" and self.styles is not None:
            if why := fault_in_css("".join(self.styles)):
                self.fault(f"the '<style>' that ends here {why}", "take that rule out")
            self.styles = None


class DeclaredError(Exception):
    """Parsing stops: a declaration could change the meaning of everything after it."""


def split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


def forbidden_address(value: str) -> bool:
    # `values` has several; of other attributes only what runs matters: 'x: y' is no address.
    return any(forbidden_scheme(one) in {"javascript", "vbscript", "livescript"} for one in value.split(";"))


def fault_in_reference(space: str, element: str, value: str) -> str:
    """Return why an element of a drawing must not refer to `value`; "" if it may."""
    address = value.strip()
    if space != SVG_SPACE or element == "a":
        return f"has the scheme '{scheme}:'" if (scheme := forbidden_scheme(address)) else ""
    if address.startswith("#") or not address or (element in {"image", "feImage"} and PIXELS.fullmatch(address)):
        return ""
    return "is not in this file"
