"""Files and links: what goes out comes back the same, and what is wrong changes nothing and says why."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklistpage import ChecklistSite
from checklistuser import (
    answer,
    assessment_of,
    bring,
    close,
    deflated,
    details,
    dialog,
    downloaded,
    expect_chosen,
    item,
    keep,
    link_of,
    name_of,
    saved_answers,
    stored,
    values,
)
from waiting import expect_equal

pytestmark = pytest.mark.slow

READY = "checklist-app[data-ready]"
NOTE = "Two\nlines, <b>no markup</b> & “quotes”"


def test_a_backup_brings_everything_back_elsewhere(
    root: Path, page: Page, person: Callable[..., BrowserContext], checklists: ChecklistSite, tmp_path: Path
) -> None:
    keep(
        page,
        assessment_of(name="Acme", number="a", restored={"answer": "yes", "note": NOTE}, way_back={"answer": "no"}),
        assessment_of(name="Beta", number="b", restored={"answer": "no"}),
    )
    file = downloaded(page, dialog(page, "Backup").get_by_role("button", name="All assessments"), tmp_path)
    jsonschema.validate(
        json.loads(file.read_bytes()), json.loads((root / "docs/checklist-data.schema.json").read_text())
    )
    assert re.fullmatch(r"moving-a-server-backup-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.json", file.name)
    other = person().new_page()
    other.goto(checklists.small)
    other.wait_for_selector(READY)
    output = bring(other, file.name, file.read_bytes())
    expect(output).to_contain_text("“Acme” is new here, with 2 answers.")
    assert stored(other) == []
    output.get_by_role("button", name="Add as a copy").click()
    assert stored(other) == stored(page)
    again = downloaded(other, dialog(other, "Backup").get_by_role("button", name="All assessments"), tmp_path / "again")
    assert again.read_bytes() == file.read_bytes()


def test_a_backup_of_several_megabytes_is_brought_back(
    page: Page, person: Callable[..., BrowserContext], checklists: ChecklistSite, tmp_path: Path
) -> None:
    keep(page, assessment_of(restored={"note": "n" * 2_500_000}))
    file = downloaded(page, dialog(page, "Backup").get_by_role("button", name="All assessments"), tmp_path)
    other = person().new_page()
    other.goto(checklists.small)
    other.wait_for_selector(READY)
    output = bring(other, file.name, file.read_bytes())
    output.get_by_role("button", name="Add as a copy").click()
    assert stored(other) == stored(page)


# What comes of each way to take an assessment that is here already: its name, and two answers.
TAKEN = {
    "Add as a copy": [("Acme", "yes", "yes"), ("Acme (copy)", "no", None)],
    "Merge, the newest wins": [("Acme", "no", "yes")],
    "Replace": [("Acme", "no", None)],
}


def taken(page: Page) -> list[tuple[str, str | None, str | None]]:
    rows = [(name_of(each), values(each)) for each in stored(page)]
    return sorted(
        (name, (found.get("restored") or {}).get("answer"), (found.get("way-back") or {}).get("answer"))
        for name, found in rows
    )


def test_an_import_says_what_it_would_do_then_does_it_and_can_be_undone(page: Page) -> None:
    newer = assessment_of(restored={"answer": "no"})
    newer["entries"]["answers/restored"].update(time=1_700_000_000_500, seen={"x": 1_700_000_000_000})
    for button, expected in TAKEN.items():
        keep(page, assessment_of(restored={"answer": "yes"}))
        answer(page, "way-back", "Yes")
        (before,) = stored(page)
        output = bring(page, "a.json", json.dumps(newer))
        expect(output).to_contain_text("Merging would change 1 entry, replacing would change 2.")
        output.get_by_role("button", name=button).click()
        expect_equal(lambda: taken(page), expected)
        name = "Acme (copy)" if button == "Add as a copy" else "Acme"
        expect(page.locator(".bar select option:checked")).to_have_text(name)
        page.locator(".notices").get_by_role("button", name="Undo").click()
        expect_equal(lambda: taken(page), [("Acme", "yes", "yes")])
        assert values(stored(page)[0]) == values(before)


WRONG_FILES: list[tuple[str | bytes, str]] = [
    ("", "It is empty."),
    (b"\x89PNG\r\n\x1a\n", "It is not JSON, or is cut off."),
    ('{"format": "faircopy-assessments", "ver', "It is not JSON, or is cut off."),
    ('{"a": 1}', "This is not a backup from this page."),
    (json.dumps({**assessment_of(), "version": 3}), "It was saved by a newer version of this page."),
    (json.dumps({**assessment_of(), "list": "other"}), "It belongs to another checklist, “other”."),
    (
        json.dumps({**assessment_of(), "revision": "2099-01-01"}),
        "It was made with a newer revision of the list: reload the page.",
    ),
    (json.dumps(assessment_of(restored={"answer": "<img src=x onerror=alert(1)>"})), "is not what it should be."),
]


def test_a_wrong_file_changes_nothing_and_says_what_is_wrong(page: Page) -> None:
    answer(page, "restored", "Yes")
    before = page.evaluate("() => JSON.stringify(localStorage)")
    for content, sentence in WRONG_FILES:
        output = bring(page, "a.json", content)
        expect(output).to_contain_text(f"{sentence} Nothing was changed.")
        assert page.evaluate("() => JSON.stringify(localStorage)") == before, sentence
        expect(output.get_by_role("button")).to_have_count(0)
        close(page)


def test_a_file_that_is_too_large_is_not_even_read(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    with file.open("wb") as sparse:
        sparse.truncate(2**25 + 1)
    box = dialog(page, "Backup")
    box.get_by_label("Bring in a backup").set_input_files(file)
    expect(box).to_contain_text("The file is larger than 32 MB. Nothing was changed.")


def shared(page: Page, notes: bool = False) -> str:
    box = dialog(page, "Share")
    if notes:
        box.get_by_label("With notes, evidence and actions").check()
    link = box.get_by_role("textbox", name="Link")
    expect(link).to_have_value(re.compile("#share="))
    output = f"{len(link.input_value())} characters. Short enough for Teams (2048). Short enough for Slack (4000)."
    expect(box.get_by_text("characters.")).to_have_text(output)
    address = link.input_value()
    close(page)
    return address


def test_what_was_copied_is_no_longer_said_to_be_copied_when_the_link_changes(
    person: Callable[..., BrowserContext], checklists: ChecklistSite
) -> None:
    page = person(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(checklists.small)
    page.wait_for_selector(READY)
    answer(page, "restored", "Yes")
    box = dialog(page, "Share")
    expect(box.get_by_role("textbox", name="Link")).to_have_value(re.compile("#share="))
    box.get_by_role("button", name="Copy").click()
    expect(box.get_by_role("button", name="Copied")).to_be_visible()
    expect(box.get_by_role("textbox")).to_have_value(page.evaluate("() => navigator.clipboard.readText()"))
    box.get_by_label("With notes").check()
    expect(box.get_by_role("button", name="Copy", exact=True)).to_be_visible()


@pytest.mark.parametrize("by_hand", [False, True], ids=["the older way", "by hand"])
def test_without_the_clipboard_of_a_secure_page_text_is_copied_otherwise(
    person: Callable[..., BrowserContext], checklists: ChecklistSite, by_hand: bool
) -> None:
    context = person()
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    if by_hand:
        context.add_init_script("Document.prototype.execCommand = () => false")
    page = context.new_page()
    page.goto(checklists.small)
    page.wait_for_selector(READY)
    answer(page, "restored", "Yes")
    box = dialog(page, "Report")
    box.get_by_role("button", name="Copy").press("Enter")
    if by_hand:
        expect(box.get_by_role("textbox", name="Text to copy")).to_be_focused()
        expect(box.locator(".notices")).to_contain_text("The text is selected: press Ctrl+C")
        page.keyboard.press("Control+c")
    else:
        expect(box.get_by_role("button", name="Copied")).to_be_focused()
    close(page)
    expect(page.locator(".notices")).to_be_empty()
    note = details(page, "restored").get_by_label("Note")
    note.press("Control+v")
    expect(note).to_have_value(re.compile(r"^# First assessment\n[\s\S]*When was a backup last restored\?"))


def test_a_link_opens_read_only_and_what_is_saved_of_it_can_be_sent_back(
    page: Page, person: Callable[..., BrowserContext], checklists: ChecklistSite, tmp_path: Path
) -> None:
    keep(page, assessment_of(name="Acme, March", restored={"answer": "partly", "risk": "high", "note": NOTE}))
    bare, full = shared(page), shared(page, notes=True)
    context = person()
    other = context.new_page()
    other.goto(bare)
    other.wait_for_selector(READY)
    banner = other.locator(".notices .locked")
    expect(banner).to_contain_text("Read only. “Acme, March”, from a link.")
    expect_chosen(other, "restored", "partly")
    assert "no markup" not in other.content()
    expect(item(other, "restored")).to_have_js_property("disabled", value=True)
    assert stored(other) == []
    other.goto(full)
    other.reload()
    expect(item(other, "restored").get_by_text("no markup")).to_be_visible()
    expect(other.locator("checklist-app b")).to_have_count(0)
    banner.get_by_role("button", name="Save a copy").click()
    expect(other).to_have_url(checklists.small)
    expect(item(other, "restored")).to_be_enabled()
    assert [name_of(each) for each in stored(other)] == ["Acme, March"]
    assert saved_answers(other)["restored"]["note"] == NOTE
    answer(other, "restored", "Yes")
    assert saved_answers(other)["restored"]["answer"] == "yes"
    other.reload()
    expect(item(other, "restored").get_by_role("radio", name="Yes")).to_be_checked()
    back = downloaded(other, dialog(other, "Backup").get_by_role("button", name="This assessment"), tmp_path)
    output = bring(page, back.name, back.read_bytes())
    expect(output.get_by_role("button", name="Merge, item by item")).to_be_visible()


def test_leaving_a_shared_assessment_leaves_nothing(page: Page) -> None:
    answer(page, "restored", "Yes")
    link = shared(page)
    answer(page, "restored", "No")
    page.goto(link)
    page.reload()
    page.wait_for_selector(READY)
    page.locator(".notices .locked").get_by_role("button", name="Leave").click()
    expect_chosen(page, "restored", "no")
    assert len(stored(page)) == 1


BROKEN_LINKS: list[tuple[Callable[[str], str], str]] = [
    (lambda link: link[:-4], "This link is damaged or cut off."),
    (lambda link: link[:-10] + ("A" if link[-10] != "A" else "B") + link[-9:], "This link is damaged or cut off."),
    (lambda _: "#share=", "This link is damaged or cut off."),
    (lambda _: "#share=1.", "This link is damaged or cut off."),
    (lambda _: link_of(b"not compressed"), "This link is damaged or cut off."),
    (lambda _: link_of(deflated(bytes(64 * 2**20))), "This is more than a link may hold."),
    (lambda _: link_of(deflated(b'["other","2016-01-01",{}]')), "It belongs to another checklist, “other”."),
]


def test_a_broken_link_says_so_and_changes_nothing(page: Page) -> None:
    answer(page, "restored", "Yes")
    link = shared(page)
    before = page.evaluate("() => JSON.stringify(localStorage)")
    notice = page.locator(".notices .link")
    for break_link, sentence in BROKEN_LINKS:
        broken = break_link(link)
        page.evaluate("link => { location.href = link; }", broken[broken.index("#") :])
        expect(notice).to_contain_text(sentence)
        assert page.evaluate("() => JSON.stringify(localStorage)") == before, broken[:100]
        expect(item(page, "restored")).to_be_enabled()
        notice.get_by_role("button", name="Dismiss").click()
        expect(notice).to_have_count(0)


def test_what_a_colleague_sends_back_is_merged_item_by_item_by_file_and_by_link(page: Page) -> None:
    mine = assessment_of(restored={"answer": "no", "note": "kept here, by Kim"}, way_back={"answer": "no"})
    keep(page, mine)
    theirs = json.loads(json.dumps(mine))
    at = {"time": 1_700_000_100_000, "by": "sam", "who": "Sam"}
    theirs["entries"]["answers/restored"] = {"value": {"answer": "partly", "note": "kept there, by Kim"}, **at}
    theirs["entries"]["answers/who-knows"] = {"value": {"answer": "yes"}, **at}
    bring(page, "a.json", json.dumps(theirs)).get_by_role("button", name="Merge, item by item").click()
    box = page.get_by_role("dialog", name="Merge")
    expect(box).to_contain_text("2 differ between yours and what came, “Acme”. Changed on both sides: 1.")
    both = box.get_by_role("group", name="When was a backup")
    expect(both).to_contain_text("kept here, by Kim")
    marked = [text.strip() for text in both.locator("mark").all_inner_texts()]
    assert marked == ["No", "here,", "Partly", "there,"]
    both.get_by_label("Theirs (Sam)").check()
    box.get_by_role("button", name="Merge", exact=True).click()
    merged = {"restored": "partly", "way-back": "no", "who-knows": "yes"}
    assert {name: value["answer"] for name, value in saved_answers(page).items()} == merged
    share = dialog(page, "Share")
    share.get_by_text("Who works on which section").click()
    share.get_by_label("Before the day").fill("Sam")
    close(page)
    expect(page.locator(".tally").first).to_contain_text("· for Sam")
    link = shared(page)
    answer(page, "restored", "Yes")
    page.evaluate("link => { location.href = link; }", link[link.index("#") :])
    page.locator(".notices .locked").get_by_role("button", name="Merge into mine").click()
    box.get_by_role("button", name="All theirs").click()
    box.get_by_role("button", name="Merge", exact=True).click()
    expect_chosen(page, "restored", "partly")
    expect(page).to_have_url(re.compile(r"^[^#]+$"))
