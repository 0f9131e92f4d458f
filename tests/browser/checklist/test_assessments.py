"""Several assessments: made, changed, compared, thrown away and brought back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checklistuser import (
    answer,
    assessment_of,
    close,
    details,
    dialog,
    downloaded,
    expect_chosen,
    keep,
    name_of,
    stored,
)
from waiting import expect_equal

pytestmark = pytest.mark.slow


def names(page: Page) -> list[str]:
    return sorted(name_of(each) for each in stored(page))


def test_assessments_are_created_renamed_duplicated_archived_and_deleted_with_undo(page: Page) -> None:
    answer(page, "restored", "Yes")
    box = dialog(page, "Assessments")
    box.get_by_label("New assessment").fill("Beta, April")
    box.get_by_role("button", name="Create").click()
    expect(page.get_by_label("Assessment", exact=True).last).to_be_visible()
    expect_chosen(page, "restored", None)
    answer(page, "restored", "No")
    expect_equal(lambda: names(page), ["Beta, April", "First assessment"])

    box = dialog(page, "Assessments")
    first = box.get_by_role("group", name="First assessment")
    first.get_by_label("Name").fill("Acme, March")
    first.get_by_label("Name").press("Tab")
    acme = box.get_by_role("group", name="Beta, April")
    acme.get_by_role("button", name="Duplicate").click()
    assert "Beta, April (copy)" in names(page)
    # What is answered next is meant for the copy, as for a new one.
    expect(box.get_by_role("group", name="Beta, April (copy)")).to_contain_text("shown now")
    box.get_by_role("group", name="Acme, March").get_by_role("button", name="Open").click()
    box = dialog(page, "Assessments")
    box.get_by_role("group", name="Beta, April (copy)").get_by_role("button", name="Archive").click()
    expect(box.get_by_role("group", name="Beta, April (copy)")).to_contain_text("archived")
    box.get_by_role("group", name="Beta, April", exact=True).get_by_role("button", name="Delete").click()
    expect_equal(lambda: names(page), ["Acme, March", "Beta, April (copy)"])
    close(page)
    listed = page.locator(".bar select option")
    expect(listed).to_have_text(["Acme, March"])
    page.locator(".notices").get_by_role("button", name="Undo").click()
    expect_equal(lambda: names(page), ["Acme, March", "Beta, April", "Beta, April (copy)"])
    page.locator(".bar select").select_option("Beta, April")
    expect_chosen(page, "restored", "no")
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect_chosen(page, "restored", "no")


def test_the_last_assessment_can_be_deleted(page: Page) -> None:
    answer(page, "restored", "Yes")
    dialog(page, "Assessments").get_by_role("button", name="Delete").click()
    close(page)
    assert stored(page) == []
    expect_chosen(page, "restored", None)
    answer(page, "way-back", "No")
    assert len(stored(page)) == 1


def test_assessments_stand_side_by_side(page: Page, tmp_path: Path) -> None:
    keep(
        page,
        assessment_of(name="Acme", number="a", restored={"answer": "yes"}, way_back={"answer": "no", "risk": "high"}),
        assessment_of(name="Beta", number="b", restored={"answer": "yes"}, way_back={"answer": "yes"}),
        assessment_of(name="Gamma", number="c", restored={"answer": "no", "risk": "low"}),
    )
    box = dialog(page, "Compare")
    tables = box.get_by_role("table")
    expect(tables.nth(0).get_by_role("columnheader")).to_have_text(["Section", "Acme", "Beta", "Gamma"])
    expect(tables.nth(1).locator("tbody th")).to_have_text(
        ["When was a backup last restored?", "What is the way back, and until when?"]
    )
    expect(box.get_by_text("Red flags: Acme")).to_be_visible()
    box.get_by_role("checkbox", name="Gamma").uncheck()
    expect(tables.nth(1).locator("tbody th")).to_have_text(["What is the way back, and until when?"])
    # What is seen is what is printed.
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert (page.locator(".paper").text_content() or "?") in (box.text_content() or "")
    text = downloaded(page, box.get_by_role("button", name="Markdown", exact=True), tmp_path).read_text(
        encoding="utf-8"
    )
    assert "| What is the way back, and until when? | No, risk high | Yes |" in text
    table = downloaded(page, box.get_by_role("button", name="CSV"), tmp_path).read_text(encoding="utf-8-sig")
    assert '"What is the way back, and until when?","No, risk high","Yes"' in table


def test_the_open_questions_can_be_sent_to_the_company(page: Page, tmp_path: Path) -> None:
    answer(page, "restored", "Yes")
    details(page, "way-back").get_by_label("Note").fill("they looked away")
    answer(page, "way-back", "Asked, no answer")
    box = dialog(page, "Open questions")
    text = downloaded(page, box.get_by_role("button", name="Markdown", exact=True), tmp_path).read_text(
        encoding="utf-8"
    )
    assert "What is the way back, and until when? (asked before)" in text
    assert "When was a backup last restored?" not in text
    assert "looked away" not in text


def test_the_report_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    panel = details(page, "restored")
    panel.get_by_label("Note").fill("=HYPERLINK(1)")
    panel.get_by_label("Risk").select_option("Critical")
    answer(page, "restored", "No")
    box = dialog(page, "Report")
    expect(box.get_by_role("heading", name="Red flags")).to_be_visible()
    assert "**Note:** &#61;HYPERLINK(1)" in downloaded(
        page, box.get_by_role("button", name="Markdown", exact=True), tmp_path
    ).read_text("utf-8")
    assert '"\'=HYPERLINK(1)"' in downloaded(page, box.get_by_role("button", name="CSV"), tmp_path).read_text("utf-8")


def test_a_notice_takes_back_its_own_step_only_and_stays_within_reach(page: Page) -> None:
    others = assessment_of(name="Beta", number="b", restored={"answer": "no"})
    keep(page, assessment_of(name="Acme", number="a", restored={"answer": "yes"}), others)
    box = dialog(page, "Assessments")
    name = box.get_by_role("group", name="Beta").get_by_label("Name")
    name.fill("Gamma")
    name.press("Tab")
    box.get_by_role("group", name="Gamma").get_by_role("button", name="Delete").click()
    notice = page.locator(".notices .undo")
    expect(notice).to_contain_text("“Gamma” is deleted.")
    expect(notice.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box.get_by_role("group", name="Gamma")).to_be_visible()
    box.get_by_role("group", name="Gamma").get_by_role("button", name="Delete").click()
    close(page)
    answer(page, "way-back", "No")
    expect(notice).to_have_count(0)


def test_what_is_undone_is_shown_and_a_shared_assessment_is_left_alone(page: Page) -> None:
    acme = assessment_of(name="Acme", number="a", restored={"answer": "yes"})
    keep(page, acme, assessment_of(name="Beta", number="b"))
    answer(page, "restored", "No")
    listed = page.locator(".bar select")
    listed.select_option("Beta")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(listed).to_have_value("a")
    expect_chosen(page, "restored", "yes")
    link = page.evaluate(
        """async () => {
            const { list, assessment } = document.querySelector("checklist-app");
            const script = document.querySelector("script[src*=checklist]").src;
            const { packLink } = await import(new URL("link.js", script));
            return packLink(list, assessment);
        }"""
    )
    page.evaluate("hash => { location.hash = hash; }", link)
    expect(page.locator(".notices .locked")).to_be_visible()
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Add a question").first).to_be_hidden()
