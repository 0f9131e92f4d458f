"""Nothing that was typed is lost: other tabs, ends without warning, storage that fails, data of other versions."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Error, Page, Route, expect

from checklistpage import ChecklistSite
from checklistuser import (
    answer,
    assessment_of,
    close,
    details,
    dialog,
    downloaded,
    expect_chosen,
    item,
    keep,
    put,
    saved_answers,
    stored,
)
from waiting import wait_until

pytestmark = pytest.mark.slow

Person = Callable[..., BrowserContext]
READY = "checklist-app[data-ready]"
# A tab that the browser has put to sleep hears of nothing.
DEAF = "addEventListener('storage', (event) => event.stopImmediatePropagation(), true)"


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def test_two_tabs_follow_each_other(person: Person, checklists: ChecklistSite) -> None:
    context = person()
    one = visit(context, checklists.small)
    answer(one, "restored", "Yes")
    two = visit(context, checklists.small)
    answer(two, "way-back", "No")
    expect(item(one, "way-back").get_by_role("radio", name="No", exact=True)).to_be_checked()
    answer(one, "way-back", "Yes")
    expect(item(two, "way-back").get_by_role("radio", name="Yes")).to_be_checked()
    expect(item(two, "way-back").locator(".alert")).to_have_count(0)
    assert {key: value["answer"] for key, value in saved_answers(one).items()} == {"restored": "yes", "way-back": "yes"}


def test_two_tabs_that_did_not_hear_of_each_other_erase_nothing_and_show_both(
    person: Person, checklists: ChecklistSite
) -> None:
    context = person()
    one = visit(context, checklists.small)
    answer(one, "restored", "Yes")
    two = context.new_page()
    two.add_init_script(DEAF)
    two.goto(checklists.small)
    two.wait_for_selector(READY)
    details(one, "way-back").get_by_label("Note").fill("from the first tab")
    answer(one, "watching", "Yes")
    # It is in the storage that both have, though nothing has told the second.
    wait_until(lambda: "watching" in saved_answers(two), "a browser's process has what another has stored")
    details(two, "way-back").get_by_label("Note").fill("from the second tab")
    expect_chosen(two, "watching", "yes")
    alert = item(two, "way-back").locator(".alert")
    expect(alert).to_contain_text("Answered differently in two places")
    for text in ("from the first tab", "from the second tab"):
        expect(alert.get_by_text(text)).to_be_visible()
    expect(item(one, "way-back").locator(".alert")).to_be_visible()
    alert.locator(".row", has_text="from the first tab").get_by_role("button", name="Keep this").click()
    for tab in (one, two):
        expect(item(tab, "way-back").locator(".alert")).to_have_count(0)
    assert saved_answers(two)["way-back"] == {"note": "from the first tab"}


def test_a_page_that_is_killed_has_kept_everything(person: Person, checklists: ChecklistSite) -> None:
    context = person()
    page = visit(context, checklists.small)
    details(page, "restored").get_by_label("Note").press_sequentially("up to the last letter")
    answer(page, "restored", "No")
    # The renderer dies on the spot: no event of the page runs.
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    again = visit(context, checklists.small)
    assert saved_answers(again) == {"restored": {"answer": "no", "note": "up to the last letter"}}
    expect_chosen(again, "restored", "no")


def test_forbidden_storage_is_said_and_work_goes_on(person: Person, checklists: ChecklistSite, tmp_path: Path) -> None:
    context = person()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page = visit(context, checklists.small)
    banner = page.locator(".notices .trouble")
    expect(banner).to_contain_text("forbids storage")
    answer(page, "restored", "Yes")
    answer(page, "way-back", "No")
    expect(banner).to_be_visible()
    expect(page.locator(".saved")).to_have_text("Not saved")
    expect(banner.get_by_role("button", name="Dismiss")).to_have_count(0)
    banner.get_by_role("button", name="Download a backup").click()
    file = downloaded(page, page.get_by_role("dialog").get_by_role("button", name="All assessments"), tmp_path)
    entries = json.loads(file.read_text(encoding="utf-8"))["assessments"][0]["entries"]
    assert entries["answers/restored"]["value"] == {"answer": "yes"}


def test_full_storage_is_said_keeps_what_it_had_and_gets_the_rest_later(
    person: Person, checklists: ChecklistSite
) -> None:
    page = visit(person(), checklists.small)
    answer(page, "restored", "Yes")
    page.evaluate("""() => {
        let size = 4096 * 1024;
        for (let i = 0; size > 64; i += 1) {
            try { localStorage.setItem(`other-${i}`, "x".repeat(size)); } catch { size /= 2; }
        }
    }""")
    details(page, "restored").get_by_label("Note").fill("x" * 400)
    banner = page.locator(".notices .trouble")
    expect(banner).to_contain_text("storage is full")
    answer(page, "way-back", "No")
    expect(banner).to_be_visible()
    assert saved_answers(page) == {"restored": {"answer": "yes"}}
    page.evaluate(
        "() => Object.keys(localStorage).filter((key) => /^other/.test(key)).forEach((key) => delete localStorage[key])"
    )
    answer(page, "watching", "Yes")
    expect(banner).to_have_count(0)
    assert saved_answers(page)["restored"]["note"] == "x" * 400


def test_who_leaves_what_is_not_stored_is_asked_first(
    person: Person, checklists: ChecklistSite, tmp_path: Path
) -> None:
    page = visit(person(), checklists.small)
    answer(page, "restored", "Yes")
    page.evaluate("""() => {
        const set = Storage.prototype.setItem;
        window.mend = () => { Storage.prototype.setItem = set; };
        Storage.prototype.setItem = () => { throw new Error("full"); };
    }""")
    answer(page, "way-back", "No")
    expect(page.locator(".saved")).to_have_text("Not saved")
    banner = page.locator(".notices .trouble")
    expect(banner).to_contain_text("Download a backup before you leave it.")
    banner.get_by_role("button", name="Download a backup").click()
    file = downloaded(page, page.get_by_role("dialog").get_by_role("button", name="All assessments"), tmp_path)
    assert '"answers/way-back"' in file.read_text(encoding="utf-8")
    close(page)
    requests: list[str] = []

    def stay(box: Dialog) -> None:
        requests.append(box.type)
        box.dismiss()

    with page.expect_event("dialog"):
        page.once("dialog", stay)
        page.close(run_before_unload=True)
    expect(banner).to_be_visible()
    answer(page, "watching", "Yes")
    assert requests == ["beforeunload"]
    page.evaluate("() => window.mend()")
    answer(page, "watching", "No")
    expect(page.locator(".saved")).to_contain_text("Saved")
    assert list(saved_answers(page)) == ["restored", "way-back", "watching"]
    page.once("dialog", stay)
    page.goto(checklists.large)
    assert requests == ["beforeunload"], "nobody is asked who has lost nothing"


def test_what_could_not_be_stored_is_tried_again_when_the_page_is_left(
    person: Person, checklists: ChecklistSite
) -> None:
    context = person()
    page = visit(context, checklists.small)
    page.evaluate("""() => {
        const set = Storage.prototype.setItem;
        window.mend = () => { Storage.prototype.setItem = set; };
        Storage.prototype.setItem = () => { throw new Error("full"); };
    }""")
    answer(page, "restored", "Yes")
    page.evaluate("() => window.mend()")
    page.goto(checklists.large)
    assert list(saved_answers(page).values()) == [{"answer": "yes"}]


@pytest.mark.parametrize(
    ("change", "expected"), [({"version": 3}, "newer version"), ({"revision": "2030-01-01"}, "newer revision")]
)
def test_newer_data_opens_read_only_and_can_be_downloaded_raw(
    page: Page, tmp_path: Path, change: dict[str, object], expected: str
) -> None:
    newer = {**assessment_of(restored={"answer": "yes", "note": "from the future"}), **change}
    if "version" in change:
        newer["entries"]["answers/way-back"] = {"value": {"stars": 5}, "time": 1, "by": "x"}
    raw = json.dumps(newer, indent=1)
    put(page, "acme", raw)
    page.evaluate("() => localStorage.setItem('faircopy:/:moving-a-server:settings', '{\"current\": \"acme\"}')")
    page.reload()
    page.wait_for_selector(READY)
    banner = page.locator(".notices .locked")
    expect(banner).to_contain_text("Read only.")
    expect(banner).to_contain_text(expected)
    expect_chosen(page, "restored", "yes")
    expect(item(page, "restored").get_by_text("from the future")).to_be_visible()
    expect(item(page, "restored")).to_have_js_property("disabled", value=True)
    expect(item(page, "restored").get_by_role("button", name="Details")).to_be_hidden()
    file = downloaded(page, banner.get_by_role("button", name="Download raw"), tmp_path)
    assert file.read_text(encoding="utf-8") == raw
    assert page.evaluate("() => localStorage.getItem('faircopy:/:moving-a-server:a/acme')") == raw
    box = dialog(page, "Assessments")
    expect(box.get_by_role("button", name="Download raw")).to_be_visible()


def test_damaged_data_does_no_harm(page: Page) -> None:
    put(page, "broken", '{"format": "faircopy-as')
    page.reload()
    page.wait_for_selector(READY)
    answer(page, "restored", "Yes")
    box = dialog(page, "Assessments")
    expect(box).to_contain_text("It is not JSON, or is cut off.")
    assert (
        page.evaluate("() => localStorage.getItem('faircopy:/:moving-a-server:a/broken')") == '{"format": "faircopy-as'
    )


HOUR_MS = 3_600_000


def move_reminder(page: Page, hours: int) -> None:
    """Have the last reminder be so long ago, as if time had passed or a clock had been set; open the page anew."""
    page.evaluate(
        """(change) => {
            const key = Object.keys(localStorage).find((key) => key.endsWith(":settings"));
            const settings = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...settings, reminded: Date.now() - change }));
        }""",
        hours * HOUR_MS,
    )
    page.reload()
    page.wait_for_selector(READY)


def test_who_never_made_a_backup_is_reminded_once_a_day_until_there_is_one(page: Page, tmp_path: Path) -> None:
    for name in ("who-knows", "restored", "dns-time", "dns-owner"):
        answer(page, name, "Yes")
    expect(page.locator(".notices .backup")).to_have_count(0)
    answer(page, "way-back", "Yes")
    reminder = page.locator(".notices .backup")
    expect(reminder).to_contain_text("no backup")
    reminder.get_by_role("button", name="Dismiss").click()
    move_reminder(page, 23)
    answer(page, "way-back", "No")
    expect(page.locator(".saved")).to_contain_text("Saved")
    expect(reminder).to_have_count(0)
    move_reminder(page, -25)  # the clock has been set back
    answer(page, "way-back", "Yes")
    expect(reminder).to_be_visible()
    move_reminder(page, 25)
    answer(page, "way-back", "No")
    expect(reminder).to_be_visible()
    reminder.get_by_role("button", name="Download a backup").click()
    downloaded(page, page.get_by_role("dialog").get_by_role("button", name="All assessments"), tmp_path)
    close(page)
    page.reload()
    page.wait_for_selector(READY)
    answer(page, "way-back", "Yes")
    expect(reminder).to_have_count(0)


def test_who_answers_before_that_script_has_come_is_reminded_too(person: Person, checklists: ChecklistSite) -> None:
    page = person().new_page()
    held: list[Route] = []
    page.route("**/background.js", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks the function
    with page.expect_request("**/background.js"):
        page.goto(checklists.small)
        page.wait_for_selector(READY)
    for name in ("who-knows", "restored", "dns-time", "dns-owner", "way-back"):
        answer(page, name, "Yes")
    held[0].continue_()
    expect(page.locator(".notices .backup")).to_contain_text("no backup")


def test_a_changed_list_shows_both_wordings_provenance_and_retired_answers(page: Page, tmp_path: Path) -> None:
    old = assessment_of(
        revision="2017-01-10",
        who_knows={"answer": "yes", "note": "two people"},
        restored={"answer": "yes"},
        dns={"answer": "no"},
        logs={"answer": "yes", "note": "daily"},
        alarms={"answer": "no", "note": "none"},
        fax={"answer": "yes", "note": "in the cellar"},
    )
    keep(page, old)
    notice = page.locator(".notices .revised")
    notice.get_by_role("button", name="Show what changed").click()
    visible = page.locator("fieldset:visible").evaluate_all("boxes => boxes.map(box => box.id)")
    assert visible == ["who-knows", "dns-time", "dns-owner", "watching"]
    box = item(page, "who-knows")
    expect(box.locator("del")).to_have_text("Is the root password known?")
    expect(box.locator("ins")).to_have_text("Who knows the root password?")
    box.get_by_role("button", name="Keep my answer").click()
    expect(box.locator(".alert")).to_have_count(0)
    expect_chosen(page, "who-knows", "yes")
    split = item(page, "dns-time")
    expect(split).to_contain_text("Split from “Is the DNS in order?”, answered “No”")
    split.get_by_role("button", name="Answer again").click()
    expect_chosen(page, "dns-time", None)
    expect_chosen(page, "dns-owner", "no")
    merged = item(page, "watching")
    expect_chosen(page, "watching", None)
    expect(merged).to_contain_text("Merged from “Are there alarms?”, answered “No”")
    expect(details(page, "watching").get_by_label("Note")).to_have_value("none\n\ndaily")
    report = dialog(page, "Report")
    expect(report.get_by_role("heading", name="No longer on the list")).to_be_visible()
    expect(report.get_by_text("in the cellar")).to_be_visible()
    close(page)
    snapshot = downloaded(
        page, dialog(page, "Assessments").get_by_role("button", name="As of list 2017-01-10"), tmp_path
    )
    assert json.loads(snapshot.read_text(encoding="utf-8")) == old
    assert stored(page)[0]["revision"] == "2026-11-22"


def test_sites_that_share_an_origin_do_not_touch_each_other(page: Page) -> None:
    page.evaluate("() => localStorage.setItem('faircopy:/other:moving-a-server:a/x', 'theirs')")
    answer(page, "restored", "Yes")
    dialog(page, "Assessments").get_by_role("button", name="Delete").click()
    assert page.evaluate("() => localStorage.getItem('faircopy:/other:moving-a-server:a/x')") == "theirs"
    ours = page.evaluate(
        "() => Object.keys(localStorage).filter((key) => !key.startsWith('faircopy:/:moving-a-server:'))"
    )
    assert ours == ["faircopy:/other:moving-a-server:a/x"]


def test_what_another_page_of_the_origin_clears_can_be_kept(person: Person, checklists: ChecklistSite) -> None:
    context = person()
    page = visit(context, checklists.small)
    others = assessment_of(name="Beta", number="b", restored={"answer": "no"})
    keep(page, assessment_of(name="Acme", number="a", restored={"answer": "yes"}), others)
    visit(context, checklists.large).evaluate("() => localStorage.clear()")
    for name, value in (("Acme", "yes"), ("Beta", "no")):
        notice = page.locator(".notices > div", has_text=f"“{name}” was deleted in another tab.")
        notice.get_by_role("button", name="Keep mine").click()
        expect_chosen(page, "restored", value)
    assert [each["id"] for each in stored(page)] == ["a", "b"]


def test_a_page_that_a_browser_has_kept_hears_what_was_stored_meanwhile(page: Page) -> None:
    """No browser tells it while another page is shown in its place. What a page itself stores is not told to it."""
    other = assessment_of(name="Beta", number="b", dns_time={"answer": "no"})
    keep(page, assessment_of(restored={"answer": "yes"}), other)
    page.wait_for_function("() => document.querySelector('checklist-app').afterSaving")
    newer = assessment_of(restored={"answer": "no"})
    newer["entries"]["answers/restored"]["time"] += 1
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    put(page, "acme", json.dumps(newer))
    page.evaluate(
        """() => {
            localStorage.removeItem("faircopy:/:moving-a-server:a/b");
            dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect_chosen(page, "restored", "no")
    page.get_by_role("button", name="Keep mine").click()
    expect_chosen(page, "dns-time", "no")


def test_the_way_back_leads_to_what_is_stored_and_not_to_what_was_chosen(
    person: Person, checklists: ChecklistSite
) -> None:
    context = person()
    page, other = visit(context, checklists.small), visit(context, checklists.small)
    answer(page, "restored", "Yes")
    expect_chosen(other, "restored", "yes")
    ready = "() => document.querySelector('checklist-app')?.afterSaving"
    page.wait_for_function(ready)
    page.goto("about:blank")
    answer(other, "restored", "No")
    page.go_back()
    page.wait_for_function(ready)
    expect_chosen(page, "restored", "no")


def test_an_assessment_that_another_tab_deletes_can_be_kept(person: Person, checklists: ChecklistSite) -> None:
    context = person()
    one, two = visit(context, checklists.small), visit(context, checklists.small)
    answer(one, "restored", "Yes")
    expect(item(two, "restored").get_by_role("radio", name="Yes")).to_be_checked()
    answer(two, "way-back", "No")
    assert len(stored(one)) == 1, "two tabs begin the same assessment"
    dialog(one, "Assessments").get_by_role("button", name="Delete").click()
    notice = two.locator(".notices")
    expect(notice).to_contain_text("“First assessment” was deleted in another tab.")
    notice.get_by_role("button", name="Keep mine").click()
    assert {key: value["answer"] for key, value in saved_answers(two).items()} == {"restored": "yes", "way-back": "no"}
    expect_chosen(two, "way-back", "no")
