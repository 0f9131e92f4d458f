"""What the checklist promises, in Firefox and in WebKit. Chromium has all other tests."""

from pathlib import Path

import pytest

from checklistpage import SMALL, ChecklistSite, served_checklists
from waiting import wait_until
from webdriver import Browser

pytestmark = pytest.mark.slow

READY = 'document.querySelector("checklist-app")?.dataset.ready !== undefined'
WATCH = """window.wrong = [];
    addEventListener("error", (event) => wrong.push(event.message));
    addEventListener("unhandledrejection", (event) => wrong.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => wrong.push(event.violatedDirective + event.blockedURI));"""
CHOSEN = 'document.querySelector("#{} input:checked")?.value'
SHOWN = '[...document.querySelectorAll("fieldset")].filter((box) => box.checkVisibility()).map((box) => box.id).join()'
HERE = 'document.activeElement.closest("fieldset")?.id'
MARKED = """(CSS.highlights ? [...(CSS.highlights.get("checklist-found") ?? [])].length
    : document.querySelectorAll("mark").length) > 0"""
ANSWERED = '#restored .answers input[value="{}"]'
DIALOGS = ["Assessments", "Report", "Open questions", "Compare", "Backup", "Share", "Help"]
# A rule of a legend that lies on the border, a word beside another, a line that is missing.
LOOKS = """const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const [item, legend] = ["#restored", "#restored legend"].map(box);
    const [answers, anchor] = ["#restored .answers", "#restored .anchor"].map(box);
    return {
        inside: legend.top >= item.top && legend.bottom <= answers.top + 1,
        beside: anchor.bottom <= answers.top + 1,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        line: getComputedStyle(document.querySelector("#restored .toggle")).textDecorationLine,
    };"""


# The question of what is merged stands above its two sides, and no term is divided.
MERGE_LOOKS = """const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const [fieldset, legend, sides, term] = [".merge", ".merge legend", ".merge > div", ".merge dt"].map(box);
    return {
        inside: legend.top >= fieldset.top && legend.bottom <= sides.top + 1,
        unbroken: term.height < 2 * parseFloat(getComputedStyle(document.querySelector(".merge dt")).lineHeight),
    };"""
COLOUR_OVER_ANSWER = 'return getComputedStyle(document.querySelector("#restored input:checked")).backgroundColor'
SEEN = """(selector) => {
    const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2)?.matches(selector);
}"""


def visit(browser: Browser, address: str) -> None:
    browser.open_anew(address)
    browser.wait(READY)
    browser.run(WATCH)


def answers(browser: Browser) -> None:
    """Answers, details, undo, and all of it again after a reload."""
    browser.click("#restored .answers label")
    browser.wait('document.querySelector(".saved").textContent.startsWith("Saved")')
    browser.click("#restored .toggle")
    browser.type("#restored [name=note]", "by night")
    browser.press("Tab")
    browser.run('document.querySelector("#restored input").focus()')
    browser.press("Control+z")
    browser.wait('document.querySelector("#restored [name=note]").value === ""')
    browser.press("Control+y")
    browser.wait('document.querySelector("#restored [name=note]").value === "by night"')
    visit(browser, browser.run("return location.href"))
    browser.wait(f'{CHOSEN.format("restored")} === "yes"')


def keyboard(browser: Browser) -> None:
    """From question to question without a mouse."""
    browser.run('document.querySelector(".bar select").focus()')
    browser.press("Tab", "j")
    browser.wait(f'{HERE} === "who-knows"')
    browser.press(" ", "ArrowRight", "n")
    browser.wait(f'{CHOSEN.format("who-knows")} === "partly" && {HERE} === "dns-time"')
    browser.press("g")
    browser.wait('document.activeElement.matches(".index input")')
    browser.press(*"watch", "Enter")
    browser.wait(f'{HERE} === "watching"')


def ways(browser: Browser) -> None:
    """Search with marks, filters in the address, the index."""
    browser.type("[type=search]", "DÑS")
    browser.wait(f'{SHOWN} === "dns-time,dns-owner" && {MARKED} && location.hash.startsWith("#q=")')
    browser.click_text("Show all")
    browser.wait('location.hash === ""')
    browser.click_text("Filters")
    browser.wait('document.querySelector(".tools [name=answer]")')
    browser.run("""const field = document.querySelector("[name=answer]"); field.value = "yes";
        field.dispatchEvent(new Event("change", { bubbles: true }))""")
    browser.wait(f'{SHOWN} === "restored" && location.hash === "#answer=yes"')
    browser.click_text("Show all")


def looks(browser: Browser) -> None:
    for width in (320, 800, 1400):
        browser.resize(width, 800)
        found = browser.run(LOOKS)
        assert found == {"inside": True, "beside": True, "wide": 0, "line": "underline"}, (browser.name, width)


def downloaded(browser: Browser) -> str:
    return "".join(file.read_text("utf-8") for file in browser.downloads.glob("*.md"))


