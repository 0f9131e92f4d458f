"""Finding one's way in a long list: filters, the address that keeps them, marks, the index of sections, the jump."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklistpage import ChecklistSite
from checklistuser import answer, assessment_of, close, details, dialog, item, keep
from waiting import expect_equal

pytestmark = pytest.mark.slow

ALL = ["who-knows", "restored", "dns-time", "dns-owner", "way-back", "watching"]
ANSWERS: dict[str, Any] = {
    "restored": {"answer": "no", "risk": "high", "action": {"what": "try it", "owner": "Zoë", "due": "2001-01-01"}},
    "dns_time": {"answer": "no", "action": {"what": "ask", "owner": " zoe "}},
    "way_back": {"answer": "yes", "confidence": "seen", "note": "by bicycle"},
}
MARKED = """() => CSS.highlights ? [...(CSS.highlights.get("checklist-found") ?? [])].map((range) =>
        range.startContainer.data.slice(range.startOffset, range.endOffset))
    : [...document.querySelectorAll("mark")].map((mark) => mark.textContent)"""
TEXT_NODES = """() => {
    const walker = document.createTreeWalker(document.querySelector("checklist-app"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (parentElement.closest(".checklist-item")) found.push(data);
    }
    return found;
}"""


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("fieldset:visible").evaluate_all("boxes => boxes.map(box => box.dataset.item)")
    return found


def address(page: Page) -> str:
    found: str = page.evaluate("() => location.hash")
    return found


def test_filters_are_combined_counted_kept_in_the_address_and_cleared(page: Page) -> None:
    keep(page, assessment_of(**ANSWERS))
    button = page.locator(".tools").get_by_role("button", name="Filters")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    filters = page.get_by_role("group", name="Filters")
    filters.get_by_label("Answer").select_option("No")
    expect_equal(lambda: shown(page), ["restored", "dns-time"])
    filters.get_by_label("Owner").select_option("Zoë")
    filters.get_by_label("Action").select_option("Overdue")
    expect_equal(lambda: shown(page), ["restored"])
    expect(page.locator(".tools [role=status]")).to_have_text("1 shown")
    expect(button).to_have_text("Filters (3)")
    expect_equal(lambda: address(page), "#answer=no&action=late&owner=zoe")
    # A row that is being edited stays.
    answer(page, "restored", "Yes")
    expect_equal(lambda: shown(page), ["restored"])
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect_equal(lambda: shown(page), [])
    expect(page.locator(".tools [role=status]")).to_have_text("Nothing matches")
    page.get_by_role("button", name="Show all").click()
    expect_equal(lambda: shown(page), ALL)
    expect_equal(lambda: address(page), "")
    filters.get_by_label("Changed since").fill("2023-11-15")
    expect_equal(lambda: shown(page), ["restored"])
    page.get_by_label("Show").select_option("Open")
    expect_equal(lambda: shown(page), [])
    expect_equal(lambda: address(page), "#show=open&since=2023-11-15")


def test_whatever_an_address_says_the_page_opens(page: Page, checklists: ChecklistSite) -> None:
    keep(page, assessment_of(**ANSWERS))
    for fragment, expected in (
        ("#answer=maybe&risk=constructor&owner=nobody&since=soon&show=__proto__", ALL),
        ("#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", []),
        ("#risk=high&risk=low&__proto__=x&toString=1", ["restored"]),
        ("#" + "q=a&" * 5000, ["restored", "way-back", "watching", "who-knows", "dns-time", "dns-owner"]),
        ("#%E0%A4%A&=&&", ALL),
        ("#restored", ALL),
    ):
        page.goto("about:blank")
        page.goto(checklists.small + fragment)
        page.wait_for_selector("checklist-app[data-ready]")
        assert set(shown(page)) == set(expected), fragment


def test_the_address_of_a_question_shows_it_and_that_of_a_sent_assessment_stays(page: Page) -> None:
    search = page.locator(".tools").get_by_label("Search")
    search.fill("dns")
    expect_equal(lambda: address(page), "#q=dns")
    page.evaluate("() => { location.hash = 'restored'; }")
    expect(item(page, "restored")).to_be_visible()
    expect(item(page, "watching")).to_be_hidden()
    search.fill("")
    answer(page, "restored", "No")
    box = dialog(page, "Share")
    expect(box.get_by_role("textbox", name="Link")).not_to_have_value("")
    link = box.get_by_role("textbox", name="Link").input_value()
    close(page)
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".notices .locked")).to_be_visible()
    search.fill("backup")
    expect(item(page, "watching")).to_be_hidden()
    assert link.endswith(address(page))


@pytest.mark.parametrize("engine", ["highlights", "elements"])
def test_a_search_marks_and_leaves_the_text_as_it_was(
    person: Callable[..., BrowserContext], checklists: ChecklistSite, engine: str
) -> None:
    page = person().new_page()
    if engine == "elements":
        page.add_init_script("delete CSS.highlights; delete window.Highlight;")
    page.goto(checklists.small)
    page.wait_for_selector("[data-ready]")
    before = page.evaluate(TEXT_NODES)
    search = page.locator(".tools").get_by_label("Search")
    # The hints of `restored` say so, and are closed.
    for text in ("LAST réstored", "backup"):
        search.fill(text)
        page.wait_for_function(f"() => ({MARKED})().length > 0")
        marked = {each.lower() for each in page.evaluate(MARKED)}
        assert marked <= {"last", "restored", "backup"}
        assert marked
        assert "".join(page.evaluate(TEXT_NODES)) == "".join(before)
    search.fill("only one person")
    hints = item(page, "who-knows").locator("details")
    expect(hints).to_have_attribute("open", "")
    search.fill("")
    page.wait_for_function(f"() => ({MARKED})().length === 0")
    expect(hints).not_to_have_attribute("open", "")
    assert page.evaluate(TEXT_NODES) == before


def test_the_index_says_how_far_each_section_is_and_leads_there(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 500})
    index = page.locator("checklist-app .index")
    answer(page, "restored", "No")
    details(page, "restored").get_by_label("Risk").select_option("High")
    index.get_by_text("Sections").click()
    links = index.get_by_role("link")
    expect(links).to_have_text(["Before the day1 of 4, 1 flagged", "On the day and after0 of 2"])
    links.last.click()
    expect(index).not_to_have_attribute("open", "")
    expect(page.locator("#after h2")).to_be_focused()
    expect(page.locator("#after h2")).to_be_in_viewport()
    expect_equal(lambda: address(page), "")
    page.locator(".tools").get_by_label("Search").fill("way back")
    index.get_by_text("Sections").click()
    expect(index.locator("a").first).to_be_hidden()
    page.locator("h1").click()
    expect(index).not_to_have_attribute("open", "")


def test_g_leads_to_a_question_by_its_number_or_id_whatever_hides_it(page: Page) -> None:
    page.locator(".tools").get_by_label("Search").fill("dns")
    page.locator("h1").click()
    field = page.get_by_label("Go to number or id")
    for typed, name in (("2", "restored"), ("way-back", "way-back"), ("WATCH", "watching"), (" 1 ", "who-knows")):
        page.keyboard.press("g")
        expect(field).to_be_focused()
        field.fill(typed)
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.closest('fieldset').dataset.item") == name
        expect(item(page, name)).to_be_visible()
    for typed in ("7", "0", "", "no such", "constructor"):
        page.keyboard.press("g")
        field.fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".notices .lost")).to_contain_text("No question")
        page.keyboard.press("Escape")
        page.locator("h1").click()


def test_on_a_wide_screen_the_index_stands_beside_the_list_and_stays(page: Page) -> None:
    page.set_viewport_size({"width": 1400, "height": 500})
    index = page.locator("checklist-app .index nav")
    for _ in range(2):
        expect(index.get_by_role("link").first).to_be_in_viewport()
        box, bar = index.bounding_box(), page.locator(".bar").bounding_box()
        assert box is not None
        assert bar is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] < bar["x"]
        item(page, "watching").scroll_into_view_if_needed()
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
