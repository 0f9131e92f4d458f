"""The outline of a document as nested sections of questions."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from faircopy.checklists.reading.grammar import (
    HINT,
    has_questions,
    is_meant_as_question,
    is_question,
    question_of,
    section_id,
)
from faircopy.checklists.reading.outline import Bullet, HeadingPart, LineRange, Listing, Outline

# Of the one section of a list without headings.
IMPLIED_ID = "questions"


@dataclass(slots=True)
class QuestionStructure:
    """A bullet of a list, and what is below it. One that turns out to be no question is an error."""

    bullet: Bullet
    parent: Bullet | None = None
    depth: int = 0
    hints: list[Bullet] = field(default_factory=list)
    texts: list[LineRange] = field(default_factory=list)
    after: list[LineRange] = field(default_factory=list)


@dataclass(slots=True)
class SectionStructure:
    """A section."""

    part: HeadingPart | None  # None: the list has no heading
    parent: HeadingPart | None = None
    texts: list[LineRange] = field(default_factory=list)
    questions: list[QuestionStructure] = field(default_factory=list)

    def add_text(self, passage: LineRange) -> None:
        """Append a text to the section."""
        texts = self.questions[-1].after if self.questions else self.texts
        add_passage(texts, passage)


@dataclass(frozen=True, slots=True)
class Structure:
    places: tuple[SectionStructure, ...]
    outside: tuple[Bullet, ...]  # questions above the first section
    empty: tuple[HeadingPart, ...]  # headings with nothing under them
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
        place = SectionStructure(None)
        fill(place, outline.before[start:], labels)
        return Structure((place,), (), empty, lost[0].first_line, outline.before[-1].last_line)
    outside = tuple(bullet for each in lost for bullet in each.bullets if is_question(bullet))
    first, last = min(sections), max(sections)
    places: list[SectionStructure] = []
    above: list[HeadingPart] = []  # the sections that a heading is in
    for number in range(first, last + 1):
        part = outline.parts[number]
        if number not in sections:
            places[-1].add_text(LineRange(part.line, part.last_line, 0))
            continue
        while above and above[-1].level >= part.level:
            above.pop()
        places.append(SectionStructure(part, above[-1] if above else None))
        above.append(part)
        fill(places[-1], part.content, labels)
    return Structure(tuple(places), outside, empty, outline.parts[first].line, outline.parts[last].last_line)


def pairs_of(parts: Sequence[HeadingPart]) -> Iterator[tuple[HeadingPart, HeadingPart | None]]:
    return zip(parts, [*parts[1:], None], strict=False)


def is_empty(part: HeadingPart, following: HeadingPart | None) -> bool:
    return not part.content and (following is None or following.level <= part.level)


def sections_among(parts: Sequence[HeadingPart]) -> Iterator[int]:
    """Yield the number of each heading with a question below it, or below one of its subheadings."""
    bearing = 0  # the level of the last heading found so, from the end
    for number in range(len(parts) - 1, -1, -1):
        part = parts[number]
        if part.level < bearing or any(isinstance(each, Listing) and has_questions(each) for each in part.content):
            yield number
            bearing = part.level


def fill(place: SectionStructure, content: Sequence[Listing | LineRange], labels: Collection[str]) -> None:
    for each in content:
        if isinstance(each, Listing) and has_questions(each):
            for bullet in each.bullets:
                add_question(place, bullet, None, labels)
        else:
            place.add_text(passage_of(each))


def add_question(
    place: SectionStructure, bullet: Bullet, above: QuestionStructure | None, labels: Collection[str]
) -> None:
    question = QuestionStructure(bullet, above.bullet if above else None, above.depth + 1 if above else 0)
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


def flat(content: Sequence[Listing | LineRange]) -> Iterator[Bullet | LineRange]:
    for each in content:
        yield from each.bullets if isinstance(each, Listing) else (each,)


def is_hint(bullet: Bullet, labels: Collection[str]) -> bool:
    found = HINT.match(bullet.text)
    return bool(found and (found["label"] in labels or near_label(found["label"], labels)))


def near_label(label: str, labels: Collection[str]) -> str:
    """Return the label that was probably meant, "" if there is none."""
    return next(iter(get_close_matches(label.capitalize(), labels, n=1)), "")


def passage_of(each: Bullet | Listing | LineRange) -> LineRange:
    if isinstance(each, LineRange):
        return each
    return LineRange(each.line if isinstance(each, Bullet) else each.first_line, each.last_line, each.indent)


def add_passage(texts: list[LineRange], passage: LineRange, *, is_joined: bool = True) -> None:
    """Append lines to texts; they join the last text if they follow it directly."""
    if texts and is_joined:
        last = texts.pop()
        passage = LineRange(last.first_line, passage.last_line, min(last.indent, passage.indent))
    texts.append(passage)


def ids_of(structure: Structure) -> Iterator[tuple[Bullet | HeadingPart, str]]:
    """Yield every section and question with its id, "" if it has none."""
    for place in structure.places:
        if place.part:
            yield place.part, section_id(place.part)
        for question in place.questions:
            if is_question(question.bullet):
                yield question.bullet, question_of(question.bullet)[1]
