"""`faircopy upgrade` says what is new; it writes only when it is asked to, and never over somebody's changes."""

import json
from pathlib import Path

import pytest

from faircopy.cli import main
from faircopy.starter.record import RECORD, digest
from faircopy.starter.upgrade import news_since, numbers, settings_changes

pytestmark = pytest.mark.slow

NEWS = """# Changelog

## 0.10.0 - unreleased

- Ten.

## 0.9.1 - 2026-01-01

- Nine, corrected.

## 0.9.0

- Nine.
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "blog", "--name", "Ada", "--author", "Ada", "--defaults"]) == 0
    monkeypatch.chdir("blog")
    capsys.readouterr()
    return tmp_path / "blog"


def older(blog: Path) -> None:
    """Make the blog what version 0.1.0 would have made, whose Makefile, archetypes and settings were others."""
    record = json.loads((blog / RECORD).read_text())
    record["faircopy"] = "0.1.0"
    for name in ("Makefile", "archetypes/note.md", "spelling.txt"):
        (blog / name).write_text("as it was\n")
        record["files"][name] = digest("as it was\n")
    (blog / "archetypes/note.md").write_text("mine\n")
    (blog / "spelling.txt").unlink()
    (blog / "theme/README.md").unlink()
    del record["files"]["theme/README.md"]
    (blog / "old.txt").write_text("old\n")
    record["files"]["old.txt"] = digest("old\n")
    record["settings"] = [*(one for one in record["settings"] if one != "NAV"), "GONE"]
    (blog / RECORD).write_text(json.dumps(record))


def texts(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_what_is_new_is_said_and_nothing_is_written(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older(blog)
    before = texts(blog)
    assert main(["upgrade"]) == 0
    assert texts(blog) == before
    said = capsys.readouterr()
    assert "Makefile has changed, and yours is as it was made\n--- Makefile\n+++ Makefile (new)\n" in said.out
    assert "\n-as it was\n+# The commands for this blog: make help\n" in said.out
    assert "archetypes/note.md has changed, and you have changed yours\n" in said.out
    assert "theme/README.md is new\n" in said.out
    assert "old.txt is gone from new sites; yours stays\n" in said.out
    assert "settings that are new: NAV\n" in said.out
    assert "settings that are gone, and do nothing now: GONE\n" in said.out
    assert "## 0.2.0" in said.out
    # It was taken away on purpose.
    assert "spelling.txt has" not in said.out
    assert said.err.startswith("made by 0.1.0, and 0.")
    assert "yours, to be compared by you: archetypes/note.md; nothing was changed" in said.err


def test_what_nobody_has_changed_is_taken_over_when_asked(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = texts(blog)
    older(blog)
    assert main(["upgrade", "--write"]) == 0
    assert "wrote Makefile\nwrote theme/README.md\n" in capsys.readouterr().out
    after = texts(blog)
    assert {name for name in after if after[name] != now.get(name)} == {"archetypes/note.md", "old.txt"}
    assert after["archetypes/note.md"] == "mine\n"
    assert "spelling.txt" not in after
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().err.endswith("nothing is new\n")


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"faircopy": "1", "begun": {}, "files": {}, "settings": []}', "\udcff", "[" * 100_000]
)
def test_a_record_that_cannot_be_read_is_said(blog: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (blog / RECORD).write_text(text, errors="surrogateescape")
    assert main(["upgrade"]) == 2
    said = capsys.readouterr().err
    assert "faircopy upgrade: '.faircopy.json' cannot be read: it " in said
    assert "Error" not in said
    assert said.endswith("take back what has changed it: git checkout -- .faircopy.json\n")


@pytest.mark.parametrize("name", ["Makefile", "theme", "theme/README.md", RECORD])
def test_no_link_leads_what_is_written_out_of_the_blog(
    blog: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    older(blog)
    elsewhere = blog.parent / "elsewhere"
    if (blog / name).exists():
        (blog / name).rename(elsewhere)
    (blog / name).symlink_to(elsewhere)
    before = texts(blog.parent)
    assert main(["upgrade", "--write"]) == 1
    assert f"'{name}" in (said := capsys.readouterr().err)
    assert "leads out of this folder by a symbolic link, so nothing was written" in said
    assert texts(blog.parent) == before


def test_a_link_within_the_blog_is_followed(blog: Path) -> None:
    older(blog)
    (blog / "Makefile").rename(blog / "own.mk")
    (blog / "Makefile").symlink_to("own.mk")
    assert main(["upgrade", "--write"]) == 0
    assert (blog / "Makefile").is_symlink()
    assert (blog / "own.mk").read_text().startswith("# The commands for this blog")


def test_a_folder_that_was_not_begun_so_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["upgrade"]) == 2
    assert "there is no '.faircopy.json' here" in capsys.readouterr().err


def test_news_are_those_of_later_versions() -> None:
    assert news_since(NEWS, "0.9.0") == NEWS[NEWS.index("## 0.10") : NEWS.index("\n## 0.9.0")]
    assert news_since(NEWS, "0.10.0") == ""
    assert [numbers(one) for one in ("0.10.0", "1.2.dev3", "x")] == [(0, 10, 0), (1, 2), ()]
    assert settings_changes(("A",), ("A",)) == []
