import json
import re
import warnings
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import SITEURL, Run
from pages import Page

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of feedparser's own use of the standard library
    import feedparser

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def atom(built_site: Path) -> Any:
    return feedparser.parse((built_site / "feeds/all.atom.xml").read_bytes())


@pytest.fixture(scope="module")
def json_feed(built_site: Path) -> Any:
    return json.loads((built_site / "feeds/all.json").read_text(encoding="utf-8"))


def test_atom_parses_without_a_complaint(atom: Any, pages: list[Page]) -> None:
    assert not atom.bozo, atom.get("bozo_exception")
    assert atom.version == "atom10"
    assert {entry.link for entry in atom.entries} == {page.url for page in pages if page.path.startswith("20")}


def test_both_feeds_say_the_same(atom: Any, json_feed: Any) -> None:
    theirs = [(entry.id, entry.link, entry.title, entry.summary) for entry in atom.entries]
    ours = [(item["id"], item["url"], item["title"], item["summary"]) for item in json_feed["items"]]
    assert theirs == ours
    assert len({id_ for id_, *_ in ours}) == len(ours)
    assert all(re.fullmatch(r"tag:[\w.]+,20\d\d-\d\d-\d\d:[\w-]+", id_) for id_, *_ in ours)


def test_feeds_carry_the_whole_article(atom: Any, json_feed: Any, page: dict[str, Page]) -> None:
    for entry, item in zip(atom.entries, json_feed["items"], strict=True):
        in_page = page[item["url"].removeprefix(f"{SITEURL}/")]
        code = [node.text() for node in in_page.tree.css("article pre > code")]
        assert [node.text() for node in LexborHTMLParser(item["content_html"]).css("pre > code")] == code
        assert 'id="snippet-1-1"' not in item["content_html"]  # a link without text is of no use there
        # feedparser cleans HTML on the way; the entry's own text is what a reader's program gets.
        assert entry.content[0].type == "text/html"


def test_a_checklist_is_a_plain_list_in_feeds(built_site: Path, json_feed: Any, page: dict[str, Page]) -> None:
    path = max((path for path in page if page[path].tree.css("checklist-app")), key=lambda path: len(page[path].html))
    (item,) = [item for item in json_feed["items"] if item["url"] == page[path].url]
    tree = LexborHTMLParser(item["content_html"])
    top = [entry for entry in tree.css("ul > li") if "li" not in ancestors(entry)]
    questions = [entry.text(deep=False).strip() for entry in top]
    assert questions == [legend.text() for legend in page[path].tree.css("legend")]
    assert questions
    headings = [node.text() for node in page[path].tree.css("checklist-app h2")]
    assert [heading.text() for heading in tree.css("h2")] == headings
    assert not tree.css("input, fieldset, details, script, checklist-app, [data-item]")
    atom = (built_site / "feeds/all.atom.xml").read_text(encoding="utf-8")
    for form in ("checklist-app", "fieldset", "&lt;input", "checklist-data"):
        assert form not in atom
    entry = atom[atom.index(f"{SITEURL}/{path}") :]
    assert unescape(entry[entry.index("<content") :]).partition(">")[2].startswith(item["content_html"])


def ancestors(node: LexborNode) -> list[str]:
    return [str(node.parent.tag), *ancestors(node.parent)] if node.parent else []


def test_addresses_in_feeds_are_absolute(json_feed: Any) -> None:
    for item in json_feed["items"]:
        for node in LexborHTMLParser(item["content_html"]).css("a[href], img[src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            assert address.startswith(("https://", "#")), address


def test_ids_stay_when_addresses_change(site_built_before: Path, faircopy: Run, json_feed: Any) -> None:
    site = site_built_before
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("ARTICLE_URL = '{slug}/'\nARTICLE_SAVE_AS = '{slug}/index.html'\n")
        settings.write("PROMISES = ()  # they lead to the old addresses\n")
    result = faircopy(site, "build", SITEURL="https://elsewhere.example")
    assert result.returncode == 0, result.stdout
    moved = json.loads((site / "output/feeds/all.json").read_text())
    slugs = [item["url"].rstrip("/").rpartition("/")[2] for item in json_feed["items"]]
    assert [item["url"] for item in moved["items"]] == [f"https://elsewhere.example/{slug}/" for slug in slugs]
    ids = [item["id"] for item in json_feed["items"]]
    assert [item["id"] for item in moved["items"]] == ids
    atom = (site / "output/feeds/all.atom.xml").read_text()
    assert all(f"<id>{id_}</id>" in atom for id_ in ids)


def test_json_feed_declares_itself(json_feed: Any) -> None:
    assert json_feed["version"] == "https://jsonfeed.org/version/1.1"
    assert json_feed["feed_url"] == f"{SITEURL}/feeds/all.json"
    assert json_feed["language"] == "en-nz"  # as Pelican spells it
    assert all(item["date_published"].endswith(("+12:00", "+13:00")) for item in json_feed["items"])
