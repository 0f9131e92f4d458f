"""Somebody else has pushed commits to the source that are missing here."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE, commits

SOURCE_MOVED = Rule(
    "PB108",
    Severity.ERROR,
    "the remote has commits of the source that are not here",
    "`git pull`, and look at what has changed",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    if number := facts.state.unfetched:
        fact = f"the remote has {commits(number)} of '{facts.settings.source}' that are not here"
        yield SOURCE_MOVED.at(HERE, 1, fact, "git pull, look at what has changed, and publish again")


GUARD = Guard(RepositoryFacts, (SOURCE_MOVED,), check)
