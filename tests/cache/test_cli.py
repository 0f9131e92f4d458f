"""`faircopy cache`: what it says, what it frees, and how it ends."""

import os
import re
import time
from pathlib import Path

import pytest

from faircopy.cache.cli import main
from faircopy.cache.namespaces import ASSETS, EXTERNAL_LINKS, NAMESPACES, PUBLISH, SNIPPETS
from faircopy.cache.store import EntryStore
from faircopy.cache.workspace import used_alone, workspace_of


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)
    for namespace in (SNIPPETS, ASSETS, EXTERNAL_LINKS):
        EntryStore(namespace, namespace.folder()).put("key", b"x" * 3000)
    return tmp_path


def test_info_says_what_how_much_and_how_old(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = time.time() - 3.5 * 24 * 3600
    os.utime(project / ".cache/assets/key", (old, old))
    EntryStore(ASSETS, ASSETS.folder()).put("another", b"x" * 3000)
    assert main(["info"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [one.name for one in NAMESPACES]
    rows = {line.split()[0]: re.split(r" {2,}", line) for line in lines}
    assert rows["assets"][1:] == [
        "2",
        "5.9 KiB",
        "today to 3 days ago",
        "charts, cards and smaller pictures, for this project",
    ]
    assert rows["snippets"][1:] == ["1", "3.0 KiB", "today", "verdicts on snippets, for all projects"]
    assert rows["publish"][1:4] == ["0", "0 bytes", "-"]
    assert lines[-1] == "11.9 KiB in all; 'faircopy cache clear' removes it"


def test_clear_removes_all_and_says_what_it_freed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".cache/made").mkdir()
    (project / ".cache/made/old").write_bytes(b"x" * 2048)
    (project / ".cache/bench").mkdir()
    assert main(["clear"]) == 0
    output = capsys.readouterr().out.splitlines()
    assert output == [
        "snippets: freed 3.0 KiB",
        "assets: freed 3.0 KiB",
        "external-links: freed 3.0 KiB",
        ".cache/made: freed 2.0 KiB",
        "freed 10.9 KiB",
    ]
    assert [one.name for one in (project / ".cache").iterdir()] == ["bench"]
    assert main(["clear"]) == 0
    assert capsys.readouterr().out == "freed 0 bytes\n"


def test_clear_takes_names(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clear", "assets"]) == 0
    assert capsys.readouterr().out == "assets: freed 3.0 KiB\nfreed 3.0 KiB\n"
    assert [one.name for one in (project / ".cache").iterdir()] == ["external-links"]


def test_clear_can_leave_other_projects_alone(project: Path) -> None:
    assert main(["clear", "--project"]) == 0
    assert list((project / ".cache").iterdir()) == []
    assert EntryStore(SNIPPETS, SNIPPETS.folder()).get("key")


def test_what_is_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with used_alone(workspace_of(PUBLISH, Path())):
        assert main(["clear", "publish", "assets"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "warning: 'publish' was left alone: a process is using it; end that first\n"
    assert captured.out.startswith("assets: freed")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "the following arguments are required: info|clear"),
        (["clear", "snipets"], "nothing is kept under 'snipets'; did you mean 'snippets'?"),
        (["clear", "x"], "nothing is kept under 'x'; there are snippets, versions,"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert expected in " ".join(capsys.readouterr().err.split())
