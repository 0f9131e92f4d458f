"""Links, backups and storage that somebody has made by hand: nothing dead, nothing spoofed, nothing lost."""

import json
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checklistpage import small_list
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
    keep,
    link_of,
    put,
    saved_answers,
    stored,
)

pytestmark = pytest.mark.slow

READY = "checklist-app[data-ready]"
HOSTILE = Path(__file__).parents[2] / "checklists/js/hostile.mjs"
# A section, a question, a former question, what objects inherit, ids of the page.
NAMES = ("before", "restored", "fax", "constructor", "checklist-data", "content")
QUESTIONS = {f"questions/{name}": {"section": "before", "question": f"Whose {name}?"} for name in NAMES}
WORDS = "() => [...document.querySelectorAll('legend')].map((each) => each.textContent)"


def again(page: Page) -> None:
    page.reload()
    page.wait_for_selector(READY)


def test_questions_that_are_named_like_something_of_ours_are_only_questions(page: Page) -> None:
    ours = page.evaluate(WORDS)
    made = assessment_of(restored={"answer": "yes"})
    at = {"time": 5, "by": "constructor", "seen": {"constructor": 4}}
    made["entries"] |= {key: {"value": value, **at} for key, value in QUESTIONS.items()}
    keep(page, made)
    for name in NAMES:
        box = page.get_by_role("group", name=f"Whose {name}?")
        box.locator(".answers").get_by_text("No", exact=True).click()
    expect_chosen(page, "restored", "yes")
    again(page)
    expect(page.locator(".notices .locked")).to_have_count(0)
    expect(page.locator("#before .tally")).to_contain_text("7 of 10 answered")
    for name in NAMES:
        box = page.get_by_role("group", name=f"Whose {name}?")
        expect(box.get_by_role("radio", name="No", exact=True)).to_be_checked()
    assert [words for words in page.evaluate(WORDS) if not words.startswith("Whose")] == ours
    page.locator("#content").wait_for(state="attached")
    assert page.evaluate("() => document.querySelectorAll('#content, #before, #restored, #checklist-data').length") == 4


def test_nothing_that_a_link_says_is_left_when_it_is_left(page: Page) -> None:
    answer(page, "way-back", "Yes")
    ours = page.evaluate(WORDS)
    values = {"name": "\u202eemca\u2066", "answers/restored": {"answer": "no", "note": "\u202espoofed"}, **QUESTIONS}
    page.evaluate(
        "hash => { location.hash = hash; }",
        link_of(deflated(json.dumps(["moving-a-server", "2026-11-22", values]).encode())),
    )
    expect(page.locator(".notices .locked")).to_contain_text("Read only. “emca”, from a link.")
    assert len(page.evaluate(WORDS)) == len(ours) + len(NAMES)
    # Nothing turns round what stands there.
    expect(page.locator("[data-item=restored] dd")).to_have_text(["spoofed"])
    page.get_by_role("button", name="Leave").click()
    assert page.evaluate(WORDS) == ours
    expect(page.locator(".tools summary")).to_contain_text("1 of 6 answered")
    report = dialog(page, "Report")
    for text in ("Whose", "spoofed"):
        expect(report).not_to_contain_text(text)
    assert saved_answers(page) == {"way-back": {"answer": "yes"}}


def test_a_backup_by_an_editor_called_constructor_stays_open_after_an_edit(page: Page) -> None:
    made = assessment_of(restored={"answer": "yes"})
    made["entries"]["answers/restored"] |= {"by": "constructor", "seen": {"constructor": 5, "x": 6}}
    bring(page, "a.json", json.dumps(made)).get_by_role("button", name="Add as a copy").click()
    answer(page, "restored", "No")
    again(page)
    expect(page.locator(".notices .locked")).to_have_count(0)
    expect_chosen(page, "restored", "no")


def test_a_date_that_is_none_is_shown_as_it_is_until_it_is_one(page: Page) -> None:
    evidence = [{"date": "2026-02-31"}, {"date": "2026-03-01"}]
    made = assessment_of(restored={"action": {"what": "ask", "due": "end of March"}, "evidence": evidence})
    bring(page, "a.json", json.dumps(made)).get_by_role("button", name="Add as a copy").click()
    panel = details(page, "restored")
    due = panel.get_by_role("textbox", name="Due, not a date", exact=True)
    expect(due).to_have_value("end of March")
    expect(panel.get_by_label("Date").first).to_have_value("2026-02-31")
    expect(panel.get_by_label("Date").nth(1)).to_have_attribute("aria-invalid", "false")
    panel.get_by_label("Note").fill("n")
    assert saved_answers(page)["restored"] == {**made["entries"]["answers/restored"]["value"], "note": "n"}
    due.fill("2026-03-31")
    due.press("Tab")
    due = panel.get_by_role("textbox", name="Due", exact=True)
    expect(due).to_have_attribute("type", "date")
    expect(due).to_have_value("2026-03-31")
    assert saved_answers(page)["restored"]["action"] == {"what": "ask", "due": "2026-03-31"}


