"""Finds active content in an HTML file of the content folder."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.markdown.references import unescape
from faircopy.markdown.schemes import WITHIN, forbidden_scheme
from faircopy.media.active_css import fault_in_css
from faircopy.media.faults import MediaFault
from faircopy.offsets import place_at

ACTIVE_ELEMENTS = frozenset(
    ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "foreignobject", "handler")
)
ADDRESSES = frozenset(
    ("href", "src", "xlink:href", "action", "formaction", "data", "poster", "background", "cite", "ping")
)
FETCHING = frozenset(("src", "srcset", "poster", "background", "imagesrcset", "ping", "lowsrc", "dynsrc", "manifest"))
# Kinds of `link` that a browser only notes: https://html.spec.whatwg.org/multipage/links.html#linkTypes
NOTED_LINKS = frozenset(("alternate", "author", "canonical", "help", "hub", "license", "me", "next", "prev", "self"))
REFRESH_ADDRESS = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?(?P<url>[^\"']*)", re.IGNORECASE)
# As an address begins that leads away, alone or in a list; a browser takes a backslash for a slash.
ELSEWHERE = re.compile(r"(?:^|,)[\x00-\x20]*(?:(?:https?|ftps?|wss?):|[/\\]{2})", re.IGNORECASE)


def html_faults(data: bytes) -> Iterator[MediaFault]:
    """Yield one fault for each active element."""
    # As a browser would, whatever its encoding: the names that matter are ASCII in all that browsers know.
    text = data.decode("utf-8", errors="replace").replace("\0", "")
    for node in LexborHTMLParser(text).css("*"):
        if why := fault_in_element(node):
            line, column = tag_position(str(node.tag), text)
            yield MediaFault(line, column, f"'<{node.tag}>' {why}", "take it out, or make a post or page of this file")


def fault_in_element(node: LexborNode) -> str:
    tag, attributes = str(node.tag).lower(), {name.lower(): value or "" for name, value in node.attributes.items()}
    faults = (fault_in_attribute(name, value) for name, value in attributes.items())
    return fault_of_tag(tag, attributes, node) or next(filter(None, faults), "")


def fault_of_tag(tag: str, attributes: Mapping[str, str], node: LexborNode) -> str:
    if tag in ACTIVE_ELEMENTS:
        return "runs a script, or shows another document"
    if tag == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        return fault_in_refresh(attributes.get("content", ""))
    if tag == "link" and leads_elsewhere(attributes.get("href", "")):
        is_noted = {*attributes.get("rel", "").lower().split()} <= NOTED_LINKS
        return "" if is_noted and attributes.get("rel") else "fetches something from another site"
    if tag in {"animate", "set"} and changes_address(attributes.get("attributename", "")):
        return "would change where something leads"
    return fault_in_css(node.text()) if tag == "style" else ""


def fault_in_attribute(name: str, value: str) -> str:
    if name.startswith("on"):
        return f"has '{name}', which runs a script"
    if name in ("srcdoc", "is"):
        return f"has '{name}', which makes something else of it"
    if name in ADDRESSES and (scheme := forbidden_scheme(value)):
        return f"has an address with the scheme '{scheme}:'"
    if fetches_elsewhere(name, value):
        return "fetches something from another site"
    return fault_in_css(value) if name == "style" else ""


def fault_in_refresh(content: str) -> str:
    """A page may redirect to another page, but not to something that runs."""
    found = REFRESH_ADDRESS.match(content)
    scheme = forbidden_scheme(found["url"]) if found else None
    return f"leads on to an address with the scheme '{scheme}:'" if scheme else ""


def changes_address(attribute: str) -> bool:
    """Tell whether an SVG animation of this attribute changes an address."""
    name = attribute.strip().rpartition(":")[2].lower()
    return name in {"href", "src", "style"} or name.startswith("on")


def fetches_elsewhere(attribute: str, value: str) -> bool:
    return attribute in FETCHING and leads_elsewhere(value)


def leads_elsewhere(value: str) -> bool:
    return bool(ELSEWHERE.search(WITHIN.sub("", unescape(value))))


def tag_position(tag: str, text: str) -> tuple[int, int]:
    """Return where the first such tag is; the start of the file if the parser added it."""
    found = re.search(rf"<{re.escape(tag)}\b", text, re.IGNORECASE)
    start = found.start() if found else 0
    return place_at(text, start)
