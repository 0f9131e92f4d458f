"""What stands in the pages and feeds of a site whose theme knows nothing of us."""

import re
from pathlib import Path

import pytest

from faircopy.content.page_only import page_only, without_page_only
from stocksite import build, write_sources

URL = "https://example.org/blog"
ONLY_IN_PAGES = ("page-only", "filter-tool", "script type", "any-theme.css", "snippets-page:")


@pytest.fixture(scope="module", params=["simple", "notmyidea"])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp(request.param)
    write_sources(site)
    return build(site, URL, request.param)


def addresses(html: str) -> list[str]:
    return re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]*/(?:snippets|filter-tool|checklists)/[^"]*)"', html)


def names(html: str) -> list[str]:
    found = [address.rpartition("/")[2] for address in addresses(html)]
    return [name for name in found if name in {"any-theme.css", "copy.js", "open.js", "theme-colours.js", "main.js"}]


@pytest.mark.slow
def test_a_proven_text_has_verdicts_downloads_a_tool_and_one_line_of_style(output: Path) -> None:
    html = (output / "banning-scanners.html").read_text(encoding="utf-8")
    assert names(html) == ["any-theme.css", "copy.js", "open.js", "theme-colours.js"]
    assert re.findall(r'data-level="(\w+)"', html) == ["exercised", "exercised", "exercised", "parsed"]
    assert html.count('<p class="snippet-proof">') == 4
    downloads = re.findall(r'href="([^"]*)"[^>]* download>', html)
    assert len(downloads) == 3
    data = re.findall(r'data-(?:filter|words)="([^"]*)"', html)
    for address in (*addresses(html), *downloads, *data):
        assert (output / address.removeprefix(f"{URL}/")).is_file(), address


def test_a_list_has_its_style_and_script_once(output: Path) -> None:
    html = (output / "before-you-lend-your-car.html").read_text(encoding="utf-8")
    # Of the list, and of a block of code in it.
    assert sorted(names(html)) == ["any-theme.css", "any-theme.css", "copy.js", "main.js", "theme-colours.js"]
    assert html.count("<checklist-app") == 1
    assert f'href="{URL}/before-you-lend-your-car/snippets/etc/receipt.json"' in html


def test_other_texts_have_nothing_of_ours(output: Path) -> None:
    for name in ("a-plain-post.html", "pages/about.html"):
        html = (output / name).read_text(encoding="utf-8")
        assert not any(word in html for word in (*ONLY_IN_PAGES, "snippet")), name


def test_feeds_have_code_and_verdicts_but_no_tools(output: Path) -> None:
    feeds = sorted((output / "feeds").glob("all*.xml"))
    assert len(feeds) == 3
    for feed in feeds:
        text = feed.read_text(encoding="utf-8")
        assert "Loaded and run against 3 log lines" in text
        assert not [word for word in ONLY_IN_PAGES if word in text], feed.name


def test_summaries_have_no_tools(output: Path) -> None:
    html = (output / "category" / "lists.html").read_text(encoding="utf-8")
    shown_whole = html.count("<checklist-app")
    assert html.count("any-theme.css") == 2 * shown_whole


@pytest.mark.slow
@pytest.mark.parametrize("more", ["ARTICLE_URL = '{date:%Y}/{slug}/'\nARTICLE_SAVE_AS = '{date:%Y}/{slug}/index.html'"])
def test_relative_addresses_lead_to_files(tmp_path: Path, more: str) -> None:
    write_sources(tmp_path)
    output = build(tmp_path, "", more=f"RELATIVE_URLS = True\nTHEME_STATIC_DIR = 'a/b'\n{more}")
    for page in (output / "2024/banning-scanners/index.html", output / "2024/before-you-lend-your-car/index.html"):
        html = page.read_text(encoding="utf-8")
        found = [*addresses(html), *re.findall(r'href="([^"]*)"[^>]* download>', html)]
        assert len(found) >= 4
        for address in found:
            assert (page.parent / address).resolve().is_file(), address


@pytest.mark.slow
def test_a_theme_that_names_our_filters_places_them_itself(tmp_path: Path) -> None:
    write_sources(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "article.html").write_text(
        "{% extends '!theme/article.html' %}{% block content %}{% filter linked_lines %}"
        "{{ article.content|with_filter_tools(article.filter_tools) }}{% endfilter %}{% endblock %}"
    )
    output = build(tmp_path, URL, more="THEME_TEMPLATES_OVERRIDES = ['own']")
    html = (output / "banning-scanners.html").read_text(encoding="utf-8")
    assert html.count("<filter-tool") == 1
    assert names(html) == ["open.js"]
    assert "page-only" not in html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f"a{page_only('b')}c{page_only('<p>d</p>')}e", "ace"),
        ("a<page-only>b", "a<page-only>b"),
        ("a</page-only>b", "a</page-only>b"),
        ("", ""),
    ],
)
def test_what_only_pages_have_is_left_out(html: str, kept: str) -> None:
    assert without_page_only(html) == kept


@pytest.mark.slow
def test_what_never_ends_takes_no_longer() -> None:
    html = "<page-only>" * 300_000
    assert without_page_only(html) == html
