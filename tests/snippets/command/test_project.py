"""In another project: its configuration, and the findings that it has accepted."""

import json
from pathlib import Path

import pytest

from faircopy.snippets import rules as common_rules
from faircopy.snippets.cli import main
from faircopy.snippets.command.baseline import apply_baseline, read_baseline

pytestmark = pytest.mark.usefixtures("_kept_sandbox")

BROKEN = "```json\n{,}\n```\n"
TWICE = '```json\n{"a": 1, "a": 2}\n```\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    (tmp_path / "docs").mkdir()
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> int:
    return main(["check", *arguments])


def accept(project: Path, text: str) -> None:
    (project / "docs/a.md").write_text(text)
    assert check("docs", "--baseline", "b.json", "--write-baseline") == 0
    assert check("docs", "--baseline", "b.json") == 0


def test_what_is_accepted_is_told_no_more_wherever_it_moves(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(project, BROKEN)
    capsys.readouterr()
    (project / "docs/a.md").write_text(f"# A heading\n\nText.\n\n```yaml\na: 1\n```\n\n- item\n\n   {BROKEN}")
    (project / "docs/a.md").write_text(f"# A heading\n\nText.\n\n```yaml\na: 1\n```\n\n{BROKEN}\nmore\n")
    assert check("./docs/../docs", "--baseline", "b.json") == 0
    out = capsys.readouterr().out
    assert "SN430" not in out
    assert "1 finding accepted by 'b.json', 0 new" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b.md", BROKEN),  # it only looks like the old one
        ("a.md", BROKEN + "\n" + BROKEN),  # one more
        ("a.md", BROKEN.replace("{,}", "{,,}")),
        ("a.md", BROKEN + "\n" + TWICE),
        ("a.md", BROKEN.replace("{", "{\n{")),
    ],
)
def test_what_is_new_is_told(project: Path, name: str, text: str) -> None:
    accept(project, BROKEN)
    (project / "docs" / name).write_text(text)
    assert check("docs", "--baseline", "b.json") == 1


def test_what_is_gone_can_be_left_out_and_does_not_come_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(project, BROKEN)
    (project / "docs/a.md").write_text("```json\n{}\n```\n")
    assert check("docs", "--baseline", "b.json") == 0
    assert "no longer found: 1 accepted finding" in capsys.readouterr().out
    assert check("docs", "--baseline", "b.json", "--write-baseline") == 0
    (project / "docs/a.md").write_text(BROKEN)
    assert check("docs", "--baseline", "b.json") == 1


def test_what_was_not_judged_is_not_accepted(project: Path) -> None:
    """A full disk or a missing program would otherwise hide for ever that a snippet is not checked."""
    rules = (common_rules.TOOL_MISSING, common_rules.CHECKER_FAILED, common_rules.TIMED_OUT)
    found = [rule.at("a.md", 1, "why", "do this") for rule in rules]
    left, _ = apply_baseline(found, {}, ["a.md"], project / "b.json", None)
    assert left == found[:2]
    assert read_baseline(project / "b.json").total() == 1


@pytest.mark.slow
def test_writing_it_for_some_files_keeps_the_others(project: Path) -> None:
    accept(project, BROKEN)
    (project / "c.md").write_text(TWICE)
    assert check("c.md", "--baseline", "b.json", "--write-baseline") == 0
    assert check("docs", "c.md", "--baseline", "b.json") == 0


