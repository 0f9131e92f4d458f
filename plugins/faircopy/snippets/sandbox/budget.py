"""Time limits for all checks of a group, and of a document, besides the limit of each program."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace

from faircopy.snippets.sandbox.process import Completed, ResourceLimits, Server, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The time limits of checking snippets. Normal documents need a small part of them."""

    group_seconds: float = 120.0
    document_seconds: float = 300.0
    clock: Callable[[], float] = time.monotonic  # in seconds


class UsedUpError(TimeLimitError):
    """A shared time budget is used up; the message says whose."""


class TimeBudget:
    """Seconds that several checks share, on several threads."""

    def __init__(self, scope: str, seconds: float, clock: Callable[[], float]) -> None:
        self.scope = scope
        self.seconds = seconds
        self.clock = clock
        self.lock = threading.Lock()
        self.spent = 0.0  # by checks that are over
        self.begun: dict[object, float] = {}  # when each check began that is under way

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Charge the time until the block is left."""
        check = object()
        with self.lock:
            self.begun[check] = self.clock()
        try:
            yield
        finally:
            with self.lock:
                self.spent += self.clock() - self.begun.pop(check)

    def left(self) -> float:
        """Return the remaining seconds. Raises UsedUpError if there are none."""
        with self.lock:
            now = self.clock()
            left = self.seconds - self.spent - sum(now - begun for begun in self.begun.values())
        if left <= 0:
            raise UsedUpError(f"the checks of this {self.scope} have taken the {self.seconds:g} seconds that they may")
        return left


@dataclass(frozen=True, slots=True)
class Budgets:
    """All budgets that apply to one check."""

    each: Sequence[TimeBudget] = ()

    def spending(self) -> AbstractContextManager[object]:
        stack = ExitStack()
        for budget in self.each:
            stack.enter_context(budget.spending())
        return stack

    def left(self) -> float:
        """Return the remaining seconds. Raises UsedUpError if there are none."""
        return min((budget.left() for budget in self.each), default=float("inf"))


class TimedSandbox(Sandbox):
    """Wraps a sandbox with budgets."""

    def __init__(self, inner: Sandbox, budgets: Budgets) -> None:
        super().__init__(inner.kind, inner.given_user)
        self.inner = inner
        self.budgets = budgets

    def find(self, program: str) -> str | None:
        return self.inner.find(program)

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        """Run a command in the inner sandbox. Raises UsedUpError, too."""
        left = self.budgets.left()
        if left < (limits or ResourceLimits()).seconds:
            limits = replace(limits or ResourceLimits(), seconds=left)
        with self.blamed():
            return self.inner.run(command, root, limits, stdin)

    @contextmanager
    def server(self, name: str, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Iterator[Server]:
        with self.inner.server(name, command, root, limits) as server:
            yield TimedServer(server, self)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Say which budget is used up, if a program was killed because of that."""
        try:
            yield
        except TimeLimitError:
            self.budgets.left()
            raise


class TimedServer(Server):
    """Wraps a server with budgets."""

    def __init__(self, inner: Server, sandbox: TimedSandbox) -> None:
        super().__init__(inner.process)
        self.inner = inner
        self.sandbox = sandbox

    def ask(self, question: str, seconds: float) -> str:
        """Ask the inner server. Raises UsedUpError, too."""
        left = self.sandbox.budgets.left()
        with self.sandbox.blamed():
            return self.inner.ask(question, min(seconds, left))
