"""What a reader copies and downloads is what was checked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT
from mdsource.document import Document, read_document
from mdsource.fences import find_fences
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
    assert article.locator(".log-mark").count() == 24
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
    assert broken.count() == 1
    assert broken.get_by_text("Broken on purpose").is_visible()
    assert broken.locator(".snippet-download, .snippet-archive").count() == 0
