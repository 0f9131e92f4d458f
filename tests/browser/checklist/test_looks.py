"""The page on any screen, for any eye, and on paper."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from checklistpage import ChecklistSite
from checkliststates import DIALOGS, FULL, SIDEWAYS, STATES, filled, show_dialogs, show_empty, show_filled
from checklistuser import answer, assessment_of, close, details, dialog, item, keep
from waiting import wait_until

pytestmark = pytest.mark.slow

READY = "checklist-app[data-ready]"
# Behind an open dialog is what has been looked at without it, and nobody reaches it.
AXE = """(rules) => axe.run(document.querySelector("dialog[open]") ?? document, {
    resultTypes: ["violations"],
    runOnly: rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})"""
# Names, roles and order are the same whatever the colours: these rules alone look at them.
OF_COLOURS: dict[str, object] = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES: list[tuple[str, dict[str, Any], dict[str, object] | None]] = [
    ("light", {"color_scheme": "light", "forced_colors": "none"}, None),
    ("dark", {"color_scheme": "dark"}, OF_COLOURS),
    ("forced", {"color_scheme": "light", "forced_colors": "active"}, OF_COLOURS),
]
# What a browser itself counts as jumping, and where everything is.
SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.shifts += value; }))
        .observe({ type: "layout-shift", buffered: true });
"""
PLACES = """() => [...document.querySelectorAll(
        "checklist-app :is(section, fieldset, .answers label), .checklist-downloads"
    )].map((each) => each.getBoundingClientRect().top + scrollY)"""


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds by day; and of what only colours change, by night and in the colours of the system."""
    found = []
    for name, colours, rules in SCHEMES:
        page.emulate_media(**colours)
        report = page.evaluate(AXE, rules)
        found += [(name, each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]]
    return found


@pytest.mark.parametrize("show", STATES, ids=lambda show: show.__name__)
def test_axe_finds_nothing_in_any_state(
    person: Callable[..., BrowserContext],
    checklists: ChecklistSite,
    npm_file: Callable[[str], Path],
    show: Callable[[Page], None],
) -> None:
    page = visit(person(), checklists.small)
    show(page)
    page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found: list[tuple[object, ...]] = []
    for name in DIALOGS if show is show_dialogs else [None]:
        if name:
            # It is fetched when it is opened; without it the page behind it would be looked at.
            expect(dialog(page, name)).to_be_visible()
        for width in (360, 1400) if show is show_filled else (800,):
            # All of the page at once: what a bar covers just now is not what is looked at here.
            page.set_viewport_size({"width": width, "height": 6000})
            found += [(name, width, *each) for each in violations(page)]
        if name:
            close(page)
    if show in (show_empty, show_filled):
        if show is show_filled:
            wait_for_report(page)
        page.emulate_media(media="print")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        found += [("print", *each) for each in violations(page)]
    assert found == []


def test_nothing_scrolls_sideways_on_a_small_screen_or_with_large_text(page: Page) -> None:
    filled(page)
    for name in ("restored", "own-1"):
        details(page, name)
    page.locator(".tools summary").click()
    for width in (320, 360, 800, 1100, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) <= 0, width
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.evaluate(SIDEWAYS) <= 0, "with text twice as large"
    # The dialogs at 320 pixels are in test_accessibility.


@pytest.mark.parametrize("width", [360, 412, 800, 1400])
def test_nothing_moves_when_script_has_come(
    person: Callable[..., BrowserContext], checklists: ChecklistSite, width: int
) -> None:
    phone = width < 500
    page = person(viewport={"width": width, "height": 800}, is_mobile=phone, has_touch=phone).new_page()
    page.add_init_script(SHIFTS)
    held: list[Route] = []
    page.route("**/main.js", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks the function
    page.goto(checklists.large, wait_until="commit")
    page.wait_for_selector(".paper", state="attached")
    page.wait_for_selector(".toggle >> nth=0", state="hidden")
    before = page.evaluate(PLACES)
    held[0].continue_()
    page.wait_for_selector(READY)
    moved = [now - then for then, now in zip(before, page.evaluate(PLACES), strict=True)]
    # Less than what can be seen: heights are rounded at other places.
    assert [each for each in moved if abs(each) >= 0.5] == []
    assert page.evaluate("() => shifts") == 0


def test_targets_are_large_enough_for_a_finger(
    person: Callable[..., BrowserContext], checklists: ChecklistSite
) -> None:
    sizes = """() => [...document.querySelectorAll(".answers label, checklist-app button, checklist-app select")]
        .filter((each) => each.checkVisibility())
        .map((each) => [each.textContent.slice(0, 20), each.getBoundingClientRect().height])"""
    page = visit(person(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 800}), checklists.small)
    assert [found for found in page.evaluate(sizes) if found[1] < 43.9] == []
    page = visit(person(), checklists.small)
    assert [found for found in page.evaluate(sizes) if found[1] < 24] == []


def test_nothing_moves_under_reduced_motion(person: Callable[..., BrowserContext], checklists: ChecklistSite) -> None:
    page = visit(person(reduced_motion="reduce"), checklists.small)
    answer(page, "restored", "Yes")
    details(page, "restored")
    assert page.evaluate("() => document.getAnimations().length") == 0
    moving = page.evaluate("""() => [...document.querySelectorAll("checklist-app *")].map(getComputedStyle)
        .filter((style) => style.transitionDuration !== "0s" || style.animationName !== "none").length""")
    assert moving == 0


def wait_for_report(page: Page) -> None:
    """Wait until the page can print the report: it fetches what makes it after the first answer."""
    wait_until(
        lambda: page.evaluate("() => Boolean(document.querySelector('checklist-app').toPaper)"), "the page can print"
    )


def paper(page: Page, need: Callable[[str], str], folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "page.pdf").write_bytes(page.pdf(format="A4"))
    result = subprocess.run(
        [need("pdftotext"), "-layout", str(folder / "page.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return re.sub(r"\s+", " ", result.stdout)


def test_buttons_of_code_stand_on_nothing(person: Callable[..., BrowserContext], checklists: ChecklistSite) -> None:
    page = visit(person(), checklists.with_code)
    expect(page.get_by_role("button", name="Copy")).to_have_count(2)
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        covered = page.evaluate("""() => {
            const boxes = (selector) => [...document.querySelectorAll(selector)]
                .map((box) => box.getBoundingClientRect());
            const others = boxes("fieldset :is(legend, .answers label, .toggle, .anchor)").filter((box) => box.width);
            return boxes(".highlight button").filter((one) => others.some((other) => one.left < other.right
                && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length;
        }""")
        assert covered == 0, width


def test_a_printed_heading_stands_nearer_to_what_it_heads(page: Page) -> None:
    filled(page)
    wait_for_report(page)
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    gaps = page.evaluate("""() => [...document.querySelectorAll(".paper :is(h3, h4)")].map((heading) => {
        const outer = heading.previousElementSibling ? heading : heading.closest(".paper > *");
        const [before, here, after] = [outer.previousElementSibling, heading, heading.nextElementSibling]
            .map((each) => each.getBoundingClientRect());
        return [here.top - before.bottom, after.top - here.bottom];
    })""")
    assert len(gaps) > 8
    assert [pair for pair in gaps if pair[0] < 1.5 * pair[1]] == []
    # Firefox leaves a heading alone at the end of a page, unless it is in an undivided box with room in it.
    alone = page.evaluate("""() => [...document.querySelectorAll(".paper :is(h3, h4)")].filter((heading) => {
        const box = heading.closest("section");
        return !box || getComputedStyle(box).breakInside !== "avoid" || !(box.lastElementChild.offsetHeight > 20);
    }).map((heading) => heading.textContent)""")
    assert alone == []


def test_an_empty_checklist_prints_as_a_form(page: Page, need: Callable[[str], str], tmp_path: Path) -> None:
    text = paper(page, need, tmp_path)
    assert text.count("Note:") == 6
    for part in (
        "When was a backup last restored?",
        "Not applicable",
        "Only one person knows it.",
        "Before you move a server",
    ):
        assert part in text
    for part in ("Undo", "Details", "Search", "0 of 4"):
        assert part not in text


def test_a_filled_one_prints_as_a_report_with_every_note_to_its_last_line(
    page: Page, need: Callable[[str], str], tmp_path: Path
) -> None:
    notes = {name: " ".join(f"{name}{i}" for i in range(400)) + f" end-of-{name}" for name in ("restored", "watching")}
    keep(
        page,
        assessment_of(
            name="Acme, March",
            restored={**FULL, "note": notes["restored"]},
            watching={"answer": "yes", "note": notes["watching"]},
        ),
    )
    item(page, "restored").get_by_role("button", name="Details").click()
    wait_for_report(page)
    text = paper(page, need, tmp_path)
    dates = page.locator(".paper td > time").all_inner_texts()
    assert dates, "no date of an action is divided"
    box = dialog(page, "Report")
    assert paper(page, need, tmp_path) == text
    expect(box.get_by_role("button", name="Print")).to_be_visible()
    close(page)
    dialog(page, "Open questions")
    assert "Red flags" not in (asked := paper(page, need, tmp_path))
    assert asked.startswith("Open questions Before you move a server, 2026-11-22")
    # What stands around the text of each page: the subject, the list, the number.
    assert re.search(r"Acme, March Before you move a server, 2026-11-22 .* 1 ?/ ?(\d) .* \1 ?/ ?\1 $", text)
    body = re.sub(r"(?:\d/\d)?Acme,MarchBeforeyoumoveaserver,2026-11-22", "", text.replace(" ", ""))
    for note in notes.values():
        assert note.replace(" ", "") in body
    for part in (
        "Acme, March",
        "Red flags",
        "ask again",
        "minutes, https://example.com/a, 2026-03-01, from CTO",
        "Appendix: still open",
        "Who knows the root password?",
    ):
        assert part in text
    for part in ("Undo", "Clear answer", "Note:", "A list of questions"):
        assert part not in text


def test_only_what_cannot_be_used_has_the_systems_colour_for_that(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    details(page, "restored")
    coloured = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.color = "GrayText";
            const grey = getComputedStyle(probe).color;
            const controls = [...document.querySelectorAll("checklist-app :is(button, select, .answers label)")];
            return controls.filter((each) => {
                const { color, borderTopColor } = getComputedStyle(each);
                return each.offsetWidth && (color === grey || borderTopColor === grey);
            }).map((each) => each.textContent.trim());
        }"""
    )
    assert coloured == ["Undo", "Redo"]


# Each line of each text that can be seen, with the element that it is in. What sticks to the window lies over others.
TEXT_LINES = """() => {
    const lines = [];
    const walker = document.createTreeWalker(document.querySelector("checklist-app"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { currentNode: node } = walker;
        const { parentElement: box } = node;
        if (!node.data.trim() || !box.checkVisibility()) continue;
        if (box.closest(".bar, .notices, dialog, svg, select, .paper")) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom } of range.getClientRects())
            if (right - left > 1) lines.push({ left, right, top, bottom, box, text: node.data.slice(0, 40) });
    }
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
    return lines.flatMap((a, i) => lines.slice(i + 1)
        .filter((b) => a.box !== b.box && over(a, b)).map((b) => [a.text, b.text]));
}"""
LONG_NAME = "Alexandra Wilhelmina Featherstonehaugh-Cholmondeley"


def test_no_text_lies_over_another(page: Page) -> None:
    made = assessment_of(restored=FULL, who_knows={"answer": "no", "confidence": "seen", "note": "n"})
    at = {"time": 1, "by": "y", "who": LONG_NAME}
    made["entries"]["assigned/before"] = {"value": LONG_NAME, **at}
    made["entries"]["answers/who-knows"]["others"] = [{"value": {"answer": "yes", "note": "All is well."}, **at}]
    keep(page, made)
    details(page, "restored")
    page.locator(".tools summary").click()
    page.locator(".tools table").wait_for()
    for width in (320, 360, 768, 1100, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TEXT_LINES) == [], width
        # What lies beside the sheet, or opens below the bar, shows all of what it has.
        page.locator(".index").evaluate("index => { index.open = true; }")
        hidden = page.locator(".index nav").evaluate("nav => nav.scrollWidth - nav.clientWidth")
        page.locator(".index").evaluate("index => { index.open = false; }")
        assert hidden <= 0, width


def test_the_number_of_a_chart_is_read_whatever_the_title(page: Page) -> None:
    keep(page, assessment_of(restored=FULL))
    page.set_viewport_size({"width": 360, "height": 900})
    box = dialog(page, "Report")
    number = box.locator("svg [text-anchor]").first
    title = box.locator("svg text").first

    def picture(text: str) -> bytes:
        title.evaluate("(title, text) => { title.textContent = text; }", text)
        return number.screenshot()

    assert picture("A section with a title " * 9) == picture("")
    page.set_viewport_size({"width": 320, "height": 900})
    over = box.locator(".chart").evaluate("""chart => [...chart.querySelectorAll("text")].filter((text) =>
        text.getBoundingClientRect().right > chart.getBoundingClientRect().right).map((text) => text.textContent)""")
    assert over == []


def test_boxes_to_tick_are_alike_however_long_what_is_beside_them(page: Page) -> None:
    keep(page, assessment_of(), assessment_of(name=LONG_NAME * 2, number="beta"))
    page.set_viewport_size({"width": 360, "height": 800})
    box = dialog(page, "Compare")
    sizes = box.get_by_role("checkbox").evaluate_all("boxes => boxes.map((box) => box.getBoundingClientRect().width)")
    assert len(sizes) > 2
    assert len(set(sizes)) == 1


def test_of_two_answers_each_has_the_width_of_a_phone(page: Page) -> None:
    made = assessment_of(restored={"answer": "yes", "note": "A note that has several words in it."})
    made["entries"]["answers/restored"]["others"] = [{"value": {"answer": "no"}, "time": 1, "by": "y"}]
    keep(page, made)
    page.set_viewport_size({"width": 360, "height": 800})
    alert = item(page, "restored").locator(".alert")
    widths = alert.evaluate("alert => [alert.querySelector('dl').offsetWidth, alert.clientWidth]")
    assert widths[0] > 0.85 * widths[1]
