"""What was found in somebody else's list, before it is written as a post."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# Of a file, and of the questions in it: what is larger is no list that people work through.
MAX_BYTES = 5_000_000
MAX_QUESTIONS = 10_000
MAX_MARKDOWN_LINES = 50_000  # the parser keeps some thousand bytes for each
# Of one paragraph or cell: the time that some take to read grows with the square of their length.
MAX_PARAGRAPH_CHARS = 10_000

MAX_LINES = 12  # that one note names
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
    kinds: list[tuple[str, int | str]] = field(default_factory=list)  # of each note: what is alike, and its place
    lines: Sequence[int] = ()  # that of the file for each line that is read, if these are others

    def add(self, place: int | str, what: str, kind: str = "") -> None:
        """Note something at a line, or at a place in words; notes of one `kind`, or of the same words, are alike."""
        if isinstance(place, int) and 0 < place <= len(self.lines):
            place = self.lines[place - 1]
        at = f"{self.of}:{place}" if isinstance(place, int) else f"{self.of}{place and f': {place}'}"
        self.found.append(f"{at}: {what}")
        # Many objects of JSON or YAML may have the same field.
        self.kinds.append((f"{kind or what} {'' if isinstance(place, int) else NUMBER.sub('[]', place)}", place))

    def summary(self) -> list[str]:
        """Return the notes, with one line for all that are alike: a list may have a hundred relative links."""
        alike: dict[str, list[tuple[str, int | str]]] = {}
        for note, (kind, place) in zip(self.found, self.kinds, strict=True):
            alike.setdefault(kind, []).append((note, place))
        return [f"{some[0][0]}{more_of([place for _, place in some[1:]])}" for some in alike.values()]


def more_of(places: Sequence[int | str]) -> str:
    """Return the words for further notes that are alike; their lines are named as far as one reads them."""
    if not places:
        return ""
    lines = [str(place) for place in dict.fromkeys(places) if isinstance(place, int)]
    named = ", ".join([*lines[:MAX_LINES], *["…"] * (len(lines) > MAX_LINES)])
    where = f", on line{'s' * (len(lines) > 1)} {named}" if named else ""
    return f"; and {len(places)} more{where}"


@dataclass(frozen=True, slots=True)
class Adopted:
    title: str  # plain text; "" if the file has none
    nodes: tuple[Node, ...]
