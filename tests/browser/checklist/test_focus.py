"""The focus never falls out of what somebody does, and what takes something away can be taken back at once."""

import json

import pytest
from playwright.sync_api import FileChooser, FilePayload, Locator, Page, expect

from checklistuser import (
    answer,
    assessment_of,
    close,
    deflated,
    details,
    dialog,
    expect_chosen,
    item,
    keep,
    link_of,
    saved_answers,
)
from waiting import wait_until

pytestmark = pytest.mark.slow


def undo_this(page: Page) -> Locator:
    return page.locator(".notices .undo").get_by_role("button", name="Undo this")


def in_app(page: Page) -> bool:
    found: bool = page.evaluate("() => !!document.activeElement.closest('checklist-app')")
    return found


def own_question(page: Page, words: str) -> Locator:
    section = page.locator("#after")
    section.get_by_role("button", name="Add a question").click()
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    return section.get_by_role("group", name=words)


def test_after_each_button_of_an_assessment_the_focus_is_on_what_it_made(page: Page) -> None:
    keep(page, assessment_of(name="Acme", number="a", restored={"answer": "yes"}))
    box = dialog(page, "Assessments")
    acme = box.get_by_role("group", name="Acme", exact=True)
    acme.get_by_role("button", name="Duplicate").press("Enter")
    expect(box.get_by_role("group", name="Acme (copy)").get_by_label("Name")).to_be_focused()
    acme.get_by_role("button", name="Archive").press("Enter")
    expect(acme.get_by_role("button", name="Bring back")).to_be_focused()
    expect(page.locator(".notices .undo")).to_contain_text("“Acme” is archived.")
    undo_this(page).press("Enter")
    expect(acme.get_by_role("button", name="Archive")).to_be_focused()
    expect(acme).not_to_contain_text("archived")
    acme.get_by_role("button", name="Archive").press("Enter")
    page.keyboard.press("Enter")
    expect(acme.get_by_role("button", name="Archive")).to_be_focused()
    acme.get_by_role("button", name="Delete").press("Enter")
    expect(undo_this(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(acme.get_by_role("button", name="Open")).to_be_focused()
    acme.get_by_role("button", name="Delete").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tools").get_by_role("button", name="Assessments")).to_be_focused()


def test_a_removed_question_can_be_brought_back_and_leaves_the_focus_beside_it(page: Page) -> None:
    box = own_question(page, "Is there coffee?")
    box.get_by_text("Yes", exact=True).click()
    remove = box.get_by_role("button", name="Remove question")
    remove.press("Enter")
    expect(box).to_have_count(0)
    expect(page.locator(".notices .undo")).to_contain_text("“Is there coffee?” is removed.")
    expect(undo_this(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box.get_by_role("radio", name="Yes")).to_be_focused()
    expect(box.get_by_role("radio", name="Yes")).to_be_checked()
    box.get_by_role("button", name="Details").press("Enter")
    remove.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(item(page, "watching").get_by_role("radio").first).to_be_focused()


def test_a_cleared_answer_can_be_brought_back_and_the_focus_stays(page: Page) -> None:
    answer(page, "restored", "No")
    clear = details(page, "restored").get_by_role("button", name="Clear answer")
    clear.press("Enter")
    expect(clear).to_be_focused()
    expect_chosen(page, "restored", None)
    undo_this(page).press("Enter")
    expect_chosen(page, "restored", "no")
    expect(item(page, "restored").get_by_role("radio", name="No", exact=True)).to_be_focused()


def test_of_two_answers_the_one_that_was_not_kept_can_be_brought_back(page: Page) -> None:
    made = assessment_of(restored={"answer": "yes"})
    made["entries"]["answers/restored"]["others"] = [
        {"value": {"answer": "no", "note": "theirs"}, "time": 1, "by": "y"}
    ]
    keep(page, made)
    box = item(page, "restored")
    box.get_by_role("button", name="Keep this").first.press("Enter")
    expect(box.locator(".alert")).to_have_count(0)
    expect(box.get_by_role("radio", name="Yes")).to_be_focused()
    undo_this(page).press("Enter")
    expect(box.locator(".alert")).to_contain_text("theirs")
    expect(box.get_by_role("radio", name="Yes")).to_be_focused()
    box.get_by_role("button", name="Keep this").nth(1).press("Enter")
    assert saved_answers(page)["restored"] == {"answer": "no", "note": "theirs"}


def test_undo_and_redo_keep_the_focus_when_there_is_nothing_left(page: Page) -> None:
    answer(page, "restored", "No")
    answer(page, "restored", "Yes")
    for name, left in (("Undo", None), ("Redo", "yes")):
        button = page.locator(".bar").get_by_role("button", name=name)
        button.focus()
        for _ in range(4):
            page.keyboard.press("Enter")
            expect(button).to_be_focused()
        expect(button).to_be_disabled()
        expect_chosen(page, "restored", left)


def test_what_a_filter_takes_away_hands_the_focus_on(page: Page) -> None:
    search = page.locator(".tools").get_by_label("Search")
    search.fill("backup")
    page.get_by_role("button", name="Show all").press("Enter")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    expect(page.locator(".tools").get_by_role("button", name="Filters")).to_be_focused()
    item(page, "way-back").get_by_role("radio").first.focus()
    # By somebody else: a script, a speech program.
    search.evaluate("field => { field.value = 'backup'; field.dispatchEvent(new Event('input')); }")
    expect(item(page, "way-back")).to_be_hidden()
    assert in_app(page)


def test_details_that_are_closed_from_within_leave_the_focus_on_their_button(page: Page) -> None:
    panel = details(page, "restored")
    panel.get_by_role("button", name="Clear answer").focus()
    page.keyboard.press("d")
    expect(panel).to_be_hidden()
    expect(item(page, "restored").get_by_role("button", name="Details")).to_be_focused()


def test_a_link_that_is_opened_and_left_keeps_the_focus_in_the_list(page: Page) -> None:
    answer(page, "restored", "No")
    for button in ("Leave", "Save a copy"):
        item(page, "restored").get_by_role("radio").first.focus()
        shared = link_of(deflated(json.dumps(["moving-a-server", "2026-11-22", {"name": "Theirs"}]).encode()))
        page.evaluate("hash => { location.hash = hash; }", shared)
        expect(page.locator(".notices .locked")).to_be_visible()
        assert in_app(page)
        page.get_by_role("button", name=button).press("Enter")
        expect(page.locator(".notices .locked")).to_have_count(0)
        assert in_app(page)


def test_a_backup_is_brought_in_by_keyboard_alone_and_taken_back(page: Page) -> None:
    keep(page, assessment_of(restored={"answer": "yes"}))
    # Before anything is pressed: the browser is told of it in a message of its own, which a key may overtake.
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))  # noqa: PLW0108  # it is marked, which no method can be
    opener = page.locator(".tools").get_by_role("button", name="Backup")
    opener.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Backup")
    expect(box.get_by_role("button", name="Close")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(box.get_by_label("Bring in a backup")).to_be_focused()
    content = json.dumps(assessment_of(restored={"answer": "no"})).encode()
    file = FilePayload(name="a.json", mimeType="application/json", buffer=content)
    page.keyboard.press("Enter")
    # Events come while the page is asked for something.
    wait_until(lambda: page.title() and choosers, "a file is asked for")
    choosers[0].set_files(file)
    expect(box.get_by_role("button", name="Replace")).to_be_visible()
    replace = box.get_by_role("button", name="Replace")
    # What else can be reached stands between, each once.
    for _ in range(box.locator("button, input").count()):
        if not replace.evaluate("(one) => one === document.activeElement"):
            page.keyboard.press("Tab")
    expect(replace).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_count(0)
    expect(opener).to_be_focused()
    expect_chosen(page, "restored", "no")
    undo_this(page).press("Enter")
    expect_chosen(page, "restored", "yes")
    assert in_app(page)
    assert saved_answers(page)["restored"] == {"answer": "yes"}


def test_a_dialog_whose_opener_is_gone_leaves_the_focus_in_the_list(page: Page) -> None:
    page.evaluate("""() => {
        const set = Storage.prototype.setItem;
        window.mend = () => { Storage.prototype.setItem = set; };
        Storage.prototype.setItem = () => { throw new Error("full"); };
    }""")
    answer(page, "restored", "Yes")
    page.locator(".notices .trouble").get_by_role("button", name="Download a backup").press("Enter")
    page.evaluate("() => window.mend()")
    output = page.get_by_role("dialog").get_by_label("Bring in a backup")
    expect(output).to_be_visible()
    page.evaluate("() => document.querySelector('checklist-app').set('name', 'Acme')")
    expect(page.locator(".notices .trouble")).to_have_count(0)
    close(page)
    expect(item(page, "restored").get_by_role("radio", name="Yes")).to_be_focused()


def test_a_file_that_cannot_be_read_leaves_the_focus_on_its_field(page: Page) -> None:
    box = dialog(page, "Backup")
    field = box.get_by_label("Bring in a backup")
    field.focus()
    field.set_input_files(FilePayload(name="a.json", mimeType="application/json", buffer=b"{"))
    expect(box.locator("[role=status]:not(.notices)")).to_contain_text("Nothing was changed.")
    expect(field).to_be_focused()
