"""No branch is checked out."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE

DETACHED = Rule(
    "PB103",
    Severity.ERROR,
    "no branch is checked out",
    "`git switch main`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    if not facts.state.branch:
        hint = f"git switch {facts.settings.source}"
        yield DETACHED.at(HERE, 1, "no branch is checked out (a detached HEAD)", hint)


GUARD = Guard(RepositoryFacts, (DETACHED,), check)