@pytest.mark.parametrize(
    "raw", ["{", "null", '{"entries": {"answers/restored": {"value": {"note": "left"}, "time": 1, "by": "x"}}}']
)
def test_the_only_assessment_cannot_be_opened_and_the_page_can(page: Page, tmp_path: Path, raw: str) -> None:
    put(page, "<broken>", raw)
    page.evaluate("() => localStorage.setItem('faircopy:/:moving-a-server:settings', '{\"current\": \"<broken>\"}')")
    again(page)
    expect(page.locator(".notices .locked")).to_contain_text("Read only.")
    answers = page.get_by_text("left", exact=True)
    expect(answers).to_have_count(int("left" in raw))
    box = dialog(page, "Backup")
    expect(box.get_by_text("What cannot be opened is in no backup")).to_be_visible()
    close(page)
    box = dialog(page, "Assessments")
    file = downloaded(page, box.get_by_role("button", name="Download raw"), tmp_path)
    assert file.read_text(encoding="utf-8") == raw
    box.get_by_role("button", name="Remove").click()
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':a/'))") == []
    expect(box.get_by_role("button", name="Undo this")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="Show")).to_be_focused()
    assert page.evaluate("() => localStorage.getItem('faircopy:/:moving-a-server:a/<broken>')") == raw
    close(page)
    answer(page, "restored", "Yes")
    expect_chosen(page, "restored", "yes")


def test_whatever_is_wrong_with_one_assessment_the_others_can_be_opened(page: Page) -> None:
    broken = assessment_of(name="Broken", number="a")
    broken["entries"]["questions/own-1"] = {"value": {"section": "after", "question": "BOOM?"}, "time": 1, "by": "x"}
    put(page, "a", json.dumps(broken))
    put(page, "b", json.dumps(assessment_of(name="Fine", number="b", restored={"answer": "yes"})))
    # A fault that nobody knows of yet.
    page.add_init_script("""
        const { before } = Element.prototype;
        Element.prototype.before = function (...nodes) {
            if (nodes.some(({ textContent }) => textContent?.includes("BOOM"))) throw new Error("BOOM");
            before.apply(this, nodes);
        };
    """)
    for choose in (lambda: None, lambda: page.locator(".bar select").select_option("Broken")):
        again(page)
        choose()
        expect(page.locator(".bar select option")).to_have_text(["Fine"])
        expect_chosen(page, "restored", "yes")
        expect(dialog(page, "Assessments")).to_contain_text("It cannot be shown (BOOM).")
        close(page)
    assert len(stored(page)) == 2


def test_assessments_of_every_kind_are_opened_one_after_the_other(
    page: Page, need: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "list.json").write_text(small_list(), encoding="utf-8")
    code = f"import {{ hostile }} from '{HOSTILE.as_uri()}'; for (let i = 1; i < 31; i += 1) console.log(hostile(i));"
    made = subprocess.run(
        [need("node"), "--input-type=module", "-e", code],
        env={"CHECKLIST_MODULES": f"{tmp_path.as_uri()}/"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    ours = page.evaluate(WORDS)
    for number, raw in enumerate(made):
        put(page, f"h{number}", json.dumps({**json.loads(raw), "id": f"h{number}"}))
    again(page)
    # Of what is archived only what is chosen is in the list.
    listed = page.locator(".bar select option").evaluate_all("options => options.map(({ value }) => value)")
    assert len(listed) > 5
    for value in listed:
        page.locator(".bar select").select_option(value)
        answer(page, "way-back", "Refused")
        assert [words for words in page.evaluate(WORDS) if words in ours] == ours
    again(page)
    expect(dialog(page, "Assessments").get_by_role("button", name="Download raw")).to_have_count(0)
    close(page)
    expect(dialog(page, "Compare").get_by_role("table").first).to_be_visible()


def test_more_questions_than_a_page_can_show_are_kept_and_said(page: Page) -> None:
    made = assessment_of()
    at = {"value": {"section": "before", "question": "?"}, "time": 1, "by": "x"}
    made["entries"] |= {f"questions/own-{number}": at for number in range(3_000)}
    keep(page, made)
    expect(page.locator(".notices .many")).to_contain_text("Of own questions 1000 are shown.")
    expect(page.locator("#before .tally")).to_contain_text("of 1004 answered")
    answer(page, "way-back", "Yes")
    page.locator("#after").get_by_role("button", name="Add a question").click()
    expect(page.locator("fieldset")).to_have_count(1006)
    assert len(stored(page)[0]["entries"]) == 3_002


def test_text_without_a_break_widens_nothing(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    long = "x" * 500
    made = assessment_of(
        name=long,
        restored={
            "answer": "not-applicable",
            **dict.fromkeys(("reason", "note", "was"), long),
            "review": True,
            "evidence": [dict.fromkeys(("label", "link", "who", "date"), long)],
            "action": dict.fromkeys(("what", "owner", "due"), long),
        },
    )
    at = {"value": {"section": "before", "question": long}, "time": 1, "by": "x"}
    made["entries"]["questions/own-1"] = at
    keep(page, made)
    details(page, "restored")
    details(page, "own-1")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    for name in ("Assessments", "Report", "Open questions", "Compare"):
        box = dialog(page, name)
        if name == "Assessments":
            box.get_by_role("button", name="Archive").click()
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, name
        close(page)
    page.locator(".notices .undo").get_by_role("button", name="Undo this").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x" * 10_000, "xxx"),
        ("日本語の長い名前" * 99, "日本語"),
        ("हिन्दी में", "हिन्दी-में"),
        ("../../a\\b:c", "a-b-c"),
    ],
)
def test_a_file_has_a_name_that_any_system_takes(page: Page, tmp_path: Path, name: str, start: str) -> None:
    keep(page, assessment_of(name=name, restored={"answer": "yes"}))
    box = dialog(page, "Report")
    for end in ("HTML", "JSON", "Markdown", "CSV"):
        file = downloaded(page, box.get_by_role("button", name=end, exact=True), tmp_path)
        assert file.name.startswith(start)
        assert file.suffix == {"Markdown": ".md"}.get(end, f".{end.lower()}")
        assert len(file.name.encode()) <= 255


def test_links_and_deflate_are_what_the_page_takes() -> None:
    assert zlib.decompress(deflated(b"{}"), wbits=-15) == b"{}"
