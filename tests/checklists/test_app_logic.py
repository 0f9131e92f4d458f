"""The logic of the checklist's browser app, run by Node, which needs no page for it."""

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checklistpage import MODULES, small_list
from examples import examples
from faircopy.checklists.pages.assets import SERVICE_WORKER, minified, read_assets
from faircopy.content.assets import compact_module
from nodejs import tokens_of
from waiting import LIMIT_SECONDS

TESTS = Path(__file__).parent / "js"
LARGEST = 24 * 1024
# Everything that touches the page; the rest runs anywhere.
DIALOGS = {"assessments", "backup", "comparison", "dialog", "dialogs", "handover", "help"}
DIALOGS |= {"autobackup", "requests", "restore", "share", "storagestatus", "together"}
VIEWS = {*DIALOGS, "announcer", "arrival", "bar", "elements", "fields", "filterfields", "item", "listening", "main"}
VIEWS |= {"files", "marks", "news", "person"}
VIEWS |= {"navigation", "offline", "overview", "paper", "printing", "rich", "saving", "sections", "filterbar", "sw"}
VIEWS |= {"background", "questions", "quota"}
MAX_LINES = 250
MAX_LINE_CHARS = 120
TYPED = "// @ts-check\n"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules as they are published, where an older Node knows them for modules, and the list for the tests."""
    folder = tmp_path_factory.mktemp("checklist")
    for file in MODULES:
        (folder / file.name).write_bytes(minified(compact_module(file.read_bytes())))
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    (folder / "list.json").write_text(small_list(), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(file.name for file in TESTS.glob("*.test.mjs")))
def test_logic(need: Callable[[str], str], modules: Path, name: str) -> None:
    result = subprocess.run(
        [need("node"), str(TESTS / name)],  # `--test` would start a second Node
        env={"CHECKLIST_MODULES": f"{modules.as_uri()}/", "CHECKLIST_SEEDS": str(examples(100))},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"^. pass [1-9]", result.stdout, re.MULTILINE), "Node found no test"


def test_what_a_page_begins_with_is_at_most_24_kilobytes() -> None:
    assets = read_assets()
    assert {*assets.modules, "sw.js"} == {file.name for file in MODULES}
    published = {**assets.files, "sw.js": compact_module(SERVICE_WORKER.read_bytes())}
    sizes = {name: len(gzip.compress(published[name], 9, mtime=0)) for name in (*assets.first_modules, "sw.js")}
    assert sum(sizes.values()) <= LARGEST, sizes
    # Without these nothing can be answered or kept; those come with a dialog.
    assert {"assessment.js", "item.js", "storage.js", "dialogs.js"} <= set(assets.first_modules)
    assert not {"dialog.js", "link.js", "report.js", "transfer.js"} & set(assets.first_modules)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_data_never_becomes_markup_or_code(file: Path) -> None:
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|srcdoc", file.read_text()
    )
    assert found == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_logic_knows_nothing_of_the_page(file: Path) -> None:
    text = file.read_text()
    assert text.startswith("// "), "a module says its one job in its first line"
    # The primer is words, among them "document".
    if file.stem not in {*VIEWS, "primer"}:
        assert not re.search(r"\b(document|window|localStorage|navigator|HTMLElement)\b", re.sub(r"//.*", "", text))
        imported = set(re.findall(r'(?:from |import\()"\./(\w+)\.js"', text))
        assert not imported & VIEWS


def test_every_module_is_in_the_architecture(root: Path) -> None:
    text = (root / "docs/internals-checklist.md").read_text(encoding="utf-8").split("\n## ")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", text, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == {file.stem for file in MODULES}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_a_module_is_short_and_can_be_published_in_its_compact_form(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    code = [line for line in text.splitlines() if not line.strip().startswith("//")]
    # A text in backquotes that goes on in the next line would lose its white space.
    assert [line for line in code if re.sub(r"/\[.*?\]/g|\\.", "", line).count("`") % 2] == []
    published = compact_module(text.encode()).decode()
    assert not re.search(r"/\*(?! files \*/| build \*/)|^\s|\n\n", published)
    # Nothing but comments is gone: what is left has the same strings, in the same order.
    strings = r'"(?:[^"\\\n]|\\.)*"'
    assert re.findall(strings, published) == re.findall(
        strings, re.sub(r"(?s)/\*\*.*?\*/|^ *//[^\n]*", "", text, flags=re.MULTILINE)
    )


@pytest.mark.slow
def test_what_is_published_of_each_module_are_the_tokens_that_were_written(npm_file: Callable[[str], Path]) -> None:
    written = [file.read_text(encoding="utf-8") for file in MODULES]
    published = [minified(compact_module(text.encode())).decode() for text in written]
    found = tokens_of(npm_file("acorn"), [*written, *published])
    for file, before, after in zip(MODULES, found[: len(MODULES)], found[len(MODULES) :], strict=True):
        assert after == before, file.name


@pytest.mark.parametrize(
    "file", [file for file in MODULES if TYPED in file.read_text("utf-8")], ids=lambda file: file.name
)
def test_a_typed_module_has_no_long_line(file: Path) -> None:
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if len(line) > MAX_LINE_CHARS] == []


def test_every_module_is_typed_but_for_the_words_of_the_primer_and_the_worker_which_has_other_globals() -> None:
    untyped = {file.name for file in MODULES if TYPED not in file.read_text("utf-8")}
    assert untyped == {"primer.js", "sw.js"}


def test_no_request_is_made_to_anyone() -> None:
    for file in MODULES:
        urls = re.findall(r"https?://[^\"'`\s]+", file.read_text())
        assert urls in ([], ["http://www.w3.org/2000/svg"]), file.name
