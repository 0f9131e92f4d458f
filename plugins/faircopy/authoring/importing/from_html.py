"""Converts HTML to Markdown that renders as the HTML did in a browser."""

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

LANGUAGE = re.compile(r"^(?:language|lang|brush|highlight(?:-source)?|sourceCode)[-:]?\s*(?P<name>[\w+#.-]+)$")
NOT_LANGUAGES = frozenset(("highlight", "highlighttable", "code", "codehilite", "literal-block", "prettyprint"))
RUN = re.compile("`{3,}")
# What would be markup at the start of a line.
START = re.compile(r"^(?P<indent>[ ]*)(?:(?P<number>\d+)(?P<dot>[.)])(?=\s|$)|(?P<mark>[#+>=~-]))", re.MULTILINE)
# What would be a reference to a character, though the page showed it as typed.
REFERENCE = re.compile(r"&(?=#?\w+;)")
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
        if not code.strip():
            return ""
        mark = "`" * max([3, *(len(run) + 1 for run in RUN.findall(code))])
        return f"\n\n{mark}{language_of(el)}\n{code}\n{mark}\n\n"

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


def language_of(pre: Tag) -> str:
    """Return the language of a code block, by the classes that highlighters give it."""
    inner = pre.find("code")
    near = [inner if isinstance(inner, Tag) else None, pre, pre.parent, pre.parent.parent if pre.parent else None]
    for one in near:
        classes: Any = (one.get("class") or []) if one else []
        words = classes if isinstance(classes, list) else str(classes).split()
        for number, word in enumerate(words):
            if (found := LANGUAGE.match(word.rstrip(";"))) and found["name"] not in NOT_LANGUAGES:
                return found["name"].removeprefix("source-")
            if word.rstrip(";:") == "brush" and words[number + 1 :]:
                return str(words[number + 1]).rstrip(";")
            # docutils: <pre class="code python literal-block">
            if number and words[0] == "code" and word not in NOT_LANGUAGES:
                return str(word)
    return ""


def markdown_of(html: str) -> tuple[str, list[str]]:
    """Return HTML as Markdown, and the parts without an equivalent: "iframe https://…"."""
    soup = BeautifulSoup(html, "html.parser")
    lost = []
    for one in soup.find_all(list(KEPT)):
        address = str(one.get("src") or one.get("data") or "")
        lost.append(f"{one.name} {address}".strip())
        # Nobody reads a script.
        if one.name != "script" and address.startswith(("http://", "https://", "/")):
            link = soup.new_tag("a", href=address)
            link.string = address
            one.replace_with(link)
        else:
            one.decompose()
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
