"""Compares the answers of a list with the recorded ones: a value must not change its meaning unnoticed."""

from collections.abc import Collection, Iterator, Mapping

from faircopy.checklists.model import Checklist, ChecklistLock, RecordedAnswer
from faircopy.checklists.vocabulary import Answer, Vocabulary, standard_vocabulary


def answers_on_record(lock: ChecklistLock) -> Mapping[str, RecordedAnswer]:
    """Return all answers that a list has ever offered; an old record without answers had the standard ones."""
    return lock.answers or recorded(standard_vocabulary())


def recorded(vocabulary: Vocabulary) -> dict[str, RecordedAnswer]:
    return {one.value: RecordedAnswer(one) for one in vocabulary.answers}


def new_meanings(checklist: Checklist, lock: ChecklistLock) -> Iterator[tuple[Answer, Answer]]:
    """Yield each answer whose meaning differs from the recorded one, old and new."""
    known = answers_on_record(lock)
    for answer in checklist.vocabulary.answers:
        before = known[answer.value].answer if answer.value in known else answer
        if meaning(before) != meaning(answer):
            yield before, answer


def meaning(answer: Answer) -> tuple[str, str, bool]:
    return answer.label, answer.counts, answer.flag


def in_words(answer: Answer) -> str:
    return f"'{answer.label}' ({answer.counts}{', a red flag' if answer.flag else ''})"


def added_and_removed(checklist: Checklist, lock: ChecklistLock) -> tuple[list[str], list[str]]:
    """Return the values that were added since the record, and those that were removed."""
    offered = [one.value for one in checklist.vocabulary.answers]
    before = [value for value, one in answers_on_record(lock).items() if not one.gone]
    return [one for one in offered if one not in set(before)], [one for one in before if one not in set(offered)]


def have_changed(checklist: Checklist, lock: ChecklistLock) -> bool:
    return any(added_and_removed(checklist, lock)) or any(new_meanings(checklist, lock))


def next_answers(checklist: Checklist, lock: ChecklistLock | None, revision: str) -> dict[str, RecordedAnswer]:
    """Return the answers to record: none if they are the standard ones."""
    now = recorded(checklist.vocabulary)
    if lock is None or (not lock.answers and not have_changed(checklist, lock)):
        return {} if checklist.vocabulary.answers == standard_vocabulary().answers else now
    gone = {
        value: RecordedAnswer(one.answer, one.gone or revision)
        for value, one in answers_on_record(lock).items()
        if value not in now
    }
    return {**now, **gone}


def former(lock: ChecklistLock, offered: Collection[Answer]) -> tuple[Answer, ...]:
    """Return the recorded answers that a list no longer offers."""
    values = {one.value for one in offered}
    return tuple(one.answer for value, one in answers_on_record(lock).items() if value not in values)