@pytest.mark.slow
def test_a_baseline_holds_from_any_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(project, BROKEN)
    monkeypatch.chdir(project / "docs")
    assert check("a.md", "--baseline", "../b.json") == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "b.json:1: there is no such baseline; make it with --write-baseline"),
        (b"", "this is no baseline"),
        (b"[]", "this is no baseline"),
        (b"\xff", "this is no baseline"),
        (b"[" * 100_000, "this is no baseline"),
        (b'{"version": 2, "findings": []}', "this baseline is of version 2, and this program reads 1; write it again"),
        (b'{"version": 1, "findings": [{"path": "a"}]}', "an entry of this baseline is not what we write"),
        (b'{"version": 1, "findings": 3}', "an entry of this baseline is not what we write"),
        (
            b'{"version": 1, "findings": [{"path": "a", "code": "b", "message": "c", "content": "d", "count": true}]}',
            "an entry of this baseline",
        ),
        (
            b'{"version": 1, "findings": [{"path": "a", "code": "b", "message": "c", "content": "d", "count": 9%s}]}'
            % (b"9" * 4000),
            "an entry of this baseline",
        ),
    ],
)
def test_what_is_no_baseline_is_wrong_usage(
    project: Path, data: bytes | None, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        (project / "b.json").write_bytes(data)
    (project / "docs/a.md").write_text(BROKEN)
    assert check("docs", "--baseline", "b.json") == 2
    assert expected in capsys.readouterr().err


@pytest.mark.slow
def test_nothing_but_a_baseline_is_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs/a.md").write_text(BROKEN)
    assert check("docs", "--baseline", "docs/a.md", "--write-baseline") == 2
    assert (project / "docs/a.md").read_text() == BROKEN
    assert check("docs", "--baseline", "docs", "--write-baseline") == 2
    assert "it is a folder" in capsys.readouterr().err
    (project / "loop").symlink_to("loop")
    assert check("docs", "--baseline", "loop") == 2
    (project / "b.json").write_text('{"version": 7, "findings": []}')
    assert check("docs", "--baseline", "b.json", "--write-baseline") == 0
    assert json.loads((project / "b.json").read_text())["version"] == 1
    assert check("docs", "--write-baseline") == 2


def configure(project: Path, text: str, name: str = ".faircopy.toml") -> None:
    (project / name).write_text(f"[tool.faircopy.snippets]\n{text}")


@pytest.mark.slow
@pytest.mark.parametrize("name", [".faircopy.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('paths = ["docs"]', 1),
        ('paths = ["docs"]\nexclude = ["docs/old/*"]', 1),
        ('paths = ["docs"]\nexclude = ["docs"]', 0),
        ('paths = ["docs"]\nexclude = ["*/a.md"]', 0),
        ('paths = ["docs"]\nlanguages = ["YAML"]', 0),
        ('paths = ["docs"]\nseverity = { SN430 = "warning" }', 0),
        ('paths = ["docs"]\nseverity = { SN431 = "warning" }', 1),
        ('paths = ["docs"]\nignore = [{ code = "SN430", reason = "a test" }]', 0),
        ('paths = ["docs"]\nignore = [{ code = "SN430", path = "docs/a.md", reason = "a test" }]', 0),
        ('paths = ["docs"]\nignore = [{ code = "SN430", path = "other/*", reason = "a test" }]', 1),
    ],
)
def test_a_project_says_what_it_wants(project: Path, name: str, text: str, status: int) -> None:
    (project / "docs/a.md").write_text(BROKEN)
    configure(project, text, name)
    assert check() == status


def test_an_entry_of_ignore_that_ignores_nothing_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs/a.md").write_text(BROKEN)
    entries = [("SN430", "*"), ("SN430", "old/*"), ("SN430", "\\n::error::"), ("SN431", "*")]
    listed = ", ".join(f'{{ code = "{code}", path = "{path}", reason = "a test" }}' for code, path in entries)
    configure(project, f'paths = ["docs"]\nignore = [{listed}]')
    assert check() == 0
    said = capsys.readouterr().out
    assert "nothing is ignored by the entry SN430 for 'old/*' of 'ignore'; remove it" in said
    assert "nothing is ignored by the entry SN431 of 'ignore'" in said
    assert said.count("nothing is ignored") == 3
    assert "\n::" not in said
    # What is wrong in the other files of the project is not known here.
    assert check("docs/a.md") == 0
    assert "nothing is ignored" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paths = docs", ":2: it is not TOML: "),
        ('path = ["docs"]', ":2: unknown key 'path'; did you mean 'paths'?"),
        ('paths = "docs"', ":2: 'paths' is no list of texts; write paths = [\"…\"]"),
        ("languages = [1]", ":2: 'languages' is no list of texts"),
        ('languages = ["yaml", "yml2"]', ":2: no checker reads the language 'yml2'; did you mean 'yml'?"),
        ('languages = ["zzz"]', ":2: no checker reads the language 'zzz'; `snippets checkers` lists them"),
        ('severity = { SN999 = "note" }', ":2: unknown code 'SN999' in 'severity'; "),
        ('severity = { SN430 = "off" }', ":2: 'off' is no severity; write error, warning or note"),
        ("severity = { SN430 = [] }", ":2: '[]' is no severity"),
        ('ignore = ["SN430"]', ":2: 'ignore' is no list of tables; "),
        ('ignore = [{ code = "SN430" }]', ":2: nothing says why 'SN430' is ignored; add reason = \"…\""),
        ('ignore = [{ code = "SN430", reason = " " }]', ":2: nothing says why 'SN430' is ignored"),
        ('ignore = [{ code = "SN430", reasn = "x" }]', ":2: unknown key 'reasn'; did you mean 'reason'?"),
        ('ignore = [{ reason = "x" }]', "unknown code 'None' in 'ignore'"),
        ("baseline = true", ":2: 'baseline' is no text"),
        ('baseline = "../b.json"', ":2: '../b.json' in 'baseline' leads out of the project; name one in the project"),
        ('paths = ["docs", "/etc"]', ":2: '/etc' in 'paths' leads out of the project"),
        ('paths = ["docs/../../x"]', ":2: 'docs/../../x' in 'paths' leads out of the project"),
        ('paths = [".git"]', ":2: '.git' in 'paths' leads into '.git'"),
        ('baseline = ".git/hooks/pre-commit"', ":2: '.git/hooks/pre-commit' in 'baseline' leads into '.git'"),
        ('strict-attributes = "yes"', ":2: 'strict-attributes' is neither true nor false"),
        # Python's reader ends with another exception, and fills the memory.
        ("x = " + "9" * 5000, ":1: a number in it has too many digits; correct it"),
        ("a." * 20_000 + "a = 1", ":2: a key has more than 32 parts; write tables"),
        ("x = { " + '"a\\"" . ' * 40 + "a = 1 }", ":2: a key has more than 32 parts; write tables"),
        ("[" + "a." * 40 + "a]", ":2: a key has more than 32 parts"),
        ("x" * 500 + ' = "' + "a." * 100 + '"', f":2: unknown key '{'x' * 120}…'; known: "),
        ("x = " + "[" * 100_000, ":1: it is not TOML: "),
        ('exclude = ["' + "[" * 5000 + '"]', ":2: a text in 'exclude' has more than 4096 characters; shorten it"),
        (f"exclude = {['*'] * 1001}", ":2: 'exclude' has more than 1000 entries; use patterns, such as 'docs/*'"),
        # What a message repeats is on its line, and does nothing there.
        (
            '"x\\n::error::y\\u001b[31m##[error]" = 1',
            ":1: unknown key 'x\\u000a::error::y\\u001b[31m##\\u005berror]'; ",
        ),
        ('baseline = "x\\n::error::"', "x\\u000a::error:::1: there is no such baseline; "),
    ],
)
def test_a_slip_in_the_configuration_is_an_error_at_its_line(
    project: Path, text: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(project, text)
    assert check("docs") == 2
    error = capsys.readouterr().err
    assert error.startswith("snippets: ")
    assert f".faircopy.toml{expected}" in error or expected in error


BESIDE = [
    # In .faircopy.toml all is ours.
    (".faircopy.toml", 'paths = ["docs"]', ":1: nothing reads 'paths' there"),
    (".faircopy.toml", "[tool.ruff]\n[tool.faircopy.snippets]", ":1: nothing reads 'tool.ruff' there"),
    (".faircopy.toml", '[snippets]\npaths = ["docs"]', ":1: nothing reads 'snippets' there"),
    *(
        (name, f"# ours\n{text}", f":{line}: nothing reads 'tool.faircopy{beside}' there")
        for name in (".faircopy.toml", "pyproject.toml")
        for text, beside, line in [
            ('[tool.faircopy]\npaths = ["docs"]', ".paths", 3),
            ('[tool.faircopy.snippet]\npaths = ["docs"]', ".snippet", 2),
            ('[[tool.faircopy]]\npaths = ["docs"]', "", 2),
            ("tool.faircopy = true", "", 2),
        ]
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), BESIDE)
def test_settings_beside_their_table_are_not_passed_over(
    project: Path, name: str, text: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / name).write_text(text)
    assert check("docs") == 2
    error = capsys.readouterr().err
    assert f"{name}{expected}; write the settings into the table [tool.faircopy.snippets]" in error


def test_what_other_programs_keep_in_pyproject_is_theirs(project: Path) -> None:
    (project / "docs/a.md").write_text("Words.\n")
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.ruff]\nline-length = 100\n")
    assert check("docs") == 0


