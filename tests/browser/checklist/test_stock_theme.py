"""Who has nothing of ours but the plugin gets, with any theme, a list that works, offline and in private."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checklistuser import answer, dialog, expect_chosen, watch
from conftest import ROOT
from faircopy.checklists.cli import main
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from testsite import running

pytestmark = pytest.mark.slow

LIST = """Title: Before you lend your {thing}
Date: 2024-01-02
Category: x
Checklist: lend-{thing}

What to ask, and [what else](https://example.org/).

## The driver

- [ ] Do they have a *licence*? {{#licence}}
    - **Why:** Without one your insurance may not pay.
- [ ] Have they driven one like it? {{#like-it}}
"""
ONE_LINE = """{% extends "!theme/article.html" %}
{% block content %}
{{ super() }}
{% if article.checklist_page %}{% include "checklist/all.html" %}{% endif %}
{% endblock %}
"""
FEEDS = "FEED_ALL_RSS = 'feeds/all.rss.xml'\nRSS_FEED_SUMMARY_ONLY = False\n"
FOLDERS = "ARTICLE_URL = '{slug}/'\nARTICLE_SAVE_AS = '{slug}/index.html'\n"
# How a site may be: its theme, where its posts are, whether its addresses are relative, whether its theme has our line.
SITES = {
    "simple": ("simple", "", False),
    "notmyidea": ("notmyidea", FOLDERS, False),
    "relative addresses": ("simple", "RELATIVE_URLS = True\nTHEME_STATIC_DIR = 'a/b/c'\n", False),
    "one line": ("notmyidea", "THEME_TEMPLATES_OVERRIDES = ['overrides']\n", True),
}


@dataclass(frozen=True)
class StockSite:
    output: Path
    url: str
    ending: str
    shows_newest_whole: bool  # on the home page


@pytest.fixture(scope="module", params=SITES)
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StockSite]:
    theme, more, line = SITES[request.param]
    folder = tmp_path_factory.mktemp("stock")
    (folder / "content").mkdir()
    for thing in ("car", "bike"):
        post = folder / "content" / f"{thing}.md"
        post.write_text(LIST.format(thing=thing), encoding="utf-8")
        assert main(["record", str(post)]) == 0
    if line:
        (folder / "overrides").mkdir()
        (folder / "overrides" / "article.html").write_text(ONE_LINE, encoding="utf-8")
    output = folder / "output"
    with site_server(output, 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_address[1]}"
        settings = f"SITENAME = 'Mine'\nSITEURL = '{url}'\nTIMEZONE = 'UTC'\nTHEME = '{theme}'\n{more}{FEEDS}"
        (folder / "conf.py").write_text(f"PLUGINS = ['faircopy.checklists.plugin']\n{settings}", encoding="utf-8")
        command = [sys.executable, "-m", "pelican", "content", "-s", "conf.py", "-o", "output", "--fatal", "warnings"]
        environment = {"PYTHONPATH": str(ROOT / "plugins"), "PATH": ""}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        # A browser asks each site for one.
        (output / "favicon.ico").touch()
        yield StockSite(output, url, "/" if FOLDERS in more else ".html", theme == "notmyidea")


@pytest.fixture
def alone(browser: Browser, stock: StockSite, trouble: list[str]) -> Iterator[BrowserContext]:
    # The site's icon is no file of the list: it is missed where there is no network.
    context = watch(browser.new_context(), stock.url, trouble, expected="ERR_INTERNET_DISCONNECTED")
    yield context
    context.close()


def address(stock: StockSite, thing: str) -> str:
    return f"{stock.url}/before-you-lend-your-{thing}{stock.ending}"


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("checklist-app[data-ready]")
    return page


def test_a_list_can_be_worked_through_offline_and_beside_another(alone: BrowserContext, stock: StockSite) -> None:
    for thing, word in (("car", "Yes"), ("bike", "No")):
        page = opened(alone, address(stock, thing))
        expect(page.locator("checklist-app")).to_have_count(1)
        expect(page.locator("[data-item]")).to_have_count(2)
        answer(page, "licence", word)
        borders = page.locator("#licence .answers label").evaluate_all(
            "labels => labels.map(label => parseFloat(getComputedStyle(label).borderTopWidth))"
        )
        assert min(borders) > 0, "a theme's own styles take away what marks an answer"
        box = dialog(page, "Report")
        expect(box).to_contain_text("1 of 2")
        the_downloads_lead_to_the_same_list(page)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.close()
    alone.set_offline(True)
    for thing, value in (("car", "yes"), ("bike", "no")):
        page = opened(alone, address(stock, thing))
        expect(page.get_by_role("heading", name=f"Before you lend your {thing}").first).to_be_attached()
        expect_chosen(page, "licence", value)
        assert page.locator(".bar").evaluate("bar => getComputedStyle(bar).position") == "sticky"
        page.close()


def the_downloads_lead_to_the_same_list(page: Page) -> None:
    links = page.locator(".checklist-downloads a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 3
    for link in links:
        answer_of_server = page.request.get(link)
        assert answer_of_server.ok, link
        assert "licence" in answer_of_server.text()


def test_the_summary_of_a_list_has_no_form(stock: StockSite) -> None:
    text = (stock.output / "index.html").read_text(encoding="utf-8")
    assert text.count("What to ask") == 2
    assert text.count("<checklist-app") == (1 if stock.shows_newest_whole else 0)


def test_pelicans_own_feeds_have_plain_lists(stock: StockSite) -> None:
    feeds = sorted((stock.output / "feeds").glob("*.xml"))
    assert [feed.name for feed in feeds] == ["all-en.atom.xml", "all.atom.xml", "all.rss.xml", "x.atom.xml"]
    for feed in feeds:
        text = unescape(feed.read_text(encoding="utf-8"))
        assert text.count("Do they have a <em>licence</em>?") >= 2
        assert text.count("Without one your insurance may not pay.") >= 2
        for what in ("<checklist-app", "<script", "<form", "<input", "checklist-downloads"):
            assert what not in text, feed.name
