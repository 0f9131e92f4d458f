"""The documentation and the lock files tell the truth about the repository."""

import json
import re
import subprocess
import tomllib
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from conftest import run_task
from faircopy.diagnostics.registry import package_rules, with_rows

CLASS = re.compile(r"^class (\w+)", re.MULTILINE)


@pytest.mark.slow
def test_every_rule_is_documented_and_no_other(root: Path) -> None:
    page = (root / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert page == with_rows(page, package_rules()), "make docs"
    rows = re.findall(r"^\| ([A-Z]{2}\d{3}) ", page, re.MULTILINE)
    assert sorted(rows) == sorted(package_rules())


@pytest.mark.slow
def test_make_and_invoke_and_readme_name_the_same_tasks(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+): ## .", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    listed = run_task(root, "--list").stdout
    tasks = set(re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE))
    documented = set(
        re.findall(r"^\| `make ([a-z-]+)` \|", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    # These four must not set anything up, or do nothing else.
    assert targets - {"help", "setup", "doctor", "clean"} == tasks
    assert documented == targets


@pytest.mark.slow
def test_no_two_classes_have_the_same_name(root: Path) -> None:
    """A name that is searched for leads to one place."""
    sources = (root / "plugins/faircopy").rglob("*.py")
    found = Counter(name for path in sources for name in CLASS.findall(path.read_text(encoding="utf-8")))
    assert len(found) > 500
    assert [name for name, times in found.items() if times > 1] == []


def test_a_signal_to_make_reaches_the_program(root: Path) -> None:
    """A shell between the two would end alone, and a preview would go on serving."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    assert 'TASK = @exec "$(PYTHON)" tools/bootstrap.py\n' in text
    recipes = [line.strip() for line in re.findall(r"^\t(.*)", text, re.MULTILINE)]
    assert recipes
    assert all(recipe.startswith(("$(TASK)", '@exec "$(PYTHON)" ', "@awk ")) for recipe in recipes)


def test_every_package_is_in_the_architecture(root: Path) -> None:
    packages = {path.parent.name for path in (root / "plugins/faircopy").glob("*/__init__.py")}
    table = section_of(root / "ARCHITECTURE.md", "Packages")
    described = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert described == packages
    settings = tool_settings(root)
    assert settings["coverage"]["run"]["source_pkgs"] == ["faircopy"]
    assert settings["importlinter"]["root_packages"] == ["faircopy"]
    assert settings["ruff"]["lint"]["isort"]["known-first-party"] == ["faircopy"]


def test_the_architecture_has_the_layers_that_import_linter_holds(root: Path) -> None:
    (held,) = (
        one["layers"] for one in tool_settings(root)["importlinter"]["contracts"] if one["name"] == "imports go one way"
    )
    layers = [set(layer.split(" | ")) for layer in held]
    messages = section_of(root / "ARCHITECTURE.md", "Imports go one way").strip().split("\n\n")[0]
    assert [set(re.findall(r"`(\w+)`", step)) for step in messages.split("\u2192")] == layers
    parts = {path.stem for path in (root / "plugins/faircopy").iterdir() if not path.name.startswith("__")}
    assert set().union(*layers) == {"__main__", *parts}


def section_of(page: Path, heading: str) -> str:
    return page.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]


def tool_settings(root: Path) -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return settings


def test_what_others_install_is_what_we_lock(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    locked = set(re.findall(r"^([\w.-]+)==", (root / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    for dependency in project["project"]["dependencies"]:
        assert re.match(r"[\w-]+", dependency)[0].lower() in locked, dependency  # type: ignore[index]


@pytest.mark.parametrize(
    ("python", "npm"),
    [("requirements.txt", "tests/npm"), ("benchmarks/requirements.txt", "benchmarks/npm")],
    ids=["ours", "benchmarks"],
)
def test_locks_are_hashed_and_name_no_registry(root: Path, python: str, npm: str) -> None:
    requirements = (root / python).read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.-]+==.*$", requirements, re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins), "a pin without a hash"
    assert not re.search(r"https?://|index-url", requirements)
    # In npm's lock the only addresses are those where a package asks for money.
    packages = json.loads((root / npm / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for package in packages.values():
        package.pop("funding", None)
    assert not re.search(r"https?://", json.dumps(packages))
    assert all("integrity" in package for name, package in packages.items() if name)


DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(path.relative_to(DOCS.parent).as_posix() for path in DOCS.rglob("*.md"))
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", *PAGES]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(root: Path, name: str) -> None:
    document = root / name
    prose = re.sub(r"(?ms)^ *(```+).*?^ *\1|`[^`\n]*`", "", document.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
        assert (document.parent / target).exists(), target


def test_ci_runs_what_the_readme_says(root: Path) -> None:
    assert (root / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
    assert "command: [.ci/run, make coverage]" in (root / ".github/workflows/test.yml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_file_names_a_machine(root: Path) -> None:
    for name in tracked(root):
        data = (root / name).read_bytes()
        for mark in (str(root).encode() + b"/", str(Path.home()).encode() + b"/"):
            assert mark not in data, f"{name}: {mark.decode()}"


def test_every_setting_of_the_snippets_plugin_is_documented_and_no_other(root: Path) -> None:
    read = set(
        re.findall(
            r'settings\.get\("(SNIPPETS_\w+)"',
            (root / "plugins/faircopy/snippets/pages/site_check.py").read_text(encoding="utf-8"),
        )
    )
    rows = set(
        re.findall(
            r"^\| `(SNIPPETS_\w+)` \|", (root / "docs/snippets-in-pages.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert rows == read
    assert read


def tracked(root: Path) -> list[str]:
    files = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
    return files.splitlines()


def test_no_test_is_left_out(root: Path, pytestconfig: pytest.Config) -> None:
    """pytest walks past folders with some names, `build` among them, and says nothing."""
    tests = [path for path in tracked(root) if path.startswith("tests/") and Path(path).name.startswith("test_")]
    assert "tests/build/test_build.py" in tests
    passed_by = pytestconfig.getini("norecursedirs")
    folders = {part for path in tests for part in path.split("/")[:-1]}
    assert [name for name in folders if any(fnmatch(name, one) for one in passed_by)] == []
