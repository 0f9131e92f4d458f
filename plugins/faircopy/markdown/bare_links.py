"""Turns bare addresses into links, as GitHub does: https://github.github.com/gfm/#autolinks-extension-."""

import re

from markdown_it.rules_inline import StateInline

# Characters that may precede an address: white space, or punctuation.
SCHEME = re.compile(r"(?:^|(?<=[\s*_~(\"'\u2018\u201c\[]))https?$", re.IGNORECASE)
REST = re.compile(r"://(?P<host>[\w-]+(?:\.[\w-]+)*(?::\d+)?)(?P<path>[/?#][^\s<\u0002\u0003]*)?")
ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;$")
PUNCTUATION = "?!.,:*_~'\""


def bare_link(state: StateInline, silent: bool) -> bool:
    """Parse an address whose scheme has been consumed, from the colon on."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    before = state.src[max(0, state.pos - 6) : state.pos]
    scheme, rest = SCHEME.search(before), REST.match(state.src, state.pos, state.posMax)
    if not scheme or not rest or not state.pending.endswith(scheme[0]):
        return False
    link_text = trimmed(rest[0])
    if len(link_text) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        address = scheme[0] + link_text
        opened = state.push("link_open", "a", 1)
        opened.attrs, opened.markup, opened.info = {"href": address}, "linkify", "auto"
        state.push("text", "", 0).content = address
        closed = state.push("link_close", "a", -1)
        closed.markup, closed.info = "linkify", "auto"
    state.pos += len(link_text)
    return True


def trimmed(address: str) -> str:
    """Remove punctuation that ends the sentence rather than the address."""
    while address:
        if address[-1] in PUNCTUATION or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        elif found := ENTITY_AT_END.search(address):
            address = address[: found.start()]
        else:
            break
    return address
