"""A text that is corrected is shown, whatever is wrong elsewhere in the site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from blinker import ANY
from pelican import signals

from conftest import copy_of_site
from faircopy.preview.site import PreviewSite

pytestmark = pytest.mark.slow

PAGE = "content/pages/about.md"
ODD = "content/odd.txt"  # while it is there, something complains of the whole site (SB902)
COMPLAIN = """
import logging
from pathlib import Path
from pelican import signals

def complain(_):
    if Path("content/odd.txt").exists():
        logging.getLogger("pelican.odd").warning("this is odd")

signals.all_generators_finalized.connect(complain)
"""
WRONG = "\n\nA <HOST> too many.\n"  # keeps a text from being shown


@pytest.fixture(autouse=True)
def _nothing_listens_on() -> Iterator[None]:
    """Take what the settings have connected from Pelican's signals: the process makes other sites after this."""
    yield
    for receiver in list(signals.all_generators_finalized.receivers_for(ANY)):
        if receiver.__name__ in ("complain", "stop"):
            signals.all_generators_finalized.disconnect(receiver)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = copy_of_site(tmp_path)
    monkeypatch.chdir(folder)
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(COMPLAIN)
    return folder


def shown(site: PreviewSite, address: str) -> str:
    return site.answer(address).body.decode()


def add(site: PreviewSite, folder: Path, name: str, text: str) -> None:
    file = folder / name
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(before + text, encoding="utf-8")
    site.load_changes([file])


def take_out(site: PreviewSite, folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8").replace(text, ""), encoding="utf-8")
    site.load_changes([file])


@pytest.mark.parametrize("at_start", [True, False])
def test_a_corrected_text_is_shown_beside_an_error_of_the_site(folder: Path, at_start: bool) -> None:
    if at_start:
        (folder / ODD).write_text("odd", encoding="utf-8")
        (folder / PAGE).write_text((folder / PAGE).read_text(encoding="utf-8") + WRONG, encoding="utf-8")
    site = PreviewSite(folder / "pelicanconf.py", folder / "preview", {"SITEURL": "http://127.0.0.1:8000"})
    if not at_start:
        add(site, folder, ODD, "odd")
        add(site, folder, PAGE, WRONG)
    assert {one.code for one in site.problems()} == {"SB902", "FM132"}
    take_out(site, folder, PAGE, WRONG)
    assert {one.code for one in site.problems()} == {"SB902"}
    assert "About" in shown(site, "about/")
    add(site, folder, PAGE, "\n\nNew words.\n")
    assert "New words." in shown(site, "about/")
    assert {one.code for one in site.problems()} == {"SB902"}
    (folder / ODD).unlink()
    site.load_changes()
    assert site.problems() == []
    assert "New words." in shown(site, "about/")
    site.in_memory.clean_up()


@pytest.fixture
def other_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is not proofread, with three texts of which two end Pelican's reading."""
    monkeypatch.chdir(tmp_path)
    for name in ("good", "bad", "worse"):
        (tmp_path / "content").mkdir(exist_ok=True)
        text = f"Title: {name}\nDate: 2026-11-01\n\nWords.\n"
        (tmp_path / f"content/{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(STOPS, encoding="utf-8")
    return tmp_path


STOPS = """
from faircopy.diagnostics.model import ContentError, Diagnostic, Severity
from pelican import signals

PATH = "content"
TIMEZONE = "UTC"
PLUGINS = ["faircopy.incremental"]

def stop(generators):
    for content in generators[0].articles:
        if content.title != "good":
            path = content.get_relative_source_path()
            raise ContentError([Diagnostic(f"content/{path}", 1, 1, "XX001", Severity.ERROR, "it is bad")])

signals.all_generators_finalized.connect(stop)
"""


def test_texts_that_end_the_reading_at_the_start_are_held_back_alone(other_site: Path) -> None:
    site = PreviewSite(other_site / "pelicanconf.py", other_site / "preview", {"SITEURL": "http://127.0.0.1:8000"})
    assert {Path(one.path).name for one in site.problems()} == {"bad.md", "worse.md"}
    assert "Words." in shown(site, "good.html")
    site.in_memory.clean_up()
