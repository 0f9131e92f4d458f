"""Characters in code that a person reads as others than a program does, and what turns text around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint import rules
from faircopy.lint.findings import Edit, Finding
from faircopy.markdown.document import Document
from faircopy.markdown.prose import Text, find_code

# Unicode's bidirectional embeddings, overrides and isolates: https://www.unicode.org/reports/tr9/, Trojan Source.
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# An apostrophe between two letters is a word's, not a quote.
QUOTES = re.compile("[“”„‟‚‛‘′″]|(?<![^\\W\\d_])’|’(?![^\\W\\d_])")  # noqa: RUF001  # what it is about
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# A joiner after an emoji is part of it.
HIDDEN = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\u061c\u180e]|(?<![\U0001f000-\U0001ffff\ufe0f])\u200d")
ALIKE = dict(
    zip(
        "аеорсухіјѕԁһАВЕКМНОРСТХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧν",  # noqa: RUF001  # Cyrillic and Greek
        "aeopcyxijsdhABEKMHOPCTXIJSoABEZHIKMNOPTYXv",
        strict=True,
    )
)
LETTERS = f"[{''.join(ALIKE)}]"
LOOKALIKES = re.compile(
    f"(?<=[A-Za-z]){LETTERS}|{LETTERS}(?=[A-Za-z])|[\uff01-\uff5e]|(?<!\\S)[–—−](?=[A-Za-z])"  # noqa: RUF001
)
STRAIGHT = {**dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‘’‚‛′", "'")}  # noqa: RUF001
# In what is shown as a program printed it, and in what is read by people, quotes are the printer's affair.
PROSE = frozenset(("", "text", "console", "output", "markdown", "md", "rst", "html", "xml", "diff", "svg"))
LANGUAGE = re.compile(r"\{?\s*\.?(?P<name>[\w+-]*)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of wrong character."""

    rule: Rule
    pattern: re.Pattern[str]
    fact: str
    hint: str
    in_prose_too: bool = True


KINDS = (
    Kind(rules.QUOTE_CURLY, QUOTES, "there is a curly quote", "write a straight one", in_prose_too=False),
    Kind(rules.SPACE_ODD, SPACES, "there is a space that programs do not take for one", "write a plain space"),
    Kind(rules.INVISIBLE, HIDDEN, "there is a character that nobody sees", "remove it"),
    Kind(rules.LOOKALIKE, LOOKALIKES, "there is a character that looks like another", "write the plain one"),
)


def check_typography(document: Document) -> Iterator[Finding]:
    """Yield one finding for each kind and line, with an edit for each character that has one right form."""
    if document.text.isascii():
        return
    yield from check_bidi(document)
    for code in find_code(document):
        if not code.text.isascii():
            yield from check_code(document.path, code)


def check_bidi(document: Document) -> Iterator[Finding]:
    for number, line in enumerate(document.lines, 1):
        if found := list(BIDI.finditer(line)):
            first = found[0]
            fact = f"there is a control character for the order of text, {named(first[0])}"
            edits = tuple(Edit(number, one.start() + 1, one[0], "") for one in found)
            hint = "remove it; what follows is shown in another order than it is read"
            yield Finding(rules.BIDI_CONTROL.at(document.path, number, fact, hint, column=first.start() + 1), edits)


def check_code(path: str, code: Text) -> Iterator[Finding]:
    offset = 0
    prose = bool(code.info) and language_of(code.info) in PROSE
    for row in code.text.split("\n"):
        for kind in KINDS:
            if prose and not kind.in_prose_too:
                continue
            if found := list(kind.pattern.finditer(row)):
                line, column = code.place(offset + found[0].start())
                fact = f"{kind.fact}, {shown(found[0][0])}"
                yield Finding(diagnostic(kind, path, line, column, fact), tuple(edits(code, offset, found)))
        offset += len(row) + 1


def diagnostic(kind: Kind, path: str, line: int, column: int, fact: str) -> Diagnostic:
    return kind.rule.at(path, line, fact, kind.hint, column=column)


def edits(code: Text, offset: int, found: list[re.Match[str]]) -> Iterator[Edit]:
    for one in found:
        right = plain(one[0])
        if right is not None:
            yield Edit(*code.place(offset + one.start()), one[0], right)


def plain(character: str) -> str | None:
    """Return what a program should read in the place of `character`; None where that is not certain."""
    if character in STRAIGHT:
        return STRAIGHT[character]
    if SPACES.match(character):
        return " "
    if HIDDEN.match(character):
        return ""
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return ALIKE.get(character)  # a dash may have been one hyphen or two


def shown(character: str) -> str:
    visible = not (SPACES.match(character) or HIDDEN.match(character))
    return f"'{character}' ({named(character)})" if visible else named(character)


def named(character: str) -> str:
    return f"U+{ord(character):04X}"


def language_of(info: str) -> str:
    found = LANGUAGE.match(info)
    return found["name"].lower() if found else ""
