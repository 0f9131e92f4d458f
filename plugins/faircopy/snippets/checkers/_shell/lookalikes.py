"""Signs that look like those of the shell: dashes of a text, letters of other scripts, brackets as wide as two."""

import re
import unicodedata
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._shell.beginnings import is_output, is_prose
from faircopy.snippets.checkers._shell.text import outside_text
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

LOOKALIKE = Rule(
    "SN305",
    Severity.ERROR,
    "a typographic character is used where the shell needs a plain one",
    "delete it and type it again; check whether the publishing system makes such characters",
)
DASH = re.compile(r"(?<!\S)(?P<sign>[‐‑‒–—―−])+(?=[A-Za-z])")  # noqa: RUF001 - these very signs
# Cyrillic and Greek letters that look like Latin ones.
LETTERS = "аеіјорсухѕАВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"  # noqa: RUF001 - these very signs
WORD = rf"[A-Za-z{LETTERS}]*"
MIXED = re.compile(rf"(?<![^\W_])(?={WORD}[A-Za-z])[A-Za-z]*(?P<sign>[{LETTERS}]){WORD}(?![^\W_])")
# Between words in Chinese or Japanese they are punctuation of a text.
WIDE = re.compile(r"(?<![^\x00-\x7f])(?P<sign>[\uff01-\uff5e])[\uff01-\uff5e]*(?![^\x00-\x7f])")
# `Name:what it means`: a line about a name, and not a command.
ABOUT_A_NAME = re.compile(r"\s*[\w()%|\[\]-]+[:\uff1a][ \t]*[^\x00-\x7f\uff01-\uff5e]")
# What is printed or piped may be a text with such signs.
PRINTED = re.compile(r"(?:^|[;&|(][ \t]*)(?:echo|printf)[ \t](?:[^;&|\n]*[ \t])?$")
MAX_CHARS = 2000  # of a paragraph
TO_ASCII = 0xFF01 - ord("!")


def is_text(code: str, offset: int) -> bool:
    """Tell whether a line begins with a letter of another script, above an offset in its paragraph, as no command does.

    It is what a program answers, or a text.
    """
    least = max(offset - MAX_CHARS, 0)
    start = max(code.rfind("\n\n", least, offset), least)
    firsts = (line.lstrip()[:1] for line in code[start:offset].split("\n"))
    return any(one.isalpha() and not one.isascii() for one in firsts)


def before_in_line(code: str, offset: int) -> str:
    """Return what stands before an offset in its line; of a very long line, the end of that."""
    return code[max(code.rfind("\n", 0, offset) + 1, offset - MAX_CHARS) : offset]


def is_label(found: re.Match[str]) -> bool:
    """Tell whether a sign is a colon at the end of its line, as no command has it."""
    return found["sign"] == "\uff1a" and not found.string[found.end() :].partition("\n")[0].strip()


def dashes(code: str) -> Iterator[Finding]:
    """Yield a finding for the first dash of a text in each line: what has made one has made the others."""
    lines, before = code.split("\n"), 0
    for found in outside_text(code, DASH):
        line, column = place_at(code, found.start())
        is_new, before = line != before, line
        if not is_new or is_output(DASH.sub("-", lines[line - 1].strip())):
            continue
        fact = f"'{found[0]}' is a typographic dash, not the hyphen that begins an option"
        yield Finding(0, LOOKALIKE, fact, line, column, "write '-', or '--'")


def lookalikes(code: str) -> Iterator[Finding]:
    """Yield a finding for each line with such dashes, and each sign that looks like a plain one."""
    if code.isascii():
        return
    yield from dashes(code)
    lines = code.split("\n")
    for found in outside_text(code, MIXED):
        name = unicodedata.name(found["sign"]).lower()
        fact = f"'{excerpt(found[0])}' has a letter that only looks like a plain one: {name}"
        yield Finding(0, LOOKALIKE, fact, *place_at(code, found.start("sign")), "type the word again")
    for found in outside_text(code, WIDE):
        line = before_in_line(code, found.start())
        if is_label(found) or ABOUT_A_NAME.match(line) or is_prose(lines[place_at(code, found.start())[0] - 1]):
            continue
        line = line.lstrip("$#> \t")
        if is_text(code, found.start()) or (found["sign"].isalnum() and PRINTED.search(line)):
            continue
        fact = f"'{found['sign']}' is a full-width character, not '{chr(ord(found['sign']) - TO_ASCII)}'"
        yield Finding(0, LOOKALIKE, fact, *place_at(code, found.start()), "type it again as a plain character")
