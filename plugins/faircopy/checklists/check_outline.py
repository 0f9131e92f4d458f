"""What is wrong with the outline of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from faircopy.checklists import rules
from faircopy.checklists.grammar import BOX, HINT, KINDS, NEAR_BOX, ids_of, is_question, question_of
from faircopy.checklists.inline import literal_text, plain_text, what_cannot_travel
from faircopy.checklists.names import ID, ID_LIKE, kebab, split_id
from faircopy.checklists.outline import Bullet, Outline, Part, UnexpectedBlock
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document, Field

# Ids of the page around the list.
RESERVED = ("content", "checklist-data", "onward", "what-has-changed")
NESTING = 4  # what Python-Markdown, and so this site elsewhere, wants of a nested list


@dataclass(frozen=True, slots=True)
class OutlineCheck:
    """Finds what is wrong with the outline of a document."""

    document: Document

    def all_of(self, outline: Outline, name: Field) -> Iterator[Diagnostic]:
        yield from self.name(name)
        yield from self.before(outline)
        for part in outline.parts:
            yield from self.part(part)
        yield from self.unexpected(outline.vanishing)
        yield from self.ids(outline)
        yield from self.shallow(outline)
        if not outline.parts:
            yield rules.NOTHING_IN_IT.at(
                self.document.path, name.line, "the list has no section", "begin one with '## …'", column=name.column
            )

    def name(self, name: Field) -> Iterator[Diagnostic]:
        if not ID.fullmatch(name.value):
            fact = f"'{name.value}' is no name for a list" if name.value else "the list has no name"
            hint = "use lower-case letters, digits and single hyphens"
            yield rules.NAME_UNUSABLE.at(self.document.path, name.line, fact, hint, column=name.column)

    def before(self, outline: Outline) -> Iterator[Diagnostic]:
        for bullet in outline.before:
            if BOX.match(bullet.text):
                hint = "put a level-2 heading, '## …', above it"
                yield self.at(rules.OUTSIDE_SECTION, bullet, "this question stands outside every section", hint)

    def part(self, part: Part) -> Iterator[Diagnostic]:
        if not part.bullets:
            fact = f"section '{part.heading}' has no question"
            yield self.at(rules.NOTHING_IN_IT, part, fact, "write one as '- [ ] …?', or take the heading away")
        yield from self.words(part, split_id(part.heading)[0])
        yield from self.unexpected(part.unexpected)
        for bullet in part.bullets:
            yield from self.item(bullet)

    def item(self, bullet: Bullet) -> Iterator[Diagnostic]:
        yield from self.unexpected(bullet.unexpected)
        if bullet.ordered:
            yield self.at(rules.NO_BOX, bullet, "a numbered item is no question", "write it as '- [ ] …'")
        elif is_question(bullet):
            yield from self.question(bullet)
        elif HINT.match(bullet.text):
            fact = "this hint stands beside its question, not under it"
            yield self.at(rules.WRONG_NESTING, bullet, fact, "indent it by four spaces")
        elif found := NEAR_BOX.match(bullet.text):
            yield self.at(
                rules.NO_BOX, bullet, f"'{found[0]}' is not an empty box", "write '[ ] ', and then the question"
            )
        else:
            yield self.at(rules.NO_BOX, bullet, "this item has no box", "begin it with '- [ ] '")

    def question(self, bullet: Bullet) -> Iterator[Diagnostic]:
        question, _ = question_of(bullet)
        yield from self.words(bullet, question)
        seen: set[str] = set()
        for nested in bullet.nested:
            yield from self.hint(nested, seen)

    def hint(self, bullet: Bullet, seen: set[str]) -> Iterator[Diagnostic]:
        yield from self.unexpected(bullet.unexpected)
        for deeper in bullet.nested:
            yield self.at(rules.WRONG_NESTING, deeper, "a hint cannot have a list of its own", "make it one sentence")
        found = HINT.match(bullet.text)
        if NEAR_BOX.match(bullet.text):
            fact = "a question cannot stand under another"
            yield self.at(rules.WRONG_NESTING, bullet, fact, "indent it as that one")
        elif not found:
            labels = ", ".join(f"'**{label}:**'" for label in KINDS)
            yield self.at(rules.LABEL_UNKNOWN, bullet, "this hint has no label", f"begin it with one of {labels}")
        elif found["label"] not in KINDS:
            near = get_close_matches(found["label"].capitalize(), KINDS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(KINDS)}"
            yield self.at(rules.LABEL_UNKNOWN, bullet, f"'{found['label']}' is no kind of hint", hint)
        else:
            if found["label"] in seen:
                fact = f"this question has a hint '{found['label']}' already"
                yield self.at(rules.LABEL_DOUBLED, bullet, fact, "make one of the two")
            seen.add(found["label"])
            yield from self.words(bullet, found["text"])

    def words(self, place: Bullet | Part, source: str) -> Iterator[Diagnostic]:
        for part, fact, hint in what_cannot_travel(source):
            yield self.at(rules.CANNOT_TRAVEL, place, fact, hint, part=part)
        if not plain_text(source):
            yield self.at(rules.EMPTY, place, "there are no words here", "write some, or take it away")
        if found := ID_LIKE.search(literal_text(source)):
            yield self.at(rules.ID_ILL_FORMED, place, *ill_formed(found[0]), part=found[0])

    def ids(self, outline: Outline) -> Iterator[Diagnostic]:
        holders: dict[str, Bullet | Part] = {}
        for place, id_ in ids_of(outline):
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

    def missing(self, place: Bullet | Part) -> Iterator[Diagnostic]:
        if isinstance(place, Part):
            fact = "no id can be made of this title"
            yield self.at(rules.ID_MISSING, place, fact, "write one behind it, '{#…}', in plain letters")
        elif is_unnamed(place):
            yield self.at(
                rules.ID_MISSING, place, "this question has no id", f"run 'checklists ids {self.document.path}'"
            )

    def shallow(self, outline: Outline) -> Iterator[Diagnostic]:
        pairs = ((bullet, nested) for part in outline.parts for bullet in part.bullets for nested in bullet.nested)
        found = [nested for bullet, nested in pairs if nested.indent - bullet.indent < NESTING]
        if found:
            fact = f"{len(found)} hint(s) from here on are nested by fewer than {NESTING} spaces"
            hint = f"programs differ in how they read that; indent them by {NESTING}"
            yield self.at(rules.SHALLOW_NESTING, found[0], fact, hint)

    def unexpected(self, unexpected: tuple[UnexpectedBlock, ...]) -> Iterator[Diagnostic]:
        for block in unexpected:
            fact = f"{block.what} is no part of a list, and would be lost"
            yield self.at(rules.TEXT_LOST, block, fact, "move it above the first section, or into a hint")

    def at(
        self, rule: Rule, place: Bullet | Part | UnexpectedBlock, fact: str, hint: str, part: str = ""
    ) -> Diagnostic:
        """Return the diagnostic at `place`, or at that `part` of its text where it can be found."""
        line, column = place.line, place.column
        if part:
            last = place.text_end if isinstance(place, Bullet) else place.line
            lines = enumerate(self.document.lines[line - 1 : last], line)
            found = ((number, text.find(part) + 1) for number, text in lines if part in text)
            line, column = next(found, (line, column))
        return rule.at(self.document.path, line, fact, hint, column=column)


def is_unnamed(bullet: Bullet) -> bool:
    """Tell whether a question lacks an id; one that has something like an id, or no words, has another fault."""
    question, id_ = question_of(bullet)
    return not id_ and bool(plain_text(question)) and not ID_LIKE.search(literal_text(question))


def ill_formed(found: str) -> tuple[str, str]:
    """Return (fact, remedy) for something that was meant as an id."""
    inner = found.strip("{}: #")
    if f"{{#{inner}}}" == found and ID.fullmatch(inner):
        return f"the id '{found}' does not stand alone at the end", "write one id, behind the last word"
    good = f"'{{#{kebab(inner)}}}'" if kebab(inner) else "'{#…}'"
    return f"'{found}' is no id", f"write it as {good}: lower-case letters, digits and single hyphens"
