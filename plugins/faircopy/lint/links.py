"""The links and images in the source of one document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markdown_it.token import Token

from faircopy.markdown.blocks import parse_blocks, parser
from faircopy.markdown.document import Document
from faircopy.markdown.outdent import outdented
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_code, without_comments
from faircopy.offsets import place_at

# https://docs.getpelican.com/en/stable/content.html#linking-to-internal-content
INTERNAL = re.compile(r"[{|](?P<what>filename|attach|static|index|tag|category|author)[|}](?P<path>.*)", re.DOTALL)
FILES = ("filename", "attach", "static")
RAW = re.compile(
    r"<(?P<tag>a|img|source|video|audio)\b(?P<attributes>(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*'){0,200}))>", re.IGNORECASE
)
ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))""", re.IGNORECASE)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
ALT = re.compile(r"(?:^|\s)alt(?=[\s=/]|$)", re.IGNORECASE)  # with or without a value


@dataclass(frozen=True, slots=True)
class SourceLink:
    """An address in a text."""

    target: str  # as it is written
    line: int  # its place
    column: int
    image: bool = False
    alt: bool = True  # whether an image says something to those who cannot see it


def find_links(document: Document) -> list[SourceLink]:
    """Return the links of a document in order, those in raw HTML included; code has none."""
    found: list[SourceLink] = []
    references = references_of(document)
    for text in find_words(document):
        if text.kind is TextKind.WORDS and ("[" in text.text or "<" in text.text):
            found += markdown_links(document, text, references)
        if "<" in text.text:
            found += raw_links(text)
    return found


def references_of(document: Document) -> dict[str, str]:
    references = parse_blocks(outdented(document)).references
    return {label: address for label, address in references.items() if not label.startswith("^")}


def markdown_links(document: Document, text: MarkdownPart, references: Mapping[str, str]) -> Iterator[SourceLink]:
    source = without_code(text.text)
    tokens: list[Token] = []
    defined = {label: {"href": address, "title": ""} for label, address in references.items()}
    parser().inline.parse(source, parser(), {"references": defined}, tokens)
    start = 0
    for token in tokens:
        if token.type not in ("link_open", "image"):
            continue
        target = str(token.attrs["href" if token.type == "link_open" else "src"])
        written = re.compile(rf"(?:\]\(\s*<?|<){re.escape(target)}")
        # An image may stand in the words of a link, which comes first here and ends later.
        found = written.search(source, start) or written.search(source)
        place = text.place(found.end() - len(target)) if found else definition_of(document, target) or text.place(0)
        start = found.end() if found else start
        yield SourceLink(
            target, *place, image=token.type == "image", alt=bool(token.content.strip() or token.type != "image")
        )


def definition_of(document: Document, target: str) -> tuple[int, int] | None:
    """Return where `[label]: target` is written."""
    found = re.search(rf"^.{{0,3}}\[[^\]]+\]:\s*<?(?={re.escape(target)})", document.text, re.MULTILINE)
    if not found:
        return None
    return place_at(document.text, found.end())


def raw_links(text: MarkdownPart) -> Iterator[SourceLink]:
    source = without_comments(text.text) if text.kind is TextKind.HTML else without_code(text.text)
    for tag in RAW.finditer(source):
        image = tag["tag"].lower() == "img"
        address = ADDRESS.search(tag["attributes"])
        if address is None and not image:
            continue  # a place, or a player with its sources inside
        group = address.lastgroup if address else None
        target = address[group] if address and group else ""
        at = tag.start("attributes") + address.start(group) if address and group else tag.start()
        # `alt=""` says that an image is a decoration; without any `alt` a screen reader reads out its address.
        yield SourceLink(target, *text.place(at), image=image, alt=not image or has_alt(tag["attributes"]))


def has_alt(attributes: str) -> bool:
    return bool(ALT.search(QUOTED.sub('""', attributes)))
