"""What is not published yet, as its author sees it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import copy_of_site
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from testsite import running

pytestmark = pytest.mark.slow

BUILD = """
import sys
from pathlib import Path
from faircopy.build.build import build_site
build_site(Path("pelicanconf.py"), Path(sys.argv[1]), {"SITEURL": sys.argv[2], "FEED_DOMAIN": sys.argv[2]})
"""
POST = "Title: {title}\nSlug: {slug}\nDate: {date}\nCategory: Geeky stuff\nSummary: A summary.\n{more}\nA text.\n"


@pytest.fixture(scope="module", params=["something unpublished", "nothing unpublished"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, bool]]:
    """The site as its author sees it, and whether anything is unpublished."""
    folder = tmp_path_factory.mktemp("drafts")
    sources = copy_of_site(folder / "site")
    some = request.param == "something unpublished"
    if some:
        for slug, date, more in (("in-the-works", "2020-02-02", "Status: draft\n"), ("to-come", "2999-12-31", "")):
            post = sources / "content/posts" / date[:4] / slug / "index.md"
            post.parent.mkdir(parents=True)
            post.write_text(POST.format(title=slug.replace("-", " ").capitalize(), slug=slug, date=date, more=more))
        page = "Title: A page\nSlug: a-page\nStatus: draft\nSummary: A summary.\n\nA text.\n"
        (sources / "content/pages/a-page.md").write_text(page)
    with site_server(folder / "output", 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_port}"
        subprocess.run([sys.executable, "-c", BUILD, str(folder / "output"), url], cwd=sources, check=True)
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
    page.goto(f"{url}/2017/09/fail2ban/")
    expect(page.locator(".unpublished")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, site: tuple[str, bool], npm_file: Callable[[str], Path], scheme: str) -> None:
    url, some = site
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("drafts/", "drafts/in-the-works/", "drafts/a-page/", "2999/12/to-come/") if some else ("drafts/",):
        page.goto(f"{url}/{path}")
        page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
        for width in (360, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            report = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]] == []


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
