"""One module a tool. A module here that has a CHECKER is found; its documentation, tests and packages follow from that.

How to add one: docs/writing-a-checker.md.
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
    """Turns the snippets of a group into an outcome with one tool."""

    @property
    def name(self) -> str:
        """What `check=` calls it, and what verdicts name."""

    @property
    def tool(self) -> str:
        """The name of the program or library that does the work, as its makers write it."""

    @property
    def command(self) -> str:
        """What is asked, for the documentation, like "apache2 -t" with its back quotes."""

    @property
    def programs(self) -> Mapping[str, str]:
        """The programs of the machine that it needs, and the Debian package that brings each."""

    @property
    def level(self) -> Level:
        """How far it can take a snippet at most."""

    @property
    def version(self) -> int:
        """Goes up when the checker may judge otherwise than before: kept verdicts are then not used."""

    @property
    def files(self) -> tuple[str, ...]:
        """Patterns (fnmatch, `*` crosses slashes) of the absolute `file=` paths that it answers to."""

    @property
    def languages(self) -> frozenset[str]:
        """Languages of fences that stand for themselves: checked with nothing but the language."""

    @property
    def recognise(self) -> Callable[[str], bool] | None:
        """Tells its own texts, unmistakably, from others in its `languages`; None where every text is its own."""

    @property
    def fragment_languages(self) -> frozenset[str]:
        """Languages of fences that it checks once they say which file or context they belong to."""

    @property
    def contexts(self) -> frozenset[str]:
        """The values of `context=` that it knows."""

    @property
    def reads_logs(self) -> bool:
        """Whether it answers to `log=` samples."""

    @property
    def judges_each(self) -> bool:
        """Whether other snippets matter to it only as files of the group: then it is given one snippet at a time."""

    def tool_version(self, sandbox: Sandbox) -> str | None:
        """Return the version of the tool, or None when it (or the sandbox that it needs) is not there."""

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:
        """Check the snippets of `task`.

        Called from several threads at once. Raises sandbox.TimeLimitError when the tool took too long,
        sandbox.ToolMissingError when the tool or the sandbox is not there, and sandbox.ProgramEndedError. Where it
        raises anything for several snippets, it is asked again for each of them, see `alone`.
        """

    def alone(self, task: Task, index: int) -> Task:
        """Return the task that judges one snippet as `task` does: that snippet, then those that its proof rests on."""


@cache
def own_checkers() -> tuple[Checker, ...]:
    """Return the checker of each module in this folder, by name.

    A module whose name starts with an underscore is shared by checkers and has none.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}").CHECKER for name in names)


def outside() -> EntryPointCheckers:
    """Return what other distributions bring, and what is wrong with it."""
    return entry_point_checkers(tuple(checker.name for checker in own_checkers()))


@cache
def all_checkers() -> tuple[Checker, ...]:
    """Return our own checkers, then those of other distributions."""
    return (*own_checkers(), *cast("tuple[Checker, ...]", outside().checkers))
