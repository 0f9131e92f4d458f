"""What is known of the pages of one build: one value, written when the build is done.

In one run a question has one answer, so that the pages need only say which questions they have asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from incremental.questions import VARIABLE, OwnQuestion, Question, Reads


class Page(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a page that was written. Numbers are places in the ledger's list of questions."""

    output: str  # the digest of its bytes
    place: str
    template: str  # by name: another one may come into its place, and all that both read be as it was
    own: list[tuple[OwnQuestion, str]]  # with the answers
    variables: list[int]  # what it asked of the variables that all pages share
    shared: list[int]  # all else that it asked


class Ledger(msgspec.Struct, array_like=True):
    questions: list[Question] = []
    answers: list[str] = []
    pages: dict[str, Page] = {}  # by path below the output folder


def read_ledger(data: bytes | None) -> Ledger:
    """Return a ledger as it was kept; an empty one for what is none."""
    try:
        ledger = msgspec.msgpack.decode(data, type=Ledger) if data else Ledger()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Ledger()
    numbers = range(len(ledger.questions))
    whole = len(ledger.answers) == len(ledger.questions)
    return ledger if whole and all(number in numbers for number in numbers_in(ledger)) else Ledger()


def numbers_in(ledger: Ledger) -> Iterator[int]:
    """Yield the least and the greatest number that each page names."""
    for page in ledger.pages.values():
        for named in (page.variables, page.shared):
            if named:
                yield min(named)
                yield max(named)


@dataclass(slots=True)
class NewLedger:
    """The ledger of the build that is under way."""

    before: Ledger
    numbers: dict[Question, int] = field(default_factory=dict)
    now: Ledger = field(default_factory=Ledger)
    moved: dict[int, int] = field(default_factory=dict)  # number in the ledger before -> in this one

    def carry_over(self, name: str) -> None:
        """Take in a page of the build before, all of whose answers are the same."""
        page = self.before.pages[name]
        self.now.pages[name] = msgspec.structs.replace(
            page,
            variables=[self.moved_number(number) for number in page.variables],
            shared=[self.moved_number(number) for number in page.shared],
        )

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
        self.now.pages[name] = Page(output, place, template, list(reads.own.items()), variables, shared)

    def number(self, question: Question, answer: str) -> int:
        found = self.numbers.get(question)
        if found is None:
            found = self.numbers[question] = len(self.now.questions)
            self.now.questions.append(question)
            self.now.answers.append(answer)
        return found

    def encoded(self) -> bytes:
        """Return the ledger as bytes; none where a text in it is no Unicode, and all is made anew the next time."""
        try:
            return msgspec.msgpack.encode(self.now)
        except UnicodeEncodeError:
            return b""
