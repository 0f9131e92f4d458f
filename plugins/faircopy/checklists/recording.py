"""Makes the next record from a checked document and the dispositions that the author states."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence

from faircopy.checklists import rules
from faircopy.checklists.check import CheckedList, reused_answer, without_disposition
from faircopy.checklists.model import Checklist, ChecklistLock
from faircopy.checklists.record.recorded_answers import new_meanings
from faircopy.checklists.record.revisions import (
    Disposition,
    day_of,
    disposition_problems,
    first_record,
    record,
    vanished,
)
from faircopy.diagnostics.model import Diagnostic, Severity

OF_ANSWERS = (rules.ANSWERS_CHANGED, rules.ANSWER_REUSED)
# What is wrong until it is recorded. Anything else must be put right first.
RESOLVED_BY_RECORDING = {
    rule.code for rule in (rules.NOT_RECORDED, rules.ADDED, rules.REWORDED, rules.MOVED, rules.VANISHED, *OF_ANSWERS)
}

# Of these, what needs no decision of the author's.
CERTAIN = {rule.code for rule in (rules.ADDED, rules.REWORDED, rules.MOVED, rules.ANSWERS_CHANGED)}


def as_if_recorded(checked: CheckedList) -> ChecklistLock | None:
    """Return the record that `record` would make, if nothing else is wrong and no question is gone; otherwise None."""
    wrong = {found.code for found in checked.diagnostics if found.severity is Severity.ERROR}
    if checked.checklist is None or checked.lock is None or not wrong or not wrong <= CERTAIN:
        return None
    return record(checked.checklist, checked.lock, (), day_of(checked.lock.latest))


def next_record(
    checked: CheckedList,
    dispositions: Sequence[Disposition],
    date: dt.date | None,
    today: dt.date,
    same_answers: Collection[str] = (),
) -> ChecklistLock | list[Diagnostic]:
    """Return the new record, the old one if nothing has changed, or the problems that prevent recording.

    Without a `date`, the first revision has the post's own date. A later one has `today`, or the last revision's date
    if that is in the future: a post may be dated ahead, and it may be tomorrow already in the site's time zone. For
    values in `same_answers`, the author states that only the wording of an answer has changed, not its meaning.
    """
    against = [
        found
        for found in checked.diagnostics
        if found.severity is Severity.ERROR and found.code not in RESOLVED_BY_RECORDING
    ]
    if against or checked.checklist is None:
        return against
    checklist, lock = checked.checklist, checked.lock
    if lock is None:
        unrecorded = [(f"nothing of '{disposition.id}' is on record yet", "") for disposition in dispositions]
        unfit = [*unfit_dispositions(checked, checklist, unrecorded)]
        return unfit or first_record(checklist, (date or post_date(checked) or today).isoformat())
    when = date.isoformat() if date else max(today.isoformat(), day_of(lock.latest))
    problems = [
        *unfit_dispositions(checked, checklist, disposition_problems(checklist, lock, dispositions)),
        *unfit_date(checked, checklist, lock, when),
        *undecided(checked, checklist, lock, {disposition.id for disposition in dispositions}, same_answers),
    ]
    return problems or record(checklist, lock, dispositions, when)


def undecided(
    checked: CheckedList,
    checklist: Checklist,
    lock: ChecklistLock,
    decided_ids: Collection[str],
    same_answers: Collection[str],
) -> Iterator[Diagnostic]:
    """Yield what the author must decide first: questions that are gone, and answers that may mean something else."""
    path = checked.document.path
    for id_ in vanished(checklist, lock):
        if id_ not in decided_ids:
            yield without_disposition(path, checklist, lock, id_)
    for before, now in new_meanings(checklist, lock):
        if now.value not in same_answers:
            yield reused_answer(path, checklist, before, now)


def given_to(
    dispositions: Sequence[Disposition], checked_lists: Sequence[CheckedList], name: str = ""
) -> list[tuple[CheckedList, list[Disposition]]] | Diagnostic:
    """Return the lists of a post that are to be recorded, each with what became of its questions.

    Without a `name` these are all, and each disposition is given to the list that has the question on record.
    """
    chosen = [checked for checked in checked_lists if name in ("", checked.name)]
    first = checked_lists[0]
    if not chosen:
        names = ", ".join(f"'{checked.name}'" for checked in checked_lists)
        fact = f"this post has no list '{name}'"
        return rules.DISPOSITION_UNFIT.at(first.document.path, 1, fact, f"its lists are: {names}")
    given: list[tuple[CheckedList, list[Disposition]]] = [(checked, []) for checked in chosen]
    for disposition in dispositions:
        having = [place for place in given if place[0].lock and disposition.id in place[0].lock.items]
        if len(having) > 1:
            fact = f"the lists {' and '.join(repr(each.name) for each, _ in having)} both have a '{disposition.id}'"
            return rules.DISPOSITION_UNFIT.at(first.document.path, 1, fact, "say which is meant with --list NAME")
        (having or given)[0][1].append(disposition)
    return given


def unfit_dispositions(
    checked: CheckedList, checklist: Checklist, problems: Iterable[tuple[str, str]]
) -> Iterator[Diagnostic]:
    for fact, hint in problems:
        yield rules.DISPOSITION_UNFIT.at(checked.document.path, checklist.line, fact, hint, column=checklist.column)


def unfit_date(checked: CheckedList, checklist: Checklist, lock: ChecklistLock, date: str) -> Iterator[Diagnostic]:
    if date < day_of(lock.latest):
        fact = f"{date} is before the last revision, {lock.latest}"
        hint = "give a later one with --date"
        yield rules.DATE_UNFIT.at(checked.document.path, checklist.line, fact, hint, column=checklist.column)


def post_date(checked: CheckedList) -> dt.date | None:
    """Return the day of the post's own date, None if it cannot be parsed."""
    field = checked.document.field("date")
    try:
        return dt.date.fromisoformat(field.value[: len("2016-08-29")]) if field else None
    except ValueError:
        return None
