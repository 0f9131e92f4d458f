"""What excuses the words of one text that is not public, and of its files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from faircopy.build.heldback.marks import Marks, a_little, as_part, as_quoted, is_copy, marks_of, marks_of_words, united
from faircopy.build.heldback.passages import SHORTEST, WINDOW, Hit, Passage, PassageIndex
from faircopy.build.heldback.public import MANY, PublicLetters
from faircopy.build.heldback.wanted import owner

# On so many of a few pages stands what is on every page.
MOST_PAGES = 0.5
SAMPLES = 12


@dataclass(frozen=True)  # no slots: what is worked out is kept
class WordsOf:
    """What excuses the words of one text that is not public, and of its files."""

    index: PassageIndex  # its passages
    public: PublicLetters
    allowed: tuple[str, ...]

    def covers(self, hit: Hit) -> bool:
        """Tell whether all that a hit shows may be seen, but for words at its ends that are alike by chance."""
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
        """Yield what else may excuse words, with all its letters: few have anything of a hit."""
        yield self.public.all_programs, lambda: self.by_programs
        yield self.public.all_templates, lambda: self.by_templates
        yield self.public.all_files, lambda: self.by_files

    def by_documents(self, hit: Hit) -> bytearray:
        """Mark the words of a hit that public texts have in a row."""
        number = hit.end - hit.first
        if self.may_be_quoted(hit.letters):
            return bytearray(b"\1" * number)
        found, window = bytearray(number), min(WINDOW, number)
        for first, piece in enumerate(windows_of(hit)):
            if self.may_be_quoted(piece):
                found[first : first + window] = b"\1" * window
        return found

    def may_be_quoted(self, letters: str) -> bool:
        """Tell whether a public text has these letters, and is not one that most of the draft was copied into."""
        holders = self.public.documents_with(letters)
        return len(holders) >= MANY or any(not self.is_copied_into(number) for number in holders)

    def is_copied_into(self, number: int) -> bool:
        if number not in self.copies:
            self.copies[number] = self.is_copied(number)
        return self.copies[number]

    @cached_property
    def copies(self) -> dict[int, bool]:
        return {}

    def is_copied(self, number: int) -> bool:
        whole = next((one for one in self.index.passages if owner(one).is_whole), None)
        if whole is None or not has_most(self.public.documents[number], whole):
            return False
        marked = self.marks_in(number).get(whole, bytearray(len(whole.words)))
        length = len(self.public.documents[number]) // 2
        if not is_copy(whole, marked, [1] * len(marked), length):
            return False
        others = (self.marks_in(other).get(whole) for other in range(len(self.public.documents)))
        times = [sum(column) for column in zip(*filter(None, others), strict=True)]
        return is_copy(whole, marked, times, length)

    def marks_in(self, number: int) -> Marks:
        return marks_of(self.public.documents[number].split("\n"), self.index)

    @cached_property
    def by_allowed(self) -> Marks:
        return marks_of_words(self.allowed, self.index.passages)

    @cached_property
    def by_programs(self) -> Marks:
        return united(marks_of(streams, self.index) for streams in self.public.programs)

    @cached_property
    def by_templates(self) -> Marks:
        """What templates and settings put on most pages, and what they share with what a text quotes."""
        said = [marks_of(streams, self.index) for streams in self.public.templates]
        pages = [marks_of(streams, self.index) for streams in self.public.pages]
        often = {
            passage: bytearray(
                one and sum(page[passage][n] for page in pages if passage in page) >= MOST_PAGES * len(pages)
                for n, one in enumerate(marked)
            )
            for passage, marked in united(map(a_little, said)).items()
        }
        return united([often, united(said, as_quoted)])

    @cached_property
    def by_files(self) -> Marks:
        """What files share with what a text quotes, and with a part of its files; all of these, if they are shown."""
        found: list[Marks] = []
        for streams, is_shown in self.public.files:
            marks = marks_of(streams, self.index)
            found.append(united([marks], as_part))
            found.append({one: marked for one, marked in marks.items() if is_shown and owner(one).file})
        return united(found)


def windows_of(hit: Hit) -> Iterator[str]:
    """Yield the letters of each few words in a row of a hit."""
    starts, window = hit.passage.starts, min(WINDOW, hit.end - hit.first)
    for first in range(hit.first, hit.end - window + 1):
        yield hit.passage.letters[starts[first] : starts[first + window]]


def has_most(letters: str, passage: Passage) -> bool:
    """Tell by a few samples whether most of a passage may be in a text."""
    step = max(1, len(passage.words) // SAMPLES)
    firsts = range(0, max(1, len(passage.words) - SHORTEST), step)
    samples = [passage.letters[passage.starts[one] :][: 3 * SHORTEST] for one in firsts]
    return sum(one in letters for one in samples) * 2 >= len(samples)


def is_enough(found: bytearray) -> bool:
    return any(found) and len(found) - sum(found) < SHORTEST - 2
