"""From a Document to its Checklist, or to what is wrong with it."""

from dataclasses import dataclass

from faircopy.checklists.check_outline import OutlineCheck
from faircopy.checklists.grammar import HINT, KINDS, question_of, section_id
from faircopy.checklists.inline import text_of
from faircopy.checklists.model import Checklist, Hint, HintKind, Item, Section
from faircopy.checklists.names import split_id
from faircopy.checklists.outline import Bullet, Outline, Part, outline_of
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.markdown.document import Document, Field


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was found in a document that names a checklist."""

    checklist: Checklist | None  # None when there is an error
    outline: Outline
    diagnostics: tuple[Diagnostic, ...]


def name_of(document: Document) -> Field | None:
    """Return the field that makes a document a checklist."""
    return document.field("checklist")


def parse_checklist(document: Document, name: Field) -> Parsed:
    """Read the list of a document whose front matter names one in `name`."""
    outline = outline_of(document)
    diagnostics = tuple(sorted(OutlineCheck(document).all_of(outline, name)))
    checklist = None if has_errors(diagnostics) else build(document, outline, name)
    return Parsed(checklist, outline, diagnostics)


def build(document: Document, outline: Outline, name: Field) -> Checklist:
    title = document.field("title")
    return Checklist(
        name=name.value,
        title=title.value if title and title.value else name.value,
        sections=tuple(section_of(part) for part in outline.parts),
        line=name.line,
        column=name.column,
        first_line=outline.parts[0].line,
    )


def section_of(part: Part) -> Section:
    title, _ = split_id(part.heading)
    items = tuple(item_of(bullet) for bullet in part.bullets)
    return Section(section_id(part), text_of(title), items, part.line, part.column)


def item_of(bullet: Bullet) -> Item:
    question, id_ = question_of(bullet)
    hints = sorted((hint_of(nested) for nested in bullet.nested), key=lambda hint: list(HintKind).index(hint.kind))
    return Item(id_, text_of(question), tuple(hints), bullet.line, bullet.column)


def hint_of(bullet: Bullet) -> Hint:
    found = HINT.match(bullet.text)
    assert found is not None  # noqa: S101  # only a list without errors is built
    return Hint(KINDS[found["label"]], text_of(found["text"]))
