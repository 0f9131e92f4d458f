"""What holds for every page."""

import itertools
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import SITEURL
from pages import Page, target_of

pytestmark = pytest.mark.slow


def test_every_link_leads_somewhere(pages: list[Page]) -> None:
    anchors = {page.file: set(page.ids) for page in pages}
    broken = []
    for page in pages:
        for link in page.links():
            target = target_of(page, link)
            if target is None:
                assert link.startswith(("https://", "data:")), f"{page.path}: {link}"
            elif not target[0].is_file() or (target[1] and target[1] not in anchors[target[0]]):
                broken.append(f"{page.path}: {link}")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(pages: list[Page]) -> None:
    for page in pages:
        fetched = page.tree.css("[src], link[rel=stylesheet], link[rel=icon], link[rel=preload]")
        for node in fetched:
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert address.startswith((f"{SITEURL}/", "data:")), f"{page.path}: {address}"


def test_every_page_says_what_it_is(pages: list[Page]) -> None:
    titles: Counter[str] = Counter()
    for page in pages:
        assert len(page.tree.css("h1")) == 1, page.path
        assert page.first("html").attributes["lang"] == "en-nz"
        assert len(page.meta("description")) > 20, page.path
        assert len(page.ids) == len(set(page.ids)), page.path
        titles[page.first("title").text()] += 1
    assert max(titles.values()) == 1, titles.most_common(3)


def test_every_page_has_one_address(pages: list[Page]) -> None:
    for page in pages:
        canonical = page.tree.css("link[rel=canonical]")
        if page.path == "404.html":
            assert canonical == []  # it stands in for every address that is not there
        else:
            assert [node.attributes["href"] for node in canonical] == [page.url]


def test_the_page_that_is_not_there_asks_for_nothing_of_search_engines(pages: list[Page], built_site: Path) -> None:
    """It needs no `noindex`: it comes with status 404, and what does is not listed.

    https://developers.google.com/search/docs/crawling-indexing/http-network-errors says so of all 4xx. At the address
    of its file, where a host may answer 200, nobody asks: nothing names it.
    """
    missing = next(page for page in pages if page.path == "404.html")
    assert missing.tree.css("meta[name=robots], link[rel=canonical], meta[property='og:url']") == []
    assert not any(link.startswith(missing.url) for page in pages for link in page.links() if page != missing)
    for file in ("sitemap.xml", "robots.txt", "feeds/all.atom.xml", "feeds/all.json"):
        assert "404.html" not in (built_site / file).read_text(encoding="utf-8"), file


def test_headings_are_in_order(pages: list[Page]) -> None:
    for page in pages:
        levels = [int(str(node.tag)[1]) for node in page.tree.css("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, page.path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page.path


def test_images_exist_and_are_described(pages: list[Page]) -> None:
    for page in pages:
        for image in page.tree.css("img"):
            assert image.attributes.get("alt") is not None, page.path


def test_no_markdown_is_left_over(pages: list[Page]) -> None:
    for page in pages:
        prose = LexborHTMLParser(page.html)
        for code in prose.css("code, pre"):
            code.decompose()
        text = prose.text()
        for mark in ("{filename}", "{attach}", "{#", "```", "]("):
            assert mark not in text, f"{page.path}: {mark}"


def test_no_local_address_is_left_over(built_site: Path) -> None:
    for file in built_site.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"127.0.0.1" not in data, file
            assert b"localhost" not in data, file


def test_the_site_map_lists_the_pages(built_site: Path, pages: list[Page]) -> None:
    text = (built_site / "sitemap.xml").read_text()
    for page in pages:
        listed = f"<loc>{page.url}</loc>" in text
        assert listed is (page.path != "404.html" and "/page/" not in page.path), page.path
