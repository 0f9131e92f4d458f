"""What keeps answers beyond a mistake and beyond the browser: versions, warnings, a backup file that is remembered."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklistpage import ChecklistSite
from checklistuser import (
    answer,
    assessment_of,
    bring,
    chosen,
    close,
    details,
    dialog,
    downloaded,
    expect_chosen,
    item,
    keep,
    name_of,
    put,
    saved_answers,
    stored,
    values,
)
from waiting import expect_equal, wait_until

pytestmark = pytest.mark.slow

Person = Callable[..., BrowserContext]
READY = "checklist-app[data-ready]"
# Nobody can choose a file in a dialog of a browser without windows. This one is a real file too: of the page's own.
CHOSEN_FILE = """
    window.showSaveFilePicker = async ({ suggestedName }) => {
        const folder = await navigator.storage.getDirectory();
        return folder.getFileHandle(suggestedName, { create: true });
    };
"""
# What Chromium does with a file of the machine at the next visit.
ASKS_AGAIN = """
    const allowed = new Set();
    FileSystemHandle.prototype.queryPermission = async function () {
        return allowed.has(this.name) ? "granted" : "prompt";
    };
    FileSystemHandle.prototype.requestPermission = async function () { allowed.add(this.name); return "granted"; };
"""
# What some browsers do in a private window, or where their settings forbid it.
KEEPS_NO_FILE = """
    IDBFactory.prototype.open = () => {
        const request = { error: new DOMException("refused", "InvalidStateError") };
        setTimeout(() => request.onerror());
        return request;
    };
"""
# While the page writes it, Chromium first removes the file and then puts the new one in its place:
# in between there is none, and one that was opened before cannot be read. Both are looked at again.
FILE = """async () => {
    const folder = await navigator.storage.getDirectory();
    for (let left = 200; ; left -= 1) {
        try {
            const file = await folder.getFileHandle("moving-a-server-backup.json");
            return await (await file.getFile()).text();
        } catch (error) {
            if (left === 0 || !["NotReadableError", "NotFoundError"].includes(error.name)) throw error;
            await new Promise((done) => setTimeout(done, 20));
        }
    }
}"""
# What Chromium does where another page writes the file between opening and reading: once in each visit.
WRITTEN_MEANWHILE = """
    const { text } = File.prototype;
    File.prototype.text = async function () {
        File.prototype.text = text;
        throw new DOMException("written meanwhile", "NotReadableError");
    };
