"""Documents about Python 2: what is in it is no slip there, and no Python of today can read it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from faircopy.snippets.model import Snippet
from faircopy.snippets.reading.text_above import text_above

IN_PYTHON_2 = "it is Python 2, as other fences of the document are"
LANGUAGES = frozenset({"python", "py"})
PRINTS = re.compile(
    r"^[ \t]*(?:>>> |\.{3} )?(?:(?:if|elif|else|for|while)\b[^\n]*:[ ]*)?print [\"'\w%\[{]", re.MULTILINE
)
# A document that says so is about it, unless it is about Python 3, too.
NAMED = re.compile(r"\bpython[ -]?(?P<version>[23])(?:\.\d{1,2})?\b", re.IGNORECASE)
CALLS = re.compile(r"\bprint\(")
NAMED_ABOVE = "it is Python 2, as the text above it says"
ENOUGH = 3  # fences, so that one alone is none


def is_named_above(snippet: Snippet, lines: Sequence[str]) -> bool:
    """Tell whether the text above a fence names that version, and no other, and the fence is in it."""
    if snippet.language not in LANGUAGES or not snippet.is_plain or snippet.unread or not PRINTS.search(snippet.code):
        return False
    return {found["version"] for found in NAMED.finditer(text_above(lines, snippet.line).last_sentence)} == {"2"}


def without_python_2(snippets: Iterable[Snippet], text: str) -> list[Snippet]:
    """Return the snippets of a document, with those in Python 2 unread where most that print are in it.

    One is enough where the document's text names that version, and no other.
    """
    lines = text.split("\n")
    snippets = [replace(one, unread=NAMED_ABOVE) if is_named_above(one, lines) else one for one in snippets]
    printing = [one for one in snippets if one.is_plain and one.language in LANGUAGES and not one.unread]
    old = {one for one in printing if PRINTS.search(one.code) and not CALLS.search(one.code)}
    newer = sum(CALLS.search(one.code) is not None for one in printing)
    versions = {found["version"] for found in NAMED.finditer(text)} if old else set()
    if len(old) < (1 if versions == {"2"} else ENOUGH) or len(old) <= newer:
        return snippets
    return [replace(one, unread=IN_PYTHON_2) if one in old else one for one in snippets]
