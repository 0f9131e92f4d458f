import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from faircopy.markdown.files import markdown_files
from faircopy.snippets.cli import main, parser
from faircopy.snippets.command import check_command

pytestmark = pytest.mark.usefixtures("_kept_sandbox")

GOOD = '```{.ini file="/etc/fail2ban/filter.d/x.conf"}\n[Definition]\nfailregex = ^<HOST> -\n```\n'
BAD = GOOD.replace("<HOST>", "")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "bad.md").write_text(BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_nothing_wrong_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.md"]) == 0
    assert capsys.readouterr().out == "1 snippet: 1 passed (1 loaded); by fail2ban 1.0.2\n"


@pytest.mark.usefixtures("folder")
def test_an_error_is_status_1_and_shown_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 1
    assert capsys.readouterr().out == (
        "bad.md:3:13: error SN204 fail2ban refuses this expression: No failure-id group in '^ -'\n"
        " 3 | failregex = ^ -\n"
        "   |             ^\n"
        "   = help: put fail2ban's host tag <HOST> in place of the address\n"
        "\n"
        "2 snippets: 1 passed (1 loaded), 1 failed, 1 error; by fail2ban 1.0.2\n"
    )


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["chek", "."], ["check", ".", "--format", "xml"], ["check", ".", "--jobs", "0"]]
)
@pytest.mark.usefixtures("folder")
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: snippets" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_path_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "none.md"]) == 2
    assert capsys.readouterr().err == (
        "snippets: there is no 'none.md'; name Markdown files, or folders that have some\n"
    )


@pytest.mark.usefixtures("folder")
def test_json_has_the_shape_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bad.md", "--format", "json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"version", "tools", "diagnostics", "snippets", "fences"}
    assert (value["version"], value["tools"]) == (1, {"fail2ban": "1.0.2"})
    (diagnostic,) = value["diagnostics"]
    assert set(diagnostic) == {"path", "line", "column", "code", "severity", "message", "hint"}
    assert (diagnostic["path"], diagnostic["line"], diagnostic["code"]) == ("bad.md", 3, "SN204")
    (snippet,) = value["snippets"]
    assert {"path", "line", "end_line", "language", "file", "group", "checker", "verdict", "level", "tool"} <= set(
        snippet
    )
    assert (snippet["verdict"], snippet["level"], snippet["checker"]) == ("failed", None, "fail2ban")


def test_json_tells_which_lines_of_a_log_matched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = '```{.text log="x" match="1" of="2"}\n192.0.2.7 - [01/Sep/2017:00:51:58 +1200] x\nnothing\n```\n'
    (folder / "log.md").write_text(f"{GOOD}\n{log}")
    assert main(["check", "log.md", "--format", "json"]) == 0
    snippet = json.loads(capsys.readouterr().out)["snippets"][1]
    assert (snippet["level"], snippet["matched"], snippet["lines"]) == ("exercised", 1, 2)
    assert snippet["matches"] == [{"line": 7, "address": "192.0.2.7"}]


OTHERS = (
    "```json title=a.json\n{}\n```\n```yaml\na: 1\n```\n```\nx\n```\n```lua\nx\n```\n```iptables\n-P INPUT DROP\n```\n"
    '```{.ini fiel="x"}\na\n```\n```{.sh check="none" reason="x"}\nls\n```\n'
    '<!-- snippet-setup file="/x.json"\n{}\n-->\n'
)


