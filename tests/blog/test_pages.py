"""This blog's own pages: which there are, what they weigh, and what stands in one that others do not have."""

import json
from pathlib import Path

import pytest

from conftest import SITEURL
from pages import Page
from weights import KB, files_of, weight, weight_of

pytestmark = pytest.mark.slow

KINDS = [
    "", "2017/09/fail2ban/", "2016/08/tech-due-diligence/",
    "2026/11/before-you-publish-a-fail2ban-rule/", "about/", "colophon/", "archives/", "categories/",
    "category/geeky-stuff/", "tags/", "tag/fail2ban/", "search/", "404.html",
]  # fmt: skip


def test_every_kind_of_page_is_there(page: dict[str, Page]) -> None:
    assert set(KINDS) <= set(page)
    assert len([path for path in page if path[:2] == "20"]) == 7


# Posts without a picture and without very long code.
LIGHT_POSTS = [
    "2014/08/speak-little-listen-much/",
    "2011/07/famous-for-fifteen-seconds/",
    "2011/03/kubuntu-on-a-thinkpad/",
]


@pytest.mark.parametrize("path", LIGHT_POSTS)
def test_a_post_is_light(page: dict[str, Page], path: str) -> None:
    styles = files_of(page[path], "link[rel=stylesheet]", "href")
    scripts = files_of(page[path], "script[src]", "src")
    # A browser fetches the icon too, unless it is written in the page.
    icon = page[path].first("link[rel=icon]").attributes["href"] or ""
    assert icon.startswith("data:")
    assert 1 + len(styles) + len(scripts) <= 3
    assert weight_of(page[path]) <= 6 * KB
    # It speaks the language of the page, and Firefox needs a way of its own to fetch the next one.
    assert sum(weight(file.read_bytes()) for file in scripts) <= 2200


# What the others weigh, in bytes: not what they should, but no more than they do. Most of it is their text and code.
HEAVIER_POSTS = {
    "2015/08/internet-in-nz/": 8_600,
    # With the words of the filter tool, which are complete without script, and where it finds more in its language.
    "2017/09/fail2ban/": 9_000,
    # With the words of its answers in its data, the names of modules, and the words of filters, versions and reports;
    # of where answers stay, and how a copy is handed back; that of a red flag, and what was chosen in forced colours.
    "2026/11/before-you-publish-a-fail2ban-rule/": 16_500,
    "2016/08/tech-due-diligence/": 25_400,
}


@pytest.mark.parametrize("path", HEAVIER_POSTS)
def test_a_post_with_much_in_it_becomes_no_heavier(page: dict[str, Page], path: str) -> None:
    assert weight_of(page[path]) <= HEAVIER_POSTS[path]


def test_an_article_tells_programs_what_it_is(page: dict[str, Page]) -> None:
    post = page["2017/09/fail2ban/"]
    data = json.loads(post.first('script[type="application/ld+json"]').text())
    assert data["@type"] == "BlogPosting"
    assert data["mainEntityOfPage"] == post.url
    assert data["datePublished"] == "2017-09"
    assert data["headline"] == post.first("h1").text()
    # https://microformats.org/wiki/h-entry
    entry = post.first(".h-entry")
    for name in ("p-name", "dt-published", "e-content", "p-category"):
        assert entry.css(f".{name}"), name
    assert post.first(".h-entry data.u-url").attributes["value"] == post.url
    assert post.first(".h-entry .p-author.h-card").text() == "Dave Moskovitz"
    assert post.first("link[rel=me]").attributes["href"] == "https://dave.moskovitz.co.nz/"


def test_only_a_long_text_has_contents(page: dict[str, Page]) -> None:
    for path, sections in (("about/", 4), ("2017/09/fail2ban/", 0)):
        entries = [link.attributes["href"] for link in page[path].tree.css(".contents a")]
        assert len(entries) == sections, path
        assert all(str(entry)[1:] in page[path].ids for entry in entries)


def test_the_chart_says_what_its_table_says(page: dict[str, Page]) -> None:
    post = page["2015/08/internet-in-nz/"]
    verdicts, speeds = post.tree.css("figure > svg.chart")
    for svg in (verdicts, speeds):
        ids = str(svg.attributes["aria-labelledby"]).split()
        assert all(post.ids.count(id_) == 1 for id_ in ids)
    words = [node.text() for node in post.tree.css(".table")[1].css("td")]
    drawn = [node.text() for node in speeds.css("text")]
    assert words == [text for pair in zip(drawn[::2], drawn[1::2], strict=True) for text in pair]
    assert words[1::2] == ["at most 1 Mb/s", "regularly over 50 Mb/s", "reliably 50 Mb/s"]
    assert not any("Switzerland" in node.text() for node in post.tree.css("figure, .table"))
    assert weight(f"{verdicts.html}{speeds.html}".encode()) < 3 * KB


def test_an_entry_keeps_its_id(built_site: Path) -> None:
    """Feed readers know it by that, wherever the site is published."""
    feed = json.loads((built_site / "feeds/all.json").read_text(encoding="utf-8"))
    ids = {item["url"]: item["id"] for item in feed["items"]}
    assert ids[f"{SITEURL}/2017/09/fail2ban/"] == "tag:dave.moskovitz.co.nz,2017-09-01:fail2ban"
