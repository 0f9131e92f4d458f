"""The states of a checklist's page that are looked at: by eye, by axe, by what assistive technology is told."""

import re

from playwright.sync_api import Page, expect

from checklistuser import answer, assessment_of, bring, close, details, dialog, keep, put

READY = "checklist-app[data-ready]"
FULL = {
    "answer": "no",
    "confidence": "seen",
    "risk": "critical",
    "impact": "breaker",
    "note": "A note\nof two lines",
    "evidence": [{"label": "minutes", "link": "https://example.com/a", "date": "2026-03-01", "who": "CTO"}],
    "action": {"what": "ask again", "owner": "Kim", "due": "2026-04-01"},
}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def filled(page: Page) -> None:
    """An assessment with something of everything, from an older list, and a second one beside it."""
    other = assessment_of(name="Beta", number="beta", restored={"answer": "yes"})
    old = assessment_of(
        revision="2017-01-10",
        who_knows={"answer": "yes"},
        restored=FULL,
        dns={"answer": "no"},
        fax={"answer": "yes"},
        way_back={"answer": "not-applicable"},
    )
    old["entries"]["answers/way-back"]["others"] = [{"value": {"answer": "no"}, "time": 1, "by": "y"}]
    old["entries"]["questions/own-1"] = {
        "value": {"section": "after", "question": "Is there coffee?"},
        "time": 1,
        "by": "x",
    }
    page.evaluate("() => localStorage.setItem('faircopy:/:moving-a-server:settings', '{\"current\": \"acme\"}')")
    keep(page, other, old)


def show_empty(_: Page) -> None:
    """As it is at first."""


def show_filled(page: Page) -> None:
    filled(page)
    page.locator(".tools summary").click()
    for name in ("restored", "own-1"):
        details(page, name)
    page.get_by_text("Hints").click()


def show_dialogs(page: Page) -> None:
    filled(page)


def show_read_only(page: Page) -> None:
    filled(page)
    box = dialog(page, "Share")
    box.get_by_label("With notes").check()
    expect(box.get_by_role("textbox", name="Link")).to_have_value(re.compile("#share="))
    link = box.get_by_role("textbox", name="Link").input_value()
    close(page)
    page.evaluate("link => { location.href = link; }", link[link.index("#") :])
    expect(page.locator(".notices .locked")).to_be_visible()


def show_errors(page: Page) -> None:
    put(page, "broken", "{")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator(".notices .sealed")).to_be_visible()  # which comes a moment later, and stands first
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    answer(page, "restored", "Yes")
    page.evaluate("() => { location.href = '#share=1.x.y'; }")
    expect(page.locator(".notices .link")).to_be_visible()
    expect(bring(page, "a.json", "{")).to_contain_text("Nothing was changed.")


STATES = [show_empty, show_filled, show_dialogs, show_read_only, show_errors]
DIALOGS = ["Assessments", "Report", "Open questions", "Compare", "Backup", "Share", "Help"]
