"""All parts of a check, put together, are the check of the whole."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.cli import main
from faircopy.snippets.command.shards import Shard, shard_named
from faircopy.terminal import ACTS

TEXTS = {
    "a.md": "```json\n{\n```\n\n```\nplain\n```\n",
    "b/c.md": '```json\n{"a": 1}\n```\n',
    "b/d.md": "```toml\na = 1\na = 2\n```\n\n```unheard-of\nx\n```\n",
    "b/é.md": "```json\n[1,]\n```\n",
    "e.md": "No code.\n",
}


@pytest.mark.slow
@given(st.lists(st.text("ab/é.", min_size=1), unique=True), st.integers(1, 9))
def test_each_file_is_in_one_part(names: list[str], parts: int) -> None:
    files = [*dict.fromkeys(map(Path, names))]
    found = [Shard(number, parts).part_of(files) for number in range(1, parts + 1)]
    assert sorted(file for part in found for file in part) == sorted(files)
    assert all(part == [file for file in files if file in part] for part in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "0/5",
        "6/5",
        "1/0",
        "-1/5",
        "1/5 ",
        "1/5\n",
        "a/b",
        "1/5/1",
        "1.0/5",
        "1/99999",
        "+1/5",
        "\u0661/\u0665",
    ],
)
def test_what_is_no_part_is_wrong_usage(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", ".", f"--shard={text}"])
    assert ended.value.code == 2
    assert "write 2/5 for the second of five" in capsys.readouterr().err
    assert shard_named("2/5") == Shard(2, 5)


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The reports of three parts of a folder, which are in files beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in TEXTS.items():
        (tmp_path / "texts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    for number in (1, 2, 3):
        main(["check", "texts", "--format", "json", "--shard", f"{number}/3"])
        (tmp_path / f"part-{number}.json").write_text(capsys.readouterr().out, encoding="utf-8")
    return [f"part-{number}.json" for number in (3, 1, 2)]


@pytest.mark.slow
def test_all_parts_together_are_the_whole(reports: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "texts", "--format", "json"]) == 1
    whole = json.loads(capsys.readouterr().out)
    assert main(["merge", *reports]) == 1
    merged = json.loads(capsys.readouterr().out)
    assert merged == whole
    assert len(whole["diagnostics"]) > 2
    for name in ("sarif", "github", "text"):
        main(["check", "texts", "--format", name])
        alone = capsys.readouterr().out
        main(["merge", *reports, "--format", name])
        found = capsys.readouterr().out
        assert found == alone or name == "text"
        assert all(one["message"] in found.replace("%25", "%") for one in whole["diagnostics"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"shard": "2/4"}, "parts of different wholes"),
        ({"shard": "2/3"}, "part 2/3 is there twice"),
        ({"shard": ""}, "without --shard"),
        ({"shard": "x"}, "without --shard"),
        ({"version": 2}, "no report"),
        ({"more": 1}, "no report"),
        ({"tools": {"a": "\x1b[31m"}}, "no report"),
        ({"diagnostics": [{"path": "a"}]}, "no report"),
        ({"snippets": [{"line": 1}]}, "no path"),
        ({"snippets": [[]]}, "no report"),
        ({"fences": {"all": -1, "snippets": 0, "refused": 0, "unread": {}}}, "no report"),
        (None, "no report"),
    ],
)
def test_what_is_no_part_of_the_whole_is_refused(
    tmp_path: Path, change: dict[str, object] | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fences = {"all": 0, "snippets": 0, "refused": 0, "unread": {}}
    report = {"version": 1, "tools": {}, "diagnostics": [], "snippets": [], "fences": fences}
    for number in (1, 2, 3):
        text = json.dumps({**report, "shard": f"{number}/3", **((change or {}) if number == 1 else {})})
        (tmp_path / f"{number}").write_text(text if change is not None or number != 1 else "[" * 100_000)
    files = [str(tmp_path / f"{number}") for number in (1, 2, 3)]
    assert main(["merge", *files]) == 2
    assert why in capsys.readouterr().err
    assert main(["merge", *files[1:]]) == 2
    assert "part 1/3 is missing" in capsys.readouterr().err
    for missing in (str(tmp_path / "none"), str(tmp_path)):
        assert main(["merge", missing, *files[1:]]) == 2


ACTING = "\u202e::error::x\u2028##[error]y"


def test_what_a_report_says_does_nothing_in_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the format is; and whoever parses JSON finds the same value."""
    found = {
        "path": ACTING,
        "line": 1,
        "column": 1,
        "code": "SN100",
        "severity": "error",
        "message": ACTING,
        "hint": "",
    }
    report = {
        "version": 1,
        "tools": {ACTING: ACTING},
        "diagnostics": [found],
        "snippets": [{"path": ACTING, "line": 1, "\x1b[31m": [[f"\x1b[31m\n{ACTING}"]]}],
        "fences": {"all": 1, "snippets": 1, "refused": 0, "unread": {ACTING: 1}},
    }
    (tmp_path / "1").write_text(json.dumps({**report, "shard": "1/1"}))
    for name in ("json", "sarif", "github", "text"):
        assert main(["merge", str(tmp_path / "1"), "--format", name]) == 1
        out = capsys.readouterr().out
        assert not ACTS.search(out.replace("\n", "")), name
        assert sum(line.startswith("::") for line in out.split("\n")) == (name == "github")
        if name == "json":
            assert json.loads(out) == report
