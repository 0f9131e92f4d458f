"""What a checklist of 1,000 questions costs the browser: until it is ready, an answer, a filter and a search.

    .venv/bin/python benchmarks/checklist_size.py [--rounds N] [--questions N]

Processor time of the page's own thread, as Chromium counts it (CDP, `Performance.getMetrics`), so that what else runs
on the machine does not matter much. The list of the small checklist is measured in turn; the ratio says how it grows.
Goals: ready within 200 ms of script, an answer within 16 ms of script.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

# The built site of the tests; they are no package.
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from checklistpage import LARGE, SMALL, served_checklists

LARGE_QUESTIONS = 1000
PER_SECTION = 25
LONG = "11/long-list/"
STEPS = ("ready", "an answer", "a note", "a filter", "a search", "next open")
GOALS = {"ready": 200.0, "an answer": 16.0}  # milliseconds of script
NAMES = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
FIRST = "fieldset:not([hidden]) input"
# Each step as a person does it, and then the time until the page is drawn.
DRAWN = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
ACTIONS = {
    "an answer": 'document.querySelectorAll("fieldset")[5].querySelector("input:not(:checked)").click();',
    "a note": """const [note] = document.querySelectorAll("[name=note]");
        note.value += "x"; note.dispatchEvent(new Event("input", { bubbles: true }));""",
    "a filter": """const [, show] = document.querySelectorAll(".tools select, .tools input");
        show.value = "open"; show.dispatchEvent(new Event("change", { bubbles: true }));""",
    "a search": """const search = document.querySelector("[type=search]");
        search.value = "question 7"; search.dispatchEvent(new Event("input", { bubbles: true }));""",
    "next open": 'dispatchEvent(new Event("focus")); document.querySelector(".bar button:nth-of-type(3)").click();',
}
DETAILS = 'document.querySelectorAll(".toggle")[5].click();'


def made_up_list(questions: int) -> str:
    """A list of many questions, with hints under each third, as an author would write it."""
    lines = [
        "Title: A long list",
        "Date: 2026-11-22",
        "Slug: long-list",
        "Category: Test",
        "Checklist: long-list",
        "Summary: Long.",
        "",
    ]
    for number in range(1, questions + 1):
        if number % PER_SECTION == 1:
            lines += ["", f"## Part {number // PER_SECTION + 1}", ""]
        lines.append(f"- [ ] Is question {number} of this list answered by somebody who knows? {{#q-{number}}}")
        if number % 3 == 0:
            lines += [f"    - **Why:** Without {number} nobody can say.", "    - **Evidence:** What was seen."]
    return "\n".join(lines) + "\n"


def record(post: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "faircopy", "checklists", "record", str(post)], check=True, capture_output=True
    )


class Meter:
    """The time that Chromium has counted for a page."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def read(self) -> dict[str, float]:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] * 1000 for one in metrics if one["name"] in NAMES}

    def since(self, before: dict[str, float]) -> dict[str, float]:
        return {name: value - before[name] for name, value in self.read().items()}


def measured(browser: Browser, address: str) -> dict[str, dict[str, float]]:
    """Milliseconds of each step of one visit, by what Chromium counts."""
    context = browser.new_context(service_workers="block", viewport={"width": 1200, "height": 800})
    page = context.new_page()
    meter = Meter(context.new_cdp_session(page))
    before = meter.read()
    page.goto(address)
    page.wait_for_selector("[data-ready]")
    page.evaluate(f"async () => {{ {DRAWN} }}")
    found = {"ready": meter.since(before)}
    page.evaluate(f"() => {{ {DETAILS} }}")
    for step, action in ACTIONS.items():
        before = meter.read()
        page.evaluate(f"async () => {{ {action} {DRAWN} }}")
        found[step] = meter.since(before)
    context.close()
    return found


def medians(rounds: list[dict[str, dict[str, float]]], step: str) -> dict[str, float]:
    return {name: statistics.median(one[step][name] for one in rounds) for name in NAMES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=LARGE_QUESTIONS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        post = Path(folder) / "long"
        post.mkdir()
        (post / "index.md").write_text(made_up_list(options.questions), encoding="utf-8")
        record(post / "index.md")
        with served_checklists(Path(folder) / "site", {"2018/long-list": post}) as site:
            flags = ["--no-sandbox", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=flags)
            addresses = {
                "long": f"{site.url}/2026/{LONG}",
                "large": f"{site.url}/{LARGE}",
                "small": f"{site.url}/{SMALL}",
            }
            rounds: dict[str, list[Any]] = {name: [] for name in addresses}
            for _ in range(options.rounds):
                for name, address in addresses.items():
                    rounds[name].append(measured(browser, address))
            browser.close()
    report(rounds, options.questions)


def report(rounds: dict[str, list[Any]], questions: int) -> None:
    print(f"{questions} questions; medians of {len(rounds['long'])} visits, ms of the page: script, layout, style")
    for step in STEPS:
        texts = []
        for name, visits in rounds.items():
            found = medians(visits, step)
            texts.append(f"{name} " + " ".join(f"{found[one]:6.1f}" for one in NAMES))
        goal = f"   goal {GOALS[step]:g}" if step in GOALS else ""
        print(f"{step:10} {'   '.join(texts)}{goal}")


if __name__ == "__main__":
    main()