def test_every_fence_is_in_the_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "others.md").write_text(OTHERS)
    assert main(["check", "others.md"]) == 1
    assert capsys.readouterr().out.split("\n\n")[-1].splitlines()[1:] == [
        "7 fences, and 1 hidden file:",
        "     1 iptables: 1 parsed",
        "     2 json: 2 parsed",
        "     1 yaml: 1 parsed",
        "     1 not checked: the author says why",
        "     1 not read: what they say of themselves is an error",
        "     1 only counted: it names no language",
        "     1 only counted: no checker knows 'lua'",
    ]
    assert main(["check", "others.md", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["fences"] == {
        "all": 7,
        "snippets": 4,
        "refused": 1,
        "unread": {"it names no language": 1, "no checker knows 'lua'": 1},
    }


@pytest.mark.parametrize(
    ("settings", "status"), [("from faircopy.snippets import plugin\n", 1), ("PLUGINS = ['faircopy']\n", 1), ("", 0)]
)
def test_in_a_site_of_ours_every_attribute_is_meant_for_us(
    folder: Path, settings: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pelicanconf.py").write_text(settings)
    (folder / "content").mkdir()
    (folder / "content/a.md").write_text('```yaml title="x"\na: 1\n```\n')
    assert main(["check", "content"]) == status
    assert ("SN102" in capsys.readouterr().out) is (status == 1)


def test_files_of_all_kinds_of_markdown_are_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kinds").mkdir()
    for name in ("a.mdx", "b.qmd", "c.Rmd", "d.markdown", "e.MD", "f.rst"):
        (folder / "kinds" / name).write_text("```json\n{}\n```\n")
    assert main(["check", "kinds"]) == 0
    assert capsys.readouterr().out.startswith("5 snippets: 5 passed")


@pytest.mark.usefixtures("folder")
def test_github_annotations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bad.md", "--format", "github"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("::error file=bad.md,line=3,col=13,title=SN204::fail2ban refuses this expression: ")


# The parts of the SARIF 2.1.0 standard that this output uses (OASIS, sections 3.13 to 3.30), as a schema.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {"required": ["driver"], "properties": {"driver": {"required": ["name"]}}},
                    "results": {
                        "items": {
                            "required": ["message", "locations"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {"properties": {"uri": {"pattern": "^[^ ]+$"}}},
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


@pytest.mark.usefixtures("folder")
def test_sarif_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bad.md", "--format", "sarif"]) == 1
    value = json.loads(capsys.readouterr().out)
    Draft7Validator(SARIF).validate(value)
    (run,) = value["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SN204"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 13}


def test_files_are_found_once_and_hidden_folders_left_alone(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.markdown", ".venv/d.md", "node_modules/e.md", "f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = markdown_files([tmp_path, tmp_path / "a.md"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b/c.markdown"]


def test_a_folder_without_markdown_is_said_to_be_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert main(["check", "empty"]) == 0
    assert capsys.readouterr().err == "snippets: warning: there is no Markdown file below 'empty'\n"


def test_a_link_to_nothing_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "below").mkdir()
    (folder / "below/lost.md").symlink_to("none.md")
    assert main(["check", "below"]) == 1
    assert "below/lost.md:1:1: error MD001 cannot be read: No such file or directory" in capsys.readouterr().out


def test_a_file_that_is_not_text_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "binary.md").write_bytes(b"\xff\xfe")
    assert main(["check", "binary.md"]) == 1
    assert "MD002" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_no_cache_asks_again_and_keeps_nothing() -> None:
    assert main(["check", "good.md", "--no-cache"]) == 0
    assert list(Path(os.environ["XDG_CACHE_HOME"]).rglob("*")) == []


@pytest.mark.usefixtures("folder")
def test_colour_and_a_bar_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(check_command, "MIN_TASKS_FOR_PROGRESS", 1)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["check", "bad.md"]) == 1
    assert "\033[1;31merror SN204\033[0m" in capsys.readouterr().out


def test_checkers_are_listed_with_their_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checkers"]) == 0
    out = capsys.readouterr().out
    assert "fail2ban 1.0.2" in out
    assert "/etc/fail2ban/*.conf" in out


def test_the_help_has_examples() -> None:
    assert "snippets check content" in parser().format_help()


@pytest.mark.slow
def test_what_is_something_else_is_counted_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.md"
    file.write_text("```sql\nmysql> SELECT 1;\n```\n\n```js\napp.use( ... );\n```\n\n```json\n{}\n```\n")
    assert main(["check", "--no-cache", str(file)]) == 0
    output = capsys.readouterr().out
    assert "     2 not checked: they hold something else than their language" in output
    assert "     1 json: 1 parsed" in output
    assert "sql: " not in output
