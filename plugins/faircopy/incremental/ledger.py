"""What is known of the pages of one build: one value, written when the build is done.

In one run a question has one answer, so that the pages need only say which questions they have asked.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Final

import msgspec

from faircopy.incremental.questions import FILE, TEMPLATE, VARIABLE, OwnQuestion, Question, Reads

# A site of a thousand pages has twenty thousand questions, and asks each five times: as objects, they would take more
# room than all else. So each text stands once in a list, and what is made of texts is packed numbers.
NUMBER: Final = "I"
# A question with its answer, and one about what only a page has: the texts of `Question` and `OwnQuestion`, and then
# the answer.
QUESTION: Final = 5
OWN_QUESTION: Final = 4
OTHERS: Final = ""
NO_CALL: Final = ""  # the arguments of what is no call; those of a call are JSON


def packed(numbers: Iterable[int]) -> bytes:
    return array(NUMBER, numbers).tobytes()


def unpacked(numbers: bytes) -> Sequence[int]:
    """Return packed numbers as a sequence of them. Raises TypeError for other bytes."""
    return memoryview(numbers).cast(NUMBER)


class Page(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a page that was written."""

    output: str  # the digest of its bytes
    place: str
    template: str  # by name: another one may come into its place, and all that both read be as it was
    own: bytes  # what it asked of what only it has, with the answers: places in the list of texts, packed
    variables: bytes  # what it asked of the variables that all pages share: places among the questions, packed
    shared: bytes  # all else that it asked


