"""What a post with a checklist has, and other pages have not."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT, SITEURL, Run, code_of
from faircopy.checklists.cli import main
from faircopy.checklists.pages.worker import build_of
from faircopy.checklists.reading.check_outline import RESERVED
from pages import Page, pages_of, target_of

pytestmark = pytest.mark.slow

TEXTS = sorted((ROOT / "content" / "posts").glob("*/*/index.md"))
POSTS = [path for path in TEXTS if "\nChecklist:" in path.read_text("utf-8")]


def address_of(post: Path) -> str:
    """Return the address of a post by its front matter, as in "2016/08/a-list/"."""
    fields = dict(re.findall(r"^(Date|Slug): *(.*)$", post.read_text("utf-8"), re.MULTILINE))
    return f"{fields['Date'][:4]}/{fields['Date'][5:7]}/{fields['Slug']}/"


LISTS = {address_of(post): len(re.findall(r"^- \[ \] ", post.read_text("utf-8"), re.MULTILINE)) for post in POSTS}


@pytest.fixture(params=LISTS)
def listed(request: pytest.FixtureRequest, page: dict[str, Page]) -> Page:
    return page[request.param]


def with_own_list(site: Path) -> Path:
    """Add a post with a list to a site; return its file."""
    folder = site / "content" / "posts" / "2017" / "moving-a-server"
    shutil.copytree(ROOT / "tests/checklists/moving-a-server", folder)
    return folder / "index.md"


def data_of(page: Page) -> Any:
    return json.loads(page.first("script#checklist-data").text())


def test_the_page_and_its_data_say_the_same(listed: Page, root: Path) -> None:
    data = data_of(listed)
    jsonschema.validate(data, json.loads((root / "docs/schemas/checklist.schema.json").read_text()))
    assert data["url"] == listed.url
    app = listed.first("checklist-app")
    assert (app.attributes["data-list"], app.attributes["data-revision"]) == (data["id"], data["revision"])
    visible = [
        (section.attributes["id"], item.attributes["id"])
        for section in app.css("section")
        for item in section.css("fieldset")
    ]
    assert visible == [(section["id"], item["id"]) for section in data["sections"] for item in section["items"]]
    assert len(visible) == LISTS[listed.path]


def test_the_downloads_are_the_same_list(listed: Page) -> None:
    folder = listed.file.parent
    links = [str(node.attributes["href"]) for node in listed.tree.css(".checklist-downloads a[download]")]
    assert links == [f"{listed.url}checklist.{kind}" for kind in ("md", "csv", "json")]
    data = data_of(listed)
    assert json.loads((folder / "checklist.json").read_text(encoding="utf-8")) == data
    assert (folder / "checklist.json").read_text(encoding="utf-8") == listed.first("script#checklist-data").text()
    questions = [item["question"] for section in data["sections"] for item in section["items"]]
    with (folder / "checklist.csv").open(encoding="utf-8", newline="") as file:
        assert [row["question"] for row in csv.DictReader(file)] == questions
    assert len(re.findall(r"^- \[ \] ", (folder / "checklist.md").read_text(encoding="utf-8"), re.MULTILINE)) == len(
        questions
    )


def test_the_worker_knows_the_page_and_all_that_it_loads(listed: Page) -> None:
    text = (listed.file.parent / "sw.js").read_text(encoding="utf-8")
    files = json.loads(re.findall(r"^const FILES = (\[.*?\]);", text, re.MULTILINE | re.DOTALL)[0])
    assert files[0] == f"/blog/{listed.path}"
    loaded = {f"/blog/{path.relative_to(listed.root).as_posix()}" for path in listed.root.glob("checklists/*/*")}
    assert {Path(name).suffix for name in loaded} == {".css", ".js"}
    # The theme has its own colours.
    for_others = ("/any-theme.css", "/theme-colours.js")
    assert {name for name in loaded if not name.endswith(for_others)} == {f for f in files if "/checklists/" in f}
    assert any(file.endswith("/css/style.css") for file in files)
    held = [(file, target_of(listed, SITEURL.removesuffix("/blog") + file)) for file in files]
    named = build_of((file, target[0].read_bytes()) for file, target in held if target)
    assert f'const BUILD = "{named}";' in text


def test_only_a_checklist_loads_the_tool(pages: list[Page]) -> None:
    assert LISTS
    for page in pages:
        names = ("/main.js", "/checklist.css", "checklist-app", "checklist-data")
        assert [name in page.html for name in names] == [page.path in LISTS] * 4, page.path
        assert (page.file.parent / "checklist.json").exists() == (page.path in LISTS)


def test_the_ids_that_a_list_may_not_use_are_those_of_the_page(listed: Page) -> None:
    of_list = {node.attributes["id"] for node in listed.tree.css("checklist-app [id]")}
    assert set(listed.ids) - of_list == set(RESERVED)


def test_readers_are_told_what_has_changed(
    site_built_before: Path, faircopy: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    site = site_built_before
    post = with_own_list(site)
    text = post.read_text(encoding="utf-8")
    text = text.replace("How long do DNS answers live?", "How long does an answer of `DNS` live?")
    text = text.replace("- [ ] What is watched after the move, and by whom? {#watching}\n", "")
    post.write_text(text, encoding="utf-8")
    assert main(["record", str(post), "--retire", "watching", "--date", "2026-12-24"]) == 0
    capsys.readouterr()
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout + result.stderr
    (page,) = [page for page in pages_of(site / "output", SITEURL) if page.path == "2017/01/moving-a-server/"]
    dates = [node.text() for node in page.tree.css(".checklist-changes dt")]
    assert dates == ["24 December 2026", "22 November 2026", "10 January 2017"]
    sentences = [node.text() for node in page.tree.css(".checklist-changes dd")]
    assert sentences[:2] == [
        "Reworded: “How long do DNS answers live?” is now “How long does an answer of DNS live?”",
        "No longer asked: “What is watched after the move, and by whom?”",
    ]
    assert sentences[-1] == "The first version, with 7 questions."
    assert data_of(page)["revisions"][2]["changes"] == [
        {
            "kind": "reworded",
            "id": "dns-time",
            "before": "How long do DNS answers live?",
            "after": "How long does an answer of DNS live?",
        },
        {
            "kind": "retired",
            "id": "watching",
            "question": "What is watched after the move, and by whom?",
            "section": "after",
        },
    ]
    assert page.first("checklist-app").attributes["data-revision"] == "2026-12-24"


def test_pelican_alone_refuses_a_list_with_errors(site_copy: Path) -> None:
    post = with_own_list(site_copy)
    post.write_text(post.read_text(encoding="utf-8").replace(" {#dns-time}", ""), encoding="utf-8")
    # Pelican as others run it, without our build around it.
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "bare"],
        cwd=site_copy,
        env={"PYTHONPATH": str(code_of(site_copy)), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "CL309 this question has no id" in done.stdout + done.stderr
    assert not (site_copy / "bare/2017/01/moving-a-server/index.html").exists()
