"""Caches outcomes, keyed by task, checker and tool version."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from faircopy import diagnostics, markdown, snippets
from faircopy.cache.namespaces import SNIPPETS
from faircopy.cache.store import EntryStore
from faircopy.diagnostics.model import Rule
from faircopy.snippets.checkers import Checker
from faircopy.snippets.model import (
    Ban,
    Dates,
    Finding,
    JailProof,
    Level,
    LineMatch,
    NearMiss,
    Outcome,
    Proof,
    Snippet,
    Task,
)

Value = TypeVar("Value")
# Fields of a snippet that no checker reads: where it stands, and what is done with an outcome. All others are in the
# key, also `check`: a fence that only names its checker is read more strictly than one that names nothing.
NOT_IN_KEY = frozenset({
    *("path", "line", "end_line", "columns", "group", "hidden", "reason", "unread", "is_output", "disclaimed"),
})  # fmt: skip
FIELDS_OF_KEY = tuple(field.name for field in fields(Snippet) if field.name not in NOT_IN_KEY)
# Exceptions for invalid or truncated cache entries.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def default_folder() -> Path | None:
    """Return the default cache folder: the user's, because outcomes are valid for every project."""
    return SNIPPETS.folder()


@cache
def code_digest() -> str:
    """Return the digest of all code that influences an outcome, and of the tables that it reads."""
    found = hashlib.sha256()
    for package in (snippets, markdown, diagnostics):
        for folder in package.__path__:
            for file in sorted(one for one in Path(folder).rglob("*") if one.suffix in {".py", ".toml"}):
                data = file.read_bytes()
                found.update(f"{file.relative_to(folder).as_posix()} {len(data)}\n".encode() + data)
    return found.hexdigest()


def digest_of_files(files: Mapping[str, str]) -> str:
    """Return the digest of a group's files, which all tasks of the group share."""
    return hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()


def key_of(task: Task, files_digest: str, checker: Checker, tool_version: str) -> str:
    """Return the key of a task: everything that an outcome depends on; no document path, line or time.

    `files_digest` is that of the task's files.
    """
    snippets = [[getattr(snippet, name) for name in FIELDS_OF_KEY] for snippet in task.snippets]
    content = [code_digest(), checker.name, checker.version, tool_version, snippets, files_digest]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


class Cache:
    """Outcomes in a folder. Unreadable entries count as missing."""

    def __init__(self, folder: Path | None, rules_of_findings: Callable[[], Mapping[str, Rule]]) -> None:
        """With `folder` None, nothing is cached. `rules_of_findings` returns the rules of findings, by code."""
        self.store = EntryStore(SNIPPETS, folder)
        self.rules_of_findings = rules_of_findings

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        # Not before an outcome is found: to know all rules, all checkers are imported.
        return self.rules_of_findings()

    def get(self, key: str, task: Task) -> Outcome | None:
        """Return the outcome of a task."""
        data = self.store.get(key)
        if data is None:
            return None
        try:
            return fitting(outcome_from(json.loads(data), self.rules), task)
        except UNREADABLE:
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Store an outcome. On a full or read-only disk, the next run just checks again."""
        self.store.put(key, json.dumps(outcome_to(outcome)).encode())


def fitting(outcome: Outcome, task: Task) -> Outcome:
    """Return an outcome for the snippets of its task. Raises ValueError if it refers to others."""
    number = len(task.snippets)
    if len(outcome.proofs) != number or not all(0 <= one.snippet < number for one in outcome.findings):
        raise ValueError(f"an outcome that does not fit its {number} snippets")
    return outcome


def outcome_to(outcome: Outcome) -> dict[str, Any]:
    findings = [{**asdict(finding), "rule": finding.rule.code} for finding in outcome.findings]
    return {"proofs": [asdict(proof) for proof in outcome.proofs], "findings": findings}


def outcome_from(value: Any, rules: Mapping[str, Rule]) -> Outcome:
    """Return the outcome stored in a value. Raises one of UNREADABLE for any other value."""
    proofs, findings = of(list, value["proofs"]), of(list, value["findings"])
    return Outcome(tuple(map(proof_from, proofs)), tuple(finding_from(one, rules) for one in findings))


def finding_from(value: Any, rules: Mapping[str, Rule]) -> Finding:
    return Finding(
        snippet=of(int, value["snippet"]),
        rule=rules[of(str, value["rule"])],
        message=of(str, value["message"]),
        line=of(int, value["line"]),
        column=of(int, value["column"]),
        hint=of(str, value["hint"]),
        tool_message=of(str, value["tool_message"]),
        follows=of(bool, value["follows"]),
    )


def proof_from(value: Any) -> Proof:
    matches, lines = value["matches"], value["lines"]
    return Proof(
        Level(of(str, value["level"])),
        None if matches is None else tuple(map(match_from, of(list, matches))),
        None if lines is None else of(int, lines),
        tuple(map(jail_from, of(list, value["jails"]))),
    )


def jail_from(value: Any) -> JailProof:
    return JailProof(
        of(str, value["jail"]),
        of(int, value["sample"]),
        tuple(map(ban_from, of(list, value["bans"]))),
        tuple(map(near_from, of(list, value["near"]))),
        of(int, value["maxretry"]),
        of(int, value["random_seconds"]),
        Dates(of(str, value["dates"])),
    )


def ban_from(value: Any) -> Ban:
    seconds = value["seconds"]
    return Ban(
        of(int, value["line"]),
        of(str, value["address"]),
        of(int, value["at"]),
        None if seconds is None else of(int, seconds),
    )


def near_from(value: Any) -> NearMiss:
    return NearMiss(of(str, value["address"]), of(int, value["failures"]), of(int, value["line"]))


def match_from(value: Any) -> LineMatch:
    return LineMatch(of(int, value["line"]), of(str, value["address"]))


def of(kind: type[Value], value: Any) -> Value:
    """Return a value of exactly that type. Raises TypeError for others; `True` is not a number."""
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} should be")
    return value
