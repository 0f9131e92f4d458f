"""Blanks and signs that nobody sees, and that programs take for letters: copied from a page or a text processor."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets.model import CheckedSnippet, Snippet, Status

INVISIBLE = Rule(
    "SN127",
    Severity.ERROR,
    "code has a special space or an invisible character, which the program takes for a letter",
    "delete it, and type a plain space where one is meant",
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
# YAML's own marks are none before such a blank.
YAML_CHECKERS = frozenset({"yaml", "schema", "compose", "workflow", "netplan"})
AFTER_MARK = re.compile(rf"[ \t]*(?:-[ \t]+)*(?:-|[\w.-]+:)(?P<blank>{BLANKS})")
AT_START = re.compile(rf"[ \t]*(?P<blank>{BLANKS})[ \t]*(?=[A-Za-z0-9_-])")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'")
COMMENT = re.compile(r"^\s*(?:#|;|//|<!--|--).*|\s(?:#|//)\s.*")


def invisible_signs(checked: Iterable[CheckedSnippet], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for the first such sign of a snippet, as who has copied a page has one in each line.

    Where something is claimed, it is in a line that has no other error or warning.
    """
    places = {(one.path, one.line) for one in known if one.severity is not Severity.NOTE}
    for one in checked:
        snippet, status = one.snippet, one.verdict.status
        if status not in (Status.PASSED, Status.FAILED) or snippet.log or snippet.must_fail or snippet.code.isascii():
            continue
        signs = signs_in(snippet, one.verdict.checker or "")
        untold = [sign for sign in signs if snippet.is_plain or (snippet.path, snippet.line + sign[0]) not in places]
        if untold:
            number, offset, sign = untold[0]
            column = offset + (snippet.columns[number - 1] if snippet.columns else 1)
            more = f", and more in {len(untold) - 1} of the lines below" if untold[1:] else ""
            fact = f"there is an invisible character here: {called(sign)}{more}"
            yield INVISIBLE.at(snippet.path, snippet.line + number, fact, INVISIBLE.remedy, column=column)


def signs_in(snippet: Snippet, checker: str) -> Iterator[tuple[int, int, str]]:
    """Yield the number of each line that has such a sign, the offset of its first one, and that sign."""
    for number, line in enumerate(snippet.code.split("\n"), 1):
        offset = None if line.isascii() else first_sign(line, checker, snippet)
        if offset is not None:
            yield number, offset, line[offset]


def first_sign(line: str, checker: str, snippet: Snippet) -> int | None:
    """Return where the first sign is that changes what a line means, or None."""
    code = COMMENT.sub(lambda found: " " * len(found[0]), line)
    found = NO_WIDTH.search(code)
    if checker in KNOWS_BLANKS:
        return found.start() if found and found[0] != "\ufeff" else None
    if found is None and checker not in OTHERS and (start := AT_START.match(code)):
        return start.start("blank")
    if found is None and checker in YAML_CHECKERS and (marked := AFTER_MARK.match(code)):
        return marked.start("blank")
    if found is None and checker not in (*OTHERS, *TEXT_CHECKERS):
        bare = QUOTED.sub(lambda one: "x" * len(one[0]), code)
        found = BLANK.search(bare)
        # In a plain fence a line of prose may have them.
        if found and snippet.is_plain and not bare.replace(found[0], " ").isascii():
            return None
    return found.start() if found else None


def called(sign: str) -> str:
    return f"{unicodedata.name(sign, 'no name').lower()}, U+{ord(sign):04X}"
