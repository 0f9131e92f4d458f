"""The lock file of a list: its recorded revisions, as JSON that merges and diffs well."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faircopy.checklists import rules
from faircopy.checklists.model import (
    ChangeKind,
    ChecklistLock,
    ItemRecord,
    QuestionChange,
    RecordedAnswer,
    RetiredItem,
    Revision,
)
from faircopy.checklists.record.revisions import day_of, wording_hash
from faircopy.checklists.vocabulary import Answer, Counts, word_value
from faircopy.diagnostics.model import Diagnostic

NAME = "checklist.lock.json"
FORMAT = "faircopy-checklist-lock"
VERSION = 1
RESTORE = "restore it from your version control"


def read_lock(path: Path) -> ChecklistLock | Diagnostic | None:
    """Read a lock file; None if there is none, a diagnostic if it is invalid."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        return rules.LOCK_UNREADABLE.at(str(path), 1, f"the lock file cannot be read: {error}", RESTORE)
    return parse_lock(str(path), text)


def parse_lock(path: str, text: str) -> ChecklistLock | Diagnostic:
    try:
        lock = lock_of(json.loads(text))
    except json.JSONDecodeError as error:
        fact = f"the lock file is not JSON: {error.msg.lower()}"
        return rules.LOCK_UNREADABLE.at(path, error.lineno, fact, RESTORE, column=error.colno)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        return rules.LOCK_UNREADABLE.at(path, 1, f"the lock file {trouble_with(error)}", RESTORE)
    for fact in contradictions(lock):
        return rules.LOCK_UNREADABLE.at(path, 1, f"the lock file contradicts itself: {fact}", RESTORE)
    return lock


def trouble_with(error: Exception) -> str:
    """Return why values cannot be a lock. What Python says of a value of a wrong kind says nothing to an author."""
    match error:
        case RecursionError():
            return "is nested too deeply"
        case KeyError():
            return f"lacks {error}"  # the name, in quotes
        case ValueError():
            return f"holds something else: {error}"
        case _:
            return "holds a value of a wrong kind"


def dump_lock(lock: ChecklistLock) -> str:
    """Return the text of a lock file: deterministic, with sorted keys and one value a line."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "id": lock.name,
        "sections": dict(lock.sections),
        "items": {id_: item_value(item) for id_, item in lock.items.items()},
        "retired": {id_: retired_value(gone) for id_, gone in lock.gone.items()},
        "revisions": revisions_value(lock),
        **({"answers": {id_: answer_value(one) for id_, one in lock.answers.items()}} if lock.answers else {}),
    }
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def item_value(item: ItemRecord) -> dict[str, str]:
    return {
        "first": item.first,
        "revision": item.revision,
        "hash": item.hash,
        "section": item.section,
        "question": item.question,
    }


def answer_value(recorded: RecordedAnswer) -> dict[str, Any]:
    value = word_value(recorded.answer)
    del value["value"]
    return {**value, **({"gone": recorded.gone} if recorded.gone else {})}


def retired_value(gone: RetiredItem) -> dict[str, Any]:
    into = {"into": list(gone.into)} if gone.into else {}
    return {**item_value(gone.last), "fate": gone.disposition.value, **into, "gone": gone.at}


def revisions_value(lock: ChecklistLock) -> list[dict[str, Any]]:
    """Return the history as it stands in the lock file and in the exported list."""
    return [
        {
            "date": revision.name,
            "changes": list(map(change_value, revision.changes)),
            **({"answers": True} if revision.answers else {}),
        }
        for revision in lock.revisions
    ]


def change_value(change: QuestionChange) -> dict[str, Any]:
    value: dict[str, Any] = {"kind": change.kind.value, "id": change.id}
    for key in ("before", "after", "into", "question", "section"):
        if entry := getattr(change, key):
            value[key] = list(entry) if key == "into" else entry
    return value


def lock_of(value: Any) -> ChecklistLock:
    """Return the lock in a JSON value.

    Raises KeyError, TypeError, ValueError or AttributeError for an invalid one.
    """
    if value["format"] != FORMAT or value["version"] != VERSION:
        raise ValueError(f"this is not version {VERSION} of '{FORMAT}'")
    return ChecklistLock(
        name=word(value["id"]),
        sections={id_: word(title) for id_, title in value["sections"].items()},
        items={id_: item_record_of(item) for id_, item in value["items"].items()},
        gone={id_: retired_of(item) for id_, item in value["retired"].items()},
        revisions=tuple(revision_of(revision) for revision in value["revisions"]),
        answers={id_: answer_of(id_, item) for id_, item in value.get("answers", {}).items()},
    )


def answer_of(id_: str, value: Any) -> RecordedAnswer:
    known = {name: entry for name, entry in value.items() if name != "gone"}
    return RecordedAnswer(
        Answer(**{**known, "value": id_, "label": word(value["label"]), "counts": Counts(value["counts"])}),
        word(value.get("gone", "")),
    )


def item_record_of(value: Any) -> ItemRecord:
    return ItemRecord(*(word(value[key]) for key in ("first", "revision", "hash", "section", "question")))


def retired_of(value: Any) -> RetiredItem:
    return RetiredItem(
        item_record_of(value), ChangeKind(value["fate"]), words(value.get("into", [])), word(value["gone"])
    )


def revision_of(value: Any) -> Revision:
    dt.date.fromisoformat(day_of(word(value["date"])))
    return Revision(
        value["date"], tuple(change_of(change) for change in value["changes"]), value.get("answers") is True
    )


def change_of(value: Any) -> QuestionChange:
    return QuestionChange(
        kind=ChangeKind(value["kind"]),
        id=word(value["id"]),
        into=words(value.get("into", [])),
        **{key: word(value.get(key, "")) for key in ("before", "after", "question", "section")},
    )


def word(value: Any) -> str:
    match value:
        case str():
            return value
        case _:
            raise ValueError(f"{value!r} is not text")


def words(value: Any) -> tuple[str, ...]:
    return tuple(word(entry) for entry in list(value))


def contradictions(lock: ChecklistLock) -> Iterator[str]:
    """Yield impossible states, which come from a bad merge or an edit by hand."""
    if not lock.revisions:
        yield "it has no revision"
    for id_ in sorted(lock.items.keys() & lock.gone.keys()):
        yield f"'{id_}' is both in the list and gone"
    names = {revision.name for revision in lock.revisions}
    if len(names) < len(lock.revisions):
        yield "two revisions have one name"
    for revision in lock.revisions:
        for id_ in [id_ for change in revision.changes for id_ in (change.id, *change.into)]:
            if id_ not in lock.items and id_ not in lock.gone:
                yield f"revision '{revision.name}' names '{id_}', which was never there"
    for id_, item in sorted({**lock.items, **{id_: gone.last for id_, gone in lock.gone.items()}}.items()):
        if wording_hash(item.question) != item.hash:
            yield f"the hash of '{id_}' is not that of its wording"
        if not {item.first, item.revision} <= names:
            yield f"'{id_}' names a revision that is not there"
