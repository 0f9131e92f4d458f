"""The clone is shallow, so nobody can tell what the live site was built from."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE

SHALLOW = Rule(
    "PB104",
    Severity.ERROR,
    "the repository has only part of its history",
    "`git fetch --unshallow`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    if facts.state.is_shallow:
        fact = "this is a shallow clone: most of the history is not here"
        yield SHALLOW.at(HERE, 1, fact, "git fetch --unshallow")


GUARD = Guard(RepositoryFacts, (SHALLOW,), check)
