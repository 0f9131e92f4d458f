"""Shared by the rules of code."""

import re
from collections.abc import Iterator

from faircopy.markdown.document import Document
from faircopy.markdown.prose import MarkdownPart, find_code

BROKEN_ON_PURPOSE = re.compile(r"""\bexpect\s*=\s*["']?fail""")
LANGUAGE = re.compile(r"\{?\s*\.?(?P<name>[\w+-]*)")


def intact_code(document: Document) -> Iterator[MarkdownPart]:
    """Yield the code of a document, except code that is marked as wrong on purpose."""
    return (code for code in find_code(document) if not BROKEN_ON_PURPOSE.search(code.info))


def language_of(info: str) -> str:
    found = LANGUAGE.match(info)
    return found["name"].lower() if found else ""


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
