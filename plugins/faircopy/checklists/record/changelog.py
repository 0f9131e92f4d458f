"""The changes of a list, in words for its readers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import NullTranslations

from faircopy.checklists.model import ChangeKind, ChecklistLock, QuestionChange, Revision
from faircopy.checklists.record.revisions import day_of
from faircopy.languages.tags import SOURCE
from faircopy.languages.words import ENGLISH
from faircopy.metadata.dates import date_words


@dataclass(frozen=True, slots=True)
class RevisionNotes:
    """The changes of one revision."""

    date: dt.date
    day: str  # the date in words: '29 August 2016'. No property: it may read anything, so `incremental` trusts none
    sentences: tuple[str, ...]  # plain text


def changelog(
    lock: ChecklistLock, words: NullTranslations = ENGLISH, language: str = SOURCE
) -> tuple[RevisionNotes, ...]:
    """Return the changes of each revision, newest first, in the wording of that time."""
    wording = {id_: item.question for id_, item in lock.items.items()}
    wording |= {id_: gone.last.question for id_, gone in lock.gone.items()}
    news: list[RevisionNotes] = []
    for revision in reversed(lock.revisions):
        first = revision == lock.revisions[0]
        sentences = (opening(lock, words),) if first else sentences_of(revision, wording, lock, words)
        date = dt.date.fromisoformat(day_of(revision.name))
        news.append(RevisionNotes(date, date_words(date, language), sentences))
        for change in revision.changes:
            if change.kind is ChangeKind.REWORDED:
                wording[change.id] = change.before
    return tuple(news)


def opening(lock: ChecklistLock, words: NullTranslations) -> str:
    first = lock.revisions[0].name
    known = [*lock.items.values(), *(gone.last for gone in lock.gone.values())]
    number = sum(item.first == first for item in known)
    sentence = words.ngettext(
        "The first version, with %(num)s question.", "The first version, with %(num)s questions.", number
    )
    return sentence % {"num": number}


def sentences_of(
    revision: Revision, wording: dict[str, str], lock: ChecklistLock, words: NullTranslations
) -> tuple[str, ...]:
    _ = words.gettext
    answers = (_("The answers to choose from have changed."),) if revision.answers else ()
    return (*answers, *(sentence(change, wording, lock, words) for change in revision.changes))


def sentence(change: QuestionChange, wording: dict[str, str], lock: ChecklistLock, words: NullTranslations) -> str:
    """Return the change as one sentence; `wording` holds the wordings of its time."""
    _ = words.gettext
    left, come = (lock.sections.get(section, section) for section in (change.before, change.after))
    values = {
        "old": quoted(change.question or change.before),
        "new": all_of((wording[id_] for id_ in change.into or [change.id]), words),
        "left": left,
        "come": come,
    }
    return {
        ChangeKind.ADDED: _("New: %(new)s"),
        ChangeKind.REWORDED: _("Reworded: %(old)s is now %(new)s"),
        ChangeKind.MOVED: _("Moved from %(left)s to %(come)s: %(new)s"),
        ChangeKind.RETIRED: _("No longer asked: %(old)s"),
        ChangeKind.REPLACED_BY: _("Replaced: %(old)s by %(new)s"),
        ChangeKind.SPLIT_TO: _("Split: %(old)s into %(new)s"),
        ChangeKind.MERGED_TO: _("Merged: %(old)s into %(new)s"),
    }[change.kind] % values


def quoted(text: str) -> str:
    return f"“{text}”"


def all_of(texts: Iterable[str], words: NullTranslations) -> str:
    *others, last = map(quoted, texts)
    if not others:
        return last
    comma = words.pgettext("between two answers", ", ")
    return words.gettext("%(others)s and %(last)s") % {"others": comma.join(others), "last": last}
