"""What is not published yet, as its author sees it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from anysite import built, write_all
from faircopy.diagnostics.model import has_errors
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from testsite import running

pytestmark = pytest.mark.slow

POST = "Title: {title}\nDate: {date}\nCategory: Geeky stuff\nSummary: A summary.\n{more}\nA text.\n"
PUBLISHED = {"posts/2020/known/index.md": POST.format(title="Known", date="2020-02-01", more="")}
UNPUBLISHED = {
    "posts/2020/in-the-works/index.md": POST.format(title="In the works", date="2020-02-02", more="Status: draft\n"),
    "posts/2999/to-come/index.md": POST.format(title="To come", date="2999-12-31", more=""),
    "pages/a-page.md": "Title: A page\nStatus: draft\nSummary: A summary.\n\nA text.\n",
}


@pytest.fixture(scope="module", params=["something unpublished", "nothing unpublished"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, bool]]:
    """A site as its author sees it, and whether anything is unpublished."""
    folder = tmp_path_factory.mktemp("drafts")
    some = request.param == "something unpublished"
    write_all(folder, PUBLISHED | (UNPUBLISHED if some else {}))
    with site_server(folder / "output", 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_port}"
        found, _ = built(folder, SITEURL=url, FEED_DOMAIN=url)
        assert not has_errors(found), found
        yield url, some


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_the_author_finds_all_that_is_not_published(page: Page, site: tuple[str, bool]) -> None:
    url, some = site
    page.goto(f"{url}/")
    page.get_by_role("contentinfo").get_by_role("link", name="Drafts").click()
    expect(page.get_by_role("heading", name="Drafts")).to_be_visible()
    if not some:
        expect(page.get_by_text("Nothing waits to be published.")).to_be_visible()
        return
    for name, badge in (("In the works", "Draft"), ("To come", "Dated ahead"), ("A page", "Draft")):
        page.goto(f"{url}/drafts/")
        page.get_by_role("main").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        mark = page.locator("main .marks").first.get_by_role("link", name=badge)
        expect(mark).to_have_attribute("href", f"{url}/drafts/")
    page.goto(f"{url}/2020/02/known/")
    expect(page.locator(".unpublished")).to_have_count(0)


def test_axe_finds_nothing(page: Page, site: tuple[str, bool], npm_file: Callable[[str], Path]) -> None:
    url, some = site
    found = []
    for path in ("drafts/", "drafts/in-the-works/", "drafts/a-page/", "2999/12/to-come/") if some else ("drafts/",):
        page.goto(f"{url}/{path}")
        page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
        # By night nothing but colours differs.
        for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for width in (360, 1400):
                page.set_viewport_size({"width": width, "height": 800})
                report = page.evaluate("(rules) => axe.run(document, {resultTypes: ['violations'], ...rules})", rules)
                wrong = [(each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]]
                found += [(path, scheme, width, *each) for each in wrong]
    assert found == []


def test_the_policy_has_nothing_to_complain_of_and_nothing_is_requested_elsewhere(
    page: Page, site: tuple[str, bool]
) -> None:
    url, some = site
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"{page.url}: {message.text}"))
    page.on("request", lambda request: None if request.url.startswith((url, "data:")) else trouble.append(request.url))
    for path in ("drafts/", "drafts/in-the-works/", "drafts/a-page/", "2999/12/to-come/") if some else ("drafts/",):
        page.goto(f"{url}/{path}", wait_until="networkidle")
        for width in (320, 800, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert trouble == []


def test_strangers_see_no_trace_of_it(built_site: Path) -> None:
    assert not (built_site / "drafts").exists()
    assert not any("drafts/" in file.read_text() for file in built_site.rglob("*.html"))
