"""The headings of a document, and the anchors that links refer to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faircopy.checklists.reading.parse import ParsedChecklist, parse_checklists
from faircopy.checklists.reading.structure import ids_of
from faircopy.markdown.anchors import anchor_of
from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences
from faircopy.markdown.prose import CODE_SPAN, MarkdownPart, TextKind, find_words, without_code, without_comments
from faircopy.markdown.references import unescape

# attr_list: `{#id}`, `{: #id .class}`
ATTRIBUTES = re.compile(r"\{:?(?P<inside>[^{}\n]*)\}")
ID = re.compile(r"(?:^|\s)#(?P<id>[^\s}#]+)")
RAW_ID = re.compile(r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*["']?(?P<id>[^\s"'>]+)""")
FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^(?P<label>[^\]]+)\]:")
IMAGE = re.compile(r"!\[[^\]]{0,1000}\](?:\([^)]{0,1000}\)|\[[^\]]{0,1000}\])")
LINK = re.compile(r"\[(?P<words>[^\]]{0,1000})\](?:\([^)]{0,1000}\)|\[[^\]]{0,1000}\])")
RAW_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ENDING = re.compile(r"(?<!\s)\s*\{:?[^{}\n]*\}\s*$")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
DASHES = re.compile(r"(?<!-)-{2,3}(?!-)")
# Of the page around every text.
OF_THE_PAGE = frozenset(("", "top", "content", "onward", "what-has-changed", "checklist-data"))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a page that a link can refer to."""

    id: str
    line: int
    column: int = 1
    chosen: bool = True  # by the author; otherwise made of a heading's words


def find_anchors(document: Document, *, keeps_letters: bool = True) -> list[Anchor]:
    """Return the ids that Python-Markdown's toc and attr_list give to the page of a document.

    With `keeps_letters`, headings keep non-Latin letters, as in our own extension.
    """
    chosen = [anchor for text in find_words(document) for anchor in chosen_in(text)]
    taken = {anchor.id for anchor in chosen}
    made: list[Anchor] = []
    following: dict[tuple[str, int], int] = {}
    for heading in headings_of(document):
        if heading_id(heading) is None:
            id_ = unique(slug_of_heading(heading.text, keeps_letters=keeps_letters), taken, following)
            taken.add(id_)
            made.append(Anchor(id_, heading.line, heading.columns[0], chosen=False))
    other = [Anchor(f"snippet-{number}", fence.line) for number, fence in enumerate(find_fences(document), 1)]
    for label, line in footnotes_of(document):
        other += [Anchor(f"fn:{label}", line), Anchor(f"fnref:{label}", line, chosen=False)]
    lists = parse_checklists(document)
    if len(lists) > 1:
        return [*outside(lists, [*chosen, *made]), *other, *in_lists(lists)]
    if lists:
        other += [Anchor(id_, place.line) for place, id_ in ids_of(lists[0].structure) if id_ not in taken]
    return [*chosen, *made, *other]


def outside(lists: Sequence[ParsedChecklist], anchors: Iterable[Anchor]) -> Iterator[Anchor]:
    """Yield those anchors that are in none of several lists: in them, ids have the name of the list before them."""
    ranges = [range(each.structure.first_line, each.structure.last_line + 1) for each in lists]
    return (anchor for anchor in anchors if not any(anchor.line in lines for lines in ranges))


def in_lists(lists: Sequence[ParsedChecklist]) -> Iterator[Anchor]:
    for each in lists:
        name = each.name.value
        yield Anchor(name, each.structure.first_line)
        yield from (Anchor(f"{name}.{id_}", place.line) for place, id_ in ids_of(each.structure))


def footnotes_of(document: Document) -> Iterator[tuple[str, int]]:
    """Yield the label and line of each footnote definition outside code."""
    code = {line for fence in find_fences(document) for line in range(fence.line, fence.end_line + 1)}
    for number, line in enumerate(document.lines[document.body_line - 1 :], document.body_line):
        if (found := FOOTNOTE.match(line)) and number not in code:
            yield found["label"], number


def chosen_in(text: MarkdownPart) -> Iterator[Anchor]:
    if "#" not in text.text and "=" not in text.text:
        return
    words = without_comments(text.text) if text.kind is TextKind.HTML else without_code(text.text)
    for block in ATTRIBUTES.finditer(words) if text.kind is TextKind.WORDS else ():
        if found := ID.search(block["inside"]):
            yield Anchor(found["id"], *text.place(block.start("inside") + found.start("id") - 1))
    for raw in RAW_ID.finditer(words):
        yield Anchor(raw["id"], *text.place(raw.start("id")))


def headings_of(document: Document) -> list[MarkdownPart]:
    return [text for text in find_words(document) if text.level]


def heading_id(heading: MarkdownPart) -> str | None:
    """Return the explicit id of a heading."""
    ending = ENDING.search(without_code(heading.text))
    found = ID.search(ending[0].strip().strip("{:}")) if ending else None
    return found["id"] if found else None


def slug_of_heading(source: str, *, keeps_letters: bool = True) -> str:
    """Return the anchor made from a heading: `anchor_of` if the site uses our Markdown extension."""
    words = ENDING.sub("", source)
    words = CODE_SPAN.sub(lambda found: found["code"].replace("<", "\0"), words)
    words = ESCAPE.sub(r"\1", IMAGE.sub("", words))
    words = LINK.sub(lambda found: found["words"], words)
    words = DASHES.sub("", RAW_TAG.sub("", words))  # smarty's dashes are no letters
    words = re.sub(r"(?<!\w)_+|_+(?!\w)", "", unescape(words))  # emphasis
    return anchor_of(words, keeps_letters=keeps_letters)


def unique(id_: str, taken: set[str], following: dict[tuple[str, int], int]) -> str:
    """Return `id_`, with `_1` and so on appended if it is taken.

    `following` has the next number of each series, so that thousands of equal headings take linear time.
    """
    if id_ and id_ not in taken:
        return id_
    found = re.fullmatch(r"(.*)_([0-9]{1,99})", id_)  # of more digits Python reads no number
    series = (found[1], int(found[2]) + 1) if found else (id_, 1)
    number = following.get(series, series[1])
    while f"{series[0]}_{number}" in taken:
        number += 1
    following[series] = number + 1
    return f"{series[0]}_{number}"
