"""Compares a list with its record, and makes the next record."""

import hashlib
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from faircopy.checklists.model import (
    ChangeKind,
    Checklist,
    ChecklistLock,
    ItemRecord,
    QuestionChange,
    RetiredItem,
    Revision,
)
from faircopy.checklists.record.recorded_answers import have_changed, next_answers

# A name of a revision: an ISO date, and a letter or more when it is not the first of its day.
NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?P<suffix>[b-z]*)")
STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # noqa: RUF001  # typographic quotes are what is meant


@dataclass(frozen=True, slots=True)
class Disposition:
    """What the author says happened to a question that is gone."""

    id: str
    kind: ChangeKind
    into: tuple[str, ...] = ()


def wording_hash(question: str) -> str:
    """Return 12 hex digits for a wording; spacing, quotes and Unicode form make no difference."""
    normal = " ".join(unicodedata.normalize("NFC", question).translate(STRAIGHT).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:12]


def changes_to(checklist: Checklist, lock: ChecklistLock) -> Iterator[QuestionChange]:
    """Yield the questions that were added, reworded or moved since the record, in the order of the list."""
    for section, item in checklist.placed_items():
        known = lock.items.get(item.id)
        if known is None:
            yield QuestionChange(ChangeKind.ADDED, item.id)
            continue
        if wording_hash(item.question.plain) != known.hash:
            yield QuestionChange(ChangeKind.REWORDED, item.id, before=known.question, after=item.question.plain)
        if section.id != known.section:
            yield QuestionChange(ChangeKind.MOVED, item.id, before=known.section, after=section.id)


def vanished(checklist: Checklist, lock: ChecklistLock) -> list[str]:
    """Return the recorded ids that are not in the list."""
    return sorted(lock.items.keys() - {item.id for _, item in checklist.placed_items()})


def disposition_problems(
    checklist: Checklist, lock: ChecklistLock, dispositions: Sequence[Disposition]
) -> Iterator[tuple[str, str]]:
    """Yield (fact, remedy) for each invalid disposition."""
    here = {item.id for _, item in checklist.placed_items()}
    given: set[str] = set()
    for disposition in dispositions:
        if disposition.id in given:
            yield f"'{disposition.id}' is given two fates", "decide for one"
        elif disposition.id in here:
            yield (
                f"'{disposition.id}' is still in the list, so nothing became of it",
                "take the question out of the list first",
            )
        elif disposition.id not in lock.items:
            yield f"there is no question '{disposition.id}' on record", did_you_mean(disposition.id, lock.items)
        given.add(disposition.id)
        for id_ in disposition.into:
            if id_ not in here:
                yield (
                    f"'{id_}' is not in the list, so '{disposition.id}' cannot have become it",
                    did_you_mean(id_, here),
                )


def did_you_mean(id_: str, known: Iterable[str]) -> str:
    near = get_close_matches(id_, sorted(known), n=1)
    return f"did you mean '{near[0]}'?" if near else "check its spelling"


def first_record(checklist: Checklist, date: str) -> ChecklistLock:
    """Return the first record of a list."""
    items = {
        item.id: ItemRecord(date, date, wording_hash(item.question.plain), section.id, item.question.plain)
        for section, item in checklist.placed_items()
    }
    answers = next_answers(checklist, None, date)
    return ChecklistLock(checklist.name, titles(checklist), items, {}, (Revision(date, ()),), answers)


def record(checklist: Checklist, lock: ChecklistLock, dispositions: Sequence[Disposition], date: str) -> ChecklistLock:
    """Return `lock` with a new revision, or `lock` itself if nothing has changed.

    The caller has checked that the `dispositions` are valid and complete, and that `date` (ISO) is not before the last
    revision.
    """
    changes = (
        *changes_to(checklist, lock),
        *(
            retired_change(disposition, lock.items[disposition.id])
            for disposition in sorted(dispositions, key=lambda disposition: disposition.id)
        ),
    )
    has_other_answers = have_changed(checklist, lock)
    if not changes and not has_other_answers:
        return lock
    name = revision_name(date, [revision.name for revision in lock.revisions])
    gone = {
        disposition.id: RetiredItem(lock.items[disposition.id], disposition.kind, disposition.into, name)
        for disposition in dispositions
    }
    return ChecklistLock(
        name=lock.name,
        sections={**lock.sections, **titles(checklist)},
        items=recorded_items(checklist, lock, name),
        gone={**lock.gone, **gone},
        revisions=(*lock.revisions, Revision(name, changes, has_other_answers)),
        answers=next_answers(checklist, lock, name),
    )


def recorded_items(checklist: Checklist, lock: ChecklistLock, revision: str) -> dict[str, ItemRecord]:
    items: dict[str, ItemRecord] = {}
    for section, item in checklist.placed_items():
        known = lock.items.get(item.id)
        hash_ = wording_hash(item.question.plain)
        same = known is not None and known.hash == hash_
        items[item.id] = ItemRecord(
            first=known.first if known else revision,
            revision=known.revision if known and same else revision,
            hash=hash_,
            section=section.id,
            question=known.question if known and same else item.question.plain,
        )
    return items


def retired_change(disposition: Disposition, last: ItemRecord) -> QuestionChange:
    return QuestionChange(
        disposition.kind, disposition.id, into=disposition.into, question=last.question, section=last.section
    )


def titles(checklist: Checklist) -> dict[str, str]:
    return {section.id: section.title.plain for section in checklist.sections}


def revision_name(date: str, taken: Sequence[str]) -> str:
    """Return `date`; if a revision has that name, `date` with the next suffix of b, c, … z, zb, zc, …."""
    number = sum(day_of(name) == date for name in taken)
    letters = string.ascii_lowercase[1:]
    whole, rest = divmod(number, len(letters))
    return date + "z" * whole + (letters[rest - 1] if rest else "")


def day_of(revision: str) -> str:
    """Return the ISO date of a revision's name. Raises ValueError when it is no such name."""
    found = NAME.fullmatch(revision)
    if not found:
        raise ValueError(f"'{revision}' is not a revision")
    return found["date"]
