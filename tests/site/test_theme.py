"""What the theme promises of every page: its weight, its policy, and what it tells to programs."""

import itertools
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import SITEURL
from pages import Page, target_of
from weights import files_of, weight, weight_of

pytestmark = pytest.mark.slow


def test_a_post_of_the_usual_length_becomes_no_heavier(typical_post: Page) -> None:
    """600 words with two blocks of code are 2.3 KB, and what stands around them 5.1 KB."""
    assert 600 <= len(typical_post.first(".prose").text().split()) <= 750
    assert len(typical_post.tree.css("pre")) == 2
    assert weight_of(typical_post) <= 7_550


def test_all_but_the_text_of_a_post_is_light(pages: list[Page]) -> None:
    """What every reader of any post fetches with it: head, header, margin, footer, and the stylesheet."""
    posts = [page for page in pages if page.path.startswith("20")]
    assert len(posts) == 7
    for post in posts:
        styles = [file for file in files_of(post, "link[rel=stylesheet]", "href") if file.name == "style.css"]
        frame, texts = re.subn(r'<div class="prose .*</div>\n<footer>', "", post.html, flags=re.DOTALL)
        assert texts == 1
        # A list's page names the modules of its script besides.
        limit = 5_450 if "modulepreload" in frame else 5_300
        assert weight(frame.encode()) + sum(weight(file.read_bytes()) for file in styles) <= limit, post.path


def test_static_files_stand_in_a_folder_named_after_them(pages: list[Page]) -> None:
    for page in pages:
        files = files_of(page, "link[rel=stylesheet]", "href") + files_of(page, "script[src]", "src")
        for file in files:
            path = file.relative_to(page.root).as_posix()
            assert re.fullmatch(r"(theme|checklists|filter-tool)/[0-9a-f]{10}/.*", path)


def test_the_policy_comes_first_and_lets_nothing_inline(pages: list[Page]) -> None:
    for page in pages:
        first, second = page.tree.css("head > *")[:2]
        assert first.attributes == {"charset": "utf-8"}
        assert second.attributes["http-equiv"] == "Content-Security-Policy"
        policy = second.attributes["content"] or ""
        assert policy.startswith("default-src 'none'; ")
        assert policy.endswith("; base-uri 'none'; form-action 'none'")
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        # Only pages with a search box may compile its index's reader.
        assert ("'wasm-unsafe-eval'" in policy) is bool(page.tree.css("site-search"))
        assert set(re.findall(r"https?://[^ ;]+", policy)) == {f"{SITEURL}/"}


def test_nothing_is_written_inline(pages: list[Page]) -> None:
    for page in pages:
        assert page.tree.css("style, [style]") == [], page.path
        for node in page.tree.css("script:not([src])"):
            assert node.attributes["type"] in {"application/ld+json", "application/json"}
        assert not re.search(r"<[^>]+\son\w+=", page.html), page.path


def test_every_article_has_a_card_of_its_own(pages: list[Page]) -> None:
    cards = set()
    for page in pages:
        images = page.tree.css('meta[property="og:image"]')
        if page.path == "404.html":
            assert images == []
            continue
        target = target_of(page, images[0].attributes["content"] or "")
        assert target
        data = target[0].read_bytes()
        with Image.open(BytesIO(data)) as image:
            assert image.size == (1200, 630)
        assert len(data) <= 30_000
        cards.add(target[0])
        assert page.first('meta[property="og:url"]').attributes["content"] == page.url
        assert page.meta("twitter:card") == "summary_large_image"
    assert len(cards) == 7 + 1


def test_lists_are_made_of_entries(page: dict[str, Page]) -> None:
    assert len(page[""].tree.css(".h-entry .p-name .u-url")) == 7


def test_an_article_leads_on(page: dict[str, Page]) -> None:
    posts = sorted(path for path in page if path[:2] == "20")
    for older, newer in itertools.pairwise(posts):
        rows = {row.text(strip=True): row for row in page[older].tree.css(".onward li")}
        leading = [row for text, row in rows.items() if text.endswith("newer")]
        assert [row.css("a")[0].attributes["href"] for row in leading] == [page[newer].url]


def test_the_search_index_covers_articles_and_pages(built_site: Path) -> None:
    entry = json.loads((built_site / "pagefind/pagefind-entry.json").read_text())
    assert [language["page_count"] for language in entry["languages"].values()] == [7 + 2]
