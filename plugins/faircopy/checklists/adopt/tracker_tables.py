"""Tables that trackers of tasks export: their columns have names of their own, which few lists have."""

from collections.abc import Mapping, Sequence

from faircopy.checklists.adopt.fields import normal

# What a table is that has all of these columns, and how a list calls them. A column with a date of completion says
# that its row is done.
TRACKERS: Mapping[str, Mapping[str, str]] = {
    "Trello": {"card name": "task", "list name": "section", "card description": "notes", "card id": "id"},
    "Asana": {"task id": "id", "completed at": "done", "section column": "section", "name": "task"},
    "Jira": {"summary": "task", "issue key": "id", "issue type": "category"},
    "Planner": {"task name": "task", "bucket name": "section", "task id": "id"},
}
DATES = ("completed at",)


def as_list_calls_them(names: Sequence[str]) -> list[str]:
    """Return the names of columns, those of a tracker in the words of lists."""
    plain = [normal(name) for name in names]
    for columns in TRACKERS.values():
        if columns.keys() <= set(plain):
            return [columns.get(each, name) for each, name in zip(plain, names, strict=True)]
    return [*names]


def with_ticks(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows of a table, a date of completion in them as a tick."""
    dated = {number for number, name in enumerate(names) if normal(name) in DATES}
    return [
        (line, ["x" if number in dated and cell.strip() else cell for number, cell in enumerate(row)])
        for line, row in rows
    ]
