"""Decides whether content of an unpublished text may stand in the site after all.

*Words* are public if a public text contains them, unless most of the draft was copied into that text. A file in
`extra/`, an attachment, a template or a theme file makes no words public: it excuses only what the draft itself marks
as a quotation or as code. Templates and settings, which are the site's own, also excuse phrases.

*Files* are public if a public text or the theme refers to them. A mere copy excuses nothing.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faircopy.build.leaks.normalise import IS_DENSE, words_of
from faircopy.build.leaks.passages import PassageHit, PassageIndex
from faircopy.build.leaks.public import PublicLetters
from faircopy.build.leaks.search_targets import (
    MAX_TEXT,
    SearchTargets,
    TargetOwner,
    forms_of_file,
    owner,
    owner_of,
    pieces_of,
)
from faircopy.build.leaks.short_fields import UnpublishedField
from faircopy.build.leaks.similar_images import Likeness, likeness_of
from faircopy.build.leaks.sources import Sources, digest_of, leaves_in
from faircopy.build.leaks.tables import has_numbers
from faircopy.build.leaks.texts import UnpublishedText
from faircopy.build.leaks.word_excuses import WordExcuses
from faircopy.cache.fingerprints import fingerprint as key_of

# In these, a word is the name of something.
PROGRAMS = (".js", ".mjs", ".css", ".map", ".py", ".wasm", ".woff", ".woff2", ".ttf", ".otf")


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Excuses:
    """Everything that the public sources of a site excuse. Sources are read when first needed."""

    sources: Sources
    wanted: SearchTargets
    public: PublicLetters

    @cached_property
    def words(self) -> dict[UnpublishedText, WordExcuses]:
        return {}

    def covers(self, hit: PassageHit) -> bool:
        """Tell whether everything that a hit shows is public."""
        text = owner(hit.passage).text
        if text not in self.words:
            index = PassageIndex(one for one in self.wanted.passages if owner(one).text is text)
            self.words[text] = WordExcuses(text, index, self.public, self.sources.settings.allowed)
        return self.words[text].covers(hit)

    @cached_property
    def open_fields(self) -> tuple[UnpublishedField, ...]:
        """The fields whose words occur in no public text in a row; a few common words prove nothing."""
        return tuple(field for field in self.wanted.fields if not self.covers_field(field))

    def covers_field(self, field: UnpublishedField) -> bool:
        public = self.words_for_all if owner_of(field).text.is_hidden else self.document_words
        return stands_among(field, public) or (not field.is_sentence and stands_among(field, self.other_words))

    @cached_property
    def document_words(self) -> str:
        """The words of all texts that have addresses."""
        return f"{self.words_for_all}{spaced(self.words_of_texts(is_hidden=True))}"

    @cached_property
    def words_for_all(self) -> str:
        allowed = (" ".join(words_of(text)) for text in self.sources.settings.allowed)
        return spaced((*allowed, *self.words_of_texts(is_hidden=False)))

    def words_of_texts(self, *, is_hidden: bool) -> Iterator[str]:
        both = zip(self.sources.documents, self.public.texts, strict=True)
        return (words.words for text, words in both if text.is_hidden == is_hidden)

    @cached_property
    def other_words(self) -> str:
        files = [one for one in self.sources.files if one.stat().st_size <= MAX_TEXT and one.suffix not in PROGRAMS]
        texts = (form for file in files for form in forms_of_file(file.name, file.read_bytes()))
        return in_a_row(*self.sources.template_words, *texts)

    def covers_contents(self, digest: str, target: TargetOwner) -> bool:
        """Tell whether a file with these contents is public, by itself or inside another file."""
        return any(self.sources.is_public(file) for file in (*self.holders.get(digest, ()), origin_of(target)))

    def copies_of(self, digest: str) -> tuple[str, ...]:
        """Return the public files that have these contents, as messages name them."""
        here = self.sources.settings.messages_relative_to
        return tuple(os.path.relpath(file, here) for file in self.holders.get(digest, ()))

    @cached_property
    def holders(self) -> dict[str, list[Path]]:
        """The public files, by the digests of their contents and of the files packed in them."""
        found: dict[str, list[Path]] = {}
        for file in self.sources.files:
            for leaf in leaves_in(file):
                found.setdefault(digest_of(leaf.data), []).append(file)
        return found

    def covers_piece(self, piece: bytes, target: TargetOwner) -> bool:
        """Tell whether a shown file has a piece, or another file this one and not the others."""
        pieces = pieces_of(dict(target.text.leaves)[target.file])
        for file in (*self.sources.files, origin_of(target)):
            data = file.read_bytes()
            if piece in data and (self.sources.is_public(file) or not all(one in data for one in pieces)):
                return True
        return False

    def covers_numbers(self, numbers: frozenset[str], target: TargetOwner) -> bool:
        """Tell whether a public text or file contains the numbers of a table."""
        files = (one for one in self.sources.files if self.sources.is_public(one) and one.stat().st_size <= MAX_TEXT)
        texts = (one.document.text for one in self.sources.documents)
        return self.sources.is_public(origin_of(target)) or any(
            has_numbers(numbers, text) for text in (*texts, *(file.read_text("utf-8", "replace") for file in files))
        )

    def covers_picture(self, picture: Likeness, target: TargetOwner) -> bool:
        """Tell whether a public picture looks the same."""
        alike = (file for file, likeness in self.likenesses if likeness.is_like(picture))
        return any(self.sources.is_public(file) for file in (*alike, origin_of(target)))

    @cached_property
    def likenesses(self) -> tuple[tuple[Path, Likeness], ...]:
        found = ((file, likeness_of(file.read_bytes())) for file in self.sources.files)
        return tuple((file, likeness) for file, likeness in found if likeness)

    @cached_property
    def key(self) -> str:
        """A digest of everything that may excuse a hit."""
        files = ((str(file), digest_of(file.read_bytes())) for file in (*self.sources.files, *self.sources.templates))
        texts = [(one.document.path, one.document.text, one.is_hidden) for one in self.sources.documents]
        return key_of([texts, sorted(files)])

    @cached_property
    def short_digests(self) -> frozenset[str]:
        """The digests that `media` puts into the names of resized public pictures."""
        return frozenset(
            digest[:10] for digest, files in self.holders.items() if any(self.sources.is_public(file) for file in files)
        )


def origin_of(target: TargetOwner) -> Path:
    """Return the file of a text that something is in."""
    parts = target.file.split("/")
    names = ("/".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next(target.text.files[name] for name in names if name in target.text.files)


def in_a_row(*texts: str) -> str:
    return spaced(" ".join(words_of(text)) for text in texts)


def spaced(words: Iterable[str]) -> str:
    """Return words, or some consecutive ones, with a space on both sides of each."""
    return f" {' '.join(filter(None, words))} "


def stands_among(field: UnpublishedField, words: str) -> bool:
    if IS_DENSE.search(field.letters):
        return field.letters in words.replace(" ", "")
    return f" {' '.join(field.words)} " in words
