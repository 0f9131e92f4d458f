"""Characters in code that look like others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.code_blocks import code_point, language_of
from faircopy.lint.findings import Edit, LintFinding
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import MarkdownPart, find_code

QUOTE_CURLY = LintRule(
    "PR601",
    Severity.ERROR,
    "code has curly quotes, which programs do not read as quotes",
    "write straight ones; `--fix` does this this",
    bad="Write `echo ▶“words”`.\n",
    good='Write `echo "words"`, “so to speak”.\n',
)
SPACE_ODD = LintRule(
    "PR602",
    Severity.ERROR,
    "code has a special space, which programs do not read as a space",
    "write a plain space; `--fix` does this this",
    bad="Write `echo▶\xa0words`.\n",
    good="Write `echo words`, in 10\xa0minutes.\n",
)
INVISIBLE = LintRule(
    "PR603",
    Severity.ERROR,
    "code has an invisible character",
    "remove it; `--fix` does this this",
    bad="Write `ec▶\u200bho words`.\n",
    good="Write `echo words`.\n",
)
LOOKALIKE = LintRule(
    "PR604",
    Severity.ERROR,
    "code has a character that only looks like the right one",
    "write the plain one; `--fix` does this, except for a dash, which may have been one hyphen or two",
    bad="Write `ech▶\u043e words`.\n",
    good="Write `echo words`.\n",
)

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
# Beside these, full-width signs are what was meant.
EAST_ASIAN = "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3"
FULL_WIDTH = f"(?<![{EAST_ASIAN}])[\uff01-\uff5e](?![{EAST_ASIAN}])"
LOOKALIKES = re.compile(
    f"(?<=[A-Za-z]){LETTERS}|{LETTERS}(?=[A-Za-z])|{FULL_WIDTH}|(?<!\\S)[–—−](?=[A-Za-z])"  # noqa: RUF001
)
STRAIGHT = {**dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‘’‚‛′", "'")}  # noqa: RUF001
# Typographic quotes are fine in output of programs and in text for people.
PROSE = frozenset(("", "text", "console", "output", "markdown", "md", "rst", "html", "xml", "diff", "svg"))


@dataclass(frozen=True, slots=True)
class WrongCharacter:
    """A kind of wrong character."""

    rule: Rule
    pattern: re.Pattern[str]
    fact: str
    hint: str
    in_prose_too: bool = True


KINDS = (
    WrongCharacter(QUOTE_CURLY, QUOTES, "there is a curly quote", "write a straight one", in_prose_too=False),
    WrongCharacter(SPACE_ODD, SPACES, "there is a space that programs do not read as one", "write a plain space"),
    WrongCharacter(INVISIBLE, HIDDEN, "there is an invisible character", "remove it"),
    WrongCharacter(LOOKALIKE, LOOKALIKES, "there is a character that looks like another", "write the plain one"),
)


@DocumentCheck
def check_characters_in_code(context: DocumentContext) -> Iterator[LintFinding]:
    """Yield one finding for each kind and line, with an edit for each unambiguous character."""
    if context.document.text.isascii():
        return
    for code in find_code(context.document):
        if not code.text.isascii():
            yield from check_code(context.path, code)


def check_code(path: str, code: MarkdownPart) -> Iterator[LintFinding]:
    offset = 0
    prose = bool(code.info) and language_of(code.info) in PROSE
    for row in code.text.split("\n"):
        for kind in KINDS:
            if prose and not kind.in_prose_too:
                continue
            if found := list(kind.pattern.finditer(row)):
                line, column = code.place(offset + found[0].start())
                fact = f"{kind.fact}, {character_name(found[0][0])}"
                yield LintFinding(diagnostic(kind, path, line, column, fact), tuple(edits(code, offset, found)))
        offset += len(row) + 1


def diagnostic(kind: WrongCharacter, path: str, line: int, column: int, fact: str) -> Diagnostic:
    return kind.rule.at(path, line, fact, kind.hint, column=column)


def edits(code: MarkdownPart, offset: int, found: list[re.Match[str]]) -> Iterator[Edit]:
    for one in found:
        right = plain(one[0])
        if right is not None:
            yield Edit(*code.place(offset + one.start()), one[0], right)


def plain(character: str) -> str | None:
    """Return the character that `character` looks like; None if that is not certain."""
    if character in STRAIGHT:
        return STRAIGHT[character]
    if SPACES.match(character):
        return " "
    if HIDDEN.match(character):
        return ""
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return ALIKE.get(character)  # a dash may have been one hyphen or two


def character_name(character: str) -> str:
    visible = not (SPACES.match(character) or HIDDEN.match(character))
    return f"'{character}' ({code_point(character)})" if visible else code_point(character)
