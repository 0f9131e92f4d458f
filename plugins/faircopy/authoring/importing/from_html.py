"""Converts HTML to Markdown that renders as the HTML did in a browser."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.pre_blocks import fenced, language_of, with_code_kept

# What would be markup at the start of a line.
START = re.compile(r"^(?P<indent>[ ]*)(?:(?P<number>\d+)(?P<dot>[.)])(?=\s|$)|(?P<mark>[#+>=~-]))", re.MULTILINE)
# What would be a reference to a character, though the page showed it as typed.
REFERENCE = re.compile(r"&(?=#?\w+;)")
RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
KEPT = frozenset(("iframe", "video", "audio", "object", "embed", "svg", "form", "script"))


class PlainConverter(MarkdownConverter):
    """markdownify, with code unchanged byte for byte, and with literal `<`."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"([\\`*])", r"\\\1", text)
        text = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)
        text = re.sub(r"\](?=[(\[:])", r"\\]", text)
        text = text.replace("|", r"\|") if parent_tags & {"td", "th"} else text
        text = REFERENCE.sub("&amp;", text).replace("<", "&lt;")
        return START.sub(escaped_start, text) if parent_tags & {"p", "div", "li", "dd", "blockquote"} else text

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # as it calls it
        code = el.get_text().removeprefix("\n")
        code = code.removesuffix("\n")
        return f"\n\n{fenced(code, language_of(el))}\n\n" if code.strip() else ""

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return an item with its content indented by four spaces, as Python-Markdown requires."""
        made = str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]  # its types leave these out
        first, *rest = made.rstrip("\n").split("\n")
        old = len(first) - len(re.sub(r"^(?:\d+\.|[*+-])\s+", "", first))
        return "\n".join([first, *(f"    {line[old:]}" if line.strip() else "" for line in rest)]) + "\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_img(without_markup(el), text, parent_tags - {"_inline"}))  # type: ignore[misc]

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_a(without_markup(el), text, parent_tags))  # type: ignore[misc]


def without_markup(element: Tag) -> Tag:
    """Escape an element's text so that it cannot be read as HTML or Markdown."""
    for name in ("title", "alt"):
        if value := element.get(name):
            words = " ".join(str(value).split())
            element[name] = words.replace("<", "&lt;").replace("[", "(").replace("]", ")")
    return element


def escaped_start(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['indent']}{found['number']}\\{found['dot']}"
    return f"{found['indent']}{'&gt;' if found['mark'] == '>' else chr(92) + found['mark']}"


def players_as_links(soup: BeautifulSoup) -> Iterator[str]:
    """Replace elements without an equivalent in Markdown by links; yield what each was, from the last to the first.

    Inner elements come first: an old `<object>` contains the `<embed>` that has the address.
    """
    for one in reversed(soup.find_all(list(KEPT))):
        address = address_of(one)
        yield f"{one.name} {address}".strip()
        if one.name in {"object", "video", "audio"} and one.find("a"):
            one.unwrap()
        # Nobody reads a script.
        elif one.name != "script" and address and not RUNS.match(address):
            link = soup.new_tag("a", href=address)
            link.string = address
            one.replace_with(link)
        else:
            one.decompose()


def address_of(player: Tag) -> str:
    """Return what a player plays, which may stand in an element of its own."""
    inner = player.find("source", src=True)
    within = inner.get("src") if isinstance(inner, Tag) else ""
    return str(player.get("src") or player.get("data") or within or "").strip()


def markdown_of(html: str) -> tuple[str, list[str]]:
    """Return HTML as Markdown, and a sentence about each element that has no Markdown. Raises UserError."""
    try:
        text, lost = converted(html)
    except RecursionError:
        raise UserError("its elements lie too deep within each other to be converted") from None
    return text, [f"'{one}' has no Markdown, and is a link or nothing" for one in lost]


def converted(html: str) -> tuple[str, list[str]]:
    soup = BeautifulSoup(with_code_kept(html), "html.parser")
    lost = [*players_as_links(soup)][::-1]
    # docutils has a span for what is typed as it is.
    for literal in soup.select("span.literal, tt"):
        literal.name = "code"
    for numbers in soup.select("td.linenos, td.gutter, span.lineno, .line-numbers-rows"):
        numbers.decompose()
    converter = PlainConverter(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, table_infer_header=True,
        sub_symbol="<sub>", sup_symbol="<sup>", autolinks=False,
    )  # fmt: skip
    text = str(converter.convert_soup(soup))
    return text.strip("\n") + "\n", lost
