"""The data of a list (Checklist, Section, Item) and of its history (Lock, Revision, Change)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from faircopy.checklists.vocabulary import Answer, Vocabulary, standard_vocabulary


@dataclass(frozen=True, slots=True)
class HintKind:
    """A kind of hint."""

    value: str  # its name in data
    label: str  # what the author writes in front of the hint, and the reader sees


# In the order in which a reader sees them.
STANDARD_HINTS = (HintKind("why", "Why"), HintKind("red_flag", "Red flag"), HintKind("evidence", "Evidence"))


@dataclass(frozen=True, slots=True)
class Priority:
    """How much a question matters."""

    value: str  # what the author writes, '{.essential}', and its name in data
    label: str


STANDARD_PRIORITIES = (
    Priority("essential", "Essential"),
    Priority("important", "Important"),
    Priority("optional", "Optional"),
)


@dataclass(frozen=True, slots=True)
class ItemText:
    """A title, question or hint."""

    source: str  # inline Markdown, on one line
    plain: str  # for data and downloads
    html: str  # for the page, with typographic quotes


@dataclass(frozen=True, slots=True)
class Hint:
    kind: HintKind
    text: ItemText


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Content beside or below questions: paragraphs, tables, pictures, code, plain bullets."""

    number: int  # from 0, in the order of the file
    first_line: int
    last_line: int
    indent: int  # columns that its lines have more than at the top of a document
    source: str  # Markdown, without that indentation


@dataclass(frozen=True, slots=True)
class Item:
    """One question."""

    id: str
    question: ItemText
    hints: tuple[Hint, ...]  # at most one of a kind, in the order of the list's hints
    line: int  # line in the file, from 1
    column: int
    parent: str = ""  # the id of the question that it stands under
    depth: int = 0  # how many questions it stands under
    priority: str = ""  # of the list's priorities
    weight: float = 1
    ticked: bool = False
    texts: tuple[TextBlock, ...] = ()  # under it
    after: tuple[TextBlock, ...] = ()  # between it and the next one


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: ItemText
    items: tuple[Item, ...]
    line: int
    column: int
    level: int = 2  # line of its heading; 0 if it has none
    parent: str = ""  # the id of the section that it is part of
    texts: tuple[TextBlock, ...] = ()  # before the first question


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list as written in its file."""

    name: str  # of the list for ever: saved assessments are kept under it
    title: str
    sections: tuple[Section, ...]
    line: int  # of the field that names it
    column: int
    first_line: int  # level of the first section's heading, or of the first question if there is none
    last_line: int = 0
    vocabulary: Vocabulary = field(default_factory=standard_vocabulary)  # with which its questions are answered
    hints: tuple[HintKind, ...] = STANDARD_HINTS
    priorities: tuple[Priority, ...] = ()  # from the highest; empty if no question has one
    preset: str = ""  # the answer that a ticked question has at first; "" where ticks mean nothing
    scope: str = ""  # prefix of its ids in the page, if the post has several lists: 'driver.'

    def placed_items(self) -> Iterator[tuple[Section, Item]]:
        """Yield each item with its section, in order."""
        return ((section, item) for section in self.sections for item in section.items)

    def texts(self) -> Iterator[TextBlock]:
        """Yield all that stands between questions."""
        for section in self.sections:
            yield from section.texts
            for item in section.items:
                yield from item.texts
                yield from item.after


class ChangeKind(StrEnum):
    """What can happen to a question. The last four are dispositions: the question is gone.

    The names follow the mappings between versions of OWASP ASVS.
    """

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    RETIRED = "retired"
    REPLACED_BY = "replaced-by"
    SPLIT_TO = "split-to"
    MERGED_TO = "merged-to"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What happened to one question in one revision. The kind decides which fields are set."""

    kind: ChangeKind
    id: str
    before: str = ""  # reworded: the old wording; moved: the old section's id
    after: str = ""  # reworded: the new wording; moved: the new section's id
    into: tuple[str, ...] = ()  # replaced, split, merged: the ids that took its place
    question: str = ""  # of a question that is gone: its last wording
    section: str = ""  # of a question that is gone: the id of its last section


@dataclass(frozen=True, slots=True)
class Revision:
    """The list at one date."""

    name: str  # an ISO date; the second on one day ends in "b", the third in "c" …
    changes: tuple[QuestionChange, ...]  # since the revision before; none in the first
    answers: bool = False  # whether the answers to choose from have changed


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """The recorded state of one question."""

    first: str  # the revision that it came with
    revision: str  # the revision that its wording came with
    hash: str  # of its wording, see revisions.wording_hash
    section: str  # id
    question: str  # its wording, as plain text


@dataclass(frozen=True, slots=True)
class RetiredItem:
    """The recorded state of a question that is no longer in the list."""

    last: ItemRecord
    disposition: ChangeKind
    into: tuple[str, ...]
    at: str  # the revision that it went with


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """The recorded state of an answer."""

    answer: Answer
    gone: str = ""  # the revision from which it is no longer offered


@dataclass(frozen=True, slots=True)
class ChecklistLock:
    """The recorded state and history of a list."""

    name: str  # of the list
    sections: Mapping[str, str]  # id -> title, of every section that there ever was
    items: Mapping[str, ItemRecord]
    gone: Mapping[str, RetiredItem]
    revisions: tuple[Revision, ...]  # oldest first, never empty
    answers: Mapping[str, RecordedAnswer] = field(default_factory=dict)  # by value; empty: those of every list

    @property
    def latest(self) -> str:
        return self.revisions[-1].name
