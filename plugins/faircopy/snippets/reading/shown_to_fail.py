"""Fences that the text right below shows to fail: it has the error that a program makes of them."""

import re
from collections.abc import Sequence
from itertools import dropwhile, islice, takewhile

from faircopy.snippets.reading.on_purpose import ADVICE

FAILS = "the text below it says how it fails"
MAX_LINES, MAX_CHARS = 12, 1000
ERROR = r"(?:Syntax|Indentation|Tab|Parse|Parser|Scanner|JSONDecode)Error\b"
# In a sentence: "The parser throws `Uncaught SyntaxError: missing )`".
NAMED = re.compile(
    rf"\b{ERROR}|\b(?:syntax|parse|parsing) errors?\b|\bunexpected (?:token|identifier|end of)\b"
    r"|\berror(?:es)? de sintaxis\b|\berros? de sintaxe\b|\berreurs? de syntaxe\b|\bSyntaxfehler\b"
    r"|\bсинтаксическ\w+ ошиб"  # noqa: RUF001 - Cyrillic
    r"|语法错误|語法錯誤|構文エラー|文法エラー",
    re.IGNORECASE,
)
# As a program prints it: at the start of a line, behind the names of the program and the file.
PRINTED = re.compile(rf"\s*(?:Uncaught )?{ERROR}|[^\s:]+:(?: [^:\n]{{1,60}}:){{0,2}} syntax error\b")
FENCE = re.compile(r"\s*(?:`{3}|~{3})")
HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
REMEDY = re.compile(r"\b(?:avoid|prevent|fix|solv|resolv|correct|remov)(?:e?s|ing|e?d)?\b", re.IGNORECASE)


def is_shown_to_fail(lines: Sequence[str], end_line: int) -> bool:
    """Tell whether the paragraph or the fence right below one that ends at a line (from 1) has the error that it makes.

    Advice for when there is such an error is none.
    """
    below = [*dropwhile(lambda one: not one.strip(), islice(lines, end_line, end_line + MAX_LINES))]
    paragraph = [*takewhile(lambda one: one.strip() and not FENCE.match(one), below)]
    if paragraph and HEADING.match(paragraph[0]):
        return False  # another section
    if paragraph:
        text = " ".join(paragraph)[:MAX_CHARS]
        if NAMED.search(text):
            return not (ADVICE.search(text) or REMEDY.search(text))
        below = [*dropwhile(lambda one: not one.strip(), below[len(paragraph) :])]
    if not below or not FENCE.match(below[0]):
        return False
    return any(map(PRINTED.match, takewhile(lambda one: not FENCE.match(one), below[1:])))
