"""All that Pelican can write as a feed, in whole builds."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from anysite import built, write_all
from conftest import SITEURL

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of feedparser's own use of the standard library
    import feedparser

pytestmark = pytest.mark.slow

ALL_FEEDS: dict[str, Any] = {
    "FEED_ALL_RSS": "feeds/all.rss",
    "FEED_ATOM": "feeds/articles.atom",
    "CATEGORY_FEED_ATOM": "feeds/in/{slug}.atom",
    "TAG_FEED_RSS": "feeds/on/{slug}.rss",
    "TRANSLATION_FEED_ATOM": "feeds/{lang}.atom",
    "RSS_FEED_SUMMARY_ONLY": False,
}
TEXT = "Write `<HOST>` & go.\n"


def post(slug: str, more: str = "", date: str = "2020-02-02") -> str:
    return (
        f"Title: {slug}\nDate: {date}\nCategory: Open\nTags: t\nSlug: {slug}\nSummary: Write `<HOST>`\n{more}\n{TEXT}"
    )


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "with ref"])
def feeds(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("site")
    write_all(
        folder,
        {
            "posts/a.md": post("a"),
            "posts/a-de.md": post("a", "Lang: de\n"),
            "posts/maori.md": post("b", "Save_as: Māori/index.html\nUrl: Māori/\n"),
        },
    )
    found, files = built(folder, **ALL_FEEDS, FEED_APPEND_REF=request.param)
    assert found == []
    return {
        name: feedparser.parse(data) for name, data in files.items() if name.endswith((".atom", ".xml", ".rss"))
    } | {name: json.loads(data) for name, data in files.items() if name == "feeds/all.json"}


FEEDS = [
    "feeds/all.atom.xml",
    "feeds/all.rss",
    "feeds/articles.atom",
    "feeds/de.atom",
    "feeds/en-nz.atom",
    "feeds/in/open.atom",
    "feeds/on/t.rss",
]
IDS = {f"tag:dave.moskovitz.co.nz,2020-02-02:{name}" for name in ("a", "a:de", "b")}


def test_each_entry_has_its_lasting_id_and_its_whole_text(feeds: dict[str, Any]) -> None:
    for name in FEEDS:
        for entry in feeds[name].entries:
            assert entry.id in IDS
            whole = entry.content[0].value if "atom" in name else entry.summary
            assert "<code>&lt;HOST&gt;</code> &amp; go" in whole, name
            assert "&lt;HOST&gt;" in entry.summary, name
            assert not entry.get("guidislink"), name


def test_translations_are_in_the_feeds_with_all_and_in_the_json_feed(feeds: dict[str, Any]) -> None:
    links = [entry.link.partition("?")[0] for entry in feeds["feeds/all.atom.xml"].entries]
    assert [item["url"].replace("ā", "%C4%81") for item in feeds["feeds/all.json"]["items"]] == links
    assert {*links} == {f"{SITEURL}/{path}" for path in ("2020/02/a/", "2020/02/a/de/", "M%C4%81ori/")}
    assert {entry.id for entry in feeds["feeds/all.atom.xml"].entries} == IDS


def test_each_feed_has_a_name_of_its_own(feeds: dict[str, Any]) -> None:
    ids = {name: feeds[name].feed.id for name in FEEDS if name.endswith(("atom", "xml"))}
    assert len({*ids.values()}) == len(ids)
    assert ids["feeds/all.atom.xml"] == "tag:dave.moskovitz.co.nz,2011:feed"


def test_an_entry_without_a_summary_of_its_own_has_its_first_prose(tmp_path: Path) -> None:
    write_all(tmp_path, {"posts/a.md": post("a").replace("Summary: Write `<HOST>`\n", "")})
    _, files = built(tmp_path)
    (entry,) = feedparser.parse(files["feeds/all.atom.xml"]).entries
    assert entry.summary == "Write &lt;HOST&gt; &amp; go."


@pytest.mark.parametrize(
    ("texts", "moment"),
    [
        ({}, "2011-01-01T00:00:00+00:00"),
        (
            {"posts/a.md": post("a", "Status: draft\n"), "posts/b.md": post("b", "Status: hidden\n")},
            "2011-01-01T00:00:00+00:00",
        ),
        ({"pages/a.md": "Title: A\nDate: 2015-06-07\nModified: 2016-07-08\n\nA\n"}, "2016-07-08T00:00:00+12:00"),
        ({"posts/a.md": post("a", "Modified: 2021-03-04\n")}, "2021-03-04T00:00:00+13:00"),
    ],
    ids=["nothing", "nothing that is listed", "a page", "a post"],
)
def test_the_time_of_a_feed_is_not_the_clocks(tmp_path: Path, texts: dict[str, str], moment: str) -> None:
    write_all(tmp_path, {"posts/nothing.txt": "", **texts})
    _, files = built(tmp_path, **ALL_FEEDS, HOLD_BACK_FUTURE=True)
    assert f"<updated>{moment}</updated>" in files["feeds/all.atom.xml"].decode()
    assert b"20" + moment[2:4].encode() in files["feeds/all.rss"].partition(b"<lastBuildDate>")[2][:30]
