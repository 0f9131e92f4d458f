"""The checkers: one module for each tool, found by importing the package.

Its documentation, tests and packages follow from its CHECKER. How to add one: docs/writing-a-checker.md.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol, cast

from faircopy.snippets.checkers._entry_points import EntryPointCheckers, entry_point_checkers
from faircopy.snippets.model import Level, Outcome, Task
from faircopy.snippets.sandbox.runner import Sandbox


class Checker(Protocol):
    """Checks the snippets of a group with one tool."""

    @property
    def name(self) -> str:
        """The name in `check=` and in verdicts."""

    @property
    def tool(self) -> str:
        """The name of the program or library that does the work, as its makers write it."""

    @property
    def command(self) -> str:
        """The command for the documentation, such as "`apache2 -t`"."""

    @property
    def programs(self) -> Mapping[str, str]:
        """The programs that it needs, and the Debian package of each."""

    @property
    def level(self) -> Level:
        """The highest level that a snippet can reach."""

    @property
    def version(self) -> int:
        """Raise it when the checker may judge differently than before: cached verdicts are then not used."""

    @property
    def files(self) -> tuple[str, ...]:
        """Patterns (fnmatch, `*` crosses slashes) of absolute `file=` paths that it checks."""

    @property
    def languages(self) -> frozenset[str]:
        """Languages of fences that are checked without any attribute."""

    @property
    def recognise(self) -> Callable[[str], bool] | None:
        """Recognises its own texts among those in its `languages`; None if all of them are its own."""

    @property
    def fragment_languages(self) -> frozenset[str]:
        """Languages of fences that are checked only with a `file` or a `context`."""

    @property
    def contexts(self) -> frozenset[str]:
        """The values of `context=` that it accepts."""

    @property
    def reads_logs(self) -> bool:
        """Whether it checks `log=` samples."""

    @property
    def judges_each(self) -> bool:
        """Whether it is given one snippet at a time; other snippets then matter only as files of the group."""

    def tool_version(self, sandbox: Sandbox) -> str | None:
        """Return the version of the tool, or None if the tool or its sandbox is not available."""

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:
        """Check the snippets of `task`.

        Thread-safe. Raises sandbox.TimeLimitError if the tool takes too long, sandbox.ToolMissingError if the tool or
        the sandbox is not available, and sandbox.ProgramEndedError. If it raises anything for several snippets, it is
        called again for each of them, see `alone`.
        """

    def alone(self, task: Task, index: int) -> Task:
        """Return the task for one snippet as `task` checks it: that snippet, then those that its proof depends on."""


@cache
def own_checkers() -> tuple[Checker, ...]:
    """Return the checkers in this folder, by name.

    A module whose name starts with an underscore is shared code and has none.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}").CHECKER for name in names)


def outside() -> EntryPointCheckers:
    """Return the checkers of other distributions, and diagnostics."""
    return entry_point_checkers(tuple(checker.name for checker in own_checkers()))


@cache
def all_checkers() -> tuple[Checker, ...]:
    """Return our own checkers, followed by those of other distributions."""
    return (*own_checkers(), *cast("tuple[Checker, ...]", outside().checkers))
