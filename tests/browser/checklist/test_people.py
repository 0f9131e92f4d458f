"""Whole ways of people who know nothing but the page: engineers who review together, an adviser who comes again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklistuser import answer, assessment_of, close, dialog, downloaded, item, keep, stored

pytestmark = pytest.mark.slow

READY = "checklist-app[data-ready]"


def test_a_colleague_answers_what_a_link_brought_and_hands_it_back(
    page: Page, person: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    keep(page, assessment_of(name="Review", restored={"answer": "yes"}))
    field = dialog(page, "Share").get_by_label("Link", exact=True)
    expect(field).to_have_value(re.compile("#share="))
    link = field.input_value()
    close(page)
    colleague = person().new_page()
    colleague.goto(link)
    banner = colleague.locator(".notices .locked")
    expect(banner).to_contain_text("To answer, save a copy.")
    banner.get_by_role("button", name="Save a copy").click()
    # Who answers is asked for where the answers begin, and is told the way back.
    told = colleague.locator(".notices .received")
    expect(told).to_contain_text("hand it back: Share, Save as a file")
    name = told.get_by_label("Your name")
    name.fill("Bo")
    name.press("Tab")
    answer(colleague, "restored", "No")
    answer(colleague, "watching", "Yes")
    file = downloaded(colleague, dialog(colleague, "Share").get_by_role("button", name="Save as a file"), tmp_path)
    assert file.name == "moving-a-server-review-bo.json"
    # Meanwhile the other has changed an answer, too.
    answer(page, "restored", "Partly")
    dialog(page, "Share").get_by_role("button", name="Bring in what came back").click()
    page.get_by_role("dialog", name="Backup").get_by_label("what a colleague has sent back").set_input_files(file)
    page.get_by_role("button", name="Merge, item by item").click()
    box = page.get_by_role("dialog", name="Merge")
    expect(box.get_by_label("Theirs (Bo)").first).to_be_visible()
    box.get_by_role("group", name="When was a backup last restored?").get_by_label("Both").check()
    box.get_by_role("button", name="Merge", exact=True).click()
    left = page.locator(".notices .undecided")
    expect(left).to_contain_text("1 answer is not decided yet.")
    left.get_by_role("button", name="Show what is not decided").click()
    expect(item(page, "restored")).to_be_visible()
    expect(item(page, "watching")).to_be_hidden()
    expect(page).to_have_url(re.compile("#show=undecided$"))
    item(page, "restored").get_by_role("button", name="Keep this").last.click()
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=show]").select_option("undecided")
    expect(page.locator("[data-name=count]")).to_have_text("Nothing matches")
    expect(dialog(page, "Report").get_by_role("row", name="Bo")).to_be_visible()


def test_a_second_assessment_of_a_subject_is_compared_over_time(page: Page, tmp_path: Path) -> None:
    first = assessment_of(
        name="March", number="a", restored={"answer": "yes"}, way_back={"answer": "no", "risk": "high"}
    )
    second = assessment_of(
        name="September", number="b", restored={"answer": "no"}, way_back={"answer": "no", "risk": "low"}
    )
    for each, time in ((first, 1_700_000_000_000), (second, 1_710_000_000_000)):
        each["entries"]["subject"] = {"value": "Acme", "time": time, "by": "x"}
    keep(page, first, second)
    box = dialog(page, "Compare")
    # They are of one subject, so this is what one wants to see.
    over_time = box.get_by_role("checkbox", name="over time")
    expect(over_time).to_be_checked()
    expect(box.get_by_role("heading", name="From March to September")).to_be_visible()
    expect(box.get_by_text("Better: 1. Changed: 1.")).to_be_visible()
    expect(box.get_by_text("All else is only a change.")).to_be_visible()
    # Who has put an old one right afterwards says which is which.
    box.get_by_role("button", name="The other way round").click()
    expect(box.get_by_text("Worse: 1. Changed: 1.")).to_be_visible()
    text = downloaded(page, box.get_by_role("button", name="Markdown", exact=True), tmp_path).read_text("utf-8")
    assert "From September to March" in text
    over_time.uncheck()
    expect(box.get_by_role("heading", name="Comparison", exact=True)).to_be_visible()
    expect(box.get_by_role("button", name="The other way round")).to_be_hidden()


def test_what_is_handed_over_is_named_and_asks_for_its_cover(page: Page, tmp_path: Path) -> None:
    keep(page, assessment_of(name="Acme", restored={"answer": "yes"}))
    expect(page.get_by_text("Your answers stay in this browser and are sent to nobody.")).to_be_visible()
    expect(page.locator(".bar select")).to_have_attribute("title", "Acme")
    box = dialog(page, "Report")
    box.get_by_label("Assessor").fill("Mere")
    box.get_by_label("Assessor").press("Tab")
    (saved,) = stored(page)
    assert saved["entries"]["assessor"]["value"] == "Mere"
    close(page)
    expect(dialog(page, "Report").get_by_label("Assessor")).to_be_hidden()
    close(page)
    questions = dialog(page, "Open questions")
    file = downloaded(page, questions.get_by_role("button", name="Markdown", exact=True), tmp_path)
    assert file.name == "acme-open-questions.md"
    close(page)
    expect(dialog(page, "Assessments").get_by_role("group", name="Acme")).to_contain_text("shown now")


def test_who_is_asked_to_answer_finds_the_own_sections_in_the_index(page: Page) -> None:
    one = assessment_of(name="Review", restored={"answer": "yes"})
    one["entries"]["assigned/before"] = {"value": "Bo", "time": 1_700_000_000_000, "by": "x"}
    one["entries"]["assigned/after"] = {"value": "C" * 300, "time": 1_700_000_000_000, "by": "x"}
    page.set_viewport_size({"width": 360, "height": 740})
    keep(page, one)
    page.locator(".index summary").click()
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link").filter(has_text="for Bo")).to_have_count(1)
    # A long name takes no room from anything.
    nav = sections.evaluate("(nav) => nav.scrollWidth - nav.clientWidth")
    assert nav == 0
