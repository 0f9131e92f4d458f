"""Contains exceptions of checks: one becomes a finding, and hides no others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from faircopy.lint.findings import LintFinding
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.system_errors import explain, is_of_machine

Item = TypeVar("Item")
Part = TypeVar("Part")
Value = TypeVar("Value")

OnFault = Callable[[Exception], object]
HINT = "please report it with the text; --debug shows where it happened"


@dataclass(slots=True)
class FaultCollector:
    """Runs checks; their exceptions are collected in `failed`."""

    path: str  # of what is checked
    on_fault: OnFault | None = None  # is called with each exception
    failed: list[LintFinding] = field(default_factory=list)

    def collect(self, check: Callable[[], Iterable[Item]], path: str = "") -> list[Item]:
        """Return what a check yields, up to an exception; `path` is the file that it checks, if only one."""
        found: list[Item] = []
        try:
            found.extend(check())
        except Exception as error:  # noqa: BLE001  # whatever it is, the author gets all other findings
            self.note(path or self.path, error)
        return found

    def each(
        self, parts: Iterable[Part], check: Callable[[Part], Iterable[Item]], path_of: Callable[[Part], str]
    ) -> list[Item]:
        """Return the findings of a check that is called for each part."""
        return [found for one in parts for found in self.collect(partial(check, one), path_of(one))]

    def share(
        self, parts: Sequence[Part], make: Callable[[Sequence[Part]], Value], path_of: Callable[[Part], str]
    ) -> Value | None:
        """Return the result of `make` for those `parts` on which it does not fail alone; None if it still fails."""
        try:
            return make(parts)
        except Exception as error:  # noqa: BLE001  # as above
            sound = [one for one in parts if self.is_sound(one, make, path_of)]
            if len(sound) < len(parts):
                return self.share(sound, make, path_of)
            self.note(self.path, error)
            return None

    def share_list(
        self, parts: Sequence[Part], check: Callable[[Sequence[Part]], Iterable[Item]], path_of: Callable[[Part], str]
    ) -> list[Item]:
        """Return what a check yields for those `parts` on which it does not fail alone."""
        return self.share(parts, lambda some: list(check(some)), path_of) or []

    def is_sound(self, part: Part, make: Callable[[Sequence[Part]], object], path_of: Callable[[Part], str]) -> bool:
        try:
            make([part])
        except Exception as error:  # noqa: BLE001  # as above
            self.note(path_of(part), error)
            return False
        return True

    def note(self, path: str, error: Exception) -> None:
        if self.on_fault:
            self.on_fault(error)
        fact, hint = f"proofreading failed with {type(error).__name__}: this is a fault of ours, not of the text", HINT
        if is_of_machine(error):
            fact, hint = explain(error)
            fact = f"not proofread: {fact}"
        self.failed.append(LintFinding(CHECK_FAILED.at(path, 1, fact, hint)))
