"""The addresses and HTML in a feed of any format (Atom, RSS, JSON Feed), whoever wrote it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

# By these names Pelican's settings, a plugin and `content/extra` may call one.
ENDINGS = (".xml", ".atom", ".rss", ".rdf", ".json")
# Elements that are an address, by their local names.
ADDRESSES = frozenset(("link", "uri", "icon", "logo", "guid", "comments", "docs", "url", "id"))
ATTRIBUTES = frozenset(("href", "src", "url", "uri", "scheme"))
# Elements that hold HTML, or may.
TEXTS = frozenset(("content", "summary", "title", "subtitle", "description", "encoded", "rights"))
JSON_HTML = frozenset(("content_html", "summary", "title", "description"))
ATOM = "{http://www.w3.org/2005/Atom}"
PREFIX = re.compile(r"(</?)[\w-]+:")
# In a feed these are names, and no address.
NO_ADDRESS = ("tag:", "urn:")


@dataclass(frozen=True, slots=True)
class FeedText:
    """The addresses and pieces of HTML of a feed."""

    addresses: tuple[str, ...] = ()
    html: tuple[str, ...] = ()  # what some reader of feeds may take for HTML
    certain_html: tuple[str, ...] = ()  # what every one does, by the format's own rules


def is_feed(name: str) -> bool:
    """Tell whether a file may be a feed, by its name."""
    return name.lower().endswith(ENDINGS)


def html_of_feed(data: bytes) -> FeedText:
    """Return the addresses and HTML of a feed; nothing for other files and invalid feeds."""
    if data.lstrip()[:1] == b"{":
        return of_json(data)
    try:
        root = ET.fromstring(data)  # noqa: S314  # expat itself limits what entities may become
    except (ET.ParseError, ValueError):
        return FeedText()
    return of_xml(root) if local(root) in {"feed", "rss", "RDF"} else FeedText()


def of_xml(root: ET.Element) -> FeedText:
    addresses: list[str] = []
    texts: list[str] = []
    certain_html: list[str] = []
    for element in root.iter():
        addresses += [value for name, value in element.attrib.items() if local_name(name) in ATTRIBUTES]
        if local(element) in ADDRESSES:
            addresses.append((element.text or "").strip())
        if local(element) in TEXTS and (element.text or "").strip():
            texts.append(str(element.text))
        if local(element) in TEXTS and (html := html_of_element(element)):
            certain_html.append(html)
    return FeedText(
        tuple(one for one in addresses if one and not one.startswith(NO_ADDRESS)), tuple(texts), tuple(certain_html)
    )


def html_of_element(element: ET.Element) -> str:
    """Return the HTML of an element; "" for plain text, which is the default of titles."""
    kind = element.get("type", "")
    if len(element):
        # XHTML: https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3
        return PREFIX.sub(r"\1", "".join(ET.tostring(child, "unicode") for child in element))
    is_html = "html" in kind if element.tag.startswith(ATOM) else local(element) in {"description", "encoded"}
    return (element.text or "") if is_html else ""


def of_json(data: bytes) -> FeedText:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return FeedText()
    if not isinstance(value, dict) or not str(value.get("version", "")).startswith("https://jsonfeed.org/"):
        return FeedText()
    found = list(strings(value))
    addresses = [text for name, text in found if is_address(name) and not text.startswith(NO_ADDRESS)]
    certain_html = tuple(text for name, text in found if name == "content_html")
    return FeedText(tuple(addresses), tuple(text for name, text in found if name in JSON_HTML), certain_html)


def is_address(name: str) -> bool:
    return name in {"url", "image", "banner_image", "icon", "favicon", "avatar", "id"} or name.endswith("_url")


def strings(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each string in a JSON value with its key."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from strings(one, str(key))
    elif isinstance(value, list):
        for one in value:
            yield from strings(one, name)


def local(element: ET.Element) -> str:
    return local_name(element.tag)


def local_name(name: str) -> str:
    return name.rpartition("}")[2]
