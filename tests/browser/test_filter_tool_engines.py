"""What the filter tool promises, in Firefox and in WebKit. Chromium has all other tests."""

import base64
import gzip
import json
from dataclasses import dataclass
from typing import Any

import pytest

import stockfilters
from faircopy.filter_tool.script import matcher_script
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from filterlogs import LOG, POST, SCAN
from nodejs import in_node
from testsite import SiteUnderTest
from webdriver import Browser

pytestmark = pytest.mark.slow

WATCH = """window.wrong = [];
    addEventListener("error", (event) => wrong.push(event.message));
    addEventListener("unhandledrejection", (event) => wrong.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => wrong.push(event.violatedDirective + event.blockedURI));"""
PART = 'document.querySelector("filter-tool [data-name={}]")'
TEXT = PART + ".textContent"
# A file from bytes, as a person would drop it.
DROP = """const [name, data] = arguments;
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name));
    const tool = document.querySelector("filter-tool");
    tool.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));"""
CHANGE = """const field = document.querySelector(`filter-tool [name=${arguments[0]}]`);
    field.value = arguments[1];
    field.dispatchEvent(new Event("input", { bubbles: true }));"""
ROWS = 'document.querySelectorAll("filter-tool [data-name={}] tbody > tr:not([hidden])").length'
WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
WORKER = """window.asked = "";
    const code = `postMessage(0); fetch("${location.origin}/").then(() => postMessage("out"), () => postMessage("no"))`;
    try {
      new Worker(document.querySelector("filter-tool script").src).onerror = () => (window.asked = "refused");
    } catch {
      window.asked = "refused";
    }"""


def says(browser: Browser, name: str, text: str) -> None:
    """Wait until a part of the tool has a text."""
    browser.wait(f"{TEXT.format(name)}.includes({text!r})")


def drop(browser: Browser, name: str, data: bytes) -> None:
    browser.run(DROP, name, base64.b64encode(data).decode())


def opened(browser: Browser, site: SiteUnderTest) -> None:
    browser.open(f"{site.url}/{POST}")
    browser.run(WATCH)
    browser.run('document.querySelector("filter-tool summary").focus()')
    browser.press("Enter")
    browser.wait('document.querySelector("filter-tool[data-ready]")')


def logs(browser: Browser) -> None:
    """A sample, a log in several members, a damaged one, an archive."""
    browser.click_text("Try the sample of this page")
    says(browser, "answer", "bans 1 address. That keeps out 21 lines of theirs.")
    assert browser.run(f"return {ROWS.format('bans')}") == 1
    half = len(LOG) // 2
    drop(browser, "access.log.gz", b"".join(gzip.compress(part.encode()) for part in (LOG[:half], LOG[half:])))
    says(browser, "status", "access.log.gz: 17 lines. 11 matched, 0 ignored by ignoreregex, 6 neither; 1 without a")
    says(browser, "answer", "bans 2 addresses. That keeps out 3 lines of theirs. Perhaps wrongly: 192.0.2.9.")
    assert browser.run(f"return {ROWS.format('nearly')}") >= 1
    browser.click("[data-name=bans] td > button")
    says(browser, "bans", "<img src=x onerror=alert(1)>")
    many = "".join(SCAN.format("192.0.2.1", n // 60 % 60, n % 60, f"{n * n:x}") for n in range(9000)).encode()
    drop(browser, "damaged.log.gz", gzip.compress(many)[:-20])
    says(browser, "notes", "The file is damaged, and could be unpacked up to line ")
    lines = browser.run(f"return parseInt({TEXT.format('status')}.split(': ')[1].replace(',', ''))")
    assert lines > 8900, browser.name
    drop(browser, "access.log", b"PK\3\4\0\0\n" + LOG.encode())
    says(browser, "notes", "This is no plain log (zip).")
    says(browser, "answer", "bans 2 addresses.")


def jail(browser: Browser) -> None:
    """Other numbers, wrong ones, an address to ignore, the jail to take away."""
    browser.run(CHANGE, "maxretry", "4")
    says(browser, "answer", "bans 1 address. That keeps out 2 lines")
    browser.run(CHANGE, "bantime", "soon")
    says(browser, "answer", "fail2ban would not take this: bantime.")
    browser.wait(f"!{PART.format('bans')}.checkVisibility()")
    browser.click_text("As in the article")
    says(browser, "answer", "bans 2 addresses.")
    browser.click("[data-name=doubts] button")
    says(browser, "answer", "bans 1 address.")
    says(browser, "section", "ignoreip = 192.0.2.9")
    # What is said for two seconds stands until it has been seen.
    browser.run(f"window.setTimeout = () => 0; {PART.format('copy')}.focus()")
    browser.press("Enter")
    browser.wait(f"{TEXT.format('copy')} !== 'Copy the jail'")


def looks(browser: Browser) -> None:
    for width in (320, 1400):
        browser.resize(width, 800)
        assert browser.run(WIDE) == 0, (browser.name, width)
        assert browser.run(f"return {PART.format('drawing')}.getBoundingClientRect().height") > 0


# What the matcher makes of lines, for a function's body: `input` is what Node calls it.
MATCHES = f"""{matcher_script()}
    const said = (input) => input.map(([data, lines]) => {{
      const matcher = FilterTool.createMatcher(data);
      return lines.map((line) => {{
        const {{ kind, dated, time, address }} = matcher.match(line);
        return [kind, dated, time, address];
      }});
    }});"""


@dataclass(frozen=True)
class Matched:
    """What a filter is tried with, and what Node finds, with which a filter is proven."""

    data: dict[str, Any]
    lines: list[str]
    found: list[Any]


@pytest.fixture(scope="module")
def matched_in_node() -> list[Matched]:
    names = stockfilters.stock_filters()
    with Sandbox(working_kind()) as sandbox:
        answers = stockfilters.answers(sandbox, {name: ["x"] for name in names})
    asked = [(stockfilters.data_of(name, compiled), stockfilters.own_lines(name)) for name, compiled, _ in answers]
    offered = [(data, [*lines, "\u00e9", *lines]) for data, lines in asked if data]
    found = in_node(f"{MATCHES} process.stdout.write(JSON.stringify(said(input)));", offered)
    assert sum(line[0] == "matched" for lines in found for line in lines) > 1000
    return [Matched(data, lines, own) for (data, lines), own in zip(offered, found, strict=True)]


def test_the_matcher_finds_what_it_finds_in_node(
    engine: Browser, matched_in_node: list[Matched], served_site: SiteUnderTest
) -> None:
    """Another engine must read each expression and each date like Node."""
    engine.open(f"{served_site.url}/")
    for one in matched_in_node:
        found = json.loads(engine.run(f"{MATCHES} return JSON.stringify(said([...arguments]))", [one.data, one.lines]))
        wrong = [
            (line, *both) for line, *both in zip(one.lines, found[0], one.found, strict=True) if both[0] != both[1]
        ]
        assert wrong == [], (engine.name, one.data["filter"])


def test_every_promise(engine: Browser, served_site: SiteUnderTest) -> None:
    opened(engine, served_site)
    for step in (logs, jail, looks):
        step(engine)
        assert engine.run("return wrong") == [], (engine.name, step.__name__)
    # A Worker that is not under the page's policy may not be made.
    engine.run(WORKER)
    engine.wait("window.asked === 'refused'")
