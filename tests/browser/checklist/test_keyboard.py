"""A whole assessment without a mouse, and keys that never get in the way of typing."""

import pytest
from playwright.sync_api import Page, expect

from checklistuser import close, details, dialog, item, saved_answers
from waiting import expect_equal

pytestmark = pytest.mark.slow


def focused(page: Page) -> str:
    """The question in which the focus is."""
    found: str = page.evaluate("() => document.activeElement.closest('fieldset')?.id ?? ''")
    return found


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_assessment_by_keyboard_alone(page: Page) -> None:
    page.locator("article a").last.focus()
    page.locator(".bar select").focus()
    press(page, "Tab")
    for name in ("who-knows", "restored", "dns-time", "dns-owner", "way-back", "watching"):
        press(page, "n")
        expect_equal(lambda: focused(page), name)
        press(page, "Space")
        press(page, "ArrowRight")
    assert {key: value["answer"] for key, value in saved_answers(page).items()} == dict.fromkeys(
        saved_answers(page), "partly"
    )
    assert len(saved_answers(page)) == 6

    press(page, "k", "d")
    expect_equal(lambda: focused(page), "way-back")
    panel = item(page, "way-back").locator(".panel")
    expect(panel).to_be_visible()
    for _ in range(20):
        if panel.get_by_label("Note").evaluate("field => field === document.activeElement"):
            break
        press(page, "Tab")
    page.keyboard.type("jkn? by night")
    expect(panel.get_by_label("Note")).to_have_value("jkn? by night")
    assert saved_answers(page)["way-back"]["note"] == "jkn? by night"
    press(page, "Shift+Tab")
    page.keyboard.type("Deal")
    assert saved_answers(page)["way-back"]["impact"] == "breaker"
    page.locator(".answers input").first.focus()
    press(page, "Control+z")
    assert "impact" not in saved_answers(page)["way-back"]
    press(page, "Control+y")
    assert saved_answers(page)["way-back"]["impact"] == "breaker"

    page.get_by_role("button", name="Report", exact=True).focus()
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Report")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Report", exact=True)).to_be_focused()


def test_j_and_k_go_round_through_what_is_shown(page: Page) -> None:
    press(page, "j")
    expect_equal(lambda: focused(page), "who-knows")
    press(page, "k")
    expect_equal(lambda: focused(page), "watching")
    press(page, "j", "j")
    expect_equal(lambda: focused(page), "restored")
    page.locator(".tools").get_by_label("Search").fill("dns")
    page.locator("#dns-owner input").first.focus()
    press(page, "j")
    expect_equal(lambda: focused(page), "dns-time")


def test_slash_searches_and_the_question_mark_helps(page: Page) -> None:
    press(page, "/")
    expect(page.locator(".tools").get_by_label("Search")).to_be_focused()
    press(page, "?")
    expect(page.locator(".tools").get_by_label("Search")).to_have_value("?")
    page.get_by_role("button", name="Help").focus()
    press(page, "?")
    expect(page.get_by_role("dialog", name="Help")).to_contain_text("next open question")


def test_keys_can_be_switched_off_for_good(page: Page) -> None:
    dialog(page, "Help").get_by_label("Use these keys").uncheck()
    close(page)
    for _ in range(2):
        press(page, "j", "?")
        expect_equal(lambda: focused(page), "")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.reload()
        page.wait_for_selector("[data-ready]")
    dialog(page, "Help").get_by_label("Use these keys").check()
    close(page)
    press(page, "j")
    expect_equal(lambda: focused(page), "who-knows")


def test_the_focused_question_is_never_hidden_behind_the_bars(page: Page) -> None:
    for name in ("who-knows", "restored", "dns-time", "dns-owner", "way-back"):
        item(page, name).get_by_role("radio").first.check(force=True)
    expect(page.locator(".notices .backup")).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 500})
    page.locator("body").focus()
    for _ in range(12):
        press(page, "j")
        hidden = page.evaluate("""() => {
            const place = document.activeElement.getBoundingClientRect();
            const top = document.querySelector(".bar").getBoundingClientRect().bottom;
            const foot = document.querySelector(".notices").getBoundingClientRect().top;
            return place.top < top || place.bottom > foot;
        }""")
        assert not hidden, focused(page)


def test_a_key_in_details_does_not_leave_them(page: Page) -> None:
    details(page, "restored").get_by_label("Confidence").focus()
    press(page, "j")
    expect_equal(lambda: focused(page), "restored")
