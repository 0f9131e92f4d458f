"""Known misspellings, by codespell's dictionary and the site's own word list."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.addresses import language_of
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_code

MISSPELT = LintRule(
    "PR701",
    Severity.WARNING,
    "a word is a known misspelling",
    "correct it, or add the word to `spelling.txt`",
    bad="They ▶recieve it.\n",
    good="They receive it, and `recieve` is code.\n",
)

# The ones that codespell uses unless told otherwise. Each line: `wrong->right`, or `wrong->one, other,`, or
# `wrong->right, why it may be meant` (https://github.com/codespell-project/codespell#dictionary-format).
DICTIONARIES = ("dictionary.txt", "dictionary_rare.txt")
# Not a part of an address, a path, a name with dots or a variable.
WORD = re.compile(r"(?<![\w/@.\\&#'’-])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w/@\\])(?!\.\w)")  # noqa: RUF001
# Addresses of links, tags and attribute lists are no words.
NO_WORDS = re.compile(r"\]\([^)]{0,2000}\)|\]\[[^\]]{0,400}\]|<[^<>]*>|\{[^{}\n]*\}|\b\w+://\S+|\[\^[^\]]{1,400}\]")
FIELDS = ("title", "summary")


@cache
def dictionary() -> Mapping[str, str]:
    """Return codespell's correction of each misspelling, in lower case.

    Only codespell's data are used, not its code: that takes milliseconds, and gives columns.
    """
    spec = find_spec("codespell_lib")
    folder = Path(str(spec and spec.origin)).parent / "data"
    found: dict[str, str] = {}
    for name in DICTIONARIES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            wrong, arrow, right = line.partition("->")
            if arrow:
                found[wrong.lower()] = right.strip()
    return found


@DocumentCheck
def check_spelling(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield known misspellings in English text, code, addresses and the site's own words left out."""
    document, words, known = context.document, context.site.words, dictionary()
    if not language_of(document, context.site).lower().startswith("en"):
        return  # the dictionary is of English
    for text in texts_of(document):
        for found in WORD.finditer(NO_WORDS.sub(spaces_for, without_code(text.text))):
            word = found[0].lower().replace("’", "'")  # noqa: RUF001
            if word in known and word not in words:
                line, column = text.place(found.start())
                fact = f"'{found[0]}' is a known misspelling"
                hint = f"{remedy(found[0], known[word])} a word that is right goes into 'spelling.txt'"
                yield MISSPELT.at(document.path, line, fact, hint, column=column)


def texts_of(document: Document) -> Iterator[MarkdownPart]:
    """Yield the title, the summary, and all text outside code."""
    for field in document.fields:
        if field.key in FIELDS:
            rows = document.lines[field.line : field.line + field.value.count("\n")]
            columns = (field.column, *(len(row) - len(row.lstrip()) + 1 for row in rows))
            yield MarkdownPart(TextKind.WORDS, field.value, field.line, columns)
    yield from find_words(document)


def spaces_for(found: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else " " for character in found[0])


def remedy(word: str, entry: str) -> str:
    """Return the advice of a codespell entry."""
    *several, last = (part.strip() for part in entry.split(","))
    choices = [like(word, choice) for choice in several or [last]]
    why = f" ({last})" if several and last else ""
    return f"did you mean {' or '.join(repr(choice) for choice in choices)}?{why}"


def like(word: str, right: str) -> str:
    """Return `right` in the capitalisation of `word`."""
    if word.isupper() and len(word) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if word[0].isupper() else right
