"""Which documents the world may see at a moment."""

from collections.abc import Iterator
from datetime import datetime

from mdsource.diagnostics import Diagnostic
from mdsource.document import Document
from scheduling import rules
from scheduling.moment import Moment, read_date

NEVER_PUBLIC = ("draft", "skip")


def withheld(document: Document, moment: Moment, *, dated: bool) -> str:
    """Return why the world may not see `document` yet; nothing when it may. Posts are `dated`, pages are not."""
    status = status_of(document)
    if status in NEVER_PUBLIC:
        return f"its status is '{status}'"
    due = time_of(document, moment) if dated else None
    return f"it is due at {due:%Y-%m-%d %H:%M} ({moment.zone})" if due and moment.is_before(due) else ""


def check_schedule(document: Document, moment: Moment) -> Iterator[Diagnostic]:
    """Say of a post that is finished, and whose time has not come, until when it is held back."""
    due = time_of(document, moment)
    date = document.field("date")
    if due and date and moment.is_before(due) and status_of(document) not in NEVER_PUBLIC:
        fact = f"this post is held back until {due:%Y-%m-%d %H:%M} ({moment.zone})"
        yield rules.HELD_BACK.at(document.path, date.line, fact, column=date.column)


def status_of(document: Document) -> str:
    field = document.field("status")
    return field.value.lower() if field else ""


def time_of(document: Document, moment: Moment) -> datetime | None:
    """Return when a document is due, in the author's time zone; None when it says no date that can be read."""
    field = document.field("date")
    date = read_date(field.value) if field else None
    return moment.with_zone(date).astimezone(moment.zone) if date else None
