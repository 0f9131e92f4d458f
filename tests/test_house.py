"""The documentation and the lock files tell the truth about the house."""

import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from conftest import run_task
from mdsource.diagnostics import Rule


def rules(root: Path) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for file in sorted((root / "plugins").glob("*/rules.py")):
        module = importlib.import_module(f"{file.parent.name}.rules")
        for rule in vars(module).values():
            if isinstance(rule, Rule):
                assert rule.code not in found, f"{rule.code} has two meanings"
                found[rule.code] = rule
    return found


def test_every_rule_is_documented_and_no_other(root: Path) -> None:
    text = (root / "docs/diagnostics.md").read_text()
    rows = re.findall(r"^\| ([A-Z]{2}\d{3}) \| (\w+) \| (.*?) \| ", text, re.MULTILINE)
    assert {code: (severity, summary) for code, severity, summary in rows} == {
        code: (str(rule.severity), rule.summary) for code, rule in rules(root).items()
    }
    assert len(rows) == len(rules(root))


def test_make_and_invoke_and_readme_name_the_same_tasks(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+): +;", (root / "Makefile").read_text(), re.MULTILINE))
    listed = run_task(root, "--list").stdout
    tasks = set(re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE))
    documented = set(re.findall(r"^\| `make ([a-z-]+)` \|", (root / "README.md").read_text(), re.MULTILINE))
    assert targets - {"help"} == tasks
    assert documented == targets


def test_every_package_is_in_the_architecture(root: Path) -> None:
    packages = {path.parent.name for path in (root / "plugins").glob("*/__init__.py")}
    described = set(re.findall(r"^\| `(\w+)` \|", (root / "ARCHITECTURE.md").read_text(), re.MULTILINE))
    assert described == packages
    settings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]
    assert set(settings["coverage"]["run"]["source_pkgs"]) == packages
    assert set(settings["importlinter"]["root_packages"]) == packages
    assert set(settings["ruff"]["lint"]["isort"]["known-first-party"]) == packages


def test_what_others_install_is_what_we_lock(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    locked = set(re.findall(r"^([\w.-]+)==", (root / "requirements.txt").read_text(), re.MULTILINE))
    for dependency in project["project"]["dependencies"]:
        assert re.match(r"[\w-]+", dependency)[0].lower() in locked, dependency  # type: ignore[index]


def test_locks_are_hashed_and_name_no_registry(root: Path) -> None:
    requirements = (root / "requirements.txt").read_text()
    pins = re.findall(r"^[\w.-]+==.*$", requirements, re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins), "a pin without a hash"
    for text in (requirements, (root / "tests/npm/package-lock.json").read_text()):
        assert not re.search(r"https?://|index-url", text)


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/diagnostics.md"])
def test_links_between_documents_lead_somewhere(root: Path, name: str) -> None:
    document = root / name
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_ci_runs_what_the_readme_says(root: Path) -> None:
    assert (root / ".ci/run").read_text().splitlines()[-1] == "exec make test"
    assert "- run: .ci/run" in (root / ".github/workflows/test.yml").read_text()


def test_no_file_names_a_machine(root: Path) -> None:
    files = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, files):
        data = (root / name).read_bytes()
        for mark in (str(root).encode() + b"/", str(Path.home()).encode() + b"/"):
            assert mark not in data, f"{name}: {mark.decode()}"
