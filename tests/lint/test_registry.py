"""Rules that another distribution brings."""

import importlib
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy.lint import registry
from faircopy.lint.check import known_rules
from faircopy.lint.cli import main
from rulecases import write_site

MODULE = """\
from faircopy.diagnostics.model import Severity
from faircopy.lint.checks import DocumentCheck
from faircopy.lint.rule import LintRule

SHOUT = LintRule("XX101", Severity.WARNING, "a text shouts", "write small letters", bad="HELLO", good="Hello")


@DocumentCheck
def check_shouts(context):
    for number, line in enumerate(context.document.lines, 1):
        if line.isupper():
            yield SHOUT.at(context.path, number, "this shouts", SHOUT.remedy)
"""


@pytest.fixture(autouse=True)
def _fresh_registry() -> Iterator[None]:
    caches = (registry.rule_modules, registry.lint_rules, registry.checks, known_rules)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SITEURL", raising=False)
    monkeypatch.syspath_prepend(tmp_path / "installed")
    write_site("HELLO.\n\n<!-- proofread: ignore XX101 a quotation -->\n\nGOODBYE.\n", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def install(site: Path, name: str, text: str = MODULE) -> None:
    information = site / "installed" / f"{name}-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[faircopy.rules]\n{name} = {name}\n")
    (site / "installed" / f"{name}.py").write_text(text)


def test_the_rules_of_another_distribution_are_found(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(site, "shouting_rules")
    assert main(["content"]) == 0
    out = capsys.readouterr().out
    assert "content/posts/2018/a/index.md:6:1: warning XX101 this shouts" in out
    assert "1 warning" in out


def test_the_example_of_the_documentation_works(root: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (root / "docs/writing-a-rule.md").read_text(encoding="utf-8")
    source = textwrap.dedent(page.partition("   ```python\n")[2].partition("   ```\n")[0])
    install(site, "documented_rule", source)
    rule = importlib.import_module("documented_rule").LINK_WORDS
    (place,) = write_site(rule.bad, site)
    main(["content"])
    assert f"{place}: {rule.severity} {rule.code} " in capsys.readouterr().out
    write_site(rule.good, site)
    assert main(["content", "--strict"]) == 0
    assert ", 0 errors, 0 warnings" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "absent_rules",
            "import nothing_of_this_name",
            "the rules 'absent_rules' cannot be loaded: ModuleNotFoundError",
        ),
        ("second_rules", MODULE.replace("XX101", "PR401"), "PR401 has two meanings"),
    ],
)
def test_rules_that_cannot_be_used_are_wrong_usage(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, message: str
) -> None:
    install(site, name, text)
    assert main(["content"]) == 2
    assert message in capsys.readouterr().err
