"""Converts block tokens to elements, as Python-Markdown's extensions expect them; inline text is read later."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown_it.token import Token

# https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
ALERT = re.compile(r"\[!(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|\Z)", re.IGNORECASE)
TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t\n]+(?=\S)")
ALIGNED = re.compile(r"text-align:\s*(?P<where>\w+)")
AMP = "\u0002amp\u0003"  # what Python-Markdown turns into an ampersand at the end
LIKE_A_REFERENCE = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


class StandardTitle(str):
    """The default title of an admonition, which a site may translate."""

    __slots__ = ()


# Adds, to an element, what another program makes of a text.
Foreign = Callable[[Element, str], None]


@dataclass(slots=True)
class Elements:
    """Converts tokens to elements."""

    store_html: Callable[[str], str]  # keeps raw HTML, and returns the mark that stands for it
    foreign: Mapping[str, Foreign]  # kind of token -> who makes something of it
    atomic: Callable[[str], str]  # marks a text as one that nobody reads again
    parents: list[Element] = field(default_factory=list)
    hidden: bool = False  # whether the words at hand have no paragraph of their own

    def add(self, root: Element, tokens: Sequence[Token], *, is_tight: bool) -> None:
        """Add the blocks to `root`. In a tight list item, outer paragraphs become text of `root` itself."""
        self.parents = [root]
        skip: set[int] = set()
        for number, token in enumerate(tokens):
            if number in skip:
                continue
            if token.type == "blockquote_open" and (kind := alert_kind(tokens[number : number + 3])):
                self.open_alert(kind)
                words = tokens[number + 2]
                words.content = ALERT.sub("", words.content, count=1)
                skip = set() if words.content else {number + 1, number + 2, number + 3}
            elif token.type == "admonition_open":
                classes, title = admonition_head(token.meta["classes"], token.meta["title"])
                self.open_box(classes, title)
            elif token.nesting > 0:
                self.open(token, is_tight=is_tight)
            elif token.nesting < 0:
                self.close(token)
            else:
                self.leaf(token)

    def open(self, token: Token, *, is_tight: bool) -> None:
        if token.type == "paragraph_open" and (token.hidden or (is_tight and len(self.parents) == 1)):
            self.hidden = True
            return
        element = SubElement(self.parents[-1], token.tag)
        if aligned := ALIGNED.match(str(token.attrs.get("style", ""))):
            element.set("style", f"text-align: {aligned['where']};")
        if (start := token.attrs.get("start")) is not None:
            element.set("start", str(start))
        self.parents.append(element)

    def close(self, token: Token) -> None:
        if token.type == "paragraph_close" and self.hidden:
            self.hidden = False
        else:
            self.parents.pop()

    def open_alert(self, kind: str) -> None:
        self.open_box(kind.lower(), StandardTitle(kind.capitalize()))

    def open_box(self, classes: str, title: str | None) -> None:
        box = SubElement(self.parents[-1], "div", {"class": f"admonition {classes}"})
        if title:
            SubElement(box, "p", {"class": "admonition-title"}).text = title
        self.parents.append(box)

    def leaf(self, token: Token) -> None:
        parent = self.parents[-1]
        match token.type:
            case "inline":
                self.words(parent, token.content)
            case "hr":
                SubElement(parent, "hr")
            case "html_block":
                self.raw(parent, token.content)
            case "code_block" | "fence":
                code = SubElement(SubElement(parent, "pre"), "code")
                if language := token.info.split(maxsplit=1)[:1]:
                    code.set("class", f"language-{language[0]}")
                code.text = self.atomic(serialisable(token.content))
            case _:
                self.foreign[token.type](parent, token.content)

    def words(self, parent: Element, content: str) -> None:
        task = TASK.match(content) if parent.tag == "li" or self.begins_item() else None
        if task and not len(parent) and not parent.text:
            label = SubElement(parent, "label")
            box = SubElement(label, "input", {"type": "checkbox", "disabled": "disabled"})
            if task["mark"] != " ":
                box.set("checked", "checked")
            box.tail = f" {content[task.end() :]}"
            item = parent if parent.tag == "li" else self.parents[-2]
            item.set("class", "task")
        elif self.hidden:
            append_text(parent, content)
        else:
            parent.text = content

    def begins_item(self) -> bool:
        return (
            len(self.parents) > 1
            and self.parents[-1].tag == "p"
            and self.parents[-2].tag == "li"
            and len(self.parents[-2]) == 1
        )

    def raw(self, parent: Element, content: str) -> None:
        mark = self.store_html(content.rstrip("\n"))
        append_text(parent, self.atomic(f"\n{mark}\n"))


def alert_kind(tokens: Sequence[Token]) -> str:
    """Return the kind of a quote that is a GitHub alert; "" for a plain quote."""
    if [token.type for token in tokens] != ["blockquote_open", "paragraph_open", "inline"]:
        return ""
    found = ALERT.match(tokens[2].content)
    return found["kind"] if found else ""


def admonition_head(classes: str, title: str | None) -> tuple[str, str | None]:
    """Return the classes and title of an admonition, as Python-Markdown makes them."""
    names = " ".join(classes.lower().split())
    return names, StandardTitle(names.split(" ", 1)[0].capitalize()) if title is None else title


def append_text(parent: Element, text: str) -> None:
    """Append literal text to an element."""
    if len(parent):
        parent[-1].tail = joined(parent[-1].tail, text)
    else:
        parent.text = joined(parent.text, text)


def joined(before: str | None, text: str) -> str:
    return f"{before}\n{text}" if before else text


def serialisable(text: str) -> str:
    """Escape ampersands so that Python-Markdown's serialiser does not resolve references."""
    return LIKE_A_REFERENCE.sub(f"{AMP}amp;", text) if "&" in text else text
