"""Our parts in a theme that knows nothing of them: they work, can be read, and nothing of a theme breaks them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checklistuser import answer, expect_chosen, watch
from stocksite import build, strict_server, write_sources

pytestmark = pytest.mark.slow

BANNED = "bans 1 address"
# As frameworks and resets write it, and by names that we have as well.
HOSTILE = """
body { background: rgb(30, 30, 30); color: rgb(238, 238, 238) }
* { box-sizing: content-box }
a { color: rgb(30, 30, 120); text-transform: uppercase }
summary { display: block; font-size: 60px; padding: 3em }
button { background: red; width: 15em; text-transform: uppercase; min-height: 4em }
input, select, textarea { width: 220px; height: 50px; margin: 1em; background: white; color: white }
legend { font-size: 40px; border-bottom: 5px solid; margin-bottom: 2em }
label { display: inline; font-weight: 900; float: left; color: rgb(30, 30, 30) }
table { width: 2000px } th, td { padding: 2em; background: white }
fieldset { border: 9px solid; padding: 3em } p { margin: 2em; text-indent: 3em } dl, ul, ol { margin: 3em }
pre { font-size: 30px; background: white } code { color: white } progress { height: 4em }
.row { margin: 0 -15px; display: block } .row::before { content: " "; display: table }
.row > * { width: 100%; padding: 2em }
.panel, .alert, .toggle, .bar, .add, .tools, .index, .tally, .hints { display: none; visibility: hidden; opacity: 0 }
article .answers label, div .drop { padding: 5em }
"""
# Where each part of ours stands, and how large it is; without what is the theme's, such as an author's text.
BOXES = """(part) => {
    const { left } = part.getBoundingClientRect();
    part.querySelectorAll(".checklist-text, .checklist-section > h2").forEach((each) => (each.hidden = true));
    return [...part.querySelectorAll("*:not(option, option *)")]
        .filter((each) => each.checkVisibility())
        .map((each) => [each.localName, each.className?.baseVal ?? each.className, each.getBoundingClientRect()])
        .map(([name, kind, box]) => [name, kind, ...[box.left - left, box.width, box.height].map(Math.round)]);
}"""

LOOKS = """() => [...document.querySelectorAll("body, body *:not(checklist-app, checklist-app *, [class^=checklist])")]
    .filter((each) => !each.matches("page-only, page-only *, script, link"))
    .map((each) => [each.localName, getComputedStyle(each)])
    .map(([name, { color, display, font, margin, padding, border, boxSizing, textAlign }]) =>
        [name, color, display, font, margin, padding, border, boxSizing, textAlign])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stock")
    write_sources(folder)
    return folder


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    with strict_server(site / "output") as address:
        build(site, address, "notmyidea")
        (site / "output" / "favicon.ico").touch()
        yield address


@pytest.fixture
def trouble() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture(params=["light", "dark"])
def context(request: pytest.FixtureRequest, browser: Browser, url: str, trouble: list[str]) -> Iterator[BrowserContext]:
    made = browser.new_context(color_scheme=request.param, permissions=["clipboard-read", "clipboard-write"])
    yield watch(made, url, trouble)
    made.close()


def opened_list(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(f"{url}/before-you-lend-your-car.html")
    page.locator("checklist-app[data-ready][data-colours]").wait_for()
    return page


def opened_tool(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(f"{url}/banning-scanners.html")
    page.get_by_text("Try it on your own log").click()
    page.locator("filter-tool[data-ready]").wait_for()
    page.get_by_role("button", name="Try the sample of this page").click()
    expect(page.locator("[data-name=answer]")).to_contain_text(BANNED)
    return page


def test_a_list_is_worked_through_and_kept(context: BrowserContext, url: str) -> None:
    page = opened_list(context, url)
    answer(page, "licence", "Yes")
    answer(page, "tank", "No")
    page.reload()
    page.locator("checklist-app[data-ready]").wait_for()
    expect_chosen(page, "licence", "yes")
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("2 of 3")


def test_a_log_is_tried_and_a_block_copied(context: BrowserContext, url: str) -> None:
    page = opened_tool(context, url)
    figure = page.locator("figure.snippet").nth(1)
    figure.get_by_role("button", name="Copy").click()
    expect(figure.get_by_role("button")).to_have_text("Copied")
    code = page.evaluate("() => navigator.clipboard.readText()")
    assert code.startswith("[apache-numeric]\nenabled = true\n")
    # One with a name above it, and one without.
    expect(page.locator("figure.snippet button.snippet-copy")).to_have_count(4)
    with page.expect_download() as saved:
        figure.locator("[download]").first.click()
    assert Path(saved.value.path()).read_text(encoding="utf-8") == code


@pytest.mark.parametrize("what", ["checklist-app", "filter-tool"])
def test_what_is_written_can_be_read(context: BrowserContext, url: str, what: str, npm_axe: str) -> None:
    page = opened_list(context, url) if what == "checklist-app" else opened_tool(context, url)
    page.evaluate(npm_axe)
    found = page.evaluate("(part) => axe.run({include: [part], exclude: ['pre']}, {runOnly: ['color-contrast']})", what)
    assert [node["target"] for rule in found["violations"] for node in rule["nodes"]] == []
    assert found["passes"]


@pytest.fixture
def npm_axe(npm_file: Any) -> str:
    text: str = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    return text


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("what", ["checklist-app", "filter-tool"])
def test_nothing_of_a_theme_reaches_into_our_parts(browser: Browser, url: str, what: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = opened_list(context, url) if what == "checklist-app" else opened_tool(context, url)
    part = page.locator(what)
    before = part.evaluate(BOXES)
    assert len(before) > 40
    page.add_style_tag(content=HOSTILE)
    expect(part).to_have_css("color-scheme", "dark")
    assert part.evaluate(BOXES) == before
    # And the page is no wider than its window.
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    context.close()


def test_our_styles_reach_nothing_of_a_theme(context: BrowserContext, url: str) -> None:
    page = opened_list(context, url)
    with_ours = page.evaluate(LOOKS)
    assert len(with_ours) > 20
    page.evaluate("() => document.querySelectorAll('[href$=\"any-theme.css\"]').forEach((each) => each.remove())")
    assert page.evaluate(LOOKS) == with_ours
