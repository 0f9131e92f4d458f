"""Parses the checklist of a Document, or reports what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from faircopy.checklists.model import Checklist, Hint, Item, Priority, Section, TextBlock
from faircopy.checklists.names import split_id
from faircopy.checklists.reading.check_outline import OutlineCheck
from faircopy.checklists.reading.grammar import HINT, attributes_of, is_ticked, question_of, section_id
from faircopy.checklists.reading.inline import text_of
from faircopy.checklists.reading.options import Options, doubled_names, options_of, unknown_options
from faircopy.checklists.reading.outline import Bullet, LineRange, outline_of
from faircopy.checklists.reading.several import ListExtent, names_of, shares_of
from faircopy.checklists.reading.structure import IMPLIED_ID, QuestionStructure, SectionStructure, Structure
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.markdown.document import Document, Field


@dataclass(frozen=True, slots=True)
class ParsedChecklist:
    """A checklist of a document, or its diagnostics."""

    name: Field
    checklist: Checklist | None  # None when there is an error
    structure: Structure
    diagnostics: tuple[Diagnostic, ...]


def parse_checklists(document: Document) -> tuple[ParsedChecklist, ...]:
    """Parse the lists that the front matter of a document names, in this order."""
    names = names_of(document)
    if not names:
        return ()
    options = [options_of(document, name.value if len(names) > 1 else "") for name in names]
    shares = shares_of(outline_of(document), names, [one.labels for one in options])
    general = [*unknown_options(document, names), *doubled_names(document, names)]
    found: list[ParsedChecklist] = []
    for share, own in zip(shares, options, strict=True):
        wrong = OutlineCheck(document, own, is_one_of_several=len(names) > 1).all_of(share)
        diagnostics = tuple(sorted([*general, *own.diagnostics, *wrong]))
        general = []  # said once
        checklist = None if has_errors(diagnostics) else Builder(document, own).build(share, len(names) > 1)
        found.append(ParsedChecklist(share.name, checklist, share.structure, diagnostics))
    return tuple(found)


class Builder:
    """Builds the checklist from a structure without errors."""

    def __init__(self, document: Document, options: Options) -> None:
        self.options = options
        self.lines = document.lines
        title = document.field("title")
        self.title = title.value if title else ""

    def build(self, share: ListExtent, is_one_of_several: bool) -> Checklist:
        structure, name = share.structure, share.name
        sections = numbered(tuple(self.section(place) for place in structure.places))
        titles = [self.title, sections[0].title.plain] if is_one_of_several else [self.title]
        has_ticks = any(item.ticked for section in sections for item in section.items)
        return Checklist(
            name=name.value,
            title=": ".join(filter(None, titles)) or name.value,
            sections=sections,
            line=name.line,
            column=name.column,
            first_line=structure.first_line,
            last_line=structure.last_line,
            vocabulary=self.options.vocabulary,
            hints=self.options.hints,
            priorities=self.priorities(sections),
            preset=self.options.ticked if has_ticks else "",
            scope=f"{name.value}." if is_one_of_several else "",
        )

    def priorities(self, sections: Iterable[Section]) -> tuple[Priority, ...]:
        has_some = any(item.priority for section in sections for item in section.items)
        return self.options.priorities if has_some or self.options.declares_priorities else ()

    def section(self, place: SectionStructure) -> Section:
        items = tuple(map(self.item, place.questions))
        texts = self.texts(place.texts)
        if place.part is None:
            first = place.questions[0].bullet
            return Section(
                IMPLIED_ID, text_of(self.title or "Questions"), items, first.line, first.column, 0, "", texts
            )
        title, _ = split_id(place.part.heading)
        parent = section_id(place.parent) if place.parent else ""
        part = place.part
        return Section(section_id(part), text_of(title), items, part.line, part.column, part.level, parent, texts)

    def item(self, question: QuestionStructure) -> Item:
        bullet = question.bullet
        words, id_ = question_of(bullet)
        attributes = attributes_of(bullet)
        hints = sorted(map(self.hint, question.hints), key=lambda hint: self.options.hints.index(hint.kind))
        return Item(
            id=id_,
            question=text_of(words),
            hints=tuple(hints),
            line=bullet.line,
            column=bullet.column,
            parent=question_of(question.parent)[1] if question.parent else "",
            depth=question.depth,
            priority="".join(attributes.classes[:1]),
            weight=weight_of(dict(attributes.pairs).get("weight", "1")),
            ticked=is_ticked(bullet),
            texts=self.texts(question.texts),
            after=self.texts(question.after),
        )

    def hint(self, bullet: Bullet) -> Hint:
        found = HINT.match(bullet.text)
        assert found is not None  # noqa: S101  # only a list without errors is built
        kind = next(kind for kind in self.options.hints if kind.label == found["label"])
        return Hint(kind, text_of(found["text"]))

    def texts(self, passages: Iterable[LineRange]) -> tuple[TextBlock, ...]:
        return tuple(
            TextBlock(0, each.first_line, each.last_line, each.indent, "\n".join(outdented(self.lines, each)))
            for each in passages
        )


def outdented(lines: list[str], passage: LineRange) -> Iterator[str]:
    """Yield the lines of a passage without its indent."""
    for line in lines[passage.first_line - 1 : passage.last_line]:
        yield without_indent(line, passage.indent)


def without_indent(line: str, columns: int) -> str:
    """Return a line without its first `columns` columns of white space, or without all of it."""
    start = len(line) - len(line.lstrip(" \t"))
    blanks = line[:start].expandtabs(4)
    return blanks[columns:] + line[start:]


def weight_of(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return sections whose texts are numbered in the order of the file."""
    blocks = [block for section in sections for block in section.texts]
    blocks += [block for section in sections for item in section.items for block in (*item.texts, *item.after)]
    numbers = {line: number for number, line in enumerate(sorted(block.first_line for block in blocks))}

    def given(some: tuple[TextBlock, ...]) -> tuple[TextBlock, ...]:
        return tuple(replace(block, number=numbers[block.first_line]) for block in some)

    return tuple(
        replace(
            section,
            texts=given(section.texts),
            items=tuple(replace(item, texts=given(item.texts), after=given(item.after)) for item in section.items),
        )
        for section in sections
    )
