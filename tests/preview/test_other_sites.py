"""The preview of a site of Pelican's that has nothing of ours: its theme, its readers, its own way to write."""

from pathlib import Path

import pytest

from faircopy.preview.cli import main
from faircopy.preview.site import PreviewSite

SOURCES = {
    "pelicanconf.py": "SITENAME = 'Other'\nTIMEZONE = 'UTC'\nTHEME = 'simple'\nPLUGINS = []\n"
    "TEMPLATE_PAGES = {'own.j2': 'own.html'}\n",
    "content/one.md": "Title: One\nDate: 2014-2-3 9:00\nMood: calm\n\nWords of Markdown. [gone]({filename}gone.md)\n",
    "content/two.rst": "Two\n===\n\n:date: 2014-02-04\n\nWords of *reStructuredText*.\n",
    "content/pages/three.html": "<html><head><title>Three</title></head><body>Words of HTML.</body></html>\n",
    "content/own.j2": "<p>{{ SITENAME }}</p>\n",
}
ADDRESS = {"SITEURL": "http://127.0.0.1:8000", "FEED_DOMAIN": "http://127.0.0.1:8000"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PreviewSite:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return PreviewSite(tmp_path / "pelicanconf.py", tmp_path / "preview", ADDRESS)


@pytest.mark.slow
def test_all_that_pelican_reads_is_there_and_follows(site: PreviewSite, tmp_path: Path) -> None:
    for path, words in (
        ("one.html", b"Words of Markdown."),
        ("two.html", b"Words of <em>reStructuredText</em>."),
        ("pages/three.html", b"Words of HTML."),
        ("own.html", b"<p>Other</p>"),
    ):
        answer = site.answer(path)
        assert answer.status == 200
        assert words in answer.body
    assert site.problems() == []
    for path, name in (("one.html", "one.md"), ("two.html", "two.rst"), ("pages/three.html", "pages/three.html")):
        source = tmp_path / "content" / name
        source.write_text(source.read_text().replace("Words of", "Other words of"))
        assert site.load_changes({source}).changed
        assert b"Other words of" in site.answer(path).body
    assert {one.code for one in site.findings(tmp_path / "content/one.md")} == {"PR201"}


def test_settings_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--settings", str(tmp_path / "none.py")]) == 2
    assert f"there is no file '{tmp_path / 'none.py'}'" in capsys.readouterr().err
