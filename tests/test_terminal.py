"""Whatever a stranger writes is shown on a terminal, and does nothing there."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.cli import COMMANDS, main
from faircopy.console import progress, result
from faircopy.diagnostics.formats import as_github, as_sarif, json_of, problem
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.markdown.document import parse_document
from faircopy.terminal import inert, inert_line

BROKEN = Rule("XX001", Severity.ERROR, "broken")
# By the standards' own words: C0, DEL, C1 (ECMA-48), ends of lines (Unicode, 5.8), directions (UAX #9).
ACTING = [*map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)))]
ACTING += [*"\u061c\u200e\u200f"]
HOSTILE = st.lists(st.sampled_from([*ACTING, *"a:[];?0m", "::", "##["]), min_size=1, max_size=12).map("".join)
# https://github.com/actions/runner: the older form anywhere in a line, the newer behind its blanks.
COMMAND_OF_RUN = re.compile(r"##\[|^[^\S\n]*::(?!(?:error|warning|notice) file=[^:]*::)", re.MULTILINE)


def acts(text: str, kept: str = "") -> list[str]:
    return [*(one for one in text if one in ACTING and one not in kept), *COMMAND_OF_RUN.findall(text)]


@pytest.mark.slow
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_part_of_a_diagnostic_acts(path: str, fact: str, hint: str) -> None:
    one = Diagnostic(path, 1, 1, "XX001", Severity.ERROR, fact, hint)
    assert not acts(str(one))
    shown = problem(one, None, colour=False)
    assert not acts(shown, "\n")
    assert len(shown.split("\n")) == 2
    annotation = as_github([one])
    assert not acts(annotation[:-1])
    assert annotation.endswith("\n")
    report = as_sarif("x", [one], {})
    assert not acts(report, "\n")
    assert json.loads(report)["runs"][0]["results"][0]["message"]["text"] == f"{fact}; {hint}"


@given(HOSTILE, HOSTILE)
def test_json_does_not_act_and_says_the_same(key: str, text: str) -> None:
    report = json_of({key: [text]})
    assert not acts(report, "\n")
    assert json.loads(report) == {key: [text]}


@given(HOSTILE)
def test_a_source_line_is_shown_character_by_character(text: str) -> None:
    line = text.replace("\n", "").replace("\r", "")
    assert not acts(f"1 | {inert_line(line)}", "\t")
    assert len(inert_line(line)) == len(line)
    document = parse_document("a.md", line)
    for row in problem(BROKEN.at("a.md", 1, "x"), document, colour=False).split("\n"):
        assert not acts(row, "\t")


# Blanks of other scripts, joiners of Persian and of emoji, a letter with a combining accent.
@pytest.mark.parametrize(
    "text", ["\u65e5\u672c\u3000", "a\u00a0b", "\u06cc\u200c\u062e", "\U0001f469\u200d\U0001f4bb", "a\u0301"]
)
def test_what_only_is_seen_stays(text: str) -> None:
    assert inert(text) == inert_line(text) == text


def test_a_byte_of_a_name_that_is_no_text_is_an_escape() -> None:
    name = b"a\x9b31m".decode("utf-8", "surrogateescape")
    assert (inert(name), inert_line(name)) == ("a\\udc9b31m", "a\ufffd31m")


def test_what_a_command_says_has_lines_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    progress("a\x1b[2J\n\tb\x9b31m\n ::error::x")
    result("c\x1b]52;c;eA==\x07\nd\r##[error]x")
    out, err = capsys.readouterr()
    assert err == "a\\u001b[2J\n\tb\\u009b31m\n \\u003a:error::x\n"
    assert out == "c\\u001b]52;c;eA==\\u0007\nd\\u000d##\\u005berror]x\n"


NAME = "b\n::error file=x::y\x1b[31m\x9b2J##[add-mask]z.md"
TEXTS = {
    "snippets": ["check", "."],
    "checklists": ["check", "."],
    "proofread": ["content"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", TEXTS)
def test_a_file_whose_name_is_hostile_is_named_on_one_line(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "content" / "posts" / "2026" / "x"
    folder.mkdir(parents=True)
    text = 'Title: \x1b[2J\nChecklist: \x1b[2J\n\n```{.ini file="/a\x1b[31m"}\nx\n```\n\n```\x1b[31mlang\nx\n```\n'
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / f"c{NAME}").write_bytes(b"\xff")
    program = Path(sys.executable).with_name(command)
    done = subprocess.run([program, *TEXTS[command]], cwd=tmp_path, capture_output=True, check=False)
    for output in (done.stdout.decode(), done.stderr.decode()):
        assert not acts(output, "\n\t")
        assert not re.search(r"^\s*::", output, re.MULTILINE)
    assert done.returncode == 1


HOSTILE_ARGUMENT = "--a\x1b[31m\u202e\x9b\n::error::x##[warning]y"
MISUSES = [
    [HOSTILE_ARGUMENT],
    *([name, *["a"] * words, HOSTILE_ARGUMENT] for name in COMMANDS for words in (0, 1, 2)),
    ["cache", "clear", HOSTILE_ARGUMENT.lstrip("-")],
    ["checklists", "check", HOSTILE_ARGUMENT.lstrip("-")],
    ["checklists", "record", __file__, "--date", HOSTILE_ARGUMENT.lstrip("-")],
    ["snippets", "check", ".", "--shard", HOSTILE_ARGUMENT.lstrip("-")],
    ["snippets", "try", HOSTILE_ARGUMENT.lstrip("-"), __file__],
]


@pytest.mark.parametrize("misuse", MISUSES, ids=ascii)
def test_no_argument_acts_where_it_is_wrong(
    misuse: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with suppress(SystemExit):
        assert main(misuse) == 2
    out, err = capsys.readouterr()
    assert not acts(out + err, "\n")
    assert err
    assert [*tmp_path.iterdir()] == []
