"""Rewrites inline Markdown, with HTML tags in it, as Markdown that a question may contain."""

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faircopy.checklists.adopt.model import MAX_PARAGRAPH_CHARS, AdoptionError, AdoptionNotes
from faircopy.checklists.reading.inline import WHOLE_ADDRESS

SPECIAL = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
BRACES = re.compile(r"\{[^{}`]*\}")
ESCAPED = re.compile(r"\\(?=[^\w\s])")
# What a line must not begin with, or it is no paragraph.
LINE_START = re.compile(r"^(?=[-+#=]|\d+[.)](?:\s|$)|:\s|!!!|\?\?\?)")
TYPOGRAPHIC = re.compile("[\u2010-\u201f\u2026\u00a0\u202f]")
EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
# Tags that are dropped in a question; their contents stay.
PLAIN = re.compile(
    "a|br|p|div|span|su[bp]|u|small|kbd|samp|var|abbr|mark|del|s|ins|details|summary|q|cite|font|center|picture|source|"
    "[uod]l|li|d[dt]|table|t[rdh]|tbody|thead|h[1-6r]|section|pre|em|strong|b|i|label|form|"
    "button|select|option|textarea|fieldset|legend|input"
)
HIDDEN = frozenset(("script", "style", "template", "iframe", "object"))
PRIORITIES = ("critical", "essential", "must", "high", "important", "recommended", "medium", "should", "optional",
              "advanced", "low", "could")  # fmt: skip


