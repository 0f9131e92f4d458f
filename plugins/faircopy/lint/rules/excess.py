"""Texts that would make Python-Markdown work for minutes, or crash it."""

import re
from collections import Counter
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences
from faircopy.markdown.outdent import INDENT
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_code

# For each bracket, emphasis and tag, Python-Markdown looks for its end, and copies the paragraph when it has found it:
# twice as many take four times as long. Levels are calls within calls, of which Python allows 1,000. Texts that people
# have written stay far below these numbers; just below them, a text takes less than a second.
MAX_OPEN_BRACKETS = 100
MAX_OPEN_EMPHASIS = 300
MAX_OPEN_TAGS = 300
MAX_LEVELS = 40
MAX_PARAGRAPH_CHARS = 30_000
MAX_ABBREVIATIONS = 1000
MAX_NOTE_MARKS = 1000  # that lead to one footnote
MAX_DEFINITIONS = 200  # without a blank line between: each is read within the one before

BRACKET = re.compile(r"\\.|[\[\]{}]|(?<=\])\(|\)", re.DOTALL)
CLOSES = {"]": "[", ")": "(", "}": "{"}
# Opening marks precede a word, closing marks follow one.
EMPHASIS = re.compile(
    r"\\.|^\*\[[^\]\n]*\]:|(?P<opens>(?<![^\W_])(?<!(?<!\\)[*_])[*_]+(?=[^\s*_]))|(?P<closes>(?<=[^\s*_])[*_]+)",
    re.DOTALL | re.MULTILINE,
)
TAG = re.compile(r"<(?=[A-Za-z/!?])|>")
WHOLE_TAG = re.compile(r"<[^<>]*>")
TABLE = re.compile(r"^[ ]{0,3}(?=[^\n]*\|)\|?[ ]*:?-[-| :]*$", re.MULTILINE)
MARKER = re.compile(r">|(?:[-*+]|[0-9]{1,9}[.)]|:|!!!|\?\?\?\+?|\[\^[^\]\n]+\]:)(?=[ ]|$)")
# A block of raw HTML that Markdown reads in.
MARKDOWN_TAG = re.compile(r"<(?P<name>[a-z]+)\b[^<>]*\bmarkdown\b[^<>]*>|</(?P<closed>[a-z]+)\s*>", re.IGNORECASE)
RULE = re.compile(r"[ ]*([-*_])(?:[ ]*\1){2,}[ ]*")
ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[[^\]\n]*\]:", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^(?P<label>[^\[\]\n]+)\](?!:)")
DEFINITION = re.compile(r"[ ]*:[ ]{1,3}\S")

TOO_MUCH_OPEN = LintRule(
    "FM143",
    Severity.ERROR,
    "a paragraph opens too many brackets, marks or tags",
    "Markdown looks for the end of each, and twice as many take four times as long. Close them, write a backslash "
    "before them, or put them in backticks or a fence",
    bad=f"{'[' * MAX_OPEN_BRACKETS}▶[\n",
    good=f"`{'[' * 2 * MAX_OPEN_BRACKETS}`\n",
)
NESTED_TOO_DEEP = LintRule(
    "FM144",
    Severity.ERROR,
    "lists, quotes and the like are nested too deeply",
    f"use fewer levels: {MAX_LEVELS} at most",
    bad=f"▶{'> ' * (MAX_LEVELS + 1)}Words.\n",
    good="> > > Words.\n",
)
PARAGRAPH_TOO_LONG = LintRule(
    "FM145",
    Severity.ERROR,
    "a paragraph is longer than a chapter",
    "split it with blank lines; if it is data, put it in a fence",
    bad=f"▶{'word ' * (MAX_PARAGRAPH_CHARS // 5)}word.\n",
    good=f"{'word ' * (MAX_PARAGRAPH_CHARS // 10)}word.\n",
)
TOO_MANY = LintRule(
    "FM146",
    Severity.ERROR,
    "a text has too many abbreviations, definitions or references to one footnote",
    "keep to 1,000 abbreviations and 1,000 references to one footnote, and put a blank line between definitions",
    bad=f"{'term' + chr(10) + ':   word' + chr(10)}" * MAX_DEFINITIONS + "term\n▶:   word\n",
    good="term\n:   word\n\nother\n:   word\n",
)

IN_CODE = "put it in backticks or a fence if it is code"


def check_excess(document: Document) -> Iterator[Diagnostic]:
    """Yield the first kind of excess; no other check looks at such a text."""
    yield from check_levels(document)
    yield from check_open_tags(document)
    for text in find_words(document):
        yield from check_paragraph(document, text)
    yield from check_counts(document)


def check_levels(document: Document) -> Iterator[Diagnostic]:
    """Yield the first line that is nested too deeply in lists, quotes and the like."""
    around: list[int] = []  # the columns of the markers that the line stands under
    for number, line in lines_without_code(document):
        if not line.strip():
            continue
        start = len(line) - len(line.lstrip())
        around = [column for column in around if column < start]
        quotes = 0
        while found := MARKER.match(line, start) if not RULE.fullmatch(line) else None:
            around = [column for column in around if column < start]
            around += [start] if found[0] != ">" else []
            quotes += found[0] == ">"
            start = found.end() + len(line[found.end() :]) - len(line[found.end() :].lstrip())
            if len(around) + quotes > MAX_LEVELS:
                fact = f"this line is inside more than {MAX_LEVELS} nested lists, quotes, notes or definitions"
                hint = f"use fewer levels, or {IN_CODE}"
                yield NESTED_TOO_DEEP.at(document.path, number, fact, hint)
                return
    yield from check_markdown_tags(document)


