"""Which documents are public at a given moment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from faircopy.content import rules
from faircopy.content.moment import Moment, read_date
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import Document

NEVER_PUBLIC = ("draft", "skip")
# What no author has planned so: most posts are as far ahead, or the newest is as long ago. Blogs began in the nineties;
# who dates posts further back, as those of an archive are, may build them at any time.
FARTHEST_AHEAD = timedelta(days=365)
LONGEST_AGO = timedelta(days=50 * 365)
FIRST_YEAR_OF_BLOGS = 1990


def why_unpublished(document: Document, moment: Moment, *, dated: bool) -> str:
    """Return why `document` is not public yet; "" if it is. Posts are `dated`, pages are not."""
    status = status_of(document)
    if status in NEVER_PUBLIC:
        return f"its status is '{status}'"
    due = time_of(document, moment) if dated else None
    return f"it is due at {due:%Y-%m-%d %H:%M} ({moment.zone})" if due and moment.is_before(due) else ""


def check_schedule(document: Document, moment: Moment) -> Iterator[Diagnostic]:
    """Yield a note on a finished post with a future date: until when it is held back."""
    due = time_of(document, moment)
    date = document.field("date")
    if due and date and moment.is_before(due) and status_of(document) not in NEVER_PUBLIC:
        fact = f"this post is held back until {due:%Y-%m-%d %H:%M} ({moment.zone})"
        yield rules.HELD_BACK.at(document.path, date.line, fact, column=date.column)


def check_clock(posts: Iterable[Document], moment: Moment) -> Iterator[Diagnostic]:
    """Yield an error if the clock must be wrong: it would hold back most posts, or publish all."""
    dates = [time_of(post, moment) for post in posts if status_of(post) not in NEVER_PUBLIC]
    known = sorted(date for date in dates if date)
    # Nothing is added to the dates: the calendar ends with 9999, which some write for "never".
    ahead = [date for date in known if date > moment.now and date - moment.now > FARTHEST_AHEAD]
    fact = ""
    if len(ahead) * 2 > len(known):
        fact = f"{len(ahead)} of {len(known)} posts are dated more than a year later"
    elif known and known[-1].year >= FIRST_YEAR_OF_BLOGS and moment.now - known[-1] > LONGEST_AGO:
        fact = "the newest post is more than fifty years older"
    if fact:
        now = moment.now.astimezone(moment.zone)
        message = f"{moment.source} says {now:%Y-%m-%d %H:%M}, and {fact}; the newest is of {known[-1]:%Y-%m-%d}"
        hint = "set the clock, or FAIRCOPY_NOW, or correct the dates"
        yield rules.CLOCK_WRONG.at("the environment", 1, message, hint)


def next_change(ahead: Iterable[datetime], moment: Moment) -> datetime:
    """Return when time alone may change the site, in UTC: a post falls due, the clock is plausible, or tomorrow."""
    times = [one for date in ahead for one in (date, date - FARTHEST_AHEAD) if moment.is_before(one)]
    try:
        midnight = datetime.combine(moment.now.astimezone(moment.zone).date() + timedelta(days=1), time(), moment.zone)
        return min(datetime.fromtimestamp(moment.with_zone(one).timestamp(), UTC) for one in (midnight, *times))
    except (OverflowError, ValueError):  # the last day of the calendar
        return moment.now


def status_of(document: Document) -> str:
    field = document.field("status")
    return field.value.lower() if field else ""


def time_of(document: Document, moment: Moment) -> datetime | None:
    """Return when a document is due, in the author's time zone; None if it has no valid date."""
    field = document.field("date")
    date = read_date(field.value) if field else None
    if date is None:
        return None
    dated = moment.with_zone(date)
    try:
        return dated.astimezone(moment.zone)
    except OverflowError:  # the first or the last day of the calendar
        return dated
