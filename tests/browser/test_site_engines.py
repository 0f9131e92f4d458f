"""What every page of the site promises, in Firefox and in WebKit. Chromium has all other tests."""

from functools import partial

import pytest

from testsite import SiteUnderTest
from waiting import wait_until
from webdriver import Browser

pytestmark = pytest.mark.slow

POST = "2017/09/fail2ban/"
WIDTHS = (320, 800, 1400)
# Before any script of the page has run there is nothing to watch it with: what is wrong later is noted.
WATCH = """window.wrong = [];
    addEventListener("error", (event) => wrong.push(event.message));
    addEventListener("unhandledrejection", (event) => wrong.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => wrong.push(event.violatedDirective + event.blockedURI));"""
OURS = "button:not(:disabled, site-comments *, checklist-app *, filter-tool *)"
PRESS_EVERY_BUTTON = f"""[...document.querySelectorAll("{OURS}")].filter((each) => each.checkVisibility())
    .forEach((each) => each.click());
    const over = new PointerEvent("pointerover", {{ bubbles: true }});
    [...document.querySelectorAll("a[href]")].at(-1).dispatchEvent(over)"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
DARK = "rgb(22, 29, 44)"
STATUS = 'document.querySelector("body > [role=status]").textContent'
OVERFLOW = 'document.querySelector(".prose pre").scrollWidth - document.querySelector(".prose pre").clientWidth'
PASTE = """document.body.insertAdjacentElement("afterbegin", Object.assign(document.createElement("textarea"),
    { id: "pasted" })).focus()"""


def visit(browser: Browser, address: str) -> None:
    browser.open_anew(address)
    browser.wait('document.readyState === "complete"')
    browser.run(WATCH)


def kind_of(path: str) -> str:
    """Return what pages have in common of which one is enough: those of all tags are made alike, and list posts."""
    folder = path.partition("/")[0]
    return folder if folder in {"tag", "category"} else path


def every_page(browser: Browser, site: SiteUnderTest) -> None:
    """Nothing is wrong with any of them, whatever is pressed, and each fits a phone."""
    visit(browser, site.url)
    browser.resize(320, 800)
    for page in {kind_of(page.path): page for page in site.pages()}.values():
        visit(browser, page.url)
        browser.run(PRESS_EVERY_BUTTON)
        browser.wait(FITS)
        assert browser.run("return wrong") == [], (browser.name, page.url)
    browser.run("localStorage.clear()")


def one_post(browser: Browser, site: SiteUnderTest) -> None:
    visit(browser, f"{site.url}/{POST}")
    for width in WIDTHS:
        browser.resize(width, 800)
        browser.wait(FITS)


def colours(browser: Browser, site: SiteUnderTest) -> None:
    """The switch is remembered, and goes back."""
    visit(browser, site.url)
    browser.click(".scheme-switch")
    browser.wait(f'{PAPER} === "{DARK}"')
    visit(browser, f"{site.url}/{POST}")
    assert browser.run(f"return {PAPER}") == DARK
    browser.click(".scheme-switch")
    browser.wait(f'{PAPER} !== "{DARK}" && localStorage.length === 0')


def code(browser: Browser, site: SiteUnderTest) -> None:
    """A block is copied to the byte, and wrapped."""
    visit(browser, f"{site.url}/{POST}")
    browser.run("window.setTimeout = () => 0")  # what is said for two seconds stands until it has been seen
    browser.click_text("Copy")
    browser.wait(f'{STATUS} === "Copied"')
    block = browser.run('return [...document.querySelectorAll(".prose pre > code")].at(-1).textContent')
    browser.run(PASTE)
    browser.press("Control+v")
    browser.wait('document.querySelector("#pasted").value')
    assert browser.run('return document.querySelector("#pasted").value') == block, browser.name
    browser.wait(f"{OVERFLOW} > 0")
    browser.run('[...document.querySelectorAll("button")].find((each) => each.textContent === "Wrap").click()')
    browser.wait(f"{OVERFLOW} === 0")


def is_downloaded(browser: Browser, name: str, wanted: bytes) -> bool:
    return [each.read_bytes() for each in browser.downloads.glob(f"{name}*")] == [wanted]


def downloads(browser: Browser, site: SiteUnderTest) -> None:
    """The checked bytes arrive under their name, to which a browser may add an ending."""
    visit(browser, f"{site.url}/{POST}")
    for name in ("apache-numeric.conf", "jail.local"):
        link = f".snippet-download[href$='{name}'], a[download='{name}']"
        address = browser.run("return document.querySelector(arguments[0]).href", link)
        browser.click(link)
        wanted = (site.root / address.removeprefix(f"{site.url}/")).read_bytes()
        wait_until(partial(is_downloaded, browser, name, wanted), f"{browser.name}: {name} is downloaded")


def lines(browser: Browser, site: SiteUnderTest) -> None:
    """A link to a line leads there."""
    visit(browser, f"{site.url}/{POST}#snippet-1-20")
    browser.wait('document.querySelector("a:target")?.id === "snippet-1-20"')
    browser.wait('document.querySelector("a:target").getBoundingClientRect().y > 0')


def is_at_first_result(browser: Browser, address: str) -> bool:
    """Press Enter in the field; results that come later take the focus away with those before them."""
    browser.run("if (!document.activeElement.href) document.querySelector('site-search input').focus()")
    if not browser.run("return document.activeElement.href"):
        browser.press("Enter")
    return bool(browser.run("return document.activeElement.href") == address)


def search(browser: Browser, site: SiteUnderTest) -> None:
    """By keyboard, from the field to the first result and there."""
    visit(browser, f"{site.url}/search/")
    browser.type("site-search input", "vulnerability scanner")
    browser.wait('document.querySelector("site-search [role=status]").textContent.includes("found")')
    wait_until(
        partial(is_at_first_result, browser, f"{site.url}/{POST}"), f"{browser.name}: the first result is focused"
    )
    assert browser.run("return wrong") == [], browser.name
    browser.press("Enter")
    browser.wait(f'location.href === "{site.url}/{POST}"')


def test_every_promise(engine: Browser, served_site: SiteUnderTest) -> None:
    for step in (one_post, colours, code, downloads, lines, search, every_page):
        step(engine, served_site)