def dialogs(browser: Browser) -> None:
    """Each is fetched and opened; the report is taken away; a link shows what was sent."""
    link = ""
    for name in DIALOGS:
        browser.click_text(name)
        browser.wait("document.querySelectorAll('dialog[open] > header h2').length === 1")
        if name == "Report":
            browser.click_text("Markdown")
            wait_until(lambda: "by night" in downloaded(browser), "the report is downloaded")
        if name == "Share":
            link = browser.wait('document.querySelector("dialog textarea").value')
        browser.press("Escape")
        browser.wait("!document.querySelector('dialog')")
    browser.click("#restored .answers label:nth-child(2)")
    browser.wait(f'{CHOSEN.format("restored")} === "partly"')
    visit(browser, link)
    browser.wait('document.querySelector(".notices .locked") && document.querySelector("#restored").disabled')
    # A field that cannot be changed has a colour of its own in Firefox, and lies over the word of the answer.
    assert browser.run(COLOUR_OVER_ANSWER) == "rgba(0, 0, 0, 0)", browser.name
    browser.click_text("Merge into mine")
    browser.wait('document.querySelector(".merge legend")')
    for width in (320, 1400):
        browser.resize(width, 800)
        assert browser.run(MERGE_LOOKS) == {"inside": True, "unbroken": True}, (browser.name, width)
    browser.press("Escape")
    browser.wait("!document.querySelector('dialog')")
    visit(browser, link.split("#")[0])
    browser.click("#restored .answers label")
    browser.wait(f'{CHOSEN.format("restored")} === "yes"')


def test_every_promise(engine: Browser, tmp_path: Path) -> None:
    with served_checklists(tmp_path) as site:
        walk(engine, site)
        engine.run("navigator.serviceWorker.ready.then(() => { window.kept = true; })")
        engine.wait("window.kept")
    # The server is gone.
    engine.open(f"{site.url}/{SMALL}")
    engine.wait(f'{READY} && {CHOSEN.format("restored")} === "yes"')
    engine.click_text("Report")
    engine.wait('document.querySelector("dialog[open]")?.textContent.includes("by night")')


def accessible(browser: Browser) -> None:
    """Roles and names of the bar, as this browser tells them."""
    for name, label in (("choose", "Assessment"), ("undo", "Undo"), ("next", "Next open")):
        # WebKit on Linux takes a choice for a button with a menu.
        role, found = browser.accessible(f'.bar [data-name="{name}"]')
        assert found == label, browser.name
        assert role in ({"combobox", "button"} if name == "choose" else {"button"}), browser.name
    assert browser.accessible("#restored input") == ("radio", "Yes")
    assert browser.accessible("#restored .toggle") == ("button", "Details")


def versions(browser: Browser) -> None:
    """One goes back to how an assessment was, and is told of what cannot be opened."""
    browser.run("""const key = Object.keys(localStorage).find((key) => /:a\\/\\w+$/.test(key));
        const old = localStorage.getItem(key).replace("by night", "by day");
        localStorage.setItem(`${key.replace(":a/", ":v/")}/1795392653242`, old);
        localStorage.setItem(key.replace(/\\w+$/, "broken"), "{")""")
    visit(browser, browser.run("return location.href"))
    browser.wait('document.querySelector(".notices .sealed")')
    browser.click_text("Assessments")
    browser.wait("document.querySelector('dialog[open]')")
    browser.click_text("Versions")
    browser.wait("document.querySelectorAll('dialog[open]').length === 2")
    browser.click_text("Go back to it")
    browser.wait("!document.querySelector('dialog')")
    browser.click("#restored .toggle")
    browser.wait('document.querySelector("#restored [name=note]").value === "by day"')
    browser.click_text("Undo this")
    browser.wait('document.querySelector("#restored [name=note]").value === "by night"')


def several(browser: Browser, site: ChecklistSite) -> None:
    """Two lists of one page are answered, filtered and shared apart."""
    visit(browser, site.two_lists)
    browser.click("#car\\.licence .answers label")
    browser.wait('document.querySelector("#driver .saved").textContent === ""')
    browser.wait('document.querySelector("#car .saved").textContent.startsWith("Saved")')
    browser.run('document.querySelector("#driver\\\\.van input").focus()')
    browser.press("g")
    browser.wait('document.querySelector("#driver .index input").matches(":focus")')
    browser.type("#car [type=search]", "tyres")
    browser.wait(f'{MARKED} && location.hash === "#car.q=tyres"')
    visit(browser, browser.run("return location.href"))
    browser.wait(
        'document.querySelector("#car\\\\.licence").hidden && !document.querySelector("#driver\\\\.licence").hidden'
    )
    # What stands beside a list on a wide screen is not cut off with what stands below it.
    browser.click_text("Show all")
    browser.resize(1440, 900)
    browser.run('document.querySelector("#driver").scrollIntoView()')
    for place in ("#driver .index input", "#driver .tally"):
        browser.wait(f"({SEEN})({place!r})")
    assert browser.run("return wrong") == []


def walk(browser: Browser, site: ChecklistSite) -> None:
    for step in (answers, keyboard, ways, looks, accessible, versions, dialogs):
        visit(browser, site.small)
        step(browser)
        assert browser.run("return wrong") == [], step.__name__
    several(browser, site)
    visit(browser, site.small)
