"""Several lists in one post: their names, and which part of the outline is whose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from faircopy.checklists.reading.grammar import is_question, section_id
from faircopy.checklists.reading.outline import Bullet, HeadingPart, Outline, bullets_in
from faircopy.checklists.reading.structure import Structure, structure_of
from faircopy.markdown.document import Document, Field

FIELD = "checklist"


@dataclass(frozen=True, slots=True)
class ListExtent:
    """What of a document is one list."""

    name: Field
    start: HeadingPart | None = (
        None  # its heading, which is required only if there are several lists; None: there is none
    )
    nearest: HeadingPart | None = None  # the heading that may be meant, if there is none
    structure: Structure = field(default_factory=lambda: Structure((), (), ()))


def name_of(document: Document) -> Field | None:
    """Return the field that makes a document a checklist, or several."""
    return document.field(FIELD)


def names_of(document: Document) -> tuple[Field, ...]:
    """Return the name of each list of a document, as it stands in the field: 'driver, car' are two."""
    named = name_of(document)
    return tuple(split(named)) if named else ()


def split(named: Field) -> Iterator[Field]:
    start = 0
    for part in named.value.split(","):
        name = part.strip()
        yield Field(named.key, name, named.line, named.column + start + len(part) - len(part.lstrip()))
        start += len(part) + 1


def shares_of(outline: Outline, names: Sequence[Field], labels: Sequence[Sequence[str]]) -> tuple[ListExtent, ...]:
    """Return what of an outline is whose list, in the order of `names`; `labels` are those of each list's hints.

    One list begins at its first section. Of several, each begins at the heading whose id is its name, and ends where
    the next one begins.
    """
    if len(names) == 1:
        return (ListExtent(names[0], structure=structure_of(outline, labels[0])),)
    starts = {section_id(part): number for number, part in reversed([*enumerate(outline.parts)])}
    begins = sorted(starts[name.value] for name in names if name.value in starts)
    # Not strict: there may be no heading for any of the lists.
    ends = dict(zip(begins, [*begins[1:], len(outline.parts)], strict=False))
    above = outside(outline, min(begins, default=len(outline.parts)))
    found: list[ListExtent] = []
    for name, known in zip(names, labels, strict=True):
        if (start := starts.get(name.value)) is None:
            near = (part for part in outline.parts if name.value and name.value in section_id(part))
            found.append(ListExtent(name, nearest=next(near, None)))
            continue
        own = structure_of(Outline((), outline.parts[start : ends[start]]), known)
        # Said once, of the first.
        here, above = (above, ()) if start == begins[0] else ((), above)
        found.append(ListExtent(name, outline.parts[start], structure=replace(own, outside=here)))
    return tuple(found)


def outside(outline: Outline, first: int) -> tuple[Bullet, ...]:
    """Return the questions above the first list, at the heading of this number."""
    content = [*outline.before, *(each for part in outline.parts[:first] for each in part.content)]
    return tuple(filter(is_question, bullets_in(content)))
