"""What was found in somebody else's list, before it is written as a post."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from faircopy.diagnostics.formats import count

# Of a file, and of the questions in it: what is larger is no list that people work through.
MAX_BYTES = 5_000_000
MAX_QUESTIONS = 10_000
# Of one paragraph or cell: the time that some take to read grows with the square of their length.
MAX_PARAGRAPH_CHARS = 10_000

NUMBER = re.compile(r"\[\d+\]")


class AdoptionError(Exception):
    """A file cannot be turned into a list. The message has the fact and the remedy."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # from 1
    text: str  # inline Markdown


@dataclass(frozen=True, slots=True)
class AdoptedText:
    """Text that is no question."""

    lines: Sequence[str]  # Markdown


@dataclass(frozen=True, slots=True)
class AdoptedQuestion:
    text: str  # inline Markdown
    depth: int = 0  # how many questions it stands under
    name: str = ""  # what the list calls it: an id is made of it
    is_ticked: bool = False
    priority: str = ""  # as the list calls it
    hints: tuple[tuple[str, str], ...] = ()  # label, inline Markdown
    body: Sequence[str] = ()  # Markdown


Node = Heading | AdoptedText | AdoptedQuestion


@dataclass(slots=True)
class AdoptionNotes:
    """What could not be kept unchanged, by place."""

    of: str  # the file
    found: list[str] = field(default_factory=list)

    def add(self, place: int | str, what: str) -> None:
        """Note something at a line, or at a place in words."""
        at = f"{self.of}:{place}" if isinstance(place, int) else f"{self.of}{place and f': {place}'}"
        self.found.append(f"{at}: {what}")

    def summary(self) -> list[str]:
        """Return the notes, each kind of place in JSON or YAML only once: many objects there may be alike."""
        kinds = Counter(map(kind_of, self.found))
        firsts = {kind_of(note): note for note in reversed(self.found)}
        return [
            f"{firsts[kind]}; and {count(many - 1, 'time')} more" if many > 1 else firsts[kind]
            for kind, many in kinds.items()
        ]


def kind_of(note: str) -> str:
    return NUMBER.sub("[]", note.partition(": {")[0])


@dataclass(frozen=True, slots=True)
class Adopted:
    title: str  # plain text; "" if the file has none
    nodes: tuple[Node, ...]
