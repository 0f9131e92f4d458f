"""Two lists on one page: each has its own answers, storage, menu, address and report."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from checklistpage import ChecklistSite
from checklistuser import downloaded, name_of, stored

pytestmark = pytest.mark.slow


@pytest.fixture
def page(person: Callable[..., BrowserContext], checklists: ChecklistSite) -> Page:
    return two(person(), checklists.two_lists)


def two(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("checklist-app[data-ready]")).to_have_count(2)
    return page


def app(page: Page, name: str) -> Locator:
    return page.locator(f"checklist-app[data-list={name}]")


def choose(page: Page, name: str, question: str, label: str) -> None:
    box = app(page, name).locator(f"[data-item={question}]")
    box.locator(".answers").get_by_text(label, exact=True).click()


def checked(page: Page, name: str, question: str) -> str | None:
    script = "box => box.querySelector('input:checked')?.value ?? null"
    found: str | None = app(page, name).locator(f"[data-item={question}]").evaluate(script)
    return found


def opened(page: Page, name: str, dialog: str) -> Locator:
    app(page, name).locator(".tools").get_by_role("button", name=dialog, exact=True).click()
    box = app(page, name).get_by_role("dialog", name=dialog)
    box.wait_for()
    return box


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("fieldset:visible").evaluate_all("boxes => boxes.map(box => box.id)")
    return found


ALL = ["driver.licence", "driver.accident", "driver.van", "car.licence", "car.tyres"]


def test_questions_of_one_id_are_answered_apart_and_stored_apart(page: Page) -> None:
    choose(page, "driver", "licence", "No")
    choose(page, "car", "licence", "Done")
    page.reload()
    expect(page.locator("checklist-app[data-ready]")).to_have_count(2)
    assert (checked(page, "driver", "licence"), checked(page, "car", "licence")) == ("no", "done")
    # What the author has ticked is ticked in its own list.
    assert checked(page, "car", "tyres") == "done"
    assert sorted(each["list"] for each in stored(page)) == ["car", "driver"]
    ids: list[str] = page.evaluate("() => [...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(set(ids)) == len(ids)


def test_an_undo_and_a_key_are_for_the_list_where_the_reader_is(page: Page) -> None:
    choose(page, "driver", "van", "Yes")
    choose(page, "car", "licence", "Done")
    page.keyboard.press("Control+z")
    assert (checked(page, "driver", "van"), checked(page, "car", "licence")) == ("yes", None)
    page.keyboard.press("j")
    expect(app(page, "car").locator("[data-item=tyres] input:checked")).to_be_focused()
    page.keyboard.press("?")
    help_ = app(page, "car").get_by_role("dialog", name="Help")
    expect(help_).to_contain_text("Done")
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_each_list_has_its_part_of_the_address(page: Page) -> None:
    app(page, "driver").get_by_label("Search").fill("licence")
    app(page, "car").get_by_label("Search").fill("tyres")
    assert page.evaluate("() => location.hash") == "#driver.q=licence&car.q=tyres"
    page.wait_for_function("() => [...(CSS.highlights.get('checklist-found') ?? [])].length === 2")
    page.reload()
    expect(page.locator("checklist-app[data-ready]")).to_have_count(2)
    assert shown(page) == ["driver.licence", "car.tyres"]
    app(page, "car").get_by_role("button", name="Show all").click()
    assert page.evaluate("() => location.hash") == "#driver.q=licence"
    assert shown(page) == ["driver.licence", "car.licence", "car.tyres"]
    app(page, "driver").get_by_role("button", name="Show all").click()
    assert (page.evaluate("() => location.hash"), shown(page)) == ("", ALL)
    page.wait_for_function("() => [...CSS.highlights.get('checklist-found')].length === 0")


def test_a_link_brings_answers_to_its_own_list(
    page: Page, person: Callable[..., BrowserContext], checklists: ChecklistSite
) -> None:
    choose(page, "car", "licence", "Done")
    box = opened(page, "car", "Share").get_by_role("textbox", name="Link")
    expect(box).to_have_value(re.compile(r"#car\.share=2\."))
    link = box.input_value()
    other = two(person(), link)
    expect(app(other, "car").locator(".notices .locked")).to_contain_text("from a link")
    expect(app(other, "driver").locator(".notices > *")).to_have_count(0)
    assert (checked(other, "car", "licence"), checked(other, "driver", "licence")) == ("done", None)
    # A filter of the other list leaves the link alone.
    app(other, "driver").get_by_label("Search").fill("van")
    assert other.evaluate("() => location.href") == link
    # From the time when the page had this list only.
    old = two(person(), link.replace("#car.share", "#share"))
    expect(app(old, "car").locator(".notices .locked")).to_contain_text("from a link")
    expect(app(old, "driver").locator(".notices > *")).to_have_count(0)
    damaged = two(person(), f"{checklists.two_lists}#share=2.x.AAAA")
    expect(damaged.locator(".notices .link")).to_have_count(1)
    expect(damaged.locator(".notices .link")).to_contain_text("damaged")


def test_an_address_of_a_question_shows_it(person: Callable[..., BrowserContext], checklists: ChecklistSite) -> None:
    page = two(person(), f"{checklists.two_lists}#car.tyres")
    expect(app(page, "car").locator("[data-item=tyres]")).to_be_in_viewport()
    # As it was when the page had one list.
    page = two(person(viewport={"width": 800, "height": 400}), f"{checklists.two_lists}#tyres")
    expect(app(page, "car").locator("[data-item=tyres]")).to_be_in_viewport()


def test_each_list_has_its_report_on_paper_and_as_a_file(page: Page, tmp_path: Path) -> None:
    choose(page, "driver", "licence", "No")
    choose(page, "car", "licence", "Done")
    report = opened(page, "car", "Report")
    text = downloaded(page, report.get_by_role("button", name="Markdown", exact=True), tmp_path).read_text("utf-8")
    assert "The car" in text
    assert "The driver" not in text
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(app(page, "car").locator(".paper")).to_be_visible()
    expect(app(page, "driver")).to_be_hidden()
    # By script, as what is printed has no buttons.
    app(page, "car").locator("dialog header button").evaluate("button => button.click()")
    expect(app(page, "driver").locator(".paper")).to_be_visible()
    expect(app(page, "car").locator(".paper")).to_be_visible()


def test_a_backup_of_the_other_list_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    choose(page, "driver", "licence", "No")
    box = opened(page, "driver", "Backup")
    file = downloaded(page, box.get_by_role("button", name="This assessment"), tmp_path)
    box.get_by_role("button", name="Close").click()
    other = opened(page, "car", "Backup")
    other.get_by_label("Bring in a backup").set_input_files(file)
    expect(other.locator(".preview")).to_contain_text("Nothing was changed.")
    assert [name_of(each) for each in stored(page)] == ["First assessment"]


def test_what_a_page_of_one_list_has_stored_is_there_when_it_has_two(page: Page) -> None:
    choose(page, "car", "licence", "Done")
    keys: list[str] = page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':a/'))")
    # As on a page of one list: by the path of the site and the name of the list.
    assert [key.rpartition("/")[0] for key in keys] == ["faircopy:/:car:a"]
