"""What assistive technology is told: roles, names, order and live regions of every state, at 400 % too; keys alone.

What is expected stands in `accessibility/`, a file for each state, as Playwright writes the tree. Where a
change is meant, run this file with UPDATE_ACCESSIBILITY=1 in the environment, and read what has changed.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checkliststates import DIALOGS, SIDEWAYS, filled, show_errors, show_read_only
from checklistuser import close, details, dialog, item, keep, saved_answers, stored, values
from waiting import expect_equal

pytestmark = pytest.mark.slow

EXPECTED = Path(__file__).parent / "accessibility"
# What is of today: the time of saving, the day of a report, the port of the test's server, the length of a link.
OF_TODAY = [
    (r"\d\d:\d\d(?::\d\d)?", "TIME"),
    (r"20[23]\d-\d\d-\d\d(?= TIME|$)", "DAY"),
    (r"(?<=Date of this report\n)( *- definition: )\S+", r"\1DAY"),
    (r"http://127\.0\.0\.1:\d+", "SITE"),
    (r"#share=\S+", "#share=LINK"),
    (r"\d+ characters", "N characters"),
]
LIVE = """() => [...document.querySelectorAll("checklist-app :is([role=status], [role=alert], [aria-live])")]
    .map((each) => each.dataset.name ?? each.className)"""
NAME = """() => {
    const it = document.activeElement;
    const label = it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent ?? it.textContent;
    return `${it.localName}${it.type ? `[${it.type}]` : ""} ${label.trim().split("\\n")[0]}`;
}"""
COVERED = """() => {
    const it = document.activeElement.getBoundingClientRect();
    const top = document.querySelector(".bar").getBoundingClientRect();
    return top.top <= 0 && it.top < top.bottom - 1 && !document.activeElement.closest(".bar, .notices");
}"""


def tree(page: Page, selector: str) -> str:
    found = page.locator(selector).last.aria_snapshot()
    for pattern, word in OF_TODAY:
        found = re.sub(pattern, word, found, flags=re.MULTILINE)
    return found + "\n"


def compare(page: Page, name: str, selector: str = "checklist-app") -> None:
    file = EXPECTED / f"{name}.yaml"
    if "UPDATE_ACCESSIBILITY" in os.environ:
        file.write_text(tree(page, selector), encoding="utf-8")
    expect_equal(lambda: tree(page, selector), file.read_text(encoding="utf-8"))


def test_every_state_says_what_it_is(page: Page) -> None:
    compare(page, "fresh")
    assert page.evaluate(LIVE) == ["saved", "count", "notices"]
    filled(page)
    details(page, "restored")
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Owner").first.wait_for()
    page.locator(".index summary").click()
    compare(page, "filled")
    page.keyboard.press("Escape")
    for name in DIALOGS:
        box = dialog(page, name)
        if name == "Share":
            expect(box.get_by_text("characters. ")).to_be_visible()
        compare(page, name.lower().replace(" ", "-"), "dialog")
        assert page.evaluate(NAME) == "button[button] Close", f"{name} has the focus"
        close(page)
    dialog(page, "Assessments").get_by_role("button", name="Versions").first.click()
    compare(page, "versions", "dialog")
    close(page)
    close(page)
    show_read_only(page)
    compare(page, "read-only")


def test_what_goes_wrong_is_said(page: Page) -> None:
    show_errors(page)
    compare(page, "errors", "dialog")
    close(page)
    compare(page, "errors-on-the-page", "checklist-app > .notices")


def test_the_focus_goes_through_the_page_in_its_order(page: Page) -> None:
    keep(page, {**stored_assessment()})
    page.locator(".bar select").focus()
    found = []
    for _ in range(30):
        found.append(page.evaluate(NAME))
        page.keyboard.press("Tab")
    file = EXPECTED / "order-of-focus.txt"
    text = "\n".join(found) + "\n"
    if "UPDATE_ACCESSIBILITY" in os.environ:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def stored_assessment() -> dict[str, object]:
    at = {"time": 1_700_000_000_000, "by": "x"}
    entries = {
        "name": {"value": "Acme", **at},
        "answers/who-knows": {"value": {"answer": "not-applicable", "note": "x"}, **at},
    }
    head = {"format": "faircopy-assessment", "version": 2, "list": "moving-a-server", "id": "acme"}
    return {**head, "revision": "2026-11-22", "entries": entries}


def test_at_400_per_cent_everything_can_be_reached_and_read(page: Page) -> None:
    """As on a screen of 1280 by 1024 (WCAG 2.2, 1.4.10): nothing scrolls sideways, nothing hides what has the focus."""
    filled(page)
    page.set_viewport_size({"width": 320, "height": 256})
    for name in ("restored", "own-1"):
        details(page, name)
    assert page.evaluate(SIDEWAYS) <= 0
    page.locator(".bar select").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED), page.evaluate(NAME)
    for name in DIALOGS:
        box = dialog(page, name)
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, name
        assert box.evaluate("box => box.getBoundingClientRect().bottom <= innerHeight"), name
        close(page)


def test_an_assessment_from_its_name_to_its_report_by_keys_alone(page: Page) -> None:
    def to(name: str) -> None:
        for _ in range(80):
            if page.evaluate(NAME) == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} cannot be reached; the focus is on {page.evaluate(NAME)}")

    page.locator(".bar select").focus()
    to("button[button] Assessments")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Assessments").wait_for()
    to("input[text] Name of a new assessment")
    page.keyboard.type("Kahikatea")
    to("button[button] Create")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    for name in ("who-knows", "restored"):
        page.keyboard.press("n")
        assert page.evaluate("() => document.activeElement.closest('fieldset')?.id") == name
        page.keyboard.press("Space")
    page.keyboard.press("d")
    to("textarea[textarea] Note")
    page.keyboard.type("Once, by night.")
    to("input[text] Action")
    page.keyboard.type("Try again")
    page.locator(".bar select").focus()
    to("button[button] Report")
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Report")
    expect(box).to_contain_text("Once, by night.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Report", exact=True)).to_be_focused()
    (found,) = [each for each in stored(page) if each["entries"]["name"]["value"] == "Kahikatea"]
    assert values(found)["restored"] == {"answer": "yes", "note": "Once, by night.", "action": {"what": "Try again"}}
    expect(item(page, "who-knows").get_by_role("radio", checked=True)).to_have_count(1)
    assert saved_answers(page)["who-knows"] == {"answer": "yes"}