class HtmlTag(HTMLParser):
    """Parses one HTML tag."""

    name, is_end = "", False

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name, self.attributes = tag, {key: value or "" for key, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        self.name, self.is_end = tag, True


class InlineRewriter:
    """Rewrites inline Markdown without what a question cannot contain, and notes what is left out."""

    def __init__(
        self, parser: MarkdownIt, notes: AdoptionNotes, base: str = "", references: Mapping[str, Any] | None = None
    ) -> None:
        self.parser, self.notes, self.base = parser, notes, base
        self.env: dict[str, Any] = {"references": references or {}}
        self.priority = ""  # the one that a picture says, of the last text
        self.is_text = False
        self.closing: list[str] = []  # what ends each link that is open
        self.hidden = ""  # the tag that is left out with what is in it
        self.until = ""  # what ends code, or a link by its bare address

    def written(self, source: str, place: int | str, *, is_text: bool = False) -> str:
        """Return `source` as inline Markdown on one line; in text a picture of a priority is its word.

        Raises AdoptionError if it is too long and nothing can be left out.
        """
        if len(source) > MAX_PARAGRAPH_CHARS:
            fact = f"one text has {len(source)} characters, and at most {MAX_PARAGRAPH_CHARS} are read"
            if not is_text:
                raise AdoptionError(f"at {place}: {fact}")
            self.notes.add(place, f"{fact}; it is left out")
            return ""
        self.priority, self.is_text = "", is_text
        self.closing, self.hidden, self.until = [], "", ""
        (inline,) = self.parser.parseInline(" ".join(source.split()), self.env)
        pieces = [self.piece(token, place) for token in inline.children or []]
        pieces += ["`" if self.until == "code" else "", *reversed(self.closing)]
        text = " ".join("".join(pieces).split())
        # Emphasis of nothing, where a picture was.
        return with_braces_as_code(re.sub(r"\*\*\s*\*\*|\[\]\([^)]*\)", "", text)).strip()

    def piece(self, token: Token, place: int | str) -> str:
        if token.type == "html_inline":
            return self.html(token.content, place)
        if self.hidden:
            return ""
        if self.until == "code":
            return token.content.replace("`", "'")
        if self.until == "link_close":
            self.until = "" if token.type == self.until else self.until
            return ""
        return self.markdown(token, place)

    def markdown(self, token: Token, place: int | str) -> str:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            if token.markup == "autolink":
                self.until = "link_close"
                return f"<{address.removeprefix('mailto:')}>"
            return self.link(address, place)
        if token.type == "link_close":
            return self.closing.pop() if self.closing else ""
        if token.type == "image":
            return self.picture(token.content, str(token.attrGet("src") or ""), place)
        return self.code(token, place) if token.type == "code_inline" else plain(token)

    def html(self, source: str, place: int | str) -> str:
        tag = HtmlTag(source)
        self.hidden = self.hidden_after(tag, self.hidden, place)
        if self.hidden or tag.name in HIDDEN:
            return ""
        if tag.name == "code":
            is_open = self.until == "code"
            self.until = "" if tag.is_end else "code"
            return "`" if is_open == tag.is_end else ""
        return self.tag(tag, source, place)

    def code(self, token: Token, place: int | str) -> str:
        if not TYPOGRAPHIC.search(token.content):
            return code_of(token.content)
        self.notes.add(place, f"this is no code as it stands, with typographic signs: {token.content[:60]}", "no code")
        return escaped(token.content)

    def hidden_after(self, tag: HtmlTag, hidden: str, place: int | str) -> str:
        if hidden:
            return "" if tag.is_end and tag.name == hidden else hidden
        if tag.name in HIDDEN and not tag.is_end:
            self.notes.add(place, f"<{tag.name}> is left out, with what is in it")
            return tag.name
        return ""

    def tag(self, tag: HtmlTag, source: str, place: int | str) -> str:
        if tag.name == "img":
            return self.picture(tag.attributes.get("alt", ""), tag.attributes.get("src", ""), place)
        if tag.name == "a" and tag.attributes.get("href"):
            return self.link(tag.attributes["href"], place)
        if tag.name == "a" and tag.is_end:
            return self.closing.pop() if self.closing else ""
        if tag.name in EMPHASIS:
            return EMPHASIS[tag.name]
        if PLAIN.fullmatch(tag.name) or source.startswith("<!--"):
            is_checkbox = tag.attributes.get("type", "").lower() == "checkbox"
            return "☐ " if is_checkbox else " " if tag.name in ("br", "li", "td") else ""
        return f"`{source}`" if re.fullmatch(r"<[^<>`]+>", source) else ""

    def link(self, address: str, place: int | str) -> str:
        try:
            whole = urljoin(self.base, address) if self.base else address
        except ValueError:  # no address at all: 'http://['
            whole = ""
        whole = whole.replace("{", "%7B").replace("}", "%7D")
        if WHOLE_ADDRESS.match(whole) and not re.search(r"[\s<>]", whole):
            self.closing.append(f"](<{whole}>)" if re.search(r"[()]", whole) else f"]({whole})")
            return "["
        remedy = "" if self.base else "; --base makes it whole"
        self.notes.add(place, f"the link to '{address[:80]}' is left out, its words are kept{remedy}", "link")
        self.closing.append("")
        return ""

    def picture(self, words: str, address: str, place: int | str) -> str:
        if words.strip().lower() in PRIORITIES:
            self.priority = words.strip().capitalize()
        else:
            self.notes.add(place, f"a picture is left out: {words.strip()[:60] or address[:80]}", "picture")
        return self.priority if self.is_text else ""


def plain(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type in ("text", "text_special"):
        return escaped(token.content)
    return token.markup if token.type.startswith(("strong", "em")) else escaped(token.content)


def code_of(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", unescape(text))


def with_braces_as_code(text: str) -> str:
    """Return inline Markdown in which no braces can be mistaken for an id."""
    # Every other part is code.
    parts = re.split(r"(`+[^`]*`+)", text)
    parts[::2] = [BRACES.sub(lambda found: f"`{re.sub(ESCAPED, '', found[0])}`", part) for part in parts[::2]]
    return "".join(parts)


def at_line_start(text: str) -> str:
    """Return inline Markdown that stays a paragraph at the start of a line."""
    return LINE_START.sub(r"\\", text) if not text[:1].isdigit() else re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", text)
