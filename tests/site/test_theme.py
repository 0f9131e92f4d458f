"""What the theme promises of every page: its weight, its policy, and what it tells to programs."""

import gzip
import itertools
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import SITEURL
from pages import Page, target_of

pytestmark = pytest.mark.slow

# Posts without a picture and without very long code.
LIGHT_POSTS = [
    "2014/08/speak-little-listen-much/",
    "2011/07/famous-for-fifteen-seconds/",
    "2011/03/kubuntu-on-a-thinkpad/",
]
KB = 1024


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def files_of(page: Page, selector: str, attribute: str) -> list[Path]:
    """The files of our own that the page fetches at once."""
    files = []
    for node in page.tree.css(selector):
        target = target_of(page, node.attributes[attribute] or "")
        assert target, page.path
        files.append(target[0])
    return files


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


def weight_of(page: Page) -> int:
    """The HTML and the stylesheets."""
    files = [page.file, *files_of(page, "link[rel=stylesheet]", "href")]
    return sum(weight(file.read_bytes()) for file in files)


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


def test_lists_are_made_of_entries(page: dict[str, Page]) -> None:
    assert len(page[""].tree.css(".h-entry .p-name .u-url")) == 7


def test_an_article_leads_on(page: dict[str, Page]) -> None:
    posts = sorted(path for path in page if path[:2] == "20")
    for older, newer in itertools.pairwise(posts):
        rows = {row.text(strip=True): row for row in page[older].tree.css(".onward li")}
        leading = [row for text, row in rows.items() if text.endswith("newer")]
        assert [row.css("a")[0].attributes["href"] for row in leading] == [page[newer].url]


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


def test_the_search_index_covers_articles_and_pages(built_site: Path) -> None:
    entry = json.loads((built_site / "pagefind/pagefind-entry.json").read_text())
    assert [language["page_count"] for language in entry["languages"].values()] == [7 + 2]
