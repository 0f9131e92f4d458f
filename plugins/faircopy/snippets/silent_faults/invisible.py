"""Blanks and signs that nobody sees, and that programs take for letters: copied from a page or a text processor."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets.model import CheckedSnippet, Snippet, Status

INVISIBLE = Rule(
    "SN127",
    Severity.ERROR,
    "code has a blank or a sign that nobody sees, which the program takes for a letter",
    "delete it, and type a plain blank where one is meant",
)
# Data that may be text for people: there a blank that divides no lines is one of theirs.
TEXT_CHECKERS = frozenset({"yaml", "schema", "compose", "workflow", "netplan", "json", "json5", "toml", "xml", "sql"})
# Their own checkers tell of such a blank.
OTHERS = frozenset({"shell", "zsh", "session"})
ASCII = r"[!-~]"
# They take all blanks of Unicode for blanks: https://tc39.es/ecma262/#sec-white-space
KNOWS_BLANKS = frozenset({"javascript", "powershell"})
# No joiners: letters of many scripts need them.
NO_WIDTH = re.compile(rf"(?:(?<={ASCII})|(?<=\s))[\u200b\u2060\ufeff]|[\u200b\u2060\ufeff](?={ASCII})")
A_BLANK = r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
BLANKS = rf"{A_BLANK}+"
BLANK = re.compile(rf"(?<!{A_BLANK})(?:(?<={ASCII})|(?<=\s)|^){BLANKS}(?={ASCII})")
AT_START = re.compile(rf"[ \t]*(?P<blank>{BLANKS})[ \t]*(?=[A-Za-z0-9_-])")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'")
COMMENT = re.compile(r"^\s*(?:#|;|//|<!--|--).*|\s(?:#|//)\s.*")


def invisible_signs(checked: Iterable[CheckedSnippet], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for the first such sign of each line that has no other error or warning."""
    places = {(one.path, one.line) for one in known if one.severity is not Severity.NOTE}
    for one in checked:
        snippet, status = one.snippet, one.verdict.status
        if status not in (Status.PASSED, Status.FAILED) or snippet.log or snippet.must_fail or snippet.code.isascii():
            continue
        for number, line in enumerate(snippet.code.split("\n")):
            place = snippet.line + number + 1
            offset = None if line.isascii() else first_sign(line, one.verdict.checker or "", snippet)
            if offset is not None and (snippet.path, place) not in places:
                column = offset + (snippet.columns[number] if snippet.columns else 1)
                fact = f"a sign that nobody sees stands here: {called(line[offset])}"
                yield INVISIBLE.at(snippet.path, place, fact, INVISIBLE.remedy, column=column)


def first_sign(line: str, checker: str, snippet: Snippet) -> int | None:
    """Return where the first sign is that changes what a line means, or None."""
    code = COMMENT.sub(lambda found: " " * len(found[0]), line)
    found = NO_WIDTH.search(code)
    if checker in KNOWS_BLANKS:
        return found.start() if found and found[0] != "\ufeff" else None
    if found is None and checker not in OTHERS and (start := AT_START.match(code)):
        return start.start("blank")
    if found is None and checker not in (*OTHERS, *TEXT_CHECKERS):
        bare = QUOTED.sub(lambda one: "x" * len(one[0]), code)
        found = BLANK.search(bare)
        # In a plain fence a line of prose may have them.
        if found and snippet.is_plain and not bare.replace(found[0], " ").isascii():
            return None
    return found.start() if found else None


def called(sign: str) -> str:
    return f"{unicodedata.name(sign, 'no name').lower()}, U+{ord(sign):04X}"
