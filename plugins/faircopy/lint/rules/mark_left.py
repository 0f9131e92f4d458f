"""Marks that look like Markdown and are none, so that readers see them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.links import references_of
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import reads_as_everywhere
from faircopy.markdown.dialect import block_tokens_of, inline_tokens_of
from faircopy.markdown.elements import ALERT
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_comments
from faircopy.offsets import line_at

MARK_LEFT = LintRule(
    "FM157",
    Severity.WARNING,
    "a mark looks like Markdown but is not, so readers see it",
    "the message says how to write it; put a backslash before a character that is meant as it is",
    bad="これは▶**「重要」**です。\n\nA ▶`span.\n\n▶[] A box.\n",
    good="これは「**重要**」です。\n\nA \\`span, `a * b`, 2 ** 3, [^a-z] and [1] (2017).\n\n[^1]\n\n[^1]: A note.\n",
)
NOT_TEXT = "\ufffc"  # stands for code, a tag, or a character that was written with a backslash


@dataclass(frozen=True, slots=True)
class UnreadMark:
    """Something that an author meant to be more than its signs."""

    pattern: re.Pattern[str]
    fact: str
    hint: str


def mark(pattern: str, fact: str, hint: str) -> UnreadMark:
    return UnreadMark(re.compile(pattern, re.MULTILINE), fact, hint)


# What is meant beyond doubt. `**` between a letter and punctuation: https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
MARKS = (
    mark(
        r"\*\*(?:(?<=\w\*\*)(?=[^\w\s*])|(?<=^\*\*)(?=[ ])|(?<!\w\*\*)(?=\w))(?=[^*\n]*(?:[^*\s]\*\*|[ ]\*\*(?!\w)))"
        r"|(?<!\w)\*\*(?=[^*\s][^*\n]*[^\w\s*]\*\*\w)",
        "are not emphasis here",
        "put no white space inside them, and no punctuation between them and a letter, or write <strong>…</strong>",
    ),
    mark(r"`+", "begins or ends no code", "write as many backticks at the other end"),
    mark(
        r"\][ ]\((?:https?://|\.{0,2}/|\{(?:filename|attach|static)\})|!\[[^\[\]\n]*\][ ]\(",
        "is no link",
        "write no space between the bracket and the parenthesis",
    ),
    mark(
        rf"\A(?!(?i:{ALERT.pattern}))\[!\w+\]",
        "begins no alert",
        "write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION], and the text on the next line",
    ),
    mark(r"^\|.*\|[ ]*$(?=\n\|.*\|[ ]*$)", "is not a table row", "write '| --- |' for each column below the headings"),
    mark(r"^#{2,6}(?=[^\s#])", "begins no heading", "write a space after it"),
    mark(r"\A\[(?:[xX](?=\][^\W\d_])|(?=\]\s))\]", "is no box", "write '[ ] ' or '[x] ', and a list"),
    mark(r"\$\$(?=[^$]+\$\$)", "begins no formula", "put the formula in backticks, or show it as a picture"),
    mark(r"^:::+", "begins no box", "write '> [!NOTE]' and a quote"),
    mark(r"(?<![=\w])==(?=[^=\s])(?=[^=\n]*[^=\s]==(?![=\w]))", "marks nothing", "write <mark>…</mark>"),
    mark(r"\[\[(?=[^\W\d][^\[\]\n]*\]\])", "is no link", "write [words]({filename}/posts/…/index.md)"),
)
FOOTNOTE = re.compile(r"\[\^(?P<name>\w+(?:-\w{2,})*)\](?!:)")
FOOTNOTE_HEAD = re.compile(r"^[ >]*\[\^(?P<name>[^\]\n]+)\]:", re.MULTILINE)
SIGNS = re.compile(r"[*`\[|#$:=]")


@DocumentCheck
def check_marks(context: DocumentContext) -> Iterator[Diagnostic]:
    # Python-Markdown alone reads some of them; FM149 tells what it reads differently.
    if context.site.markdown and not reads_as_everywhere(context.site.markdown):
        return
    notes = frozenset(found["name"] for found in FOOTNOTE_HEAD.finditer(context.document.body))
    references = references_of(context.document).items()
    defined = {label: {"href": address, "title": ""} for label, address in references}
    for text in find_words(context.document):
        if text.kind is not TextKind.WORDS or not SIGNS.search(text.text):
            continue
        for piece in pieces_of(text):
            words = literal(inline_tokens_of(without_comments(piece.text), {"references": defined}))
            for found, fact, hint in marks_in(words, notes):
                line, column = place_of(piece, words, found)
                whole = f"'{found[0].strip()}' {fact}, so readers see it"
                yield MARK_LEFT.at(context.path, line, whole, hint, column=column)


def marks_in(words: str, notes: frozenset[str]) -> Iterator[tuple[re.Match[str], str, str]]:
    """Yield what stays in a text as it was typed, with what it is not, and what to do."""
    for one in MARKS:
        if found := one.pattern.search(words):
            yield found, one.fact, one.hint
    for found in FOOTNOTE.finditer(words):
        if found["name"] not in notes:
            yield found, "has no footnote", f"add a line '[^{found['name']}]: …', or put it in backticks"


def pieces_of(text: MarkdownPart) -> Iterator[MarkdownPart]:
    """Yield the cells of a table, or else the whole text."""
    blocks = block_tokens_of(text.text, {}) if "|" in text.text and "\n" in text.text else []
    if not any(one.type == "table_open" for one in blocks):
        yield text
        return
    rows = text.text.split("\n")
    for cell in blocks:
        if cell.type == "inline" and cell.map:
            row = cell.map[0]
            column = text.columns[row] + max(0, rows[row].find(cell.content))
            yield MarkdownPart(text.kind, cell.content, text.line + row, (column,))


def literal(tokens: Sequence[Token]) -> str:
    words, is_address = "", False
    for token in tokens:
        match token.type:
            case "text":
                words += token.content
            case "softbreak" | "hardbreak":
                words += "\n"
            case "link_open" | "link_close":
                is_address = token.markup == "linkify" and token.nesting > 0
                words += "" if token.markup == "linkify" else NOT_TEXT
            case "text_special" if is_address:
                words += token.content
            case "em_open" | "em_close":
                pass
            case _:
                words += NOT_TEXT
    return words


def place_of(text: MarkdownPart, words: str, found: re.Match[str]) -> tuple[int, int]:
    """Return line and column of a mark, which is looked for from the end of its line."""
    number = line_at(words, found.start()) - 1
    rows = text.text.split("\n")
    column = len(rows[number])
    for _ in range(words[found.start() :].partition("\n")[0].count(found[0])):
        column = max(0, rows[number].rfind(found[0], 0, column))
    return text.place(sum(len(one) + 1 for one in rows[:number]) + min(column, max(0, len(rows[number]) - 1)))