def test_a_path_of_the_configuration_that_is_not_there_is_an_error_at_its_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/a.md").write_text("Words.\n")
    configure(project, 'paths = ["docs", "dcos"]')
    monkeypatch.chdir(project / "docs")
    assert check() == 2
    assert ".faircopy.toml:2: there is no 'dcos', which 'paths' names; correct it" in capsys.readouterr().err
    # A hook names the changed files, and what else the project checks is not its work.
    assert check("a.md") == 0


def test_files_that_cannot_be_read_are_errors(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / ".faircopy.toml"
    path.write_bytes(b"\n\xff")
    assert check("docs") == 2
    assert ".faircopy.toml:2: it is not UTF-8 text; save the file as UTF-8" in capsys.readouterr().err
    with path.open("wb") as file:
        file.truncate(2**40)  # no more of it is read than may be there
    assert check("docs") == 2
    path.unlink()
    (project.parent / "secret.toml").write_text("canary canary")
    path.symlink_to(project.parent / "secret.toml")
    assert check("docs") == 2
    error = capsys.readouterr().err
    assert ".faircopy.toml:1: it is a symbolic link that leads out of the site" in error
    assert "canary" not in error
    path.unlink()
    path.symlink_to(path)
    assert check("docs") == 2
    path.unlink()
    path.mkdir()
    assert check("docs") == 2
    path.rmdir()
    assert check("docs", "--config", "none.toml") == 2
    path.write_text("[tool.faircopy]\nsnippets = 1\n")
    assert check("docs") == 2
    configure(project, "")
    configure(project, "", "pyproject.toml")
    assert check("docs") == 2
    assert "is in 'pyproject.toml', too; keep one of them" in capsys.readouterr().err


def test_the_configuration_of_the_project_holds_in_its_folders(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "docs/a.md").write_text(BROKEN)
    configure(project, 'exclude = ["docs/*"]')
    monkeypatch.chdir(project / "docs")
    assert check("a.md") == 0


def test_paths_are_told_as_one_would_type_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/a.md").write_text(BROKEN)
    configure(project, 'paths = ["docs"]')
    assert check("--format", "github") == 1
    assert capsys.readouterr().out.startswith("::error file=docs/a.md,line=2,")
    configure(project, 'paths = ["docs"]\nbaseline = "b.json"')
    assert check("--write-baseline") == 0
    assert "written to 'b.json'" in capsys.readouterr().out
    monkeypatch.chdir(project / "docs")
    assert check() == 0
    assert "accepted by '../b.json', 0 new" in capsys.readouterr().out


def test_a_link_does_not_lead_out_of_the_project_either(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "away").symlink_to(project.parent)
    configure(project, 'baseline = "away/b.json"')
    assert check("docs", "--write-baseline") == 2
    assert "leads out of the project" in capsys.readouterr().err
    assert not (project.parent / "b.json").exists()


def test_a_link_out_of_the_project_is_not_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = project.parent / "secret.txt"
    secret.write_text("```json\n{canary\n```\n")
    (project / "inside.md").write_text("```json\n{}\n```\n")
    (project / "docs/link.md").symlink_to(secret)
    (project / "docs/fine.md").symlink_to(project / "inside.md")
    for named in ("docs", "docs/link.md"):
        assert check(named) == 1
        output = capsys.readouterr().out
        assert "docs/link.md:1:1: error MD011 it is a symbolic link that leads out of the site" in output
        assert "canary" not in output
    assert check("docs/fine.md") == 0


def test_strict_attributes_are_a_choice(project: Path) -> None:
    (project / "docs/a.md").write_text('```yaml title="x"\na: 1\n```\n')
    assert check("docs") == 0
    configure(project, "strict-attributes = true")
    assert check("docs") == 1
