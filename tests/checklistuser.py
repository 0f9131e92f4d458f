"""What a person does on a checklist page, and what the browser has stored of it."""

import json
import zlib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from waiting import expect_equal

Answers = dict[str, dict[str, Any]]


def watch(context: BrowserContext, site: str, trouble: list[str], expected: str = "") -> BrowserContext:
    """Note in `trouble` all that goes wrong on a browser's pages, and each request to somebody else than `site`;

    but no message with `expected` in it.
    """

    def request(one: Request) -> None:
        if not one.url.startswith((site, "blob:", "data:")):
            trouble.append(one.url)

    def console(message: ConsoleMessage) -> None:
        # Where a context is to have no service worker, Playwright says so.
        if message.text.endswith("blocked by Playwright") or (expected and expected in message.text):
            return
        if message.type in {"error", "warning"}:
            trouble.append(f"{message.text} {message.location.get('url', '')}")

    context.on("console", console)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("request", request)
    return context


def item(page: Page, name: str) -> Locator:
    return page.locator(f"[data-item='{name}']")


def answer(page: Page, name: str, label: str) -> None:
    """Click the answer where a person would: on its word."""
    item(page, name).locator(".answers").get_by_text(label, exact=True).click()


def chosen(page: Page, name: str) -> str | None:
    found: str | None = item(page, name).evaluate(
        "box => box.querySelector('input[type=radio]:checked')?.value ?? null"
    )
    return found


def expect_chosen(page: Page, name: str, answer: str | None) -> None:
    """Wait until a question has this answer, or none."""
    expect_equal(lambda: chosen(page, name), answer)


def details(page: Page, name: str) -> Locator:
    """Open the details of a question."""
    box = item(page, name)
    box.get_by_role("button", name="Details").click()
    return box.locator(".panel")


def dialog(page: Page, name: str) -> Locator:
    """Open a dialog. Its script is fetched when the first is opened."""
    page.locator(".tools").get_by_role("button", name=name, exact=True).click()
    opened = page.get_by_role("dialog", name=name)
    opened.wait_for()
    return opened


def close(page: Page) -> None:
    """Close the dialog on top, and wait until it is gone: a browser tells the page of it a moment later."""
    dialogs = page.locator("dialog")
    dialogs.last.wait_for()
    many = dialogs.count()
    dialogs.last.get_by_role("button", name="Close").click()
    expect(dialogs).to_have_count(many - 1)


def stored(page: Page) -> list[dict[str, Any]]:
    """The assessments in the browser's storage."""
    found = page.evaluate("() => Object.entries(localStorage).filter(([key]) => /:a\\/\\w+$/.test(key))")
    return [json.loads(value) for _, value in sorted(found)]


def values(assessment: dict[str, Any]) -> Answers:
    """The answers of an assessment by their question."""
    entries = assessment["entries"].items()
    return {key.removeprefix("answers/"): entry["value"] for key, entry in entries if key.startswith("answers/")}


def name_of(assessment: dict[str, Any]) -> str:
    name: str = assessment["entries"]["name"]["value"]
    return name


def saved_answers(page: Page) -> Answers:
    """The answers of the only assessment that is stored."""
    (assessment,) = stored(page)
    return values(assessment)


def keep(page: Page, *assessments: dict[str, Any]) -> None:
    """Put assessments into the storage, as if they had been there before, and open the page anew."""
    for one in assessments:
        put(page, one["id"], json.dumps(one))
    page.reload()
    page.wait_for_selector("checklist-app[data-ready]")


def put(page: Page, name: str, raw: str) -> None:
    page.evaluate(
        """([name, raw]) => {
            const { id } = JSON.parse(document.querySelector("#checklist-data").textContent);
            localStorage.setItem(`faircopy:/:${id}:a/${name}`, raw);
        }""",
        [name, raw],
    )


def assessment_of(
    revision: str = "2026-11-22", name: str = "Acme", number: str = "acme", **answers: Any
) -> dict[str, Any]:
    """An assessment of the small list; in names of answers, "_" stands for "-"."""
    at = {"time": 1_700_000_000_000, "by": "x"}
    entries = {f"answers/{key.replace('_', '-')}": {"value": value, **at} for key, value in answers.items()}
    return {
        "format": "faircopy-assessment",
        "version": 2,
        "list": "moving-a-server",
        "id": number,
        "revision": revision,
        "entries": {"name": {"value": name, **at}, **entries},
    }


def downloaded(page: Page, button: Locator, folder: Path) -> Path:
    with page.expect_download() as download:
        button.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def bring(page: Page, name: str, content: str | bytes) -> Locator:
    """Choose a file in the backup dialog; return what is said of it."""
    box = dialog(page, "Backup")
    data = content if isinstance(content, bytes) else content.encode()
    box.get_by_label("Bring in a backup").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": data}
    )
    return box.locator("[role=status]:not(.notices)")


def link_of(data: bytes) -> str:
    """A share link's fragment with these bytes and a right check sum (FNV-1a)."""
    text = urlsafe_b64encode(data).decode().rstrip("=")
    value = 0x811C9DC5
    for sign in text.encode():
        value = (value ^ sign) * 0x01000193 % 2**32
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f"#share=1.{digits}.{text}"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()
