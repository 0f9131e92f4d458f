from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from faircopy.content.moment import MOMENT, Moment, moment_of, read_date
from faircopy.content.schedule import check_clock, check_schedule, why_unpublished
from faircopy.diagnostics.model import ContentError
from faircopy.markdown.document import parse_document

AUCKLAND = ZoneInfo("Pacific/Auckland")
# The first of December, half past nine in Auckland; the last of November in the west.
NOW = Moment(datetime(2026, 11, 30, 20, 30, tzinfo=UTC), AUCKLAND)


def document(date: str, status: str = "") -> str:
    return f"Title: T\nDate: {date}\nSlug: t\n" + (f"Status: {status}\n" if status else "") + "\nText\n"


@pytest.mark.parametrize(
    ("date", "is_public"),
    [
        ("2020-01-01", True),
        ("2026-12-01", True),
        ("2026-12-02", False),
        ("2026-12-01 09:30", True),
        ("2026-12-01 09:31", False),
        ("2026-12-01 09:31:00", False),
        ("2026-11-30 21:30 +01:00", True),
        ("2026-11-30 21:31 +0100", False),
        ("2026-11-30 20:30 Z", True),
        ("2026-11-30T20:31Z", False),
    ],
)
def test_a_post_is_public_from_its_date_on_where_the_author_lives(date: str, is_public: bool) -> None:
    post = parse_document("a.md", document(date))
    assert bool(why_unpublished(post, NOW, dated=True)) is not is_public
    assert len(list(check_schedule(post, NOW))) == (not is_public)


def test_a_day_has_its_own_summer_time() -> None:
    midwinter = parse_document("a.md", document("2026-07-01"))
    start = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
    assert not why_unpublished(midwinter, Moment(start, AUCKLAND), dated=True)
    assert why_unpublished(midwinter, Moment(start.replace(hour=11, minute=59), AUCKLAND), dated=True)


def test_until_when_it_is_held_back_is_told_at_its_date() -> None:
    (found,) = check_schedule(parse_document("a.md", document("2026-12-24 08:00 +00:00")), NOW)
    assert str(found) == "a.md:2: note SC101 this post is held back until 2026-12-24 21:00 (Pacific/Auckland)"


@pytest.mark.parametrize("status", ["draft", "skip", "Draft"])
def test_a_draft_is_never_public_and_needs_no_telling(status: str) -> None:
    post = parse_document("a.md", document("2027-01-01", status))
    assert why_unpublished(post, NOW, dated=True) == f"its status is '{status.lower()}'"
    assert list(check_schedule(post, NOW)) == []
    assert why_unpublished(parse_document("a.md", document("2020-01-01", status)), NOW, dated=False)


def test_a_page_has_no_time() -> None:
    assert why_unpublished(parse_document("a.md", document("2027-01-01")), NOW, dated=False) == ""


@pytest.mark.parametrize("text", ["", "Title: T\n\n", document("some day")])
def test_without_a_date_there_is_nothing_to_wait_for(text: str) -> None:
    post = parse_document("a.md", text)
    assert why_unpublished(post, NOW, dated=True) == ""
    assert list(check_schedule(post, NOW)) == []


def test_the_moment_can_be_given() -> None:
    settings = {"TIMEZONE": "Pacific/Auckland"}
    given = moment_of(settings, {"FAIRCOPY_NOW": "2026-12-01T09:30"})
    assert given.now == NOW.now
    assert moment_of(settings, {"FAIRCOPY_NOW": "2026-11-30T20:30Z"}).now == NOW.now
    assert moment_of({MOMENT: NOW}, {"FAIRCOPY_NOW": "2020-01-01"}) is NOW


def test_else_it_is_now() -> None:
    before = datetime.now(UTC)
    assert before <= moment_of({}, {}).now <= datetime.now(UTC)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "12:00"])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="SC901"):
        moment_of({}, {"FAIRCOPY_NOW": text})
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("now", "dates", "expected"),
    [
        ("1970-01-01T00:00Z", ["2011-05-06", "2026-11-01"], "2 of 2 posts are dated more than a year later"),
        ("2012-01-01", ["2011-05-06", "2016-11-01", "2026-11-01"], "2 of 3 posts are dated more than a year later"),
        ("2099-01-01", ["2011-05-06", "2026-11-01"], "the newest post is more than fifty years older"),
        ("2026-01-01", ["2011-05-06", "2026-11-01"], ""),
        ("2026-01-01", ["2026-11-01"], ""),  # a site that is to begin
        ("2026-01-01", ["2024-01-01", "2050-01-01"], ""),  # one for posterity
        ("2050-01-01", ["2011-05-06"], ""),  # nobody has written for long
        ("2026-01-01", ["1890-05-06"], ""),  # an archive
        ("1970-01-01", [], ""),
    ],
)
def test_a_time_that_cannot_be_right_is_told_once(now: str, dates: list[str], expected: str) -> None:
    moment = moment_of({"TIMEZONE": "Pacific/Auckland"}, {"FAIRCOPY_NOW": now})
    posts = [parse_document("a.md", document(date)) for date in (*dates, "")]
    drafts = [parse_document("a.md", document("2090-01-01", "draft"))] * 9
    found = [str(one) for one in check_clock([*posts, *drafts], moment)]
    assert len(found) == bool(expected)
    assert all(f"error SC902 FAIRCOPY_NOW says {now[:4]}-" in one and expected in one for one in found)


@pytest.mark.parametrize("date", ["9999-12-31", "9999-12-31 23:59", "0001-01-01", "0001-01-01T00:00+12:00"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "UTC"])
def test_the_ends_of_the_calendar_are_dates(date: str, zone: str) -> None:
    document = parse_document("a.md", f"Title: A\nDate: {date}\n\nText\n")
    moment = Moment(datetime(2026, 11, 28, tzinfo=UTC), ZoneInfo(zone))
    is_ahead = date.startswith("9999")
    assert bool(why_unpublished(document, moment, dated=True)) is is_ahead
    assert len(list(check_schedule(document, moment))) == is_ahead
    assert [one.code for one in check_clock([document] * 2, moment)] == (["SC902"] if is_ahead else [])


@pytest.mark.parametrize(
    "zone", ["No/Where", "Europe", "../x", "/etc/passwd", "a\0b", "tzdata.zi", "x" * 300, " ", 3, ["UTC"]]
)
def test_a_zone_that_there_is_not_is_an_error_of_the_settings(zone: object) -> None:
    with pytest.raises(ContentError) as caught:
        moment_of({"TIMEZONE": zone}, {})
    assert [(one.code, one.path) for one in caught.value.diagnostics] == [("SC903", "pelicanconf.py")]
