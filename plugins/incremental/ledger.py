"""What is known of the pages of one build: one value, written when the build is done.

In one run a question has one answer, so that the pages need only say which questions they have asked.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Final

import msgspec

from incremental.questions import VARIABLE, OwnQuestion, Question, Reads

# A site of a thousand pages has a hundred thousand numbers: as objects, they would take more room than all else.
NUMBER: Final = "I"


def packed(numbers: Iterable[int]) -> bytes:
    return array(NUMBER, numbers).tobytes()


def unpacked(numbers: bytes) -> memoryview:
    """Return packed numbers as a sequence of them. Raises TypeError for other bytes."""
    return memoryview(numbers).cast(NUMBER)


class Page(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a page that was written. Numbers are places in the ledger's list of questions."""

    output: str  # the digest of its bytes
    place: str
    template: str  # by name: another one may come into its place, and all that both read be as it was
    own: list[tuple[OwnQuestion, str]]  # with the answers
    variables: bytes  # what it asked of the variables that all pages share: numbers, packed
    shared: bytes  # all else that it asked


class Ledger(msgspec.Struct, array_like=True):
    questions: list[Question] = []
    answers: list[str] = []
    pages: dict[str, Page] = {}  # by path below the output folder


def read_ledger(data: bytes | None) -> Ledger:
    """Return a ledger as it was kept; an empty one for what is none."""
    try:
        ledger = msgspec.msgpack.decode(data, type=Ledger) if data else Ledger()
        greatest = max(map(max, filter(None, numbers_in(ledger))), default=-1)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, TypeError):
        return Ledger()
    is_whole = len(ledger.answers) == len(ledger.questions) > greatest
    if is_whole:  # each text once in memory
        ledger.questions = [
            (intern(place), intern(subject), intern(name), given) for place, subject, name, given in ledger.questions
        ]
    return ledger if is_whole else Ledger()


def numbers_in(ledger: Ledger) -> Iterator[memoryview]:
    for page in ledger.pages.values():
        yield unpacked(page.variables)
        yield unpacked(page.shared)


@dataclass(slots=True)
class NewLedger:
    """The ledger of the build that is under way."""

    before: Ledger
    numbers: dict[Question, int] = field(default_factory=dict)
    now: Ledger = field(default_factory=Ledger)
    moved: dict[int, int] = field(default_factory=dict)  # number in the ledger before -> in this one
    kept: list[str] = field(default_factory=list)  # pages of the build before, all of whose answers are the same

    def carry_over(self, name: str) -> None:
        """Take in a page of the build before, all of whose answers are the same."""
        self.kept.append(name)

    def renumbered(self, page: Page) -> Page:
        variables = packed(map(self.moved_number, unpacked(page.variables)))
        shared = packed(map(self.moved_number, unpacked(page.shared)))
        return msgspec.structs.replace(page, variables=variables, shared=shared)

    def moved_number(self, number: int) -> int:
        found = self.moved.get(number)
        if found is None:
            found = self.moved[number] = self.number(self.before.questions[number], self.before.answers[number])
        return found

    def enter(self, name: str, output: str, place: str, template: str, reads: Reads) -> None:
        """Take in a page that has been rendered."""
        variables: list[int] = []
        shared: list[int] = []
        for question, answer in reads.shared.items():
            (variables if question[1] == VARIABLE else shared).append(self.number(question, answer))
        self.now.pages[name] = Page(output, place, template, list(reads.own.items()), packed(variables), packed(shared))

    def number(self, question: Question, answer: str) -> int:
        found = self.numbers.get(question)
        if found is None:
            found = self.numbers[question] = len(self.now.questions)
            self.now.questions.append(question)
            self.now.answers.append(answer)
        return found

    def encoded(self) -> bytes | None:
        """Return the ledger as bytes; None where it is the one before.

        No bytes where a text in it is no Unicode, and all is made anew the next time.
        """
        if not self.now.pages and len(self.kept) == len(self.before.pages):
            return None
        for name in self.kept:
            self.now.pages[name] = self.renumbered(self.before.pages[name])
        try:
            return msgspec.msgpack.encode(self.now)
        except UnicodeEncodeError:
            return b""
