"""A small site with snippets, built in this process, and small checkers that do what they say."""

import locale
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import ROOT, SITEURL
from faircopy.build.build import build_site
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets.model import Finding, Level, LineMatch, Outcome, Proof, Snippet, Task
from faircopy.snippets.sandbox.runner import Sandbox

BAD_TOML = Rule("XX001", Severity.ERROR, "it is not TOML")


@dataclass(frozen=True)
class TomlChecker:
    """Loads TOML, and tries log samples on the `pattern` that a file of the group has."""

    name: str = "toml-for-tests"
    tool: str = "tomllib"
    command: str = "tomllib"
    programs: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.EXERCISED
    version: int = 1
    files: tuple[str, ...] = ("*.toml",)
    languages: frozenset[str] = frozenset()
    recognise: Callable[[str], bool] | None = None
    fragment_languages: frozenset[str] = frozenset({"toml"})
    contexts: frozenset[str] = frozenset()
    reads_logs: bool = True
    judges_each: bool = False
    installed: bool = True

    def tool_version(self, sandbox: Sandbox) -> str | None:  # noqa: ARG002  # the protocol's
        return "3.11" if self.installed else None

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:  # noqa: ARG002  # the protocol's
        findings: list[Finding] = []
        proofs = []
        for index, snippet in enumerate(task.snippets):
            try:
                proofs.append(matched(snippet, task.files) if snippet.log else loaded(snippet))
            except tomllib.TOMLDecodeError as error:
                findings.append(Finding(index, BAD_TOML, str(error), 1, tool_message=str(error)))
                proofs.append(Proof(Level.LOADED))
        return Outcome(tuple(proofs), tuple(findings))


def loaded(snippet: Snippet) -> Proof:
    tomllib.loads(snippet.code)
    return Proof(Level.LOADED)


def matched(snippet: Snippet, files: Mapping[str, str]) -> Proof:
    pattern = re.compile(tomllib.loads(files[f"/etc/{snippet.log}.toml"])["pattern"])
    lines = snippet.code.split("\n")[:-1]
    found = [(number, pattern.match(line)) for number, line in enumerate(lines, 1)]
    return Proof(Level.EXERCISED, tuple(LineMatch(number, one[1]) for number, one in found if one), len(lines))


def post(body: str, slug: str = "proven") -> str:
    return f"Title: {slug}\nDate: 2020-02-02\nCategory: Geeky stuff\nTags: tests\nSlug: {slug}\nSummary: S\n\n{body}"


def build(
    folder: Path, documents: Mapping[str, str | bytes], *, checkers: tuple[Any, ...] = (TomlChecker(),), **settings: Any
) -> list[Diagnostic]:
    """Build a site with our settings from `documents`, path below content/ -> source, into folder/output."""
    for name, source in documents.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source if isinstance(source, bytes) else source.encode())
    with same_locale():
        return build_site(ROOT / "pelicanconf.py", folder / "output", {**overrides(folder, checkers), **settings})


def overrides(folder: Path, checkers: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "PATH": str(folder / "content"),
        "SITEURL": SITEURL,
        "FEED_DOMAIN": SITEURL,
        "STATIC_PATHS": [],
        "NAV": (),  # to pages that such a site does not have
        "FOOT": (),
        "PROMISES": (),
        "ABOUT_URL": "",
        "SNIPPETS_CHECKERS": checkers,
    }


@contextmanager
def same_locale() -> Iterator[None]:
    """Pelican changes the locale of the whole process when it reads settings."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, before)
