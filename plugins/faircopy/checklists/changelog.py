"""What has changed in a list, in words for its readers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from faircopy.checklists.model import Change, ChangeKind, Lock, Revision
from faircopy.checklists.revisions import day_of
from faircopy.languages.tags import SOURCE
from faircopy.metadata.dates import date_words


@dataclass(frozen=True, slots=True)
class RevisionNotes:
    """What one revision brought."""

    date: dt.date
    day: str  # the date in words: '29 August 2016'. No property: it may read anything, so `incremental` trusts none
    sentences: tuple[str, ...]  # plain text


def changelog(lock: Lock) -> tuple[RevisionNotes, ...]:
    """Return what each revision brought, newest first; wordings are those of the time."""
    wording = {id_: item.question for id_, item in lock.items.items()}
    wording |= {id_: gone.last.question for id_, gone in lock.gone.items()}
    news: list[RevisionNotes] = []
    for revision in reversed(lock.revisions):
        first = revision == lock.revisions[0]
        sentences = (opening(lock),) if first else sentences_of(revision, wording, lock)
        date = dt.date.fromisoformat(day_of(revision.name))
        news.append(RevisionNotes(date, date_words(date, SOURCE), sentences))
        for change in revision.changes:
            if change.kind is ChangeKind.REWORDED:
                wording[change.id] = change.before
    return tuple(news)


def opening(lock: Lock) -> str:
    first = lock.revisions[0].name
    known = [*lock.items.values(), *(gone.last for gone in lock.gone.values())]
    number = sum(item.first == first for item in known)
    return f"The first version, with {number} {'question' if number == 1 else 'questions'}."


def sentences_of(revision: Revision, wording: dict[str, str], lock: Lock) -> tuple[str, ...]:
    answers = ("The answers to choose from have changed.",) if revision.answers else ()
    return (*answers, *(sentence(change, wording, lock) for change in revision.changes))


def sentence(change: Change, wording: dict[str, str], lock: Lock) -> str:
    """Return the change as one sentence; `wording` holds the wordings of its time."""
    old = quoted(change.question or change.before)
    new = all_of(wording[id_] for id_ in change.into or [change.id])
    left, come = (lock.sections.get(section, section) for section in (change.before, change.after))
    return {
        ChangeKind.ADDED: f"New: {new}",
        ChangeKind.REWORDED: f"Reworded: {old} is now {new}",
        ChangeKind.MOVED: f"Moved from {left} to {come}: {new}",
        ChangeKind.RETIRED: f"No longer asked: {old}",
        ChangeKind.REPLACED_BY: f"Replaced: {old} by {new}",
        ChangeKind.SPLIT_TO: f"Split: {old} into {new}",
        ChangeKind.MERGED_TO: f"Merged: {old} into {new}",
    }[change.kind]


def quoted(text: str) -> str:
    return f"“{text}”"


def all_of(texts: Iterable[str]) -> str:
    *others, last = map(quoted, texts)
    return f"{', '.join(others)} and {last}" if others else last
