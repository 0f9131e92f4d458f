"""Titles and other short fields: a word or two within a text proves nothing, but as a whole sentence they do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.build.leaks.escapes import unescaped
from faircopy.build.leaks.normalise import IS_DENSE, letters_of, words_of

# Of so many words, a title is a sentence: nobody else writes it.
SENTENCE_WORDS = 4
SENTENCE_LETTERS = 8  # letters, where there are no spaces
MAX_ROUNDS = 4
# Inline elements, which do not end a sentence.
INLINE = re.compile(
    r"</?(?:abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tspan|u|var"
    r"|wbr)\b[^<>]*>|<!--.*?(?:-->|(?P<open>\Z))",
    re.IGNORECASE | re.DOTALL,
)
# An element's text, a quoted value, a line, a cell; with the name of the element or key that it belongs to.
ELEMENT = re.compile(r"<(/?[\w:-]++)[^<>]*>\s*+(?:<!\[CDATA\[)?([^<>]{1,400}?)(?:\]\]>)?\s*(?=<|\Z)")
VALUE = re.compile(r"(?<![\w:-])([\w:-]+)\s*+=\s*(?:\"([^\"<>]{1,400})\"|'([^'<>]{1,400})')")
STRING = re.compile(r"(?:\"([\w -]{1,40})\"\s*+:\s*+(?:\[\s*+)?)?\"((?:[^\"\\]|\\.){1,400})\"")
CELL = re.compile(r"(?:^|[,;\t|])[^\S\n\t]*+\"?([^,;\t|\"\n]{1,400})\"?[^\S\n\t]*+(?=[,;\t|]|$)", re.MULTILINE)
# String literals of a program, in any quotes.
LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.){8,1000}\"|'(?:[^'\\\n]|\\.){8,1000}'|`(?:[^`\\]|\\.){8,1000}`", re.DOTALL)
# A title is followed by that of the site.
DIVIDER = re.compile(r"(?<!\s)\s+[-|·•\u2013\u2014:»]\s+|:\s+")
# Where a single word is a title, or a term of its own.
TITLES = frozenset(("a", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "headline", "name", "summary", "title", "content"))
KEYS = frozenset(("headline", "keywords", "label", "name", "summary", "tag", "tags", "term", "title", "subject"))


@dataclass(frozen=True, eq=False, slots=True)
class UnpublishedField:
    """A field of a text that is not public."""

    note: object
    value: str
    line: int
    words: tuple[str, ...]
    may_be_one_word: bool  # a title, a tag

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def is_sentence(self) -> bool:
        least = SENTENCE_LETTERS if IS_DENSE.search(self.letters) else SENTENCE_WORDS
        return len(self.words) >= least


def field_of(note: object, value: str, line: int, *, may_be_one_word: bool) -> UnpublishedField | None:
    """Return the field to search for; None if its value is too common."""
    words = tuple(words_of(value))
    enough = len(words) > 1 or may_be_one_word
    return UnpublishedField(note, value, line, words, may_be_one_word) if words and enough else None


def stands_in(field: UnpublishedField, name: str, text: str) -> bool:
    """Tell whether `text`, of the file `name`, contains the field as a sentence or as a whole value."""
    if field.is_sentence:
        return as_sentence(field, text)
    single = len(field.words) == 1
    return any(
        letters_of(part) == field.letters
        for owner, value in statements_in(name, text)
        if not single or owner in TITLES or owner in KEYS or owner == ""
        for part in {value, *DIVIDER.split(value)}
    )


def names_file(field: UnpublishedField, name: str) -> bool:
    """Tell whether a file, or a folder above it, is named after the field."""
    return field.is_sentence and as_sentence(field, name)


def stands_in_program(field: UnpublishedField, text: str) -> bool:
    """Tell whether a string of a program has the field as a sentence; fewer words are the name of something."""
    return field.is_sentence and any(as_sentence(field, found[0][1:-1]) for found in LITERAL.finditer(text))


def as_sentence(field: UnpublishedField, text: str) -> bool:
    """Tell whether the words span whole sentences."""
    between = r"[\W_]*"
    pattern = re.compile(rf"(?<![^\W_]){between.join(map(re.escape, field.letters))}(?![^\W_])")
    dense = bool(IS_DENSE.search(field.letters))
    return any(dense or pattern.search(" ".join(words_of(one))) is not None for one in layers_of(text))


def statements_in(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield each separate statement in a text with the name of its element or key; "" for the whole text."""
    kind = name.rpartition(".")[2].lower()
    for layer in layers_of(text):
        yield "", layer.strip()
        for found in ELEMENT.finditer(layer):
            yield found[1].lower().rpartition(":")[2], found[2]
        for found in VALUE.finditer(layer):
            yield found[1].lower(), found[2] or found[3]
        if "{" in layer or "[" in layer:
            for found in STRING.finditer(layer):
                yield (found[1] or "").lower() or "item", found[2]
        if kind in ("csv", "tsv", "txt", "md"):
            for found in CELL.finditer(layer):
                yield "title", found[1]


def layers_of(text: str) -> Iterator[str]:
    """Yield a text as it is, and with one more layer of escapes resolved each time."""
    for _ in range(MAX_ROUNDS):
        yield INLINE.sub(lambda found: "" if found["open"] is None else found[0], text)
        before, text = text, unescaped(text)
        if text == before:
            return
