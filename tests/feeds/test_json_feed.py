import datetime as dt
import json

from faircopy.feeds.entries import FeedPost, entry_id
from faircopy.feeds.json_feed import Feed, json_feed

NOON = dt.datetime(2017, 9, 1, 12, tzinfo=dt.UTC)
FEED = Feed("T", "D", "https://e.org/", "https://e.org/feeds/all.json", "A", "en-NZ")


def entry(**changes: object) -> FeedPost:
    values: dict[str, object] = {
        "id": "tag:e.org,2017-09-01:x",
        "url": "https://e.org/x/",
        "title": "Tom & Māori",
        "summary": "S",
        "content": "<p>&lt;HOST&gt;</p>",
        "published": NOON,
        "modified": NOON,
        "tags": ("a", "b"),
        "author": "A",
    }
    return FeedPost(**{**values, **changes})  # type: ignore[arg-type]


def test_an_id_is_made_of_authority_date_and_slug() -> None:
    assert entry_id("e.org", dt.date(2017, 9, 1), "fail2ban") == "tag:e.org,2017-09-01:fail2ban"


def test_json_feed_carries_content_unchanged() -> None:
    value = json.loads(json_feed(FEED, [entry()]))
    assert value["version"] == "https://jsonfeed.org/version/1.1"
    assert value["items"] == [
        {
            "id": "tag:e.org,2017-09-01:x",
            "url": "https://e.org/x/",
            "title": "Tom & Māori",
            "summary": "S",
            "content_html": "<p>&lt;HOST&gt;</p>",
            "date_published": "2017-09-01T12:00:00+00:00",
            "tags": ["a", "b"],
        }
    ]


def test_only_a_changed_post_has_a_date_of_change() -> None:
    value = json.loads(json_feed(FEED, [entry(modified=NOON + dt.timedelta(days=1))]))
    assert value["items"][0]["date_modified"] == "2017-09-02T12:00:00+00:00"


def test_only_another_author_is_named() -> None:
    value = json.loads(json_feed(FEED, [entry(author="B"), entry()]))
    assert value["items"][0]["authors"] == [{"name": "B"}]
    assert "authors" not in value["items"][1]
