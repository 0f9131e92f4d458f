"""The source has commits that are not pushed."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE, commits

SOURCE_UNPUSHED = Rule(
    "PB109",
    Severity.ERROR,
    "commits of the source are only on this machine",
    "`git push`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    # If the remote has other commits, a push would be refused, which another guard reports.
    if facts.state.unpushed and not facts.state.unfetched:
        fact = f"{commits(facts.state.unpushed)} of '{facts.settings.source}' only on this machine"
        yield SOURCE_UNPUSHED.at(HERE, 1, fact, "git push, so that nobody publishes without them")


GUARD = Guard(RepositoryFacts, (SOURCE_UNPUSHED,), check)
