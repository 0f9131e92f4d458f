"""Names that other versions of a program know: tables that `tools/version_tables` generates from manuals."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

NEEDS_NEWER = Rule(
    "SN116",
    Severity.NOTE,
    "a newer version of the program, or another edition, knows it; the installed one does not",
    "the rest of the snippet was checked; say in the text which version it needs",
)
GONE = Rule(
    "SN117",
    Severity.WARNING,
    "newer versions of the program no longer know it",
    "look in the program's manual for the replacement",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Names of a program by the version that introduced them, and by the version that removed them."""

    program: str  # as its makers write it
    since: dict[str, str]
    gone: dict[str, str]
    editions: dict[str, str]  # names that only another edition has, and what that is called

    def finding(self, name: str, have: str, line: int) -> Finding | None:
        """Return the note on a name that version `have` does not know, or None."""
        spelt = name.rpartition("/")[2]
        if needed := self.since.get(name):
            if numbers(needed) <= numbers(have):
                return None
            fact = f"'{spelt}' needs {self.program} ≥ {needed}; checked with {have}, which does not know it"
            return Finding(0, NEEDS_NEWER, fact, line, hint="say so in the text, for readers with an older version")
        if last := self.gone.get(name):
            fact = f"{self.program} ≥ {last} no longer knows '{spelt}'"
            return Finding(0, GONE, fact, line, hint="look in its manual for the replacement")
        if edition := self.editions.get(name):
            return Finding(0, NEEDS_NEWER, f"'{spelt}' belongs to {edition}, and was not checked", line)
        return None


@cache
def table(file: str, program: str, edition: str = "") -> Table:
    """Return the table of `file`, such as "nginx" for nginx.toml. Raises OSError if there is none."""
    data = tomllib.loads((resources.files(__name__) / f"{file}.toml").read_text(encoding="utf-8"))
    since, gone, plus = (dict(by_name(data.get(kind, {}))) for kind in ("since", "gone", "plus"))
    return Table(program, since, gone, dict.fromkeys(plus, edition))


def by_name(versions: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for version, names in versions.items():
        yield from ((name, version) for name in names)


def numbers(version: str) -> tuple[int, ...]:
    """Return "9.2p1" as (9, 2): the rest belongs to the distribution."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
