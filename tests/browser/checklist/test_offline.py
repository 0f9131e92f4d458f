"""After one visit the checklist works without a network, and a new version is offered, not forced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checklistpage import SMALL, served_checklists
from checklistuser import answer, expect_chosen
from faircopy.preview.handlers import SiteHandler

pytestmark = pytest.mark.slow

READY = "checklist-app[data-ready]"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def controlled(context: BrowserContext, address: str) -> Page:
    """Visit the page and wait until its service worker has everything."""
    page = context.new_page()
    page.goto(address)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    return page


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_opens_and_keeps_answers_without_a_network(visitor: BrowserContext, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        answer(page, "restored", "Yes")
        page.close()
    # The server is gone, and the browser knows that it is offline.
    visitor.set_offline(True)
    page = visitor.new_page()
    page.goto(site.small)
    page.wait_for_selector(READY)
    expect_chosen(page, "restored", "yes")
    answer(page, "way-back", "No")
    page.reload()
    page.wait_for_selector(READY)
    expect_chosen(page, "way-back", "no")


def test_what_is_kept_is_as_new_as_its_worker(
    visitor: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser keeps each answer of GitHub Pages for ten minutes, and would give the worker the page that it has."""
    send_header = SiteHandler.send_header

    def kept_for_a_while(self: SiteHandler, name: str, value: str) -> None:
        send_header(self, name, "max-age=600" if name == "Cache-Control" else value)

    monkeypatch.setattr(SiteHandler, "send_header", kept_for_a_while)
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        replace(site.folder / SMALL / "index.html", "2026-11-22", "2027-01-01")
        replace(site.folder / SMALL / "sw.js", 'BUILD = "', 'BUILD = "newer-')
        page.evaluate(
            "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"
        )
        expect(page.locator(".notices .version")).to_contain_text("A new version of this page is ready.")
        kept = page.evaluate(
            """async () => {
                const name = (await caches.keys()).find((one) => one.includes("newer-"));
                return (await (await caches.open(name)).match(location.pathname)).text();
            }"""
        )
    assert "2027-01-01" in kept
    assert "2026-11-22" not in kept


def test_a_version_that_came_before_the_script_is_told(visitor: BrowserContext, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        replace(site.folder / SMALL / "sw.js", 'BUILD = "', 'BUILD = "newer-')
        page.evaluate(
            """() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"""
        )
        expect(page.locator(".notices .version")).to_be_visible()
        other = visitor.new_page()
        other.goto(page.url)
        expect(other.locator(".notices .version")).to_contain_text("A new version of this page is ready.")


def test_a_new_version_is_offered(visitor: BrowserContext, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        replace(site.folder / SMALL / "index.html", "2026-11-22", "2027-01-01")
        replace(site.folder / SMALL / "sw.js", 'BUILD = "', 'BUILD = "newer-')
        page.evaluate(
            "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"
        )
        notice = page.locator(".notices .version")
        expect(notice).to_contain_text("A new version of this page is ready.")
        with page.expect_navigation():
            notice.get_by_role("button", name="Reload").click()
        expect(page.locator("checklist-app")).to_have_attribute("data-revision", "2027-01-01")
