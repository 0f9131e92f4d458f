"""Checks the outline of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.checklists import rules
from faircopy.checklists.commands import command_line
from faircopy.checklists.names import ID, ID_LIKE, kebab, split_id
from faircopy.checklists.reading.answers import nearest
from faircopy.checklists.reading.grammar import (
    BOX,
    HINT,
    NEAR_BOX,
    attributes_of,
    is_meant_as_question,
    is_question,
    is_ticked,
    question_of,
)
from faircopy.checklists.reading.inline import literal_text, plain_text, unexportable_parts
from faircopy.checklists.reading.options import Options
from faircopy.checklists.reading.outline import Bullet, HeadingPart, Listing
from faircopy.checklists.reading.several import ListExtent
from faircopy.checklists.reading.structure import QuestionStructure, Structure, ids_of, near_label
from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document, Field

# Ids of the page around the list.
RESERVED = ("content", "checklist-data", "onward", "what-has-changed")
NESTING = 4  # what Python-Markdown, and so this site elsewhere, wants of a nested list
MAX_WEIGHT = 1000


@dataclass(frozen=True, slots=True)
class OutlineCheck:
    """Collects the problems in the outline of a document."""

    document: Document
    options: Options
    is_one_of_several: bool = False

    def all_of(self, share: ListExtent) -> Iterator[Diagnostic]:
        structure, name = share.structure, share.name
        yield from self.name(name)
        for bullet in structure.outside:
            hint = "put a heading, '## …', above it"
            fact = "this question stands outside every section"
            if self.is_one_of_several:
                fact, hint = "this question stands above every list", "put it below the heading of its list"
            yield self.at(rules.OUTSIDE_SECTION, bullet, fact, hint)
        if self.is_one_of_several and ID.fullmatch(name.value):
            yield from self.beginning(share)
        for part in structure.empty:
            fact = f"section '{part.heading}' has no question"
            yield self.at(rules.NOTHING_IN_IT, part, fact, "write one as '- [ ] …?', or take the heading away")
        for place in structure.places:
            if place.part:
                yield from self.words(place.part, split_id(place.part.heading)[0])
            for question in place.questions:
                yield from self.item(question)
        yield from self.ids(structure)
        yield from self.shallow(structure)
        if not structure.places and not structure.empty and not self.is_one_of_several:
            yield rules.NOTHING_IN_IT.at(
                self.document.path, name.line, "the list has no question", "write one as '- [ ] …?'", column=name.column
            )

    def name(self, name: Field) -> Iterator[Diagnostic]:
        if not ID.fullmatch(name.value):
            fact = f"'{name.value}' is no name for a list" if name.value else "the list has no name"
            hint = "use lower-case letters, digits and single hyphens"
            if all(map(ID.fullmatch, name.value.split())) and name.value:
                hint = "put commas between the names of several lists, and hyphens for the spaces in one"
            yield rules.NAME_UNUSABLE.at(self.document.path, name.line, fact, hint, column=name.column)

    def beginning(self, share: ListExtent) -> Iterator[Diagnostic]:
        """Yield why one of several lists does not begin at its heading."""
        name, start, places = share.name, share.start, share.structure.places
        if start is None:
            fact = f"no heading has the id '{name.value}', so it is not clear where this list begins"
            near = share.nearest
            example = f", as '{'#' * near.level} {split_id(near.heading)[0]} {{#{name.value}}}'" if near else ""
            hint = f"write '{{#{name.value}}}' behind the heading that it begins with{example}"
            yield rules.BEGINS_NOWHERE.at(self.document.path, name.line, fact, hint, column=name.column)
        elif start not in share.structure.empty and (not places or places[0].part is not start):
            fact = f"no question stands under the heading of the list '{name.value}'"
            yield self.at(
                rules.BEGINS_NOWHERE, start, fact, "write one under it, or give the headings below it a lower rank"
            )

    def item(self, question: QuestionStructure) -> Iterator[Diagnostic]:
        bullet = question.bullet
        if bullet.ordered:
            yield self.at(rules.NO_BOX, bullet, "a numbered item is no question", "write it as '- [ ] …'")
        elif is_ticked(bullet) and not self.options.ticked:
            fact = f"'{bullet.text[:3]}' is not an empty box"
            hint = "write '[ ] ', or say what a tick means: 'Checklist_ticked: yes' in the front matter"
            yield self.at(rules.NO_BOX, bullet, fact, hint)
        elif not BOX.match(bullet.text) and (found := NEAR_BOX.match(bullet.text)):
            yield self.at(
                rules.NO_BOX, bullet, f"'{found[0]}' is not an empty box", "write '[ ] ', and then the question"
            )
        elif is_question(bullet):
            yield from self.question(question)
        elif HINT.match(bullet.text):
            fact = "this hint stands beside its question, not under it"
            yield self.at(rules.WRONG_NESTING, bullet, fact, "indent it by four spaces")
        else:
            yield self.at(rules.NO_BOX, bullet, "this item has no box", "begin it with '- [ ] '")

    def question(self, question: QuestionStructure) -> Iterator[Diagnostic]:
        bullet = question.bullet
        yield from self.words(bullet, question_of(bullet)[0])
        yield from self.attributes(bullet)
        seen: set[str] = set()
        for hint in question.hints:
            yield from self.hint(hint, seen)
        for each in bullet.content:
            for nested in each.bullets if isinstance(each, Listing) else ():
                if nested not in question.hints and not is_meant_as_question(nested):
                    yield from self.plain(nested)

    def plain(self, bullet: Bullet) -> Iterator[Diagnostic]:
        """Yield the questions below a bullet that is no question: nobody could answer them."""
        for nested in bullet.nested:
            if is_meant_as_question(nested):
                fact = "this question stands under a bullet that is none"
                yield self.at(rules.WRONG_NESTING, nested, fact, "give that one a box, too, or make it a heading")
            else:
                yield from self.plain(nested)

    def attributes(self, bullet: Bullet) -> Iterator[Diagnostic]:
        attributes = attributes_of(bullet)
        known = [priority.value for priority in self.options.priorities]
        for name in attributes.classes:
            if name not in known:
                fact, part = f"there is no priority '{name}'", f".{name}"
                yield self.at(rules.ATTRIBUTE_UNKNOWN, bullet, fact, nearest(name, known), part=part)
        if len(set(attributes.classes)) > 1:
            fact = "a question has one priority"
            yield self.at(
                rules.ATTRIBUTE_UNKNOWN, bullet, fact, "take all but one away", part=f".{attributes.classes[1]}"
            )
        for key, value in attributes.pairs:
            if key != "weight":
                hint = "it is 'weight'; write anything else as code"
                yield self.at(rules.ATTRIBUTE_UNKNOWN, bullet, f"a question has no '{key}'", hint, part=f"{key}=")
            elif not is_weight(value):
                hint = f"write a number above 0, at most {MAX_WEIGHT}"
                yield self.at(rules.ATTRIBUTE_UNKNOWN, bullet, f"'{value}' is no weight", hint, part=f"{key}=")

    def hint(self, bullet: Bullet, seen: set[str]) -> Iterator[Diagnostic]:
        for deeper in bullet.content:
            place = deeper.bullets[0] if isinstance(deeper, Listing) else bullet
            what = "a list" if isinstance(deeper, Listing) else "a second paragraph"
            fact = f"a hint cannot have {what}"
            yield self.at(rules.WRONG_NESTING, place, fact, "make it one paragraph, or write it without the label")
        found = HINT.match(bullet.text)
        label = found["label"] if found else ""
        if label not in self.options.labels:
            near = near_label(label, self.options.labels)
            fact, hint = f"'{label}' is no kind of hint", f"did you mean '{near}'?"
            yield self.at(rules.LABEL_UNKNOWN, bullet, fact, hint)
            return
        if label in seen:
            fact = f"this question has a hint '{label}' already"
            yield self.at(rules.LABEL_DOUBLED, bullet, fact, "combine the two")
        seen.add(label)
        yield from self.words(bullet, found["text"] if found else "")

    def words(self, place: Bullet | HeadingPart, source: str) -> Iterator[Diagnostic]:
        for part, fact, hint in unexportable_parts(source):
            yield self.at(rules.CANNOT_TRAVEL, place, fact, hint, part=part)
        if not plain_text(source):
            yield self.at(rules.EMPTY, place, "there are no words here", "write some, or remove it")
        if found := ID_LIKE.search(literal_text(source)):
            written = as_written(found[0], source)
            yield self.at(rules.ID_ILL_FORMED, place, *ill_formed(written), part=written)

    def ids(self, structure: Structure) -> Iterator[Diagnostic]:
        holders: dict[str, Bullet | HeadingPart] = {}
        for place, id_ in ids_of(structure):
            if not id_:
                yield from self.missing(place)
            elif id_ in RESERVED:
                yield self.at(
                    rules.ID_RESERVED,
                    place,
                    f"the page itself uses the id '{id_}'",
                    "choose another",
                    part=f"{{#{id_}}}",
                )
            elif id_ in holders:
                fact = f"the id '{id_}' is taken by line {holders[id_].line}"
                yield self.at(rules.ID_DOUBLED, place, fact, "give one of them another id", part=f"{{#{id_}}}")
            else:
                holders[id_] = place

    def missing(self, place: Bullet | HeadingPart) -> Iterator[Diagnostic]:
        if isinstance(place, HeadingPart):
            fact = "no id can be made of this title"
            yield self.at(rules.ID_MISSING, place, fact, "write one behind it, '{#…}', in plain letters")
        elif is_unnamed(place):
            yield self.at(
                rules.ID_MISSING, place, "this question has no id", f"run '{command_line(f'ids {self.document.path}')}'"
            )

    def shallow(self, structure: Structure) -> Iterator[Diagnostic]:
        questions = [question for place in structure.places for question in place.questions]
        pairs = [(question.bullet, hint) for question in questions for hint in question.hints]
        pairs += [(question.parent, question.bullet) for question in questions if question.parent]
        found = sorted(nested.line for bullet, nested in pairs if nested.indent - bullet.indent < NESTING)
        if found:
            first = next(nested for _, nested in pairs if nested.line == found[0])
            fact = f"from here on {count(len(found), 'line')} nested by fewer than {NESTING} spaces"
            hint = f"programs differ in how they read that; indent them by {NESTING}"
            yield self.at(rules.SHALLOW_NESTING, first, fact, hint)

    def at(self, rule: Rule, place: Bullet | HeadingPart, fact: str, hint: str, part: str = "") -> Diagnostic:
        """Return the diagnostic at `place`, or at `part` of its text if that can be located."""
        line, column = place.line, place.column
        if part:
            last = place.text_end if isinstance(place, Bullet) else place.line
            lines = enumerate(self.document.lines[line - 1 : last], line)
            found = ((number, text.find(part) + 1) for number, text in lines if part in text)
            line, column = next(found, (line, column))
        return rule.at(self.document.path, line, fact, hint, column=column)


def is_weight(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", text)) and 0 < float(text) <= MAX_WEIGHT


def is_unnamed(bullet: Bullet) -> bool:
    """Tell whether a question lacks an id. A malformed id, or a question without words, is another problem."""
    question, id_ = question_of(bullet)
    return not id_ and bool(plain_text(question)) and not ID_LIKE.search(literal_text(question))


def as_written(found: str, source: str) -> str:
    """Return a part of `literal_text` as it stands in the source: underlines, say, are marks of Markdown's."""
    parts = map(re.escape, re.split("\0+", found))
    place = re.search(".+?".join(parts), source, re.DOTALL)
    return place[0] if place else found


def ill_formed(found: str) -> tuple[str, str]:
    """Return (fact, remedy) for a malformed id."""
    inner = found.strip("{}: #")
    if f"{{#{inner}}}" == found and ID.fullmatch(inner):
        return f"the id '{found}' does not stand alone at the end", "write one id, behind the last word"
    good = f"'{{#{kebab(inner)}}}'" if kebab(inner) else "'{#…}'"
    return f"'{found}' is no id", f"write it as {good}: lower-case letters, digits and single hyphens"
