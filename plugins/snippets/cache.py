"""Outcomes kept by content: the same task, checker and tool are not asked twice."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mdsource.diagnostics import Rule
from mdsource.files import home_folder
from snippets.checkers import Checker
from snippets.model import Finding, Level, LineMatch, Outcome, Proof, Task

# Where there can be no folder: what is to be kept there is not, as on a disk that is full.
NOWHERE = Path(os.devnull)


def default_folder() -> Path:
    """Return where outcomes are kept: XDG's cache folder, because they hold for every project.

    Where the user has no home, that is a folder which cannot be made, and nothing is kept.
    """
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative one is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    return (given if given.is_absolute() else (home_folder() or NOWHERE) / ".cache") / "faircopy" / "snippets"


def key_of(task: Task, checker: Checker, tool_version: str) -> str:
    """Return the key of a task: all that an outcome depends on, and no path of a document, no line, no time."""
    snippets = [
        [
            snippet.language,
            snippet.code,
            snippet.file,
            snippet.log,
            str(snippet.promise),
            snippet.context,
            snippet.error,
        ]
        for snippet in task.snippets
    ]
    content = [checker.name, checker.version, tool_version, snippets, sorted(task.files.items())]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


class Cache:
    """A folder of outcomes, one file each. What cannot be read is not there."""

    def __init__(self, folder: Path | None, rules: Mapping[str, Rule]) -> None:
        """`folder` None keeps nothing. `rules` are the rules that findings may name, by code."""
        self.folder = folder
        self.rules = rules

    def get(self, key: str) -> Outcome | None:
        if self.folder is None:
            return None
        try:
            return outcome_from(json.loads((self.folder / key).read_text(encoding="utf-8")), self.rules)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome. A full or read-only disk only means that the next run asks again."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed: another run never reads half of it.
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, delete=False) as file:
                json.dump(outcome_to(outcome), file)
            Path(file.name).rename(self.folder / key)


def outcome_to(outcome: Outcome) -> dict[str, Any]:
    findings = [{**asdict(finding), "rule": finding.rule.code} for finding in outcome.findings]
    return {"proofs": [asdict(proof) for proof in outcome.proofs], "findings": findings}


def outcome_from(value: dict[str, Any], rules: Mapping[str, Rule]) -> Outcome:
    findings = [Finding(**{**finding, "rule": rules[finding["rule"]]}) for finding in value["findings"]]
    return Outcome(tuple(proof_from(proof) for proof in value["proofs"]), tuple(findings))


def proof_from(value: dict[str, Any]) -> Proof:
    matches = value["matches"]
    return Proof(
        Level(value["level"]),
        None if matches is None else tuple(LineMatch(**match) for match in matches),
        value["lines"],
    )
