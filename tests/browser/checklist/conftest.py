"""A checklist page in a real browser, with everything that goes wrong on it noted."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from checklistpage import ChecklistSite, served_checklists
from checklistuser import watch

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def checklists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChecklistSite]:
    with served_checklists(tmp_path_factory.mktemp("checklists")) as site:
        yield site


@pytest.fixture
def trouble() -> Iterator[list[str]]:
    """Console messages, uncaught errors, breaches of the security policy and requests to others. None may be left."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def watched(trouble: list[str], checklists: ChecklistSite) -> Callable[[BrowserContext], BrowserContext]:
    return lambda context: watch(context, checklists.url, trouble)


@pytest.fixture
def person(
    browser: Browser, watched: Callable[[BrowserContext], BrowserContext]
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a browser of somebody who was never here.

    It has no service worker, which takes a third of a visit: `test_offline.py` and `test_stock_theme.py` have one.
    """
    contexts: list[BrowserContext] = []
    usual = {"viewport": {"width": 1200, "height": 800}, "service_workers": "block"}

    def new(**options: Any) -> BrowserContext:
        contexts.append(watched(browser.new_context(**{**usual, **options})))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(person: Callable[..., BrowserContext], checklists: ChecklistSite) -> Page:
    """The small checklist, in the browser of somebody who was never here."""
    return visit(person(), checklists.small)


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("checklist-app[data-ready]")
    return page
