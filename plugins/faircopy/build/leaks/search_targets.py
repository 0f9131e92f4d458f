"""What is searched for: the passages, fields, contents and pictures of all unpublished texts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from faircopy.build.leaks.encodings import readings
from faircopy.build.leaks.forms import text_with_tags, text_without_tags
from faircopy.build.leaks.normalise import words_of
from faircopy.build.leaks.passages import PassageIndex, SearchedPassage
from faircopy.build.leaks.quotes import parts_of_line, quoted_lines
from faircopy.build.leaks.short_fields import UnpublishedField, field_of
from faircopy.build.leaks.similar_images import Likeness, is_picture, likeness_of
from faircopy.build.leaks.sources import digest_of
from faircopy.build.leaks.tables import TELLING_NUMBERS, forms_of_table, numbers_of
from faircopy.build.leaks.texts import UnpublishedText
from faircopy.cache.fingerprints import fingerprint as key_of

# Visible fields, and whether a single word of the field is distinctive when it stands alone.
FIELDS = {"title": True, "summary": False, "category": True, "tags": True, "series": True}
NAMES = ("title", "summary")  # those that name a hidden text
# Addresses in Markdown, which become attributes, and the names of those that stand elsewhere.
TARGET = re.compile(r"\]\([^)\s]*|(?<=\])\[[^\]\n]*\]")
# And what a text links to: the address of another text of the site has the words of its title.
ADDRESS = re.compile(r"((?:https?://|www\.)[^\s<>\"')\]]+|(?<=\]\()<?[^\s)>]+|(?<=\]: )\S+)", re.IGNORECASE)
LONG_PARAGRAPH_WORDS = 16  # words
# Larger than any text that somebody quotes from.
MAX_TEXT = 2 * 1024**2
# Contents of fewer bytes are met by chance.
TELLING_BYTES = 6
# Of larger contents, pieces that stand somewhere else give it away.
PIECE, PIECES = 48, (0.3, 0.6, 0.9)


@dataclass(frozen=True, slots=True)
class TargetOwner:
    """The text, or the file of a text, that a target belongs to."""

    text: UnpublishedText
    file: str = ""  # and, after a slash, what in it; "" for the text itself
    is_whole: bool = False  # all of the text


@dataclass(frozen=True)  # no slots: what is worked out is kept
class SearchTargets:
    """All that is looked for."""

    unpublished: tuple[UnpublishedText, ...]

    @cached_property
    def passages(self) -> tuple[SearchedPassage, ...]:
        return tuple(passage for text in self.unpublished for passage in passages_of(text))

    @cached_property
    def places(self) -> dict[SearchedPassage, int]:
        return {passage: number for number, passage in enumerate(self.passages)}

    @cached_property
    def index(self) -> PassageIndex:
        return PassageIndex(self.passages)

    @cached_property
    def fields(self) -> tuple[UnpublishedField, ...]:
        return tuple(field for text in self.unpublished for field in fields_of(text))

    @cached_property
    def contents(self) -> Mapping[str, TargetOwner]:
        """The unpublished files, and the files packed in them, by digest."""
        return {
            digest_of(data): TargetOwner(text, name)
            for text in self.unpublished
            for name, data in text.leaves
            if len(data.strip()) >= TELLING_BYTES
        }

    @cached_property
    def pieces(self) -> tuple[tuple[bytes, TargetOwner], ...]:
        return tuple(
            (piece, TargetOwner(text, name))
            for text in self.unpublished
            for name, data in text.leaves
            for piece in pieces_of(data)
        )

    @cached_property
    def likenesses(self) -> tuple[tuple[Likeness, TargetOwner], ...]:
        found = (
            (likeness_of(data), TargetOwner(text, name)) for text in self.unpublished for name, data in text.leaves
        )
        return tuple((likeness, target) for likeness, target in found if likeness)

    @cached_property
    def numbers(self) -> tuple[tuple[frozenset[str], TargetOwner], ...]:
        """The numbers of each table that has enough of them."""
        found = (
            (numbers_of(data[:MAX_TEXT].decode("utf-8", "replace")), TargetOwner(text, name))
            for text in self.unpublished
            for name, data in text.leaves
            if name.endswith((".csv", ".tsv"))
        )
        return tuple((numbers, target) for numbers, target in found if len(numbers) >= TELLING_NUMBERS)

    @cached_property
    def key(self) -> str:
        """A digest of everything that is searched for."""
        return key_of(
            [(one.document.text, one.why, one.addresses, one.own, one.is_named, one.leaves) for one in self.unpublished]
        )


def owner(passage: SearchedPassage) -> TargetOwner:
    target = passage.note
    assert isinstance(target, TargetOwner)  # noqa: S101  # all that is noted
    return target


def owner_of(field: UnpublishedField) -> TargetOwner:
    target = field.note
    assert isinstance(target, TargetOwner)  # noqa: S101  # all that is noted
    return target


def pieces_of(data: bytes) -> list[bytes]:
    if len(data) <= 4 * PIECE:
        return []
    found = (data[int(len(data) * part) :][:PIECE] for part in PIECES)
    return [piece for piece in found if len(piece) == PIECE and len(set(piece)) > PIECE / 4]


def forms_of_source(markdown: str) -> tuple[str, str]:
    """Return the forms in which the text of a source may occur: as rendered, and as written."""
    return text_without_tags(TARGET.sub("] ", markdown)), text_with_tags(markdown)


def forms_of_file(name: str, data: bytes) -> Iterator[str]:
    """Yield the forms in which the text of a file may turn up; for a table also those of its columns, and its chart."""
    for text in readings(data[:MAX_TEXT]):
        yield text_without_tags(text)
        yield text_with_tags(text)
        if name.endswith((".csv", ".tsv")):
            yield from forms_of_table(text)


def passages_of(text: UnpublishedText) -> Iterator[SearchedPassage]:
    """Yield the whole text, each paragraph, and each text among its files."""
    document = text.document
    lines = [*zip(document.body.split("\n"), quoted_lines(document.body), strict=True)]
    numbered = [(number, *line) for number, line in enumerate(lines, document.body_line)]
    whole = passage_of_body(TargetOwner(text, is_whole=True), numbered, 0)
    passage = passage_of_body(TargetOwner(text), numbered, 1)
    yield whole
    if passage.words != whole.words:
        yield passage
    paragraph: list[tuple[int, str, bool]] = []
    for number, line, is_quoted in [*numbered, (0, "", False)]:
        if line.strip():
            paragraph.append((number, line, is_quoted))
            continue
        found = passage_of_body(TargetOwner(text), paragraph, 0)
        # A longer one is found as a part of the whole.
        if len(found.words) < LONG_PARAGRAPH_WORDS:
            yield found
        paragraph = []
    for name, data in text.leaves:
        for form in dict.fromkeys(() if is_picture(data) else forms_of_file(name, data)):
            words = tuple(words_of(form))
            yield SearchedPassage(TargetOwner(text, name), words, (1,) * len(words), (False,) * len(words))


def passage_of_body(target: TargetOwner, lines: list[tuple[int, str, bool]], form: int) -> SearchedPassage:
    words: list[str] = []
    numbers: list[int] = []
    quoted: list[bool] = []
    for number, line, is_quoted in lines:
        for part, is_marked in parts_of_line(line):
            found = [*words_and_addresses(forms_of_source(part)[form])]
            words += found
            numbers += [number] * len(found)
            quoted += [is_quoted or is_marked] * len(found)
    return SearchedPassage(target, tuple(words), tuple(numbers), tuple(quoted))


def words_and_addresses(text: str) -> Iterator[str]:
    """Yield the words of a text; a web address counts as one word, because other texts may mention it too."""
    for number, part in enumerate(ADDRESS.split(text)):
        words = words_of(part)
        yield from ["".join(words)] if number % 2 and words else words


def fields_of(text: UnpublishedText) -> Iterator[UnpublishedField]:
    for found in text.document.fields:
        is_telling = not text.is_hidden or (found.key in NAMES and not text.is_named)
        if found.key in FIELDS and is_telling:
            for part in found.value.split(",") if found.key == "tags" else [found.value]:
                field = field_of(TargetOwner(text), part, found.line, may_be_one_word=FIELDS[found.key])
                if field:
                    yield field
