"""Turns bare addresses into links, as GitHub does: https://github.github.com/gfm/#autolinks-extension-."""

import re
from collections.abc import Iterator
from itertools import accumulate

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from faircopy.markdown.references import unescape

SCHEME = re.compile(r"(?<![A-Za-z])(?:https?|ftp)$", re.IGNORECASE)
HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)*)"
# What ends an address: white space, a tag, or a mark of Python-Markdown.
REST = re.compile(rf"://{HOST}[^\s<\u0002\u0003]*")
# Such an address stands alone, or in brackets or emphasis.
WWW = re.compile(rf"(?:^|(?<=[\s*_~(]))www\.{HOST}[^\s<\u0002\u0003]*")
LOCAL_PART = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-_"
MAIL_SCHEME = re.compile(r"(?<![A-Za-z])(?:mailto|xmpp):$")
MAIL_HOST = re.compile(r"@(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]*[A-Za-z](?![\w@-])")
XMPP_RESOURCE = re.compile(r"/[A-Za-z0-9@.]*[A-Za-z0-9]")
HTML_LINK = re.compile(r"<(?P<closes>/)?a\b", re.IGNORECASE)
ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;$")
REFERENCE = re.compile(r"&#?[A-Za-z0-9]+;")  # with its semicolon: `&copy=1` is part of an address
PUNCTUATION = "?!.,:*_~'\";"
OPENS = {"]": "[", "}": "{"}


def bare_link(state: StateInline, silent: bool) -> bool:
    """Parse an address whose scheme has been consumed, from the colon on."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    before = state.src[max(0, state.pos - 6) : state.pos]
    scheme, rest = SCHEME.search(before), REST.match(state.src, state.pos, state.posMax)
    if not scheme or not rest or not is_host(rest["host"]) or not state.pending.endswith(scheme[0]):
        return False
    link_text = trimmed(rest[0])
    if len(link_text) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.pushPending()
        state.tokens += link_of(REFERENCE.sub(lambda one: unescape(one[0]), scheme[0] + link_text))
    state.pos += len(link_text)
    return True


def is_host(host: str) -> bool:
    """Tell whether a host may be one: GitHub allows no underscore in its last two parts."""
    return "_" not in "".join(host.split(".")[-2:])


def trimmed(address: str) -> str:
    """Remove punctuation that ends the sentence rather than the address."""
    address = address[: end_of_brackets(address)]
    while address:
        if found := ENTITY_AT_END.search(address):
            address = address[: found.start()]
        elif address[-1] in PUNCTUATION or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address


def end_of_brackets(address: str) -> int:
    """Return where a bracket or brace closes that stands around the address."""
    ends = [len(address)]
    for closing, opening in OPENS.items():
        depths = accumulate((one == opening) - (one == closing) for one in address)
        ends += [place for place, depth in enumerate(depths) if depth < 0][:1]
    return min(ends)


def link_words(state: StateInline) -> None:
    """Link what begins with `www.`, and mail addresses, in the text that is left when all else has been parsed."""
    if "@" not in state.src and "www." not in state.src:
        return
    tokens: list[Token] = []
    depth = 0
    for token in state.tokens:
        if token.type == "html_inline" and (tag := HTML_LINK.match(token.content)):
            depth = max(0, depth + (-1 if tag["closes"] else 1))
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not depth and ("@" in token.content or "www." in token.content):
            tokens += linked(token.content, is_alone=not tokens or tokens[-1].type in BEFORE_WWW)
        else:
            tokens.append(token)
    state.tokens[:] = tokens


# What may stand directly before `www.`.
BEFORE_WWW = frozenset("softbreak hardbreak em_open em_close strong_open strong_close s_open s_close".split())  # noqa: SIM905


def linked(text: str, *, is_alone: bool) -> Iterator[Token]:
    """Yield a text as tokens, its addresses as links. `is_alone`: nothing stands before its first word."""
    done = 0
    for start, end, scheme in sorted([*www_in(text, is_alone=is_alone), *mail_in(text)]):
        if start < done:
            continue
        yield Token("text", "", 0, content=text[done:start])
        yield from link_of(text[start:end], scheme)
        done = end
    yield Token("text", "", 0, content=text[done:])


def link_of(words: str, scheme: str = "") -> Iterator[Token]:
    """Yield the tokens of a link with an address as its words, in which punctuation stays as it is."""
    yield Token("link_open", "a", 1, attrs={"href": scheme + words}, markup="linkify", info="auto")
    yield Token("text_special", "", 0, content=words)
    yield Token("link_close", "a", -1, markup="linkify", info="auto")


def www_in(text: str, *, is_alone: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and missing scheme of the addresses that begin with `www.`."""
    for found in WWW.finditer(text):
        if is_host(found["host"]) and (found.start() or is_alone):
            yield found.start(), found.start() + len(trimmed(found[0])), "http://"


def mail_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and missing scheme of the mail addresses."""
    done = 0
    for found in MAIL_HOST.finditer(text):
        before = text[done : found.start()]
        local = len(before) - len(before.rstrip(LOCAL_PART))
        start, done = found.start() - local, found.end()
        if not local or text[:start].endswith("@"):
            continue
        scheme = MAIL_SCHEME.search(text[max(0, start - len("mailto:") - 1) : start])
        if scheme and scheme[0] == "xmpp:" and (resource := XMPP_RESOURCE.match(text, done)):
            done = resource.end()
        yield start - len(scheme[0]) if scheme else start, done, "" if scheme else "mailto:"
