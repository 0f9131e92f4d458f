"""A checklist without script is the complete checklist, on screen and on paper."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from checklistpage import LARGE, SMALL, ChecklistSite

pytestmark = pytest.mark.slow


@pytest.fixture(params=[LARGE, SMALL])
def listed(request: pytest.FixtureRequest, browser: Browser, checklists: ChecklistSite) -> Iterator[Page]:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{checklists.url}/{request.param}")
    yield page
    page.context.close()


def items_of(page: Page) -> list[dict[str, Any]]:
    data = json.loads(page.locator("#checklist-data").text_content() or "")
    return [item for section in data["sections"] for item in section["items"]]


def test_every_question_can_be_answered(listed: Page) -> None:
    for item in items_of(listed)[::10]:
        group = listed.locator(f"fieldset#{item['id']}")
        for label in ("Yes", "Asked, no answer", "Not applicable"):
            group.get_by_role("radio", name=label, exact=True).check()
        expect(group.locator("input:checked")).to_have_count(1)
        expect(group.locator("input:checked")).to_have_attribute("value", "not-applicable")


def test_an_anchor_leads_to_its_question(listed: Page) -> None:
    last = items_of(listed)[-1]["id"]
    listed.locator(f"#{last} a.anchor").click()
    expect(listed).to_have_url(re.compile(f"#{re.escape(last)}$"))


def test_what_needs_script_is_not_shown(listed: Page) -> None:
    expect(listed.locator("checklist-app button").first).to_be_attached()
    expect(listed.locator("checklist-app button:visible")).to_have_count(0)


def test_hints_open(listed: Page) -> None:
    hints = listed.locator("details.hints").first
    expect(hints.locator("dd").first).to_be_hidden()
    hints.locator("summary").click()
    expect(hints.locator("dd").first).to_be_visible()


def test_nothing_is_missing_on_paper(listed: Page, need: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(listed.pdf(format="A4"))
    printed = subprocess.run(
        [need("pdftotext"), str(tmp_path / "list.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    text = plain(printed)
    for item in items_of(listed):
        for key in ("question", "why", "red_flag", "evidence"):
            assert plain(item.get(key, "")) in text, item["id"]
    for part in ("Notapplicable", "Note:"):
        assert text.count(part) == len(items_of(listed))


def plain(text: str) -> str:
    """Without what a line break or the typographer changes."""
    return "".join(text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"", "-\u2010")).split())
