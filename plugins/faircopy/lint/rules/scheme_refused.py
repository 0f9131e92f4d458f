"""Links with forbidden schemes: scripts, data, files of the reader's machine."""

import re
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.links import SourceLink, markdown_links, references_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_code, without_comments
from faircopy.markdown.references import unescape
from faircopy.markdown.schemes import FORBIDDEN, FORBIDDEN_SCHEMES, MAX_LAYERS, UNSEEN, bare, forbidden_scheme
from faircopy.offsets import line_at

SCHEME_REFUSED = LintRule(
    "PR207",
    Severity.ERROR,
    "an address has a scheme that links on the site must not have",
    "write `https://…` or link a file beside the text; [which schemes may be linked to](proofreading.md#schemes)",
    bad="See [this](▶javascript:alert).\n",
    good="See [this](https://www.example.org/), and `javascript:alert`.\n",
)

# Where an address may begin according to any parser of Markdown, HTML or attribute lists: they disagree about what a
# link is, and browsers get whatever they leave. White space has been removed before.
OPENING = r"""(?:\]\(<?|\]:<?|<|(?P<attribute>(?<=[\w-])=["']?))"""
HIDDEN = re.compile(rf"{OPENING}(?P<scheme>{'|'.join(FORBIDDEN_SCHEMES)}):", re.IGNORECASE)
TAG_OR_LIST = re.compile(r"<[A-Za-z]|\{")
PIECE = re.compile(r"&#?\w+;?|.", re.DOTALL)
Position = tuple[int, int]


@DocumentCheck
def check_schemes(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield each address with a forbidden scheme, in any spelling; one for each line and scheme."""
    document = context.document
    seen: set[tuple[int, str]] = set()
    summary = list(summary_of(document))
    links = [*context.links, *(link for text in summary for link in markdown_links(document, text, {}))]
    texts = (*summary, *find_words(document))
    found = (*in_links(links), *in_references(document), *(one for text in texts for one in hidden_in(text)))
    for (line, column), scheme in found:
        if (line, scheme) not in seen:
            seen.add((line, scheme))
            fact = f"an address has the scheme '{scheme}:', which no link here may have"
            hint = "write https://… or a file beside the text; to show the address, put it in backticks"
            yield SCHEME_REFUSED.at(document.path, line, fact, hint, column=column)


def in_links(links: Iterable[SourceLink]) -> Iterator[tuple[Position, str]]:
    for link in links:
        if scheme := forbidden_scheme(link.target):
            yield (link.line, link.column), scheme


def in_references(document: Document) -> Iterator[tuple[Position, str]]:
    """Yield the addresses of `[label]: address` definitions, used or not."""
    for label, address in references_of(document).items():
        if scheme := forbidden_scheme(address):
            found = re.search(rf"^.{{0,8}}\[{re.escape(label)}\]:", document.text, re.MULTILINE | re.IGNORECASE)
            line = line_at(document.text, found.start()) if found else document.body_line
            yield (line, 1), scheme


def summary_of(document: Document) -> Iterator[MarkdownPart]:
    """Yield the summary, the one field that is Markdown, as a paragraph."""
    field = document.field("summary")
    if field and field.value:
        yield MarkdownPart(TextKind.WORDS, field.value, field.line, (field.column,) * (field.value.count("\n") + 1))


def hidden_in(text: MarkdownPart) -> Iterator[tuple[Position, str]]:
    words = without_comments(text.text) if text.kind is TextKind.HTML else without_code(text.text)
    if FORBIDDEN.search(bare(words)):
        seen, offsets = squeezed(words)
        for found in HIDDEN.finditer(seen):
            if found["attribute"] and not TAG_OR_LIST.search(seen, 0, found.start()):
                continue  # `x = data: …` in a sentence
            yield text.place(offsets[found.start("scheme")]), found["scheme"].lower()


def squeezed(text: str) -> tuple[str, list[int]]:
    """Return `text` in its `bare` form, with the original offset of each of its characters."""
    offsets = list(range(len(text)))
    for _ in range(MAX_LAYERS):
        kept: list[tuple[str, int]] = []
        for piece in PIECE.finditer(text):
            kept += [(one, offsets[piece.start()]) for one in UNSEEN.sub("", unescape(piece[0]))]
        plain, offsets = "".join(one for one, _ in kept), [offset for _, offset in kept]
        if plain == text:
            break
        text = plain
    return text, offsets
