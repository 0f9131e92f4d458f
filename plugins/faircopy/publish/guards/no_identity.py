"""git has no name for the committer."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE

NOBODY = Rule(
    "PB111",
    Severity.ERROR,
    "git does not know who you are",
    "`git config user.name` and `user.email`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    if not facts.state.has_identity:
        hint = "git config user.name 'Your name'; git config user.email you@example.org"
        yield NOBODY.at(HERE, 1, "git has no name and address for the commit", hint)


GUARD = Guard(RepositoryFacts, (NOBODY,), check)