def check_markdown_tags(document: Document) -> Iterator[Diagnostic]:
    opened: list[str] = []
    for number, line in lines_without_code(document):
        for found in MARKDOWN_TAG.finditer(line):
            if found["name"]:
                opened.append(found["name"].lower())
            elif opened and opened[-1] == found["closed"].lower():
                opened.pop()
        if len(opened) > MAX_LEVELS:
            fact = f"more than {MAX_LEVELS} blocks of HTML with 'markdown=' are nested in each other"
            yield NESTED_TOO_DEEP.at(document.path, number, fact, f"close them, or {IN_CODE}")
            return


def check_open_tags(document: Document) -> Iterator[Diagnostic]:
    """Yield the first of too many `<` that no `>` follows."""
    opened = 0
    for number, line in lines_without_code(document):
        for found in TAG.finditer(line):
            opened = opened + 1 if found[0] == "<" else 0
            if opened > MAX_OPEN_TAGS:
                fact = f"more than {MAX_OPEN_TAGS} tags begin before one ends"
                hint = f"write &lt; for a '<' that begins no tag, or {IN_CODE}"
                yield TOO_MUCH_OPEN.at(document.path, number, fact, hint, column=found.start() + 1)
                return


def check_paragraph(document: Document, text: MarkdownPart) -> Iterator[Diagnostic]:
    """Yield excess within one paragraph."""
    words = without_code(text.text) if text.kind is TextKind.WORDS else text.text
    start = 0
    for piece in words.split("\n") if TABLE.search(words) else [words]:
        for offset, kind, most in filter(None, (open_bracket(piece), open_emphasis(piece))):
            line, column = text.place(start + offset)
            fact = f"more than {most} {kind} are open at once in one paragraph"
            hint = f"close them, write a backslash before those that stand for themselves, or {IN_CODE}"
            yield TOO_MUCH_OPEN.at(document.path, line, fact, hint, column=column)
        # A drawing may be one long line of tags.
        long = len(piece) > MAX_PARAGRAPH_CHARS and text.kind is TextKind.WORDS
        if long and (length := len(WHOLE_TAG.sub("", piece))) > MAX_PARAGRAPH_CHARS:
            line, column = text.place(start)
            fact = f"this paragraph has {length} characters, more than {MAX_PARAGRAPH_CHARS}"
            hint = f"split it with blank lines, or {IN_CODE}"
            yield PARAGRAPH_TOO_LONG.at(document.path, line, fact, hint, column=column)
        start += len(piece) + 1


def open_bracket(text: str) -> tuple[int, str, int] | None:
    """Return the place of the first of too many open brackets, its name, and the limit."""
    opened = dict.fromkeys(CLOSES.values(), 0)
    for found in BRACKET.finditer(text):
        mark = found[0]
        if mark in opened:
            opened[mark] += 1
            if opened[mark] > MAX_OPEN_BRACKETS:
                return found.start(), f"'{mark}'", MAX_OPEN_BRACKETS
        elif mark in CLOSES:
            opened[CLOSES[mark]] = max(0, opened[CLOSES[mark]] - 1)
    return None


def open_emphasis(text: str) -> tuple[int, str, int] | None:
    """Return the same for emphasis marks."""
    opened = 0
    for found in EMPHASIS.finditer(text):
        if found["opens"]:
            opened += 1
            if opened > MAX_OPEN_EMPHASIS:
                return found.start(), "'*' or '_'", MAX_OPEN_EMPHASIS
        elif found["closes"]:
            opened = max(0, opened - 1)
    return None


def check_counts(document: Document) -> Iterator[Diagnostic]:
    """Yield excess within the whole text."""
    together = 0
    for number, line in lines_without_code(document):
        together = together + bool(DEFINITION.match(line)) if line.strip() else 0
        if together > MAX_DEFINITIONS:
            fact = f"more than {MAX_DEFINITIONS} definitions have no blank line between them"
            yield TOO_MANY.at(document.path, number, fact, "put blank lines between them")
            break
    body = "\n".join(line for _, line in lines_without_code(document))
    if (many := len(ABBREVIATION.findall(body))) > MAX_ABBREVIATIONS:
        fact = f"the text explains {many} abbreviations, and each is searched for in all of its words"
        yield TOO_MANY.at(document.path, document.body_line, fact, f"keep {MAX_ABBREVIATIONS} at most")
    for label, times in Counter(NOTE_MARK.findall(body)).items():
        if times > MAX_NOTE_MARKS:
            fact = f"{times} marks lead to the footnote '{label}'"
            yield TOO_MANY.at(document.path, document.body_line, fact, f"keep {MAX_NOTE_MARKS} at most")


def lines_without_code(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line outside fences, tabs expanded."""
    fenced = {number for fence in find_fences(document) for number in range(fence.line, fence.end_line + 1)}
    for number, line in enumerate(document.lines[document.body_line - 1 :], document.body_line):
        if number not in fenced:
            yield number, line.expandtabs(INDENT)