"""


def versions(page: Page) -> list[str]:
    """The endings of the names of all versions that are stored, the oldest first."""
    keys: list[str] = page.evaluate("() => Object.keys(localStorage).filter((key) => /:v\\//.test(key)).sort()")
    return [key.split("/")[4] if key.count("/") > 3 else "" for key in keys]


def ready(page: Page) -> None:
    page.wait_for_selector(READY)
    page.wait_for_function("() => document.querySelector('checklist-app').keepVersion")


def file_has(page: Page, words: str) -> None:
    """Wait until the backup file has these words."""
    wait_until(lambda: words in page.evaluate(FILE), f"the backup file has '{words}'")


def test_one_can_look_at_a_version_go_back_to_it_and_undo_that(page: Page, tmp_path: Path) -> None:
    keep(page, assessment_of(restored={"answer": "yes", "note": "as it was"}))
    ready(page)
    box = dialog(page, "Assessments")
    box.get_by_role("button", name="Versions").click()
    expect(page.get_by_role("dialog", name="Versions")).to_contain_text("There is no earlier version yet.")
    close(page)
    close(page)
    answer(page, "restored", "No")
    answer(page, "way-back", "No")
    expect_equal(lambda: versions(page), [""])
    theirs = assessment_of(name="Acme", restored={"answer": "partly"}, watching={"answer": "yes"})
    expect(bring(page, "acme.json", json.dumps(theirs))).to_contain_text("“Acme” is here already.")
    page.get_by_role("button", name="Replace").click()
    expect(page.locator(".notices .undo")).to_contain_text("Brought in.")
    expect_equal(lambda: versions(page), ["", "import"])
    assert [name for name, value in saved_answers(page).items() if value] == ["restored", "watching"]
    dialog(page, "Assessments").get_by_role("button", name="Versions").click()
    box = page.get_by_role("dialog", name="Versions")
    expect(box.locator("h3").first).to_contain_text(", before an import")
    first = box.get_by_role("group").last
    expect(first).to_contain_text("1 of 6 answered")
    expect(first).to_contain_text("2 entries differ from now")
    file = downloaded(page, first.get_by_role("button", name="Download"), tmp_path)
    assert "as it was" in file.read_text(encoding="utf-8")
    first.get_by_role("button", name="Look at it").click()
    banner = page.locator(".notices .locked")
    expect(banner).to_contain_text("Read only. “Acme”, as it was on ")
    assert (chosen(page, "restored"), chosen(page, "watching")) == ("yes", None)
    banner.get_by_role("button", name="Leave").click()
    expect_chosen(page, "watching", "yes")
    dialog(page, "Assessments").get_by_role("button", name="Versions").click()
    first.get_by_role("button", name="Go back to it").click()
    left = {name: value for name, value in saved_answers(page).items() if value}
    assert left == {"restored": {"answer": "yes", "note": "as it was"}}
    expect_equal(lambda: versions(page), ["", "import", "back"])
    undo = page.locator(".notices .undo")
    expect(undo).to_contain_text("“Acme” is as it was on ")
    undo.get_by_role("button", name="Undo this").click()
    expect_chosen(page, "watching", "yes")
    page.reload()
    ready(page)
    dialog(page, "Assessments").get_by_role("button", name="Versions").click()
    first.get_by_role("button", name="Save a copy").click()
    assert sorted(name_of(each) for each in stored(page)) == ["Acme", "Acme (copy)"]
    expect_chosen(page, "restored", "yes")


def test_who_may_lose_something_is_warned(page: Page) -> None:
    put(page, "broken", '{"format": "faircopy-as')
    page.evaluate("() => localStorage.setItem('another page', 'x'.repeat(4.2e6))")
    sealed = page.locator(".notices .sealed")
    room = page.locator(".notices .room")
    for _ in range(2):
        page.reload()
        ready(page)
        expect(sealed).to_contain_text("cannot be opened")
        expect(room).to_contain_text("nearly full")
    sealed.get_by_role("button", name="Show it").click()
    expect(page.locator(".notices .locked")).to_contain_text("It is not JSON, or is cut off.")
    page.locator("select[aria-label=Assessment]").select_option(index=0)
    page.evaluate("() => localStorage.removeItem('another page')")
    for name in ("who-knows", "restored", "dns-time", "dns-owner", "way-back"):
        answer(page, name, "Yes")
    expect(room).to_have_count(0)
    reminder = page.locator(".notices .backup")
    expect(reminder).to_contain_text("no backup")
    reminder.get_by_role("button", name="Ask the browser to keep it").click()
    expect(page.locator(".notices .kept")).to_be_visible()


def test_no_reminder_lies_over_the_field_that_one_types_into(person: Person, checklists: ChecklistSite) -> None:
    page = person(viewport={"width": 360, "height": 640}).new_page()
    page.goto(checklists.small)
    ready(page)
    names = ("who_knows", "restored", "dns_time", "dns_owner", "watching")
    answers: dict[str, Any] = {name: {"answer": "yes"} for name in names}
    keep(page, assessment_of(**answers))
    wait_until(
        lambda: page.evaluate("() => Boolean(document.querySelector('checklist-app').afterSaving)"), "all is loaded"
    )
    note = details(page, "way-back").get_by_label("Note")
    note.fill("by night")
    expect(page.locator(".saved")).to_contain_text("Saved")
    reminder = page.locator(".notices .backup")
    assert reminder.count() == 0
    note.press("Tab")
    item(page, "way-back").get_by_role("radio", name="Yes").focus()
    expect(reminder).to_be_visible()


def test_a_backup_file_is_written_after_each_change_and_in_later_visits(
    person: Person, checklists: ChecklistSite
) -> None:
    context = person()
    context.add_init_script(CHOSEN_FILE)
    page = context.new_page()
    page.goto(checklists.small)
    ready(page)
    answer(page, "restored", "Yes")
    box = dialog(page, "Backup")
    expect(box).to_contain_text("There was no backup yet.")
    box.get_by_role("button", name="Write a backup file after each change").click()
    expect(box).to_contain_text("Last backup: ")
    expect(box).to_contain_text("moving-a-server-backup.json is written after each change")
    close(page)
    (first,) = json.loads(page.evaluate(FILE))["assessments"]
    assert values(first) == {"restored": {"answer": "yes"}}
    details(page, "way-back").get_by_label("Note").fill("a later word")
    file_has(page, "a later word")

    # The next visit, in a browser that does not ask. What it has lost comes back from the file.
    page.evaluate("() => localStorage.clear()")
    context.add_init_script(WRITTEN_MEANWHILE)
    page.goto(checklists.small)
    ready(page)
    notice = page.locator(".notices .follow")
    expect(notice).to_contain_text("holds answers that are not here")
    answer(page, "watching", "No")
    assert "watching" not in page.evaluate(FILE), "nothing is written over what only the file has"
    notice.get_by_role("button", name="Bring them in").click()
    expect_chosen(page, "restored", "yes")
    file_has(page, "watching")
    assert len(json.loads(page.evaluate(FILE))["assessments"]) == 2

    context.add_init_script(ASKS_AGAIN)
    page.goto(checklists.small)
    ready(page)
    expect(notice).to_contain_text("is not written to")
    answer(page, "dns-time", "Yes")
    notice.get_by_role("button", name="Go on writing it").click()
    file_has(page, "dns-time")
    expect(notice).to_have_count(0)
    box = dialog(page, "Backup")
    box.get_by_role("button", name="Write it no more").click()
    expect(box.get_by_role("button", name="Write it no more")).to_be_hidden()
    page.goto(checklists.small)
    ready(page)
    expect(notice).to_have_count(0)


def test_a_backup_file_that_the_browser_does_not_keep_is_told(person: Person, checklists: ChecklistSite) -> None:
    """At once, and at each visit until the reader has chosen a file again, or wants none any more."""
    context = person()
    context.add_init_script(f"{CHOSEN_FILE} {KEEPS_NO_FILE}")
    page = context.new_page()
    page.goto(checklists.small)
    ready(page)
    answer(page, "restored", "Yes")
    dialog(page, "Backup").get_by_role("button", name="Write a backup file after each change").click()
    expect(page.locator(".notices .unkept")).to_contain_text("is written until this page is closed")
    close(page)
    file_has(page, "restored")
    answer(page, "watching", "No")
    file_has(page, "watching")
    lost = page.locator(".notices .follow")
    for action in ("Write a backup file after each change", "Write it no more"):
        page.goto(checklists.small)
        page.reload()
        ready(page)
        expect(lost).to_contain_text("“moving-a-server-backup.json” is written no more")
        lost.get_by_role("button", name=action).click()
        expect(lost).to_have_count(0)
    page.reload()
    ready(page)
    # Said after the file was looked for.
    page.evaluate("() => new Promise((resolve) => { indexedDB.open('x').onerror = resolve; })")
    expect(lost).to_have_count(0)


def test_a_file_that_is_no_backup_of_this_list_is_not_written_over(person: Person, checklists: ChecklistSite) -> None:
    context = person()
    context.add_init_script(CHOSEN_FILE)
    page = context.new_page()
    page.goto(checklists.small)
    ready(page)
    answer(page, "restored", "Yes")
    page.evaluate("""async () => {
        const folder = await navigator.storage.getDirectory();
        const file = await folder.getFileHandle("moving-a-server-backup.json", { create: true });
        const stream = await file.createWritable();
        await stream.write("a letter");
        await stream.close();
    }""")
    dialog(page, "Backup").get_by_role("button", name="Write a backup file after each change").click()
    notice = page.locator(".notices .follow")
    expect(notice).to_contain_text("is no backup of this list")
    assert page.evaluate(FILE) == "a letter"
    notice.get_by_role("button", name="Write over it").click()
    file_has(page, "restored")
