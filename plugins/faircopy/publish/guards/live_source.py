"""The live site was built from commits that are not in the source now."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE

LIVE_UNKNOWN = Rule(
    "PB110",
    Severity.ERROR,
    "the live site was made from a commit that is not an ancestor of this one",
    "`git pull`; publishing would undo what somebody has published",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    state = facts.state
    # This is unknown in a shallow clone.
    if state.published and not state.published.source_is_behind and not state.is_shallow:
        fact = f"the live site was made from {str(state.published.source)[:10]}, which is no part of '{state.branch}'"
        hint = "git pull: publishing now would undo what somebody has published"
        yield LIVE_UNKNOWN.at(HERE, 1, fact, hint)


GUARD = Guard(RepositoryFacts, (LIVE_UNKNOWN,), check)
