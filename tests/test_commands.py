"""Every subcommand helps, says what its exit status means, and refuses wrong usage with status 2."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.cli import COMMANDS, command_named, main
from faircopy.snippets import checkers

# Of commands that have some.
SUBCOMMANDS = [
    *(("snippets", one) for one in ("check", "merge", "try", "checkers")),
    *(("checklists", one) for one in ("ids", "check", "record", "adopt")),
    *(("cache", one) for one in ("info", "clear")),
]
OF_A_SITE = ("new x", "rename a b", "build", "serve")
every_command = pytest.mark.parametrize("words", [*((name,) for name in COMMANDS), *SUBCOMMANDS], ids=" ".join)


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@every_command
def test_help_has_examples(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    output = help_of(words, capsys)
    assert re.search(r"^examples?:\n  \S", output, re.MULTILINE), output
    (name, *_) = words
    alias = "proofread" if name == "check" else name
    assert re.search(rf"^  (?:\w+=\S+ )*(?:faircopy {name}|{alias})\b", output.partition("example")[2], re.MULTILINE), (
        output
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_the_exit_status_means(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = help_of((name,), capsys)
    assert re.search(r"^exit status: 0 .*2 wrong usage", output, re.MULTILINE), output


@pytest.mark.parametrize(
    ("name", "missing"), [("build", "pelican"), ("publish", "ghp_import"), ("unpublish-last", "detect_secrets")]
)
def test_a_missing_package_is_named(
    name: str, missing: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faircopy.cli.find_spec", lambda package: None if package == missing else package)
    assert main([name]) == 2
    assert f"'{name}' needs '{missing}'; install it with: pip install" in capsys.readouterr().err


# A page with a table of all options of a command.
PAGES_OF_OPTIONS = [
    ("use-snippets", ("snippets", "check")),
    ("proofreading", ("check",)),
    *(("use-checklists", ("checklists", one)) for one in ("check", "record", "adopt")),
]


@pytest.mark.parametrize(("page", "words"), PAGES_OF_OPTIONS, ids=str)
def test_each_option_is_documented(page: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    options = set(re.findall(r"^  (?:-\w \S+, )?(--[a-z-]+)", help_of(words, capsys), re.MULTILINE))
    rows = re.findall(r"^\|.*", (ROOT / f"docs/{page}.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert options
    assert options <= set(re.findall(r"--[a-z-]+", " ".join(rows)))


@every_command
def test_an_unknown_option_is_wrong_usage(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--no-such-option"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: faircopy ")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_without_a_command_it_helps(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["faircopy", *arguments])
    assert main() == 0
    output = capsys.readouterr().out
    assert re.findall(r"^  ([a-z-]+)  +\S", output, re.MULTILINE) == list(COMMANDS)
    assert "faircopy COMMAND --help" in output


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["biuld"]) == 2
    assert capsys.readouterr().err.startswith("faircopy: there is no command 'biuld'; did you mean 'build'?\nusage: ")


@pytest.mark.parametrize("typed", OF_A_SITE)
def test_a_folder_that_is_no_sites_is_wrong_usage(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(typed.split()) == 2
    assert re.search(r"^faircopy \w+: there is no '\w+\.py' here; call it in", capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


def test_the_aliases_are_the_subcommands() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    for alias, name in (("snippets", "snippets"), ("proofread", "check"), ("checklists", "checklists")):
        module, function, _ = COMMANDS[name]
        assert scripts[alias] == f"{module}:{function}"
        assert callable(command_named(name))


# What takes long to import, and nobody needs to be told how a command is used.
HEAVY = {"pelican", "markdown", "jinja2", "docutils", "pygments", "rich", "numpy", "fontTools", "PIL"}
IMPORTED = """
import json, os, sys
from faircopy.cli import COMMANDS, main
for name in ["--help", *COMMANDS]:
    if os.fork() == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        try:
            main([name, "--help"])
        except SystemExit:
            pass
        sys.stderr.write(json.dumps([name, sorted({one.partition(".")[0] for one in sys.modules})]) + chr(10))
        sys.stderr.flush()
        os._exit(0)
    os.wait()
"""


@pytest.mark.slow
def test_no_command_imports_pelican_to_say_how_it_is_used() -> None:
    run = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, encoding="utf-8", check=True)
    imported = {name: {*modules} for name, modules in map(json.loads, run.stderr.splitlines())}
    assert {*imported} == {"--help", *COMMANDS}
    assert {name: heavy for name, modules in imported.items() if (heavy := modules & HEAVY)} == {"import": {"docutils"}}
    # The list of commands needs Python alone.
    assert not imported["--help"] & {"msgspec", "markdown_it", "hashlib", "sqlite3"}


CHECKED = """
import json, sys
from faircopy.cli import main
main(["check"])
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.slow
def test_checking_texts_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    """New texts are read with the site's Markdown, which needs no Pelican.

    What was checked before needs neither, and no checker.
    """
    (tmp_path / "pelicanconf.py").write_text("from faircopy.settings import *\n")
    (tmp_path / "content/posts").mkdir(parents=True)
    post = "Title: A post\nDate: 2024-01-02\nSlug: post\nCategory: Notes\nSummary: Short.\n\nSome *text*.\n"
    post += "\n```json\n{}\n```\n"
    (tmp_path / "content/posts/post.md").write_text(post)
    (tmp_path / ".cache/incremental").mkdir(parents=True)  # as after a build: what is found is kept
    first, second = (modules_of_check(tmp_path) for _ in range(2))
    assert "markdown" in first
    assert not {"pelican", "docutils", "http.client"} & first
    assert not {*HEAVY, "babel"} & second
    assert checkers_among(first)
    assert not checkers_among(second)


def checkers_among(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith(f"{checkers.__name__}.") and "._" not in name}


def modules_of_check(site: Path) -> set[str]:
    run = subprocess.run([sys.executable, "-c", CHECKED], cwd=site, capture_output=True, encoding="utf-8", check=True)
    return {*json.loads(run.stderr.splitlines()[-1])}
