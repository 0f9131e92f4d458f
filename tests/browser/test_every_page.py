"""What a reader meets on every kind of page, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from testsite import SiteUnderTest

pytestmark = pytest.mark.slow

# By their addresses; by the folder of an address, of whose pages one is enough; and posts by what is in them.
FIXED = ("", "about/", "archives/", "categories/", "tags/", "search/", "404.html")
FOLDERS = ("category/", "tag/")
POSTS = ("figure.snippet", "filter-tool", "figure > svg.chart", "checklist-app", "article blockquote")


@pytest.fixture(params=(*FIXED, *FOLDERS, *POSTS), ids=lambda kind: kind or "home")
def address(request: pytest.FixtureRequest, served_site: SiteUnderTest) -> str:
    kind = request.param
    if kind in FIXED:
        return f"{served_site.url}/{kind}"
    folder, selector = (kind, "main") if kind in FOLDERS else ("20", kind)
    pages = (page for page in served_site.pages() if page.path.startswith(folder))
    return next(page.url for page in pages if page.tree.css_first(selector))


def sideways(page: Page) -> int:
    """Pixels by which the whole page scrolls sideways."""
    width: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return max(width, 0)  # below nothing where room is kept for a scroll bar


def test_it_asks_nobody_else_fits_every_width_and_axe_finds_nothing_by_day_and_by_night(
    browser: Browser, served_site: SiteUnderTest, address: str, npm_file: Callable[[str], Path]
) -> None:
    page = browser.new_context(color_scheme="light").new_page()
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("response", lambda response: trouble.append(response.url) if response.status >= 400 else None)
    page.goto(address, wait_until="networkidle")
    assert all(url.startswith(served_site.url) for url in requests)
    assert trouble == []
    for width in (320, 360, 800, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) == 0, f"{width} pixels wide"
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    assert sideways(page) == 0, "with text twice as large"
    page.evaluate("() => document.documentElement.style.removeProperty('font-size')")
    assert axe_finds(page, npm_file) == []
    page.context.close()


def axe_finds(page: Page, npm_file: Callable[[str], Path]) -> list[tuple[str, int, str, list[str]]]:
    """Return what breaks a rule, on a narrow window and on a wide one; by night nothing but colours differs."""
    # The questions of a checklist are all made alike.
    page.evaluate(
        "() => document.querySelectorAll('.checklist-item:nth-of-type(n + 3)').forEach((one) => one.remove())"
    )
    page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = []
    for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in (360, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
            report = page.evaluate("(options) => axe.run(document, options)", options)
            found += [
                (scheme, width, rule["id"], [node["html"] for node in rule["nodes"]]) for rule in report["violations"]
            ]
    return found


def test_a_page_that_is_not_there_helps(browser: Browser, served_site: SiteUnderTest) -> None:
    page = browser.new_page()
    response = page.goto(f"{served_site.url}/deep/in/nowhere/")
    assert response is not None
    assert response.status == 404
    assert page.locator("main a").count() >= 2
    page.get_by_role("link", name="Archives").first.click()
    expect(page).to_have_url(f"{served_site.url}/archives/")
    page.close()
