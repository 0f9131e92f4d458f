"""From a look at a list, and what the author says became of its questions, to the next record."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from faircopy.checklists import rules
from faircopy.checklists.check import Look, without_fate
from faircopy.checklists.model import Checklist, Lock
from faircopy.checklists.revisions import Fate, day_of, fate_problems, first_record, record, vanished
from faircopy.diagnostics.model import Diagnostic, Severity

# What is wrong until it is recorded. Anything else must be put right first.
SETTLED = {rule.code for rule in (rules.NOT_RECORDED, rules.ADDED, rules.REWORDED, rules.MOVED, rules.VANISHED)}

# Of these, what needs no decision of the author's.
CERTAIN = {rule.code for rule in (rules.ADDED, rules.REWORDED, rules.MOVED)}


def as_if_recorded(look: Look) -> Lock | None:
    """Return what would be on record, where nothing but that is wrong and no question is gone; None elsewhere."""
    wrong = {found.code for found in look.diagnostics if found.severity is Severity.ERROR}
    if look.checklist is None or look.lock is None or not wrong or not wrong <= CERTAIN:
        return None
    return record(look.checklist, look.lock, (), day_of(look.lock.latest))


def next_record(look: Look, fates: Sequence[Fate], date: dt.date | None, today: dt.date) -> Lock | list[Diagnostic]:
    """Return the record with what has changed, the old one when nothing has, or what stands against recording.

    Without a `date` the first revision has the post's own, and a later one `today`, or the last one's day where that is
    still to come: a post may be dated ahead, and where its site is at home it may be tomorrow already.
    """
    against = [found for found in look.diagnostics if found.severity is Severity.ERROR and found.code not in SETTLED]
    if against or look.checklist is None:
        return against
    checklist, lock = look.checklist, look.lock
    if lock is None:
        unfit = list(unfit_fates(look, checklist, [(f"nothing of '{fate.id}' is on record yet", "") for fate in fates]))
        return unfit or first_record(checklist, (date or post_date(look) or today).isoformat())
    when = date.isoformat() if date else max(today.isoformat(), day_of(lock.latest))
    problems = [
        *unfit_fates(look, checklist, fate_problems(checklist, lock, fates)),
        *unfit_date(look, checklist, lock, when),
        *(
            without_fate(look.document.path, checklist, lock, id_)
            for id_ in vanished(checklist, lock)
            if id_ not in {fate.id for fate in fates}
        ),
    ]
    return problems or record(checklist, lock, fates, when)


def unfit_fates(look: Look, checklist: Checklist, problems: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    for fact, hint in problems:
        yield rules.FATE_UNFIT.at(look.document.path, checklist.line, fact, hint, column=checklist.column)


def unfit_date(look: Look, checklist: Checklist, lock: Lock, date: str) -> Iterator[Diagnostic]:
    if date < day_of(lock.latest):
        fact = f"{date} is before the last revision, {lock.latest}"
        hint = "give a later one with --date"
        yield rules.DATE_UNFIT.at(look.document.path, checklist.line, fact, hint, column=checklist.column)


def post_date(look: Look) -> dt.date | None:
    """Return the day of the post's own date, None where it cannot be read."""
    field = look.document.field("date")
    try:
        return dt.date.fromisoformat(field.value[: len("2016-08-29")]) if field else None
    except ValueError:
        return None
