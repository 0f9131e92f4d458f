"""After one visit the checklist works without a network, and a new version is offered, not forced."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checklistpage import SMALL, ChecklistSite, served_checklists
from checklistuser import answer, dialog, expect_chosen
from faircopy.preview.handlers import SiteHandler
from waiting import wait_until

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
        publish(site, "2027-01-01", "newer")
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
        publish(site, "2027-01-01", "newer")
        page.evaluate(
            """() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"""
        )
        expect(page.locator(".notices .version")).to_be_visible()
        other = visitor.new_page()
        # As if the host had given it the page as it was before.
        other.add_init_script("""document.addEventListener("readystatechange",
            () => { document.querySelector("[data-build]").dataset.build = "older"; }, { once: true })""")
        other.goto(page.url)
        expect(other.locator(".notices .version")).to_contain_text("A new version of this page is ready.")


def test_a_page_that_is_open_keeps_its_files_when_the_host_has_others(visitor: BrowserContext, tmp_path: Path) -> None:
    """A new version of the script is in another folder, and no dialog of this page has been fetched."""
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        shutil.rmtree(site.folder / "checklists")
        answer(page, "restored", "Yes")
        expect(dialog(page, "Report")).to_contain_text("1 of 6 questions")
        # A page that is gone is gone; a host that fails has not lost it.
        (site.folder / SMALL / "index.html").unlink()
        gone = page.goto(site.small)
        assert gone is not None
        assert gone.status == 404


def test_a_host_that_fails_has_lost_no_page(
    visitor: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        answer(page, "restored", "Yes")
        monkeypatch.setattr(SiteHandler, "do_GET", lambda handler: handler.send_error(503))
        page.goto(site.small)
        page.wait_for_selector(READY)
        expect_chosen(page, "restored", "yes")


def test_a_new_version_is_offered(visitor: BrowserContext, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        publish(site, "2027-01-01", "newer")
        page.evaluate(
            "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"
        )
        notice = page.locator(".notices .version")
        expect(notice).to_contain_text("A new version of this page is ready.")
        with page.expect_navigation():
            notice.get_by_role("button", name="Reload").click()
        expect(page.locator("checklist-app")).to_have_attribute("data-revision", "2027-01-01")


def publish(site: ChecklistSite, revision: str, build: str) -> None:
    """Put a page with another revision of the list, and another worker, in the place of those that are served."""
    page, worker = site.folder / SMALL / "index.html", site.folder / SMALL / "sw.js"
    text = page.read_text(encoding="utf-8")
    (old,) = set(re.findall(r'data-build="(\w+)"', text))
    page.write_text(text.replace("2026-11-22", revision).replace(old, build), encoding="utf-8")
    replace(worker, 'BUILD = "', f'BUILD = "{build}-')


def builds(page: Page) -> list[str]:
    """The builds that the browser has; only the last, once its worker has taken over."""
    found: list[str] = page.evaluate("async () => (await caches.keys()).map((one) => one.split(' ').at(-1))")
    return found


def test_who_has_loaded_a_new_version_is_told_of_the_list_only(visitor: BrowserContext, tmp_path: Path) -> None:
    """The page comes from the network, so it is the new one; what works without a network has to be it as well."""
    with served_checklists(tmp_path) as site:
        page = controlled(visitor, site.small)
        page.reload()
        page.wait_for_selector(READY)
        answer(page, "restored", "Yes")
        publish(site, "2027-01-01", "newer")
        page.reload()
        page.wait_for_selector(READY)
        expect(page.locator(".notices .revised")).to_be_visible()
        wait_until(lambda: all(one.startswith("newer-") for one in builds(page)), "the new worker has taken over")
    expect(page.locator(".notices > *")).to_have_count(1)
    # Without a network it is the same page, which can read what it has brought forward.
    visitor.set_offline(True)
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("checklist-app")).to_have_attribute("data-revision", "2027-01-01")
    expect_chosen(page, "restored", "yes")


def test_two_tabs_are_told_and_each_can_load_the_new_version(visitor: BrowserContext, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        pages = [controlled(visitor, site.small) for _ in range(2)]
        for page in pages:
            page.reload()
            page.wait_for_selector(READY)
        publish(site, "2027-01-01", "newer")
        pages[0].evaluate(
            "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"
        )
        for page in pages:
            notice = page.locator(".notices .version")
            with page.expect_navigation():
                notice.get_by_role("button", name="Reload").click()
            expect(page.locator("checklist-app")).to_have_attribute("data-revision", "2027-01-01")
