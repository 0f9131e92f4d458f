"""Decides which words of one unpublished text, and of its files, may appear in the site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from faircopy.build.leaks.marks import (
    Marks,
    as_part,
    as_phrases,
    as_quoted,
    combined,
    copied_into,
    marks_of,
    marks_of_words,
)
from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.passages import MIN_WORDS, WINDOW_WORDS, PassageHit, PassageIndex
from faircopy.build.leaks.public import MAX_COPIES, PublicLetters
from faircopy.build.leaks.quotes import comments_of
from faircopy.build.leaks.search_targets import owner
from faircopy.build.leaks.texts import UnpublishedText
from faircopy.cache.fingerprints import fingerprint as key_of

COPIES = "what public texts have of a draft"


@dataclass(frozen=True)  # no slots: what is worked out is kept
class WordExcuses:
    """The words of one unpublished text, and of its files, that may appear in the site."""

    text: UnpublishedText
    index: PassageIndex  # its passages
    public: PublicLetters
    allowed: tuple[str, ...]

    def covers(self, hit: PassageHit) -> bool:
        """Tell whether everything that a hit shows is public, apart from chance matches at its ends."""
        found = self.by_documents(hit)
        if is_enough(found):
            return True
        pieces = [*windows_of(hit)]
        for letters, marks in self.others():
            if any(piece in letters for piece in pieces) and (marked := marks().get(hit.passage)):
                found = bytearray(map(max, found, marked[hit.first : hit.end]))
                if is_enough(found):
                    return True
        marked = self.by_allowed.get(hit.passage, bytearray(len(hit.passage.words)))
        return is_enough(bytearray(map(max, found, marked[hit.first : hit.end])))

    def others(self) -> Iterator[tuple[str, Callable[[], Marks]]]:
        """Yield the other sources that may excuse words, with all their letters: few share anything with a hit."""
        yield self.public.all_templates, lambda: self.by_templates
        yield self.public.all_files, lambda: self.by_files
        yield self.public.all_programs, lambda: self.by_programs

    def by_documents(self, hit: PassageHit) -> bytearray:
        """Mark the words of a hit that occur in public texts in a row."""
        number = hit.end - hit.first
        if self.may_be_quoted(hit.letters):
            return bytearray(b"\1" * number)
        found, window = bytearray(number), min(WINDOW_WORDS, number)
        for first, piece in enumerate(windows_of(hit)):
            if self.may_be_quoted(piece):
                found[first : first + window] = b"\1" * window
        return found

    def may_be_quoted(self, letters: str) -> bool:
        """Tell whether a public text contains these letters, and was not itself copied from the draft."""
        holders = [one for one in self.public.documents_with(letters) if self.may_excuse(one)]
        return len(holders) >= MAX_COPIES or any(one not in self.copies for one in holders)

    def may_excuse(self, number: int) -> bool:
        """Tell whether a public text is visible to everyone; a hidden text excuses only itself."""
        return not (self.text.is_hidden and self.public.sources.documents[number].is_hidden)

    @cached_property
    def copies(self) -> frozenset[int]:
        """The public texts that most of the draft was copied into."""
        whole = next((one for one in self.index.passages if owner(one).is_whole), None)
        if whole is None:
            return frozenset()
        alone, draft = PassageIndex([whole]), key_of(whole.words)
        kept = (
            (number, self.public.results.of(COPIES, (draft, letters), partial(words_shared, letters, alone)))
            for number, letters in enumerate(self.public.documents)
            if self.may_excuse(number)
        )
        marks = {number: bytearray(marked) for number, marked in kept if marked}
        return copied_into(whole, marks, {one: len(self.public.documents[one]) // 2 for one in marks})

    @cached_property
    def by_allowed(self) -> Marks:
        """Words that the settings allow, and comments that a draft shares with a public text."""
        comments = (one for one in comments_of(self.text.document.text) if letters_of(one) in self.public.comments)
        return marks_of_words((*self.allowed, *comments), self.index.passages)

    @cached_property
    def by_programs(self) -> Marks:
        return combined(marks_of(streams, self.index) for streams in self.public.programs)

    @cached_property
    def by_templates(self) -> Marks:
        """Phrases and quotations that templates and settings share with the text."""
        template_marks = [marks_of(streams, self.index) for streams in self.public.templates]
        return combined([as_phrases(combined(template_marks)), combined(template_marks, as_quoted)])

    @cached_property
    def by_files(self) -> Marks:
        """Words that files share with a quotation of the text or a part of its files; all words if a file is public."""
        found: list[Marks] = []
        for streams, is_public in self.public.files:
            marks = marks_of(streams, self.index)
            found.append(combined([marks], as_part))
            found.append({one: marked for one, marked in marks.items() if is_public and owner(one).file})
        return combined(found)


def words_shared(letters: str, alone: PassageIndex) -> bytes:
    """Mark the words of the single passage of an index that occur in a text; none if too few are consecutive."""
    if not any(True for _ in alone.found_in(letters)):
        return b""
    return b"".join(marks_of(letters.split("\n"), alone).values())


def windows_of(hit: PassageHit) -> Iterator[str]:
    """Yield the letters of each few consecutive words of a hit."""
    starts, window = hit.passage.starts, min(WINDOW_WORDS, hit.end - hit.first)
    for first in range(hit.first, hit.end - window + 1):
        yield hit.passage.letters[starts[first] : starts[first + window]]


def is_enough(found: bytearray) -> bool:
    return any(found) and len(found) - sum(found) < MIN_WORDS - 2
