"""What a reader copies and downloads is what was checked, and each line of it can be linked to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.fences import find_fences
from testsite import SiteUnderTest

pytestmark = pytest.mark.slow

POST = ROOT / "content/posts/2017/fail2ban/index.md"


@pytest.fixture
def code() -> list[str]:
    document = read_document(POST)
    assert isinstance(document, Document)
    return [fence.content for fence in find_fences(document)]


@pytest.fixture
def article(browser: Browser, served_site: SiteUnderTest) -> Iterator[Page]:
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(f"{served_site.url}/2017/09/fail2ban/")
    yield page
    page.context.close()


def test_a_selection_is_the_code_and_nothing_else(article: Page, code: list[str]) -> None:
    expect(article.locator(".log-mark")).to_have_count(24)
    for number, content in enumerate(code, 1):
        selected = article.evaluate(
            """id => {
                const selection = getSelection()
                selection.selectAllChildren(document.querySelector(`#${id} pre > code`))
                return selection.toString()
            }""",
            f"snippet-{number}",
        )
        assert selected.removesuffix("\n") == content.removesuffix("\n")


def test_a_mark_names_the_address_that_was_caught(article: Page) -> None:
    article.locator("pre:has(.log-mark)").hover()
    drawn = article.evaluate("() => getComputedStyle(document.querySelector('.log-mark'), '::after').content")
    assert "203.0.113.24" in drawn or "data-address" in drawn


def test_a_download_has_the_right_name_and_the_checked_bytes(article: Page, code: list[str]) -> None:
    for name, content in (("apache-numeric.conf", code[1]), ("jail.local", code[2])):
        with article.expect_download() as download:
            article.get_by_role("link", name=f"Download {name}").click()
        assert download.value.suggested_filename == name
        assert Path(download.value.path()).read_bytes() == content.encode()


def test_what_is_broken_on_purpose_is_not_offered(article: Page) -> None:
    broken = article.locator("figure.snippet-broken")
    expect(broken).to_have_count(1)
    expect(broken.get_by_text("Broken on purpose")).to_be_visible()
    expect(broken.locator(".snippet-download, .snippet-archive")).to_have_count(0)


# Lines


def test_a_click_in_the_gutter_leads_to_the_line_and_marks_it(article: Page) -> None:
    block = article.locator("#snippet-3 pre")
    block.hover()
    box = block.bounding_box()
    assert box
    line = article.evaluate("() => document.querySelector('#snippet-3-3').getBoundingClientRect().y")
    article.mouse.click(box["x"] + 12, line + 12)
    expect(article).to_have_url(re.compile(r"#snippet-3-3$"))
    drawn = article.evaluate(
        """() => ["::before", "::after"].map(
             (which) => getComputedStyle(document.querySelector("#snippet-3-3"), which).content)"""
    )
    assert drawn == ["counter(line)", '""']


def test_a_link_to_a_line_works_without_script(browser: Browser, served_site: SiteUnderTest) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{served_site.url}/2017/09/fail2ban/#snippet-1-20")
    expect(page.locator("a:target")).to_have_id("snippet-1-20")
    expect(page.locator("pre a:target")).to_be_in_viewport()
    page.context.close()


def test_a_block_is_one_stop_of_the_tab_key_and_the_arrows_lead_from_line_to_line(article: Page) -> None:
    assert article.locator("pre a").count() > 40
    assert article.locator("pre a:not([tabindex='-1'])").count() == article.locator("pre").count()
    article.locator("#snippet-3 pre").focus()
    article.keyboard.press("Tab")
    numbers = article.locator("#snippet-3 pre")
    expect(numbers.get_by_role("link", name="Line 1")).to_be_focused()
    article.keyboard.press("ArrowUp")
    article.keyboard.press("ArrowDown")
    article.keyboard.press("ArrowDown")
    expect(numbers.get_by_role("link", name="Line 3")).to_be_focused()
    article.keyboard.press("Enter")
    expect(article).to_have_url(re.compile(r"#snippet-3-3$"))
    expect(numbers.locator("a:not([tabindex='-1'])")).to_have_count(1)
