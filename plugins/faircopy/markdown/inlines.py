"""Converts the inline tokens of a paragraph or heading to elements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown_it.token import Token

from faircopy.markdown.elements import serialisable
from faircopy.markdown.literal_words import escaped, protected

# Tokens that open an element, and what it is called.
NAMES = {"em_open": "em", "strong_open": "strong", "s_open": "del", "link_open": "a"}


@dataclass(frozen=True, slots=True)
class InlineConverter:
    """Converts inline tokens to elements."""

    store_html: Callable[[str], str]  # keeps raw HTML, and returns the mark that stands for it
    atomic: Callable[[str], str]  # marks a text as one that nobody reads again

    def add(self, root: Element, tokens: Sequence[Token]) -> None:
        """Add elements and text to `root`, which is empty."""
        parents = [root]
        words = ""

        def flush() -> None:
            nonlocal words
            if words:
                append_inline(parents[-1], protected(words))
            words = ""

        for token in tokens:
            if token.type in ("text", "text_special", "softbreak", "html_inline"):
                words += self.words_of(token)
                continue
            flush()
            if token.nesting > 0:
                parents.append(SubElement(parents[-1], NAMES[token.type], attributes_of(token)))
            elif token.nesting < 0:
                parents.pop()
            else:
                self.leaf(parents[-1], token)
        flush()

    def words_of(self, token: Token) -> str:
        match token.type:
            case "softbreak":
                return "\n"
            case "html_inline":
                return self.store_html(token.content)
            # A backslash before a letter is one.
            case "text_special" if token.content != token.markup:
                return "".join(map(special, token.content))
        return token.content

    def leaf(self, parent: Element, token: Token) -> None:
        match token.type:
            case "code_inline":
                SubElement(parent, "code").text = self.atomic(serialisable(token.content))
            case "hardbreak":
                SubElement(parent, "br")
            case "image":
                alt = serialisable(words_alone(token.children or ()))
                SubElement(parent, "img", {**attributes_of(token), "alt": alt})
            case "foreign":
                node = token.meta["node"]
                if isinstance(node, Element):
                    parent.append(node)
                else:
                    append_inline(parent, node)


def words_alone(tokens: Sequence[Token]) -> str:
    """Return the words of tokens without their marks, as the alternative text of an image."""
    words = ""
    for token in tokens:
        match token.type:
            case "image":
                words += words_alone(token.children or ())
            case "softbreak" | "hardbreak":
                words += "\n"
            case _:
                words += token.content
    return words


def special(character: str) -> str:
    """Return the placeholder of a character that was written as a reference or with a backslash."""
    return "\u0002amp\u0003amp;" if character == "&" else escaped(character)


def attributes_of(token: Token) -> dict[str, str]:
    return {name: serialisable(str(value)) for name, value in token.attrs.items() if name != "alt"}


def append_inline(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = f"{parent[-1].tail or ''}{text}"
    else:
        parent.text = f"{parent.text or ''}{text}"
