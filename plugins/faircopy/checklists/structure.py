"""The outline of a document as nested sections of questions."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from faircopy.checklists.grammar import HINT, has_questions, is_meant_as_question, is_question, question_of, section_id
from faircopy.checklists.outline import Bullet, Listing, Outline, Part, Passage

# Of the one section of a list without headings.
IMPLIED_ID = "questions"


@dataclass(slots=True)
class Question:
    """A bullet of a list, and what is below it. One that turns out to be no question is an error."""

    bullet: Bullet
    parent: Bullet | None = None
    depth: int = 0
    hints: list[Bullet] = field(default_factory=list)
    texts: list[Passage] = field(default_factory=list)
    after: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A section."""

    part: Part | None  # None: the list has no heading
    parent: Part | None = None
    texts: list[Passage] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add_text(self, passage: Passage) -> None:
        """Append a text to the section."""
        texts = self.questions[-1].after if self.questions else self.texts
        add_passage(texts, passage)


@dataclass(frozen=True, slots=True)
class Structure:
    places: tuple[Place, ...]
    outside: tuple[Bullet, ...]  # questions above the first section
    empty: tuple[Part, ...]  # headings with nothing under them
    first_line: int = 0
    last_line: int = 0


def structure_of(outline: Outline, labels: Collection[str] = ()) -> Structure:
    """Return the sections of an outline; `labels` are those of hints."""
    sections = set(sections_among(outline.parts))
    lost = [each for each in outline.before if isinstance(each, Listing) and has_questions(each)]
    empty = tuple(part for part, following in pairs_of(outline.parts) if is_empty(part, following))
    if not sections and not lost:
        return Structure((), (), empty)
    if not sections:
        start = outline.before.index(lost[0])
        place = Place(None)
        fill(place, outline.before[start:], labels)
        return Structure((place,), (), empty, lost[0].first_line, outline.before[-1].last_line)
    outside = tuple(bullet for each in lost for bullet in each.bullets if is_question(bullet))
    first, last = min(sections), max(sections)
    places: list[Place] = []
    above: list[Part] = []  # the sections that a heading is in
    for number in range(first, last + 1):
        part = outline.parts[number]
        if number not in sections:
            places[-1].add_text(Passage(part.line, part.last_line, 0))
            continue
        while above and above[-1].level >= part.level:
            above.pop()
        places.append(Place(part, above[-1] if above else None))
        above.append(part)
        fill(places[-1], part.content, labels)
    return Structure(tuple(places), outside, empty, outline.parts[first].line, outline.parts[last].last_line)


def pairs_of(parts: Sequence[Part]) -> Iterator[tuple[Part, Part | None]]:
    return zip(parts, [*parts[1:], None], strict=False)


def is_empty(part: Part, following: Part | None) -> bool:
    return not part.content and (following is None or following.level <= part.level)


def sections_among(parts: Sequence[Part]) -> Iterator[int]:
    """Yield the number of each heading with a question below it, or below one of its subheadings."""
    bearing = 0  # the level of the last heading found so, from the end
    for number in range(len(parts) - 1, -1, -1):
        part = parts[number]
        if part.level < bearing or any(isinstance(each, Listing) and has_questions(each) for each in part.content):
            yield number
            bearing = part.level


def fill(place: Place, content: Sequence[Listing | Passage], labels: Collection[str]) -> None:
    for each in content:
        if isinstance(each, Listing) and has_questions(each):
            for bullet in each.bullets:
                add_question(place, bullet, None, labels)
        else:
            place.add_text(passage_of(each))


def add_question(place: Place, bullet: Bullet, above: Question | None, labels: Collection[str]) -> None:
    question = Question(bullet, above.bullet if above else None, above.depth + 1 if above else 0)
    place.questions.append(question)
    children: list[Bullet] = []
    is_joined = False
    for each in flat(bullet.content):
        is_text = False
        if isinstance(each, Bullet) and is_meant_as_question(each):
            children.append(each)
        elif isinstance(each, Bullet) and is_hint(each, labels):
            question.hints.append(each)
        else:
            add_passage(question.texts, passage_of(each), is_joined=is_joined)
            is_text = True
        is_joined = is_text
    for child in children:
        add_question(place, child, question, labels)


def flat(content: Sequence[Listing | Passage]) -> Iterator[Bullet | Passage]:
    for each in content:
        yield from each.bullets if isinstance(each, Listing) else (each,)


def is_hint(bullet: Bullet, labels: Collection[str]) -> bool:
    found = HINT.match(bullet.text)
    return bool(found and (found["label"] in labels or near_label(found["label"], labels)))


def near_label(label: str, labels: Collection[str]) -> str:
    """Return the label that was probably meant, "" if there is none."""
    return next(iter(get_close_matches(label.capitalize(), labels, n=1)), "")


def passage_of(each: Bullet | Listing | Passage) -> Passage:
    if isinstance(each, Passage):
        return each
    return Passage(each.line if isinstance(each, Bullet) else each.first_line, each.last_line, each.indent)


def add_passage(texts: list[Passage], passage: Passage, *, is_joined: bool = True) -> None:
    """Append lines to texts; they join the last text if they follow it directly."""
    if texts and is_joined:
        last = texts.pop()
        passage = Passage(last.first_line, passage.last_line, min(last.indent, passage.indent))
    texts.append(passage)


def ids_of(structure: Structure) -> Iterator[tuple[Bullet | Part, str]]:
    """Yield every section and question with its id, "" if it has none."""
    for place in structure.places:
        if place.part:
            yield place.part, section_id(place.part)
        for question in place.questions:
            if is_question(question.bullet):
                yield question.bullet, question_of(question.bullet)[1]
