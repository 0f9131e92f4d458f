"""Answering: one click, everything else when wanted, and nothing that cannot be taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from checklistuser import answer, details, dialog, expect_chosen, item, saved_answers
from faircopy.checklists.vocabulary import standard_vocabulary
from waiting import expect_equal

pytestmark = pytest.mark.slow

CLOCK = "() => new Date().toTimeString().slice(0, 5)"


def test_every_answer_is_one_click_said_politely_with_the_time_and_there_after_a_reload(page: Page) -> None:
    region = page.locator(".saved")
    expect(region).to_have_attribute("role", "status")
    before = page.evaluate(CLOCK)
    answer(page, "restored", "Partly")
    expect(region).to_have_text(re.compile(f"^Saved ({before}|{page.evaluate(CLOCK)})$"))
    assert saved_answers(page) == {"restored": {"answer": "partly"}}
    for one in standard_vocabulary().answers:
        answer(page, "way-back", one.label)
        expect_chosen(page, "way-back", one.value)
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect_chosen(page, "restored", "partly")
    expect_chosen(page, "way-back", one.value)
    expect_chosen(page, "who-knows", None)


def test_everything_about_an_answer_is_kept(page: Page) -> None:
    panel = details(page, "restored")
    for label, choice in (("Confidence", "Document seen"), ("Risk", "High"), ("Impact on the deal", "Price")):
        panel.get_by_label(label).select_option(choice)
    panel.get_by_label("Note").fill("First line\nsecond line")
    texts = {
        "Evidence": "minutes",
        "Link": "https://example.com/a",
        "Who said it": "CTO",
        "Action": "try it",
        "Owner": "Kim",
    }
    for label, text in texts.items():
        panel.get_by_label(label, exact=True).first.fill(text)
    panel.get_by_label("Date").first.fill("2026-03-01")
    panel.get_by_label("Due").fill("2026-04-01")
    panel.get_by_label("Evidence").nth(1).fill("a second piece")
    assert saved_answers(page)["restored"] == {
        "confidence": "seen",
        "risk": "high",
        "impact": "price",
        "note": "First line\nsecond line",
        "evidence": [
            {"label": "minutes", "link": "https://example.com/a", "who": "CTO", "date": "2026-03-01"},
            {"label": "a second piece"},
        ],
        "action": {"what": "try it", "owner": "Kim", "due": "2026-04-01"},
    }
    marks = item(page, "restored").locator(".marks")
    expect(marks).to_match_aria_snapshot(
        '- paragraph: "Red flag · Confidence: document seen · Risk: high · Impact on the deal: price'
        ' · Note · Evidence · Action"'
    )
    panel.get_by_label("Risk").select_option("Low")
    expect(marks).to_match_aria_snapshot('- paragraph: "/^Confidence: document seen · Risk: low/"')
    page.reload()
    expect(details(page, "restored").get_by_label("Note")).to_have_value("First line\nsecond line")


def test_an_answer_is_cleared_and_its_note_stays(page: Page) -> None:
    answer(page, "restored", "No")
    panel = details(page, "restored")
    panel.get_by_label("Note").fill("n")
    panel.get_by_role("button", name="Clear answer").click()
    expect_chosen(page, "restored", None)
    assert saved_answers(page) == {"restored": {"note": "n"}}


def test_everything_is_undone_and_done_again(page: Page) -> None:
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    answer(page, "restored", "No")
    answer(page, "restored", "Yes")
    panel = details(page, "restored")
    panel.get_by_label("Note").press_sequentially("typed")
    panel.get_by_label("Risk").select_option("Low")
    panel.get_by_role("button", name="Clear answer").click()
    states = [
        {"risk": "low", "note": "typed"},
        {"answer": "yes", "risk": "low", "note": "typed"},
        {"answer": "yes", "note": "typed"},
        {"answer": "yes"},
        {"answer": "no"},
        None,
    ]
    assert saved_answers(page)["restored"] == states[0]
    for state in states[1:]:
        undo.click()
        assert saved_answers(page)["restored"] == state
    expect(undo).to_be_disabled()
    for state in reversed(states[:-1]):
        redo.click()
        assert saved_answers(page)["restored"] == state
    expect(redo).to_be_disabled()


def test_not_applicable_leaves_the_count_only_with_a_reason(page: Page) -> None:
    numbers = page.locator(".tools summary")
    answer(page, "restored", "Not applicable")
    expect(numbers).to_contain_text("0 of 6 answered")
    item(page, "restored").get_by_label("Reason").fill("nothing to back up")
    expect(numbers).to_contain_text("0 of 5 answered")
    answer(page, "way-back", "Yes")
    expect(numbers).to_contain_text("1 of 5 answered")
    answer(page, "restored", "Partly")
    expect(numbers).to_contain_text("2 of 6 answered")
    assert saved_answers(page)["restored"] == {"answer": "partly"}, "no reason without what it is a reason for"


def test_progress_and_risk_are_two_numbers_in_chart_table_and_margin(page: Page) -> None:
    answer(page, "restored", "Yes")
    details(page, "restored").get_by_label("Risk").select_option("Critical")
    expect(page.locator("#before .tally")).to_have_text("1 of 4 answered · risk critical (4\u00a0of\u00a04)")
    page.locator(".tools summary").click()
    rows = page.locator(".tools tbody tr")
    expect(rows).to_have_count(3)
    cells = rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    assert cells == [
        ["Before the day", "1 of 4", "critical (4\u00a0of\u00a04)", "1"],
        ["On the day and after", "0 of 2", "not rated", "0"],
        ["All", "1 of 6", "critical (4\u00a0of\u00a04)", "1"],
    ]
    bars = page.locator(".tools rect.done:not(.high)").evaluate_all(
        "bars => bars.map(bar => bar.getAttribute('width'))"
    )
    assert [round(float(bar.removesuffix("%")), 1) for bar in bars] == [17.5, 0, 11.7]
    expect(page.locator(".tools rect.high")).to_have_count(8)
    expect(page.get_by_role("img", name="Progress and risk")).to_be_visible()


def test_own_questions_are_added_reworded_answered_and_removed(page: Page) -> None:
    section = page.locator("#after")
    section.get_by_role("button", name="Add a question").click()
    wording = section.get_by_label("Your question")
    expect(wording).to_be_focused()
    page.keyboard.type("Is there coffee?")
    page.keyboard.press("Tab")
    box = section.get_by_role("group", name="Is there coffee?")
    box.get_by_text("Yes", exact=True).click()
    expect(page.locator("#after .tally")).to_contain_text("1 of 3 answered")
    page.reload()
    box = page.locator("#after").get_by_role("group", name="Is there coffee?")
    expect(box.get_by_role("radio", name="Yes")).to_be_checked()
    box.get_by_role("button", name="Details").click()
    box.get_by_role("button", name="Remove question").click()
    expect(page.get_by_role("group", name="Is there coffee?")).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("group", name="Is there coffee?").get_by_role("radio", name="Yes")).to_be_checked()


def test_a_filter_does_not_take_away_the_row_that_is_being_edited(page: Page) -> None:
    page.get_by_label("Show").select_option("Open")
    answer(page, "restored", "Yes")
    expect(item(page, "restored")).to_be_visible()
    page.get_by_label("Show").select_option("With a note")
    expect(page.locator("fieldset:visible")).to_have_count(0)
    page.get_by_label("Show").select_option("Open")
    expect(item(page, "restored")).to_be_hidden()
    expect(item(page, "way-back")).to_be_visible()


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("fieldset:visible").evaluate_all("boxes => boxes.map(box => box.id)")
    return found


def test_filters_show_red_flags_and_notes_and_search_finds_questions_and_notes(page: Page) -> None:
    details(page, "restored").get_by_label("Risk").select_option("High")
    details(page, "way-back").get_by_label("Note").fill("by bicycle")
    for name, expected in (("Red flags", "restored"), ("With a note", "way-back")):
        page.get_by_label("Show").select_option(name)
        expect_equal(lambda: shown(page), [expected])
    page.get_by_role("button", name="Show all").click()
    search, status = page.locator(".tools").get_by_label("Search"), page.locator(".tools [role=status]")
    for text, found in (("dns", ["dns-time", "dns-owner"]), ("BICYCLE", ["way-back"]), ("", 6)):
        search.fill(text)
        assert (len(shown(page)) if text == "" else shown(page)) == found
    expect(status).to_have_text("6 shown")
    search.fill("only one person")
    expect(item(page, "who-knows")).to_be_visible()
    expect(page.locator("#after")).to_be_hidden()
    search.fill("red_flag")
    expect(status).to_have_text("Nothing matches")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("fieldset:visible")).to_have_count(6)
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()


def test_nothing_jumps_when_something_opens_and_hints_stay_readable(page: Page) -> None:
    toggle = item(page, "restored").get_by_role("button", name="Details")
    toggle.scroll_into_view_if_needed()
    places = [toggle.bounding_box()]
    details(page, "restored")
    places.append(toggle.bounding_box())
    for name in ("who-knows", "dns-time", "dns-owner", "restored", "way-back"):
        page.evaluate("name => document.querySelector(`#${name} input`).click()", name)
    expect(page.locator(".notices")).to_contain_text("There is no backup")
    places.append(toggle.bounding_box())
    assert places[0] == places[1] == places[2]
    box = item(page, "who-knows")
    box.get_by_text("Hints").click()
    expect(box.get_by_text("Only one person knows it.")).to_be_visible()


def test_text_that_looks_like_markup_stays_text(page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)><b>bold</b>"
    details(page, "restored").get_by_label("Note").fill(hostile)
    answer(page, "restored", "Yes")
    report = dialog(page, "Report")
    expect(report.locator("dd", has_text="onerror")).to_have_text(hostile)
    expect(page.locator("checklist-app img, checklist-app b")).to_have_count(0)


def test_an_own_question_without_words_keeps_its_old_ones(page: Page) -> None:
    section = page.locator("#after")
    section.get_by_role("button", name="Add a question").click()
    wording = section.get_by_label("Your question")
    for text in ("Is there coffee?", " ", "Is there tea?"):
        wording.fill(text)
        wording.press("Tab")
        expect(wording).to_have_value(text.strip() or "Is there coffee?")
    expect(page.locator(".tools [role=status]")).to_have_text("7 shown")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(wording).to_have_value("Is there coffee?")
    expect(section.get_by_role("group", name="Is there coffee?")).to_be_visible()


def test_next_open_goes_on_from_question_to_question_and_says_when_there_is_none(page: Page) -> None:
    going = page.get_by_role("button", name="Next open")
    for name in ("who-knows", "restored", "dns-time"):
        going.click()
        expect(item(page, name).get_by_role("radio").first).to_be_focused()
    page.locator(".tools").get_by_label("Search").fill("backup")
    answer(page, "restored", "Yes")
    going.click()
    expect(page.locator(".notices .open")).to_have_text("No open question is shown.Dismiss")


def test_a_long_address_in_a_note_does_not_widen_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    details(page, "restored").get_by_label("Note").fill("https://example.com/" + "a" * 400)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [320, 360])
def test_long_words_on_the_bar_do_not_widen_the_page(page: Page, width: int) -> None:
    """Other languages have longer words than English: the buttons take one more row."""
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate(
        """() => document.querySelectorAll(".bar button, .bar summary").forEach((one, at) => {
            one.textContent = ["Rückgängig", "Wiederholen", "Nächste offene", "Abschnitte"][at % 4]
        })"""
    )
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "settings", ["{", '{"who": {"a": 1}, "current": {}, "backup": "x", "keys": []}', '"text"', "[1]"]
)
def test_damaged_settings_do_no_harm(page: Page, settings: str) -> None:
    page.evaluate("text => localStorage.setItem('faircopy:/:moving-a-server:settings', text)", settings)
    page.reload()
    page.wait_for_selector("[data-ready]")
    answer(page, "restored", "Yes")
    expect_chosen(page, "restored", "yes")
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect_chosen(page, "restored", "yes")
