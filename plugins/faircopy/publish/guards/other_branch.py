"""The current branch is not the source branch of the site."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE

OTHER_BRANCH = Rule(
    "PB106",
    Severity.ERROR,
    "the branch that is checked out is not the one that is published",
    "`git switch main`, or change `PUBLISH_SOURCE`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    branch, source = facts.state.branch, facts.settings.source
    if branch and branch != source:
        fact = f"'{branch}' is checked out, and the site is made from '{source}'"
        yield OTHER_BRANCH.at(HERE, 1, fact, f"git switch {source}, or change PUBLISH_SOURCE")


GUARD = Guard(RepositoryFacts, (OTHER_BRANCH,), check)