class Record(msgspec.Struct, array_like=True):
    """A ledger as it is kept."""

    texts: list[str] = []
    questions: bytes = b""  # with the answers: places in the list of texts, packed
    pages: dict[str, Page] = {}  # by path below the output folder

    def is_whole(self) -> bool:
        """Tell whether all that is counted on is there. Raises TypeError where it is not numbers."""
        questions = unpacked(self.questions)
        texts = (questions, *(unpacked(page.own) for page in self.pages.values()))
        asked = (unpacked(numbers) for page in self.pages.values() for numbers in (page.variables, page.shared))
        return not len(questions) % QUESTION and (
            all(max(numbers, default=-1) < len(self.texts) for numbers in texts)
            and all(max(numbers, default=-1) < len(questions) // QUESTION for numbers in asked)
            and not any(len(numbers) % OWN_QUESTION for numbers in texts[1:])
        )


class Ledger:
    """The ledger of the build before."""

    def __init__(self, record: Record) -> None:
        self.texts = record.texts
        self.questions = unpacked(record.questions)
        self.pages = record.pages

    def __len__(self) -> int:
        """Return the number of questions."""
        return len(self.questions) // QUESTION

    def question(self, number: int) -> Question:
        texts, start = self.texts, number * QUESTION
        place, subject, name, arguments = self.questions[start : start + QUESTION - 1]
        return texts[place], texts[subject], texts[name], texts[arguments] or None

    def name(self, number: int) -> str:
        """Return the name that a question is about."""
        return self.texts[self.questions[number * QUESTION + 2]]

    def answer(self, number: int) -> str:
        return self.texts[self.questions[(number + 1) * QUESTION - 1]]

    def own(self, page: Page) -> Iterator[tuple[OwnQuestion, str]]:
        """Yield what a page asked of what only it has, with the answers."""
        texts = map(self.texts.__getitem__, unpacked(page.own))
        for subject, name, arguments, answer in zip(texts, texts, texts, texts, strict=True):
            yield (subject, name, arguments or None), answer


def read_ledger(data: bytes | None) -> Ledger:
    """Return a ledger as it was kept; an empty one for what is none."""
    try:
        record = msgspec.msgpack.decode(data, type=Record) if data else Record()
        return Ledger(record if record.is_whole() else Record())
    except (msgspec.MsgspecError, UnicodeError, RecursionError, TypeError):
        return Ledger(Record())


# What nobody asks for any more is dropped when a ledger has so many times as much as is asked for.
SPARE: Final = 2


class NewLedger:
    """The ledger of the build that is under way. It goes on with the one before, whose numbers stay what they are."""

    def __init__(self, before: Ledger) -> None:
        self.before = before
        self.pages: dict[str, Page] = {}
        self.kept: list[str] = []  # pages of the build before, all of whose answers are the same
        self.numbers: dict[Question, int] = {}  # of what has been asked in this build by pages that were rendered

    # Not before a page has been rendered: most builds render none.

    @cached_property
    def texts(self) -> dict[str, int]:
        return {text: place for place, text in enumerate(self.before.texts)}

    @cached_property
    def questions(self) -> "array[int]":
        return array(NUMBER, self.before.questions)

    @cached_property
    def numbers_before(self) -> dict[tuple[int, ...], int]:
        """The numbers of the questions of the build before, by the places of their texts."""
        columns = (self.before.questions[column::QUESTION] for column in range(QUESTION - 1))
        return {texts: number for number, texts in enumerate(zip(*columns, strict=True))}

    def carry_over(self, name: str) -> None:
        """Take in a page of the build before, all of whose answers are the same."""
        self.kept.append(name)

    def enter(self, name: str, output: str, place: str, template: str, reads: Reads) -> None:
        """Take in a page that has been rendered."""
        # Templates and files come first: few of them answer for many pages, and when one is new nothing else need be
        # asked.
        by_kind: dict[str, list[int]] = {TEMPLATE: [], FILE: [], VARIABLE: [], OTHERS: []}
        for question, answer in reads.shared.items():
            by_kind.get(question[1], by_kind[OTHERS]).append(self.number(question, answer))
        variables = packed(by_kind.pop(VARIABLE))
        shared = packed(chain.from_iterable(by_kind.values()))
        own = ((*question[:2], question[2] or NO_CALL, answer) for question, answer in reads.own.items())
        self.pages[name] = Page(output, place, template, packed(map(self.place_of, flat(own))), variables, shared)

    def number(self, question: Question, answer: str) -> int:
        found = self.numbers.get(question)
        if found is None:
            found = self.numbers[question] = self.number_anew(question, answer)
        return found

    def number_anew(self, question: Question, answer: str) -> int:
        place, subject, name, arguments = question
        texts = tuple(map(self.place_of, (place, subject, name, arguments or NO_CALL)))
        found = self.numbers_before.get(texts)
        if found is None:
            self.questions.extend((*texts, self.place_of(answer)))
            return len(self.questions) // QUESTION - 1
        # In this build; of pages that are kept it is the same.
        self.questions[(found + 1) * QUESTION - 1] = self.place_of(answer)
        return found

    def place_of(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def encoded(self) -> bytes | None:
        """Return the ledger as bytes; None where it is the one before.

        No bytes where a text in it is no Unicode, and all is made anew the next time.
        """
        if not self.pages and len(self.kept) == len(self.before.pages):
            return None
        pages = self.pages | {name: self.before.pages[name] for name in self.kept}
        record = Record(list(self.texts), self.questions.tobytes(), pages)
        try:
            return msgspec.msgpack.encode(without_spares(record))
        except UnicodeEncodeError:
            return b""


def without_spares(record: Record) -> Record:
    """Return a record without what no page asks for any more, if that is much."""
    asked = set(flat(unpacked(numbers) for page in record.pages.values() for numbers in (page.variables, page.shared)))
    own = set(flat(unpacked(page.own) for page in record.pages.values()))
    before = Ledger(record)
    # Texts are, for the most part, answers and what a question is about.
    if len(before) <= SPARE * len(asked) and len(record.texts) <= SPARE * (2 * len(asked) + len(own)):
        return record
    numbers = {number: place for place, number in enumerate(sorted(asked))}
    questions = [before.questions[number * QUESTION : (number + 1) * QUESTION] for number in numbers]
    texts = {place: number for number, place in enumerate(sorted({*own, *flat(questions)}))}
    pages = {
        name: msgspec.structs.replace(
            page,
            own=packed(map(texts.__getitem__, unpacked(page.own))),
            variables=packed(map(numbers.__getitem__, unpacked(page.variables))),
            shared=packed(map(numbers.__getitem__, unpacked(page.shared))),
        )
        for name, page in record.pages.items()
    }
    return Record([record.texts[place] for place in texts], packed(map(texts.__getitem__, flat(questions))), pages)


flat = chain.from_iterable
