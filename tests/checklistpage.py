"""Checklist pages as the build makes them, for tests of the browser's part alone."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from conftest import ROOT
from preview.server import LOOPBACK, site_server
from testsite import running

PAGE = ROOT / "tests/checklists/page"
THEME = ROOT / "theme/static"
SCRIPTS = THEME / "js/checklist"
ANSWERS = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "not-asked": "Not asked yet",
    "no-answer": "Asked, no answer",
    "refused": "Refused",
    "not-applicable": "Not applicable",
}
HINTS = {"why": "Why", "red_flag": "Red flag", "evidence": "Evidence"}
LARGE = "2016/08/tech-due-diligence/"
SMALL = "2017/01/moving-a-server/"
ITEM = re.compile(r"^- \[ \] (?P<question>.+?) \{#(?P<id>[a-z0-9-]+)\}$")

Checklist = dict[str, Any]


@dataclass(frozen=True)
class ChecklistSite:
    """A served folder with a large and a small checklist."""

    folder: Path
    url: str

    @property
    def large(self) -> str:
        return f"{self.url}/{LARGE}"

    @property
    def small(self) -> str:
        return f"{self.url}/{SMALL}"


def small_list() -> Checklist:
    found: Checklist = json.loads((PAGE / "small.json").read_text(encoding="utf-8"))
    return found


def large_list() -> Checklist:
    """The list of the due diligence post, with a hint of each kind on its first question."""
    post = (ROOT / "content/posts/2016/tech-due-diligence/index.md").read_text(encoding="utf-8")
    sections: list[Checklist] = []
    for line in post.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
            sections.append({"id": re.sub(r"\W+", "-", title.lower()), "title": title, "items": []})
        elif found := ITEM.match(line):
            item = {**found.groupdict(), "first": "2016-08-29", "revision": "2016-08-29", "hash": "0"}
            sections[-1]["items"].append(item)
    hints = {
        "why": "A person who cannot draw the system does not know it.",
        "red_flag": "Two people draw two systems.",
        "evidence": "a diagram with a date on it",
    }
    sections[0]["items"][0].update(hints)
    return {
        "format": "faircopy-checklist",
        "version": 1,
        "id": "tech-due-diligence",
        "title": "Technical Due Diligence Checklist",
        "url": f"https://example.org/blog/{LARGE}",
        "revision": "2016-08-29",
        "sections": sections,
        "revisions": [{"date": "2016-08-29", "changes": []}],
    }


def page_html(checklist: Checklist, root: str) -> str:
    return Template((PAGE / "page.html").read_text(encoding="utf-8")).substitute(
        root=root,
        id=checklist["id"],
        revision=checklist["revision"],
        title=html.escape(checklist["title"]),
        sections="\n".join(map(section_html, checklist["sections"])),
        data=json.dumps(checklist, ensure_ascii=False).replace("<", "\\u003c"),
    )


def section_html(section: Checklist) -> str:
    items = "\n".join(map(item_html, section["items"]))
    return (
        f'<section class="checklist-section" id="{section["id"]}" data-section="{section["id"]}">\n'
        f"<h2>{html.escape(section['title'])}</h2>\n{items}\n</section>"
    )


def item_html(item: Checklist) -> str:
    name = item["id"]
    answers = "\n".join(
        f'<label><input type="radio" name="answer-{name}" value="{value}"> {label}</label>'
        for value, label in ANSWERS.items()
    )
    hints = "".join(f"<dt>{label}</dt><dd>{html.escape(item[key])}</dd>" for key, label in HINTS.items() if key in item)
    details = f'<details class="hints"><summary>Hints</summary><dl>{hints}</dl></details>\n' if hints else ""
    return (
        f'<fieldset class="checklist-item" id="{name}" data-item="{name}">\n'
        f"<legend>{html.escape(item['question'])}</legend>\n"
        f'<div class="answers">\n{answers}\n</div>\n{details}</fieldset>'
    )


def write_site(folder: Path) -> None:
    shutil.copytree(THEME, folder / "theme")
    for path, checklist in ((LARGE, large_list()), (SMALL, small_list())):
        write_page(folder, path, checklist)


def write_page(folder: Path, path: str, checklist: Checklist, root: str = "") -> None:
    """Write the page, its data and its service worker, with the files that the worker keeps."""
    target = folder / path
    target.mkdir(parents=True, exist_ok=True)
    (target / "index.html").write_text(page_html(checklist, root), encoding="utf-8")
    (target / "checklist.json").write_text(json.dumps(checklist), encoding="utf-8")
    scripts = [f"{root}/theme/js/checklist/{file.name}" for file in SCRIPTS.glob("*.js") if file.name != "sw.js"]
    styles = [f"{root}/theme/css/{name}.css" for name in ("style", "checklist")]
    worker = (SCRIPTS / "sw.js").read_text(encoding="utf-8")
    worker = worker.replace("/* files */ []", json.dumps([f"{root}/{path}", *styles, *scripts]))
    (target / "sw.js").write_text(worker.replace('/* build */ ""', json.dumps(checklist["revision"])), encoding="utf-8")


@contextmanager
def served_checklists(folder: Path) -> Iterator[ChecklistSite]:
    write_site(folder)
    with site_server(folder, 0) as server, running(server):
        yield ChecklistSite(folder, f"http://{LOOPBACK}:{server.server_address[1]}")
