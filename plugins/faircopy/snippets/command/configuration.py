"""The configuration of `snippets check`: `[tool.faircopy.snippets]` in pyproject.toml, or .faircopy.toml."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import translate
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.command.configuration_file import FILES, SHOWN_TABLE, line_of, read_table
from faircopy.snippets.command.toml_file import ConfigurationError
from faircopy.snippets.excerpt import excerpt

# Each pattern is compared with each file, or each finding.
MAX_ENTRIES = 1000
MAX_WORD_CHARS = 4096


@dataclass(frozen=True, slots=True)
class IgnoredFinding:
    """Findings that a project ignores, and why."""

    code: str
    reason: str
    path: str = "*"  # pattern of the paths, from the folder of the configuration; `*` crosses slashes


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a project."""

    folder: Path = field(default_factory=Path)  # what the paths are from
    paths: tuple[str, ...] = ()  # what is checked if the command names no path
    exclude: tuple[str, ...] = ()  # patterns, as in Ignored
    languages: tuple[str, ...] | None = None  # the only ones to check; None: all
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    ignore: tuple[IgnoredFinding, ...] = ()
    baseline: str | None = None
    strict_attributes: bool | None = None  # None: in a Faircopy site only
    file: Path | None = None  # what says so; None: nothing does

    def expect_paths(self) -> None:
        """Raise ConfigurationError if a configured path does not exist."""
        for name in self.paths:
            if self.file and not (self.folder / name).exists():
                place = f"{self.file}:{line_of(self.file, 'paths')}"
                raise ConfigurationError(f"{place}: there is no '{excerpt(name)}', which 'paths' names; correct it")

    def path_from_here(self, name: str) -> Path:
        """Return a path of the configuration relative to the current folder, as reports for GitHub require."""
        return Path(os.path.relpath(self.folder / name))

    def excludes(self, path: Path) -> bool:
        return any(matches(self.folder, path, pattern) for pattern in self.exclude)

    def judged(self, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
        """Return the remaining findings with the project's severities, and the number of ignored ones."""
        every = list(diagnostics)
        left = [one for one in every if not any(self.is_ignored(one, ignored) for ignored in self.ignore)]
        graded = [replace(one, severity=self.severity.get(one.code, one.severity)) for one in left]
        return graded, len(every) - len(left)

    def unused(self, diagnostics: Iterable[Diagnostic]) -> list[IgnoredFinding]:
        """Return the entries of `ignore` that match no finding."""
        every = list(diagnostics)
        return [ignored for ignored in self.ignore if not any(self.is_ignored(one, ignored) for one in every)]

    def is_ignored(self, diagnostic: Diagnostic, ignored: IgnoredFinding) -> bool:
        return ignored.code == diagnostic.code and matches(self.folder, Path(diagnostic.path), ignored.path)


def matches(folder: Path, path: Path, pattern: str) -> bool:
    """Tell whether a path relative to `folder`, or a folder above it, matches a pattern."""
    try:
        name = path.absolute().relative_to(folder.absolute()).as_posix()
    except ValueError:
        name = path.as_posix()
    return bool(compiled(pattern).match(name) or compiled(f"{pattern.rstrip('/')}/*").match(name))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    # `fnmatch` itself remembers the last few hundred only.
    return re.compile(translate(pattern))


def find_configuration(folder: Path, codes: Iterable[str]) -> Configuration:
    """Return the configuration of the project around `folder`: the nearest, up to the root of the repository.

    `codes` are those of all rules. Raises ConfigurationError.
    """
    codes = tuple(codes)
    for here in (folder.absolute(), *folder.absolute().parents):
        found = [path for name in FILES if (path := here / name).is_symlink() or path.exists()]
        tables = [(path, table) for path in found if (table := read_table(path)) is not None]
        if len(tables) > 1:
            fact = f"{SHOWN_TABLE} is in '{tables[1][0].name}', too"
            raise ConfigurationError(f"{tables[0][0]}:1: {fact}; keep one of them")
        if tables:
            return ConfigurationReader(tables[0][0], codes).configuration(tables[0][1])
        if (here / ".git").exists():
            break
    return Configuration(folder)


def read_configuration(path: Path, codes: Iterable[str]) -> Configuration:
    """Return the configuration in a file. Raises ConfigurationError, also if it has none."""
    table = read_table(path)
    if table is None:
        raise ConfigurationError(f"{path}:1: there is no table {SHOWN_TABLE}; add it, or name another file")
    return ConfigurationReader(path, tuple(codes)).configuration(table)


@dataclass(frozen=True, slots=True)
class ConfigurationReader:
    """Turns a table into a Configuration, or reports what is invalid."""

    path: Path
    codes: tuple[str, ...]

    def configuration(self, table: Mapping[str, Any]) -> Configuration:
        known: dict[str, Callable[[str, Any], Any]] = {
            "paths": self.paths,
            "exclude": self.words,
            "languages": self.languages,
            "severity": self.severities,
            "ignore": self.ignores,
            "baseline": self.path_inside,
            "strict-attributes": self.switch,
        }
        self.expect_keys(table, known)
        read = {key.replace("-", "_"): known[key](key, value) for key, value in table.items()}
        return Configuration(self.path.absolute().parent, file=self.path, **read)

    def error(self, key: str, fact: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self.path}:{line_of(self.path, key)}: {fact}; {remedy}")

    def expect_keys(self, table: Mapping[str, Any], known: Iterable[str]) -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                raise self.error(key, f"unknown key '{excerpt(key)}'", nearest(key, known))

    def word(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise self.error(key, f"'{key}' is no text", f'write {key} = "…"')
        if len(value) > MAX_WORD_CHARS:
            raise self.error(key, f"a text in '{key}' has more than {MAX_WORD_CHARS} characters", "shorten it")
        return value

    def words(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one and "\0" not in one for one in value):
            raise self.error(key, f"'{key}' is no list of texts", f'write {key} = ["…"]')
        self.expect_few(key, value)
        return tuple(self.word(key, one) for one in value)

    def languages(self, key: str, value: Any) -> tuple[str, ...]:
        names = tuple(word.lower() for word in self.words(key, value))
        known = sorted({language for one in all_checkers() for language in one.languages | one.fragment_languages})
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                remedy = f"did you mean '{near[0]}'?" if near else "`snippets checkers` lists them"
                raise self.error(key, f"no checker reads the language '{excerpt(name)}'", remedy)
        return names

    def expect_few(self, key: str, value: Sequence[Any]) -> None:
        if len(value) > MAX_ENTRIES:
            raise self.error(key, f"'{key}' has more than {MAX_ENTRIES} entries", "use patterns, such as 'docs/*'")

    def paths(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(self.path_inside(key, one) for one in self.words(key, value))

    def path_inside(self, key: str, value: Any) -> str:
        """Return a path inside the project: a pull request must not make us read or write other files."""
        name, folder = self.word(key, value), self.path.absolute().parent
        if why := why_outside(folder / name, site_around(folder)):
            remedy = "name one in the project; others can be given on the command line"
            raise self.error(key, f"'{excerpt(name)}' in '{key}' {why.replace('site', 'project')}", remedy)
        return name

    def switch(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.error(key, f"'{key}' is neither true nor false", f"write {key} = true")
        return value

    def code(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or value not in self.codes:
            word = str(value)
            raise self.error(word, f"unknown code '{excerpt(word)}' in '{key}'", nearest(word, self.codes))
        return value

    def severities(self, key: str, value: Any) -> Mapping[str, Severity]:
        if not isinstance(value, dict):
            raise self.error(key, f"'{key}' is no table", f'write {key} = {{ SN302 = "note" }}')
        for code, severity in value.items():
            if severity not in list(Severity):
                remedy = "write error, warning or note; 'ignore' leaves it out, with a reason"
                raise self.error(code, f"'{excerpt(str(severity))}' is no severity", remedy)
        return MappingProxyType({self.code(key, code): Severity(severity) for code, severity in value.items()})

    def ignores(self, key: str, value: Any) -> tuple[IgnoredFinding, ...]:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            remedy = 'write ignore = [{ code = "SN302", path = "docs/*", reason = "…" }]'
            raise self.error(key, f"'{key}' is no list of tables", remedy)
        self.expect_few(key, value)
        return tuple(self.ignored(key, one) for one in value)

    def ignored(self, key: str, table: Mapping[str, Any]) -> IgnoredFinding:
        self.expect_keys(table, ("code", "path", "reason"))
        code = self.code(key, table.get("code"))
        if not isinstance(table.get("reason"), str) or not table["reason"].strip():
            raise self.error(code, f"nothing says why '{code}' is ignored", 'add reason = "…"')
        return IgnoredFinding(code, table["reason"], self.word("path", table.get("path", "*")))


def nearest(word: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = get_close_matches(word, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(known)}" if len(known) < 12 else "docs/diagnostics.md lists all"
