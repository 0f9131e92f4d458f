"""The workflows for GitHub: nothing is unpinned, no right is spare, and nothing is called that is not there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from conftest import ROOT

SKELETON = ROOT / "plugins" / "faircopy" / "starter" / "skeleton"  # of new sites
FOLDERS = (ROOT / ".github", SKELETON / "dot_github")
WORKFLOWS = [file for folder in FOLDERS for file in sorted((folder / "workflows").glob("*.yml"))]
# What a job may do beyond reading the sources.
RIGHTS = {"deploy": {"pages": "write", "id-token": "write"}, "report": {"issues": "write"}}


def workflow(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_named_by_its_commit(file: Path) -> None:
    for line in re.findall(r"uses: (.*)", file.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", line), line


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_job_has_the_rights_that_it_needs_and_an_end(file: Path) -> None:
    read = workflow(file)
    assert read["permissions"] in ({}, {"contents": "read"})
    for name, job in read["jobs"].items():
        assert job.get("permissions", read["permissions"]) == RIGHTS.get(name, {"contents": "read"}), name
        assert job["timeout-minutes"] <= 30


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_what_a_workflow_runs_is_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    makefile = (SKELETON if file.is_relative_to(SKELETON) else ROOT) / "Makefile"
    targets = set(re.findall(r"^([a-z-]+): ##", makefile.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)(?= ARGS|$)", text, re.MULTILINE)) <= targets
    for option in re.findall(r"ARGS='(--[a-z]+)", text):
        assert f'"{option.removeprefix("--")}":' in (ROOT / "tasks.py").read_text(encoding="utf-8")


def test_once_a_week_the_newest_versions_of_all_that_we_ask_for_are_tried(tmp_path: Path) -> None:
    read = workflow(ROOT / ".github" / "workflows" / "newest.yml")
    # YAML takes `on` for a truth.
    (schedule,) = read[True]["schedule"]  # type: ignore[index]
    assert re.fullmatch(r"\d+ \d+ \* \* \d", schedule["cron"])
    (script,) = (step["run"] for step in read["jobs"]["try"]["steps"] if "newest.in" in step.get("run", ""))
    strip, install, _ = script.splitlines()
    newest = tmp_path / "newest.in"
    subprocess.run(strip.replace("/tmp/newest.in", str(newest)), shell=True, cwd=ROOT, check=True)  # noqa: S108, S602
    requests = requirements(ROOT / "requirements.in")
    assert requirements(newest) == dict.fromkeys(requests, "")
    assert "==" in requests["pelican"]
    assert "--upgrade-strategy eager" in install


def requirements(file: Path) -> dict[str, str]:
    """Return what a file asks for, with the versions."""
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    found = [Requirement(line) for line in lines if line]
    return {one.name: str(one.specifier) for one in found}


ACTION = workflow(ROOT / "action.yml")


def test_the_action_calls_no_other_and_takes_each_input_as_text() -> None:
    steps = ACTION["runs"]["steps"]
    assert all("uses" not in step and "${{" not in step["run"] for step in steps)
    used = re.findall(r"inputs\.([\w-]+)", str(steps))
    assert sorted(used) == sorted(ACTION["inputs"])
    page = (ROOT / "docs/existing-repository.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in ACTION["inputs"])


@pytest.mark.slow
@pytest.mark.parametrize(("code", "status"), [("{}", 0), ("{,}", 1)])
def test_the_action_checks_what_it_is_given(tmp_path: Path, code: str, status: int) -> None:
    (tmp_path / "faircopy").symlink_to(Path(sys.executable).parent.parent)
    (tmp_path / "a.md").write_text(f"```json\n{code}\n```\n", encoding="utf-8")
    step = ACTION["runs"]["steps"][-1]
    environment = {"PATHS": "a.md", "STRICT": "true", "RUNNER_TEMP": str(tmp_path), "PATH": os.environ["PATH"]}
    assert sorted(step["env"]) == ["PATHS", "STRICT"]
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, "::error file=a.md,line=2" in ran.stdout) == (status, status == 1), ran.stderr
